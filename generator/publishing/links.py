"""Every link inside the site leads somewhere: pages, files, anchors, and what styles name.

Checked in the stage, before anything is published. A page is read as a browser
would, so links of changed templates count as well.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from lxml import html

from ..diagnostics import Diagnostic, Level, Rule, RuleBook, Span

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


def faulty_links(
    staged: Path, files: Iterable[str], root: str, is_kept: Callable[[str], bool]
) -> list[Fault]:
    """What is wrong with the links of the staged files, in the order of their addresses.

    `root` is the site's path on its server, at which the links of the 404 page
    begin; `is_kept` tells of files that an earlier build published and this one keeps.
    """
    paths = set(files)
    pages = {path: _read(staged / path) for path in sorted(paths) if path.endswith(".html")}
    faults = []
    for path, page in pages.items():
        faults += [Fault(path, i, RuleBook.REPEATED_ID) for i, n in page.ids.items() if n > 1]
        for link in dict.fromkeys(page.links):
            target = resolved(path, link, root)
            if target is not None and not _is_there(target, paths, pages, is_kept):
                faults.append(Fault(path, link, RuleBook.DEAD_LINK))
    for path in sorted(p for p in paths if p.endswith(".css")):
        for link in _STYLE_URL.findall((staged / path).read_text("utf-8")):
            target = resolved(path, link, root)
            if target is not None and target[0] not in paths:
                faults.append(Fault(path, link, RuleBook.DEAD_LINK))
    return faults


def _read(path: Path) -> _Page:
    tree = html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    links = tree.xpath("//@href | //@src")
    return _Page(tuple(str(link) for link in links), Counter(str(i) for i in tree.xpath("//@id")))


def resolved(page: str, link: str, root: str) -> tuple[str, str] | None:
    """The file and the anchor that a link means; None for one that leaves the site."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    path = unquote(parts.path)
    if root and path.startswith(root):
        path = path.removeprefix(root)
    elif path:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
    return path or page, unquote(parts.fragment)


def _is_there(
    target: tuple[str, str],
    files: set[str],
    pages: Mapping[str, _Page],
    is_kept: Callable[[str], bool],
) -> bool:
    path, anchor = target
    if path not in files:
        return is_kept(path)
    return not anchor or path not in pages or anchor in pages[path].ids


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
