"""The columns of tables in prose: how wide they are, and on what kind of page they find room.

Numbers and codes stay whole. A table that an upright page does not hold is printed on
a page on its side; one that this does not hold either is cut between columns, and each
piece begins with the first ones again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from ...diagnostics import display_width
from ...forms import shares
from ...model.amounts import to_decimal
from ...model.headers import paths
from ...model.tables import DASHES
from ...model.words import DataTable
from .widths import LINE, PADDING, WIDE_LINE, unbroken

WIDE_COLUMNS: Final = 9
# In a terminal's columns.
_NARROWEST, _HEAD, _WIDEST = 6, 8, 36
# What a column of text has at least where a table is cut.
_TEXT: Final = 16
# What is printed again takes no more of a page than this.
_AGAIN: Final = 1 / 3


@dataclass(frozen=True, slots=True)
class Across:
    """Shares of the width in percent, where the table is cut on paper, how many columns each
    piece repeats, and whether it needs a page on its side."""

    widths: tuple[float, ...]
    is_wide: bool
    cuts: tuple[int, ...] = ()
    again: int = 0


@dataclass(frozen=True, slots=True)
class _Column:
    """What a column must have, and what it would like to have."""

    needs: float
    wants: float
    is_number: bool


def across(table: DataTable, labels: int) -> Across:
    """How a table's columns stand on paper; the first `labels` of them head its rows."""
    columns = _alike([*_columns(table)])
    needs = [column.needs for column in columns]
    is_wide = len(columns) >= WIDE_COLUMNS or sum(needs) > LINE
    page = WIDE_LINE if is_wide else LINE
    if sum(needs) > page:
        return _cut([max(c.needs, min(c.wants, _TEXT)) for c in columns], labels)
    wants = [column.wants for column in columns]
    left, wanted = page - sum(needs), sum(wants) - sum(needs)
    if wanted <= left:
        return Across(shares(wants), is_wide)
    pairs = zip(needs, wants, strict=True)
    return Across(shares([n + (w - n) * left / wanted for n, w in pairs]), is_wide)


def _columns(table: DataTable) -> list[_Column]:
    columns = []
    for c, path in enumerate(paths([[words.text for words in row] for row in table.head])):
        texts = [row[c].text for row in table.rows]
        lines = [line for text in texts for line in text.split("\n")]
        longest = max(map(display_width, lines), default=0)
        title = path[-1] if path else ""
        whole = max(map(unbroken, [title, *texts]))
        needs = PADDING + max(whole, _NARROWEST)
        wants = PADDING + max(min(longest, _WIDEST), min(display_width(title), _HEAD))
        columns.append(_Column(needs, max(needs, wants), _are_numbers(texts)))
    return columns


def _are_numbers(texts: Sequence[str]) -> bool:
    filled = [text for text in texts if text.strip() and text.strip() not in DASHES]
    return bool(filled) and all(to_decimal(text) is not None for text in filled)


def _alike(columns: list[_Column]) -> list[_Column]:
    """Columns of numbers as wide as the widest of them, where a page has room for that."""
    numbers = [column for column in columns if column.is_number]
    if not numbers:
        return columns
    widest = max(column.wants for column in numbers)
    alike = [_Column(widest, widest, True) if c.is_number else c for c in columns]
    page = WIDE_LINE if len(columns) >= WIDE_COLUMNS else LINE
    return alike if sum(column.wants for column in alike) <= page else columns


def _cut(widths: Sequence[float], labels: int) -> Across:
    """Cut where a page on its side ends, into pieces that are about equally wide."""
    again = labels if sum(widths[:labels]) <= WIDE_LINE * _AGAIN else 1
    most = WIDE_LINE - sum(widths[:again])
    pieces = len(_cuts(widths, again, most)) + 1
    limits = range(ceil(max(widths)), ceil(most))
    evenly = next((n for n in limits if len(_cuts(widths, again, n)) < pieces), most)
    return Across(shares(widths), True, _cuts(widths, again, evenly), again)


def _cuts(widths: Sequence[float], again: int, most: float) -> tuple[int, ...]:
    """The columns before which a table is cut so that what follows the first ones is no
    wider than that; a column that is by itself wider has a piece of its own."""
    cuts, filled = [], 0.0
    for column in range(again, len(widths)):
        if filled and filled + widths[column] > most:
            cuts.append(column)
            filled = 0.0
        filled += widths[column]
    return tuple(cuts)
