"""Prose as lines of text, protected where a line would be read as something else."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from typing import Final

from ..model.words import DataTable, Footnote, Paragraph, Picture, SectionPiece, Subheading
from ..sources.prose_marks import footnote_marks, has_picture, picture_line, picture_parts
from ..sources.yaml_source import BLANK
from .faults import Unwritable
from .tables import data_table_lines

# A heading, a table's row, a fence, or the protection itself.
_SIGNS: Final = ("#", "|", "```", "~~~", "\\")
_COLON: Final = re.compile(r"[：:]")


def protected(text: str, fields: Container[str] = (), notes: Sequence[Footnote] = ()) -> str:
    """A paragraph's line; one leading `\\` says that the rest is plain text, but for the marks
    of its notes.

    `fields` are the keys that open a field where they stand before a colon.
    """
    key = _COLON.split(text, maxsplit=1)[0].strip(BLANK)
    opens_field = key in fields and len(key) < len(text)
    is_mark = text.startswith(_SIGNS) or "\t" in text or has_picture(text)
    like_marks = len(list(footnote_marks(text))) > len(notes)
    plain = text and not (is_mark or like_marks or opens_field)
    return text if plain else f"\\{text}"


def prose_lines(
    pieces: Iterable[SectionPiece], level: int = 3, fields: Container[str] = ()
) -> list[str]:
    """The lines of prose; `level` is how many `#` a subheading takes."""
    lines: list[str] = []
    for piece in pieces:
        match piece:
            case Paragraph(words=words, notes=notes):
                lines.append(protected(words.text, fields, notes))
                lines += [f"[^{note.mark}]: {note.words.text}" for note in notes]
            case Subheading(words=words):
                lines.append(f"{'#' * level} {words.text}")
            case DataTable():
                lines += data_table_lines(piece)
            case Picture(description=description, file=file, caption=caption):
                lines.append(picture_line(description.text, file, caption.text))
    return lines


def check_marks(pieces: Iterable[SectionPiece]) -> None:
    """Raise Unwritable where the pictures and footnotes of a text would not read back."""
    pieces = tuple(pieces)
    paragraphs = [piece for piece in pieces if isinstance(piece, Paragraph)]
    named = [note.mark for paragraph in paragraphs for note in paragraph.notes]
    for paragraph in paragraphs:
        own = [note.mark for note in paragraph.notes]
        typed = [match[1] for match in footnote_marks(paragraph.words.text)]
        if [mark for mark in typed if mark in named] != own or len(set(named)) < len(named):
            raise Unwritable(
                "脚注的标记和注文对不上。", paragraph.words.span, paragraph.words.text,
                "同一节里每条脚注用不同的标记，一条注只用一次。",
            )  # fmt: skip
        for note in paragraph.notes:
            if not note.words or any(footnote_marks(note.words.text)):
                raise Unwritable("注文是空的，或者里面还有脚注。", note.words.span, note.words.text)
    for piece in pieces:
        if isinstance(piece, Picture):
            _check_picture(piece)


def _check_picture(picture: Picture) -> None:
    said = (picture.description.text, picture.file, picture.caption.text)
    parts = picture_parts(picture_line(*said))
    if isinstance(parts, int) or tuple(part.text for part in parts) != said:
        raise Unwritable(
            "图片的说明、文件名或图题里有写不下的符号。", picture.span, picture.description.text,
            "说明里不用“](”，文件名里不用引号。",
        )  # fmt: skip


def plain_line(pieces: Sequence[SectionPiece]) -> str:
    """The text of prose that is a single line and needs no protection, else nothing."""
    if len(pieces) != 1 or not isinstance(pieces[0], Paragraph) or pieces[0].notes:
        return ""
    text = pieces[0].words.text
    return text if protected(text) == text else ""
