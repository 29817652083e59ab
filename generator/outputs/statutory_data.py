"""The statutory tables of a disclosure as flat data: one line of heads, typed columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ..forms import AMOUNT_COLUMN, Family, TableColumn, TableDefinition
from ..model.amounts import to_decimal
from ..model.disclosure import Disclosure
from ..model.heads import paths
from ..model.words import DataTable
from .tabular import Column, ColumnKind, Table, Value

GROUP: Final = "预算表数据"


def statutory_tables(disclosure: Disclosure, family: Family) -> Iterator[Table]:
    """Each statutory table under its definition's 标识, in the order of the text; an empty one
    is its heads."""
    for section in disclosure.sections:
        for piece in section.prose:
            if isinstance(piece, DataTable) and piece.definition in family.tables:
                yield _table(piece, family.tables[piece.definition])


def _table(table: DataTable, definition: TableDefinition) -> Table:
    heads = [[words.text for words in row] for row in table.head]
    defined = definition.fitting(heads) or ()
    texts = [[row[n].text for row in table.rows] for n in range(len(defined))]
    columns = tuple(
        _column("·".join(path), column, column.unit or table.unit, cells)
        for path, column, cells in zip(paths(heads), defined, texts, strict=True)
    )
    rows = tuple(
        tuple(_value(column, words.text) for column, words in zip(columns, row, strict=True))
        for row in table.rows
    )
    return Table(definition.id, definition.title, columns, rows)


def _column(name: str, defined: TableColumn, unit: str, cells: Sequence[str]) -> Column:
    """A column of numbers, unless a cell of it is none."""
    is_number = not defined.is_label and all(to_decimal(c) is not None for c in cells if c)
    kind = ColumnKind.NUMBER if is_number else ColumnKind.TEXT
    return Column(name, kind, unit=unit if defined.kind == AMOUNT_COLUMN else "")


def _value(column: Column, text: str) -> Value:
    if column.kind is ColumnKind.TEXT:
        return text
    return to_decimal(text)
