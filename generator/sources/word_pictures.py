"""Pictures in the running text of a Word file, as they are typed and as the files they become."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from lxml import etree

from ..limits import PICTURE_COUNT_LIMIT, PICTURE_LIMIT
from ..model.texts import TO_FILL_IN
from .picture_file import JPEG, SUFFIXES, PictureFault, picture_facts
from .prose_marks import picture_line, says_nothing
from .word_package import WordPackage, name_of, value

FOLDER: Final = "附件"
# A name that a file may bear everywhere, and that a picture's line can hold.
_NAME: Final = re.compile(r"[^\W_][\w（） -]{0,59}\.(?:png|jpe?g)", re.IGNORECASE)
_DEVICE: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)\.", re.IGNORECASE)


@dataclass
class WordPictures:
    """The pictures of one file; `files` are their bytes by the names that they are given."""

    package: WordPackage
    files: dict[str, bytes] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)

    def line(self, element: etree._Element) -> str:
        """The line that the only picture of a drawing is typed as; '' where there is none.

        A description that says nothing is to be filled in. Raises PictureFault for a picture
        that no page could show.
        """
        places = [place for inner in element.iter() if (place := _place(inner))]
        data = self.package.relation(places[0]) if len(places) == 1 else None
        if data is None:
            return ""
        if len(data) > PICTURE_LIMIT or len(self.files) >= PICTURE_COUNT_LIMIT:
            raise PictureFault("图片太大，或者太多。", "")
        facts = picture_facts(data)
        about = next((e for e in element.iter() if name_of(e) == ":docPr"), None)
        if facts.digest not in self.named:
            name = self._free(value(about, "name") or "", facts.kind)
            self.named[facts.digest], self.files[name] = name, data
        said = (value(about, key) for key in ("descr", "title"))
        described = next((" ".join(text.split()) for text in said if text), "")
        safe = described.replace("](", "] (").replace("[^", "[ ^")
        shown = TO_FILL_IN if says_nothing(safe) else safe
        return picture_line(shown, self.named[facts.digest], "")

    def _free(self, name: str, kind: str) -> str:
        """The picture's own name where a file may bear it, else one that is counted."""
        suffix = name[name.rfind(".") :].lower()
        taken = {file.casefold() for file in self.files}
        own = f"{FOLDER}/{name}"
        if (
            _NAME.fullmatch(name)
            and not _DEVICE.match(name)
            and SUFFIXES.get(suffix) == kind
            and own.casefold() not in taken
        ):
            return own
        ending = "jpg" if kind == JPEG else kind
        counted = (f"{FOLDER}/图{n}.{ending}" for n in count(len(self.files) + 1))
        return next(file for file in counted if file.casefold() not in taken)


def _place(element: etree._Element) -> str:
    """The id of the picture that an element shows, if it shows one."""
    match name_of(element):
        case ":blip":
            return value(element, "embed") or ""
        case "v:imagedata":
            return value(element, "id") or ""
    return ""
