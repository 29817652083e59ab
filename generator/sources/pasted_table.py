"""What is pasted from Excel: cells parted by tabs, one with line breaks in quotation marks.

Excel puts a cell that holds a line break (Alt+Enter) in quotation marks and doubles those
inside it; any other quotation mark is text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from ..diagnostics import Span
from ..model.words import Words

LONGEST_CELL: Final = 200
"""How many lines a cell may have."""
_BLANK: Final = " \u3000\ufeff\xa0"


class _Cell(NamedTuple):
    line: int
    column: int
    text: str


def continued(line: str, following: Sequence[str]) -> int:
    """How many of the lines that follow belong to a cell that is open at the end of a line."""
    if "\t" not in line and not line.lstrip(_BLANK).startswith('"'):
        return 0
    _, after = _row([line, *following[:LONGEST_CELL]], 0)
    return after - 1


def paste_rows(lines: Sequence[Words]) -> list[tuple[Span, list[Words]]]:
    """The rows of a paste, all equally wide, each with its place.

    Blank rows and columns that are blank in every row are left out: they came along with
    the selection.
    """
    texts = [line.text for line in lines]
    rows: list[tuple[Span, list[Words]]] = []
    at = 0
    while at < len(texts):
        begin = at
        cells, at = _row(texts, begin)
        words = [_words(lines[cell.line].span, cell) for cell in cells]
        if any(words):
            rows.append((lines[begin].span, words))
    width = max((len(row) for _, row in rows), default=0)
    for _, row in rows:
        row += [Words("", row[-1].span)] * (width - len(row))
    used = [n for n in range(width) if any(row[n] for _, row in rows)]
    return [(span, [row[n] for n in used]) for span, row in rows]


def _words(span: Span, cell: _Cell) -> Words:
    lines = [line.strip(_BLANK) for line in cell.text.split("\n")]
    text = "\n".join(line for line in lines if line)
    ahead = len(cell.text) - len(cell.text.lstrip(_BLANK)) if text else 0
    return Words(text, Span(span.path, span.line, span.column + cell.column + ahead))


def _row(texts: Sequence[str], number: int) -> tuple[list[_Cell], int]:
    """The cells of the row that begins at a line, and the line where the next one begins."""
    cells: list[_Cell] = []
    line, at = texts[number], 0
    while True:
        begin = (number, at)
        quoted = _quoted(texts, number, at + 1) if line[at : at + 1] == '"' else None
        if quoted is not None:
            number, at, text = quoted
            line = texts[number]
        else:
            end = line.find("\t", at)
            end = len(line) if end < 0 else end
            text, at = line[at:end], end
        cells.append(_Cell(*begin, text))
        if at >= len(line):
            return cells, number + 1
        at += 1


def _quoted(texts: Sequence[str], number: int, at: int) -> tuple[int, int, str] | None:
    """Where a quoted cell ends (line, column), and its text; None where the mark is text.

    Excel quotes a cell for its line breaks, or for marks that it doubles, and for no else.
    """
    pieces: list[str] = []
    for last in range(number, min(number + LONGEST_CELL, len(texts))):
        line = texts[last]
        while True:
            end = line.find('"', at)
            stop = end if end >= 0 else len(line)
            if "\t" in line[at:stop]:
                return None
            pieces.append(line[at:stop])
            if end < 0:
                pieces.append("\n")
                at = 0
                break
            if line[end + 1 : end + 2] == '"':
                pieces.append('"')
                at = end + 2
            elif line[end + 1 : end + 2] in ("", "\t"):
                text = "".join(pieces)
                is_needed = "\n" in text or '"' in text
                return (last, end + 1, text) if is_needed else None
            else:
                return None
    return None
