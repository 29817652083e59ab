"""Changes: this year's figure against that of another year or of a plan, by how much.

What a change is of stands before it (`公务接待费比上年减少`), or is the sum that its
sentence is about. Where that is not sure, any of the sums before it may be meant:
`now` lists them, the likeliest first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Final

from ... import lexicon
from ..subject import Subject
from . import words
from .figures import Aspect, Figure, Role, object_name
from .passages import Passage, passages

_FILLED: Final = re.compile(r"[\s，,、(（的]*")
_BEGUN: Final = re.compile(r"[，,；;。]")
_MOST: Final = 40


@dataclass(frozen=True, eq=False)
class Change:
    """A change; sums in 万元, what is not said is None.

    `about` is what changed, '' where its own words do not say. `now` are the sums
    that it may be of; `then` is the figure compared with. `is_plan` where that is a
    plan of this year (较预算减少), `year` the other year where it was given.
    """

    passage: Passage
    about: str
    now: tuple[Figure, ...]
    then: Figure | None
    moved: Figure | None
    rate: Figure | None
    start: int
    end: int
    is_plan: bool = False
    is_flat: bool = False
    year: int | None = None

    @property
    def by(self) -> Decimal | None:
        """By how much it changed, with its sign."""
        if self.is_flat:
            return Decimal(0)
        return self.moved.signed if self.moved else None

    @property
    def before(self) -> Decimal | None:
        """The figure compared with, said or worked out of the likeliest sum."""
        if self.then is not None:
            return self.then.number
        return self.now[0].number - self.by if self.now and self.by is not None else None

    @property
    def after(self) -> Decimal | None:
        """This year's figure where it has to be worked out."""
        if self.then is None or self.by is None:
            return None
        return self.then.number + self.by


def changes(subject: Subject) -> tuple[tuple[Passage, tuple[Change, ...]], ...]:
    """Every paragraph that compares, with its changes in order."""

    def made() -> tuple[tuple[Passage, tuple[Change, ...]], ...]:
        found = ((p, tuple(changes_of(p))) for p in passages(subject))
        return tuple((p, c) for p, c in found if c)

    return subject.evidence.once("changes", made)


def changes_of(passage: Passage) -> Iterator[Change]:
    """The changes of a paragraph, in order."""
    found = [*_moved(passage), *_flat(passage)]
    yield from sorted(found, key=lambda c: c.end)


def _moved(passage: Passage) -> Iterator[Change]:
    figures = passage.figures
    n = 0
    while n < len(figures):
        first = figures[n]
        if first.role not in (Role.MOVED, Role.RATE):
            n += 1
            continue
        pair = figures[n + 1] if n + 1 < len(figures) else None
        if pair is not None and not _joins(passage.text, first, pair):
            pair = None
        yield _change(passage, n, first, pair)
        n += 2 if pair else 1


def _joins(text: str, first: Figure, second: Figure) -> bool:
    """Whether two figures say one change: 增加 10 万元，增长 5%."""
    if {first.role, second.role} != {Role.MOVED, Role.RATE} or first.item != second.item:
        return False
    between = words.LEAD.sub("", words.MOVED.sub("", text[first.end : second.start].rstrip()))
    return bool(re.fullmatch(r"[\s，,、(（]*+(?:相应|同比|比例|幅度)*[\s，,]*", between))


def _change(passage: Passage, n: int, first: Figure, pair: Figure | None) -> Change:
    figures, text = passage.figures, passage.text
    then = None
    start = first.start - len(first.label)
    about_of = first
    if n and figures[n - 1].role is Role.BASE:
        base = figures[n - 1]
        between = words.MOVED.sub("", text[base.end : first.start].rstrip())
        if _FILLED.fullmatch(words.EACH.sub("", between)):
            then, about_of, start = base, base, base.start - len(base.label)
    lead = _lead(passage, n, first)
    about = about_of.name
    is_plan = _is_plan(then.word if then else lead[0] if lead else "")
    both = [f for f in (first, pair) if f]
    moved = next((f for f in both if f.role is Role.MOVED), None)
    rate = next((f for f in both if f.role is Role.RATE), None)
    now = _now(passage, about, start, first)
    if is_plan:
        now = tuple(f for f in now if f.aspect is not Aspect.PLAN)
        then = then or _plan(passage, first)
    return Change(passage, about, now, then, moved, rate, start, (pair or first).end, is_plan,
                  year=_year(then.label if then else lead[1] if lead else ""))  # fmt: skip


