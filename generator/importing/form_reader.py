"""Reads the tables that are a project's form, or a list of projects, row by row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from ..diagnostics import RuleBook
from ..forms import Form
from ..lexicon.folding import bare
from ..model.disclosure import OtherEntry
from ..model.tables import Cell, Grid
from ..model.words import Words
from .cell_grid import CellGrid, place_of
from .drafts import Draft
from .fields import FieldRows, is_field_row, keys_in
from .indicator_columns import LEVELS, Heads, continued, level_keys, read_head
from .indicator_rows import indicator_row, is_dots, match_head, report_unsure
from .inner_lists import list_rows
from .labels import Labels, Place
from .list_reading import list_form, read_list
from .matrices import matrix_rows
from .projects import Pending, Projects
from .side_by_side import forms_beside
from .vocabulary import LIST_LABELS, TOTALS, lasting_key

_ENOUGH_LABELS: Final = 3
_INDICATORS: Final = "指标"
_COMMON: Final = TOTALS | frozenset(bare(name) for names in LIST_LABELS.values() for name in names)
TARGET: Final = ("名称", "指标值")
# What a row of sums is called, that of points too: 自评总分, 得分合计.
_SUMS: Final = re.compile(
    r"(?:自评|评价|综合|最终|项目)?"
    r"(?:合计(?:得分|分值)?|总计|总分值?|总得分|得分|(?:得分|分值)(?:合计|总计))"
)


def read_grid(projects: Projects, grid: Grid) -> bool:
    """Read a table; False where nothing in it was recognised."""
    cell_grid = CellGrid(grid)
    form = projects.form_of(grid)
    beside = forms_beside(cell_grid, projects.labels[form.name])
    if len(beside) > 1:
        return any([read_grid(projects, part) for part in beside])  # noqa: C419 (every one is read)
    if projects.takes_lists and read_list(projects, cell_grid):
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
    """Whether a table is laid out as a project's form: with indicators or several fields, and
    no list. The whole department's form is none."""
    cell_grid, form = CellGrid(grid), projects.form_of(grid)
    overall = projects.family.overall
    if overall is not None and form.name == overall.overall:
        return False
    labels = projects.labels[form.name]
    has_heads = labels.has_heads(cell_grid)
    count = labels.count(grid.cells)
    is_rich = (has_heads and count > 0) or count >= _ENOUGH_LABELS
    return is_rich and list_form(projects, cell_grid) is None


