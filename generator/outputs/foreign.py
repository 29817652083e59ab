"""What a site's own templates and theme would fetch from another host: no page may.

A link that a reader follows may lead anywhere; what a page loads by itself may not. The
files are looked at before anything is rendered, each line with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from ..diagnostics import Problems, RuleBook, Span
from ..files import files_below, is_leftover, read_text
from ..limits import TEXT_LIMIT

_HOST: Final = r"(?:https?:)?//[\w.-]"
_IN_STYLE: Final = re.compile(
    rf"url\(\s{{0,9}}[\"']?{_HOST}|@import\s{{1,9}}[\"']{_HOST}", re.IGNORECASE
)
_IN_PAGE: Final = re.compile(
    rf"\s(?:src|srcset|poster|data|action|xlink:href)\s{{0,9}}=\s{{0,9}}[\"']?{_HOST}"
    rf"|<(?:link|use|image|base)\b[^<>]{{0,400}}?\shref\s{{0,9}}=\s{{0,9}}[\"']?{_HOST}",
    re.IGNORECASE,
)
_IN_SCRIPT: Final = re.compile(
    rf"(?:fetch|import|importScripts|WebSocket|EventSource|open)\s{{0,9}}\([^()\n]{{0,80}}?"
    rf"[\"'`](?:wss?:|{_HOST})",
    re.IGNORECASE,
)
_PATTERNS: Final = {
    ".css": (_IN_STYLE,),
    ".js": (_IN_SCRIPT,),
    ".svg": (_IN_PAGE, _IN_STYLE),
    ".j2": (_IN_PAGE, _IN_STYLE, _IN_SCRIPT),
    ".html": (_IN_PAGE, _IN_STYLE, _IN_SCRIPT),
}


def report_foreign(roots: Sequence[Path], problems: Problems) -> None:
    """Report every line of the templates that would have a page call another host."""
    for root in roots:
        for place in files_below(root):
            patterns = () if is_leftover(place.name) else _PATTERNS.get(place.suffix.lower(), ())
            path = f"{root.name}/{place.relative_to(root).as_posix()}"
            for number, line in enumerate(_lines(place) if patterns else (), 1):
                for column in _columns(line, patterns):
                    problems.add(
                        RuleBook.FOREIGN_HOST,
                        Span(path, number, column),
                        "网页会向别的网站取东西。",
                        "把要用的文件放进 templates/，用相对地址；或者删去这一处。",
                        text=line,
                    )


def _lines(place: Path) -> Sequence[str]:
    """The lines of a template, one behind a link too; none of what is no text."""
    try:
        is_text = place.is_file() and place.stat().st_size <= TEXT_LIMIT
        source = read_text(place.name, place.read_bytes(), Problems()) if is_text else None
    except OSError:
        source = None
    return source.lines if source else ()


def _columns(line: str, patterns: Sequence[re.Pattern[str]]) -> Iterator[int]:
    found = (pattern.search(line) for pattern in patterns)
    yield from sorted({match.start() + 1 for match in found if match})[:1]
