"""Statutory tables in a Word file or workbook: known by their title, or by a head of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..forms import TableDefinition, find_table
from ..keys import DEFAULT_TOTALS
from ..model.amounts import UNITS
from ..model.disclosure import Section
from ..model.words import DataTable, Paragraph, Subheading

Piece = Paragraph | Subheading | DataTable


def with_names(
    sections: Iterable[Section], definitions: Mapping[str, TableDefinition]
) -> tuple[Section, ...]:
    """The sections, with the name of its definition for each table that is statutory.

    A definition is given to the first such table only. Only a head that is the
    definition's counts, so that naming it changes no word.
    """
    given: set[str] = set()

    def piece(table: Piece) -> Piece:
        definition = definition_of(table, definitions) if isinstance(table, DataTable) else None
        if not isinstance(table, DataTable) or definition is None or definition.name in given:
            return table
        given.add(definition.name)
        unit = table.unit or definition.unit
        return replace(
            table, unit=unit, totals=_totals(table, definition), definition=definition.name
        )

    return tuple(replace(s, prose=tuple(piece(p) for p in s.prose)) for s in sections)


def _totals(table: DataTable, definition: TableDefinition) -> tuple[str, ...]:
    """The definition's rows of totals, and those that only this table has."""
    known = definition.totals or DEFAULT_TOTALS
    return (*known, *(t for t in table.totals if t not in (*known, *DEFAULT_TOTALS)))


def definition_of(
    table: DataTable, definitions: Mapping[str, TableDefinition]
) -> TableDefinition | None:
    """The definition that the caption names, else the only one with such a head."""
    alike = [d for d in definitions.values() if _says_the_same(table, d)]
    titled = find_table(definitions, table.caption.text)
    if table.unit and table.unit not in UNITS:
        return None
    if titled is not None:
        return titled if titled in alike else None
    return alike[0] if len(alike) == 1 and len(alike[0].columns) > 3 else None


def _says_the_same(table: DataTable, definition: TableDefinition) -> bool:
    head = tuple(tuple(words.text for words in row) for row in table.head)
    columns = definition.fitting(head)
    return columns is not None and head == definition.head(columns)
