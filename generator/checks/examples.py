"""Pieces of a disclosure as authors type them: what the rules show as their examples."""

from __future__ import annotations


def indicators(*rows: str, budget: str = "", form: str = "") -> str:
    """A project with these indicators, typed as `级 | 级 | 名称 | 指标值`."""
    lines = [f"表式: {form}"] if form else []
    lines += ["项目:", "  - 名称: 抽检"]
    lines += [f"    预算数: {budget}"] if budget else []
    lines += ["    绩效指标: |", "      | 一级指标 | 二级指标 | 三级指标 | 指标值 |"]
    lines += ["      |---|---|---|---|", *(f"      | {row} |" for row in rows)]
    return "\n".join(lines)


def purpose(text: str) -> str:
    """A project with this 用途."""
    return f"项目:\n  - 名称: 抽检\n    用途: {text}"


def evaluated(*fields: str, rows: tuple[str, ...] = ()) -> str:
    """A project with these fields and rows of 指标, 实际完成值, 分值, 得分, 偏差原因."""
    lines = ["类型: 绩效自评", "项目:", "  - 名称: 抽检", *(f"    {field}" for field in fields)]
    if rows:
        lines += ["    绩效指标: |", "      | 指标 | 实际完成值 | 分值 | 得分 | 偏差原因 |"]
        lines += ["      |---|---|---|---|---|", *(f"      | {row} |" for row in rows)]
    return "\n".join(lines)
