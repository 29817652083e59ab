"""A table as a list of projects: on which form it is, what stands above it, where it goes on."""

from __future__ import annotations

from ..forms import Form
from ..lexicon.folding import bare
from .cell_grid import CellGrid
from .list_head import ListHead, list_head
from .lists import ListReader
from .money_units import Source, UnitSaid, said_by
from .projects import Projects, RunningList


def read_list(projects: Projects, cell_grid: CellGrid) -> bool:
    """Read a list of projects, or what goes on with one; False for another table."""
    found = list_form(projects, cell_grid)
    running = projects.running_list
    if found is not None:
        form, head = found
        above(projects, cell_grid, head)
        projects.running_list = RunningList(form, head, tuple(_said(projects, cell_grid, head)))
        _read(projects, cell_grid, projects.running_list, begin=-1)
    elif running is not None and goes_on_list(projects, running, cell_grid):
        _read(projects, cell_grid, running, begin=0)
    else:
        return False
    return True


def _read(projects: Projects, cell_grid: CellGrid, running: RunningList, begin: int) -> None:
    pending, ledger = projects.pending, projects.ledger
    for span, printed in pending.printed:
        ledger.match(span, printed)
    reader = ListReader(
        cell_grid, running.form, running.head, projects.drafts, ledger, projects.problems,
        running.said, projects.part, begin, running.unit_name, whole=running.whole,
    )  # fmt: skip
    reader.read()
    for draft in reader.own if pending.unit_code else ():
        if not draft.unit_code:
            draft.unit_code = pending.unit_code
            draft.unit_name = draft.unit_name or pending.unit_name
        for words, own in (
            (pending.unit_code, draft.unit_code),
            (pending.unit_name, draft.unit_name),
        ):
            if bare(words.text) == bare(own.text):
                ledger.match(words.span, words.text)
    head = projects.running_list
    projects.open_part(projects.part)
    projects.running_list = head


def _said(projects: Projects, cell_grid: CellGrid, head: ListHead) -> list[UnitSaid]:
    """The units of money that the rows above the head name, and the line above the table."""
    rows = (c for row in range(head.row) for c in cell_grid.beginning(row))
    said = [pair for cell in rows for pair in said_by(Source.TABLE, cell.text)]
    return [*said, *projects.pending.money]


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


def goes_on_list(projects: Projects, running: RunningList, cell_grid: CellGrid) -> bool:
    """Whether a table without a head of its own is the rest of a list above it."""
    same = cell_grid.width == running.head.width
    return same and list_form(projects, cell_grid) is None


def above(projects: Projects, cell_grid: CellGrid, head: ListHead) -> None:
    """Take the rows above the head: caption, unit, 单位：万元."""
    for row in range(head.row):
        for cell in cell_grid.beginning(row):
            projects.line(" ".join(cell.lines), cell.span, True)
