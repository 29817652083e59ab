"""绩效自评: scores that add up, and targets that were missed (docs/领域.md 5.2)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Final

from ...diagnostics import FieldRule, Level, Span
from ...evidence.evidence import Row
from ...evidence.reading import base_unit, in_wan
from ...evidence.subject import Subject
from ...lexicon import any_of
from ...loader.evaluation import score_total
from ...model.amounts import Amount, plain_number
from ...model.disclosure import Project
from ...model.evaluation import FULL_SCORE, Achievement, Evaluation, Kind, percent
from ...model.targets import Target, TargetKind, parse_target
from ...model.words import Words
from ..comparison import WHOLE, Check, Comparison, Outcome, judged
from ..examples import evaluated
from .targets import is_unwanted

_SPENT: Final = "预算执行率是全年执行数占全年预算数的比例（参照财预〔2020〕10号）。"
_SELF: Final = "单位自评表各项分值合计 100 分，总分由各项得分汇总形成（参照财预〔2020〕10号）。"
_WHY: Final = "未完成绩效目标的，要分析并说明原因，研究提出改进措施（参照财预〔2020〕10号）。"
_BY_RATIO: Final = "未完成指标值的，按照完成值与指标值的比例记分（参照财预〔2020〕10号）。"

RATE = FieldRule(
    "JX100",
    "执行率不等于全年执行数除以全年预算数",
    why=_SPENT,
    mend="改正执行率、全年预算数或全年执行数；执行率可以不写，由程序来算。",
)
ABOVE_WEIGHT = FieldRule(
    "JX101",
    "得分超过分值，或小于 0",
    why=_SELF,
    mend="改正得分或分值。",
)
WEIGHTS = FieldRule(
    "JX102",
    "分值合计不是 100",
    why=_SELF,
    mend="调整各指标的分值，与预算执行的 10 分合计为 100。",
)
TOTAL = FieldRule(
    "JX103",
    "总分不等于各项得分之和",
    why=_SELF,
    mend="改正总分或写错的得分；总分可以不写，由程序来算。",
)
NO_REASON = FieldRule(
    "JX104",
    "没有完成的指标没有说明偏差原因",
    Level.WARNING,
    why=_WHY,
    mend="在“偏差原因”一列写明原因和改进措施。",
)
FULL_MARKS = FieldRule(
    "JX105",
    "没有完成的指标得了满分",
    Level.NOTE,
    why=_BY_RATIO,
    mend="按完成的程度扣分；确实应得满分的可以保留。",
)
OVERSPENT = FieldRule(
    "JX106",
    "全年执行数超过全年预算数",
    Level.WARNING,
    why=_SPENT,
    mend="全年预算数是调整以后的预算数；核对两个数。",
)
NOT_EVALUATED = FieldRule(
    "JX107",
    "评价对象有项目没有自评",
    Level.WARNING,
    why="自评要覆盖评价对象的全部项目，有例外的写明理由。",
    mend="补上这些项目的自评；有理由不评的，可以豁免。",
)


def _evaluations(subject: Subject) -> Iterator[tuple[Project, Evaluation]]:
    overall = subject.disclosure.overall
    for project in (*([overall] if overall else []), *subject.disclosure.projects):
        if project.evaluation is not None:
            yield project, project.evaluation


def _place(project: Project, amount: Amount) -> Span:
    """Where an amount was typed, else its project."""
    return amount.span if amount.span.path else project.span


def rate(subject: Subject) -> Iterator[Comparison]:
    """A rate that was typed recomputes, to the places that it was typed with."""
    for project, evaluation in _evaluations(subject):
        exact, typed = evaluation.exact_rate, evaluation.rate
        if exact is None or typed.value is None:
            continue
        exponent = min(0, int(typed.value.as_tuple().exponent))
        agrees = abs(typed.value - exact) * 2 <= Decimal(1).scaleb(exponent)
        spent, budget = evaluation.spent.value, evaluation.budget.value
        said = f"{plain_number(spent or Decimal(0))}÷{plain_number(budget or Decimal(0))}"
        yield judged(
            RATE,
            object=f"{project.label}·执行率",
            agrees=agrees,
            left=f"{plain_number(typed.value)}%",
            right=percent(exact).wording,
            cells=subject.evidence.ids(project, "执行率", "全年预算数", "全年执行数"),
            message=f"“{project.label}”的执行率写的是 {typed.wording}，"
            f"{said} 是 {percent(exact).wording}。",
            span=_place(project, typed),
        )


def _scored(
    subject: Subject, project: Project, evaluation: Evaluation
) -> Iterator[tuple[str, Amount, Amount, tuple[str, ...]]]:
    """All that scores: what it is, its weight, its score, their cells."""
    cells = subject.evidence.ids(project, "执行率分值", "执行率得分")
    if cells:
        yield f"{project.label}·预算执行", evaluation.weight, evaluation.score, cells
    for row in subject.evidence.rows_of[id(project)]:
        if achieved := row.indicator.achievement:
            yield row.label, achieved.weight, achieved.score, row.cells("分值", "得分")


def above_weight(subject: Subject) -> Iterator[Comparison]:
    """0 ≤ 得分 ≤ 分值."""
    for project, evaluation in _evaluations(subject):
        for name, weight, score, cells in _scored(subject, project, evaluation):
            if weight.value is None or score.value is None:
                continue
            yield judged(
                ABOVE_WEIGHT,
                object=name,
                agrees=0 <= score.value <= weight.value,
                left=plain_number(score.value),
                right=f"0—{plain_number(weight.value)}",
                cells=cells,
                message=f"“{name}”得 {plain_number(score.value)} 分，"
                f"分值是 {plain_number(weight.value)} 分。",
                span=_place(project, score),
            )


def weights(subject: Subject) -> Iterator[Comparison]:
    """The weights of the execution and of the indicators come to 100."""
    for project, evaluation in _evaluations(subject):
        scored = list(_scored(subject, project, evaluation))
        values = [weight.value for _, weight, _, _ in scored]
        numbers = [value for value in values if value is not None]
        if len(numbers) < len(values):
            continue  # a blank one is told by itself
        total = sum(numbers, Decimal(0))
        apart = with_own = ""
        if subject.evidence.form(project).by_role("执行率得分"):
            own, others = plain_number(numbers[0]), plain_number(total - numbers[0])
            apart, with_own = f"：预算执行 {own}，指标 {others}", "与预算执行的分值"
        yield judged(
            WEIGHTS,
            object=f"{project.label}·分值",
            agrees=total == FULL_SCORE,
            left=plain_number(total),
            right=f"{plain_number(FULL_SCORE)} 分",
            cells=tuple(cell for _, _, _, cells in scored for cell in cells[:1]),
            message=f"“{project.label}”的分值合计是 {plain_number(total)}{apart}。",
            hint=f"调整各指标的分值，{with_own}合计为 100。",
            span=project.indicators.span if project.indicators.span.path else project.span,
        )


def total(subject: Subject) -> Iterator[Comparison]:
    """A total that was typed is the sum of the scores."""
    for project, evaluation in _evaluations(subject):
        form, typed = subject.evidence.form(project), evaluation.total
        right = score_total(evaluation, project.indicators, form)
        if right is None or typed.value is None:
            continue
        scores = (i for *_, cells in _scored(subject, project, evaluation) for i in cells[-1:])
        yield judged(
            TOTAL,
            object=f"{project.label}·总分",
            agrees=typed.value == right,
            left=plain_number(typed.value),
            right=plain_number(right),
            cells=(*subject.evidence.ids(project, "总分"), *scores),
            message=f"“{project.label}”的总分写的是 {plain_number(typed.value)}，"
            f"各项得分之和是 {plain_number(right)}。",
            span=_place(project, typed),
        )


_TIME: Final = re.compile(f"个?{any_of('units.spans', 'units.days', '分钟')}")
_UNDONE: Final = re.compile(
    r"(?:未|没有|没|尚未|部分|基本)(?:能|有)?(?:按期|按时|全部|如期)?(?:完成|达到|达成|实现|开展|达标)"
)


def missed(row: Row, year: int) -> bool | None:
    """Whether an indicator fell short of its target; None where that cannot be told.

    A bare number is a floor, for what nobody wants (and for costs) a ceiling; a
    bare 0 is meant exactly. Days are compared where both can be told, those without
    a year as the disclosure's.
    """
    achieved, target = row.indicator.achievement, row.indicator.target
    if achieved is None or not achieved.actual:
        return None
    if _UNDONE.search(achieved.actual.wording):
        return True
    numbers = _same_unit(target, achieved.actual)
    if numbers is not None:
        return _falls_short(target, *numbers, row)
    wanted, done = _dated(target, year), _dated(achieved.actual, year)
    if wanted.date is not None and done.date is not None:
        return done.date > wanted.date
    return None


def _same_unit(target: Target, actual: Target) -> tuple[Decimal, Decimal, Decimal] | None:
    """Floor and ceiling of the target and the number achieved, in one unit."""
    if target.number is None or actual.number is None or actual.operator not in ("", "="):
        return None
    lower, upper, number = target.number, target.upper or target.number, actual.number
    sums = [in_wan(n, t.unit) for n, t in ((lower, target), (upper, target), (number, actual))]
    if (money := [s for s in sums if s is not None]) and len(money) == len(sums):
        return money[0], money[1], money[2]
    (unit, factor), (own, times) = base_unit(target.unit), base_unit(actual.unit)
    if own and own != unit:
        return None
    scale = times if own else factor
    return lower * factor, upper * factor, number * scale


def _falls_short(target: Target, lower: Decimal, upper: Decimal, number: Decimal, row: Row) -> bool:
    tests: dict[str, Callable[[], bool]] = {
        "≥": lambda: number < lower,
        ">": lambda: number <= lower,
        "≤": lambda: number > upper,
        "<": lambda: number >= upper,
    }
    if target.operator in tests:
        return tests[target.operator]()
    if target.upper is not None or lower == 0:
        return not lower <= number <= upper
    fewer_is_better = row.kind == "成本" or is_unwanted(row.name) or bool(_TIME.match(target.unit))
    return number > upper if fewer_is_better else number < lower


def _dated(target: Target, year: int) -> Target:
    """A day without a year is one of the disclosure's year."""
    timely = (TargetKind.DATE, TargetKind.DEADLINE, TargetKind.PERIOD)
    if target.kind not in timely or target.date is not None:
        return target
    return parse_target(Words(f"{year}年{target.wording.lstrip('于在')}"))


