"""The field's rules: pure functions that compare figures and cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from ..diagnostics import Level, Problems, RuleBook, Span
from ..evidence.subject import Subject
from ..model.disclosure import Disclosure
from ..model.evaluation import Kind
from .comparison import Check, Comparison, nothing
from .projects import classes, codes, completeness, costs, evaluations, reconciliation, targets
from .prose import changes, project_totals, shares, stated_sums, units
from .prose import indicators as prose_of_indicators
from .prose import projects as prose_of_projects
from .prose import tables as prose_of_tables
from .tables import assets, free_tables, negative, procurement, statutory, statutory_sums
from .waivers import answer
from .withheld import Sums, explain
from .wording import leftovers, marks, personal, sequence
from .years import last_year, years

_MODULES: Final = (
    completeness, reconciliation, targets, costs, classes, codes, evaluations,
    statutory, statutory_sums, free_tables, procurement, assets, negative,
    stated_sums, shares, changes, units, prose_of_projects, project_totals,
    prose_of_indicators, prose_of_tables,
    marks, sequence, leftovers, personal,
    years, last_year,
)  # fmt: skip
# What they ask for holds for a disclosure of any kind.
_GENERAL: Final = (completeness, marks, sequence, leftovers, personal)
_ALL: Final[tuple[Check, ...]] = tuple(
    replace(check, kinds=tuple(Kind)) if module in _GENERAL else check
    for module in _MODULES
    for check in module.CHECKS
)
CHECKS: Final = tuple(sorted(_ALL, key=lambda check: check.rule.id))
_RULES: Final = {check.rule.id: check.rule for check in CHECKS}
_SUMS: Final = Sums(
    frozenset(check.rule.id for check in CHECKS if check.is_sum),
    frozenset(check.rule.id for check in CHECKS if check.of_projects),
)


def find(id: str) -> Check | None:
    """The check of a rule, by its id in either case."""
    return next((check for check in CHECKS if check.rule.id == id.strip().upper()), None)


def compare(subject: Subject) -> tuple[Comparison, ...]:
    """Every comparison of every rule, in the order of the rules; one 不适用 where there is none."""
    return tuple(
        c for check in CHECKS for c in (_compared(check, subject) or (nothing(check.rule),))
    )


def _compared(check: Check, subject: Subject) -> tuple[Comparison, ...]:
    applies = subject.disclosure.kind in check.kinds
    return tuple(check.compare(subject)) if applies else ()


def answered(
    comparisons: Iterable[Comparison], disclosure: Disclosure, problems: Problems
) -> tuple[Comparison, ...]:
    """The comparisons with what is left out by law, and with the author's answers.

    Answers that hold for nothing are reported.
    """
    explained = explain(comparisons, disclosure.withheld, _SUMS, problems)
    return answer(explained, disclosure.waivers, _RULES.keys(), problems)


def report(comparisons: Iterable[Comparison], problems: Problems) -> None:
    """The comparisons that disagree, as findings.

    What could not be read is not called empty as well: where a line has a fault
    of its own nothing more is said of it, and where lines were passed over for
    their indentation nothing is said to be missing.
    """
    told = {_line(d.span) for d in problems.found if d.level is Level.ERROR}
    torn = any(d.rule == RuleBook.STRUCTURE.id for d in problems.found)
    for c in comparisons:
        if not c.is_open or _line(c.span) in told:
            continue
        if not (torn and c.rule == completeness.REQUIRED_CELL.id):
            problems.add(_RULES[c.rule], c.span, c.message, c.hint)


def _line(span: Span) -> Span:
    """The line that a place is in; in a table file, where a line is a whole project, the cell."""
    is_table = span.path.endswith((".csv", ".xlsx"))
    return span if is_table else Span(span.path, span.line)
