"""Flat tables with typed columns, and CSV of them: what a spreadsheet or a program takes away."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from ..model.amounts import plain_number

Value = str | int | Decimal | datetime.date | None
"""What a cell holds; None where a number or a date is missing, "" where text is."""

MEDIA_TYPE: Final = "text/csv"


class ColumnKind(StrEnum):
    """What a column's cells are; the value is the type's name in a table schema."""

    TEXT = "string"
    NUMBER = "number"
    COUNT = "integer"
    YEAR = "year"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `unit` is that of its numbers, `explanation` a sentence for the schema."""

    name: str
    kind: ColumnKind = ColumnKind.TEXT
    explanation: str = ""
    unit: str = ""

    @property
    def title(self) -> str:
        """The name as a head of a table prints it: 预算数（万元）."""
        return f"{self.name}（{self.unit}）" if self.unit else self.name


@dataclass(frozen=True, slots=True)
class Table:
    """A table under its `name` (ASCII, also its file's stem); `key` are the titles that make
    a row unique, empty where nothing does."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    key: tuple[str, ...] = ()
    explanation: str = ""


def to_csv(table: Table) -> bytes:
    """UTF-8 with BOM, so that Excel reads Chinese; no cell can start a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.title for column in table.columns])
    writer.writerows([_written(value) for value in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def read_csv(data: bytes, known: Iterable[Column]) -> tuple[tuple[Column, ...], list[list[Value]]]:
    """The columns and rows of a table that `to_csv` wrote; a column not known is one of text."""
    by_title = {column.title: column for column in known}
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    columns = tuple(by_title.get(title, Column(title)) for title in next(rows))
    return columns, [[_read(c, text) for c, text in zip(columns, r, strict=True)] for r in rows]


def join_csv(empty: Table, files: Iterable[bytes]) -> Table:
    """Tables of one kind, each as CSV, one below the other.

    `empty` says what they have in common; a further column stands behind, blank
    in the rows of those that lack it.
    """
    columns = {column.title: column for column in empty.columns}
    read = [read_csv(data, empty.columns) for data in files]
    for head, _ in read:
        columns |= {c.title: c for c in head if c.title not in columns}
    rows = tuple(row for head, body in read for row in _spread(head, body, tuple(columns)))
    return Table(
        empty.name, empty.title, tuple(columns.values()), rows, empty.key, empty.explanation
    )


def _spread(
    head: Sequence[Column], body: Iterable[Sequence[Value]], titles: Sequence[str]
) -> Iterator[tuple[Value, ...]]:
    places = {column.title: n for n, column in enumerate(head)}
    for row in body:
        yield tuple(row[places[title]] if title in places else "" for title in titles)


def _written(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain_number(value)
    return _harmless(value) if isinstance(value, str) else str(value)


def _read(column: Column, text: str) -> Value:
    if column.kind is ColumnKind.TEXT:
        return text
    if not text:
        return None
    match column.kind:
        case ColumnKind.NUMBER:
            return Decimal(text)
        case ColumnKind.DATE:
            return datetime.date.fromisoformat(text)
    return int(text)


def _harmless(cell: str) -> str:
    """A text that a spreadsheet would run as a formula is led by an apostrophe."""
    starts_formula = cell[:1] in ("=", "+", "@", "\t", "\r") or (
        cell[:1] == "-" and not cell[1:2].isdigit()
    )
    return f"'{cell}" if starts_formula and len(cell) > 1 else cell
