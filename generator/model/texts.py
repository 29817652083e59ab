"""Prose as it is printed: words, and among them figures, terms and links that point elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from ..diagnostics import Span
from .words import NOWHERE

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


Piece = str | Figure | Term | Link


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph: words, figures, terms and links in order; `id` where something points at it."""

    pieces: tuple[Piece, ...]
    id: str = ""

    @property
    def plain(self) -> str:
        return "".join(p if isinstance(p, str) else p.text for p in self.pieces)

    @property
    def has_figures(self) -> bool:
        return any(isinstance(piece, Figure) for piece in self.pieces)
