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

from ..model.amounts import NOT_APPLICABLE
from ..model.targets import Target, TargetKind
from ..summaries import ProjectSummary, Summary

_DATED: Final = re.compile(r"20\d\d(?=年|[-./]\d)")
_IN_NAME: Final = re.compile(r"20\d\d年?度?|[\s（）()]")


class Direction(StrEnum):
    """How a target moved. The words speak of its number or of the limit that it sets: a cost
    that may be higher is no better target."""

    RAISED = "数值提高"
    LOWERED = "数值降低"
    FLOOR_RAISED = "下限提高"
    FLOOR_LOWERED = "下限降低"
    CAP_RAISED = "上限提高（放宽）"
    CAP_LOWERED = "上限降低（收紧）"
    CHANGED = "改变"


_UP_OR_DOWN: Final = {
    "≥": (Direction.FLOOR_RAISED, Direction.FLOOR_LOWERED),
    ">": (Direction.FLOOR_RAISED, Direction.FLOOR_LOWERED),
    "≤": (Direction.CAP_RAISED, Direction.CAP_LOWERED),
    "<": (Direction.CAP_RAISED, Direction.CAP_LOWERED),
}


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
    """A year's disclosure, with its sum beside that of the disclosure before it, unless the
    two do not count the same (`is_like`)."""

    summary: Summary
    total: Step
    is_like: bool = True


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
        if old.number is None or new.number is None or old.number == new.number:
            return Direction.CHANGED
        if (old.unit, old.operator) != (new.unit, new.operator):
            return Direction.CHANGED
        up, down = _UP_OR_DOWN.get(new.operator, (Direction.RAISED, Direction.LOWERED))
        return up if new.number > old.number else down


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
    before = [None, *summaries]
    years = [_year(old, new) for old, new in zip(before, summaries, strict=False)]
    changes = [compare(old, new) for old, new in pairwise(summaries)]
    return History(name, summaries[-1].department, tuple(reversed(years)), tuple(reversed(changes)))


def _year(before: Summary | None, now: Summary) -> Year:
    if before is None:
        return Year(now, Step(None, now.total.value))
    are_known = None not in (before.total.value, now.total.value)
    is_like = not are_known or now.total.is_comparable(before.total)
    return Year(now, Step(before.total.value if is_like else None, now.total.value), is_like)


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
        tuple(m for pair in carried for m in _moved(pair, before.year, now.year)),
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


def _moved(pair: Carried, before: int, now: int) -> Iterator[Moved]:
    """The targets of a project that changed, of the indicators that both years name once."""
    old, new = _targets(pair.before), _targets(pair.now)
    for name, target in new.items():
        if name in old and _meaning(old[name], before) != _meaning(target, now):
            yield Moved(pair.now, name, old[name], target)


def _meaning(target: Target, year: int) -> tuple[object, ...]:
    """What a target asks for, however it is written.

    A date counts by its distance to the year of the disclosure: the end of May of 2024, and of
    2025 a year later, is the same.
    """
    if target.kind is TargetKind.NUMBER:
        return (target.operator, target.number, target.upper, target.unit, target.approximate)
    return (_DATED.sub(lambda match: f"{int(match[0]) - year:+}", target.wording),)


def _targets(project: ProjectSummary) -> dict[str, Target]:
    counts = Counter(name for name, _ in project.targets)
    return {name: target for name, target in project.targets if counts[name] == 1}
