"""Rows of a list of projects: what each says, and which of them say nothing of a project."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from ..forms import MONEY, Form
from ..lexicon.folding import bare
from ..model.amounts import in_unit, parse_amount
from ..model.tables import Cell
from ..model.words import Words
from .cell_grid import CellGrid, lines_of
from .drafts import joined
from .identity import is_office
from .ledger import Ledger
from .list_head import UNIT_CODE, UNIT_NAME, ListColumn, ListHead
from .money_units import MoneyUnit, UnitSaid, decided, heads_money, is_rate
from .vocabulary import COLUMN_NUMBERS, TOTALS

_NOTE: Final = re.compile(r"(?:备?注|说明|填表说明|填报说明)\d*[：:.、]")
FIRST_CELLS: Final = 2


@dataclass
class Row:
    """A row of a list below its head: its cells, its name, and what it has beside."""

    at: int
    cells: list[Cell]
    name: Words
    sums: dict[int, Decimal]
    has_indicator: bool
    has_more: bool


@dataclass
class Group:
    """The projects that a sum stands for, with what their amounts come to."""

    sums: dict[int, Decimal] = field(default_factory=dict)
    count: int = 0

    def add(self, sums: dict[int, Decimal], is_new: bool = True) -> None:
        self.count += is_new
        for column, value in sums.items():
            self.sums[column] = self.sums.get(column, Decimal(0)) + value


@dataclass(frozen=True)
class ListRows:
    """The rows of a list below its head.

    `said` are the units of money that the table and what stands above it name.
    """

    cell_grid: CellGrid
    form: Form
    head: ListHead
    ledger: Ledger
    said: Sequence[UnitSaid] = ()

    def from_row(self, first: int) -> list[Row]:
        """The rows from one on that may say something of a project."""
        shown = range(first, self.cell_grid.height)
        return [r for at in shown if not self.is_note(at) and (r := self.row(at)) is not None]

    def is_note(self, at: int) -> bool:
        """Whether a row is one text over the column of names and others, and no unit's name."""
        cells = self.cell_grid.beginning(at)
        if len(cells) != 1 or is_office("".join(cells[0].text.split())):
            return False
        (cell,) = cells
        is_wide = cell.column <= self.head.name.first and (
            cell.column + cell.colspan > self.head.name.last
        )
        text = cell.text.strip()
        return is_wide and (_NOTE.match(text) is not None or text.endswith("。"))

    def row(self, at: int) -> Row | None:
        """A row with something to say; a head once more and numbers of columns are booked."""
        cells = self.cell_grid.beginning(at)
        if not cells:
            return None
        if self.is_head_again(cells) or self.is_numbers(cells):
            for cell in cells:
                self.ledger.match_all(cell.span)
            return None
        name_cell = self.cell_grid.at.get((at, self.head.name.first))
        own = name_cell is not None and name_cell.row == at
        name = joined(lines_of(name_cell)) if name_cell is not None and own else Words()
        sums = {
            column.first: value
            for column in self.head.columns
            if (of := self.cell_grid.at.get((at, column.first))) is not None
            and of.row == at
            and (value := self.number(column, of)) is not None
        }
        heads = self.head.indicators
        said = heads.words(self.cell_grid.row(at)) if heads is not None else {}
        begun = {c.id for c in cells}
        shown = [p for p in heads.places if p.column.key in said] if heads is not None else []
        has_indicator = any(
            said[p.column.key] and any(c.id in begun and p.holds(c) for c in cells) for p in shown
        )
        keyed = [c for c in self.head.columns if c.key and c is not self.head.name]
        has_more = any(self.says_more(c, at) for c in keyed)
        return Row(at, cells, name, sums, has_indicator, has_more)

    def says_more(self, column: ListColumn, at: int) -> bool:
        """Whether a row says of its project more than sums and whose it is."""
        cell = self.cell_grid.at.get((at, column.first))
        if cell is None or cell.is_blank or cell.row != at:
            return False
        return column.key not in (UNIT_CODE, UNIT_NAME) and self.number(column, cell) is None

    def number(self, column: ListColumn, cell: Cell) -> Decimal | None:
        """The number in a column of money; in whatever unit the column counts.

        One that says another unit is told in the column's, else in that of the form.
        """
        if not self.is_money(column):
            return None
        amount = parse_amount(joined(lines_of(cell)), "万元")
        if amount.value is None or not amount.unit:
            return amount.value
        return in_unit(amount.value, self.money_unit(column).unit or self.form.unit)

    def is_money(self, column: ListColumn) -> bool:
        of = self.form.field(column.key) if column.key else None
        if column.key:
            return of is not None and of.kind == MONEY
        return bool(column.units) or heads_money(bare(c.text) for c in column.heads)

    def is_head_again(self, cells: Sequence[Cell]) -> bool:
        heads = {bare(c.text) for row in self.head_rows() for c in row}
        return all(bare(c.text) in heads for c in cells) and len(cells) > 1

    def head_rows(self) -> Iterator[list[Cell]]:
        yield [c for column in self.head.columns for c in column.heads]
        if self.head.indicators is not None:
            yield [p.head for p in self.head.indicators.places if p.head is not None]

    def is_numbers(self, cells: Sequence[Cell]) -> bool:
        """Whether a row numbers the columns: 栏次, or 1 2 3 one after another."""
        if bare(cells[0].text) in COLUMN_NUMBERS:
            return True
        said = [c.text.strip() for c in cells]
        run = [str(n) for n in range(1, len(said) + 1)]
        return len(said) > FIRST_CELLS and said == run

    def is_total(self, row: Row) -> bool:
        texts = [bare(c.text) for c in row.cells[:FIRST_CELLS]]
        return not row.has_indicator and any(
            text in TOTALS for text in (*texts, bare(row.name.text)) if text
        )

    def money_unit(self, column: ListColumn) -> MoneyUnit:
        return decided(self.says(column))

    def says(self, column: ListColumn) -> list[UnitSaid]:
        """What names the unit of a column: its own heads alone where it is one of prices."""
        if is_rate(column.title) and column.units:
            return [column.units[0]]
        return [*column.units, *self.said]


def parts_of_projects(rows: Sequence[Row]) -> dict[int, list[Row]]:
    """The rows that part the project above them, by its row: 其中：保管费, and those below it.

    They are parts as long as they come to no more than the project has.
    """
    found: dict[int, list[Row]] = {}
    project: Row | None = None
    summed = Group()
    for row in rows:
        if not row.name:
            continue
        begins = bare(row.name.text).startswith("其中")
        goes_on = project is not None and project.at in found and not row.has_more
        is_part = (
            project is not None
            and (begins or (goes_on and summed.sums != project.sums))
            and not row.has_indicator
            and bool(row.sums)
            and all(
                column in project.sums
                and summed.sums.get(column, Decimal(0)) + value <= project.sums[column]
                for column, value in row.sums.items()
            )
        )
        if is_part and project is not None:
            found.setdefault(project.at, []).append(row)
            summed.add(row.sums)
        else:
            project, summed = row, Group()
    return found
