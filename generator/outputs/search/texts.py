"""What can be found of a disclosure: each project, each section, the disclosure itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from ... import plan
from ...document.layout import Block, Document, Laid, passages
from ...document.outline import PREFACE
from ...evidence.budget_figures import project_total
from ...forms import Family
from ...model.amounts import Amount, money
from ...model.disclosure import Disclosure, Project
from ...model.tables import Cell, CellRole, Grid, GridKind
from .folding import BORDER

# Stands between a number and the label that its form prints before it: the label is
# shown with the number, but nobody's text, so no word is looked for in it.
LABEL_END: Final = "\t"


@dataclass(frozen=True, slots=True)
class Findable:
    """One thing to be found: `address` in the site with its anchor, `amount` as a page prints
    it, with its unit, or empty. `text` is one passage a line; a word is found within a line,
    behind the label where it has one."""

    title: str
    address: str
    amount: str
    text: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """What can be found of one department's year, in the order of the disclosure."""

    year: int
    id: str
    department: str
    findables: tuple[Findable, ...]


def unlabelled(text: str) -> str:
    """What words are looked for in: the passages without their labels."""
    return "\n".join(line.rpartition(LABEL_END)[2] for line in text.split("\n"))


def findables(disclosure: Disclosure, family: Family, document: Document) -> tuple[Findable, ...]:
    """The disclosure itself, then its sections and projects in their order."""
    return (
        _whole(disclosure, family, document),
        *(_entry(disclosure, family, laid) for laid in document.walk() if laid.blocks),
    )


def _whole(disclosure: Disclosure, family: Family, document: Document) -> Findable:
    """The disclosure by its title; the headings without a text of their own stand here."""
    headings = (laid.entry.label for laid in document.walk() if not laid.blocks)
    attached = (attachment.title.text for attachment in disclosure.attachments)
    total = project_total(disclosure, family, document)
    brief = f"（{total.brief}）" if total.brief else ""
    return Findable(
        document.outline.title,
        plan.disclosure_page(disclosure.year, disclosure.id),
        "" if total.value is None else f"{money(total.value)}万元{brief}",
        _lines((disclosure.unit_name.text, disclosure.unit_code.text, *headings, *attached)),
    )


def _entry(disclosure: Disclosure, family: Family, laid: Laid) -> Findable:
    project = laid.entry.of if isinstance(laid.entry.of, Project) else None
    passages = (passage for block in laid.blocks for passage in _passages(block))
    page = plan.disclosure_page(disclosure.year, disclosure.id)
    if project is None:
        title = "前言" if laid.entry.kind == PREFACE else laid.entry.label
        return Findable(title, f"{page}#{laid.entry.id}", "", _lines(passages))
    if project is disclosure.overall:  # it has no page of its own
        page = f"{page}#{laid.entry.id}"
    else:
        page = plan.project_page(disclosure.year, disclosure.id, project.address)
    named = (project.code.text, project.part)
    unit = family.forms[project.form].unit
    name = project.name.text
    text = _lines((*passages, *named), name)
    return Findable(name, page, _money(project.budget, unit), text)


def _passages(block: Block) -> Iterator[str]:
    """A paragraph, each of its notes, a picture; of a form each field, of other tables each
    row."""
    if not isinstance(block, Grid):
        yield from (text for _, text in passages(block))
    elif block.kind is GridKind.FIELDS:
        for cell in block.cells:
            yield from _field(block, cell) if _is_filled_in(cell) else ()
    else:
        is_typed = block.kind is GridKind.DATA
        yield block.caption if is_typed else ""
        for row in block.rows():
            cells = (cell for cell in row if is_typed or _is_filled_in(cell))
            yield f" {BORDER} ".join(line for cell in cells for line in cell.lines if line)


def _field(grid: Grid, cell: Cell) -> Iterator[str]:
    """What a field says; a number alone would say nothing, so it has its label before it."""
    lines = (line.replace(LABEL_END, " ") for line in cell.lines)
    head = grid.cell(cell.headers[-1]) if cell.headers else None
    if head is None or cell.amount is None or cell.amount.value is None:
        yield from lines
        return
    unit = f"（{cell.unit}）" if cell.unit and cell.unit not in cell.text else ""
    label = f"{''.join(head.lines)}{unit}".replace(LABEL_END, " ")
    yield from (f"{label}{LABEL_END}{line}" for line in lines)


def _is_filled_in(cell: Cell) -> bool:
    return bool(cell.key) and cell.role is not CellRole.COLUMN_HEAD


def _money(amount: Amount, unit: str) -> str:
    return amount.wording if amount.value is None else f"{money(amount.value)}{unit}"


def _lines(passages: Iterable[str], title: str = "") -> str:
    """Each passage once; blank ones are left out, and what the title says already."""
    stripped = (line.strip() for passage in passages for line in passage.split("\n"))
    return "\n".join(dict.fromkeys(line for line in stripped if line and line != title))
