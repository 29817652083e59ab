"""Figures that are the parts of a whole, and the sums that they may be the parts of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final

from . import words
from .figures import Figure, Role
from .passages import Passage

_NEARLY: Final = Decimal("0.8")


@dataclass(frozen=True, eq=False)
class Parts:
    """Parts with the sums that they may be the parts of, the likeliest first.

    `is_complete` where they are known to be all, `is_open` where the list says that
    they are not. `is_sure` where it is plain which figures are parts of which.
    """

    passage: Passage
    wholes: tuple[Figure, ...]
    parts: tuple[Figure, ...]
    is_complete: bool = False
    is_open: bool = False
    is_sure: bool = True

    @cached_property
    def total(self) -> Decimal:
        return sum((p.number for p in self.parts), Decimal(0))

    @cached_property
    def whole(self) -> Figure:
        """The sum that they are parts of: the one that they make up, else the likeliest."""
        return next((w for w in self.wholes if w.number == self.total), self.wholes[0])

    @property
    def agrees(self) -> bool:
        return self.whole.number == self.total

    @property
    def is_near(self) -> bool:
        """Whether the parts come so near to the whole that they are probably all of it."""
        whole = self.whole.number
        return _NEARLY * whole <= self.total <= whole * (2 - _NEARLY)

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(p.name for p in self.parts)

    @cached_property
    def partition(self) -> tuple[str, ...]:
        """The usual division of a sum that the parts are named by, () for none."""
        return partition_of(self.parts)


def partition_of(parts: Sequence[Figure]) -> tuple[str, ...]:
    """The usual division of a sum that figures are named by, () for none."""
    for kinds in words.PARTITIONS:
        if len(parts) == len(kinds):
            hits = [{k for k in kinds if re.search(k, p.label)} for p in parts]
            if all(hits) and len(set().union(*hits)) == len(kinds):
                return kinds
    return ()


def is_part(figure: Figure) -> bool:
    return (figure.role is Role.STATED and not is_of_other_year(figure)
            and not words.TOTAL_BEHIND.search(figure.label.strip()))  # fmt: skip


def is_of_other_year(figure: Figure) -> bool:
    return bool(words.OTHER_YEAR.search(words.CARRIED.sub("", figure.label)))
