"""Every rule that a finding may name, with its examples where it has some."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ..checks import CHECKS
from ..diagnostics import Rule, RuleBook


@dataclass(frozen=True, slots=True)
class Known:
    """A rule; one of the field has a piece of content that it reports and one that it does not.

    `before` is what the year before published, where the rule looks back at it.
    """

    rule: Rule
    fails: str = ""
    passes: str = ""
    before: str = ""


@cache
def known_rules() -> dict[str, Known]:
    """The rules of structure, then those of the field, by id."""
    return {known.rule.id: known for known in _all()}


def _all() -> Iterator[Known]:
    yield from (Known(rule) for rule in RuleBook.all().values())
    yield from (Known(c.rule, c.fails, c.passes, c.before) for c in CHECKS)


def explained(known: Known) -> Iterator[str]:
    """The lines that tell a rule: title, level, what it stops, why, how to mend, examples."""
    rule = known.rule
    yield f"{rule.id} {rule.title}（{rule.level}）"
    yield ""
    yield f"理由：{rule.why}"
    yield f"影响：{rule.stops}"
    yield f"改法：{rule.mend}"
    for title, text in (
        ("上一年的公开是这样写的", known.before),
        ("这样写会报告", known.fails),
        ("这样写不会报告", known.passes),
    ):
        if text:
            yield ""
            yield f"{title}："
            yield from (f"    {line}" for line in text.split("\n"))
