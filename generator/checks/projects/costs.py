"""Cost indicators against the budget (docs/领域.md 11.9, 11.10)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from ...diagnostics import FieldRule, Level
from ...evidence.evidence import Row
from ...evidence.reading import base_unit, in_wan
from ...evidence.subject import Subject
from ...lexicon import any_of
from ...lexicon.folding import plain_name
from ...lexicon.likeness import common_part
from ...model.amounts import plain_number
from ...model.disclosure import Project
from ...model.targets import TargetKind
from ..comparison import Check, Comparison, Outcome, clean, judged
from ..examples import indicators

_MATCH: Final = "绩效目标要与预算安排相匹配（参照财预〔2015〕88号）。"

COST_DIRECTION = FieldRule(
    "JX045",
    "总成本写成“不少于”",
    why="成本指标用来控制支出，写的是上限（参照财预〔2021〕101号）。",
    mend="把“≥”改成“≤”或“=”。",
)
COST_IS_BUDGET = FieldRule(
    "JX046",
    "总成本与预算数不等",
    why=_MATCH,
    mend="两处改成一样；只是一部分成本的，在指标名称里写明是哪一部分。",
)
UNIT_COST = FieldRule(
    "JX047",
    "数量乘单位成本超过预算",
    why=_MATCH,
    mend="改正数量、单位成本或预算数。",
)
COST_FLOOR = FieldRule(
    "JX048",
    "成本写成“不少于”",
    Level.WARNING,
    why="成本指标用来控制支出，写的是上限（参照财预〔2021〕101号）。",
    mend="成本指标用“≤”或确定的数。",
)

_WHOLE: Final = "总成本|总投资|总支出|支出总额|经费总额"
_TOTAL: Final = re.compile(
    rf"^{any_of('funds.spent', '项目', '全年', '年度')}?(?:{_WHOLE}|成本总额|总费用|总额|预算数?)"
    rf"|(?:{_WHOLE}|资金总额)$"
)
_PART: Final = re.compile(r"单位|单个|每|均|单价|[/／]|其中|部分|节约|降低|上级|自筹|配套")
# What is saved, and what people are entitled to: more of it is better.
_WANTED_MORE: Final = re.compile(
    r"节|降|减|生均|(?:保障|供养|补助|补贴|救助|发放|资助|抚恤|优待|生活费|低保|工资|待遇)[^成]*标准|养老金|抚恤金|救助金"
)
_EACH: Final = re.compile(rf"^(?:单个|单位|平均每?|每一?{any_of('units.usual', '名')}?)")
_COST: Final = re.compile(
    r"(?:补助|建设|购置|运行|平均|监管)?"
    + any_of("directions.costs", "标准", "金额")
    + r"(?:标准|控制数?)?$"
)


def _money(row: Row) -> Decimal | None:
    target = row.indicator.target
    if target.kind is not TargetKind.NUMBER or target.number is None or target.upper is not None:
        return None
    return in_wan(target.number, target.unit)


def _is_total(row: Row, project: Project) -> bool:
    """A cost of the whole project: by its own words, or because it bears the project's name."""
    name, title = plain_name(row.name), plain_name(project.name.text)
    if _money(row) is None or row.kind != "成本" or _PART.search(row.name):
        return False
    rest = name.removeprefix(title).removeprefix("经费") if title and name != title else ""
    tails = ("金额", "总额", "成本", "支出", "总成本")
    own = name == title or (name.startswith(title) and rest in tails)
    return bool(_TOTAL.search(name)) or bool(title and own)


def _totals(subject: Subject) -> Iterator[tuple[Project, list[Row]]]:
    for project in subject.disclosure.projects:
        rows = [r for r in subject.evidence.rows_of[id(project)] if _is_total(r, project)]
        if rows:
            yield project, rows


def cost_direction(subject: Subject) -> Iterator[Comparison]:
    """A total cost is a ceiling, or exact."""
    for _, rows in _totals(subject):
        for row in rows:
            target = row.indicator.target
            yield judged(
                COST_DIRECTION,
                object=row.label,
                agrees=target.operator not in ("≥", ">"),
                left=target.wording,
                right="≤ 或确定的数",
                cells=row.cells("名称", "指标值"),
                message=f"“{row.name}”写成“{target.wording}”，等于要求至少花这么多钱。",
                hint=f"改成“≤{plain_number(target.number or Decimal(0))}{target.unit}”。",
                span=target.span,
            )


def cost_floor(subject: Subject) -> Iterator[Comparison]:
    """Any other cost, too, is not to be as high as possible."""
    return clean(COST_FLOOR, _floors(subject), "≤ 或确定的数")


def _floors(subject: Subject) -> Iterator[Comparison]:
    totals = {id(row) for _, rows in _totals(subject) for row in rows}
    for row in subject.evidence.rows:
        target = row.indicator.target
        is_floor = row.kind == "成本" and target.operator in ("≥", ">")
        if not is_floor or id(row) in totals or _WANTED_MORE.search(row.name):
            continue
        if target.unit.startswith(("元", "万", "亿", "千")):
            yield Comparison(
                COST_FLOOR.id,
                row.label,
                Outcome.DISAGREE,
                target.wording,
                "≤ 或确定的数",
                row.cells("名称", "指标值"),
                f"成本指标“{row.name}”写成“{target.wording}”，意思是花得越多越好。",
                COST_FLOOR.mend,
                target.span,
            )


