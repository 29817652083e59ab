"""Groups of rows cut in two where a page ends inside their merged cells.

WeasyPrint draws a cell merged over rows on the first page only, and on the next the rows would
stand beside a blank: cut, the group prints it again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

from .breaks import mark
from .tags import AGAIN, ID


def across(rows: Sequence[Any], row: int) -> Iterator[tuple[int, Any]]:
    """The cells merged over the end of a row and the next: the rows they begin in, and they."""
    if row < len(rows):
        for number, before in enumerate(rows[:row]):
            for cell in before.children:
                if number + cell.rowspan > row:
                    yield number, cell


def halves(group: Any, row: int) -> tuple[Any, Any]:
    """A group cut before a row, the cells merged across the cut printed again."""
    rows = list(group.children)
    merged = dict[Any, int]((cell, number) for number, cell in across(rows, row))
    upper = [
        before.copy_with_children(
            [_of_height(c, row - number) if c in merged else c for c in before.children]
        )
        for number, before in enumerate(rows[:row])
    ]
    again = [_again(cell, number + cell.rowspan - row) for cell, number in merged.items()]
    cells = sorted([*again, *rows[row].children], key=lambda cell: cell.grid_x)
    lower = [rows[row].copy_with_children(cells), *rows[row + 1 :]]
    return group.copy_with_children(upper), group.copy_with_children(lower)


def _of_height(cell: Any, rows: int) -> Any:
    copy = cell.copy()
    copy.rowspan = rows
    return copy


def _again(cell: Any, rows: int) -> Any:
    """A cell as it is printed again on the next page: nothing links to it or from it."""
    copy = cell.deepcopy()
    copy.rowspan = rows
    copy.element = deepcopy(cell.element)
    mark(copy.element, AGAIN)
    copy.element.attrib.pop(ID, None)
    for box in copy.descendants():
        box.link = None
        if box.style["anchor"]:
            box.style = box.style.copy()
            box.style["anchor"] = None
    return copy
