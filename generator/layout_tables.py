"""Grids of tables in prose: heads of several rows, totals, amounts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from .diagnostics import display_width
from .forms import shares
from .model.amounts import Amount, to_decimal
from .model.tables import Cell, CellRole, Grid
from .model.words import DataTable, Words

EMPTY: Final = "本表无数据。"
WIDE_COLUMNS: Final = 9
# Columns of a terminal, as display_width counts: a Chinese character takes two.
_NARROWEST, _HEAD, _WIDEST, _PADDING = 6, 8, 36, 2
_UNBROKEN: Final = re.compile(r"[0-9A-Za-z.,%-]+")


def data_grid(id: str, table: DataTable) -> Grid:
    """A grid with merged heads; every value is headed by its column's heads and its row's first.

    A table without rows is shown with a note, never dropped (地方预决算公开操作规程).
    """
    head = _head_cells(id, table.head)
    count = len(table.head)
    width = len(table.head[0])
    above = [
        tuple(c.id for c in head if c.column <= n < c.column + c.colspan) for n in range(width)
    ]
    rows = [
        cell
        for r, row in enumerate(table.rows, count)
        for cell in _row_cells(id, r, row, above, table)
    ]
    if not rows:
        heads = tuple(c.id for c in head)
        rows = [Cell(f"{id}r{count}c0", count, 0, (EMPTY,), colspan=width, headers=heads)]
    return Grid(
        id,
        table.caption.text,
        _widths(table),
        (*head, *rows),
        count,
        unit=table.unit,
        note=table.note,
        is_wide=width >= WIDE_COLUMNS,
    )


def _head_cells(id: str, head: Sequence[Sequence[Words]]) -> tuple[Cell, ...]:
    """Column heads; an empty cell lengthens the one at its left, or the one above it."""
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(head):
        for c, words in enumerate(row):
            owner[r, c] = (r, c)
            if words:
                continue
            if r and (r - 1, c) in owner and not _goes_on_left(head, r - 1, c):
                owner[r, c] = owner[r - 1, c]
            elif c:
                owner[r, c] = owner[r, c - 1]
    cells = []
    for (r, c), top in owner.items():
        if (r, c) == top:
            held = [place for place, first in owner.items() if first == top]
            cells.append(
                Cell(
                    f"{id}r{r}c{c}",
                    r,
                    c,
                    (head[r][c].text,),
                    max(p[0] for p in held) - r + 1,
                    max(p[1] for p in held) - c + 1,
                    CellRole.COLUMN_HEAD,
                    span=head[r][c].span,
                )
            )
    return tuple(replace(cell, headers=_over(cells, cell)) for cell in cells)


def _goes_on_left(head: Sequence[Sequence[Words]], r: int, c: int) -> bool:
    """Whether the head cell at (r, c) is itself the continuation of one at its left."""
    return not head[r][c] and c > 0


def _over(cells: Sequence[Cell], cell: Cell) -> tuple[str, ...]:
    """The heads above a head."""
    columns = set(range(cell.column, cell.column + cell.colspan))
    return tuple(
        c.id
        for c in cells
        if c.row < cell.row and columns <= set(range(c.column, c.column + c.colspan))
    )


def _row_cells(
    id: str, r: int, row: Sequence[Words], above: Sequence[tuple[str, ...]], table: DataTable
) -> list[Cell]:
    first = f"{id}r{r}c0"
    is_total = row[0].text.startswith(table.totals) or row[0].text.endswith(table.totals)
    cells = []
    for c, words in enumerate(row):
        is_head = c == 0 and bool(words)
        number = to_decimal(words.text)
        cells.append(
            Cell(
                f"{id}r{r}c{c}",
                r,
                c,
                tuple(words.text.split("\n")),
                role=CellRole.ROW_HEAD if is_head else CellRole.VALUE,
                headers=above[c] if c == 0 or not row[0] else (*above[c], first),
                amount=Amount(words.text, number, words.span) if number is not None else None,
                is_total=is_total,
                span=words.span,
            )
        )
    return cells


def _widths(table: DataTable) -> tuple[float, ...]:
    """Shares of the width by what each column holds: numbers and codes whole, long text folded."""
    wants = []
    for c, words in enumerate(table.head[-1]):
        texts = [row[c].text for row in table.rows]
        longest = max((display_width(text) for text in texts), default=0)
        unbroken = max((len(m) for text in texts for m in _UNBROKEN.findall(text)), default=0)
        head = min(display_width(words.text), _HEAD)
        wants.append(_PADDING + max(min(longest, _WIDEST), unbroken, head, _NARROWEST))
    return shares(wants)
