"""勾稽台账: what was compared in a disclosure, rule by rule; the public view of comparisons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...document.layout import Document
from .. import CHECKS
from ..comparison import WHOLE, Check, Comparison, Outcome
from .operands import Places, Side, sides

WAIVED = "已说明"


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One comparison as the ledger shows it; `result` is 相符, 不符 or 已说明.

    `anchor` is where its object stands, where neither side has a place.
    """

    object: str
    left: Side
    right: Side
    result: str
    reason: str
    anchor: str


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One rule's comparisons: how many, how they came out, and those worth a line.

    A rule that only asks whether cells are filled shows those that are not. One that
    read the whole text and found nothing `is_whole`: it has no places to count.
    """

    check: Check
    count: int
    agreed: int
    lines: tuple[LedgerLine, ...]
    is_whole: bool = False

    @property
    def waived(self) -> int:
        return sum(line.result == WAIVED for line in self.lines)

    @property
    def open(self) -> int:
        return self.count - self.agreed - self.waived


def ledger(comparisons: Sequence[Comparison], document: Document) -> tuple[LedgerEntry, ...]:
    """The entries of all rules that had something to compare, in the order of their ids."""
    known = Places(document)
    applied: dict[str, list[Comparison]] = {}
    for comparison in comparisons:
        if comparison.has_applied:
            applied.setdefault(comparison.rule, []).append(comparison)
    return tuple(
        _entry(check, applied[check.rule.id], known) for check in CHECKS if check.rule.id in applied
    )


def _entry(check: Check, applied: Sequence[Comparison], known: Places) -> LedgerEntry:
    agreed = sum(c.outcome is Outcome.AGREE for c in applied)
    lines = tuple(_line(c, check, known) for c in applied if _is_worth_a_line(c))
    is_whole = all(c.object == WHOLE for c in applied)
    return LedgerEntry(check, len(applied), agreed, lines, is_whole)


def _is_worth_a_line(comparison: Comparison) -> bool:
    """Two figures that agree are worth one; that a cell is filled, or a text in order, is not."""
    c = comparison
    if c.outcome is not Outcome.AGREE:
        return True
    return c.object != WHOLE and all(any(x.isdigit() for x in s) for s in (c.left, c.right))


def _line(comparison: Comparison, check: Check, known: Places) -> LedgerLine:
    c = comparison
    is_answered = bool(c.waiver or c.withheld) and c.outcome is not Outcome.AGREE
    result = WAIVED if is_answered else str(c.outcome)
    left, right = sides(c, check.is_sum, known)
    has_place = left.anchor or right.anchor or not c.cells
    anchor = "" if has_place else c.cells[0]
    return LedgerLine(c.object, left, right, result, c.waiver or c.withheld, anchor)


def ledger_record(comparisons: Iterable[Comparison]) -> dict[str, object]:
    """For programs: every comparison that applied, with the ids of its cells and paragraphs."""
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
    return {"台账": records}
