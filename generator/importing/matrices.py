"""Amounts in rows and columns: 年初预算数, 全年预算数, 全年执行数 of each source of money.

A value's field is named by its column and its row together (年初预算数：其他资金), by its
column alone in the row of the whole sum, or by its row alone in the column of this year's
budget. What none of them names is kept with both; never is the first figure of a row taken
for the row's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ..forms import MONEY
from ..lexicon.folding import bare
from ..model.disclosure import OtherEntry
from ..model.tables import DASHES, Cell
from ..model.words import Words
from .cell_grid import CellGrid, lines_of
from .drafts import Draft, joined
from .figure_years import budget_column
from .label_shapes import may_be_label
from .labels import Label, Labels
from .ledger import Ledger
from .money_units import Source, said_by
from .vocabulary import WHOLE_SUMS

# So many known heads side by side are a head also above a single figure.
_LEAST_HEADS: Final = 3
_LEAST_FIGURES: Final = 2
_OVER: Final = "·"
# What heads of several columns of amounts speak of.
_TIME: Final = re.compile(r"年|预算|决算|执行|资金|拨款|支出|收入|安排")
_FIGURE: Final = re.compile(r"-?[\d,]+(?:\.\d+)?%?")


@dataclass(frozen=True)
class Matrix:
    """A row of heads, the rows of values below it, and which head is that of this year's budget.

    `titles` are the heads' texts with what stands over several of them.
    """

    cell_grid: CellGrid
    labels: Labels
    heads: tuple[Cell, ...]
    rows: tuple[int, ...]

    @cached_property
    def titles(self) -> tuple[str, ...]:
        return tuple(self._title(head) for head in self.heads)

    def _title(self, head: Cell) -> str:
        over = self.over(head)
        return f"{over.text}{_OVER}{head.text}" if over is not None else head.text

    def over(self, head: Cell) -> Cell | None:
        """What stands over a head and others beside it: 2025年预算 over 小计 and 财政拨款."""
        above = self.cell_grid.at.get((head.row - 1, head.column))
        if above is None or above.colspan <= head.colspan or not _TIME.search(above.text):
            return None
        left = self.cell_grid.at.get((above.row, above.column - 1))
        is_value = left is not None and _is_known(self.labels, left)
        is_among = above.column >= self.heads[0].column and may_be_label(above.text)
        return above if is_among and not is_value else None

    @cached_property
    def budget(self) -> Cell | None:
        """The head of this year's budget; None where none surely is."""
        at = budget_column(self.titles, self.labels.year)
        return self.heads[at] if at is not None else None

    @cached_property
    def first_row(self) -> int:
        """The row that the heads end in."""
        return self.heads[0].row + self.heads[0].rowspan - 1

    def label(self, row: int) -> Cell | None:
        """What a row of values is called: the nearest text at its left."""
        first = self.heads[0].column
        left = [c for c in self.cell_grid.row(row) if c.column < first and c.row == row]
        said = [c for c in left if not c.is_blank and not is_figure(c)]
        return said[-1] if said else None

    def key(self, head: Cell, label: Cell | None, whole: str) -> str:
        """The field of a value by its column and row; `whole` is that of the whole budget."""
        row = bare(label.text).removeprefix("其中") if label is not None else ""
        column = bare(head.text)
        if not row or row in WHOLE_SUMS:
            found = self.labels.known(head.text)
            is_budget = head is self.budget
            return found.key if found is not None and found.key else whole if is_budget else ""
        for text in (f"{column}{row}", f"{column}{row.removeprefix('当年')}", f"{column}当年{row}"):
            if (pair := self.labels.by_text.get(text)) is not None:
                return pair[0].key
        own = self._amount(label) if label is not None else None
        return own.key if own is not None and head is self.budget else ""

    def _amount(self, label: Cell) -> Label | None:
        """The field of money that a label calls; of several that of this year's budget."""
        every = [own for own in self.labels.every(label.text) if own.kind == MONEY]
        return min(every, key=lambda own: not own.has_role, default=None)

    @property
    def is_one(self) -> bool:
        """Whether a row is one that a form with such a matrix has: of the whole, or a field's."""
        return any(self._has_field(row) for row in self.rows)

    def _has_field(self, row: int) -> bool:
        label = self.label(row)
        if label is None:
            return any(self._amount(head) is not None for head in self.heads)
        return (
            bare(label.text).removeprefix("其中") in WHOLE_SUMS
            or self._amount(label) is not None
            or any(self.key(head, label, "") for head in self.heads)
        )

    def values(self, row: int) -> Iterator[tuple[Cell, str, Cell]]:
        """The values of a row, each with its head and that head's title."""
        for head, title in zip(self.heads, self.titles, strict=True):
            cell = self.cell_grid.at.get((row, head.column))
            if cell is not None and not cell.is_blank and cell.row == row:
                yield head, title, cell


