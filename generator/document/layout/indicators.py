"""Grids of indicators: first levels as groups, every value headed by its row's indicator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from ...forms import Column, shares
from ...model.disclosure import Indicator, IndicatorTable
from ...model.tables import Cell, CellRole, Grid, GridKind
from .columns import column_points, column_words, fitted_apart

EMPTY_TABLE: Final = "未填报绩效指标。"


def indicator_grid(id: str, caption: str, table: IndicatorTable, columns: Iterable[Column]) -> Grid:
    """A grid of indicators: only the columns that the author gave, first levels as groups."""
    wanted = fitted_apart(tuple(columns), table)
    given = set(table.columns) or {c.key for c in wanted}
    present = [c for c in wanted if c.key in given]
    head = tuple(
        Cell(f"{id}r0c{n}", 0, n, (c.title,), role=CellRole.COLUMN_HEAD, key=c.key)
        for n, c in enumerate(present)
    )
    widths = shares([c.width for c in present])
    if not table.rows:
        note = Cell(f"{id}r1c0", 1, 0, (EMPTY_TABLE,), colspan=len(present),
                    headers=tuple(h.id for h in head))  # fmt: skip
        return Grid(id, caption, widths, (*head, note), 1, kind=GridKind.INDICATORS)
    body = tuple(_indicator_cells(id, table.rows, present))
    groups = _groups(table.rows)
    return Grid(id, caption, widths, head + body, 1, groups, kind=GridKind.INDICATORS)


def _groups(rows: Sequence[Indicator]) -> tuple[tuple[int, int], ...]:
    """Runs of rows with the same first level, as grid rows (the head is row 0)."""
    starts = [n for n, row in enumerate(rows) if n == 0 or row.level1 != rows[n - 1].level1]
    if rows[0].level1 is None:
        starts = [0]
    return tuple((a + 1, b + 1) for a, b in zip(starts, [*starts[1:], len(rows)], strict=True))


def _indicator_cells(
    id: str, rows: Sequence[Indicator], columns: Sequence[Column]
) -> Iterator[Cell]:
    spans = {c.key: _merged(rows, columns, n) for n, c in enumerate(columns)}
    owners: dict[int, str] = {}
    for r, row in enumerate(rows, 1):
        headers: list[str] = []
        for n, column in enumerate(columns):
            height = spans[column.key][r - 1]
            if height:
                owners[n] = f"{id}r{r}c{n}"
                words = column_words(row, column)
                is_head = column.role in ("一级", "二级", "名称")
                yield Cell(
                    owners[n], r, n, tuple(words.text.split("\n")), height,
                    role=CellRole.ROW_HEAD if is_head else CellRole.VALUE,
                    headers=(f"{id}r0c{n}", *headers), key=column.key,
                    amount=column_points(row, column), is_optional=not column.required,
                    span=words.span,
                )  # fmt: skip
            if column.role in ("一级", "二级", "名称"):
                headers.append(owners[n])


def _merged(rows: Sequence[Indicator], columns: Sequence[Column], n: int) -> list[int]:
    """For each row the height of the cell that begins there; 0 inside a merged one."""
    heights = [1] * len(rows)
    if not columns[n].merges:
        return heights
    keys = [tuple(column_words(row, c).text for c in columns[: n + 1]) for row in rows]
    top = 0
    for r in range(1, len(rows)):
        if keys[r] == keys[top] and keys[r][-1]:
            heights[top], heights[r] = heights[top] + 1, 0
        else:
            top = r
    return heights
