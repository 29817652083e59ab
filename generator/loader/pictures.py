"""Pictures in prose: `![description](附件/图.png "caption")`, a paragraph each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import PurePosixPath
from typing import Final

from ..diagnostics import Problems, RuleBook, Span
from ..files import Folder
from ..keys import ATTACHMENTS
from ..limits import PICTURE_COUNT_LIMIT, PICTURE_LIMIT
from ..model.texts import TO_FILL_IN
from ..model.words import Picture, Words
from ..sources.keys import did_you_mean
from ..sources.picture_file import SUFFIXES, PictureFault, picture_facts
from ..sources.prose_marks import (
    Part,
    footnote_marks,
    picture_line,
    picture_parts,
    says_nothing,
)

_WRITTEN: Final = picture_line("图上有什么", f"{ATTACHMENTS}/图.png", "图题")
_ELSEWHERE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\\\")


@dataclass
class PictureReader:
    """Reads the pictures of one disclosure; `used` are the files that it shows."""

    folder: Folder
    base: str
    files: tuple[str, ...]
    problems: Problems
    used: dict[str, Picture | None] = field(default_factory=dict)

    def read(self, line: Words) -> Picture | None:
        """The picture that a line tells of; None, with its fault, where it cannot be shown."""
        parts = picture_parts(line.text)
        if isinstance(parts, int):
            place = _moved(line.span, parts)
            self._bad(place, "图题的引号没有成对，或后面还有字。", f"写成：{_WRITTEN}")
            return None
        description, file, caption = (_words(line, part) for part in parts)
        path = self._path(file)
        self._described(description, file.text)
        for words in (description, caption):
            for match in islice(footnote_marks(words.text), 1):
                place = _moved(words.span, match.start())
                self._bad(place, "图片的说明和图题里不能加脚注。", "把注写在上面一段正文里。")
        found = self._file(path, file) if path else None
        if found is None:
            return None
        return replace(found, description=description, caption=caption, span=line.span)

    def _described(self, description: Words, file: str) -> None:
        """Report a picture of which nobody says what is seen on it."""
        example = picture_line("近五年检测的水样逐年增加", file or f"{ATTACHMENTS}/图.png", "")
        hint = f"在方括号里用一句话说图上有什么，看不见图的人靠它读懂，例如：{example}"
        if description.text == TO_FILL_IN:
            self.problems.add(RuleBook.NOT_FILLED, description.span, "图片还没有说明。", hint)
        elif says_nothing(description.text):
            said = f"“{description.text}”没有说图上有什么。" if description else "图片没有说明。"
            self._bad(description.span, said, hint)

    def _path(self, file: Words) -> str:
        """The file's path in the content; '' where it may not or cannot be shown."""
        text = file.text
        hint = f"把图片放进这个部门的“{ATTACHMENTS}”文件夹，写成：{ATTACHMENTS}/图.png"
        parts = PurePosixPath(text).parts
        if not text:
            self._bad(file.span, "没有写是哪个图片文件。", f"写成：{_WRITTEN}")
        elif _ELSEWHERE.match(text):
            self._bad(file.span, f"图片不能取自别处：{text}", hint)
        elif "\\" in text or text.startswith("/") or ".." in parts:
            self._bad(file.span, f"图片只能在这个部门自己的文件夹里：{text}", hint)
        elif len(parts) != len((ATTACHMENTS, text)) or parts[0] != ATTACHMENTS:
            self._bad(file.span, f"图片不在“{ATTACHMENTS}”文件夹里：{text}", hint)
        elif (suffix := PurePosixPath(text).suffix.lower()) not in SUFFIXES:
            self.used.setdefault(f"{self.base}/{text}", None)
            self.problems.add(
                RuleBook.WRONG_KIND,
                file.span,
                f"正文里的图不能是“{suffix or '没有扩展名'}”类型的文件。",
                "另存为 PNG（图表、截图）或 JPEG（照片）；SVG 里可以藏着脚本和外部的地址，不收。",
            )
        else:
            return f"{self.base}/{text}"
        return ""

    def _file(self, path: str, file: Words) -> Picture | None:
        """What the file holds, looked at once however often it is shown."""
        if path in self.used:
            return self.used[path]
        self.used[path] = None
        if path not in self.files:
            del self.used[path]
            start = f"{self.base}/{ATTACHMENTS}/"
            here = [f.removeprefix(f"{self.base}/") for f in self.files if f.startswith(start)]
            hint = did_you_mean(file.text, here) if here else (
                f"把图片放进文件夹 {start}，文件名与这里写的一样。"
            )  # fmt: skip
            message = f"没有找到图片：{file.text}"
            self.problems.add(RuleBook.MISSING_FILE, file.span, message, hint)
            return None
        if len(self.used) > PICTURE_COUNT_LIMIT:
            self._bad(file.span, f"图片超过 {PICTURE_COUNT_LIMIT} 张。", "只留最要紧的几张。")
            return None
        data = self.folder.read(path, self.problems, PICTURE_LIMIT)
        if data is None:
            return None
        try:
            facts = picture_facts(data)
        except PictureFault as fault:
            self.problems.add(RuleBook.BAD_PICTURE, Span(path), fault.message, fault.hint, text="")
            return None
        if facts.has_place:
            self.problems.add(
                RuleBook.PICTURE_PLACE,
                Span(path),
                "这张照片里记着拍摄的地点，会随它一起公开。",
                "用看图软件另存一份，存的时候去掉位置信息。",
                text="",
            )
        found = Picture(
            file.text, Words(), Words(), facts.kind, facts.width, facts.height, len(data),
            facts.digest, path,
        )  # fmt: skip
        self.used[path] = found
        return found

    def _bad(self, span: Span, message: str, hint: str) -> None:
        self.problems.add(RuleBook.BAD_MARKUP, span, message, hint)


def _words(line: Words, part: Part) -> Words:
    return Words(part.text, _moved(line.span, part.place))


def _moved(span: Span, by: int) -> Span:
    return Span(span.path, span.line, span.column + by)
