"""Every rule that a finding may name, with what is known of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ..checks import CHECKS
from ..diagnostics import Rule, RuleBook


@dataclass(frozen=True, slots=True)
class Known:
    """A rule; those of the field have a reason and, mostly, a piece of content on either side."""

    rule: Rule
    reason: str = ""
    fails: str = ""
    passes: str = ""


@cache
def known_rules() -> dict[str, Known]:
    """The rules of structure, then those of the field, by id."""
    return {known.rule.id: known for known in _all()}


def _all() -> Iterator[Known]:
    yield from (Known(rule) for rule in RuleBook.all().values())
    yield from (Known(c.rule, c.reason, c.fails, c.passes) for c in CHECKS)
