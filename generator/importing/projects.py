"""Projects, gathered from captions, unit lines and tables in the order in which they come."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from ..diagnostics import Problems, RuleBook, Span
from ..forms import Family, Form
from ..model.tables import Grid
from ..model.words import Words
from ..outline import split_number
from .captions import (
    AS_TABLE,
    BEFORE_YEAR,
    CONTINUED,
    CONTINUED_CAPTION,
    FILED_BY,
    LONGEST_CAPTION,
    MONEY,
    PAGE,
    UNIT,
    YEAR,
    Caption,
    caption_pattern,
    filing,
    without,
)
from .drafts import Draft
from .fields import FieldRows, is_field_row, keys_in
from .heads import Heads, continued, indicator_row, level_keys, match_head, read_head
from .labels import Labels, Place, bare, make_labels
from .lattice import Lattice, place_of
from .ledger import Ledger
from .lists import ListReader, list_head

_ENOUGH_LABELS: Final = 3
_PROJECT: Final = "项目"
_INDICATORS: Final = "指标"


@dataclass
class Pending:
    """What stood above a table and belongs to the project that it begins."""

    begins: bool = False
    caption: Words = Words()
    number: str = ""
    unit_code: Words = Words()
    unit_name: Words = Words()
    money: str = ""
    printed: list[tuple[Span, str]] = field(default_factory=list)

    @property
    def first(self) -> int | None:
        lines = [span.line for span, _ in self.printed]
        lines += [w.span.line for w in (self.caption, self.unit_code) if w]
        return min(lines, default=None)


@dataclass
class Projects:
    """Gathers the projects of a document.

    `takes_lists` says that it has no form, so that a list of projects is no summary of forms.
    """

    family: Family
    ledger: Ledger
    problems: Problems
    drafts: list[Draft] = field(default_factory=list)
    numbers: list[tuple[str, Span]] = field(default_factory=list)
    part: str = ""
    parts: list[tuple[str, Span]] = field(default_factory=list)
    pending: Pending = field(default_factory=Pending)
    running: Heads | None = None
    current: Draft | None = None
    labels: dict[str, Labels] = field(init=False)
    captions: list[re.Pattern[str]] = field(init=False)
    filed_by: list[Words] = field(default_factory=list)
    year: int | None = None
    years: list[Words] = field(default_factory=list)
    takes_lists: bool = False

    def __post_init__(self) -> None:
        self.labels = {name: make_labels(form) for name, form in self.family.forms.items()}
        self.captions = [caption_pattern(form.caption) for form in self.family.forms.values()]

    def open_part(self, title: str, span: Span | None = None) -> None:
        """Begin a part; its title is blank for the family's own."""
        self.part = title
        if span is not None:
            self.parts.append((title, span))
        self.current = self.running = None
        self.pending = Pending()

    def may_stand_above(self, text: str) -> bool:
        """Whether a line is one of those that stand above a table."""
        together = "".join(text.split())
        patterns = (MONEY, CONTINUED, FILED_BY, PAGE, YEAR)
        if any(p.fullmatch(together) for p in patterns) or self.caption_of(text):
            return True
        return UNIT.fullmatch(text.strip()) is not None

    def line(self, text: str, span: Span, before_table: bool) -> bool:
        """Take a line that stands above a table: caption, unit, 单位：万元, 续表.

        `before_table` says that a table or another such line follows.
        """
        together = "".join(text.split())
        if match := MONEY.fullmatch(together):
            self.pending.money = match[1]
            self.pending.printed.append((span, text))
            return True
        if CONTINUED.fullmatch(together) or PAGE.fullmatch(together):
            self.ledger.match(span, text)
            return True
        if self.current is not None and (filed := filing(text, self.current.form)):
            self.current.filing.update({key: Words(value, span) for key, value in filed if value})
            self.ledger.match(span, without(text, *(value for _, value in filed)))
            self.current.last = max(self.current.last, span.line)
            return True
        if caption := self.caption_of(text):
            self.caption(caption, text, span)
            return True
        if before_table and (match := YEAR.fullmatch(together)):
            self.years.append(Words(match[1], span))
            return True
        if before_table and (match := FILED_BY.fullmatch(together)):
            self.filed_by.append(Words(match[1], span))
            self.pending.printed.append((span, without(text, match[1])))
            self.pending.money = match[2] or self.pending.money
            return True
        if before_table and (match := UNIT.fullmatch(text.strip())):
            self.pending.unit_code = Words(match["code"], span)
            self.pending.unit_name = Words(match["name"].strip(), span)
            self.pending.printed.append((span, without(text, match["code"], match["name"])))
            self.pending.money = match["money"] or self.pending.money
            return True
        return False

    def other(self) -> None:
        """Other text came between: nothing goes on below it."""
        self.running = None
        self.pending = Pending()

    def caption_of(self, text: str) -> Caption | None:
        """What a caption says; None where the text is none."""
        if len(text) > LONGEST_CAPTION:
            return None
        plain = AS_TABLE.sub("", CONTINUED_CAPTION.sub("", text.strip()).strip())
        plain = BEFORE_YEAR.sub("", plain)
        _, title = split_number(plain)
        together = "".join(title.split())
        match = next((m for p in self.captions if (m := p.fullmatch(together))), None)
        found = match.groupdict("") if match else {}
        return Caption(found.get("name", ""), found.get("year", "")) if match else None

    def caption(self, caption: Caption, text: str, span: Span) -> None:
        name = caption.name
        if self.current is not None and name and bare(self.current.name.text) == bare(name):
            self.ledger.match(span, text)
            return
        self.running = None
        number, _ = split_number(text.strip())
        printed = [(span, without(text, name))]
        self.pending = Pending(True, Words(name, span), number, printed=printed)
        if caption.year and self.year is None:
            self.year = int(caption.year)

    def grid(self, grid: Grid) -> bool:
        """Read a table; False where nothing in it was recognised."""
        lattice = Lattice(grid)
        form = self.form_of(grid)
        if self.takes_lists and (head := list_head(lattice, form, self.labels[form.name])):
            ListReader(lattice, form, head, self.drafts, self.ledger, self.part).read()
            self.open_part(self.part)
            return True
        reader = _GridReader(self, form, self.labels[form.name], lattice)
        taken = reader.read()
        self.running = reader.heads if taken else None
        if taken and self.current is not None:
            self.current.last = max(self.current.last, place_of(grid)[1].line)
        if not taken:
            self.pending = Pending()
        return taken

    def is_form(self, grid: Grid) -> bool:
        """Whether a table is laid out as a form: with indicators or several fields, and no list."""
        lattice, form = Lattice(grid), self.form_of(grid)
        labels = self.labels[form.name]
        has_heads = any(labels.heads(lattice.row(row)) for row in range(lattice.height))
        is_rich = has_heads or labels.count(grid.cells) >= _ENOUGH_LABELS
        return is_rich and list_head(lattice, form, labels) is None

    def form_of(self, grid: Grid) -> Form:
        """The form with the most labels among the cells; the one in hand where none has any."""
        forms = self.family.forms
        best = max(forms, key=lambda name: self.labels[name].count(grid.cells))
        if self.labels[best].count(grid.cells):
            return forms[best]
        return self.current.form if self.current else forms[self.family.default_form or best]

    def begin(self, form: Form, first: int) -> Draft:
        """A new project, with what stood above its table."""
        pending = self.pending
        begun = min(first, pending.first or first)
        self.current = Draft(form, self.part, begun, first, caption=pending.caption)
        self.drafts.append(self.current)
        self.numbers.append((pending.number, pending.caption.span))
        self.running = None
        return self.current

    def settle(self, draft: Draft) -> None:
        """Hand the lines above the table to the project below them."""
        pending, self.pending = self.pending, Pending()
        if pending.unit_code and not draft.unit_code:
            draft.unit_code, draft.unit_name = pending.unit_code, pending.unit_name
        elif pending.unit_code == draft.unit_code and pending.unit_name == draft.unit_name:
            for words in (pending.unit_code, pending.unit_name):
                self.ledger.match(words.span, words.text)
        if pending.money and pending.money != draft.form.unit:
            draft.money_unit = pending.money
        for span, printed in pending.printed:
            self.ledger.match(span, printed)

    def finish(self) -> None:
        """Book the captions whose name the table repeats, and the titles of parts with projects."""
        for draft in self.drafts:
            name = bare(draft.name.text)
            if draft.caption and bare(draft.caption.text) in (name, f"{name}{_PROJECT}"):
                self.ledger.match(draft.caption.span, draft.caption.text)
        shown = {"", *(draft.part for draft in self.drafts)}
        for title, span in self.parts:
            if title in shown:
                self.ledger.match_all(span)


