"""Statutory tables in a Word file or workbook: known by their title, or by a head of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..forms import TableDefinition, find_table
from ..keys import DEFAULT_TOTALS
from ..limits import HEAD_ROWS_LIMIT
from ..loader.statutory import in_unit
from ..model.amounts import UNITS, parse_amount
from ..model.disclosure import Section
from ..model.words import DataTable, SectionPiece
from .ledger import Ledger


def with_names(
    sections: Iterable[Section], definitions: Mapping[str, TableDefinition], ledger: Ledger
) -> tuple[Section, ...]:
    """The sections, with the name of its definition for each table that is statutory.

    A definition is given to the first such table only. A head in other words than the
    definition's is printed as it stands, so that naming the table changes no word. A cell
    that names a unit itself (18.00万元) counts in the table's.
    """
    given: set[str] = set()

    def piece(table: SectionPiece) -> SectionPiece:
        definition = definition_of(table, definitions) if isinstance(table, DataTable) else None
        if not isinstance(table, DataTable) or definition is None or definition.name in given:
            return table
        given.add(definition.name)
        unit = table.unit or definition.unit
        table = _in_unit(_with_whole_head(table, definition) or table, definition, unit, ledger)
        return replace(
            table, unit=unit, totals=_totals(table, definition), definition=definition.name,
            own_head=not _says_the_same(table, definition),
        )  # fmt: skip

    return tuple(replace(s, prose=tuple(piece(p) for p in s.prose)) for s in sections)


def _in_unit(table: DataTable, definition: TableDefinition, unit: str, ledger: Ledger) -> DataTable:
    columns = definition.fitting(_head(table))
    if columns is None or any(len(row) != len(columns) for row in table.rows):
        return table
    rows = in_unit(table.rows, columns, unit)
    for before, after in zip(table.rows, rows, strict=True):
        for typed, words in zip(before, after, strict=True):
            if typed != words:
                ledger.match(typed.span, typed.text, f"换算成表的单位：{words.text}{unit}")
                own = parse_amount(typed, unit).unit
                ledger.converted[typed.span.line] = (unit, own)
    return replace(table, rows=rows)


def _totals(table: DataTable, definition: TableDefinition) -> tuple[str, ...]:
    """The definition's rows of totals, and those that only this table has."""
    known = definition.totals or DEFAULT_TOTALS
    return (*known, *(t for t in table.totals if t not in (*known, *DEFAULT_TOTALS)))


def definition_of(
    table: DataTable, definitions: Mapping[str, TableDefinition]
) -> TableDefinition | None:
    """The definition that the caption names, where the head fits; else the only one with
    just such a head."""
    titled = find_table(definitions, table.caption.text)
    if table.unit and table.unit not in UNITS:
        return None
    if titled is not None:
        return titled if _with_whole_head(table, titled) is not None else None
    alike = [d for d in definitions.values() if _says_the_same(table, d)]
    return alike[0] if len(alike) == 1 and len(alike[0].columns) > 3 else None


def _with_whole_head(table: DataTable, definition: TableDefinition) -> DataTable | None:
    """The table with as many rows in its head as the definition's columns need; None where
    it has other columns."""
    rows = (*table.head, *table.rows)
    for count in range(len(table.head), HEAD_ROWS_LIMIT + 1):
        shown = replace(table, head=rows[:count], rows=rows[count:])
        if definition.fitting(_head(shown)) is not None:
            return shown
    return None


def _says_the_same(table: DataTable, definition: TableDefinition) -> bool:
    head = _head(table)
    columns = definition.fitting(head)
    return columns is not None and head == definition.head(columns)


def _head(table: DataTable) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(words.text for words in row) for row in table.head)
