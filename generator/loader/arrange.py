"""The statutory tables of a disclosure in the order that the site asks for."""

from __future__ import annotations

from dataclasses import replace

from ..forms import Family
from ..model.disclosure import Disclosure
from ..model.words import DataTable, SectionPiece, SectionText, Subheading


def arranged(disclosure: Disclosure, family: Family) -> Disclosure:
    """The tables of the section for them in the required order, then by their numbers.

    Text above the first table stays on top; what follows a table, or the
    subheading over it, goes along with it. Tables of the author's own come last.
    """
    section = family.tables_section
    if section is None:
        return disclosure
    order = dict.fromkeys((*family.required_tables, *family.tables))
    ranks = {name: n for n, name in enumerate(order)}
    sections = tuple(
        replace(s, prose=_in_order(s.prose, ranks)) if s.key == section.key else s
        for s in disclosure.sections
    )
    return replace(disclosure, sections=sections)


def _in_order(prose: SectionText, ranks: dict[str, int]) -> SectionText:
    above, groups = _groups(prose)
    last = len(ranks)
    groups.sort(key=lambda group: min(_rank(piece, ranks, last) for piece in group))
    return (*above, *(piece for group in groups for piece in group))


def _rank(piece: SectionPiece, ranks: dict[str, int], last: int) -> int:
    return ranks.get(piece.definition, last) if isinstance(piece, DataTable) else last


def _groups(prose: SectionText) -> tuple[list[SectionPiece], list[list[SectionPiece]]]:
    """The text above all tables, then each table with its subheading and what follows it."""
    above: list[SectionPiece] = []
    groups: list[list[SectionPiece]] = []
    for piece in prose:
        has_table = bool(groups) and any(isinstance(p, DataTable) for p in groups[-1])
        opens = isinstance(piece, Subheading) or (
            isinstance(piece, DataTable) and (not groups or has_table)
        )
        if opens:
            groups.append([piece])
        else:
            (groups[-1] if groups else above).append(piece)
    return above, groups
