"""A project of a 绩效自评: what its author typed, completed from the project it evaluates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from ..diagnostics import Problems, RuleBook, Span
from ..forms import Column, Form
from ..model.amounts import NOT_APPLICABLE, Amount
from ..model.disclosure import Disclosure, Indicator, IndicatorTable, Project
from ..model.evaluation import (
    EXECUTION_WEIGHT,
    Achievement,
    Evaluation,
    percent,
    points,
)
from ..model.targets import parse_target
from ..model.words import Words
from ..sources.keys import Keys, did_you_mean
from .indicators import is_torn

_NAMES: Final = ("名称", "编码", "地址")
_NAME_IT: Final = "写上所评价项目的名称、编码或地址；不知道评的是哪个项目，就不能生成。"


@dataclass(frozen=True)
class EvaluationReader:
    """Completes the projects of one 绩效自评."""

    evaluated: Disclosure
    problems: Problems

    def of(self, keys: Keys) -> Project | None:
        """The project that 名称, 编码 and 地址 name, as far as they are typed."""
        said = {key: keys.text(key) for key in _NAMES}
        typed = {key: w for key, w in said.items() if w and w.text not in NOT_APPLICABLE}
        if not typed:
            keys.require("名称", _NAME_IT)
            return None
        projects = self.evaluated.projects
        found = [p for p in projects if all(_names(p)[k] == w.text for k, w in typed.items())]
        if len(found) == 1:
            return found[0]
        words = next(iter(typed.values()))
        quoted = "、".join(f"“{w.text}”" for w in typed.values())
        if found:
            message = f"评价对象里有 {len(found)} 个项目是{quoted}。"
            hint = "加上项目的编码或地址，只对应一个项目。"
        else:
            message = f"评价对象里没有{quoted}这个项目。"
            known = [p.name.text for p in projects]
            hint = did_you_mean(words.text, known) if known else "评价对象没有项目。"
        self.problems.add(RuleBook.EVALUATED_PROJECT, words.span, message, hint)
        return None

    def complete(self, typed: Project, of: Project, form: Form, keys: Keys) -> Project:
        """The project with what it has from the one it evaluates, and with what is computed."""
        inherited = self.inherited(of, form, keys)
        budget = of.budget if "预算数" in inherited.values() else typed.budget
        fiscal = of.fiscal if "财政资金" in inherited.values() else typed.fiscal
        other = of.other if "其他资金" in inherited.values() else typed.other
        goals = of.goals if "绩效目标" in inherited.values() else typed.goals
        evaluation, computed = _computed(typed, form)
        indicators = self.indicators(typed.indicators, of, form, keys)
        return replace(
            typed,
            name=of.name,
            code=of.code,
            address=of.address,
            address_given=True,
            part=of.part,
            budget=budget,
            fiscal=fiscal,
            other=other,
            goals=goals,
            indicators=indicators,
            evaluation=_with_total(evaluation, indicators, form),
            filled=tuple(f.key for f in form.fields if f.key in inherited or f.role in computed),
        )

    def inherited(self, of: Project, form: Form, keys: Keys) -> dict[str, str]:
        """The fields that come from the evaluated project, key → role; typed ones are faults."""
        there = {
            "编码": bool(of.code),
            "名称": True,
            "预算数": bool(of.budget),
            "财政资金": bool(of.fiscal),
            "其他资金": bool(of.other),
            "绩效目标": bool(of.goals),
        }
        found = {f.key: f.role for f in form.fields if f.inherited and there.get(f.role)}
        for key, role in found.items():
            if key in keys and role not in _NAMES:
                entry = keys.mapping.get(key)
                self.problems.add(
                    RuleBook.TYPED_AGAIN,
                    entry.key.span if entry else keys.span(key),
                    f"“{key}”取自评价对象，不用再写。",
                    "删去这一项；评价对象里写错了的，到那里改正。",
                )
        return found

    def indicators(
        self, typed: IndicatorTable, of: Project, form: Form, keys: Keys
    ) -> IndicatorTable:
        """The indicators of the evaluated project, in its order, each with what became of it."""
        span = typed.span if typed.span.path else keys.mapping.span
        given, torn = self.matched(typed, of), is_torn(keys, self.problems)
        if of.indicators and not typed and not torn:
            self.problems.add(
                RuleBook.NOT_FILLED,
                span,
                f"“{of.label}”没有自评它的绩效指标。",
                "在“绩效指标”下面写一张表：三级指标、实际完成值、分值、得分、偏差原因。",
            )
        missing = _blank(Words("", span))
        rows = []
        for number, indicator in enumerate(of.indicators.rows):
            row = given.get(number)
            if row is None and typed and not torn:
                self.problems.add(
                    RuleBook.NOT_FILLED,
                    span,
                    f"“{of.label}”没有自评指标“{indicator.name.text}”。",
                    f"加一行：| {indicator.name.text} | …，评价对象的每个指标都要自评。",
                )
            extra = row.extra if row else ()
            achieved = row.achievement if row else missing
            rows.append(
                replace(indicator, description=None, basis=None, extra=extra,
                        achievement=achieved, span=row.span if row else span)
            )  # fmt: skip
        there = {c.key for c in form.columns if _has(c, rows)}
        columns = tuple(c.key for c in form.columns if c.key in there or c.key in typed.columns)
        return IndicatorTable(columns, tuple(rows), span)

    def matched(self, typed: IndicatorTable, of: Project) -> dict[int, Indicator]:
        """The typed rows by the place of the indicator that they evaluate."""
        found: dict[int, Indicator] = {}
        for row in typed.rows:
            same = [n for n, i in enumerate(of.indicators.rows) if _is(row, i)]
            free = [n for n in same if n not in found]
            if len({_levels(of.indicators.rows[n]) for n in same}) > 1:
                levels = [of.indicators.rows[n].level2 or Words() for n in same]
                self.bad(
                    row.name,
                    f"“{of.label}”里有 {len(same)} 个“{row.name.text}”指标。",
                    "加一列“二级指标”，写明是哪一个："
                    + "、".join(dict.fromkeys(w.text for w in levels))
                    + "。",
                )
                for number in free[:1]:
                    found[number] = row  # told once, not as missing too
            elif free:
                found[free[0]] = row
            elif same:
                earlier = found[same[0]].name.span
                self.bad(
                    row.name,
                    f"指标“{row.name.text}”自评了两次，另一处在 {earlier}。",
                    "只留一行。",
                )
            else:
                names = [i.name.text for i in of.indicators.rows]
                known = row.name.text in names
                message = f"“{of.label}”里没有指标“{row.name.text}”"
                message += f"（{row.level2.text}）。" if known and row.level2 else "。"
                hint = "核对一级、二级指标。" if known else did_you_mean(row.name.text, names)
                self.bad(row.name, message, hint if names else "删去这一行。")
        return found

    def bad(self, words: Words, message: str, hint: str) -> None:
        self.problems.add(RuleBook.EVALUATED_INDICATOR, words.span, message, hint)


def completed(typed: Project, form: Form) -> Project:
    """A project of a form that inherits nothing, with what its author need not work out."""
    if typed.evaluation is None or form.inherits:
        return typed
    evaluation, computed = _computed(typed, form)
    evaluation = _with_total(evaluation, typed.indicators, form)
    filled = tuple(f.key for f in form.fields if f.role in computed)
    return replace(typed, evaluation=evaluation, filled=filled)


def report_twice(projects: Iterable[Project], problems: Problems) -> None:
    """A project is evaluated once."""
    seen: dict[str, Span] = {}
    for project in projects:
        earlier = seen.setdefault(project.address, project.span)
        if earlier is not project.span:
            problems.add(
                RuleBook.EVALUATED_PROJECT,
                project.span,
                f"“{project.name.text}”自评了两次，另一处在 {earlier}。",
                "只留一处。",
            )


def _blank(words: Words) -> Achievement:
    """What stands for a row that nobody typed."""
    amount = Amount("", None, words.span)
    return Achievement(parse_target(words), amount, amount, words)


def _names(project: Project) -> dict[str, str]:
    return {"名称": project.name.text, "编码": project.own_code, "地址": project.address}


def _levels(indicator: Indicator) -> tuple[str, str]:
    return (
        indicator.level1.text if indicator.level1 else "",
        indicator.level2.text if indicator.level2 else "",
    )


def _is(row: Indicator, indicator: Indicator) -> bool:
    """Whether a typed row names this indicator; levels count as far as they are typed."""
    own = _levels(indicator)
    return row.name.text == indicator.name.text and all(
        not typed or typed == level for typed, level in zip(_levels(row), own, strict=True)
    )


def _has(column: Column, rows: Iterable[Indicator]) -> bool:
    """Whether the evaluated indicators have something for an inherited column."""
    match column.role:
        case "一级":
            return any(row.level1 is not None for row in rows)
        case "二级":
            return any(row.level2 is not None for row in rows)
    return column.inherited or column.role == "名称"


def _computed(typed: Project, form: Form) -> tuple[Evaluation, set[str]]:
    """What the author need not work out, and the roles of the fields that it fills."""
    evaluation = typed.evaluation or Evaluation()
    roles = {f.role for f in form.fields}
    computed: set[str] = set()
    if "执行率" in roles and not evaluation.rate:
        rate = evaluation.exact_rate
        evaluation = replace(evaluation, rate=Amount() if rate is None else percent(rate))
        computed.add("执行率")
    if "执行率分值" in roles and not evaluation.weight:
        evaluation = replace(evaluation, weight=EXECUTION_WEIGHT)
        computed.add("执行率分值")
    if "总分" in roles and not evaluation.total:
        computed.add("总分")
    return evaluation, computed


def _with_total(evaluation: Evaluation, indicators: IndicatorTable, form: Form) -> Evaluation:
    """The total, unless it was typed or a score is missing."""
    if evaluation.total:
        return evaluation
    total = score_total(evaluation, indicators, form)
    return evaluation if total is None else replace(evaluation, total=points(total))


def score_total(evaluation: Evaluation, indicators: IndicatorTable, form: Form) -> Decimal | None:
    """Σ of all scores, that of the execution among them where the form scores it.

    None where one is no number.
    """
    scores = [evaluation.score.value] if form.by_role("执行率得分") else []
    scores += [row.achievement.score.value for row in indicators.rows if row.achievement]
    numbers = [score for score in scores if score is not None]
    return sum(numbers, Decimal(0)) if len(numbers) == len(scores) else None
