"""A table of a Word file by rows and columns, and what may be said of its shape alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import itemgetter

from ..diagnostics import Span
from ..model.tables import Cell, Grid
from ..model.words import Words


@dataclass
class CellGrid:
    """A grid by rows and columns; a merged cell covers each of its places."""

    grid: Grid
    at: dict[tuple[int, int], Cell] = field(default_factory=dict)
    width: int = 0

    def __post_init__(self) -> None:
        for cell in self.grid.cells:
            self.width = max(self.width, cell.column + cell.colspan)
            for row in range(cell.row, cell.row + cell.rowspan):
                for column in range(cell.column, cell.column + cell.colspan):
                    self.at.setdefault((row, column), cell)

    @cached_property
    def height(self) -> int:
        return self.grid.row_count

    @cached_property
    def distinct(self) -> tuple[Cell, ...]:
        """One cell for each text that the table holds."""
        return distinct(self.grid.cells)

    def row(self, row: int) -> tuple[Cell, ...]:
        """The cells that cover a row, from left to right, each once."""
        return self._rows[row] if 0 <= row < len(self._rows) else ()

    @cached_property
    def _rows(self) -> list[tuple[Cell, ...]]:
        """All rows: each is asked for very often, by every form that it may belong to."""
        rows: list[dict[int, Cell]] = [{} for _ in range(self.height)]
        for (row, _), cell in sorted(self.at.items(), key=itemgetter(0)):
            rows[row].setdefault(id(cell), cell)
        return [tuple(cells.values()) for cells in rows]

    def beginning(self, row: int) -> list[Cell]:
        """The cells with text that begin in a row."""
        return [c for c in self.row(row) if c.row == row and not c.is_blank]


def distinct(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """One cell for each text among them."""
    return tuple({cell.text: cell for cell in cells}.values())


def overlap(cell: Cell, first: int, last: int) -> int:
    return min(cell.column + cell.colspan, last) - max(cell.column, first)


def lines_of(cell: Cell) -> list[Words]:
    """The lines of a cell that say something, each with the cell's place."""
    return [Words(text, cell.span) for line in cell.lines if (text := line.strip())]


def goes_on(grid: Grid, below: Grid) -> bool:
    """Whether a table is the rest of the one above: as wide, and its first row begins blank.

    So does a row whose label, or first level, stood on the page before.
    """
    first = next((c for c in below.cells if (c.row, c.column) == (0, 0)), None)
    shown = any(not c.is_blank for c in below.cells if c.row == 0)
    same = CellGrid(grid).width == CellGrid(below).width
    return same and shown and first is not None and first.is_blank


def joined_grids(grid: Grid, below: Grid) -> Grid:
    """Two tables as one."""
    height = grid.row_count
    moved = (replace(c, row=c.row + height) for c in below.cells)
    return replace(grid, cells=(*grid.cells, *moved))


def place_of(grid: Grid) -> tuple[Span, Span]:
    """The first and last unit of a grid."""
    spans = [c.span for c in grid.cells]
    return min(spans), max(spans)
