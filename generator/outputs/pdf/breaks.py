"""Where pages may end: which tables and groups of rows are kept whole, which rows together.

It is said beforehand, by a guess at heights, so that the whole is as a rule laid out once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import ceil
from typing import Any, Final, NamedTuple

from ...diagnostics import display_width

TALL: Final = "tall"  # the class of what may run over pages
TIGHT: Final = "tight"  # the class of a table set in smaller type
SMALL: Final = "small"  # of one in the smallest, for what would not stay whole otherwise
JOINED: Final = "joined"  # the class of a row that stays on the page of the one before it
_FORMS: Final = ("project-section", "overall-section")  # sections that are kept whole


class _Measure(NamedTuple):
    """How a table is set, in points: see the stylesheet."""

    character: float
    line: float
    padding: float  # of a cell, at its top and foot and at its sides, with its rules
    width: float  # of the page's text
    page: float  # its height


_UPRIGHT: Final = _Measure(10.5, 16, 8.5, 442, 638)
_ON_ITS_SIDE: Final = _Measure(9, 13, 6.5, 638, 442)
_TIGHTER: Final = _Measure(9.5, 13, 5.5, 442, 638)
_SMALLEST: Final = _Measure(9, 13, 5.5, 442, 638)
PAGE: Final = _UPRIGHT.page
# A table, or a group of its rows, up to this share of a page is kept whole. More would
# leave a hole as large where it does not fit.
_WHOLE: Final = 1 / 3
# A group of a form that takes more than a page: its rows may be merged, and it is cut.
_WHOLE_IN_FORM: Final = 1 / 4


class Placed(NamedTuple):
    cell: Any
    row: int
    column: int
    height: int


def prepare(root: Any) -> None:
    """Say beforehand where tables may be broken: by a guess at the heights of their rows.

    What is too high to be kept whole may break between its groups of rows, and a group
    of many rows inside. Under the head, and on the last page, stand two rows at least.
    """
    for table in root.iter("table"):
        short = _WHOLE * _measure(table).page
        heights = loosen(table)
        groups = [group for group in heights if group.tag == "tbody" and len(group)]
        if not in_form(table) and sum(map(sum, heights.values())) > short:
            mark(table, TALL)
            if groups and sum(heights[groups[0]]) <= short:
                # Kept whole by its rows: WeasyPrint prints a head with one row of a group
                # that must not be broken, though only the head and that row fit.
                mark(groups[0], TALL)
                _join(groups[0][1:])
        _join(_second_and_last([(group, heights[group]) for group in groups], short))


def loosen(table: Any) -> dict[Any, list[float]]:
    """Let high groups of rows and high rows of a table break, where its form may; the heights
    of the rows of its groups."""
    measure = _measure(table)
    heights = {group: heights_of(group) for group in table.iter("thead", "tbody")}
    for group in (group for group in heights if group.tag == "tbody" and len(group)):
        # For a whole page no guess is needed: rows are at least a line high.
        lines = len(group) * (measure.line + measure.padding)
        may_break = runs_on(table) or not (in_form(table) or merges(group))
        largest = (_WHOLE_IN_FORM if in_form(table) else _WHOLE) * measure.page
        if lines > measure.page or (may_break and sum(heights[group]) > largest):
            mark(group, TALL)
        if may_break:
            for row, height in zip(group, heights[group], strict=True):
                if height > _WHOLE * measure.page:
                    mark(row, TALL)
    return heights


def _second_and_last(groups: Iterable[tuple[Any, Sequence[float]]], short: float) -> Iterator[Any]:
    """The rows that do not stand alone under the head, or on the last page.

    WeasyPrint fails where rows joined to each other do not fit on a page, so only low
    ones are; a row of a group that is kept whole is as high as the group.
    """
    extents = [
        (row, height if TALL in group.get("class", "").split() else sum(heights))
        for group, heights in groups
        for row, height in zip(group, heights, strict=True)
    ]
    pairs = list(pairwise(extents))
    for (_, before), (row, height) in pairs[:1] + pairs[-1:]:
        if before + height <= short:
            yield row


def _join(rows: Iterable[Any]) -> None:
    for row in rows:
        mark(row, JOINED)


def merges(group: Any) -> bool:
    """Whether cells are merged over rows: cut, the group prints them again."""
    return any(int(cell.get("rowspan", "1")) > 1 for cell in group.iter("th", "td"))


def _measure(table: Any) -> _Measure:
    names = table.get("class", "").split()
    if "wide" in names:
        return _ON_ITS_SIDE
    return _SMALLEST if SMALL in names else _TIGHTER if TIGHT in names else _UPRIGHT


def in_form(element: Any) -> bool:
    return any(is_form(section) for section in element.iterancestors("section"))


def runs_on(table: Any) -> bool:
    """Whether a table is of a form that may run over pages."""
    return any(
        is_form(section) and TALL in section.get("class", "").split()
        for section in table.iterancestors("section")
    )


def is_form(section: Any) -> bool:
    return any(name in _FORMS for name in section.get("class", "").split())


def heights_of(group: Any) -> list[float]:
    """About how high each row of a group will be."""
    measure = _measure(group.getparent())
    heights = [0.0] * len(group)
    for (cell, row, _, height), room, character in rooms(group):
        text = display_width(cell.text_content()) * character / 2
        lines = (ceil(text / room) or 1) + sum(1 for _ in cell.iter("br"))
        heights[row] = max(heights[row], (lines * measure.line + measure.padding) / height)
    return heights


def rooms(group: Any) -> Iterator[tuple[Placed, float, float]]:
    """Each cell of a group, how wide its text may be, and how wide a character is, in points."""
    measure = _measure(group.getparent())
    styles = (column.get("style", "") for column in group.getparent().iter("col"))
    widths = [float(style.strip("width:%") or 0) / 100 for style in styles]
    for place in placed(list(group)):
        last = place.column + int(place.cell.get("colspan", "1"))
        share = sum(widths[place.column : last])
        room = max(share * measure.width - measure.padding, measure.character)
        yield place, room, measure.character


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


def mark(element: Any, name: str) -> None:
    """Give an element a class."""
    names = element.get("class", "").split()
    if name not in names:
        element.set("class", " ".join([*names, name]))


def unmark(element: Any, name: str) -> None:
    names = [n for n in element.get("class", "").split() if n != name]
    element.set("class", " ".join(names))
