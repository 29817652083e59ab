"""Grids of tables in prose: heads of several rows, totals, amounts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ...forms import TableDefinition, labels_of, subject_column
from ...model.amounts import Amount, to_decimal
from ...model.headers import owners
from ...model.tables import Cell, CellRole, Grid
from ...model.words import DataTable, Words
from .data_columns import across

EMPTY: Final = "本表无数据。"


def data_grid(
    id: str, table: DataTable, definition: TableDefinition | None = None, empty_note: str = ""
) -> Grid:
    """A grid with merged heads; every value is headed by its column's heads and its row's labels.

    The labels are the first column, or those that the definition of a statutory
    table says. A table without rows is shown with a note, never dropped
    (地方预决算公开操作规程): the author's, or `empty_note`. A unit is named where there
    are numbers; a statutory table has columns for them in any case.
    """
    head = _head_cells(id, table.head)
    count = len(table.head)
    width = len(table.head[0])
    above = [
        tuple(c.id for c in head if c.column <= n < c.column + c.colspan) for n in range(width)
    ]
    meaning = _meaning(table, definition)
    rows = [
        cell
        for r, row in enumerate(table.rows, count)
        for cell in _row_cells(id, r, row, above, meaning)
    ]
    placed = across(table, _labels_at_left(table, meaning))
    note = table.note
    if not rows:
        heads = tuple(c.id for c in head)
        said, note = (note or empty_note, "") if empty_note else (EMPTY, note)
        rows = [Cell(f"{id}r{count}c0", count, 0, (said,), colspan=width, headers=heads)]
    return Grid(
        id,
        table.caption.text,
        placed.widths,
        (*head, *rows),
        count,
        _groups(table, meaning, count),
        unit=table.unit if definition or any(cell.amount for cell in rows) else "",
        note=note,
        is_wide=placed.is_wide,
        cuts=placed.cuts,
        again=placed.again,
    )


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What the columns are: each one's labels; which hold numbers, which head their row."""

    labels: tuple[tuple[int, ...], ...]
    numbers: frozenset[int]
    heads: frozenset[int]
    is_total: Callable[[Sequence[Words]], bool]
    code: int | None = None


def _meaning(table: DataTable, definition: TableDefinition | None) -> _Meaning:
    head = [[words.text for words in row] for row in table.head]
    columns = definition.fitting(head) if definition else None
    width = range(len(table.head[0]))
    if definition is None or columns is None:
        labels = ((), *((0,) for _ in width[1:]))
        first, every = frozenset({0}), frozenset(width)
        return _Meaning(labels, every, first, lambda row: _says_total(row[0].text, table))
    numbers = frozenset(n for n in width if not columns[n].is_label)
    heads = {n for at in numbers for n in labels_of(columns, at)}
    return _Meaning(
        tuple(() if n in heads else labels_of(columns, n) for n in width),
        numbers,
        frozenset(heads),
        lambda row: any(
            _says_total(row[n].text, table) or definition.is_total(row[n].text) for n in heads
        ),
        subject_column(columns),
    )


def _labels_at_left(table: DataTable, meaning: _Meaning) -> int:
    """How many columns at the left are labels, one beside the other; a column that only counts
    the rows says nothing of them without the next."""
    labels = next(n for n in range(len(meaning.labels) + 1) if n not in meaning.heads)
    first, *others = ([row[c].text for row in table.rows] for c in range(len(table.head[0])))
    counts = [str(number) for number in range(1, len(first) + 1)]
    names = others[0] if others else []
    if labels < 2 and first and first == counts and not any(map(str.isdigit, names)):
        return 2
    return max(labels, 1)


def _groups(table: DataTable, meaning: _Meaning, first: int) -> tuple[tuple[int, int], ...]:
    """The rows of a topmost code with those below it, as grid rows; a total by itself."""
    if meaning.code is None or not table.rows:
        return ()
    codes = [row[meaning.code].text for row in table.rows]
    starts = [
        n for n, code in enumerate(codes)
        if n == 0 or not code or not any(o and code != o and code.startswith(o) for o in codes)
    ]  # fmt: skip
    ends = [*starts[1:], len(codes)]
    return tuple((first + a, first + b) for a, b in zip(starts, ends, strict=True))


def _says_total(text: str, table: DataTable) -> bool:
    return text.startswith(table.totals) or text.endswith(table.totals)


def _head_cells(id: str, head: Sequence[Sequence[Words]]) -> tuple[Cell, ...]:
    """Column heads; an empty cell lengthens the one at its left, or the one above it."""
    owner = owners([[words.text for words in row] for row in head])
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


def _over(cells: Sequence[Cell], cell: Cell) -> tuple[str, ...]:
    """The heads above a head."""
    columns = set(range(cell.column, cell.column + cell.colspan))
    return tuple(
        c.id
        for c in cells
        if c.row < cell.row and columns <= set(range(c.column, c.column + c.colspan))
    )


def _row_cells(
    id: str, r: int, row: Sequence[Words], above: Sequence[tuple[str, ...]], meaning: _Meaning
) -> list[Cell]:
    is_total = meaning.is_total(row)
    cells = []
    for c, words in enumerate(row):
        number = to_decimal(words.text) if c in meaning.numbers else None
        labels = tuple(f"{id}r{r}c{n}" for n in meaning.labels[c] if row[n])
        cells.append(
            Cell(
                f"{id}r{r}c{c}",
                r,
                c,
                tuple(words.text.split("\n")),
                role=CellRole.ROW_HEAD if c in meaning.heads and words else CellRole.VALUE,
                headers=(*above[c], *labels),
                amount=Amount(words.text, number, words.span) if number is not None else None,
                is_total=is_total,
                span=words.span,
            )
        )
    return cells
