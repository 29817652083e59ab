"""Tables that no page holds, cut between columns for paper.

A piece is a grid of its own: the columns that head the rows again, then its share of the
others. What it repeats has ids of its own there, and heads the piece's cells under these.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from ..document.layout import Block
from ..forms import shares
from ..model.tables import Cell, Grid

_CONTINUED: Final = "（续{}）"


def on_paper(blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks as they are printed: a grid that is cut as its pieces."""
    for block in blocks:
        if isinstance(block, Grid) and block.cuts:
            yield from pieces(block)
        else:
            yield block


def pieces(grid: Grid) -> Iterator[Grid]:
    """The pieces of a grid; the first keeps the grid's name and place in the outline."""
    starts = (grid.again, *grid.cuts)
    ends = (*grid.cuts, len(grid.widths))
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        columns = (*range(grid.again), *range(start, end))
        at = {column: place for place, column in enumerate(columns)}
        cells = [cell for cell in grid.cells if any(c in at for c in _columns(cell))]
        again = [cell for cell in cells if number and cell.column < start]
        ids = {cell.id: f"{cell.id}-{number + 1}" for cell in again}
        piece = replace(
            grid,
            cells=tuple(_placed(cell, at, ids) for cell in cells),
            widths=shares([grid.widths[column] for column in columns]),
            cuts=(),
        )
        if number:
            yield replace(
                piece,
                id=f"{grid.id}-{number + 1}",
                caption=grid.caption + _CONTINUED.format(number),
                anchor="",
            )
        else:
            yield piece


def _placed(cell: Cell, at: Mapping[int, int], ids: Mapping[str, str]) -> Cell:
    """A cell at its place in a piece; of one that is merged over a cut, what stands in it."""
    places = [at[column] for column in _columns(cell) if column in at]
    return replace(
        cell,
        id=ids.get(cell.id, cell.id),
        column=places[0],
        colspan=len(places),
        headers=tuple(ids.get(id, id) for id in cell.headers),
    )


def _columns(cell: Cell) -> range:
    return range(cell.column, cell.column + cell.colspan)
