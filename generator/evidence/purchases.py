"""The lines of procurement tables, the statutory one and those of an author's own shape."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final, NamedTuple

from ..diagnostics import Span
from ..forms import TableDefinition
from ..lexicon import one_of
from .prose_tables import ProseTable
from .subject import Subject

# The statutory table: what its columns are called, they are called in other tables too.
_DEFINITION: Final = "政府采购预算表"
_NEVER: Final = r"(?!)"


class Heads(NamedTuple):
    """What the heads of a procurement table say; of the amounts the surest first."""

    project: re.Pattern[str]
    item: re.Pattern[str]
    budget: re.Pattern[str]
    quantity: re.Pattern[str]
    price: re.Pattern[str]
    catalogue: re.Pattern[str]
    amounts: tuple[re.Pattern[str], ...]


class Columns(NamedTuple):
    """Where they stand in one table; None for a column that it does not have."""

    project: int | None
    item: int | None
    budget: int | None
    quantity: int | None
    price: int | None
    catalogue: int | None
    amount: int | None


@dataclass(frozen=True, slots=True)
class Bought:
    """A line of a procurement table; `cells` are those of quantity, price and amount."""

    shown: ProseTable
    row: int
    columns: Columns
    project: str
    item: str
    catalogue: str
    budget: Decimal | None
    quantity: Decimal | None
    price: Decimal | None
    amount: Decimal | None
    cells: tuple[str, ...]

    @property
    def amount_cell(self) -> str:
        return self.cells[-1]

    def cell(self, column: int | None) -> str:
        """The id of the line's cell in a column; of the first where there is no such column."""
        return self.shown.id(self.row, column or 0)

    def span(self, column: int | None) -> Span:
        """Where the line's cell in a column was typed; the first where there is no such column."""
        return self.shown.table.rows[self.row][column or 0].span


def heads_of(subject: Subject) -> Heads | None:
    """The heads of procurement tables; None where the site defines no such table."""
    table = subject.family.tables.get(_DEFINITION)
    return _heads(table) if table else None


@cache
def _heads(table: TableDefinition) -> Heads:
    """An author's own heads say more than the statutory ones: 采购单价（元）, 数量（台）."""
    project, item, budget, quantity, price, catalogue, amount = (
        one_of((column.title, *column.aliases)) if (column := table.column(key)) else _NEVER
        for key in ("项目", "品名", "预算资金", "数量", "单价", "目录", "合计")
    )
    return Heads(
        re.compile(rf"{project}|^项目$"),
        re.compile(item),
        re.compile(rf"^{budget}$"),
        re.compile(rf"^{quantity}"),
        re.compile(price),
        re.compile(catalogue),
        (
            re.compile(rf"^{amount}(?:[（(].{{1,8}}[）)])?$|^总价|^小计|^采购(?:预算)?金额"),
            # 预算金额 and 资金金额 are what was bought for only where no other column is.
            re.compile(r"(?<!预算)(?<!资金)金额$"),
            re.compile(r"金额$"),
        ),
    )


def purchases(subject: Subject) -> tuple[Bought, ...]:
    """All lines but those of totals."""
    return subject.evidence.once("procurement", lambda: tuple(_read(subject)))


def _read(subject: Subject) -> Iterator[Bought]:
    heads = heads_of(subject)
    if heads is None:
        return
    for shown in subject.evidence.tables:
        amounts = (shown.column(head) for head in heads.amounts)
        columns = Columns(
            shown.column(heads.project),
            shown.column(heads.item),
            shown.column(heads.budget),
            shown.column(heads.quantity),
            shown.column(heads.price),
            shown.column(heads.catalogue),
            next((column for column in amounts if column is not None), None),
        )
        if None not in (columns.quantity, columns.price) and columns.amount:
            for row in range(len(shown.table.rows)):
                if not shown.is_total(shown.table.rows[row]):
                    yield _bought(shown, row, columns)


def _bought(shown: ProseTable, row: int, columns: Columns) -> Bought:
    def text(column: int | None) -> str:
        return shown.table.rows[row][column].text if column is not None else ""

    def number(column: int | None) -> Decimal | None:
        return shown.numbers[row][column] if column is not None else None

    measured = (columns.quantity, columns.price, columns.amount)
    return Bought(
        shown,
        row,
        columns,
        text(columns.project),
        text(columns.item) or text(columns.project),
        text(columns.catalogue),
        number(columns.budget),
        number(columns.quantity),
        number(columns.price),
        number(columns.amount),
        tuple(shown.id(row, column) for column in measured if column is not None),
    )
