"""Reads the tables that are a project's form, or a list of projects, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from ..diagnostics import RuleBook
from ..forms import Form
from ..lexicon.folding import bare
from ..model.tables import Grid
from .cell_grid import CellGrid, place_of
from .drafts import Draft
from .fields import FieldRows, is_field_row, keys_in
from .indicator_columns import Heads, continued, indicator_row, level_keys, match_head, read_head
from .labels import Labels, Place
from .lists import ListReader, list_head
from .projects import Pending, Projects

_ENOUGH_LABELS: Final = 3
_INDICATORS: Final = "指标"


def read_grid(projects: Projects, grid: Grid) -> bool:
    """Read a table; False where nothing in it was recognised."""
    cell_grid = CellGrid(grid)
    form = projects.form_of(grid)
    if projects.takes_lists and (head := list_head(cell_grid, form, projects.labels[form.name])):
        ListReader(cell_grid, form, head, projects.drafts, projects.ledger, projects.part).read()
        projects.open_part(projects.part)
        return True
    reader = _GridReader(projects, form, projects.labels[form.name], cell_grid)
    taken = reader.read()
    projects.running = reader.heads if taken else None
    if taken and projects.current is not None:
        projects.current.last = max(projects.current.last, place_of(grid)[1].line)
    if not taken:
        projects.pending = Pending()
    return taken


def is_form(projects: Projects, grid: Grid) -> bool:
    """Whether a table is laid out as a form: with indicators or several fields, and no list."""
    cell_grid, form = CellGrid(grid), projects.form_of(grid)
    labels = projects.labels[form.name]
    has_heads = any(labels.heads(cell_grid.row(row)) for row in range(cell_grid.height))
    is_rich = has_heads or labels.count(grid.cells) >= _ENOUGH_LABELS
    return is_rich and list_head(cell_grid, form, labels) is None


@dataclass
class _GridReader:
    """Goes down the rows of one table."""

    projects: Projects
    form: Form
    labels: Labels
    cell_grid: CellGrid
    heads: Heads | None = None
    taken: bool = False

    def read(self) -> bool:
        running = self.projects.running
        if running is not None and self.projects.current is not None:
            self.heads = continued(running, self.cell_grid)
        if self.heads is None and not self.is_form():
            return False
        row = 0
        while row < self.cell_grid.height:
            row = self.step(row)
        return self.taken

    def is_form(self) -> bool:
        """Whether this is a form at all, and no list whose heads happen to be labels too."""
        shown = [r for r in range(self.cell_grid.height) if self.cell_grid.beginning(r)]
        if any(self.labels.heads(self.cell_grid.row(r)) for r in shown):
            return True
        if not shown or any(self.is_list_head(r) for r in shown[:3]) or self.is_list(shown):
            return False
        first = self.cell_grid.beginning(shown[0])[0].text
        begins = self.labels.find(first) or self.labels.fill(first)
        return bool(begins) or self.labels.count(self.cell_grid.grid.cells) >= _ENOUGH_LABELS

    def is_list_head(self, row: int) -> bool:
        """Labels side by side that each want their value at the right: the head of a list."""
        found = [self.labels.find(c.text) for c in self.cell_grid.row(row)]
        pairs = pairwise(f is not None and f.label.place is Place.RIGHT for f in found)
        return any(left and right for left, right in pairs)

    def is_list(self, shown: Sequence[int]) -> bool:
        """Whether one label and other words head columns: no row below has a label."""
        first, *below = shown
        rest = [c for r in below for c in self.cell_grid.beginning(r)]
        if any(self.labels.find(c.text) or self.labels.fill(c.text) for c in rest):
            return False
        widths = {len(self.cell_grid.row(r)) for r in shown}
        return bool(below) and len(self.cell_grid.beginning(first)) > 2 and len(widths) == 1

    def step(self, row: int) -> int:
        """Read from one row on; gives the next row to read."""
        if not self.cell_grid.beginning(row):
            return row + 1
        found = read_head(self.cell_grid, row, self.labels.columns)
        if found is not None:
            draft = self.draft(row, begins=False)
            match_head(found, self.cell_grid, row, self.projects.ledger)
            self.match_side_heads(found, row)
            self.heads = found
            self.report_graded(found, row)
            draft.columns += [c.key for c in found.columns if c.key not in draft.columns]
            return row + found.depth
        if is_field_row(self.cell_grid, self.labels, row, self.heads is not None):
            return self.fields(row)
        if self.above_table(row):
            self.heads = None
        elif self.heads is not None and self.projects.current is not None:
            self.indicator(self.heads, row, self.projects.current)
        return row + 1

    def draft(self, row: int, begins: bool) -> Draft:
        """The project in hand, or a new one where this row begins it."""
        projects = self.projects
        if begins or projects.current is None or projects.pending.begins:
            first = self.cell_grid.beginning(row)[0].span.line
            before = projects.current if self.taken else None
            begun = projects.begin(self.form, first)
            if before is not None:
                before.last = begun.first - 1
        assert projects.current is not None
        projects.settle(projects.current)
        self.taken = True
        return projects.current

    def report_graded(self, heads: Heads, row: int) -> None:
        """Say where several targets were written into one."""
        for place in heads.places:
            if place.is_graded:
                names = "、".join("".join(p.text.split()) for p in place.parts if not p.is_blank)
                self.projects.problems.add(
                    RuleBook.NOT_PLACED,
                    self.cell_grid.beginning(row)[0].span,
                    f"指标值分成 {names} 几栏，表式里只有一栏，已合写在“{place.column.title}”里。",
                    "核对各行，留下要公开的那个值。",
                    text=names,
                )

    def match_side_heads(self, heads: Heads, row: int) -> None:
        """A label such as 绩效指标 that stands left of the whole indicator table."""
        begin = min(place.first for place in heads.places)
        for cell in self.cell_grid.row(row):
            hit = self.labels.find(cell.text)
            is_head = hit is not None and not hit.label.key and hit.inline is None
            below = self.cell_grid.at.get((row + heads.depth, cell.column), cell)
            is_aside = cell.column + cell.colspan <= begin and (below is cell or below.is_blank)
            if is_head or (is_aside and bare(cell.text).endswith(_INDICATORS)):
                self.projects.ledger.match_all(cell.span)

    def fields(self, row: int) -> int:
        """Read rows of fields up to the indicators, the next project or the end."""
        keys = keys_in(self.cell_grid, self.labels, row)
        draft = self.draft(row, begins=self.begins(keys))
        self.heads = None
        last = row + 1
        seen = set(keys)
        while last < self.cell_grid.height:
            cells = self.cell_grid.row(last)
            more = keys_in(self.cell_grid, self.labels, last)
            if self.labels.heads(cells) or self.repeats(more, seen):
                break
            seen |= more
            last += 1
        FieldRows(self.cell_grid, self.labels, draft, self.projects.ledger, row, last).read()
        return last

    def begins(self, keys: set[str]) -> bool:
        """Whether these labels belong to a new project."""
        current = self.projects.current
        if current is None:
            return True
        if not keys:
            return False
        if current.rows:
            return True
        return self.repeats(keys, set(current.values))

    def repeats(self, keys: set[str], seen: set[str]) -> bool:
        """Whether a field comes a second time; prose may go on under its label repeated."""
        again = keys & seen
        fields = (self.form.field(key) for key in again)
        return any(f is None or not f.is_long for f in fields)

    def above_table(self, row: int) -> bool:
        """Take a row that holds nothing but caption, unit or 单位：万元."""
        cells = self.cell_grid.beginning(row)
        if len(cells) > 3 or any(c.rowspan > 1 for c in cells):
            return False
        kept = replace(self.projects.pending, printed=list(self.projects.pending.printed))
        if all(self.projects.line(" ".join(c.lines), c.span, True) for c in cells):
            return True
        self.projects.pending = kept
        return False

    def indicator(self, heads: Heads, row: int, draft: Draft) -> None:
        above = draft.rows[-1] if draft.rows else None
        levels = level_keys(draft.form.columns)
        cells = self.cell_grid.row(row)
        made = indicator_row(heads, cells, above, levels)
        if made is not None:
            heads.book(cells, made, self.projects.ledger)
            draft.rows.append(made)
            draft.columns += [c.key for c in heads.columns if c.key not in draft.columns]
            self.taken = True
            self.projects.settle(draft)
