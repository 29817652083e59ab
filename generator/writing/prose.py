"""Prose as lines of text, protected where a line would be read as something else."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from typing import Final

from ..keys import FOOTNOTE, PICTURE
from ..model.words import DataTable, Paragraph, Subheading
from ..sources.yaml_source import BLANK
from .tables import data_table_lines

# A heading, a table's row, a fence, or the protection itself.
_SIGNS: Final = ("#", "|", "```", "~~~", "\\")
_COLON: Final = re.compile(r"[：:]")

Piece = Paragraph | Subheading | DataTable


def protected(text: str, fields: Container[str] = ()) -> str:
    """A paragraph's line; one leading `\\` says that the rest is plain text.

    `fields` are the keys that open a field where they stand before a colon.
    """
    key = _COLON.split(text, maxsplit=1)[0].strip(BLANK)
    opens_field = key in fields and len(key) < len(text)
    is_mark = text.startswith(_SIGNS) or "\t" in text or PICTURE.search(text)
    plain = text and not (is_mark or FOOTNOTE.search(text) or opens_field)
    return text if plain else f"\\{text}"


def prose_lines(pieces: Iterable[Piece], level: int = 3, fields: Container[str] = ()) -> list[str]:
    """The lines of prose; `level` is how many `#` a subheading takes."""
    lines: list[str] = []
    for piece in pieces:
        match piece:
            case Paragraph(words=words):
                lines.append(protected(words.text, fields))
            case Subheading(words=words):
                lines.append(f"{'#' * level} {words.text}")
            case DataTable():
                lines += data_table_lines(piece)
    return lines


def plain_line(pieces: tuple[Piece, ...]) -> str:
    """The text of prose that is a single line and needs no protection, else nothing."""
    if len(pieces) != 1 or not isinstance(pieces[0], Paragraph):
        return ""
    text = pieces[0].words.text
    return text if protected(text) == text else ""
