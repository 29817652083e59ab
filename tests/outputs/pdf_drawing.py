"""Reads what a finished PDF draws: where its text and its upright rules stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from pypdf import PdfReader
from pypdf.generic import ContentStream

from tests.outputs.pdf_reader import glyphs, unicode_of


class Run(NamedTuple):
    """Text set at once, on its base line; `size` is its letters'."""

    text: str
    left: float
    right: float
    base: float
    size: float


class Rule(NamedTuple):
    """An upright line, from its top down to its bottom."""

    x: float
    top: float
    bottom: float

    def crosses(self, run: Run) -> bool:
        """Whether a text runs over it, by more than a hair."""
        return self._beside(run) and run.left + 1 < self.x < run.right - 1

    def follows(self, run: Run) -> bool:
        """Whether it stands at the right of a text."""
        return self._beside(run) and self.x >= run.right - 1

    def _beside(self, run: Run) -> bool:
        return self.top < run.base - run.size / 3 < self.bottom


@dataclass
class Drawing:
    """A page as drawn, in the pixels that WeasyPrint counts in, from the top left."""

    runs: list[Run]
    rules: list[Rule]
    width: float


def drawing(reader: PdfReader, number: int) -> Drawing:
    """What a page draws upright; the slanted watermark is left out."""
    page: Any = reader.pages[number]
    found = Drawing([], [], float(page.mediabox.width) / 0.75)
    fonts: dict[str, _Font] = {}
    font, size = _Font({}, {}), 0.0
    at: tuple[float, float] = (0, 0)
    slanted: list[bool] = [False]
    for operands, operator in ContentStream(page["/Contents"], reader).operations:
        match operator:
            case b"q":
                slanted.append(slanted[-1])
            case b"Q":
                slanted.pop()
            case b"cm":
                slanted[-1] = slanted[-1] or bool(operands[1])
            case b"m":
                at = (float(operands[0]), float(operands[1]))
            case b"l" if abs(float(operands[0]) - at[0]) < 0.1:
                ends = sorted((at[1], float(operands[1])))
                found.rules.append(Rule(at[0], *ends))
            case b"Tm":
                at = (float(operands[4]), float(operands[5]))
            case b"Tf":
                name, size = operands[0], float(operands[1])
                if name not in fonts:
                    fonts[name] = _Font.read(page["/Resources"]["/Font"][name])
                font = fonts[name]
            case b"TJ" if not slanted[-1]:
                text, width = font.measure(operands[0])
                found.runs.append(Run(text, at[0], at[0] + width * size / 1000, at[1], size))
    return found


@dataclass
class _Font:
    """What each glyph stands for, and how wide it is, in thousandths of its size."""

    texts: dict[str, str]
    widths: dict[int, float]

    @classmethod
    def read(cls, font: Any) -> _Font:
        return cls(unicode_of(font), dict(_widths(font["/DescendantFonts"][0]["/W"])))

    def measure(self, items: Any) -> tuple[str, float]:
        """The text of what is shown at once, and its width."""
        text, width = "", 0.0
        for item in items:
            if not isinstance(item, str | bytes):
                width -= float(item)
            for glyph in glyphs(item):
                text += self.texts[glyph]
                width += self.widths[int(glyph, 16)]
        return text, width


def _widths(table: Any) -> Iterator[tuple[int, float]]:
    """The widths of glyphs, listed as a first glyph and the widths from there."""
    for first, widths in zip(table[::2], table[1::2], strict=True):
        for glyph, width in enumerate(widths, int(first)):
            yield glyph, float(width)
