"""The figures that charts show, each exactly as the model has it, and sums of them.

What is computed by shares is rounded to two places, as money is.

A chart whose figures are missing, or which would show one thing alone, is None.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Final

from ...document.layout import Document
from ...evidence.budget_figures import BudgetFigures, budget_figures
from ...forms import MONEY, Family
from ...model.amounts import Amount, money
from ...model.disclosure import Disclosure, Indicator, PlanStep, Project
from ...model.totals import Total

MOST_PROJECTS: Final = 12
MOST_PARTS: Final = 4
MOST_CLASSES: Final = 15
WAN: Final = "万元"
INCOME, FUNCTIONS = "chart-income", "chart-functions"


class ChartKind(StrEnum):
    """How the figures are drawn: bars below their labels, one bar in parts, columns in time."""

    BARS = "bars"
    PARTS = "parts"
    COLUMNS = "columns"


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure: `value` in the chart's unit, `wording` as it is printed, `share` of the whole
    in percent, None where there is no whole."""

    label: str
    value: Decimal
    wording: str
    share: Decimal | None = None

    @property
    def percent(self) -> str:
        return "" if self.share is None else f"{self.share:.1f}%"


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart under its `id` (an anchor); `heads` are its table's: labels, values, shares."""

    id: str
    kind: ChartKind
    title: str
    description: str
    unit: str
    heads: tuple[str, str, str]
    bars: tuple[Bar, ...]


def charts(disclosure: Disclosure, family: Family, document: Document) -> tuple[Chart, ...]:
    """All the charts that a disclosure has figures for."""
    made = (
        budgets(disclosure),
        *sources(disclosure, family, document),
        spending(disclosure),
        classes(disclosure, family),
    )
    return tuple(chart for chart in made if chart is not None)


def budgets(disclosure: Disclosure, most: int = MOST_PROJECTS) -> Chart | None:
    """Budgets by project, the largest first; those after the first `most` as one."""
    given = ranked(disclosure.projects)
    values = [_number(p.budget) for p in given]
    if not _is_telling(values):
        return None
    cut = len(given) if len(given) <= most + 1 else most
    pairs = [(p.label, v) for p, v in zip(given[:cut], values, strict=False)]
    if cut < len(given):
        pairs.append((f"其余 {len(given) - cut} 个项目", sum(values[cut:], Decimal(0))))
    bars = _bars(pairs)
    total, first = sum(values, Decimal(0)), bars[0]
    missing = len(disclosure.projects) - len(given)
    return Chart(
        "chart-budgets",
        ChartKind.BARS,
        "各项目预算",
        f"{len(given)} 个项目合计 {money(total)} 万元，最大的是“{first.label}”，"
        f"{first.wording} 万元，占 {first.percent}。"
        + (f"另有 {missing} 个项目没有填写数字，不在图中。" if missing else ""),
        WAN,
        ("项目", "预算数", "占比"),
        bars,
    )


def ranked(projects: Sequence[Project]) -> list[Project]:
    """The projects with a number for a budget, the largest first, then in the text's order."""
    given = [p for p in projects if p.budget.value is not None]
    return sorted(given, key=lambda p: -_number(p.budget))


def sources(disclosure: Disclosure, family: Family, document: Document) -> Iterator[Chart]:
    """Where the money comes from: by the groups of the department's form, else by its statutory
    tables, which both say where it goes too, else by project."""
    told = tuple(_groups(disclosure, family, document)) or tuple(
        _tabled(budget_figures(disclosure, family, document))
    )
    if told:
        yield from told
        return
    totals = [
        (title, sum((_number(a) for a in amounts), Decimal(0)))
        for title, amounts in (
            ("财政资金", [p.fiscal for p in disclosure.projects]),
            ("其他资金", [p.other for p in disclosure.projects]),
        )
    ]
    if _is_telling([value for _, value in totals]):
        yield _parts("chart-sources", "项目资金来源", "资金来源", totals)


def _tabled(told: BudgetFigures) -> Iterator[Chart]:
    """What the statutory tables tell; parts of nothing are left to the tables themselves."""
    for id, title, head, parts in (
        (INCOME, "收入来源", "来源", told.sources),
        ("chart-kinds", "支出构成", "支出", told.kinds),
        (FUNCTIONS, "支出按功能分类", "功能分类", told.functions),
    ):
        given = [(label, value) for label, value in parts if value]
        if _is_telling([value for _, value in given]):
            yield _parts(id, title, head, given)


def _groups(disclosure: Disclosure, family: Family, document: Document) -> Iterator[Chart]:
    """A chart for each group of amounts in the department's form (按收入性质分)."""
    if disclosure.overall is None:
        return
    form = family.forms[disclosure.overall.form]
    grids = document.project(disclosure.overall).grids
    amounts = {cell.key: cell.amount for grid in grids[:1] for cell in grid.cells if cell.amount}
    for number, group in enumerate(form.groups, 1):
        pairs = [
            (field.title, _number(amounts[field.key]))
            for field in form.fields
            if field.group == group and field.kind == MONEY and field.role != "预算数"
            if field.key in amounts and amounts[field.key].value is not None
        ]
        if _is_telling([value for _, value in pairs]):
            title = f"部门预算{group}" if group.startswith("按") else f"部门{group}"
            yield _parts(f"chart-overall-{number}", title, "项目", pairs)


