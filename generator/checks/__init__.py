"""The field's rules: pure functions that compare figures and cells.

A module in one of the rooms that has `CHECKS` is found by itself: to add a rule,
write it there, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Final

from ..diagnostics import Diagnostic, Level, Problems, RuleBook, Span
from ..evidence.subject import Subject
from ..model.disclosure import Disclosure
from . import projects, prose, tables, wording, years
from .comparison import Check, Comparison, nothing
from .projects.completeness import REQUIRED_CELL
from .waivers import answer
from .withheld import Sums, explain

_ROOMS: Final = (projects, tables, prose, wording, years)


def _checks() -> Iterator[Check]:
    """The checks of every module in the rooms."""
    for room in _ROOMS:
        for found in iter_modules(room.__path__, f"{room.__name__}."):
            yield from getattr(import_module(found.name), "CHECKS", ())


CHECKS: Final = tuple(sorted(_checks(), key=lambda check: check.rule.id))
_RULES: Final = {check.rule.id: check.rule for check in CHECKS}
_SUMS: Final = Sums(
    frozenset(check.rule.id for check in CHECKS if check.is_sum),
    frozenset(check.rule.id for check in CHECKS if check.of_projects),
)


def compare(subject: Subject) -> tuple[Comparison, ...]:
    """Every comparison of every rule, in the order of the rules."""
    return tuple(c for check in CHECKS for c in compare_one(check, subject))


def compare_one(check: Check, subject: Subject) -> tuple[Comparison, ...]:
    """The comparisons of one rule; where it has nothing to look at, one that is 不适用."""
    applies = subject.disclosure.kind in check.kinds
    return (tuple(check.compare(subject)) if applies else ()) or (nothing(check.rule),)


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

    What could not be read is not called empty as well, nor what is missing for a cause that
    was told: where a line has a fault
    of its own nothing more is said of it, nor of a table with a torn row; and where
    lines were passed over for their indentation nothing is said to be missing.
    """
    told = {_line(d.span) for d in problems.found if d.level is Level.ERROR}
    told |= {span for d in problems.found if d.rule in _TORN for span in _table_of(d, problems)}
    torn = any(d.rule == RuleBook.STRUCTURE.id for d in problems.found)
    for c in comparisons:
        if not c.is_open or _line(c.span) in told:
            continue
        field = c.object.rpartition("·")[2]
        is_explained = c.rule == REQUIRED_CELL.id and problems.is_explained(c.span, field)
        if not is_explained and not (torn and c.rule == REQUIRED_CELL.id):
            problems.add(_RULES[c.rule], c.span, c.message, c.hint)


_TORN: Final = frozenset({RuleBook.ROW_WIDTH.id, RuleBook.NO_RULE_LINE.id})


def _table_of(torn: Diagnostic, problems: Problems) -> Iterator[Span]:
    """The lines of the table that a torn row is of, and the one above it, its key.

    In a table file only the cell itself: its rows are whole projects.
    """
    lines, path = problems.lines.get(torn.span.path, ()), torn.span.path
    first = last = torn.span.line
    if first > len(lines):
        yield _line(torn.span)
        return
    while first > 1 and _is_row(lines[first - 2]):
        first -= 1
    while last < len(lines) and _is_row(lines[last]):
        last += 1
    yield from (Span(path, line) for line in range(first - 1, last + 1))


def _is_row(line: str) -> bool:
    return line.lstrip().startswith("|") or "\t" in line.strip()


def _line(span: Span) -> Span:
    """The line that a place is in; in a table file, where a line is a whole project, the cell."""
    is_table = span.path.endswith((".csv", ".xlsx"))
    return span if is_table else Span(span.path, span.line)
