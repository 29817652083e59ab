"""Forms that stand side by side in one table: each becomes a table of its own.

They show by their labels: right of a column that no cell crosses the same labels come again,
among them that of the project's name. Rows of one cell above or below, such as a caption or
the unit of the amounts, belong to each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from ..lexicon.folding import bare
from ..model.tables import Cell, Grid
from .cell_grid import CellGrid
from .labels import Labels
from .vocabulary import FIELD_LABELS

_LEAST_LABELS: Final = 2
_LEAST_ROWS: Final = 3
_NAMES: Final = frozenset(bare(name) for name in FIELD_LABELS["名称"])


def forms_beside(cell_grid: CellGrid, labels: Labels) -> list[Grid]:
    """The forms of a table from the left; the table alone where it is one form."""
    grid = cell_grid.grid
    wide = {c.id for c in grid.cells if c.colspan == cell_grid.width}
    cells = [c for c in grid.cells if c.id not in wide]
    rows = {c.row for c in cells}
    if len(rows) < _LEAST_ROWS or not _at_the_edges({c.row for c in grid.cells} - rows, rows):
        return [grid]
    begins = _begins(cells)
    if len(begins) < _LEAST_LABELS or begins[0] != 0:
        return [grid]
    if any(c.column < at < c.column + c.colspan for c in cells for at in begins):
        return [grid]
    spans = list(pairwise([*begins, cell_grid.width]))
    parts = [[c for c in cells if first <= c.column < last] for first, last in spans]
    said = [_labels_of(part, labels) for part in parts]
    if len(said[0]) < _LEAST_LABELS or any(other != said[0] for other in said[1:]):
        return [grid]
    found = []
    for part, (first, last) in zip(parts, spans, strict=True):
        own = [replace(c, column=c.column - first) for c in part]
        both = [replace(c, colspan=last - first) for c in grid.cells if c.id in wide]
        ordered = sorted([*own, *both], key=lambda c: (c.row, c.column))
        found.append(replace(grid, cells=tuple(ordered)))
    return found


def _at_the_edges(wide: set[int], rows: set[int]) -> bool:
    """Whether all rows of one cell stand above or below the others."""
    return all(row < min(rows) or row > max(rows) for row in wide)


def _begins(cells: Sequence[Cell]) -> list[int]:
    """The columns where a label of a project's name stands, in the first row that has one."""
    named = [c for c in cells if bare(c.text) in _NAMES]
    row = min((c.row for c in named), default=-1)
    return [c.column for c in named if c.row == row]


def _labels_of(cells: Sequence[Cell], labels: Labels) -> set[str]:
    """The labels of fields and the heads of columns among some cells."""
    return {bare(c.text) for c in cells if labels.known(c.text) or labels.columns.named([c])}
