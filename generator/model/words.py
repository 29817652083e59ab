"""Text as the author typed it, with its place."""

from __future__ import annotations

from collections.abc import Iterator
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
class Footnote:
    """What stands at the foot of a text: `mark` is what the author typed between `[^` and `]`."""

    mark: str
    words: Words


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of prose; `{{ … }}` in it is still as typed.

    So are the marks of its footnotes, `[^1]`; what else looks like a mark is just text.
    """

    words: Words
    notes: tuple[Footnote, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in prose. `file` is its name as typed (附件/图.png), `path` that in the content.

    `description` says what is seen on it, to those who do not see it; `caption` stands under
    it, blank where it has none. `kind` is png or jpeg, `width` and `height` are in pixels as
    it is shown, `digest` is the SHA-256 of its `size` bytes.
    """

    file: str
    description: Words
    caption: Words = Words()
    kind: str = "png"
    width: int = 0
    height: int = 0
    size: int = 0
    digest: str = ""
    path: str = field(default="", compare=False)
    span: Span = field(default=NOWHERE, compare=False, repr=False)


Prose = tuple[Paragraph | Subheading, ...]
"""The text of a field."""

SectionPiece = Paragraph | Subheading | DataTable | Picture
SectionText = tuple[SectionPiece, ...]
"""The text of a section, which has room for tables and pictures."""


def running_words(piece: SectionPiece) -> Iterator[Words]:
    """What a piece says in sentences, with its notes; nothing of a table, which has cells."""
    match piece:
        case Paragraph(words=words, notes=notes):
            yield words
            yield from (note.words for note in notes)
        case Subheading(words=words):
            yield words
        case Picture(description=description, caption=caption):
            yield from (description, caption)