def _missed(subject: Subject) -> Iterator[tuple[Row, Achievement, bool]]:
    """The indicators of which it can be told whether they fell short."""
    for project, _ in _evaluations(subject):
        for row in subject.evidence.rows_of[id(project)]:
            short = missed(row, subject.disclosure.year)
            if short is not None and row.indicator.achievement is not None:
                yield row, row.indicator.achievement, short


def no_reason(subject: Subject) -> Iterator[Comparison]:
    """Who fell short says why, and what will be done."""
    for row, achieved, short in _missed(subject):
        target, actual = row.indicator.target.wording, achieved.actual.wording
        yield judged(
            NO_REASON,
            object=row.label,
            agrees=not short or bool(achieved.reason),
            left=actual,
            right=target,
            cells=row.cells("实际完成值", "指标值", "偏差原因"),
            message=f"“{row.name}”的指标值是“{target}”，实际完成“{actual}”，没有说明偏差原因。",
            span=achieved.actual.span,
        )


def full_marks(subject: Subject) -> Iterator[Comparison]:
    """What fell short does not have all its points."""
    for row, achieved, short in _missed(subject):
        weight, score = achieved.weight.value, achieved.score.value
        if not short or weight is None or score is None:
            continue
        yield judged(
            FULL_MARKS,
            object=row.label,
            agrees=score < weight,
            left=plain_number(score),
            right=f"小于 {plain_number(weight)}",
            cells=row.cells("得分", "分值", "实际完成值", "指标值"),
            message=f"“{row.name}”的指标值是“{row.indicator.target.wording}”，"
            f"实际完成“{achieved.actual.wording}”，仍得满分 {plain_number(weight)} 分。",
            span=achieved.score.span,
        )


