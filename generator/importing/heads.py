"""Tables of indicators: where their columns stand, and what a row says in each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ..forms import Column
from ..model.tables import Cell, Grid
from ..model.words import Words
from .drafts import joined
from .labels import column_heads
from .lattice import Lattice, lines_of, overlap
from .ledger import Ledger

LEVELS: Final = ("一级", "二级")


@dataclass(frozen=True, slots=True)
class Heads:
    """Where the columns of an indicator table stand: column, first place, last place + 1."""

    places: tuple[tuple[Column, int, int], ...]
    width: int

    @property
    def columns(self) -> list[Column]:
        return [column for column, _, _ in self.places]

    def cells(self, row: Sequence[Cell]) -> dict[str, Cell]:
        """The cell of each column in a row; only levels may share one."""
        chosen: dict[str, Cell] = {}
        taken: dict[str, str] = {}
        for column, first, last in self.places:
            best = max(row, key=lambda c: overlap(c, first, last), default=None)
            if best is None or overlap(best, first, last) <= 0:
                continue
            owner = taken.setdefault(best.id, column.role)
            if owner == column.role or (owner in LEVELS and column.role in LEVELS):
                chosen[column.key] = best
        return chosen


def heads_of(found: Iterable[tuple[Column, Cell]], width: int) -> Heads:
    places = tuple((column, c.column, c.column + c.colspan) for column, c in found)
    return Heads(places, width)


def continued(heads: Heads, lattice: Lattice) -> Heads | None:
    """The same columns for a table that goes on without a head; None where it cannot."""
    if lattice.width == heads.width:
        return heads
    rows = [lattice.row(r) for r in range(lattice.height)]
    if not rows or any(len(row) != len(heads.places) for row in rows):
        return None
    first = rows[0]
    places = tuple(
        (column, cell.column, cell.column + cell.colspan)
        for column, cell in zip(heads.columns, first, strict=True)
    )
    return Heads(places, lattice.width)


def indicator_row(
    heads: Heads, cells: Sequence[Cell], above: dict[str, Words] | None, levels: Sequence[str]
) -> dict[str, Words] | None:
    """One indicator by column key; None for a row that says none.

    `above` is the indicator before it, `levels` are the keys of first and second level.
    A blank level repeats the one above (so do merged cells of a table that was
    broken over pages). A new first level with a blank second one cannot be kept
    as an indicator.
    """
    chosen = heads.cells(cells)
    row = {key: joined(lines_of(cell)) for key, cell in chosen.items()}
    if not any(row.get(c.key) for c in heads.columns if c.role not in LEVELS):
        return None
    for at, key in enumerate(levels):
        if row.get(key) or above is None or not (key in row or key in above):
            continue
        same = all(row.get(k, Words()) == above.get(k, Words()) for k in levels[:at])
        if not same and above.get(key):
            return None
        row[key] = above.get(key, Words())
    return row


def level_keys(columns: Iterable[Column]) -> list[str]:
    """The keys of first and second level, in this order."""
    by_role = {c.role: c.key for c in columns}
    return [by_role[role] for role in LEVELS if role in by_role]


def match_heads(found: Iterable[tuple[Column, Cell]], ledger: Ledger) -> None:
    for _, cell in found:
        ledger.match_all(cell.span)


def subgoal_table(
    grid: Grid, columns: dict[str, Column], ledger: Ledger
) -> tuple[list[Column], list[dict[str, Words]]] | None:
    """An indicator table among the sub-goals: its columns and rows; None where it is none."""
    lattice = Lattice(grid)
    heads: Heads | None = None
    rows: list[dict[str, Words]] = []
    for row in range(lattice.height):
        found = column_heads(lattice.row(row), columns)
        if found:
            match_heads(found, ledger)
            heads = heads_of(found, lattice.width)
        elif heads is not None:
            above = rows[-1] if rows else None
            made = indicator_row(heads, lattice.row(row), above, level_keys(columns.values()))
            rows += [made] if made else []
    return (heads.columns, rows) if heads else None
