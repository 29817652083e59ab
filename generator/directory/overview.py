"""A disclosure in a line, in the same words for catalogue, feed and heads of pages."""

from __future__ import annotations

from ..jobs import Summary
from ..outputs.pages import money


def overview(summary: Summary) -> str:
    """A disclosure in a line (内容概述)."""
    total = ""
    if summary.execution:
        total = f"全年执行 {money(summary.execution.spent)} 万元，"
    elif summary.total is not None:
        total = f"预算合计 {money(summary.total)} 万元，"
    return f"{len(summary.projects)} 个项目，{total}绩效指标 {summary.indicator_count} 条。"
