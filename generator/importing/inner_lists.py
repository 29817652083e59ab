"""A list within a form: labels side by side, with several rows of values under them.

任务名称, 主要内容 and 预算金额 of each task of a department are no fields of the form.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ..model.tables import Cell
from .cell_grid import CellGrid
from .label_shapes import reads_as_label
from .labels import Labels
from .matrices import heads_prose

_LEAST_ROWS: Final = 2


@dataclass(frozen=True)
class InnerList:
    """The heads of a list and the rows below them."""

    heads: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def height(self) -> range:
        """The rows of the table that it takes, its head first."""
        return range(self.heads[0].row, self.rows[-1][0].row + 1)

    @property
    def ids(self) -> set[str]:
        return {cell.id for cells in (self.heads, *self.rows) for cell in cells}


def inner_lists(cell_grid: CellGrid, labels: Labels, rows: range) -> Iterator[InnerList]:
    """The lists that a form has in these rows."""
    taken = rows.start
    for row in rows:
        if row < taken or heads_prose(cell_grid, labels, row):
            continue
        heads = _heads(cell_grid, row)
        below = _below(cell_grid, heads, range(row + 1, rows.stop)) if heads else ()
        if len(below) >= _LEAST_ROWS:
            taken = row + 1 + len(below)
            yield InnerList(tuple(heads), below)


def list_rows(cell_grid: CellGrid, labels: Labels, rows: range) -> set[int]:
    """The rows that lists take there."""
    return {row for found in inner_lists(cell_grid, labels, rows) for row in found.height}


def _heads(cell_grid: CellGrid, row: int) -> list[Cell]:
    """Labels side by side to the end of a row, but for a title over all the rows of the list."""
    heads = [c for c in cell_grid.beginning(row) if c.rowspan == 1]
    is_head = len(heads) > 1 and all(reads_as_label(c.text) for c in heads)
    return heads if is_head else []


def _below(cell_grid: CellGrid, heads: Sequence[Cell], rows: range) -> tuple[tuple[Cell, ...], ...]:
    """The rows one after another with their cells right under the heads, and no label in them."""
    places = [(head.column, head.colspan) for head in heads]
    found = []
    for row in rows:
        under = tuple(c for p in places if (c := cell_grid.at.get((row, p[0]))) and c.row == row)
        is_row = [(c.column, c.colspan) for c in under] == places and not under[0].is_blank
        is_whole = set(cell_grid.beginning(row)) <= set(under)
        if not (is_row and is_whole) or any(reads_as_label(c.text) for c in under):
            break
        found.append(under)
    return tuple(found)
