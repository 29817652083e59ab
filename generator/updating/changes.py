"""What may have been changed in a Word file, and how it is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from ..diagnostics import Diagnostic, RuleBook, Span
from ..model.tables import Cell
from ..outputs.word.flow import Line, Table

_LONGEST: Final = 30


@dataclass(frozen=True, slots=True)
class LineChange:
    """Another text for a line."""

    line: Line
    text: str


@dataclass(frozen=True, slots=True)
class LinesAdded:
    """New paragraphs between two lines, either of which may be missing."""

    texts: tuple[str, ...]
    after: Line | None
    before: Line | None


@dataclass(frozen=True, slots=True)
class LineRemoved:
    line: Line


@dataclass(frozen=True, slots=True)
class CellChange:
    """Another text for a cell."""

    table: Table
    cell: Cell
    text: str


@dataclass(frozen=True, slots=True)
class WantedRow:
    """A row below a table's head as Word has it: what it says in each column, and which row of
    today's table it is, None for a new one."""

    texts: tuple[str, ...]
    row: int | None


@dataclass(frozen=True, slots=True)
class RowsChange:
    """Other rows for a table that has as many as one likes."""

    table: Table
    rows: tuple[WantedRow, ...]


Change = LineChange | LinesAdded | LineRemoved | CellChange | RowsChange


@dataclass
class Compared:
    """The changes, each told in Chinese, and what could not be placed; `unplaced` are those
    changes, as they were told, for which the text files have no room."""

    changes: list[tuple[Change, str, Span]] = field(default_factory=list)
    unplaced: set[str] = field(default_factory=set)
    refused: list[Diagnostic] = field(default_factory=list)

    def change(self, change: Change, told: str, span: Span) -> None:
        self.changes.append((change, told, span))

    def refuse(self, span: Span, message: str, hint: str, text: str = "") -> None:
        rule = RuleBook.NOT_TAKEN_BACK
        self.refused.append(Diagnostic(rule.id, rule.level, message, span, text, hint))


def shown(text: str) -> str:
    """A text short enough for a message."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
