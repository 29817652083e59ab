"""The contents: how they break, and on which side the cover stands, so that page 1 is a right
page and no page before it is blank."""

from __future__ import annotations

from math import ceil
from typing import Any, Final

from ...diagnostics import display_width
from .breaks import JOINED, mark
from .heights import PAGE

_TOGETHER: Final = 3
_LEFT: Final = "cover-left"  # the class of a document whose cover counts as a left page
# How the stylesheet sets the contents, in points.
_CHARACTER: Final = 14
_LINE: Final = 23
_HEADING: Final = 49
_WIDTH: Final = {"level-1": 430, "level-2": 388, "level-3": 360}  # without the dots and number


def place_contents(root: Any) -> None:
    """Keep the last entries together, and let the cover be a left page where cover and
    contents take an odd number of pages."""
    entries = list(root.iterfind(".//nav//li"))
    for entry in entries[-_TOGETHER:]:
        mark(entry, JOINED)
    if entries and (1 + _pages(entries)) % 2:
        mark(root, _LEFT)


def _pages(entries: list[Any]) -> int:
    """How many pages the contents take."""
    pages, filled = 1, float(_HEADING)
    for entry in entries:
        width = display_width(entry.find("a").text_content().strip()) * _CHARACTER / 2
        level = entry.get("class", "").split()[0]
        height = ceil(width / _WIDTH.get(level, 360)) * _LINE
        if filled + height > PAGE:
            pages, filled = pages + 1, 0
        filled += height
    return pages
