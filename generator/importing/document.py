"""The walk through a Word file, from its title page to its last table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from ..diagnostics import Problems, RuleBook, Span
from ..forms import Family, SectionPlan
from ..loader.projects import OVERALL_ADDRESS
from ..model.disclosure import Disclosure, Project, Section, SubGoal
from ..model.tables import Grid
from ..model.words import Words
from ..outline import (
    PROJECT,
    SECTION,
    SUBGOAL,
    SUBHEADING,
    number_value,
    split_number,
    styled_number,
)
from ..schema import SUBGOALS
from ..sources.word_source import WordDocument, WordParagraph
from .drafts import Draft
from .front import Front, mark_contents, read_front
from .grids import goes_on, joined_grids, subgoal_table
from .labels import columns_by_text
from .ledger import Ledger, make_ledger, report
from .projects import Projects
from .prose import Line, SubGoals, is_heading, lines_of, run_in_title, section_prose
from .titles import LONGEST_TITLE, Titles, recognise

_BODY_TEXT: Final = 80
_NEAR: Final = 8


def import_document(
    document: WordDocument,
    families: dict[str, Family],
    *,
    id: str,
    year: int | None,
    problems: Problems,
) -> Disclosure | None:
    """The disclosure that a Word file holds, as a draft, with remarks for what has no place.

    `year` counts where the file names none. None, with a diagnostic, where the
    form family or the year cannot be told.
    """
    marked = mark_contents(document)
    family = recognise(marked, families.values())
    if family is None:
        problems.add(
            RuleBook.UNREADABLE,
            Span(document.path),
            "认不出这份文件用的是哪种表式，没有导入。",
            f"现有的表式：{'、'.join(families)}。不是这几种的，用 gongkai new 新建后把内容贴进去；"
            "或请网站管理人员增加这种表式。",
            text="",
        )
        return None
    return _Walk(marked, family, problems).disclosure(id, year)


@dataclass
class _Walk:
    """One import. `section` is the section being read, `lost` an unknown part of the text."""

    document: WordDocument
    family: Family
    problems: Problems
    titles: Titles = field(init=False)
    ledger: Ledger = field(init=False)
    projects: Projects = field(init=False)
    titled: set[str] = field(init=False)
    content: dict[str, list[Line | Grid]] = field(default_factory=dict)
    section: SectionPlan | None = None
    section_outline: int | None = None
    lost: bool = False
    numbers: list[tuple[str, Span]] = field(default_factory=list)
    chapters: list[tuple[str, Span]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.titles = Titles(self.family)
        self.ledger = make_ledger(self.document)
        self.projects = Projects(self.family, self.ledger)
        paragraphs = (b for b in self.document.blocks if isinstance(b, WordParagraph))
        found = (self.titles.section_of(p) for p in paragraphs if not p.in_contents)
        self.titled = {s.key for s in found if s is not None}

    def disclosure(self, id: str, year: int | None) -> Disclosure | None:
        begin = self.body_begin()
        paragraphs = [b for b in self.document.blocks[:begin] if isinstance(b, WordParagraph)]
        front = read_front(paragraphs, self.family, self.ledger)
        self.walk(begin)
        made = self.assembled(id, self.year(front, year), front)
        if made is None:
            return None
        self.check_numbers(self.numbers, SECTION)
        self.check_numbers(self.projects.numbers, PROJECT)
        return self.with_remarks(made)

    def body_begin(self) -> int:
        """The block that ends the title page: a heading, a long paragraph, a table."""
        for at, block in enumerate(self.document.blocks):
            if isinstance(block, Grid):
                return self.above_table(at)
            if block.in_contents or not block.text.strip():
                continue
            is_caption = self.projects.caption_of(block.text) is not None
            if self.titles.is_title(block) or is_caption or len(block.text) > _BODY_TEXT:
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

    def walk(self, begin: int) -> None:
        joined_up_to = begin
        for at in range(begin, len(self.document.blocks)):
            block = self.document.blocks[at]
            if at < joined_up_to:
                continue
            if isinstance(block, Grid):
                grid, joined_up_to = self.with_continuation(block, at)
                self.grid(grid)
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

    def grid(self, grid: Grid) -> None:
        """A table of a project, or of the sub-goal above it."""
        in_subgoals = self.section is not None and self.section.kind == SUBGOALS
        if in_subgoals and not self.projects.pending.begins and self.section:
            columns = columns_by_text(self.family.subgoal_columns)
            labels = [self.projects.labels[n].count(grid.cells) for n in self.family.forms]
            if subgoal_table(grid, columns, Ledger({})) and max(labels, default=0) == 0:
                self.content[self.section.key].append(grid)
                return
        if self.projects.grid(grid):
            self.section, self.lost = None, False

    def paragraph(self, paragraph: WordParagraph, at: int) -> None:
        span, text = paragraph.span, paragraph.text
        if (section := self.titles.section_of(paragraph)) is not None:
            self.open_section(section, paragraph)
        elif (part := self.titles.part_of(paragraph)) is not None:
            self.section, self.lost = None, False
            self.projects.open_part(part)
            self.ledger.match_all(span)
        elif self.may_head_table(at) and self.projects.line(text, span, self.is_above_table(at)):
            if self.projects.pending.begins:
                self.section = None
        elif self.ends_section(paragraph):
            self.section, self.lost = None, True
            self.projects.other()
        else:
            self.projects.other()
            self.text(paragraph, at)

    def open_section(self, section: SectionPlan, paragraph: WordParagraph) -> None:
        number, _ = split_number("".join(paragraph.text.split()))
        is_chapter = any(c.section is section for c in self.family.chapters)
        (self.chapters if is_chapter else self.numbers).append((number, paragraph.span))
        self.ledger.match_all(paragraph.span)
        self.section, self.section_outline, self.lost = section, paragraph.outline, False
        self.content.setdefault(section.key, [])
        self.projects.other()

    def may_head_table(self, at: int) -> bool:
        """Lines above a table stand outside the sections, or right before one."""
        return self.section is None or self.is_above_table(at) or self.is_caption(at)

    def is_caption(self, at: int) -> bool:
        block = self.document.blocks[at]
        return isinstance(block, WordParagraph) and self.projects.caption_of(block.text) is not None

    def is_above_table(self, at: int) -> bool:
        """Whether nothing but short lines stands between a block and the next table."""
        for block in self.document.blocks[at + 1 : at + _NEAR]:
            if isinstance(block, Grid):
                return True
            if len(block.text.strip()) > LONGEST_TITLE:
                return False
            if self.titles.is_title(block):
                return False
        return False

    def ends_section(self, paragraph: WordParagraph) -> bool:
        """A heading, not below the section's own, that the family does not know."""
        if paragraph.outline is None:
            return False
        highest = 1 if self.section_outline is None else self.section_outline
        return paragraph.outline <= highest

    def text(self, paragraph: WordParagraph, at: int) -> None:
        """Running text goes to its section; to the likeliest where no title was found."""
        lines = lines_of(paragraph)
        if not self.lost and not self.projects.drafts:
            self.guess_section(lines, at)
        if self.section is not None:
            self.content[self.section.key] += lines

    def guess_section(self, lines: Sequence[Line], at: int) -> None:
        """Begin a section whose title the file lacks, by the numbers that it begins with."""
        plans = self.family.sections()
        index = plans.index(self.section) if self.section is not None else -1
        if not plans[index + 1 :] or not lines:
            return
        following = plans[index + 1]
        if following.key in self.titled:
            return
        first = lines[0]
        if self.section is not None and not self.begins(self.section, following, first, at):
            return
        self.section, self.section_outline = following, None
        self.content.setdefault(following.key, [])
        self.problems.add(
            RuleBook.NOT_PLACED,
            first.span,
            f"没有找到“{following.title}”这个标题，从这里起按编号推断为这一节。",
            "请核对这一节从哪里开始、到哪里结束。",
            text=first.text,
        )

    def begins(self, before: SectionPlan, section: SectionPlan, line: Line, at: int) -> bool:
        """Whether a line below some text bears the first number of a section's own style."""
        kind = SUBGOAL if section.kind == SUBGOALS else SUBHEADING
        sample = self.family.numbering.get(kind, "")
        if not sample or line.number != styled_number(sample, 1) or not self.content[before.key]:
            return False
        following = next(
            (lines_of(b)[0] for b in self.document.blocks[at + 1 : at + _NEAR]
             if isinstance(b, WordParagraph) and b.text.strip()),
            None,
        )  # fmt: skip
        heads = is_heading(line, following)
        if section.kind == SUBGOALS:
            return not heads or run_in_title(line.title) is not None
        above = (x for x in self.content[before.key] if isinstance(x, Line))
        return heads and all(x.style != line.style for x in above)

    def assembled(self, id: str, year: int | None, front: Front) -> Disclosure | None:
        if year is None:
            self.problems.add(
                RuleBook.MISSING_KEY,
                Span(self.document.path),
                "文件里没有写明年度。",
                "在命令后面加上 --year，例如 --year 2025。",
                text="",
            )
            return None
        self.projects.finish()
        drafts = self.project_drafts
        unit_code, unit_name = self.common_unit(drafts)
        numbering = self.family.numbering
        sections: list[Section] = []
        subgoals = SubGoals(self.family.subgoal_columns, numbering.get(SUBGOAL, ""), self.ledger)
        goals: list[SubGoal] = []
        for plan in self.family.sections():
            content = self.content.get(plan.key, [])
            lines = [item for item in content if isinstance(item, Line)]
            if plan.kind == SUBGOALS:
                goals += subgoals.read(content)
            elif lines:
                prose = section_prose(lines, numbering.get(SUBHEADING, ""), self.ledger)
                sections.append(Section(plan.key, prose, lines[0].span))
        return Disclosure(
            id=id,
            year=year,
            family=self.family.name,
            department=self.department(front, unit_name),
            title=front.title,
            unit_code=unit_code,
            unit_name=unit_name,
            compiled_by=front.compiled_by,
            reviewed_by=front.reviewed_by,
            sections=tuple(sections),
            subgoals=tuple(goals),
            overall=self.overall(),
            projects=tuple(self.project(n, d) for n, d in enumerate(drafts, 1)),
            span=Span(self.document.path),
        )

    def overall(self) -> Project | None:
        """The whole department's form, where the family has one and the file too."""
        part = self.family.overall
        if part is None or self.overall_draft is None:
            return None
        made = self.overall_draft.project(OVERALL_ADDRESS)
        return replace(made, name=Words(part.title, made.span), address_given=False)

    @property
    def overall_draft(self) -> Draft | None:
        return next((d for d in self.projects.drafts if self.is_overall(d)), None)

    @property
    def project_drafts(self) -> list[Draft]:
        return [d for d in self.projects.drafts if not self.is_overall(d)]

    def is_overall(self, draft: Draft) -> bool:
        return self.family.overall is not None and draft.form.name == self.family.overall.overall

    def project(self, order: int, draft: Draft) -> Project:
        project = draft.project(f"{order:03d}")
        if not project.name:
            self.problems.add(
                RuleBook.NOT_PLACED,
                project.span,
                f"第 {order} 个项目没有名称。",
                "导入后在“名称”后面补上。",
            )
        return project

    def year(self, front: Front, given: int | None) -> int | None:
        if front.year is not None and given is not None and front.year != given:
            self.problems.add(
                RuleBook.WRONG_YEAR,
                front.department.span,
                f"文件写的是 {front.year} 年，导入时给的是 {given} 年。",
                f"去掉 --year，或把它改成 {front.year}；也检查一下放进了哪一年的文件夹。",
            )
        return front.year or self.projects.year or given

    def department(self, front: Front, unit_name: Words) -> Words:
        """Whose disclosure it is; without a title page the name that its maker or unit gives."""
        filed_by = next(iter(self.projects.filed_by), Words())
        found = front.department or front.compiled_by or filed_by or unit_name
        if not (front.department or filed_by):
            self.problems.add(
                RuleBook.NOT_PLACED,
                found.span if found else Span(self.document.path),
                f"没有找到标题，部门暂按“{found.text}”写。" if found else "没有找到部门名称。",
                "导入后核对“部门”。",
            )
        return found

    def common_unit(self, drafts: Sequence[Draft]) -> tuple[Words, Words]:
        """The unit that all projects name; each keeps its own where they differ."""
        named = [d for d in drafts if d.unit_code]
        units = {(d.unit_code, d.unit_name) for d in named}
        if len(units) != 1:
            return Words(), Words()
        for draft in named:
            for words in (draft.unit_code, draft.unit_name):
                self.ledger.match(words.span, words.text)
        for draft in drafts:
            draft.unit_code = draft.unit_name = Words()
        code, name = next(iter(units))
        return code, name

    def check_numbers(self, numbers: Sequence[tuple[str, Span]], kind: str) -> None:
        """Sections and tables get the form's numbers: say where the file's do not run on."""
        values = [(number_value(n), span) for n, span in numbers if n]
        for (before, _), (value, span) in pairwise([(0, Span("")), *values]):
            if value != (before or 0) + 1 and value != 1:
                what = "表" if kind == PROJECT else "各节"
                self.problems.add(
                    RuleBook.NUMBERS_BROKEN,
                    span,
                    f"原文{what}的编号不连续：{before} 后面是 {value}。公开时由程序重新编号。",
                    "检查有没有缺少内容。",
                )
                return

    def with_remarks(self, disclosure: Disclosure) -> Disclosure:
        """The last step: what the ledger does not find in the model becomes a remark."""
        leftovers = self.ledger.leftovers(disclosure)
        report(leftovers, self.document.notes, self.problems)
        owners = [*self.project_drafts, *([self.overall_draft] if self.overall_draft else [])]
        own: dict[int, list[Words]] = {}
        for words in (*(x.words for x in leftovers), *self.document.notes):
            own.setdefault(_owner(owners, words.span.line), []).append(words)
        projects = tuple(
            replace(p, remarks=tuple(own.get(n, ()))) for n, p in enumerate(disclosure.projects)
        )
        overall = disclosure.overall and replace(
            disclosure.overall, remarks=tuple(own.get(len(projects), ()))
        )
        remarks = tuple(own.get(-1, ()))
        return replace(disclosure, overall=overall, projects=projects, remarks=remarks)


def _owner(drafts: Sequence[Draft], line: int) -> int:
    """The project among whose units a line stands; -1 for none."""
    return next((n for n, d in enumerate(drafts) if d.first <= line <= d.last), -1)
