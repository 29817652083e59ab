"""The field's rules: pure functions that compare figures and cells."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ..diagnostics import Problems
from . import completeness, reconciliation
from .comparison import Check, Comparison, Outcome, Subject

CHECKS: Final[tuple[Check, ...]] = (completeness.CHECK, *reconciliation.CHECKS)
_RULES: Final = {check.rule.id: check.rule for check in CHECKS}


def compare(subject: Subject) -> tuple[Comparison, ...]:
    """Every comparison of every rule, in the order of the rules."""
    return tuple(c for check in CHECKS for c in check.compare(subject))


def report(comparisons: Iterable[Comparison], problems: Problems) -> None:
    """The comparisons that disagree, as findings."""
    for c in comparisons:
        if c.outcome is Outcome.DISAGREE:
            problems.add(_RULES[c.rule], c.span, c.message, c.hint)
