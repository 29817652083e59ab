"""A whole and its parts: after 其中 or 包括, by 按…分, in brackets, in numbered paragraphs.

A list need not be complete. It is known to be where it says so (按支出功能分), where
its parts are (基本支出、项目支出), where their shares make up the hundred, or where a
total closes it. What it is the list of may stand before it, behind it or in the
paragraph above; where that is not sure, several sums may be meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, islice
from typing import Final

from ..named_sums import (
    ABROAD,
    BASIC,
    PROJECTS,
    PUBLIC,
    RECEPTION,
    SPENDING,
    STAFF,
    THREE_PUBLIC,
    VEHICLE_BUYING,
    VEHICLE_RUNNING,
    VEHICLES,
    sum_name,
)
from ..subject import Subject
from . import words
from .figures import Aspect, Figure, Role, object_name
from .numbered import numbered
from .parts import Parts, is_of_other_year, is_part, partition_of
from .passages import Passage, passages

_MOST_MARKS, _MOST_PARTS, _MOST_WHOLES = 60, 40, 60


def wholes(subject: Subject) -> tuple[Parts, ...]:
    """Every list of a disclosure."""

    def made() -> tuple[Parts, ...]:
        every = passages(subject)
        return tuple(
            one for found in (*map(lists_of, every), numbered(every)) for one in found
            if len(one.parts) > 1 and one.wholes
        )  # fmt: skip

    return subject.evidence.once("wholes", made)


def lists_of(passage: Passage) -> Iterator[Parts]:
    """The lists within a paragraph; each sum is the part of one list alone."""
    taken: set[int] = set()
    for one in chain.from_iterable(read(passage) for read in _READERS):
        starts = {p.start for p in one.parts}
        if len(one.parts) > 1 and one.wholes and not starts & taken:
            taken |= starts
            yield one


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    depth: int
    sentence: int
    item: int
    match: re.Match[str]


def _marks(passage: Passage) -> list[_Mark]:
    """The words that open lists, each with the depth and sentence of the figure behind it."""
    found = []
    figures = passage.figures
    n = 0
    for match in islice(words.OPEN.finditer(passage.text), _MOST_MARKS):
        while n < len(figures) and figures[n].start < match.end():
            n += 1
        if n == len(figures):
            break
        first = figures[n]
        found.append(_Mark(match.start(), match.end(), first.depth, first.sentence, first.item,
                           match))  # fmt: skip
    return found


def _marked(passage: Passage) -> Iterator[Parts]:
    marks = _marks(passage)
    for n, mark in enumerate(marks):
        inner = [m for m in marks[n + 1 :] if m.sentence == mark.sentence]
        is_nested = any(m.sentence == mark.sentence and m.depth == mark.depth
                        for m in marks[:n])  # fmt: skip
        parts, sure = _after(passage, mark, inner, is_nested)
        is_split = bool(mark.match["split"])
        found = (_among(passage, mark) if mark.match["among"]
                 else _before(passage, mark, is_split=is_split))  # fmt: skip
        whole = tuple(islice((f for f in found if f not in parts), _MOST_WHOLES))
        if not whole and partition_of(parts):
            whole = tuple(islice(passage.stated(mark.start), _MOST_WHOLES))
        if len(parts) < 2 or not whole:
            continue
        parts = _first_items(parts, whole)
        is_open = mark.match[0].startswith("主要") or _is_open(passage, parts)
        one = Parts(passage, whole, parts, is_open=is_open, is_sure=sure)
        complete = (bool(mark.match["split"]) or bool(one.partition) or _is_composed(one)
                    or _are_hundred(passage, parts))  # fmt: skip
        yield Parts(passage, whole, parts, complete, is_open, sure)


def _first_items(parts: tuple[Figure, ...], whole: Sequence[Figure]) -> tuple[Figure, ...]:
    """A list that goes on behind a semicolon may be over before it: where it is all by then."""
    sums = {w.number for w in whole[:1]}
    if sum((p.number for p in parts), Decimal(0)) in sums:
        return parts
    for n in range(2, len(parts)):
        first = parts[:n]
        if parts[n].item == parts[n - 1].item:
            continue
        total = sum((p.number for p in first), Decimal(0))
        is_own = bool(partition_of(first)) and not any("项目支出" in p.label for p in parts[n:])
        if total in sums or is_own:
            return first
    return parts


def _counted(passage: Passage) -> Iterator[Parts]:
    """共有车辆 5 辆，其中应急保障用车 3 辆、执法执勤用车 2 辆: counts of one unit."""
    for mark in _marks(passage):
        before = [f for f in passage.figures if f.end <= mark.start]
        if not before or before[-1].role is not Role.COUNT:
            continue
        whole = before[-1]
        parts = [f for f in passage.figures if f.start >= mark.end and f.unit == whole.unit
                 and f.role is Role.COUNT and f.sentence == whole.sentence
                 and f.item == mark.item]  # fmt: skip
        if len(parts) > 1:
            yield Parts(passage, (whole,), tuple(parts), is_open=_is_open(passage, parts))


def _after(
    passage: Passage, mark: _Mark, inner: Sequence[_Mark], is_nested: bool
) -> tuple[tuple[Figure, ...], bool]:
    """The parts behind a mark: of its sentence (or item) and depth, those of inner lists left out.

    Also whether it is plain where each inner list ends.
    """
    parts: list[Figure] = []
    sure, skipped = True, -1
    for figure in passage.figures:
        if figure.start < mark.end or figure.depth > mark.depth:
            continue
        if figure.depth < mark.depth or figure.sentence != mark.sentence:
            break
        if is_nested and figure.item != mark.item:
            break
        opened = [m for m in inner if m.depth == mark.depth and mark.end <= m.start
                  and m.end <= figure.start and m.item == figure.item]  # fmt: skip
        if opened and parts:
            sure = sure and _has_later_item(passage, figure, mark)
            skipped = figure.item
        if figure.item == skipped:
            continue
        if is_part(figure):
            parts.append(figure)
        if len(parts) >= _MOST_PARTS:
            break
    return _of_one_aspect(parts), sure


def _has_later_item(passage: Passage, figure: Figure, mark: _Mark) -> bool:
    return any(f.item > figure.item and f.sentence == mark.sentence for f in passage.figures)


def _of_one_aspect(parts: list[Figure]) -> tuple[Figure, ...]:
    """Where each part says what was planned and spent: what was spent."""
    aspects = {p.aspect for p in parts}
    if Aspect.PLAN in aspects and Aspect.ACTUAL in aspects:
        return tuple(p for p in parts if p.aspect is Aspect.ACTUAL)
    return tuple(parts)


def _before(passage: Passage, mark: _Mark, is_split: bool) -> Iterator[Figure]:
    """The sums that the list behind a mark may be of: that which it follows, then others."""
    found = [f for f in passage.stated(mark.start) if not is_of_other_year(f)]
    if not found:
        yield from _above(passage)
        return
    nearest = found[0]
    between = passage.text[nearest.end : mark.start]
    if is_split:
        yield from found
        yield from _above(passage)
    elif between.count("。") <= 1 and not re.search(r"[；;\n]", between):
        yield nearest
        same = [f for f in found[1:] if f.sentence == nearest.sentence and f.depth == nearest.depth]
        yield from (f for f in same if f.number == nearest.number or nearest.aspect != f.aspect)
        if between.count("。") == 1:
            yield from (f for f in found[1:] if f.sentence == nearest.sentence)


def _among(passage: Passage, mark: _Mark) -> Iterator[Figure]:
    """财政拨款支出中，…: the sums that are so called."""
    clause = re.split(r"[，,。；;：:、\n]", passage.text[max(0, mark.start - 40) : mark.start])[-1]
    if name := object_name(clause):
        if name in ("支出", "收入"):
            yield from (f for f in passage.stated(mark.start) if f.name.endswith(name))
        yield from passage.called(name)


def _above(passage: Passage) -> Iterator[Figure]:
    for above in passage.above[:3]:
        yield from above.stated()


def _is_open(passage: Passage, parts: Sequence[Figure]) -> bool:
    """Whether a list says that it does not name all parts."""
    return any(words.NOT_ALL.search(p.label) or words.AND_MORE.match(passage.text, p.end)
               for p in parts)  # fmt: skip


def _is_composed(one: Parts) -> bool:
    """Whether the whole is called by its parts: 公务用车购置及运行费."""
    whole = one.wholes[0]
    name = whole.name or one.passage.heading
    pieces = [x for x in re.split(r"[及与和、]", name) if len(x) >= 2]
    return len(pieces) == len(one.parts) and all(any(x in n for n in one.names) for x in pieces)


def _are_hundred(passage: Passage, parts: Sequence[Figure]) -> bool:
    """Whether each part is followed by its share, and these make up the hundred."""
    total, given = Decimal(0), 0
    for part in parts:
        share = next((f for f in passage.figures if f.start >= part.end), None)
        if share is None or share.role is not Role.SHARE:
            return False
        total, given = total + share.number, given + 1
    return abs(total - 100) <= Decimal("0.05") * given


def _enumerated(passage: Passage) -> Iterator[Parts]:
    """1.…52 万元，2.…31 万元 within a paragraph: the first sum of each."""
    places = [m.end() for m in islice(words.NUMBERED.finditer(passage.text), _MOST_PARTS)]
    if len(places) < 2 or places[0] < 3:
        return
    parts = []
    for n, place in enumerate(places):
        end = places[n + 1] if n + 1 < len(places) else len(passage.text)
        first = next((f for f in passage.figures if place <= f.start < end and is_part(f)), None)
        if first is not None:
            parts.append(first)
    if len(parts) < 2:
        return
    closing = [f for f in passage.stated() if f.start > parts[-1].end
               and words.TOTAL_BEHIND.search(f.label.strip())]  # fmt: skip
    before = list(passage.stated(places[0]))
    complete = bool(closing) or all(words.FUNCTION.search(p.label) for p in parts)
    yield Parts(passage, (*closing, *before, *_above(passage)), tuple(parts), complete)


def _colon(passage: Passage) -> Iterator[Parts]:
    """合计 132 万元：甲 60 万元，乙 72 万元: what follows a colon makes up the sum before it."""
    for n, whole in enumerate(passage.figures):
        if whole.role is not Role.STATED or passage.text[whole.end : whole.end + 1] not in "：:":
            continue
        behind = passage.figures[n + 1 : n + 1 + _MOST_PARTS]
        parts = [f for f in behind if f.sentence == whole.sentence and f.depth == whole.depth
                 and is_part(f)]  # fmt: skip
        if len(parts) > 1:
            is_open = _is_open(passage, parts)
            yield Parts(passage, (whole,), _of_one_aspect(parts), not is_open, is_open)


def _closed(passage: Passage) -> Iterator[Parts]:
    """甲 6 万元，乙 3 万元，共计 9 万元."""
    for n, whole in enumerate(passage.figures):
        if whole.role is Role.STATED and words.TOTAL_BEHIND.search(whole.label.strip()):
            before = passage.figures[max(0, n - _MOST_PARTS) : n]
            parts = [f for f in before if f.sentence == whole.sentence and f.depth == whole.depth
                     and is_part(f)]  # fmt: skip
            yield Parts(passage, (whole,), tuple(parts), is_complete=bool(parts))


_FAMILIES: Final = (
    (SPENDING, (BASIC, PROJECTS)), (BASIC, (STAFF, PUBLIC)),
    (THREE_PUBLIC, (ABROAD, VEHICLES, RECEPTION)), (VEHICLES, (VEHICLE_BUYING, VEHICLE_RUNNING)),
)  # fmt: skip


def _named(passage: Passage) -> Iterator[Parts]:
    """A whole and all its usual parts, wherever in a paragraph they are named."""
    found: dict[str, Figure] = {}
    for figure in passage.figures:
        if is_part(figure) and (name := sum_name(figure.label)):
            found.setdefault(name, figure)
    for whole, parts in _FAMILIES:
        if whole in found and all(part in found for part in parts):
            others = [f for f in passage.stated() if f is not found[whole]]
            named = tuple(found[part] for part in parts)
            yield Parts(passage, (found[whole], *others), named, is_complete=True)


def _bare(passage: Passage) -> Iterator[Parts]:
    """A row of classes of spending without a word that opens it: of a sum before it or above."""
    run: list[Figure] = []
    for figure in passage.figures:
        if figure.role is not Role.STATED:
            continue
        if words.FUNCTION.search(figure.label) and "支出" in figure.label:
            run.append(figure)
        elif run:
            break
    if len(run) < 2:
        return
    before = list(passage.stated(run[0].start))
    hundred = _are_hundred(passage, run)
    yield Parts(passage, (*before, *_above(passage)), tuple(run), hundred)


# The ways in which a paragraph lists, the surest first.
_READERS: Final = (_marked, _counted, _enumerated, _colon, _closed, _named, _bare)
