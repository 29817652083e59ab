"""Shares of a base, and how much of a budget was spent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from itertools import islice
from typing import Final

from ...lexicon import any_of
from ..subject import Subject
from . import words
from .figures import Aspect, Figure, Role, object_name
from .passages import Passage, passages

_MOST: Final = 60
# Bases that name no sum of their own: any whole may be meant.
_GENERAL: Final = re.compile(
    rf"(?:总|本年|全年|全部|部门|财政|预算|各项){{0,8}}(?:收入|支出|收支|比|比重|比例)?(?:{any_of('sums.totals')}|总){{0,4}}"
)


@dataclass(frozen=True, eq=False)
class Share:
    """A part in per cent of one of `bases`, () where none is stated; `named` is the base."""

    passage: Passage
    figure: Figure
    part: Figure
    bases: tuple[Figure, ...]
    named: str


@dataclass(frozen=True, eq=False)
class Done:
    """How much of a budget was spent, in per cent; in 万元 what was planned and spent."""

    passage: Passage
    figure: Figure
    plan: Decimal
    actual: Figure
    plan_figure: Figure | None


def shares(subject: Subject) -> tuple[Share, ...]:
    return subject.evidence.once(
        "shares", lambda: tuple(s for p in passages(subject) for s in shares_of(p))
    )


def shares_of(passage: Passage) -> Iterator[Share]:
    """The shares of a paragraph whose part and base are there."""
    figures = passage.figures
    for n, figure in enumerate(figures):
        if figure.role is not Role.SHARE:
            continue
        if figure.word == "的":  # 占项目 14 个的 50%
            base = figures[n - 1]
            near = islice(reversed(figures[: n - 1]), 4)
            part = next((f for f in near if f.unit == base.unit
                         and f.sentence == figure.sentence), None)  # fmt: skip
            if part is not None:
                yield Share(passage, figure, part, (base,), "")
            continue
        part = next((f for f in passage.stated(figure.start) if f.depth <= figure.depth), None)
        if part is None or part.sentence != figure.sentence:
            continue
        name = object_name(figure.word)
        bases = tuple(islice(_bases(passage, part, name), _MOST))
        if bases or _GENERAL.fullmatch(name):
            yield Share(passage, figure, part, bases, "" if _GENERAL.fullmatch(name) else name)


def _bases(passage: Passage, part: Figure, name: str) -> Iterator[Figure]:
    """The sums that a share may be of; those of its name alone where it has one of its own."""
    if not _GENERAL.fullmatch(name):
        named = [f for f in passage.called(name) if f is not part]
        if not named:
            return
        yield from named
    before = (f for f in passage.stated(part.start))
    above = (f for one in passage.above for f in one.stated())
    behind = [f for f in passage.stated() if f.start > part.start]
    totals = (f for f in behind if f.name == name != "" or words.TOTAL.search(f.label))
    found = [f for f in (*before, *above, *totals) if f.number >= part.number]
    yield from found
    if found:  # what comes behind may be the base, but is none to be held to
        yield from behind


def completions(subject: Subject) -> tuple[Done, ...]:
    return subject.evidence.once(
        "completions", lambda: tuple(d for p in passages(subject) for d in completions_of(p))
    )


def completions_of(passage: Passage) -> Iterator[Done]:
    """完成预算的 95.2%, where the sentence says both what was planned and what was spent."""
    for n, figure in enumerate(passage.figures):
        if figure.role is not Role.DONE:
            continue
        sentence = [f for f in passage.figures[max(0, n - 12) : n + 6]
                    if f.sentence == figure.sentence]  # fmt: skip
        before = [f for f in reversed(sentence) if f.start < figure.start]
        behind = [f for f in sentence if f.start > figure.start]
        sums = [f for f in before if f.role is Role.STATED]
        actual = next((f for f in sums if f.aspect is Aspect.ACTUAL), None)
        actual = actual or next((f for f in sums if f.aspect is not Aspect.PLAN), None)
        if actual is None:
            continue
        plan = next((f for f in sums if f.aspect is Aspect.PLAN), None)
        plan = plan or next((f for f in behind if f.role is Role.STATED
                             and f.aspect is Aspect.PLAN), None)  # fmt: skip
        plan = plan or next((f for f in (*before, *behind) if f.role is Role.BASE
                             and "预算" in f.word), None)  # fmt: skip
        if plan is not None:
            yield Done(passage, figure, plan.number, actual, plan)
        elif moved := next((f for f in behind if f.role is Role.MOVED and "预算" in f.label
                            and "年" not in f.label.replace("年初", "")), None):  # fmt: skip
            yield Done(passage, figure, actual.number - moved.signed, actual, None)


class Compared(Enum):
    """How what was spent is said to compare with what was planned."""

    SMALLER = "小于"
    GREATER = "大于"
    EQUAL = "等于"


@dataclass(frozen=True, eq=False)
class Order:
    """决算数小于预算数, with the two figures of its sentence or the one before; in 万元."""

    passage: Passage
    said: Compared
    plan: Decimal
    actual: Decimal
    start: int


_COMPARED: Final = (
    (Compared.SMALLER, words.SMALLER), (Compared.GREATER, words.GREATER),
    (Compared.EQUAL, words.EQUAL),
)  # fmt: skip


def orders(subject: Subject) -> tuple[Order, ...]:
    return subject.evidence.once(
        "orders", lambda: tuple(o for p in passages(subject) for o in orders_of(p))
    )


def orders_of(passage: Passage) -> Iterator[Order]:
    """The sentences of a paragraph that compare what was spent with what was planned."""
    if "预算" not in passage.text:
        return
    for said, pattern in _COMPARED:
        for match in pattern.finditer(passage.text):
            before = list(islice(passage.stated(match.start()), 8))
            plan = next((f for f in before if f.aspect is Aspect.PLAN), None)
            actual = next((f for f in before if f.aspect is Aspect.ACTUAL), None)
            if plan and actual and plan.sentence == actual.sentence:
                yield Order(passage, said, plan.number, actual.number, match.start())
