"""Lists of projects: a row a project or a row an indicator, with sums and units between them.

The rows are gathered first and judged then: what a row without a project of its own
is (a sum, a unit, the head once more, numbers of columns) shows only beside the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from ..diagnostics import Problems, RuleBook
from ..forms import MONEY, Form
from ..lexicon.folding import bare
from ..model.amounts import in_unit, parse_amount, to_decimal
from ..model.disclosure import OtherEntry
from ..model.tables import Cell
from ..model.words import Words
from .cell_grid import CellGrid, lines_of
from .drafts import Draft, joined
from .identity import is_office
from .indicator_columns import level_keys
from .indicator_rows import indicator_row, match_unknown
from .ledger import Ledger
from .list_head import UNIT_CODE, UNIT_NAME, ListColumn, ListHead
from .money_units import MoneyUnit, UnitSaid, decided, is_rate
from .vocabulary import COLUMN_NUMBERS, TOTALS

_SAYS_MONEY: Final = (
    "资金",
    "预算",
    "拨款",
    "金额",
    "收入",
    "合计",
    "小计",
    "经费",
    "支出",
    "基金",
)
_FIRST_CELLS: Final = 2
_NOTE: Final = re.compile(r"(?:备?注|说明|填表说明|填报说明)\d*[：:.、]")
# The column that says which rows of a list a project stood among: 运转类项目.
_GROUP: Final = "所属类别"


@dataclass
class _Row:
    """A row of a list below its head: its cells, its name, and what it has beside."""

    at: int
    cells: list[Cell]
    name: Words
    sums: dict[int, Decimal]
    has_indicator: bool
    has_more: bool


@dataclass
class _Group:
    """The projects that a sum stands for, with what their amounts come to."""

    sums: dict[int, Decimal] = field(default_factory=dict)
    count: int = 0

    def add(self, sums: dict[int, Decimal], is_new: bool = True) -> None:
        self.count += is_new
        for column, value in sums.items():
            self.sums[column] = self.sums.get(column, Decimal(0)) + value


@dataclass
class ListReader:
    """Reads the rows of a list into drafts: those there are already, else new ones.

    `said` are the units of money that the table and what stands above it name.
    """

    cell_grid: CellGrid
    form: Form
    head: ListHead
    drafts: list[Draft]
    ledger: Ledger
    problems: Problems
    said: Sequence[UnitSaid] = ()
    part: str = ""
    begin: int = -1
    unit_name: Words = Words()
    group: Words = Words()
    own: list[Draft] = field(default_factory=list)
    there: dict[str, list[Draft]] = field(init=False)

    def __post_init__(self) -> None:
        """Those that are there already, by their names: a long list asks for each row."""
        self.there = {}
        for draft in self.drafts:
            if draft.form is self.form:
                self.there.setdefault(bare(draft.name.text), []).append(draft)

    def read(self) -> None:
        first = self.begin if self.begin >= 0 else self.head.below
        self.book_head(first)
        shown = range(first, self.cell_grid.height)
        rows = [r for at in shown if not self.is_note(at) and (r := self.row(at)) is not None]
        rows = self.without_unit_sums(rows)
        units = self.unit_rows(rows)
        whole, part = _Group(), _Group()
        current: Draft | None = None
        for row in rows:
            if self.is_total(row) and not self.own:
                self.total(row, self.all_of(rows, units))
            elif self.is_total(row):
                self.total(row, part if self.is_part(row, part, whole) else whole)
                part = _Group()
            elif row.at in units:
                self.unit(row, units[row.at])
                part, current = _Group(), None
            else:
                before, count = current, len(self.own)
                current = self.project(row, current)
                if current is not before or len(self.own) > count or not row.name:
                    is_new = current is not before
                    whole.add(row.sums, is_new)
                    part.add(row.sums, is_new)

    def book_head(self, first: int) -> None:
        """Book the head, which ends above the row `first`; none in a table that goes on."""
        unknown = [c for c in self.head.columns if not c.key]
        kept = {c.heads[-1].id for c in unknown}
        for at in range(self.head.row, first):
            for cell in self.cell_grid.row(at):
                if cell.id not in kept:
                    self.ledger.match_all(cell.span)
        for column in unknown if first > self.head.row else ():
            match_unknown(column.title, column.heads[-1:], self.ledger)

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

    def row(self, at: int) -> _Row | None:
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
        return _Row(at, cells, name, sums, has_indicator, has_more)

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
        titles = "".join(bare(c.text) for c in column.heads)
        return bool(column.units) or any(word in titles for word in _SAYS_MONEY)

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
        return len(said) > _FIRST_CELLS and said == run

    def is_total(self, row: _Row) -> bool:
        texts = [bare(c.text) for c in row.cells[:_FIRST_CELLS]]
        return not row.has_indicator and any(
            text in TOTALS for text in (*texts, bare(row.name.text)) if text
        )

    def all_of(self, rows: Sequence[_Row], units: Mapping[int, _Group]) -> _Group:
        """All projects of the list: what a sum above them stands for."""
        whole = _Group()
        for row in rows:
            if not (self.is_total(row) or row.at in units):
                whole.add(row.sums, bool(row.name))
        return whole

    def is_part(self, row: _Row, part: _Group, whole: _Group) -> bool:
        """Whether a sum is of the projects since the last one: it says 小计, or comes to that."""
        if "小计" in "".join(c.text for c in row.cells[:_FIRST_CELLS]):
            return True
        return (
            part.count != whole.count and _agrees(row.sums, part) and not _agrees(row.sums, whole)
        )

    def total(self, row: _Row, group: _Group) -> None:
        """Hold a sum to its parts; where it does not agree it stays to be looked at."""
        if _agrees(row.sums, group):
            for cell in row.cells:
                self.ledger.match_all(cell.span, "合计行，与各行之和相符")
            return
        at = next(c for c, v in row.sums.items() if v != group.sums.get(c, Decimal(0)))
        title = next(column.title for column in self.head.columns if column.first == at)
        stated, real = row.sums[at], group.sums.get(at, Decimal(0))
        self.problems.add(
            RuleBook.SUM_BROKEN,
            row.cells[0].span,
            f"“{title}”的合计是 {stated}，{group.count} 个项目之和是 {real}。",
            "核对原文件：合计算错了，还是少读、多读了一行。",
        )

    def unit_rows(self, rows: Sequence[_Row]) -> dict[int, _Group]:
        """The rows that name a unit, with the sums of the projects below it."""
        found: dict[int, _Group] = {}
        plain = [r for r in rows if not self.is_total(r)]
        for n, row in enumerate(plain):
            if not row.name or row.has_indicator or row.has_more:
                continue
            following = plain[n + 1 :]
            if not following or not any(r.has_indicator or r.has_more for r in following):
                continue
            group = _Group()
            for other in following:
                if other.name and not (other.has_indicator or other.has_more) and group.count:
                    break
                if other.name:
                    group.add(other.sums)
            comes_to_them = bool(row.sums) and group.count > 0 and _agrees(row.sums, group)
            if comes_to_them or not row.sums or self.head.names_units_too:
                found[row.at] = group
        return found

    def without_unit_sums(self, rows: list[_Row]) -> list[_Row]:
        """The rows but for those that sum up a unit, whose names stand in a column of their own.

        Such a sum is held to the projects below it up to the next one, or to all.
        """
        sums = [row for row in rows if self.is_unit_sum(row)]
        kept = [row for row in rows if row not in sums]
        for row in sums:
            end = next((other.at for other in sums if other.at > row.at), self.cell_grid.height)
            whole, below = _Group(), _Group()
            for other in kept:
                if other.name and not self.is_total(other):
                    whole.add(other.sums)
                    if row.at < other.at < end:
                        below.add(other.sums)
            self.total(row, whole if _agrees(row.sums, whole) else below)
        return kept

    def is_unit_sum(self, row: _Row) -> bool:
        """Whether a row has nothing but a unit and sums: no project, indicator or text."""
        name = self.cell_grid.at.get((row.at, self.head.name.first))
        is_own = name is not None and name.row == row.at
        plain = not (row.name or row.has_indicator or row.has_more or self.is_total(row))
        return (
            plain
            and is_own
            and bool(row.sums)
            and any(self.column_of(cell) == UNIT_NAME for cell in row.cells)
        )

    def unit(self, row: _Row, group: _Group) -> None:
        """A unit, or a kind of projects, above its projects; its sums are held to theirs."""
        self.unit_name = row.name if is_office(row.name.text) else Words()
        self.group = Words() if self.unit_name else row.name
        if row.sums and not _agrees(row.sums, group):
            self.total(row, group)
        else:
            for cell in row.cells:
                if cell.span != row.name.span and self.column_of(cell) in ("", *self.money_keys()):
                    self.ledger.match_all(cell.span, "单位的小计，与各项目之和相符")
        for cell in row.cells:
            if cell.column == self.head.order:
                self.ledger.match_all(cell.span, "序号")
        self.ledger.note(row.name.span, "项目的类别" if self.group else "单位名称")

    def money_keys(self) -> list[str]:
        return [c.key for c in self.head.columns if self.is_money(c)]

    def column_of(self, cell: Cell) -> str:
        column = next((c for c in self.head.columns if c.first <= cell.column < c.last), None)
        return column.key if column is not None else ""

    def project(self, row: _Row, current: Draft | None) -> Draft | None:
        name = row.name
        if name and not (current is not None and self.is_same(current, row)):
            current = self.draft(name, row)
        elif name and current is not None:
            self.ledger.match_all(name.span, "项目名称再次出现")
        if current is None:
            return None
        current.last = max(current.last, *(c.span.line for c in row.cells))
        indicator = self.indicator(current, row)
        for column in self.head.columns:
            of = self.cell_grid.at.get((row.at, column.first))
            is_name = of is not None and of.span == name.span
            if of is not None and not (of.is_blank or is_name) and column is not self.head.name:
                self.value(current, column, of, row, indicator)
        for cell in row.cells:
            if cell.column == self.head.order:
                self.ledger.match_all(cell.span, "序号")
        return current

    def is_same(self, draft: Draft, row: _Row) -> bool:
        """Whether a draft has the row's name, and its code where both have one."""
        if bare(draft.name.text) != bare(row.name.text):
            return False
        code = self.code_in(row)
        return not code or not draft.line("编码") or bare(draft.line("编码").text) == bare(code)

    def code_in(self, row: _Row) -> str:
        of = self.form.by_role("编码")
        column = next((c for c in self.head.columns if of and c.key == of.key), None)
        cell = self.cell_grid.at.get((row.at, column.first)) if column else None
        return cell.text if cell is not None and cell.row == row.at else ""

    def draft(self, name: Words, row: _Row) -> Draft:
        """The project of this name (and code, where both have one), or a new one."""
        namesakes = self.there.get(bare(name.text), [])
        for number, draft in enumerate(namesakes):
            if self.is_same(draft, row):
                del namesakes[number]
                self.ledger.match(name.span, name.text)
                self.own.append(draft)
                return draft
        line = min(c.span.line for c in row.cells)
        made = Draft(self.form, self.part, line, line)
        made.values[self.head.name.key] = [name]
        if self.unit_name:
            made.unit_name = self.unit_name
        if self.group:
            made.others.append(OtherEntry(Words(_GROUP), Words(), self.group))
        self.drafts.append(made)
        self.own.append(made)
        return made

    def value(
        self, draft: Draft, column: ListColumn, cell: Cell, row: _Row, indicator: Words | None
    ) -> None:
        """Give a project what a column says of it; of what the form lacks, a column of its own."""
        is_amount = self.is_money(column)
        if is_amount and cell.row != row.at:
            return  # an amount of several projects together is none of one
        key = column.key
        if key in (UNIT_CODE, UNIT_NAME):
            self.of_unit(draft, key, joined(lines_of(cell)))
        elif key:
            lines = lines_of(cell)
            if not draft.values.get(key):
                draft.values[key] = lines
                if is_amount:
                    draft.money[key] = self.says(column)
            elif bare(joined(draft.values[key]).text) == bare(cell.text):
                self.ledger.match_all(cell.span, "与前面相同")
        else:
            self.other(draft, column, cell, indicator)

    def of_unit(self, draft: Draft, key: str, words: Words) -> None:
        said = draft.unit_code if key == UNIT_CODE else draft.unit_name
        if not said or said is self.unit_name:
            if key == UNIT_CODE:
                draft.unit_code = words
            else:
                draft.unit_name = words
        elif bare(said.text) == bare(words.text):
            self.ledger.match_all(words.span, "与前面相同")

    def other(self, draft: Draft, column: ListColumn, cell: Cell, indicator: Words | None) -> None:
        heads = self.head.indicators
        is_of_indicator = heads is not None and column.first > min(p.first for p in heads.places)
        titles = dict.fromkeys("".join(c.text.split()) for c in column.heads)
        title = Words("·".join(titles), column.heads[0].span)
        for head in column.heads:
            self.ledger.match_all(head.span, "表头")
        text = joined(lines_of(cell))
        if self.is_money(column) and to_decimal(text.text) is not None:
            unit = self.money_unit(column)
            draft.other_money.append((text, unit))
            if unit.is_sure and unit.unit != self.form.unit:
                text = Words(text.text + unit.unit, text.span)
        of = indicator if is_of_indicator and indicator is not None else Words()
        entry = OtherEntry(title, Words(of.text, of.span), text)
        if entry not in draft.others:
            draft.others.append(entry)
        else:
            self.ledger.match_all(cell.span, "与前面相同")

    def money_unit(self, column: ListColumn) -> MoneyUnit:
        return decided(self.says(column))

    def says(self, column: ListColumn) -> list[UnitSaid]:
        """What names the unit of a column: its own heads alone where it is one of prices."""
        if is_rate(column.title) and column.units:
            return [column.units[0]]
        return [*column.units, *self.said]

    def indicator(self, draft: Draft, row: _Row) -> Words | None:
        """The indicator of a row, added to the project; None where the row has none."""
        heads = self.head.indicators
        if heads is None:
            return None
        above = draft.rows[-1] if draft.rows else None
        cells = self.cell_grid.row(row.at)
        if not row.has_indicator:
            return None
        made = indicator_row(heads, cells, above, level_keys(draft.form.columns))
        if made is None:
            return None
        draft.others += heads.book(cells, made, self.ledger)
        draft.rows.append(made)
        draft.columns += [c.key for c in heads.columns if c.key not in draft.columns]
        for key, named, said in heads.lasting_rows(cells, made):
            more, lasting = draft.indicators_of(key)
            lasting.append(said)
            more += [c.key for c in named if c.key not in more]
        by_role = {column.role: column.key for column in heads.columns}
        return made.get(by_role.get("名称", ""))


def _agrees(sums: dict[int, Decimal], group: _Group) -> bool:
    """Whether a row's sums are those of the group, as far as the row has any."""
    return all(group.sums.get(column, Decimal(0)) == value for column, value in sums.items())
