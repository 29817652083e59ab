"""The sign-off under a form: the offices side by side, what each wrote and when."""

from __future__ import annotations

from typing import Final

from ...forms import Form, shares
from ...model.disclosure import Opinion, Project
from ...model.tables import Cell, CellRole, Grid, GridKind
from ...model.words import Words

ROWS: Final = ("意见", "日期")
# The share of the labels at the left, as wide as the labels of the form above.
_LABELS: Final = 0.6


def sign_off_grid(id: str, project: Project, form: Form) -> Grid:
    """The offices side by side, what each wrote and when; blank rows where nobody has yet."""
    given = {opinion.office.text: opinion for opinion in project.opinions}
    cells = [Cell(f"{id}r0c0", 0, 0, (form.sign_off_title,), role=CellRole.COLUMN_HEAD)]
    cells += [
        Cell(f"{id}r0c{n}", 0, n, (office,), role=CellRole.COLUMN_HEAD)
        for n, office in enumerate(form.offices, 1)
    ]
    for row, title in enumerate(ROWS, 1):
        head = f"{id}r{row}c0"
        cells.append(Cell(head, row, 0, (title,), role=CellRole.ROW_HEAD, headers=(f"{id}r0c0",)))
        for n, office in enumerate(form.offices, 1):
            opinion = given.get(office, Opinion(Words(office)))
            words = opinion.opinion if row == 1 else opinion.date
            cells.append(
                Cell(
                    f"{id}r{row}c{n}", row, n, tuple(words.text.split("\n")),
                    headers=(f"{id}r0c{n}", head), key=f"{title}.{office}", span=words.span,
                )
            )  # fmt: skip
    caption = f"{project.label}：{form.sign_off_title}"
    widths = shares([_LABELS, *[1] * len(form.offices)])
    return Grid(id, caption, widths, tuple(cells), 1, kind=GridKind.SIGN_OFF)
