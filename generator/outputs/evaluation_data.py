"""What a 绩效自评 adds to the rows of projects and indicators."""

from __future__ import annotations

from typing import Final

from ..model.amounts import Amount
from ..model.evaluation import Achievement, Evaluation
from .tabular import Column, ColumnKind, Value


def _number(name: str, unit: str = "") -> Column:
    return Column(name, ColumnKind.NUMBER, unit=unit)


PROJECT_COLUMNS: Final = (
    _number("全年预算数", "万元"), _number("全年执行数", "万元"), _number("执行率", "%"),
    _number("执行率分值"), _number("执行率得分"), _number("总分"), Column("目标实际完成情况"),
)  # fmt: skip
INDICATOR_COLUMNS: Final = (
    Column("实际完成值"), _number("实际数值"), Column("实际计量单位"), _number("分值"),
    _number("得分"), Column("偏差原因分析及改进措施"),
)  # fmt: skip


def project_cells(evaluation: Evaluation, outcome: str) -> tuple[Value, ...]:
    """A project's cells for PROJECT_COLUMNS; `outcome` is its text with figures filled in."""
    e = evaluation
    return (*_values(e.budget, e.spent, e.rate, e.weight, e.score, e.total), outcome)


def indicator_cells(achieved: Achievement | None) -> tuple[Value, ...]:
    """An indicator's cells for INDICATOR_COLUMNS, blank where it was not evaluated."""
    if achieved is None:
        return ("", None, "", None, None, "")
    actual = achieved.actual
    points = _values(achieved.weight, achieved.score)
    return (actual.wording, actual.number, actual.unit, *points, achieved.reason.text)


def _values(*amounts: Amount) -> tuple[Value, ...]:
    return tuple(amount.value for amount in amounts)
