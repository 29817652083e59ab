"""Columns of one title: which is this year's, and which say what holds for more than this year.

What stands in a head, or in the rows around it, tells: 年度目标, 中期目标, 2025年. The columns
of the targets decide for those of the names beside them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ..model.tables import Cell
from .cell_grid import CellGrid
from .vocabulary import lasting_key

YEARLY: Final = re.compile(r"年度|当年|本年")
_LONG_TERM: Final = re.compile(r"中期|长期|实施期|总目标|[-—至]\d{4}年")
_PAIR: Final = 2
# The longest text that names a term: 中期目标（2025年—2027年）.
_LONGEST: Final = 24


@dataclass(frozen=True, slots=True)
class Terms:
    """This year's column by key, the columns of more years (column's key, cell, key of their
    indicators), and whether something tells that the targets are this year's."""

    this_year: Mapping[str, Cell]
    lasting: tuple[tuple[str, Cell, str], ...]
    is_sure: bool


def terms_of(
    cell_grid: CellGrid, row: int, named: Mapping[str, Sequence[Cell]], targets: str
) -> Terms:
    """Part the columns of a head by their terms; `targets` is the key of the targets."""
    second = _right_is_the_year(cell_grid, row)
    picked = {key: _of_the_year(cell_grid, row, every, second) for key, every in named.items()}
    values = named.get(targets, ())
    value, is_sure = picked.get(targets, (None, True))
    for key, every in named.items():
        if value is not None and is_sure and len(every) == len(values) and not picked[key][1]:
            picked[key] = (every[values.index(value)], True)
    lasting = []
    for key, every in named.items():
        for at, cell in enumerate(every):
            if cell is picked[key][0]:
                continue
            beside = values[at] if len(values) == len(every) else cell
            own = _lasting_of(cell_grid, row, cell) or second
            if term := own or _lasting_of(cell_grid, row, beside):
                lasting.append((key, cell, term))
    return Terms({key: cell for key, (cell, _) in picked.items()}, tuple(lasting), is_sure)


def _lasting_of(cell_grid: CellGrid, row: int, cell: Cell) -> str:
    """The key of indicators of more years that stands in a column, around its head."""
    near = [cell_grid.at.get((at, cell.column)) for at in range(max(row - 2, 0), row + 2)]
    said = (c.text for c in near if c is not None)
    return next((key for text in said if (key := lasting_key(f"{text}指标"))), "")


def _right_is_the_year(cell_grid: CellGrid, row: int) -> str:
    """The key of the left one of two lists side by side that a row above says is of more years.

    Blank where no row names first a term of several years and right of it the year.
    """
    for at in range(row - 1, -1, -1):
        said = [c.text for c in cell_grid.beginning(at) if len(c.text) <= _LONGEST]
        terms = [(key, bool(YEARLY.search(t))) for t in said
                 if (key := lasting_key(f"{t}指标")) or YEARLY.search(t)]  # fmt: skip
        if len(terms) == _PAIR and terms[0][0] and terms[1][1]:
            return terms[0][0]
    return ""


def _of_the_year(
    cell_grid: CellGrid, row: int, cells: Sequence[Cell], second: str
) -> tuple[Cell, bool]:
    """Of columns with one title the year's, and whether the rows around the head tell so.

    `second` says that of two lists side by side the right one is the year's.
    """
    of_year, lasts = [], []
    for cell in cells:
        near = (cell_grid.at.get((at, cell.column)) for at in (row, row + 1, row - 1, row - 2))
        said = [c.text for c in near if c is not None]
        of_year += [cell] if any(map(_is_of_year, said)) else []
        lasts += [cell] if any(_LONG_TERM.search(t) and not _is_of_year(t) for t in said) else []
    if second and len(cells) == _PAIR and not (len(of_year) == 1 and lasts):
        return cells[-1], True
    left = [cell for cell in cells if cell not in lasts]
    return (of_year or left or cells)[0], bool(of_year) or len(left) == 1


def _is_of_year(text: str) -> bool:
    return YEARLY.search(text) is not None and not _LONG_TERM.search(text)
