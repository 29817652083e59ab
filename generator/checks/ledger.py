"""勾稽台账: what was compared in a disclosure, rule by rule; the public view of comparisons."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from . import CHECKS
from .comparison import WHOLE, Check, Comparison, Outcome

WAIVED = "已说明"


@dataclass(frozen=True, slots=True)
class Line:
    """One comparison as the ledger shows it; `result` is 相符, 不符 or 已说明."""

    object: str
    left: str
    right: str
    result: str
    reason: str
    cell: str


@dataclass(frozen=True, slots=True)
class Account:
    """One rule's comparisons: how many, how they came out, and those worth a line.

    A rule that only asks whether cells are filled shows those that are not.
    """

    check: Check
    count: int
    agreed: int
    lines: tuple[Line, ...]

    @property
    def waived(self) -> int:
        return sum(line.result == WAIVED for line in self.lines)

    @property
    def open(self) -> int:
        return self.count - self.agreed - self.waived


def ledger(comparisons: Sequence[Comparison]) -> tuple[Account, ...]:
    """The accounts of all rules that had something to compare, in the order of their ids."""
    accounts = []
    for check in CHECKS:
        applied = [c for c in comparisons if c.rule == check.rule.id and c.has_applied]
        if applied:
            agreed = sum(c.outcome is Outcome.AGREE for c in applied)
            lines = tuple(_line(c) for c in applied if _is_worth_a_line(c))
            accounts.append(Account(check, len(applied), agreed, lines))
    return tuple(accounts)


def _is_worth_a_line(comparison: Comparison) -> bool:
    """Figures that agree are worth one; that a cell is filled, or a text in order, is not."""
    if comparison.outcome is not Outcome.AGREE:
        return True
    return comparison.object != WHOLE and any(c.isdigit() for c in comparison.left)


def _line(comparison: Comparison) -> Line:
    c = comparison
    is_answered = bool(c.waiver or c.withheld) and c.outcome is not Outcome.AGREE
    result = WAIVED if is_answered else str(c.outcome)
    reason = c.waiver or c.withheld
    return Line(c.object, c.left, c.right, result, reason, c.cells[0] if c.cells else "")


def ledger_json(comparisons: Iterable[Comparison]) -> bytes:
    """Every comparison that applied, with the ids of its cells in the disclosure's page."""
    records = [
        {
            "规则": c.rule,
            "对象": c.object,
            "结果": str(c.outcome),
            "左": c.left,
            "右": c.right,
            "单元格": list(c.cells),
            "豁免理由": c.waiver,
            "不公开": c.withheld,
        }
        for c in comparisons
        if c.has_applied
    ]
    return (json.dumps({"台账": records}, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
