"""Prose as it is printed: words, and among them figures, terms, links and notes; pictures."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from ..diagnostics import Span
from .words import NOWHERE, Footnote, Picture

# What stands in a draft where something is not filled in yet.
TO_FILL_IN: Final = "（待填写）"


@dataclass(frozen=True, slots=True)
class Figure:
    """What a `{{ … }}` stands for: `value` is its number in plain digits, or ''.

    `reference` is what was typed between the brackets, `unit` the number's unit.
    `source` is where the author typed the value; from it comes `target`, the anchor of
    the cell or heading that holds it, and where no such page is this one, `href`.
    `id` is the figure's own anchor.
    """

    text: str
    value: str = ""
    reference: str = ""
    unit: str = ""
    source: Span = field(default=NOWHERE, compare=False, repr=False)
    id: str = ""
    target: str = ""
    href: str = ""

    @property
    def link(self) -> str:
        """The address that leads to where it comes from; empty where there is none."""
        return self.href or (f"#{self.target}" if self.target else "")


@dataclass(frozen=True, slots=True)
class Term:
    """A word that the glossary explains, at `target`; the explanation goes along."""

    text: str
    target: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to another page of the site, at `href` as seen from the paragraph's page."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote where it is cited: its number in the document, and what stands at the foot.

    `id` is the anchor there, `of` the footnote as typed.
    """

    number: int
    content: Text
    of: Footnote
    id: str

    @property
    def label(self) -> str:
        """What it is called: 注1."""
        return f"注{self.number}"

    @property
    def cited_at(self) -> str:
        """The anchor of the place where it is cited."""
        return f"{self.id}-yin"


Piece = str | Figure | Term | Link | Note


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph: words, figures, terms, links and notes in order; `id` where something points
    at it."""

    pieces: tuple[Piece, ...]
    id: str = ""

    @property
    def plain(self) -> str:
        """What the paragraph says, without its notes."""
        said = (piece for piece in self.pieces if not isinstance(piece, Note))
        return "".join(p if isinstance(p, str) else p.text for p in said)

    @property
    def notes(self) -> tuple[Note, ...]:
        return tuple(piece for piece in self.pieces if isinstance(piece, Note))

    @property
    def has_figures(self) -> bool:
        """Whether there are figures in it or in its notes."""
        return any(
            piece.content.has_figures if isinstance(piece, Note) else isinstance(piece, Figure)
            for piece in self.pieces
        )


@dataclass(frozen=True, slots=True)
class Illustration:
    """A picture as it is printed: `number` and caption under it, the description in its place.

    `of` is the picture as typed; `id` its anchor.
    """

    id: str
    number: str
    caption: Text
    description: str
    of: Picture

    @property
    def title(self) -> str:
        """Number and caption as one line."""
        return f"{self.number}　{self.caption.plain}" if self.caption.pieces else self.number

    @property
    def name(self) -> str:
        """The file's name in addresses: another picture has another name."""
        return f"{self.of.digest[:16]}.{'jpg' if self.of.kind == 'jpeg' else self.of.kind}"
