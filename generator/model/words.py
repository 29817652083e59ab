"""Text as the author typed it, with its place."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..diagnostics import Span

NOWHERE = Span("", 0, 0)


@dataclass(frozen=True, slots=True)
class Words:
    """What was typed, and where; the place takes no part in equality."""

    text: str = ""
    span: Span = field(default=NOWHERE, compare=False, repr=False)

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of prose; `{{ … }}` in it is still as typed."""

    words: Words


@dataclass(frozen=True, slots=True)
class Subheading:
    """A `### ` line in prose, its number (if one was typed) still part of the words."""

    words: Words


Prose = tuple[Paragraph | Subheading, ...]
