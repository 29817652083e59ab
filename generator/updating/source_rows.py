"""Rows of tables as they stand in text files: pipe tables, pastes and CSV."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from ..diagnostics import Span
from ..model.words import Words
from ..sources.pipe_table import split_row, write_cell

_BLANK: Final = " \t\u3000"
_PIPE: Final = re.compile(r"\\\||\|")


class Shape(Enum):
    """How the cells of a row are told apart."""

    PIPES = auto()
    TABS = auto()
    COMMAS = auto()


class NotARow(Exception):
    """No row of a table of which each cell can be written anew."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row on one line: what stands before its cells, they as typed, and what stands behind."""

    shape: Shape
    line: int
    before: str
    pieces: tuple[str, ...]
    after: str
    columns: tuple[int, ...]
    """The column, from 1, at which each cell's piece begins."""

    @property
    def texts(self) -> list[str]:
        return [self._read(piece) for piece in self.pieces]

    def index(self, column: int) -> int | None:
        """The cell that a place of the line is in, or ends at."""
        found = [n for n, begin in enumerate(self.columns) if begin <= column]
        return found[-1] if found else None

    def with_texts(self, texts: Sequence[str]) -> str:
        """The line with other texts; what says the same stays as it was typed."""
        pieces = (
            piece if self._read(piece) == text else self._write(piece, text)
            for piece, text in zip(self.pieces, texts, strict=True)
        )
        return self.before + _SEPARATORS[self.shape].join(pieces) + self.after

    def _read(self, piece: str) -> str:
        if self.shape is Shape.PIPES:
            return piece.strip(_BLANK).replace("\\|", "|")
        if self.shape is Shape.COMMAS and piece.startswith('"'):
            return piece[1:-1].replace('""', '"')
        return piece if self.shape is Shape.COMMAS else piece.strip(_BLANK)

    def _write(self, piece: str, text: str) -> str:
        if self.shape is Shape.COMMAS:
            needs = piece.startswith('"') or any(sign in text for sign in ',"\n')
            return '"' + text.replace('"', '""') + '"' if needs else text
        if "\n" in text or "\t" in text:
            raise NotARow("a cell on one line cannot hold another")
        if self.shape is Shape.TABS:
            return text
        lead, trail = _padding(piece)
        return f"{lead}{write_cell(text)}{trail}"


_SEPARATORS: Final = {Shape.PIPES: "|", Shape.TABS: "\t", Shape.COMMAS: ","}


def read_row(path: str, line: str, number: int) -> SourceRow:
    """The row on a line, which is the `number`-th from 0. Raises NotARow for anything else."""
    if path.endswith(".csv"):
        return _commas(line, number)
    start = len(line) - len(line.lstrip(_BLANK))
    if line[start : start + 1] == "|":
        return _pipes(line, number, start)
    if "\t" in line.strip() and '"' not in line:
        return _tabs(line, number)
    raise NotARow(line)


def _pipes(line: str, number: int, start: int) -> SourceRow:
    bars = [m.start() for m in _PIPE.finditer(line, start) if m[0] == "|"]
    end = bars[-1] if not line[bars[-1] + 1 :].strip(_BLANK) and len(bars) > 1 else len(line)
    begins = [bar + 1 for bar in bars if bar < end]
    ends = [*(bar for bar in bars[1:] if bar < end), end]
    pieces = tuple(line[a:b] for a, b in zip(begins, ends, strict=True))
    read = split_row(Words(line[start:], Span("", 1, 1)))
    if len(read) != len(pieces):
        raise NotARow(line)
    return SourceRow(
        Shape.PIPES, number, line[: start + 1], pieces, line[end:], tuple(b + 1 for b in begins)
    )


def _tabs(line: str, number: int) -> SourceRow:
    start = len(line) - len(line.lstrip(" "))
    pieces = tuple(line[start:].split("\t"))
    return SourceRow(Shape.TABS, number, line[:start], pieces, "", _columns(pieces, start))


def _commas(line: str, number: int) -> SourceRow:
    pieces, at = [], 0
    while True:
        end = _end_of_quoted(line, at) if line[at : at + 1] == '"' else line.find(",", at)
        end = len(line) if end < 0 else end
        pieces.append(line[at:end])
        if end >= len(line):
            break
        at = end + 1
    return SourceRow(Shape.COMMAS, number, "", tuple(pieces), "", _columns(pieces, 0))


def _end_of_quoted(line: str, at: int) -> int:
    match = re.compile(r'"(?:[^"]|"")*+"').match(line, at)
    if match is None or line[match.end() : match.end() + 1] not in ("", ","):
        raise NotARow(line)
    return match.end()


def _columns(pieces: Sequence[str], start: int) -> tuple[int, ...]:
    columns, at = [], start
    for piece in pieces:
        columns.append(at + 1)
        at += len(piece) + 1
    return tuple(columns)


def _padding(piece: str) -> tuple[str, str]:
    """The blanks around a cell's text; one on either side of a blank cell."""
    if not piece.strip(_BLANK):
        return (" ", " ") if piece else ("", "")
    lead = piece[: len(piece) - len(piece.lstrip(_BLANK))]
    trail = piece[len(piece.rstrip(_BLANK)) :]
    return lead, trail
