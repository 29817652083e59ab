"""What all rules look at, made once a disclosure: texts with places, indicator rows, tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, repeat
from typing import Final, NamedTuple, TypeVar, cast

from ..diagnostics import Span
from ..document.layout import Block, Document, Laid, passages
from ..document.outline import CHAPTER, PREFACE
from ..document.outline import SECTION as NUMBERED
from ..forms import Family, Form
from ..model.disclosure import Disclosure, Indicator, IndicatorTable, Project, SubGoal
from ..model.tables import Cell, Grid
from ..model.words import DataTable, Paragraph, Prose, SectionText, Subheading, running_words
from ..sources.prose_marks import without_marks
from .prose_tables import ProseTable, labels_of

_REFERENCE: Final = re.compile(r"\{\{[^{}]{0,200}\}\}")
MASK: Final = "■"
_T = TypeVar("_T")

# What a text is; running text is what speaks of figures in sentences.
SECTION, HEADING, PURPOSE, GOAL, FIELD = "正文", "小标题", "用途", "绩效目标", "字段"
NAME, INDICATOR, DESCRIPTION, VALUE, BASIS = "项目名称", "指标", "描述", "指标值", "依据"
TABLE, TITLE, UNIT, FILING, COLUMN = "表格", "标题", "单位", "落款", "指标其他列"
NOTE: Final = "理由"
RUNNING: Final = frozenset({SECTION, HEADING, PURPOSE, GOAL, FIELD})


class Line(NamedTuple):
    """A text as typed; figures that come from the model are masked, so that columns hold.

    `cells` are the anchors of the cells that show it, or that of its paragraph. `marks` are
    those of its footnotes, which are no part of it: where each stood in the text as it is
    here, and how long it was.
    """

    text: str
    span: Span
    kind: str
    where: str
    project: Project | None = None
    cells: tuple[str, ...] = ()
    marks: tuple[tuple[int, int], ...] = ()

    def at(self, index: int) -> Span:
        """The place of a character; in a workbook the cell."""
        index += sum(length for place, length in self.marks if place <= index)
        if self.span.path.endswith((".xlsx", ".csv")) or "\n" in self.text[:index]:
            return self.span
        return Span(self.span.path, self.span.line, self.span.column + index)


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator with whom it belongs to, and the ids of its cells by the column's role.

    `kind` is its class without 指标 and 效益: 数量, 质量, 时效, 成本, 社会, 满意度; '' if untold.
    """

    indicator: Indicator
    owner: str
    number: int
    project: Project | None
    subgoal: SubGoal | None
    ids: dict[str, str]
    name: str
    kind: str

    @property
    def label(self) -> str:
        return f"{self.owner}·{self.name or f'第 {self.number} 行'}"

    def cells(self, *roles: str) -> tuple[str, ...]:
        ids = self.ids
        return tuple([ids[role] for role in roles if role in ids])


