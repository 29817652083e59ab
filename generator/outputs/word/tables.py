"""Tables of Word: cells merged as in the grid, heads repeated on each page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Final

from lxml import etree

from ...model.tables import Cell, Grid, GridKind
from .elements import paragraph, run, w
from .flow import Table

# The text area in twentieths of a point: 156 mm upright, 225 mm across.
UPRIGHT, ACROSS = 8844, 12756
# Rows with longer cells may break over pages.
_LONG: Final = 400
# So high is the row in which an office writes by hand, in twentieths of a point.
_ROOM_TO_SIGN: Final = 1134
# Groups of no more rows stay on one page.
_KEPT_ROWS: Final = 8
_MANY_COLUMNS: Final = 9

Named = Callable[[str, Iterable[etree._Element]], Iterable[etree._Element]]
"""Puts the name of a place, and what is said of it, around its content."""


def table_element(table: Table, named: Named) -> etree._Element:
    grid = table.grid
    whole = ACROSS if grid.is_wide else UPRIGHT
    widths = _whole_numbers(grid.widths, whole)
    written = _Rows(table, widths, named)
    rows = [written.row(n) for n in range(grid.row_count)]
    title = grid.title.rpartition("\n")[2]
    return w(
        "tbl",
        w(
            "tblPr",
            w("tblStyle", val="Form"),
            w("tblW", w=whole, type="dxa"),
            w("jc", val="center"),
            w("tblLayout", type="fixed"),
            w("tblCaption", val=title),
        ),
        w("tblGrid", *(w("gridCol", w=width) for width in widths)),
        *rows,
    )


def _whole_numbers(shares: Iterable[float], whole: int) -> list[int]:
    """The columns' widths, which come to the whole."""
    ends, at = [0], 0.0
    for share in shares:
        at += share
        ends.append(round(at * whole / 100))
    return [b - a for a, b in pairwise(ends)]


def _kept(grid: Grid) -> Iterable[int]:
    """The rows that stay on the page of the next one: heads, a form's fields, short groups."""
    yield from range(grid.head_rows)
    form = grid.kind in (GridKind.FIELDS, GridKind.SIGN_OFF)
    groups = ((0, grid.row_count),) if form else grid.groups
    for first, last in groups:
        if form or last - first <= _KEPT_ROWS:
            yield from range(first, last - 1)


class _Rows:
    """Writes the rows of a table, each with every place of the grid."""

    def __init__(self, table: Table, widths: list[int], named: Named) -> None:
        self.grid, self.marks, self.widths, self.named = table.grid, table.marks, widths, named
        self.amounts = table.grid.amount_heads
        self.kept = frozenset(_kept(table.grid))
        self.at = {
            (row, column): cell
            for cell in table.grid.cells
            for row in range(cell.row, cell.row + cell.rowspan)
            for column in range(cell.column, cell.column + cell.colspan)
        }

    def row(self, number: int) -> etree._Element:
        properties = []
        begun = [c for c in self.at.values() if c.row == number]
        if all(len(c.text) < _LONG for c in begun):
            properties.append(w("cantSplit"))
        if self.grid.kind is GridKind.SIGN_OFF and number == self.grid.head_rows:
            properties.append(w("trHeight", val=_ROOM_TO_SIGN, hRule="atLeast"))
        if number < self.grid.head_rows:
            properties.append(w("tblHeader"))
        cells = []
        column = 0
        while column < len(self.widths):
            cell = self.at.get((number, column))
            span = cell.colspan if cell else 1
            cells.append(self.cell(cell, number, sum(self.widths[column : column + span])))
            column += span
        return w("tr", w("trPr", *properties) if properties else None, *cells)

    def cell(self, cell: Cell | None, row: int, width: int) -> etree._Element:
        properties = [w("tcW", w=width, type="dxa")]
        if cell is not None and cell.colspan > 1:
            properties.append(w("gridSpan", val=cell.colspan))
        if cell is not None and cell.rowspan > 1:
            properties.append(w("vMerge", val="restart") if cell.row == row else w("vMerge"))
        properties.append(w("vAlign", val="center"))
        return w("tc", w("tcPr", *properties), *self.lines(cell, row))

    def lines(self, cell: Cell | None, row: int) -> Iterable[etree._Element]:
        """A cell's lines, a paragraph each; a cell that goes on from above has a blank one."""
        keeps = [w("keepNext")] if row in self.kept else []
        if cell is None or cell.row != row:
            yield paragraph(self.style("Cell"), (), *keeps)
            return
        style = self.style(self.kind(cell))
        lines = cell.lines or ("",)
        for number, line in enumerate(lines):
            content = [run(line)] if line else []
            mark = self.marks[cell.id] if number == 0 else ""
            yield paragraph(style, self.named(mark, content) if mark else content, *keeps)

    def style(self, kind: str) -> str:
        return f"Small{kind}" if len(self.widths) >= _MANY_COLUMNS else kind

    def kind(self, cell: Cell) -> str:
        if cell.is_head and (self.grid.kind is not GridKind.DATA or cell.row < self.grid.head_rows):
            return "CellHead" if self.is_label(cell) else "Cell"
        if cell.amount and cell.amount.value is not None:
            return "CellNumber"
        if any(head in self.amounts for head in cell.headers):
            return "CellNumber"
        return "Cell"

    def is_label(self, cell: Cell) -> bool:
        """Heads and the labels of forms; the names of indicators are text of their authors."""
        return cell.row < self.grid.head_rows or self.grid.kind is not GridKind.INDICATORS
