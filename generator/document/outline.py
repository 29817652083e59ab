"""The parts, sections and tables of one disclosure, numbered once for every output.

Numbers of sibling headings are either all the form's or all the author's
(docs/作者指南.md, 几条规矩); the page, the PDF, the contents and the bookmarks all
read them from here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ..diagnostics import Problems, RuleBook
from ..forms import ChapterPlan, Family, PartPlan, SectionPlan, table_addresses
from ..keys import SUBGOALS
from ..model.disclosure import Disclosure, Project, SubGoal
from ..model.words import DataTable, SectionText, Subheading, Words

CHAPTER, PART, SECTION, SUBGOAL, SUBHEADING = "章", "部分", "节", "分项", "小标题"
PREFACE, OVERALL, PROJECT = "前言", "整体", "表"
STATUTORY, TABLE = "预算表", "表格"
WITHHELD: Final = "不公开"
ATTACHMENTS: Final = "附件"
_CLASSES: Final = {
    PREFACE: "preface", CHAPTER: "chapter", PART: "part", SECTION: "section", SUBGOAL: "subgoal",
    SUBHEADING: "subheading", OVERALL: "overall", PROJECT: "project",
    STATUTORY: "statutory", TABLE: "table", WITHHELD: "withheld",
    ATTACHMENTS: "attachments",
}  # fmt: skip
_DIGITS: Final = "零一二三四五六七八九"
_NUMERAL: Final = "[一二三四五六七八九十百零〇]{1,7}"
_TYPED: Final = re.compile(
    rf"(?P<number>第(?:{_NUMERAL}|\d{{1,3}})(?:部分|章|节)[、.．]?|{_NUMERAL}[、.．]"
    rf"|[（(](?:{_NUMERAL}|\d{{1,3}})[）)][、.．]?|\d{{1,3}}(?:、|[.．](?!\d)))\s*(?P<title>.*)"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading: `level` 1 at the top. `of` is the section, sub-goal or project that it heads.

    `id` is its anchor; `number` as printed, empty where there is none. A preface
    has neither number nor title. A table in prose is an entry without a heading: its
    caption is its title.
    """

    id: str
    kind: str
    level: int
    number: str
    title: str
    children: tuple[Entry, ...] = ()
    of: PartPlan | SectionPlan | SubGoal | Project | Subheading | DataTable | None = None

    @property
    def gap(self) -> str:
        """What parts number and title: a space after 第一部分, nothing after 一、."""
        return " " if self.number and self.title and self.number[-1] not in "、.．）)" else ""

    @property
    def label(self) -> str:
        """Number and title as one line."""
        return f"{self.number}{self.gap}{self.title}"

    @property
    def kind_class(self) -> str:
        """The kind as a name for styles."""
        return _CLASSES[self.kind]

    @property
    def is_listed(self) -> bool:
        """Whether the table of contents names it."""
        return self.kind not in (PREFACE, SUBGOAL, SUBHEADING, TABLE)

    @property
    def listed(self) -> tuple[Entry, ...]:
        """What the table of contents names below it; what is not named gives way to its own."""
        return _listed(self.children)

    def walk(self) -> Iterator[Entry]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Outline:
    """A disclosure's title and its topmost headings: chapters, or parts."""

    title: str
    parts: tuple[Entry, ...]

    @property
    def listed(self) -> tuple[Entry, ...]:
        """The topmost entries of the table of contents."""
        return _listed(self.parts)

    def walk(self) -> Iterator[Entry]:
        for part in self.parts:
            yield from part.walk()

    def project(self, address: str) -> Entry | None:
        return next((e for e in self.walk() if e.id == project_id(address)), None)

    def table(self, table: DataTable) -> Entry | None:
        return next((e for e in self.walk() if e.of is table), None)


