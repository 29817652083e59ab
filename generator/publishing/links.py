"""Every link inside the site leads somewhere: pages, files, anchors, and what styles name.

Each job follows those among its own pages as it makes them, the build what leads from one
job's to another's, before anything is published. A page is read as a browser would, so links of
changed templates count as well.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from lxml import etree

from ..diagnostics import Diagnostic, Level, Rule, RuleBook, Span
from ..jobs import Planned, Written

# Repeated ids are counted here; the parser's own table of them would take a third of its time.
_HTML: Final = etree.HTMLParser(encoding="utf-8", collect_ids=False)
_LINKS: Final = etree.XPath("//*/@href | //*/@src", smart_strings=False)
_IDS: Final = etree.XPath("//*/@id", smart_strings=False)
_STYLE_URL: Final = re.compile(r"""url\(\s*["']?([^"')]+)""")


@dataclass(frozen=True, slots=True)
class Fault:
    """A link of `page` that leads nowhere, or an anchor of it that is there more than once."""

    page: str
    link: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class _Page:
    links: tuple[str, ...]
    ids: Counter[str]


@dataclass(frozen=True, slots=True)
class Links:
    """The links of some pages: where they lead outside of these, and whether the others are
    sound. A target is an address in the site, with its anchor if it has one."""

    outward: tuple[str, ...]
    are_sound: bool


class Follower:
    """Follows the links of files that one job makes, as far as they lead to one another.

    `root` is the site's path on its server, at which the links of the 404 page begin.
    """

    def __init__(self, root: str) -> None:
        self._root = root
        self._paths: set[str] = set()
        self._pages: dict[str, _Page] = {}

    def passing(self, files: Iterable[Planned]) -> Iterator[Planned]:
        """The files as they come, each page and style read on the way."""
        for file in files:
            if isinstance(file, Written):  # no page: one that is dear to make
                self._paths.add(file.path)
            else:
                path, data = file
                self._paths.add(path)
                if path.endswith(".html"):
                    self._pages[path] = _read(data)
                elif path.endswith(".css"):
                    self._pages[path] = _Page(_style_links(data), Counter())
            yield file

    def links(self) -> Links:
        """What the links of all that passed come to."""
        pages, sound = self._pages, True
        outward: dict[str, None] = {}
        for path, page in sorted(pages.items()):
            sound = sound and all(count == 1 for count in page.ids.values())
            for link in dict.fromkeys(page.links):
                target = resolved(path, link, self._root)
                if target is None:
                    continue
                if target[0] not in self._paths:
                    outward["#".join(filter(None, target))] = None
                elif target[1] and target[0].endswith(".html"):
                    sound = sound and target[1] in pages[target[0]].ids
        return Links(tuple(outward), sound)


class Site:
    """All files of a site with where they stand; a page is read once something points into it.

    `is_kept` tells of files that an earlier build published and this one keeps.
    """

    def __init__(
        self, files: Iterable[str], place: Callable[[str], Path], is_kept: Callable[[str], bool]
    ) -> None:
        self._files = set(files)
        self._place, self._is_kept = place, is_kept
        self._pages: dict[str, _Page] = {}

    def has(self, path: str, anchor: str) -> bool:
        """Whether the site has that file, with that anchor if it is a page."""
        if path not in self._files:
            return self._is_kept(path)
        return not anchor or not path.endswith(".html") or anchor in self.page(path).ids

    def has_all(self, targets: Iterable[str], known: Container[str]) -> bool:
        """Whether all links of a job lead somewhere; to `known` files they are known to."""
        parts = (target.partition("#") for target in targets)
        return all(path in known or self.has(path, anchor) for path, _, anchor in parts)

    def page(self, path: str) -> _Page:
        if path not in self._pages:
            self._pages[path] = _read(self._place(path).read_bytes())
        return self._pages[path]

    def faults(self, files: Iterable[str], root: str) -> list[Fault]:
        """What is wrong with the links of some of the files, in the order of their addresses."""
        faults = []
        for path in sorted(p for p in files if p.endswith(".html")):
            page = self.page(path)
            faults += [Fault(path, i, RuleBook.REPEATED_ID) for i, n in page.ids.items() if n > 1]
            for link in dict.fromkeys(page.links):
                target = resolved(path, link, root)
                if target is not None and not self.has(*target):
                    faults.append(Fault(path, link, RuleBook.DEAD_LINK))
        for path in sorted(p for p in files if p.endswith(".css")):
            for link in _style_links(self._place(path).read_bytes()):
                target = resolved(path, link, root)
                if target is not None and target[0] not in self._files:
                    faults.append(Fault(path, link, RuleBook.DEAD_LINK))
        return faults


def _read(data: bytes) -> _Page:
    tree = etree.fromstring(data, _HTML)
    return _Page(tuple(_LINKS(tree)), Counter(_IDS(tree)))


def _style_links(data: bytes) -> tuple[str, ...]:
    return tuple(_STYLE_URL.findall(data.decode("utf-8")))


def resolved(page: str, link: str, root: str) -> tuple[str, str] | None:
    """The file and the anchor that a link means; None for one that leaves the site."""
    if link.startswith("#"):  # most do
        return page, unquote(link[1:])
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    path = unquote(parts.path)
    if root and path.startswith(root):
        path = path.removeprefix(root)
    elif path:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
    return path or page, unquote(parts.fragment)


def diagnostics(faults: Iterable[Fault], sources: Mapping[str, str]) -> Iterator[Diagnostic]:
    """The faults as findings; `sources` are content files by the folder of the site they fill."""
    for fault in faults:
        folders = [f for f in sources if fault.page.startswith(f"{f}/")]
        source = sources[max(folders, key=len)] if folders else ""
        if fault.rule is RuleBook.DEAD_LINK:
            message = f"网页 {fault.page} 上的链接 {fault.link} 没有对应的网页或位置。"
        else:
            message = f"网页 {fault.page} 里有几处叫“{fault.link}”，链接不知道指哪一处。"
        hint = "检查内容里的地址和改过的模板；没有改过模板的，请把这条信息发给维护人员。"
        yield Diagnostic(fault.rule.id, Level.ERROR, message, Span(source or fault.page), hint=hint)