@dataclass(frozen=True)
class Evidence:
    """The disclosure as rules want it."""

    disclosure: Disclosure
    family: Family
    document: Document
    _made: dict[str, object] = field(default_factory=dict, compare=False, repr=False)

    def once(self, name: str, make: Callable[[], _T]) -> _T:
        """What several rules of a module need, made when the first of them asks for it."""
        if name not in self._made:
            self._made[name] = make()
        return cast("_T", self._made[name])

    @cached_property
    def forms(self) -> tuple[Project, ...]:
        """All filled forms: the whole department's first, then the projects'."""
        overall = self.disclosure.overall
        return (*((overall,) if overall else ()), *self.disclosure.projects)

    def form(self, project: Project) -> Form:
        return self.family.forms[project.form]

    @cached_property
    def _laid(self) -> dict[int, Laid]:
        return {id(laid.entry.of): laid for laid in self.document.walk() if laid.entry.of}

    @cached_property
    def _fields(self) -> dict[int, dict[str, list[Cell]]]:
        found: dict[int, dict[str, list[Cell]]] = {}
        for project in self.forms:
            cells = found[id(project)] = {}
            laid = self._laid.get(id(project))
            for cell in laid.grids[0].cells if laid else ():
                if cell.key:
                    cells.setdefault(cell.key.split(".")[0], []).append(cell)
        return found

    def field_cells(self, project: Project, key: str) -> list[Cell]:
        """The cells that show a field, by its key; a plan has one a step."""
        return self._fields[id(project)].get(key, [])

    def ids(self, project: Project, *roles: str) -> tuple[str, ...]:
        """The ids of the cells that show the fields with these roles."""
        fields = [self.form(project).by_role(role) for role in roles]
        return tuple(c.id for f in fields if f for c in self.field_cells(project, f.key))

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Every indicator: of the department, of the sub-goals, of the projects."""
        found: list[Row] = []
        for project in self.forms:
            laid = self._laid.get(id(project))
            grid = laid.grids[1] if laid and len(laid.grids) > 1 else None
            roles = {c.key: c.role for c in self.form(project).columns}
            owner = project.name.text or "未命名的项目"
            found += _rows(project.indicators, owner, project, None, grid, roles)
        roles = {c.key: c.role for c in self.family.subgoal_columns}
        for goal in self.disclosure.subgoals:
            laid = self._laid.get(id(goal))
            grids = [g for part in laid.walk() for g in part.grids] if laid else []
            owner = goal.title.text or "分项绩效目标"
            grid = grids[-1] if grids else None
            found += _rows(goal.indicators, owner, None, goal, grid, roles)
        return tuple(found)

    @cached_property
    def rows_of(self) -> dict[int, tuple[Row, ...]]:
        """The rows by the identity of their project."""
        found: dict[int, list[Row]] = {id(p): [] for p in self.forms}
        for row in self.rows:
            if row.project is not None:
                found[id(row.project)].append(row)
        return {key: tuple(rows) for key, rows in found.items()}

    @cached_property
    def tables(self) -> tuple[ProseTable, ...]:
        """The tables in prose."""
        found = []
        for section in self.disclosure.sections:
            tables = [piece for piece in section.prose if isinstance(piece, DataTable)]
            grids = self._grids(section.key) if tables else []
            for number, table in enumerate(tables):
                grid = grids[number] if number < len(grids) else None
                title = table.caption.text or f"{section.key}里的表"
                found.append(ProseTable(table, section.key, title, grid, labels_of(table)))
        return tuple(found)

    def _grids(self, key: str) -> list[Grid]:
        """The grids of a section's prose, in order."""
        laid = self._sections.get(key)
        return [g for part in laid.walk() for g in part.grids] if laid else []

    @cached_property
    def _sections(self) -> dict[str, Laid]:
        """The sections of prose as they are laid out, by their keys."""
        kinds = (CHAPTER, NUMBERED, PREFACE)
        laid = [x for x in self.document.walk() if x.entry.kind in kinds]
        return {getattr(x.entry.of, "key", ""): x for x in reversed(laid)}

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every text that somebody typed."""
        return tuple(line for line in self._lines() if line.text.strip())

    @cached_property
    def running(self) -> tuple[Line, ...]:
        """Texts in sentences: sections, sub-goals, purposes, goals and long fields."""
        return tuple(line for line in self.lines if line.kind in RUNNING)

    def _lines(self) -> Iterator[Line]:
        d = self.disclosure
        for words, where in (
            (d.department, "部门"), (d.title, "标题"), (d.unit_name, "单位名称"),
            (d.compiled_by, "编制单位"), (d.reviewed_by, "审核单位"),
        ):  # fmt: skip
            yield Line(words.text, words.span, TITLE if where == "标题" else UNIT, where)
        for key, words in d.filing:
            yield Line(words.text, words.span, FILING, key)
        for waiver in d.waivers:
            yield Line(waiver.reason.text, waiver.reason.span, NOTE, "豁免的理由")
        for entry in d.withheld:
            for words in (entry.item, entry.reason):
                yield Line(words.text, words.span, NOTE, "不公开事项")
        for section in d.sections:
            laid = self._sections.get(section.key)
            yield from _prose(section.prose, section.key, SECTION, laid=laid)
        for goal in d.subgoals:
            where = f"分项绩效目标“{goal.title.text}”"
            yield Line(goal.title.text, goal.title.span, HEADING, where)
            laid = self._laid.get(id(goal))
            yield from _prose((*goal.text, *goal.goal), where, SECTION, laid=laid)
        for table in self.tables:
            yield from _table_lines(table)
        for project in self.forms:
            yield from self._form_lines(project)
        for row in self.rows:
            yield from _row_lines(row, inherits=self.disclosure.inherits)

    def _form_lines(self, project: Project) -> Iterator[Line]:
        name = project.name.text or "未命名的项目"
        if project is not self.disclosure.overall and not project.filled:
            span = project.name.span
            yield Line(name, span, NAME, f"“{name}”的名称", project, self.ids(project, "名称"))
        unit = project.unit_name
        yield Line(unit.text, unit.span, UNIT, f"“{name}”的单位名称", project)
        outcome = project.evaluation.outcome if project.evaluation else ()
        for role, prose, kind in (
            ("用途", project.purpose, PURPOSE), ("绩效目标", project.goals, GOAL),
            ("完成情况", outcome, FIELD),
        ):  # fmt: skip
            field = self.form(project).by_role(role)
            if field is not None and field.key in project.filled:
                continue  # the evaluated disclosure answers for it
            ids = self.ids(project, role)
            yield from _prose(prose, f"“{name}”的{role}", kind, project, ids)
        for key, prose in project.extra:
            ids = tuple(c.id for c in self.field_cells(project, key))
            yield from _prose(prose, f"“{name}”的{key}", FIELD, project, ids)
        for key, words in project.filing:
            yield Line(words.text, words.span, FILING, key, project)


def _rows(
    table: IndicatorTable,
    owner: str,
    project: Project | None,
    subgoal: SubGoal | None,
    grid: Grid | None,
    roles: dict[str, str],
) -> Iterator[Row]:
    ids: dict[int, dict[str, str]] = {}
    for cell in grid.cells if grid and table.rows else ():
        if role := roles.get(cell.key):
            for r in range(cell.row, cell.row + cell.rowspan):
                ids.setdefault(r, {})[role] = cell.id
    for number, indicator in enumerate(table.rows, 1):
        name, kind = indicator.name.text, _kind(indicator)
        yield Row(indicator, owner, number, project, subgoal, ids.get(number, {}), name, kind)


def _kind(indicator: Indicator) -> str:
    level1 = indicator.level1.text if indicator.level1 else ""
    level2 = indicator.level2.text if indicator.level2 else ""
    if "满意度" in level1 or "满意度" in level2:
        return "满意度"
    if level2.startswith("成本") or "经济成本" in level2:
        return "成本"
    return level2.removesuffix("指标").removesuffix("效益")


def _row_lines(row: Row, *, inherits: bool) -> Iterator[Line]:
    indicator, project = row.indicator, row.project
    target, description, basis = indicator.target, indicator.description, indicator.basis
    where = f"“{row.owner}”的指标“{row.name}”"
    if achieved := indicator.achievement:
        yield Line(achieved.actual.wording, achieved.actual.span, VALUE, where, project,
                   row.cells("实际完成值"))  # fmt: skip
        yield Line(achieved.reason.text, achieved.reason.span, COLUMN, where, project,
                   row.cells("偏差原因"))  # fmt: skip
        if inherits:
            return  # the evaluated disclosure answers for the rest
    yield Line(row.name, indicator.name.span, INDICATOR, where, project, row.cells("名称"))
    if description:
        text, cells = masked(description.text), row.cells("描述")
        yield Line(text, description.span, DESCRIPTION, where, project, cells)
    yield Line(target.wording, target.span, VALUE, where, project, row.cells("指标值"))
    if basis:
        yield Line(basis.text, basis.span, BASIS, where, project, row.cells("依据"))
    for key, words in indicator.extra:
        yield Line(words.text, words.span, COLUMN, f"“{row.name}”的{key}", project)


def _prose(
    prose: Prose | SectionText,
    where: str,
    kind: str,
    project: Project | None = None,
    cells: tuple[str, ...] = (),
    laid: Laid | None = None,
) -> Iterator[Line]:
    """The texts of a field, shown in `cells`, or of a section, each a paragraph of `laid`.

    A footnote comes after the paragraph that cites it; of a picture its caption and its
    description are texts.
    """
    anchors = _anchors(laid) if laid else ()
    for piece, shown in zip(prose, chain(anchors, repeat(())), strict=False):
        own = HEADING if isinstance(piece, Subheading) else kind
        ids = chain(shown, repeat(shown[0] if shown else ""))
        for words, id in zip(running_words(piece), ids, strict=False):
            is_noted = isinstance(piece, Paragraph) and words is piece.words
            notes = piece.notes if isinstance(piece, Paragraph) and is_noted else ()
            text, marks = without_marks(masked(words.text), {note.mark for note in notes})
            places = cells or ((id,) if id else ())
            yield Line(text, words.span, own, where, project, places, marks)


def _anchors(laid: Laid) -> Iterator[tuple[str, ...]]:
    """The anchors of a section's paragraphs with their notes, of its tables, pictures and
    subheadings, in the order typed."""
    yield from map(_ids, laid.blocks)
    for child in laid.children:
        yield (child.entry.id,)
        yield from map(_ids, child.blocks)


def _ids(block: Block) -> tuple[str, ...]:
    return (block.id,) if isinstance(block, Grid) else tuple(id for id, _ in passages(block))


def _table_lines(shown: ProseTable) -> Iterator[Line]:
    table = shown.table
    where = f"表“{shown.title}”"
    yield Line(table.caption.text, table.caption.span, TITLE, where)
    if table.note:
        yield Line(table.note, table.span, UNIT, f"{where}上方")
    for r, row in enumerate(table.rows):
        for c, words in enumerate(row):
            if words.text:
                yield Line(words.text, words.span, TABLE, where, None, (shown.id(r, c),))


def masked(text: str) -> str:
    """A text whose figures that come from the model are masked, letter for letter."""
    if "{{" not in text:
        return text
    return _REFERENCE.sub(lambda m: MASK * len(m[0]), text)
