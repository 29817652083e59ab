"""The tables in a disclosure's text as flat data: one line of heads, typed columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count
from typing import Final

from ..forms import AMOUNT_COLUMN, Family, TableColumn, TableDefinition, table_addresses
from ..model.amounts import to_decimal
from ..model.disclosure import Disclosure
from ..model.headers import paths
from ..model.words import DataTable
from .tabular import Column, ColumnKind, Table, Value

GROUP: Final = "正文表格数据"
# A code must keep its zeros: 0201, 3.10.
_CODE: Final = re.compile(r"[0０][0-9０-９]")
_CODES: Final = ("编码", "代码", "编号", "序号")


def section_tables(disclosure: Disclosure, family: Family) -> Iterator[Table]:
    """Each table in prose under its name, in the order of the text; an empty one is its heads."""
    tables = [p for s in disclosure.sections for p in s.prose if isinstance(p, DataTable)]
    names = table_addresses(tables, family.tables)
    for table, name in zip(tables, names, strict=True):
        definition = family.tables.get(table.definition)
        yield _statutory(table, definition) if definition else _own(table, name)


def _statutory(table: DataTable, definition: TableDefinition) -> Table:
    heads = _heads(table)
    defined = definition.fitting(heads) or ()
    columns = tuple(
        _column("·".join(path), column, column.unit or table.unit, texts)
        for path, column, texts in zip(paths(heads), defined, _columns(table), strict=True)
    )
    return Table(definition.id, definition.title, columns, _rows(table, columns))


def _own(table: DataTable, name: str) -> Table:
    """A table of the author's own: which columns hold amounts is not known, so the unit is said
    of the whole table."""
    titles = _told_apart(
        "·".join(" ".join(head.split()) for head in path) or f"第{n}列"
        for n, path in enumerate(paths(_heads(table)), 1)
    )
    columns = tuple(
        Column(title, ColumnKind.NUMBER if _are_numbers(title, texts) else ColumnKind.TEXT)
        for title, texts in zip(titles, _columns(table), strict=True)
    )
    unit = f"金额单位：{table.unit}。" if table.unit else ""
    return Table(
        name, table.caption.text, columns, _rows(table, columns), explanation=unit + table.note
    )


def _heads(table: DataTable) -> list[list[str]]:
    return [[words.text for words in row] for row in table.head]


def _columns(table: DataTable) -> list[list[str]]:
    """The texts of each column below the head, without the blank ones."""
    columns = range(len(table.head[0]))
    return [[row[n].text for row in table.rows if row[n]] for n in columns]


def _rows(table: DataTable, columns: Sequence[Column]) -> tuple[tuple[Value, ...], ...]:
    """The rows below the head; a blank one holds no data."""
    return tuple(
        tuple(_value(column, words.text) for column, words in zip(columns, row, strict=True))
        for row in table.rows
        if any(row)
    )


def _are_numbers(title: str, texts: Sequence[str]) -> bool:
    """Whether a column holds numbers and nothing else, and is not one of codes."""
    return (
        bool(texts)
        and not title.endswith(_CODES)
        and all(to_decimal(text) is not None and not _CODE.match(text) for text in texts)
    )


def _told_apart(titles: Iterable[str]) -> list[str]:
    """The titles, a repeated one with its count: programs know a column by its title."""
    found: list[str] = []
    for title in titles:
        others = (f"{title}（{n}）" for n in count(2))
        found.append(next(t for t in chain((title,), others) if t not in found))
    return found


def _column(name: str, defined: TableColumn, unit: str, cells: Sequence[str]) -> Column:
    """A column of numbers, unless a cell of it is none."""
    is_number = not defined.is_label and all(to_decimal(c) is not None for c in cells)
    kind = ColumnKind.NUMBER if is_number else ColumnKind.TEXT
    return Column(name, kind, unit=unit if defined.kind == AMOUNT_COLUMN else "")


def _value(column: Column, text: str) -> Value:
    if column.kind is ColumnKind.TEXT:
        return text
    return to_decimal(text)
