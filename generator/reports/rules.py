"""Every rule that a finding may name, with what is known of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from ..checks import CHECKS
from ..diagnostics import Level, Rule, RuleBook
from .explanations import EXPLANATIONS


@dataclass(frozen=True, slots=True)
class Known:
    """A rule with its reason: those of structure say how to mend what breaks them, those of
    the field have, mostly, a piece of content on either side."""

    rule: Rule
    reason: str
    mend: str = ""
    fails: str = ""
    passes: str = ""


@cache
def known_rules() -> dict[str, Known]:
    """The rules of structure, then those of the field, by id."""
    return {known.rule.id: known for known in _all()}


def _all() -> Iterator[Known]:
    for rule in RuleBook.all().values():
        yield Known(rule, *EXPLANATIONS[rule.id])
    yield from (Known(c.rule, c.reason, "", c.fails, c.passes) for c in CHECKS)


def explained(known: Known) -> Iterator[str]:
    """The lines that tell a rule of structure: title, level, reason, mend."""
    rule = known.rule
    yield f"{rule.id} {rule.title}（{rule.level}）"
    yield ""
    yield f"{_MEANS[rule.level, rule.in_drafts]}{known.reason}"
    yield f"改法：{known.mend}"


_MEANS: Final = {
    (Level.ERROR, False): "要先改正才能生成，草案也一样。",
    (Level.ERROR, True): "公开前要改正，草案照样生成。",
    (Level.WARNING, False): "供作者核对，不妨碍生成（--strict 时算错误）。",
    (Level.NOTE, False): "只是提示，不妨碍生成。",
}
