"""A department over the years: its budgets, what came and what went, which targets changed.

Made from summaries alone. A project is the same as one of the year before where it
has its code, else its name without the year; where several have it, none is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Final

from .jobs import ProjectSummary, Summary
from .model.amounts import NOT_APPLICABLE
from .model.targets import Target

_IN_NAME: Final = re.compile(r"20\d\d年?度?|[\s（）()]")


class Direction(StrEnum):
    """How a target moved; the words speak of its number, not of its worth."""

    RAISED = "提高"
    LOWERED = "降低"
    CHANGED = "改变"


@dataclass(frozen=True, slots=True)
class Step:
    """A sum of one year beside that of the year before; `share` is the difference in percent."""

    before: Decimal | None
    now: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        return None if self.before is None or self.now is None else self.now - self.before

    @property
    def share(self) -> Decimal | None:
        return (
            self.difference / self.before * 100
            if self.difference is not None and self.before
            else None
        )


@dataclass(frozen=True, slots=True)
class Year:
    """A year's disclosure, with its sum beside that of the disclosure before it."""

    summary: Summary
    total: Step


@dataclass(frozen=True, slots=True)
class Carried:
    """A project of both years."""

    before: ProjectSummary
    now: ProjectSummary

    @property
    def budget(self) -> Step:
        return Step(self.before.budget.value, self.now.budget.value)


@dataclass(frozen=True, slots=True)
class Moved:
    """A target that is not what it was the year before."""

    project: ProjectSummary
    indicator: str
    before: Target
    now: Target

    @property
    def direction(self) -> Direction:
        old, new = self.before, self.now
        if old.number is None or new.number is None or old.unit != new.unit:
            return Direction.CHANGED
        if old.number == new.number:
            return Direction.CHANGED
        return Direction.RAISED if new.number > old.number else Direction.LOWERED


@dataclass(frozen=True, slots=True)
class Changes:
    """What is different from one disclosure of a department to its next."""

    before: Summary
    now: Summary
    added: tuple[ProjectSummary, ...]
    ended: tuple[ProjectSummary, ...]
    carried: tuple[Carried, ...]
    targets: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class History:
    """All public disclosures of a department, the latest first, and what changed between them."""

    name: str
    department: str
    years: tuple[Year, ...]
    changes: tuple[Changes, ...]


def histories(summaries: Iterable[Summary]) -> tuple[History, ...]:
    """The departments by their name in addresses, as far as something of theirs is public."""
    by_id: dict[str, list[Summary]] = {}
    for summary in summaries:
        if not summary.is_draft:
            by_id.setdefault(summary.name, []).append(summary)
    return tuple(
        _history(name, sorted(of, key=lambda s: s.year)) for name, of in sorted(by_id.items())
    )


def _history(name: str, summaries: Sequence[Summary]) -> History:
    before = [None, *(s.total for s in summaries)]
    years = [Year(s, Step(b, s.total)) for s, b in zip(summaries, before, strict=False)]
    changes = [compare(old, new) for old, new in pairwise(summaries)]
    return History(name, summaries[-1].department, tuple(reversed(years)), tuple(reversed(changes)))


def compare(before: Summary, now: Summary) -> Changes:
    """What changed from one disclosure to the next."""
    earlier = _same(before.projects, now.projects)
    carried = [Carried(earlier[p], p) for p in now.projects if p in earlier]
    gone = set(earlier.values())
    return Changes(
        before,
        now,
        tuple(p for p in now.projects if p not in earlier),
        tuple(p for p in before.projects if p not in gone),
        tuple(carried),
        tuple(moved for pair in carried for moved in _moved(pair)),
    )


def _same(
    before: Sequence[ProjectSummary], now: Sequence[ProjectSummary]
) -> dict[ProjectSummary, ProjectSummary]:
    """The projects of this year with what each was the year before."""
    found: dict[ProjectSummary, ProjectSummary] = {}
    for key in (_code, _name):
        taken = set(found.values())
        old = _single((p for p in before if p not in taken), key)
        new = _single((p for p in now if p not in found), key)
        found |= {new[k]: old[k] for k in new if k in old}
    return found


def _code(project: ProjectSummary) -> str:
    return "" if project.code in NOT_APPLICABLE else project.code


def _name(project: ProjectSummary) -> str:
    return _IN_NAME.sub("", project.name)


def _single(
    projects: Iterable[ProjectSummary], key: Callable[[ProjectSummary], str]
) -> dict[str, ProjectSummary]:
    """The projects by a key, as far as only one has it."""
    keyed = [(key(p), p) for p in projects]
    counts = Counter(k for k, _ in keyed)
    return {k: p for k, p in keyed if k and counts[k] == 1}


def _moved(pair: Carried) -> Iterator[Moved]:
    """The targets of a project that changed, of the indicators that both years name once."""
    old, new = _targets(pair.before), _targets(pair.now)
    for name, target in new.items():
        if name in old and old[name] != target:
            yield Moved(pair.now, name, old[name], target)


def _targets(project: ProjectSummary) -> dict[str, Target]:
    counts = Counter(name for name, _ in project.targets)
    return {name: target for name, target in project.targets if counts[name] == 1}
