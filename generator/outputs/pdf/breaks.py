"""Where pages may end: which tables and groups of rows are kept whole, which rows together.

It is said beforehand, by a guess at heights, so that the whole is as a rule laid out once;
what turns out otherwise is mended page by page (split.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import ceil
from typing import Any, Final, NamedTuple

from ...document.layout.widths import em

TALL: Final = "tall"  # the class of what may run over pages
SMALL: Final = "small"  # of a table in the smallest type, for what would not stay whole otherwise
JOINED: Final = "joined"  # the class of a row that stays on the page of the one before it
_FORMS: Final = ("project-section", "overall-section")  # sections that are kept whole


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
    of many rows inside. Under the head stand two rows at least.
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
        _join(_second([(group, heights[group]) for group in groups], short))


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


def _second(groups: Sequence[tuple[Any, Sequence[float]]], short: float) -> Iterator[Any]:
    """The row that keeps the first one company under the head.

    WeasyPrint fails where rows joined to each other do not fit on a page, so only low
    ones are; a row of a group that is kept whole is as high as the group.
    """
    extents = [
        (row, height if TALL in group.get("class", "").split() else sum(heights))
        for group, heights in groups[:2]
        for row, height in zip(group, heights, strict=True)
    ]
    if len(extents) > 1 and extents[0][1] + extents[1][1] <= short:
        yield extents[1][0]


def _join(rows: Iterable[Any]) -> None:
    for row in rows:
        mark(row, JOINED)


def merges(group: Any) -> bool:
    """Whether cells are merged over rows: cut, the group prints them again."""
    return any(int(cell.get("rowspan", "1")) > 1 for cell in group.iter("th", "td"))


def _measure(table: Any) -> Measure:
    names = table.get("class", "").split()
    if "wide" in names:
        return _ON_ITS_SIDE
    return _SMALLEST if SMALL in names else _UPRIGHT


def is_set_smaller(table: Any) -> bool:
    """Whether a table is set in smaller type already."""
    return _measure(table) is not _UPRIGHT


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


def heights_of(group: Any, measure: Measure | None = None) -> list[float]:
    """About how high each row of a group will be, as its table is set or by another measure."""
    measure = measure or _measure(group.getparent())
    heights = [0.0] * len(group)
    for (cell, row, _, height), room, character in rooms(group, measure):
        held = max(1, int(room / character + 0.05))
        lines = sum(ceil(em(line) / held) or 1 for line in _lines(cell))
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


def rooms(group: Any, measure: Measure | None = None) -> Iterator[tuple[Placed, float, float]]:
    """Each cell of a group, how wide its text may be, and how wide a character is, in points."""
    measure = measure or _measure(group.getparent())
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