def _parts(id: str, title: str, head: str, pairs: Sequence[tuple[str, Decimal]]) -> Chart:
    """Parts of a whole; more than four patterns nobody tells apart, so then bars."""
    bars = _bars(pairs)
    shown = sum(bar.value > 0 for bar in bars)
    kind = ChartKind.PARTS if shown <= MOST_PARTS else ChartKind.BARS
    listed = "，".join(f"{b.label} {b.wording} 万元，占 {b.percent}" for b in bars)
    return Chart(id, kind, title, f"{listed}。", WAN, (head, "金额", "占比"), bars)


def spending(disclosure: Disclosure) -> Chart | None:
    """By when how much is to be spent, over the projects that say it in numbers."""
    given = [p for p in disclosure.projects if _has_plan(p)]
    labels = _labels(given[0].plan) if given else ()
    given = [p for p in given if _labels(p.plan) == labels]
    whole = sum((_number(p.budget) for p in given), Decimal(0))
    if len(labels) < 2 or not whole:
        return None
    bars = []
    for n, label in enumerate(labels):
        spent = sum((_number(p.budget) * _number(p.plan[n].share) for p in given), Decimal(0)) / 100
        rounded = spent.quantize(Decimal("0.01"), ROUND_HALF_UP)
        bars.append(Bar(label, rounded, money(rounded), spent * 100 / whole))
    if not any(bar.value for bar in bars):
        return None
    listed = "，".join(f"{bar.label} {bar.percent}" for bar in bars)
    return Chart(
        "chart-spending",
        ChartKind.COLUMNS,
        "支出计划（累计）",
        f"{len(given)} 个项目按预算数加权，到各时点累计计划支出：{listed}。",
        WAN,
        ("时点", "累计支出", "占预算"),
        tuple(bars),
    )


def _has_plan(project: Project) -> bool:
    given = all(step.share.value is not None for step in project.plan)
    return bool(project.plan) and given and _number(project.budget) > 0


def _labels(plan: Sequence[PlanStep]) -> tuple[str, ...]:
    return tuple(step.label for step in plan)


def over_the_years(totals: Sequence[tuple[int, Total]]) -> Chart | None:
    """A department's sums of project budgets, the earliest year first."""
    given = [(year, total) for year, total in totals if total.value is not None]
    bars = tuple(Bar(f"{y}年", t.value, money(t.value)) for y, t in given if t.value is not None)
    if not _is_telling([bar.value for bar in bars]):
        return None
    listed = "，".join(f"{bar.label} {bar.wording} 万元" for bar in bars)
    notes = "".join(f"{year}年：{total.note}" for year, total in given if total.note)
    return Chart(
        "chart-years",
        ChartKind.COLUMNS,
        "各年的项目预算合计",
        f"{listed}。{notes}",
        WAN,
        ("年度", "项目预算合计", ""),
        bars,
    )


def classes(disclosure: Disclosure, family: Family) -> Chart | None:
    """How many indicators each class has, over all projects, in the order of the form."""
    rows = [row for project in disclosure.projects for row in project.indicators.rows]
    known = ["·".join(pair) for form in family.forms.values() for pair in form.classes]
    counts = _counted((class_of(row) for row in rows), known)
    if len(counts) > MOST_CLASSES:
        counts = _counted((row.level1.text if row.level1 else "" for row in rows), ())
    if len(counts) < 2 or len(counts) > MOST_CLASSES:
        return None
    total = sum(counts.values())
    bars = tuple(
        Bar(name, Decimal(count), str(count), Decimal(count) * 100 / total)
        for name, count in counts.items()
    )
    most = max(bars, key=lambda bar: bar.value)
    return Chart(
        "chart-classes",
        ChartKind.BARS,
        "绩效指标的类别",
        f"各项目共 {total} 条绩效指标，最多的是{most.label}，{most.wording} 条。",
        "条",
        ("类别", "指标", "占比"),
        bars,
    )


def _counted(names: Iterable[str], order: Sequence[str]) -> dict[str, int]:
    """How often each name stands there; the names of `order` first."""
    counts = Counter(name for name in names if name)
    return {name: counts[name] for name in dict.fromkeys((*order, *counts)) if counts[name]}


def class_of(row: Indicator) -> str:
    """An indicator's class as one name: 产出指标·数量指标."""
    return "·".join(words.text for words in (row.level1, row.level2) if words)


def _bars(pairs: Sequence[tuple[str, Decimal]]) -> tuple[Bar, ...]:
    whole = sum((value for _, value in pairs), Decimal(0))
    return tuple(Bar(label, value, money(value), value * 100 / whole) for label, value in pairs)


def _is_telling(values: Sequence[Decimal]) -> bool:
    """Two figures at least, and none below zero, which no bar can show."""
    return sum(value > 0 for value in values) > 1 and min(values) >= 0


def _number(amount: Amount) -> Decimal:
    return amount.value if amount.value is not None else Decimal(0)
