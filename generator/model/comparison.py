"""A comparison of figures: what a rule of the field says of one object."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from ..diagnostics import Span
from .words import NOWHERE


class Outcome(StrEnum):
    """Whether the two sides agree."""

    AGREE = "相符"
    DISAGREE = "不符"
    NOT_APPLICABLE = "不适用"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One check of one object: both sides as text, the cells they stand in, the outcome.

    `waiver` is the author's reason where they disagree and that was answered;
    `withheld` says what the law leaves out, where that makes up the difference.
    """

    rule: str
    object: str
    outcome: Outcome
    left: str
    right: str
    cells: tuple[str, ...] = ()
    message: str = ""
    hint: str = ""
    span: Span = field(default=NOWHERE, compare=False)
    waiver: str = ""
    withheld: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the sides disagree and nobody has answered it."""
        return self.outcome is Outcome.DISAGREE and not self.waiver

    @property
    def has_applied(self) -> bool:
        """Whether there was something to compare."""
        return self.outcome is not Outcome.NOT_APPLICABLE or bool(self.withheld)