@dataclass
class _GridReader:
    """Goes down the rows of one table."""

    projects: Projects
    form: Form
    labels: Labels
    cell_grid: CellGrid
    heads: Heads | None = None
    taken: bool = False
    title: str = ""
    skipped: list[int] = field(default_factory=list)

    def read(self) -> bool:
        running, self.title = self.projects.running, self.projects.pending.title
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
        if self.labels.has_heads(self.cell_grid):
            return True
        shown = [r for r in range(self.cell_grid.height) if self.cell_grid.beginning(r)]
        if not shown or self.has_list_head(shown[:3]) or self.is_list(shown):
            return False
        first = self.cell_grid.beginning(shown[0])[0].text
        if bare(first) in _COMMON:
            first = ""  # every table of sums has such a head
        begins = self.labels.find(first) or self.labels.fill(first)
        return bool(begins) or self.labels.count(self.cell_grid.grid.cells) >= _ENOUGH_LABELS

    def has_list_head(self, rows: Sequence[int]) -> bool:
        """Whether one of these rows heads a list, and no amounts of one project in columns."""
        heads = [row for row in rows if self.is_list_head(row)]
        every = range(self.cell_grid.height)
        within = matrix_rows(self.cell_grid, self.labels, every) if heads else set()
        return (bool(heads) and heads[0] == rows[0]) or any(row not in within for row in heads)

    def is_list_head(self, row: int) -> bool:
        """Labels side by side that each want their value at the right: the head of a list."""
        begun = [c for c in self.cell_grid.row(row) if c.row == row]
        found = [self.labels.find(c.text) for c in begun]
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
            found = replace(found, term=self.side_heads(found, row))
            self.heads, self.title = found, ""
            self.report_graded(found, row)
            report_unsure(found, self.projects.problems)
            if not found.term:
                draft.columns += [c.key for c in found.columns if c.key not in draft.columns]
            return row + found.depth
        if self.is_title(row):
            (cell,) = self.cell_grid.row(row)
            self.title = cell.text
            self.projects.ledger.match_all(cell.span, "指标表的标题")
            return row + 1
        if self.heads is not None and self.points(self.heads, row):
            return row + 1
        if self.heads is not None and self.is_sum(row) and self.projects.current is not None:
            self.indicator(self.heads, row, self.projects.current)
            return row + 1
        if is_field_row(self.cell_grid, self.labels, row, self.heads is not None):
            return self.fields(row)
        if self.above_table(row):
            self.heads = None
        elif self.heads is None:
            self.skipped.append(row)
        elif self.projects.current is not None:
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

    def side_heads(self, heads: Heads, row: int) -> str:
        """Book what stands left of, or right above, a whole table of indicators.

        Gives the key of indicators that such a title says are not this year's.
        """
        begin = min(place.first for place in heads.places)
        aside = [c for c in self.cell_grid.row(row) if self.is_side_head(c, begin, row, heads)]
        for cell in aside:
            self.projects.ledger.match_all(cell.span, "指标表的标题")
        said = [*(cell.text for cell in aside), self.title]
        return next((key for text in said if (key := lasting_key(text))), "")

    def is_side_head(self, cell: Cell, begin: int, row: int, heads: Heads) -> bool:
        if cell.column + cell.colspan > begin or cell.is_blank or cell.column == heads.order:
            return False
        hit = self.labels.find(cell.text)
        is_head = hit is not None and not hit.label.key and hit.inline is None
        if is_head or cell.row + cell.rowspan > row + heads.depth:
            return True
        below = self.cell_grid.at.get((row + heads.depth, cell.column), cell)
        return (below is cell or below.is_blank) and bare(cell.text).endswith(_INDICATORS)

    def is_title(self, row: int) -> bool:
        """Whether a row is nothing but the title of the indicators below it."""
        cells = self.cell_grid.row(row)
        (cell,) = cells if len(cells) == 1 else (None,)
        if cell is None or row + 1 >= self.cell_grid.height:
            return False
        said = bare(cell.text)
        return said.endswith(_INDICATORS) and self.labels.heads(self.cell_grid.row(row + 1)) != []

    def fields(self, row: int) -> int:
        """Read rows of fields up to the indicators, the next project or the end."""
        keys = keys_in(self.cell_grid, self.labels, row)
        draft = self.draft(row, begins=self.begins(keys))
        self.heads = None
        last = row + 1
        seen = set(keys)
        below = range(row, self.cell_grid.height)
        table = (self.cell_grid, self.labels, below)
        together = matrix_rows(*table) | list_rows(*table)
        while last < self.cell_grid.height:
            cells = self.cell_grid.row(last)
            more = keys_in(self.cell_grid, self.labels, last)
            is_new = self.repeats(more, seen) and last not in together
            if self.labels.heads(cells) or self.is_title(last) or is_new:
                break
            seen |= more
            last += 1
        first = row
        while first - 1 in self.skipped:
            first -= 1
        self.skipped = []
        FieldRows(self.cell_grid, self.labels, draft, self.projects.ledger, first, last).read()
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
        columns, rows = draft.indicators_of(heads.term)
        above = rows[-1] if rows else None
        levels = level_keys(draft.form.columns)
        cells = self.cell_grid.row(row)
        made = None if self.is_sum(row) else indicator_row(heads, cells, above, levels)
        if made is None:
            self.without_indicator(heads, row, draft)
            return
        for entry in heads.book(cells, made, self.projects.ledger):
            if entry not in draft.others:
                draft.others.append(entry)
            else:
                self.projects.ledger.match_all(entry.text.span, "同一句话")
        rows.append(made)
        columns += [c.key for c in heads.columns if c.key not in columns]
        for key, named, said in heads.lasting_rows(cells, made):
            more, lasting = draft.indicators_of(key)
            lasting.append(said)
            more += [c.key for c in named if c.key not in more]
        self.taken = True
        self.projects.settle(draft)

    def is_sum(self, row: int) -> bool:
        """Whether a row is the sum of those above, not one of them."""
        cells = self.cell_grid.beginning(row)
        said = bare(cells[0].text) if cells else ""
        return said in TOTALS or _SUMS.fullmatch(said) is not None

    def points(self, heads: Heads, row: int) -> bool:
        """Take the row of sums below the scores: 总分, 100, 97.55."""
        draft, of = self.projects.current, self.form.by_role("总分")
        cells = self.cell_grid.beginning(row)
        score = next((p for p in heads.places if p.column.role == "得分"), None)
        if draft is None or of is None or score is None or not self.is_sum(row):
            return False
        for cell in cells:
            if score.holds(cell) and not draft.values.get(of.key):
                draft.values[of.key] = [Words("".join(cell.text.split()), cell.span)]
            else:
                self.projects.ledger.match_all(cell.span, "分值合计")
        return True

    def without_indicator(self, heads: Heads, row: int, draft: Draft) -> None:
        """A row among the indicators that is none: a class left blank, or a sum of points."""
        cells = self.cell_grid.beginning(row)
        if self.is_sum(row):
            title, *values = cells
            if any(p.holds(c) for p in heads.places if p.column.role in TARGET for c in values):
                return  # a sum of targets is a sum of money, or of nothing
            text = "；".join(" ".join(c.text.split()) for c in values)
            if len(values) == 1:
                self.projects.ledger.match_all(title.span)
                column = Words(bare(title.text), title.span)
                draft.others.append(OtherEntry(column, Words(), Words(text, values[0].span)))
            return
        levels = [p for p in heads.places if p.column.role in LEVELS]
        dots = [c for c in cells if is_dots(c.text)]
        kept = [c for c in cells if c not in dots]
        if all(any(p.holds(c) for p in levels) and _is_class(c.text, draft.form) for c in kept):
            for cell in cells:
                self.projects.ledger.match_all(cell.span, "没有填写指标的类别")


def _is_class(text: str, form: Form) -> bool:
    """Whether a text names a class of indicators: one of the form's, or one that says so."""
    known = {bare(name) for levels in form.classes for name in levels}
    return "指标" in text or bare(text) in known