@dataclass
class _GridReader:
    """Goes down the rows of one table."""

    projects: Projects
    form: Form
    labels: Labels
    lattice: Lattice
    heads: Heads | None = None
    taken: bool = False

    def read(self) -> bool:
        running = self.projects.running
        if running is not None and self.projects.current is not None:
            self.heads = continued(running, self.lattice)
        if self.heads is None and not self.is_form():
            return False
        row = 0
        while row < self.lattice.height:
            row = self.step(row)
        return self.taken

    def is_form(self) -> bool:
        """Whether this is a form at all, and no list whose heads happen to be labels too."""
        shown = [r for r in range(self.lattice.height) if self.lattice.beginning(r)]
        if any(self.labels.heads(self.lattice.row(r)) for r in shown):
            return True
        if not shown or any(self.is_list_head(r) for r in shown[:3]) or self.is_list(shown):
            return False
        first = self.lattice.beginning(shown[0])[0].text
        begins = self.labels.find(first) or self.labels.fill(first)
        return bool(begins) or self.labels.count(self.lattice.grid.cells) >= _ENOUGH_LABELS

    def is_list_head(self, row: int) -> bool:
        """Labels side by side that each want their value at the right: the head of a list."""
        found = [self.labels.find(c.text) for c in self.lattice.row(row)]
        pairs = pairwise(f is not None and f.label.place is Place.RIGHT for f in found)
        return any(left and right for left, right in pairs)

    def is_list(self, shown: Sequence[int]) -> bool:
        """Whether one label and other words head columns: no row below has a label."""
        first, *below = shown
        rest = [c for r in below for c in self.lattice.beginning(r)]
        if any(self.labels.find(c.text) or self.labels.fill(c.text) for c in rest):
            return False
        widths = {len(self.lattice.row(r)) for r in shown}
        return bool(below) and len(self.lattice.beginning(first)) > 2 and len(widths) == 1

    def step(self, row: int) -> int:
        """Read from one row on; gives the next row to read."""
        if not self.lattice.beginning(row):
            return row + 1
        found = read_head(self.lattice, row, self.labels.columns)
        if found is not None:
            draft = self.draft(row, begins=False)
            match_head(found, self.lattice, row, self.projects.ledger)
            self.match_side_heads(found, row)
            self.heads = found
            self.report_graded(found, row)
            draft.columns += [c.key for c in found.columns if c.key not in draft.columns]
            return row + found.depth
        if is_field_row(self.lattice, self.labels, row, self.heads is not None):
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
            first = self.lattice.beginning(row)[0].span.line
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
                    self.lattice.beginning(row)[0].span,
                    f"指标值分成 {names} 几栏，表式里只有一栏，已合写在“{place.column.title}”里。",
                    "核对各行，留下要公开的那个值。",
                    text=names,
                )

    def match_side_heads(self, heads: Heads, row: int) -> None:
        """A label such as 绩效指标 that stands left of the whole indicator table."""
        begin = min(place.first for place in heads.places)
        for cell in self.lattice.row(row):
            hit = self.labels.find(cell.text)
            is_head = hit is not None and not hit.label.key and hit.inline is None
            below = self.lattice.at.get((row + heads.depth, cell.column), cell)
            is_aside = cell.column + cell.colspan <= begin and (below is cell or below.is_blank)
            if is_head or (is_aside and bare(cell.text).endswith(_INDICATORS)):
                self.projects.ledger.match_all(cell.span)

    def fields(self, row: int) -> int:
        """Read rows of fields up to the indicators, the next project or the end."""
        keys = keys_in(self.lattice, self.labels, row)
        draft = self.draft(row, begins=self.begins(keys))
        self.heads = None
        last = row + 1
        seen = set(keys)
        while last < self.lattice.height:
            cells = self.lattice.row(last)
            more = keys_in(self.lattice, self.labels, last)
            if self.labels.heads(cells) or self.repeats(more, seen):
                break
            seen |= more
            last += 1
        FieldRows(self.lattice, self.labels, draft, self.projects.ledger, row, last).read()
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
        cells = self.lattice.beginning(row)
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
        cells = self.lattice.row(row)
        made = indicator_row(heads, cells, above, levels)
        if made is not None:
            heads.book(cells, made, self.projects.ledger)
            draft.rows.append(made)
            draft.columns += [c.key for c in heads.columns if c.key not in draft.columns]
            self.taken = True
            self.projects.settle(draft)
