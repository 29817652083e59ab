"""The sign-off below a form as a table of its own, the offices side by side."""

from __future__ import annotations

from ..document.layout.sign_off import ROWS
from ..lexicon.folding import bare
from ..model.disclosure import Opinion
from ..model.tables import Cell, Grid
from ..model.words import Words
from .cell_grid import CellGrid
from .drafts import Draft
from .ledger import Ledger


def read_sign_off(draft: Draft | None, grid: Grid, ledger: Ledger) -> bool:
    """Take the table below the form in hand, where it is that form's sign-off and no more."""
    if draft is None or not draft.form.offices:
        return False
    cell_grid = CellGrid(grid)
    rows = [cell_grid.row(row) for row in range(cell_grid.height)]
    labels = [draft.form.sign_off_title, *ROWS]
    heads = [draft.form.sign_off_title, *draft.form.offices]
    if [[bare(c.text) for c in row[:1]] for row in rows] != [[bare(x)] for x in labels]:
        return False
    if [bare(c.text) for c in rows[0]] != list(map(bare, heads)):
        return False
    for label in (*rows[0], *(row[0] for row in rows[1:])):
        ledger.match_all(label.span)
    for office, said, date in zip(rows[0][1:], rows[1][1:], rows[2][1:], strict=True):
        if not (said.is_blank and date.is_blank):
            name = Words(office.text.strip(), office.span)
            draft.opinions.append(Opinion(name, _words(said), _words(date)))
    draft.last = max(draft.last, max(cell.span.line for row in rows for cell in row))
    return True


def _words(cell: Cell) -> Words:
    return Words(cell.text.strip(), cell.span)
