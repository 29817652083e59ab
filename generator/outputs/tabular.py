"""Flat tables with typed columns, and CSV of them, there and back."""

from __future__ import annotations

import csv
import datetime
import io
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Final

from ..model.amounts import plain_number, to_decimal

Value = str | int | Decimal | datetime.date | None
"""What a cell holds; None where a number or a date is missing, "" where text is."""

MEDIA_TYPE: Final = "text/csv"
_STARTS: Final = (*"=+-@\t\r\n", *"＝＋－＠")


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


def read_csv(data: bytes, like: Table) -> Table:
    """What `to_csv` wrote; a column that `like` does not know is one of text."""
    known = {column.title: column for column in like.columns}
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    columns = tuple(known.get(title, Column(title)) for title in next(rows))
    read = (tuple(_read(c, text) for c, text in zip(columns, r, strict=True)) for r in rows)
    return replace(like, columns=columns, rows=tuple(read))


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
    """A text that a spreadsheet would run as a formula is led by an apostrophe.

    A negative number stays a number; `-2+3` is none.
    """
    starts_formula = cell[:1] in _STARTS and len(cell) > 1
    return f"'{cell}" if starts_formula and to_decimal(cell) is None else cell
