"""Shares and completed budgets that running text states recompute (docs/领域.md 11.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from ...diagnostics import FieldRule, Level
from ...evidence.statements.passages import is_share
from ...evidence.statements.shares import Compared, Share, completions, orders, shares
from ...evidence.subject import Subject
from ...model.amounts import plain_number
from ..comparison import Check, Comparison, judged
from .stated_sums import wrong_parts

_DONE: Final = "决算的说明要与预算对照，百分比由公开的数算出。"

STATED_SHARE = FieldRule(
    "JX014",
    "文字里的占比算不出来",
    Level.WARNING,
    why="占比由公开的数算出，相差不超过四舍五入。",
    mend="重新计算占比，并核对占的是哪一个数。",
)
COMPLETION = FieldRule(
    "JX130",
    "完成预算的百分比与预算数、决算数对不上",
    Level.WARNING,
    why=_DONE,
    mend="核对预算数、决算数和百分比。",
)
ORDER = FieldRule(
    "JX131",
    "“大于预算”“小于预算”与预算数、决算数对不上",
    Level.WARNING,
    why=_DONE,
    mend="核对两个数和这句话。",
)


_WHOLE: Final = Decimal(100)
_ROUNDED: Final = Decimal("0.1")
_MOST: Final = 20


def stated_share(subject: Subject) -> Iterator[Comparison]:
    """A share recomputes against a sum of its paragraph or of those above."""
    told = wrong_parts(subject)
    beside: dict[int, list[Share]] = {}
    for one in shares(subject):
        beside.setdefault(id(one.passage), []).append(one)
    for one in shares(subject):
        if id(one.part) in told:
            continue  # its sum does not hold: one cause, told once
        stated, part = one.figure.number, one.part.number
        known = [b.number for b in one.bases if b.number > 0]
        if not known:
            continue
        agrees = any(is_share(stated, part, base) for base in (*known, *_made_up(one, beside)))
        nearest = min((part * 100 / base for base in known), key=lambda s: abs(s - stated))
        shown = plain_number(round(nearest, 2))
        line = one.passage.line
        yield judged(
            STATED_SHARE,
            object=f"{line.where}·占比",
            agrees=agrees,
            left=f"{stated}%",
            right=f"{shown}%",
            cells=line.cells,
            message=f"{plain_number(part)} {_unit(one.part.unit)}的占比写的是 "
            f"{stated}%，按{one.named or '上下文里'}的数算是 {shown}%。",
            span=line.at(one.figure.start),
        )


def _made_up(one: Share, beside: Mapping[int, Sequence[Share]]) -> Iterator[Decimal]:
    """Bases that nobody states: the sum of parts whose shares make up the hundred."""
    others = [s for s in beside[id(one.passage)] if s is not one][:_MOST]
    for other in others:
        if other.figure.number + one.figure.number == _WHOLE:
            yield one.part.number + other.part.number
    if (
        others
        and abs(sum((s.figure.number for s in others), one.figure.number) - _WHOLE) <= _ROUNDED
    ):
        yield sum((s.part.number for s in others), one.part.number)


def _unit(unit: str) -> str:
    return unit if unit and not unit.endswith("元") else "万元"


def completion(subject: Subject) -> Iterator[Comparison]:
    """完成预算的 95.2% = what was spent of what was planned."""
    for one in completions(subject):
        if one.plan <= 0:
            continue
        line, stated = one.passage.line, one.figure.number
        shown = plain_number(round(one.actual.number * 100 / one.plan, 2))
        yield judged(
            COMPLETION,
            object=f"{line.where}·完成率",
            agrees=is_share(stated, one.actual.number, one.plan),
            left=f"{stated}%",
            right=f"{shown}%",
            cells=line.cells,
            message=f"这里写完成预算的 {stated}%，按预算 {plain_number(one.plan)} 万元、"
            f"支出 {plain_number(one.actual.number)} 万元算是 {shown}%。",
            span=line.at(one.figure.start),
        )


_SIGNS: Final = {Compared.SMALLER: "小于", Compared.GREATER: "大于", Compared.EQUAL: "等于"}


def order(subject: Subject) -> Iterator[Comparison]:
    """决算数小于预算数: it is."""
    for one in orders(subject):
        line = one.passage.line
        difference = one.actual - one.plan
        actual = (Compared.EQUAL if difference == 0
                  else Compared.GREATER if difference > 0 else Compared.SMALLER)  # fmt: skip
        left, right = f"{_SIGNS[one.said]}预算", f"{_SIGNS[actual]}预算"
        yield judged(
            ORDER,
            object=f"{line.where}·决算与预算",
            agrees=one.said is actual,
            left=left,
            right=right,
            cells=line.cells,
            message=f"这里写“{left}”，而预算是 {plain_number(one.plan)} 万元，"
            f"决算是 {plain_number(one.actual)} 万元，{right}。",
            span=line.at(one.start),
        )


def _prose(text: str) -> str:
    return f"表式: 石家庄2020\n部门预算安排的总体情况: |\n  {text}"


CHECKS: Final = (
    Check(
        STATED_SHARE,
        stated_share,
        fails=_prose("支出预算200万元，其中基本支出50万元，占总支出的35%。"),
        passes=_prose("支出预算200万元，其中基本支出50万元，占总支出的25%。"),
    ),
    Check(
        COMPLETION,
        completion,
        fails=_prose("年初预算为100.00万元，支出决算为95.00万元，完成年初预算的59.00%。"),
        passes=_prose("年初预算为100.00万元，支出决算为95.00万元，完成年初预算的95.00%。"),
    ),
    Check(
        ORDER,
        order,
        fails=_prose(
            "年初预算为100.00万元，支出决算为95.00万元，决算数大于预算数的主要原因是人员增加。"
        ),
        passes=_prose(
            "年初预算为100.00万元，支出决算为95.00万元，决算数小于预算数的主要原因是人员减少。"
        ),
    ),
)
