"""Amounts in rows and columns: 年初预算数, 全年预算数, 全年执行数 of each source of money.

A value's field is named by its column and its row together (年初预算数：其他资金), or by
its column alone in the row of the whole sum.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ..lexicon.folding import bare
from ..model.disclosure import OtherEntry
from ..model.tables import DASHES, Cell
from ..model.words import Words
from .cell_grid import CellGrid, lines_of
from .drafts import Draft, joined
from .labels import Labels
from .ledger import Ledger
from .money_units import Source, said_by
from .other_fields import may_be_label

_LEAST_HEADS: Final = 3
_WHOLE: Final = frozenset({
    "年度资金总额", "资金总额", "年度资金总额合计", "合计", "总额", "项目资金总额", "资金合计",
    "年度总金额", "项目资金", "预算资金总额", "全年资金总额",
})  # fmt: skip
_FIGURE: Final = re.compile(r"-?[\d,]+(?:\.\d+)?%?")


@dataclass(frozen=True)
class _Matrix:
    """A row of heads, and the rows of values below it."""

    heads: tuple[Cell, ...]
    rows: tuple[int, ...]


def read_matrices(
    cell_grid: CellGrid,
    labels: Labels,
    draft: Draft,
    claimed: set[str],
    named: set[str],
    ledger: Ledger,
    rows: range,
) -> None:
    """Give each value of a matrix to its field; those without one become other columns."""
    for matrix in _matrices(cell_grid, labels, rows):
        if not any(_pair(cell_grid, labels, matrix, row) for row in matrix.rows):
            continue
        for head in matrix.heads:
            claimed.add(head.id)
            named.add(head.id)
            ledger.match_all(head.span, "表头")
        for lead in cell_grid.beginning(matrix.heads[0].row):
            if lead.column < matrix.heads[0].column and may_be_label(lead.text):
                claimed.add(lead.id)
                draft.said += said_by(Source.HEAD, lead.text)
                ledger.match_all(lead.span, "一组栏目的标题")
        for row in matrix.rows:
            label = _label(cell_grid, matrix, row)
            if label is not None:
                claimed.add(label.id)
                named.add(label.id)
                ledger.match_all(label.span, "栏目名")
            for head in matrix.heads:
                cell = cell_grid.at.get((row, head.column))
                if cell is None or cell.is_blank or cell.row != row or cell.id in claimed:
                    continue
                claimed.add(cell.id)
                _give(draft, ledger, _key(labels, head, label), head, label, cell)


def matrix_rows(cell_grid: CellGrid, labels: Labels, rows: range) -> set[int]:
    """The rows of the matrices that a form has there: their heads and their values."""
    found: set[int] = set()
    for matrix in _matrices(cell_grid, labels, rows):
        if any(_pair(cell_grid, labels, matrix, row) for row in matrix.rows):
            found |= {matrix.heads[0].row, *matrix.rows}
    return found


def _give(
    draft: Draft, ledger: Ledger, key: str, head: Cell, label: Cell | None, cell: Cell
) -> None:
    if key and not draft.values.get(key):
        draft.values[key] = lines_of(cell)
    elif cell.text.strip() in DASHES:
        ledger.match_all(cell.span, "不适用")
    elif any(bare(cell.text) == bare(c.text) for c in draft.form.layout if not c.keys):
        ledger.match_all(cell.span, "表上印的字")
    else:
        row = bare(label.text) if label is not None else ""
        title = Words("·".join(x for x in (bare(head.text), row) if x), head.span)
        draft.others.append(OtherEntry(title, Words(), joined(lines_of(cell))))


def _matrices(cell_grid: CellGrid, labels: Labels, rows: range) -> Iterator[_Matrix]:
    for row in rows:
        heads = [c for c in cell_grid.beginning(row) if _is_head(labels, c)]
        if len(heads) < _LEAST_HEADS or heads[-1].column - heads[0].column < len(heads) - 1:
            continue
        below = []
        for at in range(row + 1, rows.stop):
            values = [cell_grid.at.get((at, head.column)) for head in heads]
            figures = [c for c in values if c is not None and c.row == at and _is_figure(c)]
            if not figures:
                break
            below.append(at)
        if below:
            yield _Matrix(tuple(heads), tuple(below))


def _is_head(labels: Labels, cell: Cell) -> bool:
    label = labels.known(cell.text)
    return label is not None and bool(label.key)


def _is_figure(cell: Cell) -> bool:
    text = "".join(cell.text.split())
    return _FIGURE.fullmatch(text) is not None or text in DASHES


def _label(cell_grid: CellGrid, matrix: _Matrix, row: int) -> Cell | None:
    """What a row of values is called: the nearest text at its left."""
    first = matrix.heads[0].column
    left = [c for c in cell_grid.row(row) if c.column < first and c.row == row]
    said = [c for c in left if not c.is_blank and not _is_figure(c)]
    return said[-1] if said else None


def _key(labels: Labels, head: Cell, label: Cell | None) -> str:
    """The field of a value by its column and row."""
    row = bare(label.text).removeprefix("其中") if label is not None else ""
    if not row or row in _WHOLE:
        found = labels.known(head.text)
        return found.key if found is not None else ""
    column = bare(head.text)
    for text in (f"{column}{row}", f"{column}{row.removeprefix('当年')}", f"{column}当年{row}"):
        found = labels.by_text.get(text, (None,))[0]
        if found is not None:
            return found.key
    return ""


def _pair(cell_grid: CellGrid, labels: Labels, matrix: _Matrix, row: int) -> bool:
    """Whether a row is one that a form with such a matrix has."""
    label = _label(cell_grid, matrix, row)
    if label is None:
        return False
    is_whole = bare(label.text).removeprefix("其中") in _WHOLE
    return is_whole or any(_key(labels, head, label) for head in matrix.heads)
