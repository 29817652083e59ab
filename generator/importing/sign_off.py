"""What offices sign: their opinions and dates in cells, and the sign-off below a form as a table
of its own, the offices side by side."""

from __future__ import annotations

import re
from typing import Final

from ..document.layout.sign_off import ROWS
from ..lexicon.folding import bare
from ..model.disclosure import Opinion
from ..model.tables import Cell, Grid
from ..model.words import Words
from .cell_grid import CellGrid, lines_of
from .drafts import Draft, joined
from .ledger import Ledger

# What a blank field for a signature's date says.
SIGNED_ON: Final = "日期"
_DATED: Final = re.compile(
    r"(?P<text>.*?)(?<!\s)\s*+(?:日\s*+期\s*+(?:[：:]\s*+)?|(?<!\S)(?=\d{4}\s*[年./-]\s*\d))"
    r"(?P<date>(?:\d[\d年月日./\s-]*)?)"
)


def signed(cell: Cell) -> tuple[Words, Words]:
    """The opinion in a cell, and the date: behind 日期, or a last line that is nothing else."""
    opinion: list[Words] = []
    date = Words()
    for line in lines_of(cell):
        match = _DATED.fullmatch(line.text)
        if match is None or (date and match["date"]):
            opinion.append(line)
            continue
        opinion += [Words(match["text"], cell.span)] if match["text"] else []
        date = Words(match["date"], cell.span) if match["date"] else date
    return joined(opinion), date


def day_in(cell: Cell) -> Words | None:
    """The day in a cell for nothing but a date; blank where it was not filled in."""
    opinion, date = signed(cell)
    return date if not opinion and (date or bare(cell.text).startswith(SIGNED_ON)) else None


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
