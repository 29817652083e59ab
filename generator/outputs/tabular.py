"""Flat tables with typed columns, and CSV of them, there and back."""

from __future__ import annotations

import csv
import datetime
import io
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Final

from ..model.amounts import plain_number, to_decimal

Value = str | int | Decimal | datetime.date | None
"""What a cell holds; None where a number or a date is missing, "" where text is."""

MEDIA_TYPE: Final = "text/csv"
# What a spreadsheet takes for a formula; an apostrophe before it takes it for text.
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r\n＝＋－＠].", re.DOTALL)


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

    @property
    def heading(self) -> str:
        """The title as a file of CSV has it."""
        return harmless(self.title)


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
    writer.writerow([column.heading for column in table.columns])
    writer.writerows([_written(value) for value in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def read_csv(data: bytes, like: Table) -> Table:
    """What `to_csv` wrote; a column that `like` does not know is one of text."""
    known = {column.heading: column for column in like.columns}
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    columns = tuple(known.get(head, Column(as_typed(head))) for head in next(rows))
    read = (tuple(_read(c, text) for c, text in zip(columns, r, strict=True)) for r in rows)
    return replace(like, columns=columns, rows=tuple(read))


def _written(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain_number(value)
    return harmless(value) if isinstance(value, str) else str(value)


def _read(column: Column, text: str) -> Value:
    if column.kind is ColumnKind.TEXT:
        return as_typed(text)
    if not text:
        return None
    match column.kind:
        case ColumnKind.NUMBER:
            return Decimal(text)
        case ColumnKind.DATE:
            return datetime.date.fromisoformat(text)
    return int(text)


def harmless(cell: str) -> str:
    """A text that a spreadsheet would run as a formula is led by an apostrophe.

    A negative number stays a number; `-2+3` is none. A text that is led by one already
    gets another, so that `as_typed` gives back what was typed.
    """
    return f"'{cell}" if _needs_apostrophe(cell) else cell


def as_typed(cell: str) -> str:
    """What `harmless` made the cell of."""
    return cell[1:] if cell.startswith("'") and _needs_apostrophe(cell[1:]) else cell


def _needs_apostrophe(cell: str) -> bool:
    return _FORMULA.match(cell) is not None and to_decimal(cell) is None
