"""The sections of the text as they fill with lines, sub-goals and tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from ..diagnostics import Problems, RuleBook, Span
from ..document.outline import SUBGOAL, SUBHEADING, number_value, split_number, styled_number
from ..forms import TABLES, Family, SectionPlan, TableDefinition, find_table
from ..keys import SUBGOALS
from ..lexicon.folding import bare
from ..lexicon.likeness import common_part
from ..model.disclosure import Section, SubGoal
from ..model.tables import Grid
from ..model.words import Words
from ..sources.word_source import WordDocument
from ..sources.word_text import WordParagraph
from .ledger import Ledger
from .prose import Line, SubGoals, is_heading, lines_of, number_style, run_in_title, section_prose
from .statutory import definition_of, with_names
from .tables import Above, TableDraft, fallback_caption, lines_above, table_draft
from .titles import LONGEST_TITLE, Titles

NEAR: Final = 8
# So much of a title in a text tells that the text belongs below it.
_ENOUGH_IN_COMMON: Final = 5
_BEGINNING: Final = 60

Item = Line | Grid | TableDraft


@dataclass
class Sections:
    """`current` is the section being read; `lost` says that the text belongs to none known.

    `last_form` is the block of the last table of indicators: what comes below it
    are the chapters after the projects.
    """

    document: WordDocument
    family: Family
    titles: Titles
    ledger: Ledger
    problems: Problems
    last_form: int
    content: dict[str, list[Item]] = field(default_factory=dict)
    current: SectionPlan | None = None
    outline: int | None = None
    number: str = ""
    lost: bool = False
    numbers: list[tuple[str, Span]] = field(default_factory=list)
    chapters: list[tuple[str, Span]] = field(default_factory=list)
    titled: set[str] = field(init=False)

    def __post_init__(self) -> None:
        paragraphs = (b for b in self.document.blocks if isinstance(b, WordParagraph))
        found = (self.titles.section_of(p) for p in paragraphs if not p.in_contents)
        self.titled = {s.key for s in found if s is not None}

    @property
    def in_subgoals(self) -> bool:
        return self.current is not None and self.current.kind == SUBGOALS

    def open(self, section: SectionPlan, paragraph: WordParagraph) -> None:
        """Begin the section that a paragraph is the title of."""
        number, _ = split_number("".join(paragraph.text.split()))
        is_chapter = any(c.section is section for c in self.family.chapters)
        (self.chapters if is_chapter else self.numbers).append((number, paragraph.span))
        self.ledger.match_all(paragraph.span)
        if section.aliases and not bare(paragraph.text).endswith(bare(section.title)):
            self.problems.add(
                RuleBook.NOT_PLACED,
                paragraph.span,
                f"这个标题在表式里是“{section.title}”，公开时按表式印。",
                "确实要用原来的标题的，请网站管理人员在表式里改。",
                text=paragraph.text.strip(),
            )
        self.begin(section, paragraph.outline, number)

    def begin(self, section: SectionPlan, outline: int | None = None, number: str = "") -> None:
        self.current, self.outline, self.number, self.lost = section, outline, number, False
        self.content.setdefault(section.key, [])

    def close(self, *, lost: bool = False) -> None:
        self.current, self.lost = None, lost

    def add(self, items: Iterable[Item]) -> None:
        if self.current is not None:
            self.content[self.current.key] += items

    def preface(self, paragraphs: Iterable[WordParagraph]) -> None:
        """The text between the title page and the first title, where the family has room for it."""
        plan = next((s for s in self.family.sections() if not s.title), None)
        lines = [line for p in paragraphs for line in lines_of(p)]
        if plan is not None and lines:
            self.content.setdefault(plan.key, []).extend(lines)

    def ends_at(self, paragraph: WordParagraph) -> bool:
        """A heading, not below the section's own, that the family does not know."""
        if paragraph.outline is None:
            return self.is_next(paragraph)
        return paragraph.outline <= (1 if self.outline is None else self.outline)

    def is_next(self, paragraph: WordParagraph) -> bool:
        """Whether a line bears the number after that of the section's title: 四、 after 三、."""
        lines = lines_of(paragraph)
        if self.current is None or not self.number or len(lines) != 1:
            return False
        (line,) = lines
        is_title = len(line.text) <= LONGEST_TITLE and line.title[-1:] not in "。；;，,"
        own = number_style(self.number)
        following = (number_value(self.number) or 0) + 1
        if not is_title or line.style != own or number_value(line.number) != following:
            return False
        content = self.content[self.current.key]
        return not any(isinstance(x, Line) and x.style == own for x in content)

    def text(self, paragraph: WordParagraph, at: int, *, before_projects: bool) -> None:
        """Running text goes to its section; to the likeliest where no title was found."""
        lines = lines_of(paragraph)
        if not self.lost and lines:
            if before_projects:
                self.guess(lines[0], at)
            self.guess_later(paragraph.text, lines[0].span, at)
        self.add(lines)

    def guess(self, first: Line, at: int) -> None:
        """Begin a section whose title the file lacks, by the numbers that it begins with."""
        plans = [s for s in self.family.sections() if s.kind != TABLES]
        if self.current is not None and self.current not in plans:
            return
        index = plans.index(self.current) if self.current is not None else -1
        if not plans[index + 1 :]:
            return
        following = plans[index + 1]
        if following.key in self.titled:
            return
        if self.current is not None and not self.begins(self.current, following, first, at):
            return
        self.begin(following)
        self.report_guess(following, first.span, first.text, "编号")

    def begins(self, before: SectionPlan, section: SectionPlan, line: Line, at: int) -> bool:
        """Whether a line below some text bears the first number of a section's own style."""
        kind = SUBGOAL if section.kind == SUBGOALS else SUBHEADING
        sample = self.family.numbering.get(kind, "")
        if not sample or line.number != styled_number(sample, 1) or not self.content[before.key]:
            return False
        following = next(
            (lines_of(b)[0] for b in self.document.blocks[at + 1 : at + NEAR]
             if isinstance(b, WordParagraph) and b.text.strip()),
            None,
        )  # fmt: skip
        heads = is_heading(line, following)
        if section.kind == SUBGOALS:
            return not heads or run_in_title(line.title) is not None
        above = (x for x in self.content[before.key] if isinstance(x, Line))
        return heads and all(x.style != line.style for x in above)

    def guess_later(self, text: str, span: Span, at: int) -> None:
        """Begin a chapter behind the projects whose title the file lacks, by its wording."""
        if at <= self.last_form:
            return
        left = [s for s in self.later if s.key not in self.titled and s.key not in self.content]
        said = bare(text[:_BEGINNING])
        chosen = max(left, key=lambda s: len(common_part(bare(s.title), said)), default=None)
        if chosen is None or len(common_part(bare(chosen.title), said)) < _ENOUGH_IN_COMMON:
            chosen = left[0] if left and self.current is None else None
        if chosen is not None:
            self.begin(chosen)
            self.report_guess(chosen, span, text, "内容")

    @property
    def later(self) -> list[SectionPlan]:
        """The sections of the chapters behind the one that holds the projects.

        The statutory tables are never guessed at: they have a title, or are not there.
        """
        chapters = self.family.chapters
        last = max((n for n, c in enumerate(chapters) if any(p.form for p in c.parts)), default=0)
        found = (c.section for c in chapters[last + 1 :])
        return [s for s in found if s is not None and s.kind != TABLES]

    def report_guess(self, section: SectionPlan, span: Span, text: str, by: str) -> None:
        if section.title:
            self.problems.add(
                RuleBook.NOT_PLACED,
                span,
                f"没有找到“{section.title}”这个标题，从这里起按{by}推断为这一节。",
                "请核对这一节从哪里开始、到哪里结束。",
                text=text,
            )

    def table(self, grid: Grid, at: int) -> bool:
        """Take a table that is no form's into the section; False where none is open."""
        if not grid.cells:
            return False
        above = lines_above(self.document.blocks, at)
        if self.current is None and not self.lost:
            words = above.caption or above.lead
            place = words.span if words else grid.cells[0].span
            self.guess_later(words.text or grid.cells[0].text, place, at)
        section = self.current
        if section is None or self.in_subgoals:
            section = self.family.tables_section if self.is_statutory(above, grid) else None
        if section is None:
            return False
        content = self.content.setdefault(section.key, [])
        used = {p.span for p in above.used}
        while content and isinstance(item := content[-1], Line) and item.span in used:
            content.pop()
        for span in used:
            self.ledger.match_all(span)
        before = content[-1] if content else None
        if isinstance(before, TableDraft) and before.goes_on(above, grid):
            before.join(grid)
            return True
        taken = {x.caption.text for items in self.content.values() for x in items
                 if isinstance(x, TableDraft)}  # fmt: skip
        caption = above.caption or fallback_caption(above.lead, section.title, taken)
        content.append(table_draft(grid, above, caption, self.ledger))
        return True

    def is_statutory(self, above: Above, grid: Grid) -> bool:
        """Whether a table outside the sections is one of those that the law wants published."""
        definitions = self.family.tables
        if find_table(definitions, above.caption.text) is not None:
            return True
        return self._definition(grid, above) is not None

    def has_definition(self, grid: Grid, at: int) -> bool:
        """Whether a table, by its title or its head, is one that the law wants published."""
        return self._definition(grid, lines_above(self.document.blocks, at)) is not None

    def _definition(self, grid: Grid, above: Above) -> TableDefinition | None:
        table = table_draft(grid, above, Words(), Ledger({})).table(Ledger({}))
        return definition_of(table, self.family.tables) if table is not None else None

    def made(self) -> tuple[tuple[Section, ...], tuple[SubGoal, ...]]:
        """The sections and the sub-goals."""
        numbering = self.family.numbering
        reader = SubGoals(self.family.subgoal_columns, numbering.get(SUBGOAL, ""), self.ledger)
        sections: list[Section] = []
        goals: list[SubGoal] = []
        for plan in self.family.sections():
            content = self.content.get(plan.key, [])
            if plan.kind == SUBGOALS:
                goals += reader.read([x for x in content if not isinstance(x, TableDraft)])
                continue
            pieces = [
                x.table(self.ledger) if isinstance(x, TableDraft) else x
                for x in content
                if not isinstance(x, Grid)
            ]
            prose = section_prose(
                [x for x in pieces if x is not None], numbering.get(SUBHEADING, ""), self.ledger
            )
            if prose:
                span = next((x.span for x in pieces if x is not None), Span(self.document.path))
                sections.append(Section(plan.key, prose, span))
        return with_names(sections, self.family.tables, self.ledger), tuple(goals)
