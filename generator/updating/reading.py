"""A Word file that comes back, by its places: lines and rows with the names they kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..diagnostics import Span
from ..model.tables import Cell, Grid
from ..outputs.word.flow import Mark, picture_text, plain_lines, read_mark
from ..sources.picture_file import picture_facts
from ..sources.prose_marks import footnote_marks, is_picture, picture_parts
from ..sources.word_source import WordDocument


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A paragraph; `mark` is None where it has no name of ours (any more)."""

    text: str
    mark: Mark | None
    span: Span


@dataclass(frozen=True, slots=True)
class ReadCell:
    """A cell that begins in a row."""

    column: int
    text: str
    mark: Mark | None
    span: Span


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row: the cells that begin in it, and what it says in each column, merged cells too."""

    cells: tuple[ReadCell, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadTable:
    rows: tuple[ReadRow, ...]
    span: Span


ReadPiece = ReadLine | ReadTable


def read_places(document: WordDocument) -> tuple[ReadPiece, ...]:
    """The lines and tables of a file in order; blank lines and the contents left out."""
    found: list[ReadPiece] = []
    for block in document.blocks:
        if isinstance(block, Grid):
            if block.cells:
                found.append(_table(block, document))
        elif not block.in_contents:
            found += _lines(block.text, block.span, document)
            found += _footnotes(block.text, document)
    return tuple(found)


def carries_marks(pieces: Sequence[ReadPiece]) -> bool:
    """Whether any place still has a name that `gongkai word` gave it."""
    return any(
        piece.mark is not None
        if isinstance(piece, ReadLine)
        else any(cell.mark for row in piece.rows for cell in row.cells)
        for piece in pieces
    )


def _lines(text: str, span: Span, document: WordDocument) -> list[ReadLine]:
    """A paragraph as its lines, of which the first has its name."""
    lines = plain_lines(text).split("\n")
    mark = _mark(span, document)
    if not lines[0]:
        return []
    told = (_told(line, document) for line in lines)
    return [ReadLine(line, None if n else mark, span) for n, line in enumerate(told)]


def _footnotes(text: str, document: WordDocument) -> Iterator[ReadLine]:
    """The footnotes that a paragraph cites."""
    for match in footnote_marks(text):
        if note := document.footnotes.get(match[1]):
            yield ReadLine(plain_lines(note.text), _mark(note.span, document), note.span)


def _told(line: str, document: WordDocument) -> str:
    """A line; that of a picture tells one from another."""
    parts = picture_parts(line) if is_picture(line) else 0
    if isinstance(parts, int) or parts[1].text not in document.pictures:
        return line
    facts = picture_facts(document.pictures[parts[1].text])
    return picture_text(parts[0].text, parts[1].text, facts.digest)


def _mark(span: Span, document: WordDocument) -> Mark | None:
    names = map(read_mark, document.marks.get(span.line, ()))
    return next((mark for mark in names if mark is not None), None)


def _table(grid: Grid, document: WordDocument) -> ReadTable:
    at: dict[tuple[int, int], Cell] = {}
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.rowspan):
            for column in range(cell.column, cell.column + cell.colspan):
                at.setdefault((row, column), cell)
    width = max(column for _, column in at) + 1
    rows = []
    for row in range(grid.row_count):
        begun = {c.id: c for n in range(width) if (c := at.get((row, n))) and c.row == row}
        texts = (at.get((row, column)) for column in range(width))
        rows.append(
            ReadRow(
                tuple(
                    ReadCell(c.column, plain_lines(c.text), _mark(c.span, document), c.span)
                    for c in begun.values()
                ),
                tuple(plain_lines(c.text) if c else "" for c in texts),
            )
        )
    return ReadTable(tuple(rows), grid.cells[0].span)
