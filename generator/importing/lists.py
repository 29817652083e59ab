"""Lists of projects: a row a project or a row an indicator, with sums and units between them.

The rows are gathered first and judged then: what a row without a project of its own
is (a sum, a unit, the head once more, numbers of columns) shows only beside the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from ..diagnostics import Problems, RuleBook
from ..forms import Form
from ..lexicon.folding import bare
from ..model.amounts import to_decimal
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
from .list_rows import FIRST_CELLS, Group, ListRows, Row, parts_of_projects
from .money_units import UnitSaid

# The column that says which rows of a list a project stood among: 运转类项目.
_GROUP: Final = "所属类别"


@dataclass
class ListReader:
    """Reads the rows of a list into drafts: those there are already, else new ones.

    `said` are the units of money that the table and what stands above it name, `whole` the
    projects of the tables that this one goes on with.
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
    whole: Group = field(default_factory=Group)
    own: list[Draft] = field(default_factory=list)
    there: dict[str, list[Draft]] = field(init=False)
    rows: ListRows = field(init=False)

    def __post_init__(self) -> None:
        """Those that are there already, by their names: a long list asks for each row."""
        self.rows = ListRows(self.cell_grid, self.form, self.head, self.ledger, self.said)
        self.there = {}
        for draft in self.drafts:
            if draft.form is self.form:
                self.there.setdefault(bare(draft.name.text), []).append(draft)

    def read(self) -> None:
        first = self.begin if self.begin >= 0 else self.head.below
        self.book_head(first)
        rows = self.without_unit_sums(self.rows.from_row(first))
        parts = parts_of_projects([row for row in rows if not self.rows.is_total(row)])
        within = {row.at for some in parts.values() for row in some}
        rows = [row for row in rows if row.at not in within]
        units = self.unit_rows(rows)
        whole, part = self.whole, Group()
        current: Draft | None = None
        for row in rows:
            if self.rows.is_total(row) and not whole.count:
                self.total(row, self.all_of(rows, units))
            elif self.rows.is_total(row):
                self.total(row, part if self.is_part(row, part, whole) else whole)
                part = Group()
            elif row.at in units:
                self.unit(row, units[row.at])
                part, current = Group(), None
            else:
                before, count = current, len(self.own)
                current = self.project(row, current)
                if current is not before or len(self.own) > count or not row.name:
                    is_new = current is not before
                    whole.add(row.sums, is_new)
                    part.add(row.sums, is_new)
                for below in parts.get(row.at, ()):
                    self.part_of_project(current, below)

    def part_of_project(self, draft: Draft | None, row: Row) -> None:
        """Keep what a row says of a part of the project above it: 其中：保管费, 30.00."""
        if draft is None:
            return
        draft.last = max(draft.last, *(c.span.line for c in row.cells))
        said = [c for c in row.cells if c.span != row.name.span and c.column != self.head.order]
        for cell in said:
            column = next((c for c in self.head.columns if c.first <= cell.column < c.last), None)
            if column is None:
                continue
            title = f"{row.name.text}·{column.title}" if len(said) > 1 else row.name.text
            text = self.in_unit(draft, column, joined(lines_of(cell)))
            draft.others.append(OtherEntry(Words(title, row.name.span), Words(), text))
        for cell in row.cells:
            if cell.column == self.head.order:
                self.ledger.match_all(cell.span, "序号")

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

    def all_of(self, rows: Sequence[Row], units: Mapping[int, Group]) -> Group:
        """All projects of the list: what a sum above them stands for."""
        whole = Group()
        for row in rows:
            if not (self.rows.is_total(row) or row.at in units):
                whole.add(row.sums, bool(row.name))
        return whole

    def is_part(self, row: Row, part: Group, whole: Group) -> bool:
        """Whether a sum is of the projects since the last one: it says 小计, or comes to that."""
        if "小计" in "".join(c.text for c in row.cells[:FIRST_CELLS]):
            return True
        return (
            part.count != whole.count and _agrees(row.sums, part) and not _agrees(row.sums, whole)
        )

    def total(self, row: Row, group: Group) -> None:
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

    def unit_rows(self, rows: Sequence[Row]) -> dict[int, Group]:
        """The rows that name a unit, with the sums of the projects below it."""
        found: dict[int, Group] = {}
        plain = [r for r in rows if not self.rows.is_total(r)]
        for n, row in enumerate(plain):
            if not row.name or row.has_indicator or row.has_more:
                continue
            following = plain[n + 1 :]
            if not following or not any(r.has_indicator or r.has_more for r in following):
                continue
            group = Group()
            for other in following:
                if other.name and not (other.has_indicator or other.has_more) and group.count:
                    break
                if other.name:
                    group.add(other.sums)
            comes_to_them = bool(row.sums) and group.count > 0 and _agrees(row.sums, group)
            if comes_to_them or not row.sums or self.head.names_units_too:
                found[row.at] = group
        return found

    def without_unit_sums(self, rows: list[Row]) -> list[Row]:
        """The rows but for those that sum up a unit, whose names stand in a column of their own.

        Such a sum is held to the projects below it up to the next one, or to all.
        """
        sums = [row for row in rows if self.is_unit_sum(row)]
        kept = [row for row in rows if row not in sums]
        for row in sums:
            end = next((other.at for other in sums if other.at > row.at), self.cell_grid.height)
            whole, below = Group(), Group()
            for other in kept:
                if other.name and not self.rows.is_total(other):
                    whole.add(other.sums)
                    if row.at < other.at < end:
                        below.add(other.sums)
            self.total(row, whole if _agrees(row.sums, whole) else below)
        return kept

    def is_unit_sum(self, row: Row) -> bool:
        """Whether a row has nothing but a unit and sums: no project, indicator or text."""
        name = self.cell_grid.at.get((row.at, self.head.name.first))
        is_own = name is not None and name.row == row.at
        plain = not (row.name or row.has_indicator or row.has_more or self.rows.is_total(row))
        return (
            plain
            and is_own
            and bool(row.sums)
            and any(self.column_of(cell) == UNIT_NAME for cell in row.cells)
        )

    def unit(self, row: Row, group: Group) -> None:
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
        return [c.key for c in self.head.columns if self.rows.is_money(c)]

    def column_of(self, cell: Cell) -> str:
        column = next((c for c in self.head.columns if c.first <= cell.column < c.last), None)
        return column.key if column is not None else ""

    def project(self, row: Row, current: Draft | None) -> Draft | None:
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

    def is_same(self, draft: Draft, row: Row) -> bool:
        """Whether a draft has the row's name, and its code where both have one."""
        if bare(draft.name.text) != bare(row.name.text):
            return False
        code = self.code_in(row)
        return not code or not draft.line("编码") or bare(draft.line("编码").text) == bare(code)

    def code_in(self, row: Row) -> str:
        of = self.form.by_role("编码")
        column = next((c for c in self.head.columns if of and c.key == of.key), None)
        cell = self.cell_grid.at.get((row.at, column.first)) if column else None
        return cell.text if cell is not None and cell.row == row.at else ""

    def draft(self, name: Words, row: Row) -> Draft:
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
        self, draft: Draft, column: ListColumn, cell: Cell, row: Row, indicator: Words | None
    ) -> None:
        """Give a project what a column says of it; of what the form lacks, a column of its own."""
        is_amount = self.rows.is_money(column)
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
                    draft.money[key] = self.rows.says(column)
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
        text = self.in_unit(draft, column, joined(lines_of(cell)))
        of = indicator if is_of_indicator and indicator is not None else Words()
        entry = OtherEntry(title, Words(of.text, of.span), text)
        if entry not in draft.others:
            draft.others.append(entry)
        else:
            self.ledger.match_all(cell.span, "与前面相同")

    def in_unit(self, draft: Draft, column: ListColumn, text: Words) -> Words:
        """A text of a column that the form lacks: an amount says its unit, where it is another."""
        if not self.rows.is_money(column) or to_decimal(text.text) is None:
            return text
        unit = self.rows.money_unit(column)
        draft.other_money.append((text, unit))
        is_other = unit.is_sure and unit.unit != self.form.unit
        return Words(text.text + unit.unit, text.span) if is_other else text

    def indicator(self, draft: Draft, row: Row) -> Words | None:
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


def _agrees(sums: dict[int, Decimal], group: Group) -> bool:
    """Whether a row's sums are those of the group, as far as the row has any."""
    return all(group.sums.get(column, Decimal(0)) == value for column, value in sums.items())