@dataclass
class MatrixReader:
    """Gives each value of a form's matrices to its field; the others wait in `others`."""

    cell_grid: CellGrid
    labels: Labels
    draft: Draft
    ledger: Ledger
    claimed: set[str]
    named: set[str]
    others: list[OtherEntry]

    def read(self, rows: range) -> None:
        """The others are amounts as typed: their unit may still have to be found."""
        for matrix in matrices(self.cell_grid, self.labels, rows):
            self.heads(matrix)
            for row in matrix.rows:
                label = matrix.label(row)
                if label is not None:
                    self.claimed.add(label.id)
                    self.named.add(label.id)
                    self.ledger.match_all(label.span, "栏目名")
                for head, title, cell in matrix.values(row):
                    if cell.id not in self.claimed:
                        self.claimed.add(cell.id)
                        key = matrix.key(head, label, self.whole)
                        self.give(key, head, title, label, cell)

    @property
    def whole(self) -> str:
        """The field of the whole budget."""
        of = self.draft.form.by_role("预算数")
        return of.key if of is not None else ""

    def heads(self, matrix: Matrix) -> None:
        for head in matrix.heads:
            self.claimed.add(head.id)
            self.named.add(head.id)
            self.draft.said += said_by(Source.HEAD, head.text)
            self.ledger.match_all(head.span, "表头")
        for lead in self.cell_grid.row(matrix.first_row):
            is_lead = lead.column < matrix.heads[0].column and not lead.is_blank
            if is_lead and may_be_label(lead.text) and lead.id not in self.claimed:
                self.claimed.add(lead.id)
                self.draft.said += said_by(Source.HEAD, lead.text)
                self.ledger.match_all(lead.span, "一组栏目的标题")
        for over in map(matrix.over, matrix.heads):
            if over is not None and over.id not in self.claimed:
                self.claimed.add(over.id)
                self.named.add(over.id)
                self.draft.said += said_by(Source.HEAD, over.text)
                self.ledger.match_all(over.span, "表头")

    def give(self, key: str, head: Cell, title: str, label: Cell | None, cell: Cell) -> None:
        if key and not self.draft.values.get(key):
            self.draft.values[key] = lines_of(cell)
        elif cell.text.strip() in DASHES:
            self.ledger.match_all(cell.span, "不适用")
        elif any(bare(cell.text) == bare(c.text) for c in self.draft.form.layout if not c.keys):
            self.ledger.match_all(cell.span, "表上印的字")
        else:
            said = [*title.split(_OVER), label.text if label is not None else ""]
            words = Words(_OVER.join(filter(None, map(bare, said))), head.span)
            self.others.append(OtherEntry(words, Words(), joined(lines_of(cell))))


def matrices(cell_grid: CellGrid, labels: Labels, rows: range) -> Iterator[Matrix]:
    """The matrices that a form has in these rows."""
    taken = rows.start
    for row in rows:
        if row < taken or heads_prose(cell_grid, labels, row):
            continue
        found = _known(cell_grid, labels, row, rows.stop) or _unknown(
            cell_grid, labels, row, rows.stop
        )
        if found is not None and found.is_one:
            taken = found.rows[-1] + 1
            yield found


def matrix_rows(cell_grid: CellGrid, labels: Labels, rows: range) -> set[int]:
    """The rows of the matrices that a form has there: their heads and their values."""
    found: set[int] = set()
    for matrix in matrices(cell_grid, labels, rows):
        found |= {matrix.first_row, *matrix.rows}
    return found


def heads_prose(cell_grid: CellGrid, labels: Labels, row: int) -> bool:
    """Whether a row and those below it are the text of a field, headed by its label."""
    over = (c for c in cell_grid.row(row) if c.row + c.rowspan > row + 1)
    return any((found := labels.find(c.text)) is not None and found.label.is_prose for c in over)


def is_figure(cell: Cell) -> bool:
    text = "".join(cell.text.split())
    return _FIGURE.fullmatch(text) is not None or text in DASHES


def _known(cell_grid: CellGrid, labels: Labels, row: int, stop: int) -> Matrix | None:
    """Heads that are fields' labels, above rows with at least one figure."""
    heads = [c for c in _ending(cell_grid, row) if _is_known(labels, c)]
    if len(heads) < _LEAST_HEADS or heads[-1].column - heads[0].column < len(heads) - 1:
        return None
    below = _rows_below(cell_grid, heads, range(row + 1, stop), 1)
    return Matrix(cell_grid, labels, tuple(heads), below) if below else None


def _unknown(cell_grid: CellGrid, labels: Labels, row: int, stop: int) -> Matrix | None:
    """Any texts side by side, above rows with at least two figures; several have labels."""
    texts = [c for c in _ending(cell_grid, row) if may_be_label(c.text)]
    if len(texts) < _LEAST_FIGURES:
        return None
    below = _rows_below(cell_grid, texts, range(row + 1, stop), _LEAST_FIGURES)
    heads = [h for h in texts if any(_is_value(cell_grid, h, at) for at in below)]
    if not below or len(heads) < _LEAST_FIGURES:
        return None
    found = Matrix(cell_grid, labels, tuple(heads), below)
    right = [c for at in below for c in cell_grid.row(at) if c.column >= heads[0].column]
    is_plain = all(c.is_blank or is_figure(c) for c in right)  # no pairs of label and value
    has_numbers = any(is_figure(c) and c.text.strip() not in DASHES for c in right)
    is_labelled = len(below) == 1 or all(found.label(at) is not None for at in below)
    return found if is_plain and has_numbers and is_labelled else None


def _ending(cell_grid: CellGrid, row: int) -> list[Cell]:
    """The cells with text that end in a row: what can head what stands below it."""
    return [c for c in cell_grid.row(row) if c.row + c.rowspan == row + 1 and not c.is_blank]


def _rows_below(
    cell_grid: CellGrid, heads: Sequence[Cell], rows: range, least: int
) -> tuple[int, ...]:
    """The rows one after another with so many figures right under the heads."""
    below = []
    for at in rows:
        if sum(_is_value(cell_grid, head, at) for head in heads) < least:
            break
        below.append(at)
    return tuple(below)


def _is_value(cell_grid: CellGrid, head: Cell, row: int) -> bool:
    cell = cell_grid.at.get((row, head.column))
    return cell is not None and cell.row == row and cell.column == head.column and is_figure(cell)


def _is_known(labels: Labels, cell: Cell) -> bool:
    label = labels.known(cell.text)
    return label is not None and bool(label.key)
