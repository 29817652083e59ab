"""A project as an import gathers it, and the Project that it becomes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from ..diagnostics import Span
from ..forms import MONEY, PLAN, PROSE, Column, Field, Form
from ..keys import LONG_TERM
from ..loader.amounts import YUAN_SIGNS
from ..loader.evaluation import completed
from ..loader.indicators import indicator_of
from ..loader.projects import EVALUATED
from ..model.amounts import Amount, parse_amount, parse_percent, to_decimal
from ..model.disclosure import Indicator, IndicatorTable, Opinion, OtherEntry, PlanStep, Project
from ..model.evaluation import Evaluation, parse_points
from ..model.words import Paragraph, Prose, Words
from .money_units import MoneyUnit, UnitSaid, decided

_LIST_SIGNS: Final = re.compile("[，,、；;]")


@dataclass
class Draft:
    """A project while its tables are being read; `first` and `last` are its units.

    `values` are the lines of each field or step by key, `rows` the indicators
    by column key, `caption` the name that stood above. `others` is what stood in
    columns that the form lacks, `lasting` the columns and rows of indicators of more
    than this year by their key. `money` says of single amounts in which unit they are,
    `said` of all of them; `other_money` are the amounts among `others`, each with its unit.
    """

    form: Form
    part: str
    first: int
    last: int
    caption: Words = Words()
    unit_code: Words = Words()
    unit_name: Words = Words()
    values: dict[str, list[Words]] = field(default_factory=dict)
    columns: list[str] = field(default_factory=list)
    rows: list[dict[str, Words]] = field(default_factory=list)
    opinions: list[Opinion] = field(default_factory=list)
    filing: dict[str, Words] = field(default_factory=dict)
    others: list[OtherEntry] = field(default_factory=list)
    lasting: dict[str, tuple[list[str], list[dict[str, Words]]]] = field(default_factory=dict)
    money: dict[str, list[UnitSaid]] = field(default_factory=dict)
    other_money: list[tuple[Words, MoneyUnit]] = field(default_factory=list)
    said: list[UnitSaid] = field(default_factory=list)

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
        made = Project(
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
            long_term=self.long_term(),
            others=tuple(self.others),
            opinions=tuple(self.opinions),
            filing=tuple((k, self.filing[k]) for k in self.form.filing if k in self.filing),
            evaluation=self.evaluation(by_role),
            address_given=True,
            span=Span(self.name.span.path, self.first, 1),
        )
        return completed(made, self.form)

    def evaluation(self, by_role: dict[str, Field]) -> Evaluation | None:
        """What a form of 绩效自评 asks for beside the indicators; None on any other."""
        if not EVALUATED & by_role.keys():
            return None
        rate = by_role.get("执行率")
        return Evaluation(
            budget=self.amount(by_role.get("全年预算数")),
            spent=self.amount(by_role.get("全年执行数")),
            rate=parse_percent(self.line(rate.key)) if rate else Amount(),
            weight=self.points(by_role.get("执行率分值")),
            score=self.points(by_role.get("执行率得分")),
            total=self.points(by_role.get("总分")),
            outcome=self.role_prose(by_role.get("完成情况")),
        )

    def points(self, of: Field | None) -> Amount:
        return parse_points(self.line(of.key)) if of else Amount()

    def code(self) -> Words:
        """The code, without the blanks of a broken line."""
        coded = self.form.by_role("编码")
        words = self.line(coded.key if coded else "编码")
        return Words("".join(words.text.split()), words.span)

    def amount(self, of: Field | None) -> Amount:
        """An amount as typed; where the file counts in 元 and the form in 万元, it says 元.

        One with ￥ says its unit too: alone it would read as one of 元.
        """
        words = self.line(of.key) if of else Words()
        amount = parse_amount(words, self.form.unit)
        if of is None or not self.lacks_unit(of.key):
            return amount
        unit = self.unit_of(of.key)
        says_yuan = any(sign in words.text for sign in YUAN_SIGNS)
        if not unit.is_sure or (unit.unit == self.form.unit and not says_yuan):
            return amount
        return parse_amount(Words(words.text + unit.unit, words.span), self.form.unit)

    def lacks_unit(self, key: str) -> bool:
        """Whether a field holds a number that does not say in which unit it is."""
        words = self.line(key)
        is_amount = parse_amount(words, self.form.unit).value is not None
        return is_amount and words.text.strip()[-1:].isdigit()

    def unit_of(self, key: str) -> MoneyUnit:
        """In which unit an amount is, and what says so."""
        return decided([*self.money.get(key, ()), *self.said])

    def settle_others(self) -> None:
        """Give the amounts in other columns the unit that was found behind them, if any was."""
        unit = self.unit_of("")
        if not unit.is_sure:
            return
        named = unit.unit if unit.unit != self.form.unit else ""
        open_ones = [words for words, own in self.other_money if own.by is None]
        settled = {(w.span, w.text): Words(w.text + named, w.span) for w in open_ones}
        self.others = [
            replace(e, text=settled.get((e.text.span, e.text.text), e.text)) for e in self.others
        ]
        self.other_money = [
            (settled[w.span, w.text], unit) if own.by is None else (w, own)
            for w, own in self.other_money
        ]

    @property
    def money_keys(self) -> list[str]:
        """The fields that hold a number of money without its unit, but for nought."""
        keys = (f.key for f in self.form.fields if f.kind == MONEY)
        return [key for key in keys if self.lacks_unit(key) and self.number(key)]

    def number(self, key: str) -> Decimal:
        return to_decimal(self.line(key).text) or Decimal(0)

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

    def indicators_of(self, key: str) -> tuple[list[str], list[dict[str, Words]]]:
        """The columns and rows of this year's indicators, or (by their key) of others."""
        return self.lasting.setdefault(key, ([], [])) if key else (self.columns, self.rows)

    def long_term(self) -> tuple[tuple[str, IndicatorTable], ...]:
        """The indicators of more than this year, in the order of their keys."""
        return tuple(
            (key, indicator_table(self.columns_of(columns), rows, self.form.columns))
            for key in LONG_TERM
            if key in self.lasting
            for columns, rows in (self.lasting[key],)
        )

    def columns_of(self, keys: Sequence[str]) -> list[Column]:
        return [c for key in keys for c in self.form.columns if c.key == key]

    def indicators(self) -> IndicatorTable:
        return indicator_table(self.columns_of(self.columns), self.rows, self.form.columns)


def joined(lines: list[Words]) -> Words:
    """Broken lines as one: with a blank between Latin words, without between characters."""
    text = ""
    for line in lines:
        piece = line.text.strip()
        latin = text[-1:].isascii() and text[-1:].isalnum() and piece[:1].isascii()
        text += f" {piece}" if latin and piece[:1].isalnum() else piece
    return Words(text, lines[0].span) if lines else Words()


def indicator_table(
    columns: list[Column], rows: list[dict[str, Words]], every: Sequence[Column] = ()
) -> IndicatorTable:
    """The rows with every one of the columns, blank where a row has none.

    `every` are all columns of the form: they tell whether it asks for what was achieved.
    """
    keys = tuple(c.key for c in columns)
    return IndicatorTable(keys, tuple(_indicator(columns, row, every or columns) for row in rows))


def _indicator(
    columns: Sequence[Column], row: dict[str, Words], every: Sequence[Column]
) -> Indicator:
    cells = {c.key: row.get(c.key, Words()) for c in columns}
    name = next((cells[c.key] for c in columns if c.role == "名称"), Words())
    return indicator_of(cells, columns, every, name.span)