def _lead(passage: Passage, n: int, first: Figure) -> tuple[str, str] | None:
    """The words that name the year or plan compared with: what they name, and all of them."""
    begin = passage.figures[n - 1].end if n else 0
    found = None
    for match in words.LEAD.finditer(passage.text, max(begin, first.start - 60), first.start):
        found = (match["what"] or "", match[0])
    return found


def _is_plan(what: str) -> bool:
    return bool(what) and re.fullmatch(words.PLAN, what) is not None


def _year(text: str) -> int | None:
    match = re.search(r"20\d\d", text)
    return int(match[0]) if match else None


def _plan(passage: Passage, first: Figure) -> Figure | None:
    """The plan in the same sentence."""
    for figure in passage.stated(first.start):
        if figure.sentence != first.sentence:
            return None
        if figure.aspect is Aspect.PLAN:
            return figure
    return None


def _now(passage: Passage, about: str, start: int, first: Figure) -> tuple[Figure, ...]:
    """The sums that a change may be of, the likeliest first."""
    if about:
        named = tuple(islice(passage.called(about, start), _MOST))
        return named or (tuple(_near(passage, start))[:_MOST] if _is_whole(about) else ())
    return tuple(_near(passage, start))[:_MOST]


_WHOLES: Final = frozenset(
    {*lexicon.words("funds.spent", "funds.money"), "收支", "费用", "决算", "财政支出"}
)


def _is_whole(about: str) -> bool:
    """Whether a name is so general that it takes up the sum before it: 支出, 收支, 决算."""
    return about in _WHOLES


def _near(passage: Passage, start: int) -> Iterator[Figure]:
    """The sums before a place: of its sentence, of the one before, then of the paragraph above."""
    found = list(passage.stated(start))
    if found:
        last = found[0].sentence
        heads = [f for f in found if f.sentence == last]
        actual = [f for f in heads if f.aspect is Aspect.ACTUAL]
        yield from dict.fromkeys([*actual[:1], *found])
        return
    sentence = next((f.sentence for f in passage.behind(start)), 0)
    behind = [f for f in passage.behind(start) if f.role is Role.STATED and f.sentence == sentence]
    yield from behind
    if not behind and passage.above and not _BEGUN.search(passage.text, 0, start):
        yield from passage.above[0].stated()


def _flat(passage: Passage) -> Iterator[Change]:
    """与上年持平, 比 2024 年预算 6 万元持平."""
    text = passage.text
    if "持平" not in text and "一致" not in text and "相同" not in text and "变" not in text:
        return
    for match in words.FLAT.finditer(text):
        begin = max(0, match.start() - 60)
        lead = None
        for found in words.LEAD.finditer(text, begin, match.start()):
            lead = found
        if lead is None:
            continue
        base = next((f for f in passage.behind(lead.start()) if f.start < match.start()), None)
        between = text[base.end if base else lead.end() : match.start()]
        if not _FILLED.fullmatch(re.sub(r"基本|保持|数|无?增减", "", between)):
            continue
        clause = text[begin : lead.start()]
        label = re.split(r"[，,。；;：:、\n]", clause)[-1]
        last = next(passage.until(lead.start()), None)
        if last is not None and last.end > lead.start() - len(label):
            label = ""
        about = object_name(label)
        if words.EQUAL.search(text[max(0, lead.start() - 8) : match.end()]):
            continue  # the plan and what was spent of it
        then = base if base is not None and base.role is Role.BASE else None
        now = _now(passage, about, lead.start(), passage.figures[0])
        yield Change(passage, about, now, then, None, None, lead.start(), match.end(),
                     _is_plan(lead["what"] or ""), True, _year(lead[0]))  # fmt: skip
