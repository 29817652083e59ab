"""A table laid out: every cell with its place, its headers and its meaning.

A Grid is made once, by `layout` from form and model, or by `sources` from a
Word file or a workbook. HTML, PDF, CSV and the importer all speak of its cells.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Final

from ..diagnostics import Span
from .amounts import Amount, in_unit, unit_called
from .texts import Text
from .words import NOWHERE

# What stands in a column of amounts for none.
DASHES: Final = frozenset(("—", "－", "-", "/"))


class CellRole(StrEnum):
    """What a cell is in its table."""

    COLUMN_HEAD = "列头"
    ROW_HEAD = "行头"
    VALUE = "值"


class GridKind(StrEnum):
    """What a table holds; the value is its name for styles."""

    FIELDS = "fields"
    INDICATORS = "indicators"
    SIGN_OFF = "sign-off"
    DATA = "data"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; `id` is its anchor. Rows and columns count from 0.

    `headers` are the ids of the cells that head it. `key` names the form's field
    or column that it shows. `amount` is in 万元 where `unit`, in which it is printed, is
    one of money. `lines` are its paragraphs; `texts` the same with the figures
    among them, where there are any. `is_optional` where the form does not ask for it.
    """

    id: str
    row: int
    column: int
    lines: tuple[str, ...] = ()
    rowspan: int = 1
    colspan: int = 1
    role: CellRole = CellRole.VALUE
    headers: tuple[str, ...] = ()
    key: str = ""
    amount: Amount | None = None
    unit: str = ""
    is_total: bool = False
    texts: tuple[Text, ...] = ()
    is_optional: bool = False
    span: Span = field(default=NOWHERE, compare=False, repr=False)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def number(self) -> Decimal | None:
        """The amount in the unit in which it is printed; None where there is none."""
        if self.amount is None or self.amount.value is None:
            return None
        is_money = bool(unit_called(self.unit))
        return in_unit(self.amount.value, self.unit) if is_money else self.amount.value

    @property
    def is_head(self) -> bool:
        return self.role is not CellRole.VALUE

    @property
    def is_blank(self) -> bool:
        return not "".join(self.lines).strip()

    @property
    def scope(self) -> str:
        """The HTML scope of a head cell."""
        if self.role is CellRole.COLUMN_HEAD:
            return "col" if self.colspan == 1 else "colgroup"
        return "row" if self.rowspan == 1 else "rowgroup"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; `cells` in row order, merged cells once, at their top left.

    `widths` are the columns' shares of the width, in percent. `groups` are the
    row ranges (first, last+1) that belong together: the head first, where
    `head_rows` is not 0, is left out. `is_wide` asks for a landscape page.
    `prints_caption` where paper shows the caption as part of the table, as its form does.
    `cuts` are the columns before which it is cut on paper, where no page holds all of
    them, and `again` how many columns at the left are printed again in each piece.
    `anchor` and `number` are those of its entry in the outline, empty where it has none.
    """

    id: str
    caption: str
    widths: tuple[float, ...]
    cells: tuple[Cell, ...]
    head_rows: int = 0
    groups: tuple[tuple[int, int], ...] = ()
    unit: str = ""
    note: str = ""
    is_wide: bool = False
    prints_caption: bool = False
    cuts: tuple[int, ...] = ()
    again: int = 0
    kind: GridKind = GridKind.DATA
    anchor: str = ""
    number: str = ""

    @property
    def title(self) -> str:
        """Number and caption as one line."""
        return f"{self.number}{self.caption}"

    @property
    def row_count(self) -> int:
        return max((c.row + c.rowspan for c in self.cells), default=0)

    def rows(self, first: int = 0, last: int | None = None) -> Iterator[tuple[Cell, ...]]:
        """The cells that begin in each row from `first` up to `last`."""
        end = self.row_count if last is None else last
        by_row: dict[int, list[Cell]] = {}
        for cell in self.cells:
            if first <= cell.row < end:
                by_row.setdefault(cell.row, []).append(cell)
        for row in range(first, end):
            yield tuple(by_row.get(row, ()))

    @property
    def head(self) -> tuple[tuple[Cell, ...], ...]:
        return tuple(self.rows(0, self.head_rows))

    @property
    def bodies(self) -> tuple[tuple[tuple[Cell, ...], ...], ...]:
        """The rows below the head, group by group."""
        rows = tuple(self.rows())
        groups = self.groups or ((self.head_rows, len(rows)),)
        return tuple(rows[first:last] for first, last in groups)

    @property
    def head_columns(self) -> int:
        """How many columns at the left head the rows."""
        heads = (c.column + c.colspan for c in self.cells if c.role is CellRole.ROW_HEAD)
        return max(heads, default=0)

    @property
    def amount_heads(self) -> frozenset[str]:
        """The heads of columns that hold amounts, and nothing else but blanks and dashes."""
        heads = {c.id: c.colspan for c in self.cells if c.role is CellRole.COLUMN_HEAD}
        holds: dict[str, list[bool]] = {}
        for cell in self.cells:
            if not (cell.is_head or cell.is_blank or cell.text.strip() in DASHES):
                is_amount = cell.amount is not None and cell.amount.value is not None
                for id in heads.keys() & set(cell.headers):
                    holds.setdefault(id, []).append(is_amount and heads[id] == cell.colspan)
        return frozenset(id for id, found in holds.items() if all(found))

    def cell(self, id: str) -> Cell | None:
        return next((c for c in self.cells if c.id == id), None)
