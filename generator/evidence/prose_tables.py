"""A table in prose as rules want it: its numbers, totals and cells, and the heads of columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final

from ..model.amounts import to_decimal
from ..model.tables import Grid
from ..model.words import DataTable, Words

_TOTAL_ROW: Final = re.compile(r"(?:合\s*计|小\s*计|总\s*计|总额)[：:]?$")
# Heads of columns that number the rows, and the row that numbers the columns (部门决算).
ORDINALS: Final = frozenset({"行次", "序号", "栏次"})


def is_ordinal(row: Sequence[Words]) -> bool:
    """Whether a row numbers the columns: 栏次, or 1, 2, 3 alone."""
    given = [w.text.strip() for w in row if w.text]
    if not given or given[0] != "1":
        return any("栏" in x and "".join(x.split()) == "栏次" for x in given)
    return len(given) > 2 and given == [str(n) for n in range(1, len(given) + 1)]


@dataclass(frozen=True)
class ProseTable:
    """A table in prose with its laid-out grid; `labels` are the lowest heads of its columns."""

    table: DataTable
    section: str
    title: str
    grid: Grid | None
    labels: tuple[str, ...]

    @cached_property
    def numbers(self) -> tuple[tuple[Decimal | None, ...], ...]:
        """The cells that hold a number and nothing else; what numbers rows and columns does not."""
        ordinal = {n for n, label in enumerate(self.labels) if label in ORDINALS}
        return tuple(
            (None,) * len(row) if is_ordinal(row) else tuple(
                to_decimal(w.text) if w.text and c not in ordinal else None
                for c, w in enumerate(row)
            )
            for row in self.table.rows
        )  # fmt: skip

    def id(self, row: int, column: int) -> str:
        """The id of a cell, by its row below the head; '' where it was not laid out."""
        return self._ids.get((len(self.table.head) + row, column), "")

    @cached_property
    def _ids(self) -> dict[tuple[int, int], str]:
        return {(c.row, c.column): c.id for c in self.grid.cells} if self.grid else {}

    def is_total(self, row: Sequence[Words]) -> bool:
        """Whether a row adds others up, by its first words or by what the author calls totals."""
        return self.is_total_label(next((w.text for w in row if w.text), ""))

    def is_total_label(self, text: str) -> bool:
        """Whether words name a row that adds others up."""
        label = "".join(text.split())
        return bool(_TOTAL_ROW.search(label)) or any(m and m in label for m in self.table.totals)

    def column(self, pattern: re.Pattern[str]) -> int | None:
        """The first column whose lowest head fits."""
        return next((n for n, label in enumerate(self.labels) if pattern.search(label)), None)


def labels_of(table: DataTable) -> tuple[str, ...]:
    """The lowest head of each column that is not empty, without blanks."""
    width = len(table.head[0]) if table.head else 0
    found = []
    for c in range(width):
        texts = [row[c].text for row in table.head if c < len(row) and row[c].text]
        found.append("".join(texts[-1].split()) if texts else "")
    return tuple(found)