def _listed(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(
        listed
        for entry in entries
        for listed in ((entry,) if entry.is_listed else _listed(entry.children))
    )


def project_id(address: str) -> str:
    """The anchor of a project's heading."""
    return f"xm-{address}"


def table_id(name: str) -> str:
    """The anchor of a table in prose, by its name in ASCII."""
    return f"bg-{name}"


def make_outline(disclosure: Disclosure, family: Family, problems: Problems) -> Outline:
    """Number the whole disclosure; typed numbers that do not run on are reported."""
    tables = [p for s in disclosure.sections for p in s.prose if isinstance(p, DataTable)]
    names = zip(map(id, tables), table_addresses(tables, family.tables), strict=True)
    return _Numbering(disclosure, family, problems, dict(names)).outline()


def disclosure_title(disclosure: Disclosure, family: Family) -> str:
    """The title typed, else the family's."""
    values = {"部门": disclosure.owner, "年度": str(disclosure.year)}
    return disclosure.title.text or family.fill(family.title, values)


@dataclass(frozen=True)
class _Numbering:
    disclosure: Disclosure
    family: Family
    problems: Problems
    names: dict[int, str]
    """The names of the tables in prose, by their identity."""

    def outline(self) -> Outline:
        tops: list[Entry] = []
        for plan in self.family.chapters:
            tops += self.chapter(plan, len(tops))
        if self.disclosure.withheld:
            tops.append(Entry("bgk", WITHHELD, 1, "", "不公开事项"))
        if self.disclosure.attachments:
            tops.append(Entry("fj", ATTACHMENTS, 1, "", "附件"))
        title = disclosure_title(self.disclosure, self.family)
        return Outline(title, self.with_numbers(tops))

    def with_numbers(self, entries: Sequence[Entry]) -> tuple[Entry, ...]:
        """Number siblings, each kind by its own style and count."""
        counts: dict[str, int] = {}
        numbered = []
        for entry in entries:
            counts[entry.kind] = counts.get(entry.kind, 0) + 1
            style = self.family.numbering.get(entry.kind, "")
            number = styled_number(style, counts[entry.kind])
            numbered.append(replace(entry, number=number))
        return tuple(numbered)

    def auto(self, kind: str, count: int) -> list[str]:
        style = self.family.numbering.get(kind, "")
        return [styled_number(style, n + 1) for n in range(count)]

    def chapter(self, plan: ChapterPlan, before: int) -> list[Entry]:
        """The entries of a chapter: itself, or its parts where it has no title."""
        id = f"zj-{before + 1}"
        if plan.section is not None:
            if not (plan.section.required or self.has_content(plan.section)):
                return []
            kind = CHAPTER if plan.title else PREFACE
            children = self.below(plan.section, id, 2)
            return [Entry(id, kind, 1, "", plan.title, children, plan.section)]
        if not plan.title:
            return self.parts(plan.parts, 1, f"bf-{before + 1}")
        children = self.with_numbers(self.parts(plan.parts, 2, f"{id}-1"))
        return [Entry(id, CHAPTER, 1, "", plan.title, children)]

    def parts(self, plans: Sequence[PartPlan], level: int, first: str) -> list[Entry]:
        """Parts with ids that count on from `first`."""
        stem, _, start = first.rpartition("-")
        found: list[Entry] = []
        for plan in plans:
            if plan.form:
                for title, projects in self.project_parts(plan.title):
                    id = f"{stem}-{int(start) + len(found)}"
                    children = self.project_entries(projects, level + 1)
                    found.append(Entry(id, PART, level, "", title, children, plan))
                continue
            id = f"{stem}-{int(start) + len(found)}"
            if plan.overall:
                children = self.overall_entries(level + 1)
            else:
                children = self.section_entries(plan, id, level + 1)
                if not children:
                    continue
            found.append(Entry(id, PART, level, "", plan.title, children, plan))
        return found

    def project_parts(self, default: str) -> list[tuple[str, list[Project]]]:
        """Projects by the part they name, in the order in which the parts first occur."""
        groups: dict[str, list[Project]] = {}
        for project in self.disclosure.projects:
            groups.setdefault(project.part or default, []).append(project)
        return list(groups.items()) or [(default, [])]

    def overall_entries(self, level: int) -> tuple[Entry, ...]:
        overall = self.disclosure.overall
        if overall is None:
            return ()
        title = self.caption(overall)
        return (Entry(project_id(overall.address), OVERALL, level, "", title, (), overall),)

    def project_entries(self, projects: Sequence[Project], level: int) -> tuple[Entry, ...]:
        return self.with_numbers(
            [
                Entry(project_id(p.address), PROJECT, level, "", self.caption(p), (), p)
                for p in projects
            ]
        )

    def caption(self, project: Project) -> str:
        """The title of a project's table, by its form."""
        values = {
            "名称": project.label,
            "年度": str(self.disclosure.year),
            "部门": self.disclosure.owner,
        }
        return self.family.fill(self.family.forms[project.form].caption, values)

    def section_entries(self, part: PartPlan, id: str, level: int) -> tuple[Entry, ...]:
        """The sections that have content; an empty one that the form requires stays too."""
        plans = [s for s in part.sections if s.required or self.has_content(s)]
        return self.with_numbers(
            [
                Entry(f"{id}-{n}", SECTION, level, "", plan.title,
                      self.below(plan, f"{id}-{n}", level + 1), plan)
                for n, plan in enumerate(plans, 1)
            ]
        )  # fmt: skip

    def has_content(self, plan: SectionPlan) -> bool:
        if plan.kind == SUBGOALS:
            return bool(self.disclosure.subgoals)
        return self.disclosure.section(plan.key) is not None

    def below(self, plan: SectionPlan, id: str, level: int) -> tuple[Entry, ...]:
        if plan.kind == SUBGOALS:
            return self.subgoal_entries(id, level)
        section = self.disclosure.section(plan.key)
        return self.in_prose(section.prose, id, level) if section else ()

    def subgoal_entries(self, id: str, level: int) -> tuple[Entry, ...]:
        goals = self.disclosure.subgoals
        titles = self.numbered([g.title for g in goals], SUBGOAL)
        return tuple(
            Entry(f"{id}-{n}", SUBGOAL, level, number, title,
                  self.in_prose((*g.text, *g.goal), f"{id}-{n}", level + 1), g)
            for n, (g, (number, title)) in enumerate(zip(goals, titles, strict=True), 1)
        )  # fmt: skip

    def in_prose(self, prose: SectionText, id: str, level: int) -> tuple[Entry, ...]:
        """The subheadings, and the tables: each below the subheading that it follows."""
        heads: list[Subheading] = []
        tables: list[list[DataTable]] = [[]]
        for piece in prose:
            if isinstance(piece, Subheading):
                heads.append(piece)
                tables.append([])
            elif isinstance(piece, DataTable):
                tables[-1].append(piece)
        titles = self.numbered([h.words for h in heads], SUBHEADING)
        above = self.tables(tables[0], level)
        under = (self.tables(found, level + 1) for found in tables[1:])
        return (*above, *(
            Entry(f"{id}-{n}", SUBHEADING, level, number, title, below, head)
            for n, (head, (number, title), below)
            in enumerate(zip(heads, titles, under, strict=True), 1)
        ))  # fmt: skip

    def tables(self, tables: Sequence[DataTable], level: int) -> tuple[Entry, ...]:
        """Statutory tables are numbered where the form numbers them; an author's own are not."""
        statutory = [table.caption for table in tables if table.definition]
        style = self.family.numbering.get(STATUTORY, "")
        titles = self.numbered(statutory, STATUTORY) if style else [("", c.text) for c in statutory]
        numbered = iter(titles)
        found = []
        for table in tables:
            kind = STATUTORY if table.definition else TABLE
            number, title = next(numbered) if table.definition else ("", table.caption.text)
            anchor = table_id(self.names[id(table)])
            found.append(Entry(anchor, kind, level, number, title, (), table))
        return tuple(found)

    def numbered(self, titles: Sequence[Words], kind: str) -> list[tuple[str, str]]:
        """(number, title) of siblings: as typed where anyone typed a number, else the form's."""
        typed = [split_number(t.text) for t in titles]
        if any(number for number, _ in typed):
            self.check_sequence(titles, [number for number, _ in typed])
            return typed
        return [(n, t.text) for n, t in zip(self.auto(kind, len(titles)), titles, strict=True)]

    def check_sequence(self, titles: Sequence[Words], numbers: Sequence[str]) -> None:
        expected = 1
        for words, number in zip(titles, numbers, strict=True):
            value = number_value(number) if number else None
            if value != expected:
                self.problems.add(
                    RuleBook.NUMBERS_BROKEN,
                    words.span,
                    f"这一级标题的编号不连续：这里应是第 {expected} 个"
                    + (f"，写的是“{number}”。" if number else "，没有编号。"),
                    "改成连续的编号，或把这一级的编号全部删去，由程序来编。",
                )
            expected = (value or expected) + 1


def split_number(text: str) -> tuple[str, str]:
    """A typed number and the title behind it; `3.15` is no number."""
    match = _TYPED.fullmatch(text)
    return (match["number"], match["title"]) if match and match["title"] else ("", text)


def styled_number(style: str, n: int) -> str:
    """The n-th number in the style of a sample: 第一部分, 一、, （一）, 1., 1、."""
    if "一" in style:
        return style.replace("一", chinese_numeral(n), 1)
    return style.replace("1", str(n), 1)


def number_value(number: str) -> int | None:
    """The value of a typed number, in Chinese or Arabic numerals."""
    if digits := re.search(r"\d+", number):
        return int(digits[0])
    if numeral := re.search(_NUMERAL, number):
        return next((n for n in range(1, 200) if chinese_numeral(n) == numeral[0]), None)
    return None


def chinese_numeral(n: int) -> str:
    """1 → 一, 10 → 十, 21 → 二十一, 105 → 一百零五; beyond 999 in digits."""
    if n > 999:
        return str(n)
    hundreds, rest = divmod(n, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")
