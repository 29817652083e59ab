"""What a check returns: a comparison of figures, of which findings and ledger are views."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from ..diagnostics import Rule, Span
from ..forms import Family
from ..layout import Document
from ..model.disclosure import Disclosure
from ..model.words import NOWHERE


class Outcome(StrEnum):
    """Whether the two sides agree."""

    AGREE = "相符"
    DISAGREE = "不符"
    NOT_APPLICABLE = "不适用"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One check of one object: both sides as text, the cells they stand in, the outcome."""

    rule: str
    object: str
    outcome: Outcome
    left: str
    right: str
    cells: tuple[str, ...] = ()
    message: str = ""
    hint: str = ""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Subject:
    """What the checks look at."""

    disclosure: Disclosure
    family: Family
    document: Document


@dataclass(frozen=True, slots=True)
class Check:
    """A rule of the field, the reason behind it, and the function that applies it."""

    rule: Rule
    reason: str
    compare: Callable[[Subject], Iterable[Comparison]]
