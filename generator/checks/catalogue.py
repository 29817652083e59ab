"""The rules as text: one explained, all in a table (docs/规则.md)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from . import CHECKS
from .comparison import Check

INTRODUCTION: Final = """\
# 规则

本文由程序生成（`python -m generator.checks.catalogue docs/规则.md`），不要手工修改。
`gongkai check --explain JX012` 显示一条规则的理由和例子。
**错误**要先改正才能公开；**警告**和**提示**供作者核对，不妨碍公开（`--strict` 时警告也算错误）。

| 编号 | 级别 | 规则 | 理由或依据 |
|---|---|---|---|
"""


def table() -> str:
    """All rules as a Markdown document."""
    rows = (
        f"| {c.rule.id} | {c.rule.level} | {c.rule.title} | {c.reason.replace('|', '、')} |\n"
        for c in CHECKS
    )
    return INTRODUCTION + "".join(rows)


def explained(check: Check) -> Iterator[str]:
    """The lines that tell a rule: title, level, reason, what it reports and what it does not."""
    rule = check.rule
    yield f"{rule.id} {rule.title}（{rule.level}）"
    yield ""
    yield f"理由：{check.reason}"
    last = [("上一年的公开是这样写的", check.before)] if check.before else []
    for title, text in (*last, ("这样写会报告", check.fails), ("这样写不会报告", check.passes)):
        yield ""
        yield f"{title}："
        yield from (f"    {line}" for line in text.split("\n"))


if __name__ == "__main__":  # pragma: no cover
    import sys
    from pathlib import Path

    Path(sys.argv[1]).write_text(table(), "utf-8")
