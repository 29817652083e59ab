"""Row groups longer than a page: split where the page ends, their heads printed again.

WeasyPrint draws a cell merged over rows on the first page only; on the next the
rows would stand beside a blank. Where that happens the group is first let run
freely, then cut where its pages end, and laid out once more.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, Final

from .breaks import (
    JOINED,
    TALL,
    Placed,
    in_form,
    is_form,
    mark,
    merges,
    placed,
    prepare,
    unmark,
)
from .cells import keep_together, set_small
from .contents import place_contents
from .engine import boxes
from .forms import place
from .tags import AGAIN, CONTINUES, FULL_HEIGHT, ID

if TYPE_CHECKING:
    from .source import PrintPage

_ROUNDS: Final = 4


class _Mended(Enum):
    """What a look at the pages led to."""

    NOTHING = auto()
    FREED = auto()
    CUT = auto()


def lay_out_whole(page: PrintPage) -> Any:
    """Lay out a page; what no page holds is let run over pages, and cut where they end.

    Long tables are let run at once, and parts whose forms run on are mended by themselves
    beforehand, so that the whole is as a rule laid out once.
    """
    root = page.etree_element
    place_contents(root)
    set_small(root)
    place(root)
    prepare(root)
    keep_together(root)
    parts = _parts_to_rehearse(root)
    if parts:
        trial, copies = page.excerpt(parts)
        _rehearse(trial)
        gc.collect()
        for part, copy in zip(parts, copies, strict=True):
            part.getparent().replace(part, copy)
    return _lay_out(page)


def _lay_out(page: PrintPage) -> Any:
    for _ in range(_ROUNDS):
        document = page.lay_out()
        if _mend(page.etree_element, _pages_of(document)) is _Mended.NOTHING:
            return document
        del document
        gc.collect()
    return page.lay_out()


def _rehearse(page: PrintPage) -> None:
    """Mend a page, and leave it to the whole's layout to show that it is mended."""
    for _ in range(_ROUNDS):
        if _mend(page.etree_element, _pages_of(page.lay_out())) is not _Mended.FREED:
            return


def _mend(root: Any, pages: dict[Any, tuple[int, int]]) -> _Mended:
    """Free what ran over its page, or else cut what was freed."""
    if _free([e for e in _kept_whole(root) if _runs_over(e, pages)]):
        return _Mended.FREED
    broken = [g for g in root.iter("tbody") if _is_broken(g, pages)]
    for group in broken:
        _cut(group, pages)
    return _Mended.CUT if broken else _Mended.NOTHING


def _free(elements: Iterable[Any]) -> bool:
    """Let elements run over pages; say whether there were any."""
    freed = list(elements)
    for element in freed:
        mark(element, TALL)
    return bool(freed)


def _pages_of(document: Any) -> dict[Any, tuple[int, int]]:
    """The first and the last page of each element that must not be broken."""
    pages: dict[Any, tuple[int, int]] = {}
    for number, page in enumerate(document.pages):
        for box in boxes(page):
            if box.element_tag in ("tr", "tbody", "table", "section", "h2", "h3"):
                first, _ = pages.get(box.element, (number, number))
                pages[box.element] = first, number
    return pages


def _kept_whole(root: Any) -> Iterator[Any]:
    """Tables, row groups, rows; the form that follows a heading, which it must not leave."""
    for table in root.iter("table"):
        if not in_form(table):
            yield table
    for group in root.iter("tbody"):
        yield group
        yield from group
    for heading in root.iter("h2", "h3"):
        after = heading.getnext()
        if after is not None and is_form(after):
            yield after


def _parts_to_rehearse(root: Any) -> list[Any]:
    """The parts with a group of merged cells that may break: they begin a page, so in an excerpt
    it breaks where it does in the whole."""
    return [
        part
        for part in root.find("body/main")
        if any(
            TALL in group.get("class", "").split() and in_form(group) and merges(group)
            for group in part.iter("tbody")
        )
    ]


def _runs_over(element: Any, pages: dict[Any, tuple[int, int]]) -> bool:
    """Whether an element takes more than one page, though it was to be kept whole; a form
    also where it leaves its heading, under which it does not fit."""
    if TALL in element.get("class", "").split() or element not in pages:
        return False
    first, last = pages[element]
    if element.tag == "section":
        return pages[element.getprevious()][0] != first
    return first != last or (element.tag == "tbody" and _leaves_heading(element, pages))


def _leaves_heading(group: Any, pages: dict[Any, tuple[int, int]]) -> bool:
    """Whether a long form's first group stands on the page after the heading before the form."""
    form = next(group.iterancestors("section"))
    if TALL not in form.get("class", "").split() or form.find(".//tbody") is not group:
        return False
    heading = form.getprevious()
    return heading is not None and pages.get(heading, pages[group])[1] != pages[group][0]


def _is_broken(group: Any, pages: dict[Any, tuple[int, int]]) -> bool:
    """Whether a merged cell's rows stand on more than one page."""
    rows = list(group)
    return any(
        pages[rows[p.row]][0] != pages[rows[p.row + p.height - 1]][0]
        for p in placed(rows)
        if p.height > 1
    )


def _cut(group: Any, pages: dict[Any, tuple[int, int]]) -> None:
    """Cut a group where its pages end, and print the cells merged across a cut again."""
    rows = list(group)
    cuts = [n for n in range(1, len(rows)) if pages[rows[n]][0] != pages[rows[n - 1]][0]]
    cells = list(placed(rows))
    ends = [*cuts, len(rows)]
    for p in cells:
        end = next(e for e in ends if e > p.row)
        if p.row + p.height > end:
            p.cell.set(FULL_HEIGHT, str(p.height))
            p.cell.set("rowspan", str(end - p.row))
    last = group
    del group.attrib["class"]
    for start, end in zip(cuts, ends[1:], strict=True):
        _print_again(rows[start], [p for p in cells if p.row < start < p.row + p.height],
                     {p.cell: p.column for p in cells if p.row == start}, start, end)  # fmt: skip
        piece = group.makeelement("tbody", {CONTINUES: ""})
        piece.extend(rows[start:end])
        last.addnext(piece)
        last = piece


def _print_again(
    row: Any, merged: Sequence[Placed], own: dict[Any, int], start: int, end: int
) -> None:
    """Put a copy of each merged cell that reaches into a row at its place in that row."""
    cells = [(column, cell) for cell, column in own.items()]
    for p in merged:
        copy = deepcopy(p.cell)
        copy.tail = None
        for name in (ID, "headers", FULL_HEIGHT):
            copy.attrib.pop(name, None)
        copy.set("class", f"{copy.get('class', '')} {AGAIN}".strip())
        copy.set("rowspan", str(min(p.row + p.height, end) - start))
        cells.append((p.column, copy))
    unmark(row, JOINED)
    row[:] = [cell for _, cell in sorted(cells, key=lambda c: c[0])]
