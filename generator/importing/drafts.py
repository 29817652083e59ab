"""A project as an import gathers it, and the Project that it becomes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from ..diagnostics import Span
from ..forms import MONEY, PLAN, PROSE, Column, Field, Form
from ..loader.indicators import indicator_of
from ..model.amounts import Amount, parse_amount, parse_percent
from ..model.disclosure import Indicator, IndicatorTable, Opinion, PlanStep, Project
from ..model.words import Paragraph, Prose, Words

_LIST_SIGNS: Final = re.compile("[，,、；;]")


@dataclass
class Draft:
    """A project while its tables are being read; `first` and `last` are its units.

    `values` are the lines of each field or step by key, `rows` the indicators
    by column key, `caption` the name that stood above.
    """

    form: Form
    part: str
    first: int
    last: int
    money_unit: str = ""
    caption: Words = Words()
    unit_code: Words = Words()
    unit_name: Words = Words()
    values: dict[str, list[Words]] = field(default_factory=dict)
    columns: list[str] = field(default_factory=list)
    rows: list[dict[str, Words]] = field(default_factory=list)
    opinions: list[Opinion] = field(default_factory=list)
    filing: dict[str, Words] = field(default_factory=dict)

    @property
    def name(self) -> Words:
        """The name in the table, else in the caption."""
        named = self.form.by_role("名称")
        return self.line(named.key if named else "名称") or self.caption

    def line(self, key: str) -> Words:
        """A short value: its lines joined."""
        return joined(self.values.get(key, []))

    def prose(self, key: str) -> Prose:
        return tuple(Paragraph(w) for w in self.values.get(key, ()))

    def project(self, address: str) -> Project:
        by_role = {f.role: f for f in self.form.fields if f.role}
        return Project(
            name=self.name,
            form=self.form.name,
            address=address,
            code=self.code(),
            part=self.part,
            unit_code=self.unit_code,
            unit_name=self.unit_name,
            budget=self.amount(by_role.get("预算数")),
            fiscal=self.amount(by_role.get("财政资金")),
            other=self.amount(by_role.get("其他资金")),
            plan=self.plan(by_role.get("支出计划")),
            purpose=self.role_prose(by_role.get("用途")),
            goals=self.role_prose(by_role.get("绩效目标")),
            indicators=self.indicators(),
            extra=self.extra(),
            opinions=tuple(self.opinions),
            filing=tuple((k, self.filing[k]) for k in self.form.filing if k in self.filing),
            address_given=True,
            span=Span(self.name.span.path, self.first, 1),
        )

    def code(self) -> Words:
        """The code, without the blanks of a broken line."""
        coded = self.form.by_role("编码")
        words = self.line(coded.key if coded else "编码")
        return Words("".join(words.text.split()), words.span)

    def amount(self, of: Field | None) -> Amount:
        """An amount as typed; where the file counts in 元 and the form in 万元, it says 元."""
        words = self.line(of.key) if of else Words()
        amount = parse_amount(words, self.form.unit)
        if self.money_unit and amount.value is not None and words.text[-1:].isdigit():
            return parse_amount(Words(words.text + self.money_unit, words.span), self.form.unit)
        return amount

    def plan(self, of: Field | None) -> tuple[PlanStep, ...]:
        """The steps of the spending plan; what is no percentage is left for a remark."""
        if of is None or of.kind != PLAN:
            return ()
        return tuple(PlanStep(s, self.share(f"{of.key}.{s}")) for s in self.form.plan_steps)

    def share(self, key: str) -> Amount:
        share = parse_percent(self.line(key))
        if share.value is None or _LIST_SIGNS.search(share.wording):
            return parse_percent(Words())
        return share

    def role_prose(self, of: Field | None) -> Prose:
        return self.prose(of.key) if of else ()

    def extra(self) -> tuple[tuple[str, Prose], ...]:
        """The form's fields without a role."""
        found = []
        for of in self.form.fields:
            if of.role or of.kind == PLAN:
                continue
            line = self.line(of.key)
            prose = self.prose(of.key) if of.kind == PROSE else (Paragraph(line),) if line else ()
            if of.kind == MONEY and line:
                amount = self.amount(of)
                prose = (Paragraph(Words(amount.wording, line.span)),)
            if prose:
                found.append((of.key, prose))
        return tuple(found)

    def indicators(self) -> IndicatorTable:
        columns = [c for key in self.columns for c in self.form.columns if c.key == key]
        return indicator_table(columns, self.rows)


def joined(lines: list[Words]) -> Words:
    """Broken lines as one: with a blank between Latin words, without between characters."""
    text = ""
    for line in lines:
        piece = line.text.strip()
        latin = text[-1:].isascii() and text[-1:].isalnum() and piece[:1].isascii()
        text += f" {piece}" if latin and piece[:1].isalnum() else piece
    return Words(text, lines[0].span) if lines else Words()


def indicator_table(columns: list[Column], rows: list[dict[str, Words]]) -> IndicatorTable:
    """The rows with every one of the columns, blank where a row has none."""
    keys = tuple(c.key for c in columns)
    return IndicatorTable(keys, tuple(_indicator(columns, row) for row in rows))


def _indicator(columns: list[Column], row: dict[str, Words]) -> Indicator:
    cells = {c.key: row.get(c.key, Words()) for c in columns}
    name = next((cells[c.key] for c in columns if c.role == "名称"), Words())
    return indicator_of(cells, columns, columns, name.span)
