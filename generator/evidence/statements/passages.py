"""The paragraphs of a disclosure in their order, each with its figures and what stands above."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Final

from ..evidence import HEADING, RUNNING, Line
from ..subject import Subject
from .figures import Aspect, Figure, Role, figures_in

_FARTHEST: Final = 12
_MOST: Final = 80  # no figure looks farther, so that reading is linear in the text
_KINDS: Final = RUNNING - {HEADING}


@dataclass(frozen=True, eq=False)
class Passage:
    """A paragraph with figures; `heading` is the subheading that it stands under.

    `above` are the paragraphs before it in the same section or field, the nearest first.
    """

    line: Line
    heading: str
    figures: tuple[Figure, ...]
    above: tuple[Passage, ...] = field(repr=False, default=())

    @property
    def text(self) -> str:
        return self.line.text

    @cached_property
    def _starts(self) -> list[int]:
        return [figure.start for figure in self.figures]

    def until(self, place: int) -> Iterator[Figure]:
        """The figures that begin before a place, the nearest first; a bounded number of them."""
        at = bisect_left(self._starts, place)
        return reversed(self.figures[max(0, at - _MOST) : at])

    def behind(self, place: int) -> Iterator[Figure]:
        """The figures that begin at a place or behind it; a bounded number of them."""
        at = bisect_left(self._starts, place)
        return iter(self.figures[at : at + _MOST])

    def has(self, figure: Figure) -> bool:
        """Whether a figure is one of this paragraph."""
        at = bisect_left(self._starts, figure.start)
        return at < len(self.figures) and self.figures[at] is figure

    def with_actual(self, figure: Figure) -> Iterator[Figure]:
        """A sum; where it is a plan, first what its sentence says was spent or came of it."""
        if figure.aspect is Aspect.PLAN:
            at = bisect_left(self._starts, figure.start) + 1
            yield from (f for f in self.figures[at : at + 1]
                        if f.aspect is Aspect.ACTUAL and f.sentence == figure.sentence)  # fmt: skip
        yield figure

    def stated(self, before: int | None = None) -> Iterator[Figure]:
        """The sums of money that it states, those before a place, the nearest first."""
        found = self.until(len(self.text) + 1 if before is None else before)
        return (figure for figure in found if figure.role is Role.STATED)

    def called(self, name: str, before: int | None = None) -> Iterator[Figure]:
        """The sums that bear a name, here and above, the nearest first.

        Those of the paragraph itself that stand before a place go before the others.
        """
        if before is not None:
            for figure in self.stated(before):
                if is_called(figure, name):
                    yield from self.with_actual(figure)
        for passage in (self, *self.above):
            for figure in passage.stated():
                is_told = before is not None and passage is self and figure.start < before
                if not is_told and is_called(figure, name):
                    yield from passage.with_actual(figure)


def is_called(figure: Figure, name: str) -> bool:
    """Whether a sum bears a name, the department's own name before it or not."""
    own = figure.name
    return own == name or (len(name) >= _LEAST_NAME and name in own)


_LEAST_NAME: Final = 4


def passages(subject: Subject) -> tuple[Passage, ...]:
    """All paragraphs with a figure in them."""
    return subject.evidence.once("passages", lambda: tuple(_passages(subject)))


def _passages(subject: Subject) -> Iterator[Passage]:
    where, heading = None, ""
    above: tuple[Passage, ...] = ()
    for line in subject.evidence.running:
        if (line.where, id(line.project)) != where:
            where, heading, above = (line.where, id(line.project)), "", ()
        if line.kind == HEADING:
            heading = line.text
        elif line.kind in _KINDS and (figures := figures_in(line.text)):
            passage = Passage(line, heading, figures, above)
            yield passage
            above = (passage, *above)[:_FARTHEST]


def spread(number: Decimal) -> Decimal:
    """What rounding leaves open of a number: half of its last digit."""
    return Decimal(5).scaleb(int(number.as_tuple().exponent) - 1)


def is_share(stated: Decimal, part: Decimal, base: Decimal) -> bool:
    """Whether a per cent recomputes, within what the digits of the three numbers leave open.

    Published sums are rounded, and their shares were worked out before that.
    """
    if base <= 0:
        return False
    rounded = spread(max(part, base, key=lambda n: -int(n.as_tuple().exponent)))
    of_sums = rounded * (100 + abs(stated)) / base if rounded < 1 else Decimal(0)
    least = max(Decimal("0.01"), spread(stated)) + min(of_sums, Decimal("0.2"))
    return abs(part * 100 / base - stated) <= least
