"""Reads the blocks of a Word file in order, from its title page to its last table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from ..diagnostics import Problems
from ..forms import Family
from ..model.tables import Grid
from ..model.words import Words
from ..sources.word_source import WordDocument
from ..sources.word_text import WordParagraph
from .cell_grid import CellGrid, goes_on, joined_grids
from .form_reader import is_form, read_grid
from .indicator_rows import subgoal_table
from .labels import ColumnNames, columns_by_text
from .ledger import Ledger, make_ledger
from .list_reading import goes_on_list
from .projects import Projects
from .prose import is_goals_caption, lines_of
from .sections import NEAR, Sections
from .sign_off import read_sign_off
from .tables import lines_above
from .titles import LONGEST_TITLE, Titles

_BODY_TEXT: Final = 80


@dataclass
class BodyReader:
    """Hands each block to the projects or to the section that it belongs to.

    `year` is the one that the file speaks of, blank where that is not known.
    """

    document: WordDocument
    family: Family
    problems: Problems
    year: str = ""
    titles: Titles = field(init=False)
    ledger: Ledger = field(init=False)
    projects: Projects = field(init=False)
    sections: Sections = field(init=False)

    def __post_init__(self) -> None:
        self.titles = Titles(self.family)
        self.ledger = make_ledger(self.document)
        self.projects = Projects(self.family, self.ledger, self.problems, self.year)
        grids = (b for b in self.document.blocks if isinstance(b, Grid))
        self.projects.takes_lists = not any(is_form(self.projects, grid) for grid in grids)
        self.sections = Sections(
            self.document, self.family, self.titles, self.ledger, self.problems, self.last_form()
        )

    def last_form(self) -> int:
        """The last block that is a table of indicators; -1 for none."""
        labels = self.projects.labels.values()
        blocks = enumerate(self.document.blocks)
        cell_grids = [(at, CellGrid(b)) for at, b in blocks if isinstance(b, Grid)]
        found = (at for at, cell_grid in cell_grids if any(x.has_heads(cell_grid) for x in labels))
        return max(found, default=-1)

    def begin(self) -> int:
        """The block that ends the title page: a heading, a long paragraph, a table."""
        for at, block in enumerate(self.document.blocks):
            if isinstance(block, Grid):
                return self.above_table(at)
            if block.in_contents or not block.text.strip():
                continue
            is_caption = self.projects.caption_of(block.text) is not None
            if is_caption:
                return self.above_table(at)
            if self.titles.is_title(block) or len(block.text) > _BODY_TEXT:
                return at
        return len(self.document.blocks)

    def above_table(self, at: int) -> int:
        """The first of the unit lines and captions right above a table."""
        while at > 0:
            block = self.document.blocks[at - 1]
            if not isinstance(block, WordParagraph):
                break
            if block.text.strip() and not self.projects.may_stand_above(block.text):
                break
            at -= 1
        return at

    def read(self, begin: int) -> None:
        joined_up_to = begin
        for at in range(begin, len(self.document.blocks)):
            block = self.document.blocks[at]
            if at < joined_up_to:
                continue
            if isinstance(block, Grid):
                grid, joined_up_to = self.with_continuation(block, at)
                self.grid(grid, at)
            elif block.text.strip() and not block.in_contents:
                self.paragraph(block, at)

    def with_continuation(self, grid: Grid, at: int) -> tuple[Grid, int]:
        """A table with the pieces below it that go on without a label; and the block after them."""
        end = at + 1
        while (following := self.next_shown(end)) < len(self.document.blocks):
            block = self.document.blocks[following]
            if not isinstance(block, Grid) or not goes_on(grid, block):
                break
            grid, end = joined_grids(grid, block), following + 1
        return grid, end

    def next_shown(self, at: int) -> int:
        """The next block from here on that is no blank paragraph."""
        blocks = self.document.blocks
        while at < len(blocks):
            block = blocks[at]
            if isinstance(block, Grid) or block.text.strip():
                break
            at += 1
        return at

    def grid(self, grid: Grid, at: int) -> None:
        """A table of a project, of the sub-goal above it, or of the section's own."""
        in_goals = self.sections.in_subgoals and not self.projects.pending.begins
        if in_goals and self.is_goals_table(grid):
            self.sections.add([grid])
            return
        if read_sign_off(self.projects.current, grid, self.ledger):
            return
        is_of_law = self.sections.has_definition(grid, at) and self.sections.table(grid, at)
        if is_of_law:
            self.projects.other()
        elif read_grid(self.projects, grid):
            self.sections.close()
        elif self.sections.table(grid, at):
            self.projects.other()

    def is_goals_table(self, grid: Grid) -> bool:
        """Whether a table holds the indicators of a sub-goal, and nothing of a project."""
        columns = ColumnNames(columns_by_text(self.family.subgoal_columns))
        labels = [self.projects.labels[n].count(grid.cells) for n in self.family.forms]
        return bool(subgoal_table(grid, columns, Ledger({}))) and max(labels, default=0) == 0

    def is_above_goals_table(self, paragraph: WordParagraph, at: int) -> bool:
        """Whether a line is the caption of the indicators of the sub-goal above it."""
        if not (self.sections.in_subgoals and is_goals_caption(paragraph.text)):
            return False
        below = self.next_shown(at + 1)
        block = self.document.blocks[below] if below < len(self.document.blocks) else None
        return isinstance(block, Grid) and self.is_goals_table(block)

    def paragraph(self, paragraph: WordParagraph, at: int) -> None:
        span, text = paragraph.span, paragraph.text
        if (section := self.titles.section_of(paragraph)) is not None:
            self.sections.open(section, paragraph)
            self.projects.other()
        elif (part := self.titles.part_of(paragraph)) is not None:
            self.sections.close()
            is_booked = bool(part) or self.titles.is_own(paragraph)
            self.projects.open_part(part, span if is_booked else None)
        elif self.is_above_goals_table(paragraph, at):
            self.ledger.match_all(span, "指标表的标题")
        elif self.is_within_list(paragraph, at):
            self.projects.unit_within_list(Words(text.strip(), span))
        elif self.may_head_table(at) and self.projects.line(text, span, self.is_above_table(at)):
            if self.projects.pending.begins:
                self.sections.close(lost=self.sections.lost)
        elif self.sections.ends_at(paragraph):
            self.sections.close(lost=True)
            self.projects.other()
        else:
            self.projects.other()
            if self.is_above_statutory(at):
                self.sections.add(lines_of(paragraph))
            else:
                self.sections.text(paragraph, at, before_projects=not self.projects.drafts)

    def is_within_list(self, paragraph: WordParagraph, at: int) -> bool:
        """Whether a line parts a list of projects: a unit's name, with the list going on below."""
        running = self.projects.running_list
        following = self.next_shown(at + 1)
        if running is None or following >= len(self.document.blocks):
            return False
        below = self.document.blocks[following]
        if not isinstance(below, Grid) or len(paragraph.text.strip()) > LONGEST_TITLE:
            return False
        cell_grid = CellGrid(below)
        is_caption = self.projects.may_stand_above(paragraph.text)
        return not is_caption and goes_on_list(self.projects, running, cell_grid)

    def may_head_table(self, at: int) -> bool:
        """Lines above a table stand outside the sections, or right before one."""
        return self.sections.current is None or self.is_above_table(at) or self.is_caption(at)

    def is_caption(self, at: int) -> bool:
        block = self.document.blocks[at]
        return isinstance(block, WordParagraph) and self.projects.caption_of(block.text) is not None

    def is_above_table(self, at: int) -> bool:
        """Whether nothing but short lines stands between a block and the next table."""
        return self.table_below(at) is not None

    def table_below(self, at: int) -> int | None:
        """The next table, where nothing but short lines stands between."""
        for below in range(at + 1, min(at + NEAR, len(self.document.blocks))):
            block = self.document.blocks[below]
            if isinstance(block, Grid):
                return below
            if len(block.text.strip()) > LONGEST_TITLE or self.titles.is_title(block):
                return None
        return None

    def is_above_statutory(self, at: int) -> bool:
        """Whether a line is said of a statutory table below it."""
        below = self.table_below(at)
        grid = self.document.blocks[below] if below is not None else None
        if below is None or not isinstance(grid, Grid):
            return False
        above = lines_above(self.document.blocks, below)
        said = {p.span for p in above.used}
        line = self.document.blocks[at]
        is_said = isinstance(line, WordParagraph) and line.span in said
        return is_said and self.sections.is_statutory(above, grid)
