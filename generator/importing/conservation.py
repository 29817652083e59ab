"""Money conserved: for each table of the file, what its amounts come to and where they went.

What stands in a table is counted from its cells alone, apart from how it was read: a cell is
an amount where it is a number below a head, or beside a label, that speaks of money, or where
it says both itself (`资金总额：186.50`). What was read is counted from the model.
Numbers count as typed, each in the unit that was decided for it; a value of the model is turned
back into that unit, so that a wrong scale does not close.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from typing import Final

from ..diagnostics import Problems, RuleBook, Span
from ..lexicon.folding import bare
from ..model.amounts import Amount, in_unit, in_wan, parse_amount, plain_number
from ..model.disclosure import Disclosure, OtherEntry, PlanStep
from ..model.tables import Cell, Grid
from ..model.targets import Target
from ..model.words import Words
from ..sources.word_source import WordDocument
from .cell_grid import CellGrid
from .labelled_amounts import labelled_amounts
from .ledger import Ledger

_MONEY: Final = re.compile(r"资金|预算|拨款|金额|收入|支出|经费|基金|[万千亿]元|[（(：]元")
_NO_MONEY: Final = re.compile(
    r"[%％]|支出计划|指标|分值|得分|权重|编码|代码|年度$|年份|比例|执行率|数量|人数"
)
_INLINE: Final = re.compile(r"(?P<label>.*)[：:]\s*(?P<number>[^：:]+)")
_LONGEST_LABEL: Final = 40
_TYPED: Final = "万元"

# Where cells go whole that the model does not hold.
_BOOKED: Final = ("合计", "待核", "表头和标签")
PROJECTS, OTHERS, TEXTS = "项目", "其他栏目", "正文、指标和表格"


@dataclass(frozen=True, slots=True)
class TableMoney:
    """The amounts of a table (counted from 1): how many, what they come to, where they went."""

    table: int
    span: Span
    count: int
    source: Decimal
    went: Mapping[str, Decimal]

    @property
    def closes(self) -> bool:
        return sum(self.went.values(), Decimal(0)) == self.source

    @property
    def shown(self) -> str:
        """The sums by where they went, as one line."""
        said = "，".join(f"{home} {plain_number(value)}" for home, value in self.went.items())
        return f"{said or '没有去处'}；{'相符' if self.closes else '不相符'}"


def money_of_tables(
    document: WordDocument, ledger: Ledger, disclosure: Disclosure, kinds: Mapping[int, str]
) -> tuple[TableMoney, ...]:
    """The money of each table that has any.

    `kinds` says of each line of the file where it went; a line that went nowhere is not in it.
    """
    read: dict[int, dict[str, Decimal]] = {}
    for home, line, number in _read(disclosure, ledger):
        sums = read.setdefault(line, {})
        sums[home] = sums.get(home, Decimal(0)) + number
    found = []
    grids = (block for block in document.blocks if isinstance(block, Grid))
    for at, grid in enumerate(grids, 1):
        amounts = list(_amounts(CellGrid(grid)))
        if not amounts:
            continue
        went: dict[str, Decimal] = {}
        for span, number in amounts:
            for home, value in _homes(read.get(span.line), kinds.get(span.line), number):
                went[home] = went.get(home, Decimal(0)) + value
        source = sum((number for _, number in amounts), Decimal(0))
        found.append(TableMoney(at, amounts[0][0], len(amounts), source, went))
    return tuple(found)


def report_money(money: tuple[TableMoney, ...], problems: Problems) -> tuple[Words, ...]:
    """An error and a remark for each table whose amounts do not all come out."""
    told = []
    for table in money:
        if not table.closes:
            read = sum(table.went.values(), Decimal(0))
            message = (
                f"第 {table.table} 个表的 {table.count} 处金额合 {plain_number(table.source)}，"
                f"读出的合 {plain_number(read)}（{table.shown}）。"
            )
            hint = "逐个对照这个表的金额：有少读、多读的，或单位弄错的。"
            problems.add(RuleBook.SUM_BROKEN, table.span, message, hint)
            told.append(Words(f"{message.rstrip('。')}，请核对。", table.span))
    return tuple(told)


def _homes(
    read: Mapping[str, Decimal] | None, kind: str | None, number: Decimal
) -> Iterator[tuple[str, Decimal]]:
    """Where an amount went: what the model holds of it, else where its whole cell went."""
    held = {home: value for home, value in (read or {}).items() if value}
    if held:
        yield from held.items()
    elif kind in _BOOKED:
        yield kind, number


def _amounts(cell_grid: CellGrid) -> Iterator[tuple[Span, Decimal]]:
    """The amounts that stand in a table; those of one cell are one sum."""
    heads: dict[int, str] = {}  # of each column the nearest text above the row
    for row in range(cell_grid.height):
        cells = cell_grid.row(row)
        for cell in cells:
            if cell.row != row:
                continue
            number = typed(cell.text)
            if number is None:
                number = _within(cell.text)
            elif not _is_money(cell_grid, cell, heads.get(cell.column, "")):
                continue
            if number:
                yield cell.span, number
        for cell in cells:
            if _is_text(cell):
                heads.update(dict.fromkeys(_columns(cell), cell.text))


def _within(text: str) -> Decimal:
    """What the amounts come to whose labels stand in the same text: 资金总额：186.50."""
    labelled = labelled_amounts(text)
    values: Iterable[Decimal | None]
    if any(_says_money(label) for label, _ in labelled):
        values = (typed(amount) for _, amount in labelled)
    else:
        said = (_INLINE.fullmatch(line.strip()) for line in text.split("\n"))
        values = (typed(m["number"]) for m in said if m and _says_money(m["label"]))
    return sum((value for value in values if value is not None), Decimal(0))


def typed(text: str) -> Decimal | None:
    """The number of an amount as typed, whatever its unit; None for any other text."""
    amount = parse_amount(Words(text.strip()), _TYPED)
    return None if amount.value is None else in_unit(amount.value, amount.unit or _TYPED)


def _columns(cell: Cell) -> range:
    return range(cell.column, cell.column + cell.colspan)


def _is_money(cell_grid: CellGrid, cell: Cell, head: str) -> bool:
    """Whether the label left of a number, or the head above it, speaks of money."""
    left = (cell_grid.at.get((cell.row, column)) for column in range(cell.column - 1, -1, -1))
    label = next((c.text for c in left if c is not None and _is_text(c)), "")
    if _NO_MONEY.search(bare(head)):
        return False
    return _says_money(label) or _says_money(head)


def _is_text(cell: Cell) -> bool:
    return not cell.is_blank and typed(cell.text) is None


def _says_money(label: str) -> bool:
    said = "".join(label.split())
    return (
        len(said) <= _LONGEST_LABEL
        and _MONEY.search(said) is not None
        and _NO_MONEY.search(bare(said)) is None
    )


def _read(disclosure: Disclosure, ledger: Ledger) -> Iterator[tuple[str, int, Decimal]]:
    """The numbers that the model holds: where, of which line, and the number as typed there."""
    texts: dict[int, set[Decimal]] = {}
    for home, line, number in _numbers(disclosure, ledger):
        if home == TEXTS:
            texts.setdefault(line, set()).add(number)  # one text may be held twice: a class
        else:
            yield home, line, number
    for line, numbers in texts.items():
        yield from ((TEXTS, line, number) for number in numbers)


def _numbers(value: object, ledger: Ledger) -> Iterator[tuple[str, int, Decimal]]:
    if isinstance(value, Target):
        value = Words(value.wording, value.span)
    if isinstance(value, Words):
        number = typed(value.text)
        if number is not None and (units := ledger.converted.get(value.span.line)):
            held, own = units
            number = in_unit(in_wan(number, held), own)
        yield TEXTS, value.span.line, _within(value.text) if number is None else number
    elif isinstance(value, OtherEntry):
        number = typed(value.text.text)
        number = _within(value.text.text) if number is None else number
        if number:
            yield OTHERS, value.text.span.line, number
    elif isinstance(value, PlanStep):
        return  # a share in percent, or a remark
    elif isinstance(value, Amount):
        if value.value is not None:
            unit = ledger.money.get(value.span.line) or value.unit or _TYPED
            yield PROJECTS, value.span.line, in_unit(value.value, unit)
    elif isinstance(value, tuple):
        for item in value:
            yield from _numbers(item, ledger)
    elif is_dataclass(value) and not isinstance(value, type):
        for item in fields(value):
            if item.name != "remarks":
                yield from _numbers(getattr(value, item.name), ledger)
