"""A table as a list of projects: on which form it is, what stands above it, where it goes on."""

from __future__ import annotations

from ..forms import Form
from .cell_grid import CellGrid
from .list_head import ListHead, list_head
from .lists import ListReader
from .money_units import Source, said_by
from .projects import Projects, RunningList


def read_list(projects: Projects, cell_grid: CellGrid, form: Form) -> bool:
    """Read a list of projects, or what goes on with one; False for another table."""
    found = list_form(projects, cell_grid)
    if found is not None:
        of, head = found
        above(projects, cell_grid, head)
        said = [
            *(s for row in range(head.below) for c in cell_grid.row(row)
              for s in said_by(Source.TABLE, c.text) if c.row < head.row),
            *([(Source.ABOVE, projects.pending.money)] if projects.pending.money else []),
        ]  # fmt: skip
        for span, printed in projects.pending.printed:
            projects.ledger.match(span, printed)
        reader = ListReader(
            cell_grid, of, head, projects.drafts, projects.ledger, projects.problems, said,
            projects.part,
        )  # fmt: skip
        projects.open_part(projects.part)
        projects.running_list = RunningList(of, head, tuple(said))
    elif (running := projects.running_list) is not None and goes_on(running.head, cell_grid):
        reader = ListReader(
            cell_grid, running.form, running.head, projects.drafts, projects.ledger,
            projects.problems, running.said, projects.part, begin=0,
        )  # fmt: skip
    else:
        return False
    reader.read()
    return True


def list_form(projects: Projects, cell_grid: CellGrid) -> tuple[Form, ListHead] | None:
    """The form that fits a list best, with the list's head; None where the table is none."""
    forms = projects.family.forms
    best: tuple[int, Form, ListHead] | None = None
    for name, form in forms.items():
        head = list_head(cell_grid, form, projects.labels[name])
        if head is None:
            continue
        keyed = sum(bool(column.key) for column in head.columns)
        score = 2 * keyed + (len(head.indicators.places) if head.indicators else 0)
        if best is None or score > best[0]:
            best = (score, form, head)
    return (best[1], best[2]) if best is not None else None


def goes_on(head: ListHead, cell_grid: CellGrid) -> bool:
    """Whether a table without a head of its own is the rest of a list above it."""
    return cell_grid.width == head.width


def above(projects: Projects, cell_grid: CellGrid, head: ListHead) -> None:
    """Take the rows above the head: caption, unit, 单位：万元."""
    for row in range(head.row):
        for cell in cell_grid.beginning(row):
            projects.line(" ".join(cell.lines), cell.span, True)
