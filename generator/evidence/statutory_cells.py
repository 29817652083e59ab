"""Statutory tables by their definitions: which cells a sum speaks of, and what they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final

from ..diagnostics import Span
from ..forms import TableColumn, TableDefinition, find_table, labels_of, subject_column
from ..forms.tables import AMOUNT_COLUMN, EQUALS, EVERY_ROW, Sum, Term
from ..lexicon.folding import plain_name
from ..model.amounts import NOT_APPLICABLE, parse_amount
from ..model.words import Words
from .prose_tables import ProseTable
from .subject import Subject

_OF_WHICH: Final = re.compile(r"\s*其\s*中")
ZERO: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Figure:
    """What a term of a sum comes to, in the table's unit, and the cells that it was read from."""

    value: Decimal
    cells: tuple[str, ...] = ()
    span: Span = Span("")


@dataclass(frozen=True)
class Statutory:
    """A table with its definition; `columns` are those that it has."""

    shown: ProseTable
    definition: TableDefinition
    columns: tuple[TableColumn, ...]

    @property
    def title(self) -> str:
        return self.shown.title

    @property
    def rows(self) -> tuple[tuple[Words, ...], ...]:
        return self.shown.table.rows

    @property
    def span(self) -> Span:
        return self.shown.table.span

    @cached_property
    def numbers(self) -> tuple[int, ...]:
        """The columns that hold numbers."""
        return tuple(n for n, column in enumerate(self.columns) if not column.is_label)

    def at(self, key: str) -> int | None:
        return next((n for n, column in enumerate(self.columns) if column.key == key), None)

    def value(self, r: int, c: int) -> Decimal | None:
        """The number in a cell; None for a blank, a mark or text."""
        return self.shown.numbers[r][c]

    def is_readable(self, r: int, c: int) -> bool:
        """Whether a cell holds a number, a mark for none, or nothing."""
        text = self.rows[r][c].text
        return not text or self.value(r, c) is not None or text in NOT_APPLICABLE

    def labels(self, r: int, c: int) -> list[str]:
        """What names row `r` for the number in column `c`."""
        return [self.rows[r][n].text for n in labels_of(self.columns, c) if self.rows[r][n]]

    def row_name(self, r: int, c: int) -> str:
        """Code and name of a row, else its number."""
        return " ".join("".join(x.split()) for x in self.labels(r, c)) or f"第 {r + 1} 行"

    def figure_name(self, r: int, c: int) -> str:
        """A cell by its row and column; the only row of a table goes without a name."""
        column = self.columns[c]
        name = (
            f"{column.above[-1]}{column.title}"
            if column.title == "小计" and column.above
            else column.title
        )
        is_only = len(self.rows) == 1 and not self.labels(r, c)
        return f"{self.title}·{name}" if is_only else f"{self.title}·{self.row_name(r, c)}·{name}"

    def is_total(self, r: int, c: int) -> bool:
        return any(self.definition.is_total(label) for label in self.labels(r, c))

    def called(self, name: str, c: int) -> list[int]:
        """The rows of that name, or code, on the side of column `c`."""
        return [
            r for r in range(len(self.rows))
            if any(self.definition.row_name(label) == name for label in self.labels(r, c))
        ]  # fmt: skip

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The code of each row, '' where there is none."""
        at = subject_column(self.columns)
        return tuple(plain_name(row[at].text) if at is not None else "" for row in self.rows)

    def below(self, r: int) -> list[int]:
        """The rows whose codes come next below that of row `r`: 20801 below 208."""
        under = [n for n in range(len(self.rows)) if _is_below(self.codes[n], self.codes[r])]
        return [n for n in under if not any(_is_below(self.codes[n], self.codes[m]) for m in under)]

    def counted(self, c: int) -> list[int]:
        """The rows that 各行 stands for, on the side of column `c`."""
        return [
            r for r in range(len(self.rows))
            if (self.labels(r, c) or not labels_of(self.columns, c) or self.rows[r][c])
            and not self.is_total(r, c)
            and not any(_OF_WHICH.match(label) for label in self.labels(r, c))
            and not any(_is_below(self.codes[r], code) for code in self.codes)
        ]  # fmt: skip

    def cell(self, r: int, c: int) -> Figure | None:
        """A cell; a blank counts nothing, text is no figure."""
        if not self.is_readable(r, c):
            return None
        return Figure(self.value(r, c) or ZERO, (self.shown.id(r, c),), self.rows[r][c].span)

    def sum(self, rows: Sequence[int], c: int) -> Figure | None:
        """What a column comes to in some rows; None where one of them holds text."""
        cells = [self.cell(r, c) for r in rows]
        known = [cell for cell in cells if cell is not None]
        if len(known) != len(cells):
            return None
        total = sum((cell.value for cell in known), ZERO)
        span = known[0].span if known else self.span
        return Figure(total, tuple(id for cell in known for id in cell.cells), span)

    def figure(self, row: str, c: int) -> Figure | None:
        """A row by its name, or all rows, in a column; an empty table comes to nothing: 0."""
        if not self.rows:
            return Figure(ZERO, (), self.span)
        if row == EVERY_ROW:
            return self.sum(self.counted(c), c)
        rows = self.called(row, c)
        return self.cell(rows[0], c) if len(rows) == 1 else None

    def in_wan(self, figure: Figure, c: int) -> Figure:
        """A figure of column `c` in 万元, where the column holds money."""
        if self.columns[c].kind != AMOUNT_COLUMN:
            return figure
        unit = self.columns[c].unit or self.shown.table.unit
        amount = parse_amount(Words(f"{figure.value:f}{unit}"))
        return Figure(figure.value if amount.value is None else amount.value,
                      figure.cells, figure.span)  # fmt: skip


def _is_below(code: str, above: str) -> bool:
    return bool(above) and code != above and code.startswith(above)


def statutory_tables(subject: Subject) -> tuple[Statutory, ...]:
    """The tables of a disclosure that have a definition."""
    return subject.evidence.once("statutory tables", lambda: tuple(_tables(subject)))


def _tables(subject: Subject) -> Iterator[Statutory]:
    for shown in subject.evidence.tables:
        definition = subject.family.tables.get(shown.table.definition)
        if definition is not None:
            head = [[words.text for words in row] for row in shown.table.head]
            columns = definition.fitting(head)
            if columns is not None:
                yield Statutory(shown, definition, columns)


def the_table(subject: Subject, name: str) -> Statutory | None:
    """The table of a definition, by its name or an alias; a disclosure has each once."""
    definition = find_table(subject.family.tables, name)
    return next((t for t in statutory_tables(subject) if t.definition is definition), None)


def signed(figures: Sequence[tuple[Term, Figure]]) -> Decimal:
    return sum((term.sign * figure.value for term, figure in figures), ZERO)


def holds(left: Decimal, right: Decimal, sum: Sum) -> bool:
    return left == right if sum.operator == EQUALS else left <= right
