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


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table in prose, typed there or in a file of its own.

    `head` has one row or more, all as wide as every row below; in it an empty
    cell goes on from the one at its left (in the upper rows) or above it (in the
    lower ones). `totals` are the words that mark a row of totals. `unit` is that
    of the amounts, `note` stands above the table at the left. `definition` is the
    name of the statutory table that it is, '' for one of the author's own; that may
    have a `name` in ASCII, for addresses. A statutory table with `own_head` prints its head
    as it was typed, not as the definition words it.
    """

    caption: Words
    head: tuple[tuple[Words, ...], ...]
    rows: tuple[tuple[Words, ...], ...]
    unit: str = ""
    note: str = ""
    totals: tuple[str, ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)
    definition: str = ""
    name: str = ""
    own_head: bool = False


Prose = tuple[Paragraph | Subheading, ...]
"""The text of a field."""

SectionText = tuple[Paragraph | Subheading | DataTable, ...]
"""The text of a section, which has room for tables."""
