"""What can go wrong with a PDF: told as faults, never as log lines."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

# WeasyPrint's own words for missing glyphs; told better by `missing_glyphs`.
_MISSING: Final = (".notdef glyph rendered", "Too many glyphs missing from")


@dataclass(frozen=True, slots=True)
class MissingGlyph:
    """A character that no font of the stylesheet has; `font` is what stood in for one, or ''."""

    character: str
    font: str = ""

    @property
    def code(self) -> str:
        return f"U+{ord(self.character):04X}"


class PdfFault(Exception):
    """A PDF that must not be published: characters without a glyph, or other complaints."""

    def __init__(self, glyphs: Iterable[MissingGlyph] = (), complaints: Iterable[str] = ()) -> None:
        self.glyphs = tuple(glyphs)
        self.complaints = tuple(complaints)
        what = [f"{g.character} ({g.code}) {g.font}".strip() for g in self.glyphs]
        super().__init__("; ".join([*what, *self.complaints]))


class _Log(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if not message.startswith(_MISSING):
            self.messages.append(message)


@contextmanager
def complaints() -> Iterator[list[str]]:
    """Gather WeasyPrint's warnings, which it only logs."""
    logger = logging.getLogger("weasyprint")
    handler = _Log()
    logger.addHandler(handler)
    propagate, logger.propagate = logger.propagate, False
    try:
        yield handler.messages
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate


def missing_glyphs(fonts: Iterable[Any], families: Iterable[str]) -> tuple[MissingGlyph, ...]:
    """The visible characters that were set in none of the stylesheet's families.

    Where a family lacks a character, the system lends one from any font that has
    it: often a Japanese or Korean face, with the wrong strokes.
    """
    wanted = {family.casefold() for family in families}
    found: set[MissingGlyph] = set()
    for font in fonts:
        found.update(MissingGlyph(chr(code)) for code in font.missing)
        if font.family.casefold() in wanted:
            continue
        for text in font.to_unicode.values():
            found.update(MissingGlyph(c, font.family) for c in text if _is_visible(c))
    lacking = {g.character for g in found if not g.font}
    kept = (g for g in found if not g.font or g.character not in lacking)
    return tuple(sorted(kept, key=lambda g: (g.character, g.font)))


def _is_visible(character: str) -> bool:
    return unicodedata.category(character)[0] not in "ZC"
