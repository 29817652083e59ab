"""Row groups longer than a page: split where the page ends, their heads printed again.

WeasyPrint draws a cell merged over rows on the first page only; on the next the
rows would stand beside a blank. Where that happens the group is first let run
freely, then cut where its pages end, and laid out once more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from .tags import AGAIN, CONTINUES, FULL_HEIGHT, ID

if TYPE_CHECKING:
    from .source import PrintPage

TALL: Final = "tall"  # the class of a group that no page holds
_ROUNDS: Final = 4


class _Placed(NamedTuple):
    cell: Any
    row: int
    column: int
    height: int


def lay_out_whole(page: PrintPage) -> Any:
    """Lay out a page; what no page holds is let run over pages, and cut where they end."""
    document = page.lay_out()
    for _ in range(_ROUNDS):
        pages = _pages_of(document)
        tall = [e for e in _kept_whole(page.etree_element) if _runs_over(e, pages)]
        if tall:
            for element in tall:
                element.set("class", f"{element.get('class', '')} {TALL}".strip())
        else:
            broken = [g for g in page.etree_element.iter("tbody") if _is_broken(g, pages)]
            if not broken:
                break
            for group in broken:
                _cut(group, pages)
        document = page.lay_out()
    return document


def _pages_of(document: Any) -> dict[Any, tuple[int, int]]:
    """The first and the last page of each element that must not be broken."""
    pages: dict[Any, tuple[int, int]] = {}
    for number, page in enumerate(document.pages):
        for box in page._page_box.descendants():
            if box.element_tag in ("tr", "tbody", "table", "section", "h2", "h3"):
                first, _ = pages.get(box.element, (number, number))
                pages[box.element] = first, number
    return pages


def _kept_whole(root: Any) -> Iterator[Any]:
    """Tables, row groups, rows; the project that follows a heading, which it must not leave."""
    yield from root.iter("table")
    for group in root.iter("tbody"):
        yield group
        yield from group
    for heading in root.iter("h2", "h3"):
        after = heading.getnext()
        if after is not None and after.get("class") == "project-section":
            yield after


def _runs_over(element: Any, pages: dict[Any, tuple[int, int]]) -> bool:
    """Whether an element takes more than one page, though it was to be kept whole."""
    if TALL in element.get("class", "").split() or element not in pages:
        return False
    first, last = pages[element]
    if element.tag == "section":
        return first != last and pages[element.getprevious()][0] != first
    return first != last


def _is_broken(group: Any, pages: dict[Any, tuple[int, int]]) -> bool:
    """Whether a merged cell's rows stand on more than one page."""
    rows = list(group)
    return any(
        pages[rows[p.row]][0] != pages[rows[p.row + p.height - 1]][0]
        for p in _placed(rows)
        if p.height > 1
    )


def _cut(group: Any, pages: dict[Any, tuple[int, int]]) -> None:
    """Cut a group where its pages end, and print the cells merged across a cut again."""
    rows = list(group)
    cuts = [n for n in range(1, len(rows)) if pages[rows[n]][0] != pages[rows[n - 1]][0]]
    placed = list(_placed(rows))
    ends = [*cuts, len(rows)]
    for p in placed:
        end = next(e for e in ends if e > p.row)
        if p.row + p.height > end:
            p.cell.set(FULL_HEIGHT, str(p.height))
            p.cell.set("rowspan", str(end - p.row))
    last = group
    del group.attrib["class"]
    for start, end in zip(cuts, ends[1:], strict=True):
        _print_again(rows[start], [p for p in placed if p.row < start < p.row + p.height],
                     {p.cell: p.column for p in placed if p.row == start}, start, end)  # fmt: skip
        piece = group.makeelement("tbody", {CONTINUES: ""})
        piece.extend(rows[start:end])
        last.addnext(piece)
        last = piece


def _print_again(
    row: Any, merged: Sequence[_Placed], own: dict[Any, int], start: int, end: int
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
    row[:] = [cell for _, cell in sorted(cells, key=lambda c: c[0])]


def _placed(rows: Sequence[Any]) -> Iterator[_Placed]:
    """Each cell with its row, column and height in its group."""
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(rows):
        c = 0
        for cell in row:
            while (r, c) in taken:
                c += 1
            height, width = int(cell.get("rowspan", "1")), int(cell.get("colspan", "1"))
            taken.update((r + y, c + x) for y in range(height) for x in range(width))
            yield _Placed(cell, r, c, height)
            c += width
