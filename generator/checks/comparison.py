"""A rule of the field, and what it returns: comparisons, of which findings and ledger are views."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import KW_ONLY, dataclass
from typing import Final

from ..diagnostics import FieldRule, Rule, Span
from ..evidence.subject import Subject
from ..model.comparison import Comparison, Outcome
from ..model.evaluation import Kind
from ..model.words import NOWHERE

__all__ = ["EVERY_KIND", "WHOLE", "Check", "Comparison", "Outcome", "clean", "judged", "nothing"]

WHOLE = "全文"
EVERY_KIND: Final = tuple(Kind)


@dataclass(frozen=True, slots=True)
class Check:
    """A rule of the field, the function that applies it, and what it says of two examples.

    `fails` and `passes` are pieces of a disclosure as an author types them in YAML
    (what a disclosure needs beside them is left out): the rule finds something in
    the one and nothing in the other. They are printed by `check --explain`, with
    what stood in the disclosure `before` for a rule that looks back a year.
    `is_sum` where the left side is a whole and the right one the sum of its
    published parts, so that a part may be left out by law; `of_projects` where the
    parts are the projects. It looks at disclosures of these `kinds` alone.
    """

    rule: FieldRule
    compare: Callable[[Subject], Iterable[Comparison]]
    _: KW_ONLY
    fails: str
    passes: str
    before: str = ""
    is_sum: bool = False
    of_projects: bool = False
    kinds: tuple[Kind, ...] = (Kind.BUDGET,)


def judged(
    rule: Rule,
    *,
    object: str,
    agrees: bool,
    left: str,
    right: str,
    cells: tuple[str, ...] = (),
    message: str = "",
    hint: str = "",
    span: Span = NOWHERE,
) -> Comparison:
    """A comparison that applies: message and hint are kept only where the sides disagree.

    Where a finding has nothing to add to how its rule is mended, the hint is that.
    """
    if agrees:
        return Comparison(rule.id, object, Outcome.AGREE, left, right, cells, span=span)
    mend = hint or rule.mend
    return Comparison(rule.id, object, Outcome.DISAGREE, left, right, cells, message, mend, span)


def nothing(rule: Rule) -> Comparison:
    """What stands for a rule that has nothing to look at in a disclosure."""
    return Comparison(rule.id, WHOLE, Outcome.NOT_APPLICABLE, "", "")


def clean(rule: Rule, found: Iterable[Comparison], wanted: str) -> Iterator[Comparison]:
    """The findings of a rule that reads everything; where there are none, one that agrees."""
    none = True
    for comparison in found:
        none = False
        yield comparison
    if none:
        yield Comparison(rule.id, WHOLE, Outcome.AGREE, wanted, wanted)
