"""The figures that a disclosure opens with, on its page and on its sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...document.layout import Document
from ...evidence.budget_figures import budget_figures, project_total
from ...forms import Family
from ...model.amounts import money
from ...model.disclosure import Disclosure
from ...model.evaluation import Execution
from ...model.totals import TABLE

WAN = "万元"


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure as it is printed; `note` says what it counts, where that is not plain."""

    label: str
    value: str
    unit: str = ""
    note: str = ""


def key_figures(
    disclosure: Disclosure, family: Family, document: Document
) -> tuple[KeyFigure, ...]:
    """Sums of money first, then how many projects and indicators there are."""
    execution = disclosure.execution
    sums = _executed(execution) if execution else _planned(disclosure, family, document)
    rows = sum(len(p.indicators.rows) for p in disclosure.projects)
    return (
        *sums,
        KeyFigure("项目", str(len(disclosure.projects)), "个"),
        KeyFigure("绩效指标", str(rows), "条"),
    )


def _executed(execution: Execution) -> Iterator[KeyFigure]:
    yield KeyFigure("全年预算数", money(execution.budget), WAN)
    yield KeyFigure("全年执行数", money(execution.spent), WAN)
    if execution.rate:
        yield KeyFigure("执行率", execution.rate.wording)
    if execution.mean is not None:
        yield KeyFigure("平均总分", money(execution.mean), "分")


def _planned(disclosure: Disclosure, family: Family, document: Document) -> Iterator[KeyFigure]:
    """What the department has and spends, as far as its own form and its tables tell."""
    told = budget_figures(disclosure, family, document)
    total = project_total(disclosure, family, document)
    overall = disclosure.overall.budget.value if disclosure.overall else None
    for label, value in (
        ("部门预算总额", overall),
        ("收入总计", told.income),
        ("支出总计", told.spending),
    ):
        if value is not None:
            yield KeyFigure(label, money(value), WAN)
    if total.value is not None and total.tabled:
        yield KeyFigure("项目支出", money(total.value), WAN, f"取自“{TABLE}”")
    elif total.value is not None:
        yield KeyFigure("项目预算合计", money(total.value), WAN, total.note)
    if told.three_public is not None:
        yield KeyFigure("“三公”经费", money(told.three_public), WAN)
