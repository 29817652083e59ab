"""Where pages may end: which tables and groups of rows are kept whole, which rows together.

It is said beforehand, by a guess at heights, so that the whole is as a rule laid out once;
what turns out otherwise is mended page by page (split.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from .heights import heights_of, measure_of

LEADS: Final = "leads"  # the class of words that stand on the page of what they lead to
TALL: Final = "tall"  # the class of what may run over pages
JOINED: Final = "joined"  # the class of a row that stays on the page of the one before it
# How a paragraph ends that leads to the table below it.
_LEADING: Final = re.compile(r"(?:如下|下表)[^。；，]{0,6}[。：:]$")
_FORMS: Final = ("project-section", "overall-section")  # sections that are kept whole


# A table, or a group of its rows, up to this share of a page is kept whole. More would
# leave a hole as large where it does not fit.
_WHOLE: Final = 1 / 3
# A group of a form that takes more than a page: its rows may be merged, and it is cut. The
# first group of a table, with its head.
_QUARTER: Final = 1 / 4


def prepare(root: Any) -> None:
    """Say beforehand where tables may be broken: by a guess at the heights of their rows.

    What is too high to be kept whole may break between its groups of rows, and a group
    of many rows inside. Under the head stand two rows at least.
    """
    for table in root.iter("table"):
        page = measure_of(table).page
        short = _WHOLE * page
        heights = loosen(table)
        groups = [group for group in heights if group.tag == "tbody" and len(group)]
        if not in_form(table) and sum(map(sum, heights.values())) > short:
            mark(table, TALL)
            if groups and sum(heights[groups[0]]) <= short:
                # Kept whole by its rows, or not at all: WeasyPrint prints a head with one row of
                # a group that must not be broken, though only the head and that row fit.
                mark(groups[0], TALL)
                begins = [group for group in heights if group.tag == "thead"] + groups[:1]
                if sum(sum(heights[group]) for group in begins) <= _QUARTER * page:
                    _join(groups[0][1:])
        _join(_second([(group, heights[group]) for group in groups], short))


def keep_leading_words(root: Any) -> None:
    """Keep the words that lead to a table above it, of a long paragraph its last lines."""
    for title in root.iter("p"):
        before = title.getprevious()
        if (
            "table-title" in title.get("class", "").split()
            and before is not None
            and before.tag == "p"
            and _LEADING.search(before.text_content().strip())
        ):
            mark(before, LEADS)


def loosen(table: Any) -> dict[Any, list[float]]:
    """Let high groups of rows and high rows of a table break, where its form may; the heights
    of the rows of its groups."""
    measure = measure_of(table)
    heights = {group: heights_of(group) for group in table.iter("thead", "tbody")}
    for group in (group for group in heights if group.tag == "tbody" and len(group)):
        # For a whole page no guess is needed: rows are at least a line high.
        lines = len(group) * (measure.line + measure.padding)
        may_break = runs_on(table) or not (in_form(table) or merges(group))
        largest = (_QUARTER if in_form(table) else _WHOLE) * measure.page
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


def mark(element: Any, name: str) -> None:
    """Give an element a class."""
    names = element.get("class", "").split()
    if name not in names:
        element.set("class", " ".join([*names, name]))