def overspent(subject: Subject) -> Iterator[Comparison]:
    """No more is spent than the budget, as adjusted, allows."""
    for project, evaluation in _evaluations(subject):
        budget, spent = evaluation.budget.value, evaluation.spent.value
        if budget is None or spent is None:
            continue
        yield judged(
            OVERSPENT,
            object=f"{project.label}·全年执行数",
            agrees=spent <= budget,
            left=plain_number(spent),
            right=f"≤{plain_number(budget)}",
            cells=subject.evidence.ids(project, "全年执行数", "全年预算数"),
            message=f"“{project.label}”全年执行数 {plain_number(spent)} 万元，"
            f"超过全年预算数 {plain_number(budget)} 万元。",
            span=_place(project, evaluation.spent),
        )


def not_evaluated(subject: Subject) -> Iterator[Comparison]:
    """Every project of the evaluated disclosure is there."""
    disclosure = subject.disclosure
    if disclosure.evaluated is None:
        return
    there = {project.address for project in disclosure.projects}
    wanted = disclosure.evaluated.projects
    missing = [p.name.text for p in wanted if p.address not in there]
    left, right = f"{len(wanted) - len(missing)} 个项目", f"{len(wanted)} 个项目"
    message = f"评价对象有 {len(wanted)} 个项目，没有自评的：{'、'.join(missing)}。"
    if missing:
        yield Comparison(
            NOT_EVALUATED.id, WHOLE, Outcome.DISAGREE, left, right, (), message,
            NOT_EVALUATED.mend,
            disclosure.evaluates.span,
        )  # fmt: skip
    else:
        yield Comparison(NOT_EVALUATED.id, WHOLE, Outcome.AGREE, left, right)


