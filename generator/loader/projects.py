"""Projects, read by the fields of their forms."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from ..contents.elsewhere import Elsewhere
from ..diagnostics import Problems, RuleBook, Span
from ..forms import MONEY, PLAN, Family, Field, Form, PartPlan
from ..keys import (
    INDICATORS,
    LONG_TERM,
    OPINION_COLUMNS,
    OPINIONS,
    OVERALL_ADDRESS,
    PART,
    form_fields,
    project_fields,
)
from ..model.amounts import NOT_APPLICABLE, Amount, parse_amount, parse_percent
from ..model.disclosure import IndicatorTable, Opinion, PlanStep, Project
from ..model.evaluation import Evaluation, parse_points
from ..model.words import Prose, Words
from ..sources.keys import Keys, did_you_mean
from ..sources.nodes import Entry, Mapping, Scalar
from ..sources.yaml_source import BLANK
from .addresses import can_be_address, read_former_addresses
from .amounts import report_amount
from .evaluation import EvaluationReader, completed
from .indicators import read_indicators, report_points
from .other_entries import read_others
from .texts import read_code, read_prose, read_remarks

_FULL_CODE: Final = re.compile(r"[0-9A-Z]{21}")
# Roles of which each shows that a form tells what became of a project.
EVALUATED: Final = frozenset({"全年执行数", "总分"})
_SEPARATORS: Final = re.compile(r"[，,、；;]")


@dataclass(frozen=True)
class ProjectReader:
    """Reads projects of one family."""

    family: Family
    problems: Problems
    elsewhere: Elsewhere

    def read(self, mapping: Mapping) -> Project:
        """A project: its name, codes and address, then what its form asks for."""
        form = self.form(mapping)
        mapping = _without_groups(mapping, form)
        keys = self.keys(mapping, form)
        keys.expect("名称")
        name, typed_address = keys.text("名称"), keys.text("地址")
        code = read_code(keys, "编码", self.problems)
        part = keys.text(PART).text
        address = self.address(typed_address, code, name, mapping.span)
        made = replace(
            self.filled(keys, form, mapping.span),
            name=name,
            address=address,
            code=code,
            part="" if part == self.family.project_part else part,
            unit_code=read_code(keys, "单位编码", self.problems),
            unit_name=keys.text("单位名称"),
            address_given=bool(typed_address),
            former_addresses=read_former_addresses(keys, (address,), self.problems),
        )
        return completed(made, form)

    def keys(self, mapping: Mapping, form: Form) -> Keys:
        told = self.elsewhere.field(form)
        return Keys(mapping, self.problems, project_fields(form), "项目", told)

    def read_evaluation(self, mapping: Mapping, evaluated: EvaluationReader | None) -> Project:
        """A project of a 绩效自评; as typed where what it evaluates is not known."""
        form = self.form(mapping)
        mapping = _without_groups(mapping, form)
        keys = self.keys(mapping, form)
        name, code, address = (keys.text(key) for key in ("名称", "编码", "地址"))
        typed = replace(
            self.filled(keys, form, mapping.span),
            name=name,
            address=address.text or _applicable(code) or name.text or "?",
        )
        of = evaluated.of(keys) if evaluated else None
        return evaluated.complete(typed, of, form, keys) if evaluated and of else typed

    def read_overall(self, mapping: Mapping, part: PartPlan) -> Project:
        """The whole department's form: the same without a name or address of its own."""
        form = self.family.forms[part.overall]
        mapping = _without_groups(mapping, form)
        told = self.elsewhere.field(form)
        keys = Keys(mapping, self.problems, form_fields(form), part.key, told)
        name = Words(part.title, mapping.span)
        made = replace(self.filled(keys, form, mapping.span), name=name, address=OVERALL_ADDRESS)
        return completed(made, form)

    def filled(self, keys: Keys, form: Form, span: Span) -> Project:
        """What a form asks for: fields by their roles, the rest as they come, and its tables."""
        values = {f.role: f for f in form.fields if f.role}
        return Project(
            name=Words(),
            form=form.name,
            address="",
            budget=self.amount(keys, values.get("预算数"), form),
            fiscal=self.amount(keys, values.get("财政资金"), form),
            other=self.amount(keys, values.get("其他资金"), form),
            plan=self.plan(keys, values.get("支出计划"), form),
            purpose=self.field_prose(keys, values.get("用途")),
            goals=self.field_prose(keys, values.get("绩效目标")),
            indicators=self.indicators(keys, form),
            extra=self.extra(keys, form),
            long_term=self.long_term(keys, form),
            others=read_others(keys, self.problems),
            opinions=self.opinions(keys, form),
            filing=tuple((key, keys.text(key)) for key in form.filing if keys.text(key)),
            evaluation=self.evaluation(keys, values, form),
            remarks=read_remarks(keys),
            span=span,
        )

    def evaluation(self, keys: Keys, values: dict[str, Field], form: Form) -> Evaluation | None:
        """What a form of 绩效自评 asks for beside the indicators; None on any other."""
        if not EVALUATED & values.keys():
            return None
        rate = values.get("执行率")
        return Evaluation(
            budget=self.amount(keys, values.get("全年预算数"), form),
            spent=self.amount(keys, values.get("全年执行数"), form),
            rate=parse_percent(keys.text(rate.key)) if rate else Amount(),
            weight=read_points(keys, values.get("执行率分值"), self.problems),
            score=read_points(keys, values.get("执行率得分"), self.problems),
            total=read_points(keys, values.get("总分"), self.problems),
            outcome=self.field_prose(keys, values.get("完成情况")),
        )

    def form(self, mapping: Mapping) -> Form:
        entry = mapping.get("表式")
        words = entry.value.words if entry and isinstance(entry.value, Scalar) else Words()
        forms = self.family.forms
        if words and words.text not in forms:
            self.problems.add(
                RuleBook.BAD_CHOICE,
                words.span,
                f"表式“{self.family.name}”里没有“{words.text}”这种表。",
                did_you_mean(words.text, forms),
            )
        default = forms.get(self.family.default_form) or next(iter(forms.values()))
        return forms.get(words.text, default)

    def address(self, typed: Words, code: Words, name: Words, span: Span) -> str:
        """A project's permanent address: 地址, else its complete code."""
        if typed:
            if can_be_address(typed.text):
                return typed.text
            self.problems.add(
                RuleBook.BAD_ADDRESS,
                typed.span,
                f"“{typed.text}”不能用作地址。",
                "地址由英文字母、数字和连字符组成，例如 001。",
            )
        elif _FULL_CODE.fullmatch(code.text):
            return code.text
        else:
            self.problems.add(
                RuleBook.BAD_ADDRESS,
                name.span if name else span,
                "这个项目既没有“地址”，也没有完整的 21 位编码，网页没有固定的网址。",
                "加一行“地址: 001”（同一部门内不重复，以后不再改）。",
            )
        return _applicable(code) or name.text or "?"

    def amount(self, keys: Keys, field: Field | None, form: Form) -> Amount:
        if field is None:
            return Amount()
        words = keys.text(field.key)
        amount = parse_amount(words, form.unit)
        if not (amount.is_text and field.may_be_text):
            report_amount(amount, field.key, form.unit, self.problems)
        return amount

    def plan(self, keys: Keys, field: Field | None, form: Form) -> tuple[PlanStep, ...]:
        """A spending plan such as 3月底20%，6月底50%，…: one step for each of the form's.

        `/` says of all of them, or behind one of it, that there is none.
        """
        if field is None or field.kind != PLAN:
            return ()
        words = keys.text(field.key)
        is_idle = words.text in NOT_APPLICABLE
        given = dict.fromkeys(form.plan_steps, words) if is_idle else {}
        at = 0
        for piece in () if is_idle else _SEPARATORS.split(words.text):
            place = Span(words.span.path, words.span.line, words.span.column + at)
            at += len(piece) + 1
            text = piece.strip(BLANK)
            if text:
                self.plan_step(Words(text, place), form.plan_steps, given)
        return tuple(
            PlanStep(step, parse_percent(given.get(step, Words("", words.span))))
            for step in form.plan_steps
        )

    def plan_step(self, words: Words, steps: tuple[str, ...], given: dict[str, Words]) -> None:
        label = max((s for s in steps if words.text.startswith(s)), key=len, default="")
        share = Words(words.text[len(label) :].strip(BLANK + "：:"), words.span)
        problem = ""
        if not label:
            problem = f"支出计划里看不出时点：{words.text}"
        elif label in given:
            problem = f"支出计划里“{label}”写了两次。"
        elif parse_percent(share).value is None and share and share.text not in NOT_APPLICABLE:
            problem = f"“{label}”后面不是百分数：{share.text}"
        if problem:
            example = "，".join(f"{s}{25 * (n + 1)}%" for n, s in enumerate(steps))
            self.problems.add(RuleBook.BAD_PLAN, words.span, problem, f"写成：{example}")
        else:
            given[label] = share

    def field_prose(self, keys: Keys, field: Field | None) -> Prose:
        return read_prose(keys.block(field.key), self.problems) if field else ()

    def extra(self, keys: Keys, form: Form) -> tuple[tuple[str, Prose], ...]:
        """The form's fields that have no role, as typed, blank ones left out."""
        found = []
        for field in form.fields:
            if not field.role:
                prose = read_prose(keys.block(field.key), self.problems)
                if field.kind == MONEY:
                    self.amount(keys, field, form)
                if prose:
                    found.append((field.key, prose))
        return tuple(found)

    def indicators(self, keys: Keys, form: Form, key: str = INDICATORS) -> IndicatorTable:
        told = self.elsewhere.column(form.columns)
        return read_indicators(keys, form.columns, form.classes, self.problems, key, told)

    def long_term(self, keys: Keys, form: Form) -> tuple[tuple[str, IndicatorTable], ...]:
        """The indicators of more than this year, as far as their keys are there."""
        return tuple((key, self.indicators(keys, form, key)) for key in LONG_TERM if key in keys)

    def opinions(self, keys: Keys, form: Form) -> tuple[Opinion, ...]:
        """The sign-off table: a row an office, of those that the form names."""
        table = keys.table(OPINIONS) if form.offices else None
        if table is None:
            return ()
        heads = [head.text for head in table.head]
        for head in table.head:
            if head.text not in OPINION_COLUMNS:
                self.problems.add(
                    RuleBook.UNKNOWN_COLUMN,
                    head.span,
                    f"审核意见表没有“{head.text}”这一列。",
                    did_you_mean(head.text, OPINION_COLUMNS),
                )
        found = []
        for row in table.rows:
            cells = dict(zip(heads, row, strict=True))
            office, opinion, date = (
                cells.get(name, Words("", row[0].span)) for name in OPINION_COLUMNS
            )
            if office.text not in form.offices:
                self.problems.add(
                    RuleBook.BAD_CHOICE,
                    office.span,
                    f"表式里没有“{office.text}”这一栏意见。",
                    "可以写：" + "、".join(form.offices) + "。",
                )
            found.append(Opinion(office, opinion, date))
        return tuple(found)


def read_points(keys: Keys, field: Field | None, problems: Problems) -> Amount:
    """A score under a key."""
    if field is None:
        return Amount()
    points = parse_points(keys.text(field.key))
    if points.is_text:
        report_points(points, field.key, problems)
    return points


def _applicable(code: Words) -> str:
    return "" if code.text in NOT_APPLICABLE else code.text


def _without_groups(mapping: Mapping, form: Form) -> Mapping:
    """The mapping with the fields of each group (按收入性质分) at its own level."""
    entries: list[Entry] = []
    for entry in mapping:
        if entry.key.text in form.groups and isinstance(entry.value, Mapping):
            entries += entry.value.entries
        else:
            entries.append(entry)
    return Mapping(tuple(entries), mapping.span)
