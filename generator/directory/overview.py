"""A disclosure in a line, in the same words for catalogue, feed and heads of pages."""

from __future__ import annotations

from ..model.amounts import money
from ..summaries import Summary


def overview(summary: Summary) -> str:
    """A disclosure in a line (内容概述)."""
    total = ""
    if summary.execution:
        total = f"全年执行 {money(summary.execution.spent)} 万元，"
    elif summary.total.value is not None:
        brief = f"（{summary.total.brief}）" if summary.total.brief else ""
        total = f"预算合计 {money(summary.total.value)} 万元{brief}，"
    return f"{len(summary.projects)} 个项目，{total}绩效指标 {summary.indicator_count} 条。"