_DONE: Final = "满意度 | 92% | 40 | 40 | "
CHECKS: Final = tuple(
    Check(rule, compare, fails=fails, passes=passes, kinds=(Kind.EVALUATION,))
    for rule, compare, fails, passes in (
        (
            RATE,
            rate,
            evaluated("全年预算数: 36", "全年执行数: 30", "执行率: 90%"),
            evaluated("全年预算数: 36", "全年执行数: 30", "执行率: 83.3%"),
        ),
        (
            ABOVE_WEIGHT,
            above_weight,
            evaluated(rows=("检查次数 | 4次 | 50 | 55 | ", _DONE)),
            evaluated(rows=("检查次数 | 4次 | 50 | 50 | ", _DONE)),
        ),
        (
            WEIGHTS,
            weights,
            evaluated("执行率分值: 10", rows=("检查次数 | 4次 | 60 | 60 | ", _DONE)),
            evaluated("执行率分值: 10", rows=("检查次数 | 4次 | 50 | 50 | ", _DONE)),
        ),
        (
            TOTAL,
            total,
            evaluated("执行率得分: 9", "总分: 98", rows=("检查次数 | 4次 | 50 | 50 | ", _DONE)),
            evaluated("执行率得分: 9", "总分: 99", rows=("检查次数 | 4次 | 50 | 50 | ", _DONE)),
        ),
        (
            NO_REASON,
            no_reason,
            evaluated(rows=("检查次数 | 3次 | 50 | 37.5 | ", _DONE)),
            evaluated(rows=("检查次数 | 3次 | 50 | 37.5 | 汛期停检一次，下年提前安排 ", _DONE)),
        ),
        (
            FULL_MARKS,
            full_marks,
            evaluated(rows=("检查次数 | 3次 | 50 | 50 | 汛期停检一次 ", _DONE)),
            evaluated(rows=("检查次数 | 3次 | 50 | 37.5 | 汛期停检一次 ", _DONE)),
        ),
        (
            OVERSPENT,
            overspent,
            evaluated("全年预算数: 36", "全年执行数: 40"),
            evaluated("全年预算数: 40", "全年执行数: 40"),
        ),
        (
            NOT_EVALUATED,
            not_evaluated,
            evaluated("全年预算数: 36", "全年执行数: 30"),
            evaluated("全年预算数: 36", "全年执行数: 30") + "\n  - 名称: 宣传",
        ),
    )
)
