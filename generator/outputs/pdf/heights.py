"""How high rows of tables will be: a guess, made before any is laid out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil
from typing import Any, Final, NamedTuple

from ...document.layout.widths import em

SMALL: Final = "small"  # the class of a table in the smallest type


class Measure(NamedTuple):
    """How a table is set, in points: see the stylesheet."""

    character: float
    line: float
    padding: float  # of a cell, at its top and foot and at its sides, with its rules
    width: float  # of the page's text
    page: float  # its height


_UPRIGHT: Final = Measure(10.5, 16, 8.5, 442, 638)
_ON_ITS_SIDE: Final = Measure(9, 13, 6.5, 638, 442)
# How a form is set so that it fits on its page, the least tight first.
TIGHTER: Final = (
    Measure(10.5, 15, 6.5, 442, 638),
    Measure(10, 14, 6, 442, 638),
    Measure(9.5, 13, 5.5, 442, 638),
)
_SMALLEST: Final = Measure(9, 13, 5.5, 442, 638)
_HAIR: Final = 0.05  # by which a column may be too narrow for a character more
PAGE: Final = _UPRIGHT.page


def measure_of(table: Any) -> Measure:
    names = table.get("class", "").split()
    if "wide" in names:
        return _ON_ITS_SIDE
    return _SMALLEST if SMALL in names else _UPRIGHT


def is_set_smaller(table: Any) -> bool:
    """Whether a table is set in smaller type already."""
    return measure_of(table) is not _UPRIGHT


class Placed(NamedTuple):
    cell: Any
    row: int
    column: int
    height: int


def heights_of(group: Any) -> list[float]:
    """About how high each row of a group will be, in points."""
    return Rows(group).heights(measure_of(group.getparent()))


class Rows:
    """The rows of a group: each cell's share of the width, and how long its lines are."""

    def __init__(self, group: Any) -> None:
        self.rows = list(group)
        self.cells = [
            (place.row, place.height, share, [em(line) for line in _lines(place.cell)])
            for place, share in _shares(group)
        ]

    def heights(self, measure: Measure) -> list[float]:
        """About how high each row will be, in points, as a measure sets it."""
        heights = [0.0] * len(self.rows)
        for row, height, share, widths in self.cells:
            held = max(
                1, int((share * measure.width - measure.padding) / measure.character + _HAIR)
            )
            lines = sum(ceil(width / held) or 1 for width in widths)
            heights[row] = max(heights[row], (lines * measure.line + measure.padding) / height)
        return heights


def _lines(cell: Any) -> list[str]:
    """The lines of a cell as they were written."""
    lines = [cell.text or ""]
    for inner in cell.iterdescendants():
        if inner.tag == "br":
            lines.append("")
        else:
            lines[-1] += inner.text or ""
        lines[-1] += inner.tail or ""
    return lines


def rooms(group: Any) -> Iterator[tuple[Placed, float, float]]:
    """Each cell of a group, how wide its text may be, and how wide a character is, in points."""
    measure = measure_of(group.getparent())
    for place, share in _shares(group):
        room = max(share * measure.width - measure.padding, measure.character)
        yield place, room, measure.character


def _shares(group: Any) -> Iterator[tuple[Placed, float]]:
    """Each cell of a group with its share of the table's width."""
    styles = (column.get("style", "") for column in group.getparent().iter("col"))
    widths = [float(style.strip("width:%") or 0) / 100 for style in styles]
    for place in placed(list(group)):
        last = place.column + int(place.cell.get("colspan", "1"))
        yield place, sum(widths[place.column : last])


def placed(rows: Sequence[Any]) -> Iterator[Placed]:
    """Each cell with its row, column and height in its group."""
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(rows):
        c = 0
        for cell in row:
            while (r, c) in taken:
                c += 1
            height, width = int(cell.get("rowspan", "1")), int(cell.get("colspan", "1"))
            taken.update((r + y, c + x) for y in range(height) for x in range(width))
            yield Placed(cell, r, c, height)
            c += width
