"""Which forms keep a page to themselves, which are set tighter for it, and which run on.

A form stays whole where that leaves no large hole. One that runs over its page by little is
set in smaller type, down to 小五's half point above; any other begins below the one before.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import Any, Final

from ...diagnostics import display_width
from .breaks import PAGE, TALL, TIGHT, heights_of, is_form, mark, unmark

# The largest share of a page that may stay empty so that a form is kept whole.
_HOLE: Final = 0.4
# Guessed heights are not trusted to the last line.
_SURE: Final = 0.97

# How high lines are set, in points, by the stylesheet: a line, and what stands round it.
_LINE: Final = {"h2": (32, 20), "h3": (24, 0), "p": (29, 0)}
_CHARACTER: Final = 16
_WIDTH: Final = 442
_NOTE: Final = 22
_CAPTION: Final = 23
_BELOW: Final = 34  # the margins that end a form


def place(root: Any) -> None:
    """Say of each form how it is set, by a guess at where on a page it will begin.

    Forms that follow each other are looked at as they fill their pages: the sections
    around them begin a page.
    """
    for parent in root.iter("section"):
        if any(is_form(child) for child in parent):
            _place_children(parent)


def _place_children(parent: Any) -> None:
    filled = 0.0
    for child in parent:
        if is_form(child):
            filled = _place_form(child, filled)
        else:
            filled = (filled + sum(_heights(child))) % PAGE


def _place_form(form: Any, filled: float) -> float:
    """Set a form on a page that is filled so far; how far its last page is filled then."""
    height, room = sum(_heights(form)), PAGE - filled
    if height - _BELOW <= room * _SURE:
        return filled + height
    leaves_hole = room > _HOLE * PAGE
    if not leaves_hole and height - _BELOW <= PAGE * _SURE:
        return height
    _each_table(form, mark)
    tight = sum(_heights(form))
    if tight - _BELOW <= room * _SURE:
        return filled + tight
    if not leaves_hole and tight - _BELOW <= PAGE * _SURE:
        return tight
    _each_table(form, unmark)
    mark(form, TALL)
    return (filled + height) % PAGE


def _each_table(form: Any, change: Any) -> None:
    for table in form.iter("table"):
        change(table, TIGHT)


def _heights(element: Any) -> Iterator[float]:
    """About how high the pieces of an element are, one below the other."""
    if is_form(element):
        yield _BELOW
    for piece in element.iter("h2", "h3", "p", "caption", "thead", "tbody", "div"):
        if piece.tag in ("thead", "tbody"):
            yield from heights_of(piece)
        elif piece.tag in _LINE and next(piece.iterancestors("table"), None) is None:
            line, around = _LINE[piece.tag]
            width = display_width(piece.text_content()) * _CHARACTER / 2
            yield (ceil(width / _WIDTH) or 1) * line + around
        elif piece.tag == "caption":
            yield _CAPTION if "captioned" in piece.getparent().get("class", "").split() else 0
        elif "table-note" in piece.get("class", "").split():
            yield _NOTE
