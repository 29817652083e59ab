"""What a grid says at each of its places, merged cells at all of theirs."""

from __future__ import annotations

from generator.importing.cell_grid import CellGrid
from generator.model.tables import Grid


def expanded(grid: Grid) -> list[list[str]]:
    cell_grid = CellGrid(grid)
    return [
        [(cell.text if (cell := cell_grid.at.get((row, column))) else "")
         for column in range(cell_grid.width)]
        for row in range(cell_grid.height)
    ]  # fmt: skip