def cost_is_budget(subject: Subject) -> Iterator[Comparison]:
    """A total cost, or all of them together, is the project's budget."""
    for project, rows in _totals(subject):
        budget = project.budget.value
        costs = [cost for row in rows if (cost := _money(row)) is not None]
        if budget is None or not costs:
            continue
        total = sum(costs, Decimal(0))
        row, cost = rows[0], costs[0]
        yield judged(
            COST_IS_BUDGET,
            object=row.label,
            agrees=budget in (total, *costs),
            left=plain_number(cost),
            right=plain_number(budget),
            cells=(*row.cells("指标值"), *subject.evidence.ids(project, "预算数")),
            message=f"“{row.name}”是“{row.indicator.target.wording}”，“{project.label}”的预算数是 "
            f"{plain_number(budget)} 万元。",
            span=row.indicator.target.span,
        )


def unit_cost(subject: Subject) -> Iterator[Comparison]:
    """数量 × 单位成本 ≤ 预算数."""
    for project in subject.disclosure.projects:
        budget = project.budget.value
        rows = subject.evidence.rows_of[id(project)]
        if budget is None:
            continue
        for cost in rows:
            if cost.kind == "成本" and (found := _counted(cost, rows)) is not None:
                yield _unit_cost(subject, project, budget, cost, found)


def _per(row: Row) -> tuple[Decimal, str] | None:
    """The cost of one, in 万元, and what one is (户); '' where only the name says so."""
    target = row.indicator.target
    if target.kind is not TargetKind.NUMBER or target.number is None:
        return None
    money, _, unit = target.unit.partition("/")
    value = in_wan(target.number, money)
    if value is None or (not unit and not _EACH.search(row.name)):
        return None
    return value, unit


def _counted(cost: Row, rows: tuple[Row, ...]) -> Row | None:
    """The one quantity that a unit cost is of: by its unit, or by the words both share."""
    per = _per(cost)
    if per is None:
        return None
    numbers = [r for r in rows if r.kind == "数量" and r.indicator.target.kind is TargetKind.NUMBER
               and "%" not in r.indicator.target.unit]  # fmt: skip
    thing = _COST.sub("", _EACH.sub("", cost.name))
    shared = [r for r in numbers if len(common_part(thing, r.name)) >= 4]
    by_unit = [r for r in numbers if per[1] and base_unit(r.indicator.target.unit)[0] == per[1]]
    for found in ([r for r in by_unit if r in shared], by_unit, shared if not by_unit else []):
        if len(found) == 1:
            return found[0]
    return None


def _unit_cost(
    subject: Subject, project: Project, budget: Decimal, cost: Row, count: Row
) -> Comparison:
    per, number = _per(cost), count.indicator.target.number
    assert per is not None
    times = (number or Decimal(0)) * base_unit(count.indicator.target.unit)[1]
    product = per[0] * times
    shown = f"{count.indicator.target.wording} × {cost.indicator.target.wording}"
    return judged(
        UNIT_COST,
        object=cost.label,
        agrees=product <= budget + Decimal("0.01"),
        left=plain_number(product),
        right=f"≤{plain_number(budget)}",
        cells=(
            *count.cells("指标值"),
            *cost.cells("指标值"),
            *subject.evidence.ids(project, "预算数"),
        ),
        message=f"“{count.name}”{count.indicator.target.wording}、“{cost.name}”"
        f"{cost.indicator.target.wording}，相乘（{shown}）是 {plain_number(product)} 万元，"
        f"超过预算数 {plain_number(budget)} 万元。",
        span=cost.indicator.target.span,
    )


CHECKS: Final = (
    Check(
        COST_DIRECTION,
        cost_direction,
        fails=indicators("产出指标 | 成本指标 | 项目总成本 | ≥150万元", budget="150"),
        passes=indicators("产出指标 | 成本指标 | 项目总成本 | ≤150万元", budget="150"),
    ),
    Check(
        COST_IS_BUDGET,
        cost_is_budget,
        fails=indicators("产出指标 | 成本指标 | 项目总成本 | ≤40万元", budget="36"),
        passes=indicators("产出指标 | 成本指标 | 项目总成本 | ≤36万元", budget="36"),
    ),
    Check(
        UNIT_COST,
        unit_cost,
        fails=indicators(
            "产出指标 | 数量指标 | 基层所改造数量 | 2个",
            "产出指标 | 成本指标 | 单个基层所改造成本 | ≤20万元",
            budget="29",
        ),
        passes=indicators(
            "产出指标 | 数量指标 | 抽检批次 | ≥720批次/年",
            "产出指标 | 成本指标 | 每批次抽检成本 | ≤800元/批次",
            budget="57.6",
        ),
    ),
    Check(
        COST_FLOOR,
        cost_floor,
        fails=indicators("产出指标 | 成本指标 | 宣传品成本 | ≥3万元"),
        passes=indicators("产出指标 | 成本指标 | 宣传品成本 | ≤3万元"),
    ),
)
