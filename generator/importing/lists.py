"""Lists of projects: a head of labels side by side, then a row a project, or a row an indicator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ..forms import Form
from ..lexicon.folding import bare
from ..model.tables import Cell
from ..model.words import Words
from .cell_grid import CellGrid, lines_of
from .drafts import Draft, joined
from .indicator_columns import ORDER, Heads, heads_of, indicator_row, level_keys
from .labels import Labels
from .ledger import Ledger

_NAMES: Final = ("项目", "项目名称")
_LEAST_COLUMNS: Final = 3


@dataclass(frozen=True)
class ListHead:
    """The head of a list: its row, the column of each field, and the indicators' columns."""

    row: int
    fields: dict[int, str]
    indicators: Heads | None
    name: int


def list_head(cell_grid: CellGrid, form: Form, labels: Labels) -> ListHead | None:
    """The head of a list of projects; None where the table is none.

    Every cell of the head is a field's label or an indicator's column, and one is the name.
    """
    named = form.by_role("名称")
    name_key = named.key if named else "名称"
    for row in range(min(cell_grid.height, 3)):
        cells = cell_grid.beginning(row)
        if len(cells) < _LEAST_COLUMNS:
            continue
        columns = labels.heads(cell_grid.row(row))
        taken = {cell.id for _, cell in columns}
        fields: dict[int, str] = {}
        for cell in cells:
            label = labels.known(cell.text)
            if cell.id in taken or bare(cell.text) == ORDER:
                continue
            if bare(cell.text) in _NAMES:
                fields[cell.column] = name_key
            elif label is not None and label.key:
                fields[cell.column] = label.key
            else:
                return None
        if len(set(fields.values())) < len(fields):
            return None
        name = next((at for at, key in fields.items() if key == name_key), None)
        if name is None:
            return None
        heads = heads_of(columns, cell_grid.width) if columns else None
        return ListHead(row, fields, heads, name)
    return None


@dataclass
class ListReader:
    """Reads the rows of a list into drafts: those there are already, else new ones."""

    cell_grid: CellGrid
    form: Form
    head: ListHead
    drafts: list[Draft]
    ledger: Ledger
    part: str = ""

    def read(self) -> None:
        for cell in self.cell_grid.row(self.head.row):
            self.ledger.match_all(cell.span)
        current: Draft | None = None
        for row in range(self.head.row + 1, self.cell_grid.height):
            cells = self.cell_grid.row(row)
            if any(not c.is_blank for c in cells):
                current = self.row(row, cells, current)

    def row(self, row: int, cells: Sequence[Cell], current: Draft | None) -> Draft | None:
        name = self.cell_grid.at.get((row, self.head.name))
        said = joined(lines_of(name)) if name is not None else Words()
        if said and (current is None or bare(current.name.text) != bare(said.text)):
            current = self.draft(said)
        if current is None:
            return None
        current.last = max(current.last, *(c.span.line for c in cells))
        for column, key in self.head.fields.items():
            cell = self.cell_grid.at.get((row, column))
            if cell is None or cell.is_blank:
                continue
            lines = lines_of(cell)
            if not current.values.get(key):
                current.values[key] = lines
            elif bare(joined(current.values[key]).text) == bare(cell.text):
                self.ledger.match_all(cell.span)
        for cell in cells:
            head = self.cell_grid.at.get((self.head.row, cell.column))
            if head is not None and bare(head.text) == ORDER:
                self.ledger.match_all(cell.span)
        self.indicator(current, cells)
        return current

    def draft(self, name: Words) -> Draft:
        """The project of this name, or a new one."""
        for draft in self.drafts:
            if bare(draft.name.text) == bare(name.text):
                self.ledger.match(name.span, name.text)
                return draft
        line = name.span.line
        self.drafts.append(Draft(self.form, self.part, line, line))
        return self.drafts[-1]

    def indicator(self, draft: Draft, cells: Sequence[Cell]) -> None:
        heads = self.head.indicators
        if heads is None:
            return
        above = draft.rows[-1] if draft.rows else None
        made = indicator_row(heads, cells, above, level_keys(draft.form.columns))
        if made is not None:
            heads.book(cells, made, self.ledger)
            draft.rows.append(made)
            draft.columns += [c.key for c in heads.columns if c.key not in draft.columns]
