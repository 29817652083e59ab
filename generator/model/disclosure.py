"""A department's disclosure of one year, as its author typed it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Final

from ..diagnostics import Span
from .amounts import NOT_APPLICABLE, Amount
from .evaluation import Achievement, Evaluation, Execution, Kind
from .targets import Target
from .words import NOWHERE, Prose, SectionText, Words

UNNAMED_DEPARTMENT: Final = "未填写名称的部门"
UNNAMED_PROJECT: Final = "未命名的项目"


class Status(StrEnum):
    """How far a disclosure has come (docs/作者指南.md, 状态)."""

    DRAFT = "草案"
    PUBLIC = "公开"
    CORRECTION = "更正"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of an indicator table; None where the table has no such column.

    First and second level are filled in where the author let them repeat.
    `extra` holds the form's further columns as (key, words). `value` is what the column of
    the value says where its sign and unit have columns of their own (in `extra`): 95
    beside the target ≥95%. `achievement` is what became of it, in a 绩效自评.
    """

    name: Words
    target: Target
    level1: Words | None = None
    level2: Words | None = None
    description: Words | None = None
    basis: Words | None = None
    extra: tuple[tuple[str, Words], ...] = ()
    value: Words | None = None
    achievement: Achievement | None = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)

    @property
    def printed_value(self) -> Words:
        """What stands in the column of the value."""
        return Words(self.target.wording, self.target.span) if self.value is None else self.value


@dataclass(frozen=True, slots=True)
class IndicatorTable:
    """The indicators of a project or sub-goal; `columns` are the form's keys, as present."""

    columns: tuple[str, ...] = ()
    rows: tuple[Indicator, ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)

    def __bool__(self) -> bool:
        return bool(self.rows)


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One step of a spending plan: by `label` (3月底) so much, in percent of the budget."""

    label: str
    share: Amount


@dataclass(frozen=True, slots=True)
class Opinion:
    """What an office wrote when it signed a form off, and when."""

    office: Words
    opinion: Words = Words()
    date: Words = Words()


@dataclass(frozen=True, slots=True)
class OtherEntry:
    """What a text says in a column that its form lacks (其他栏目).

    `column` is that column's title; `indicator` names the row of indicators that it
    stands in, blank where it is said of the whole project.
    """

    column: Words
    indicator: Words
    text: Words


@dataclass(frozen=True, slots=True)
class Project:
    """One project and its targets.

    Amounts are in the form's unit (万元). `extra` holds the form's fields that
    have no meaning of their own, as (key, prose), in the form's order; `filing`
    the line below the form (填表人, 填报日期, …) as far as it was typed. `long_term` are
    indicators of more than this year, each table by its key (长期绩效指标), `others` what
    columns say that the form lacks. `filled` are
    the keys of the fields that nobody typed: a 绩效自评 has them from the project that
    it evaluates, or they are computed. `former_addresses` (原地址) still lead to it.
    """

    name: Words
    form: str
    address: str
    code: Words = Words()
    part: str = ""
    unit_code: Words = Words()
    unit_name: Words = Words()
    budget: Amount = Amount()
    fiscal: Amount = Amount()
    other: Amount = Amount()
    plan: tuple[PlanStep, ...] = ()
    purpose: Prose = ()
    goals: Prose = ()
    indicators: IndicatorTable = IndicatorTable()
    extra: tuple[tuple[str, Prose], ...] = ()
    long_term: tuple[tuple[str, IndicatorTable], ...] = ()
    others: tuple[OtherEntry, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    filing: tuple[tuple[str, Words], ...] = ()
    remarks: tuple[Words, ...] = ()
    evaluation: Evaluation | None = None
    filled: tuple[str, ...] = ()
    address_given: bool = False
    former_addresses: tuple[str, ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)

    @property
    def label(self) -> str:
        """What headings and links call it: a draft may lack a name yet."""
        return self.name.text or UNNAMED_PROJECT

    @property
    def own_code(self) -> str:
        """The code that tells it from others; empty where it has none, or none applies (/)."""
        return "" if self.code.text in NOT_APPLICABLE else self.code.text


@dataclass(frozen=True, slots=True)
class SubGoal:
    """A 分项绩效目标: running text, or a goal with its indicators."""

    title: Words
    text: Prose = ()
    goal: Prose = ()
    indicators: IndicatorTable = IndicatorTable()
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Section:
    """A section of prose, named by the family's key (总体绩效目标, 工作保障措施, …)."""

    key: str
    prose: SectionText
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class AddedSection:
    """A section that the author adds to those of the family (另加章节).

    `after` names the section, chapter or part that it follows, blank for the end of the
    text; `kind` is the family's word for its kind, blank for prose; `title` is what is
    printed, blank where that is the key.
    """

    key: Words
    after: Words = Words()
    kind: Words = Words()
    title: Words = Words()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that is published as it is: `path` in the content, `size` in bytes, SHA-256."""

    title: Words
    path: str
    address: str
    kind: str
    size: int
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Waiver:
    """The author's answer to a finding: which one, with both figures, and why it stands."""

    rule: Words
    object: Words
    left: Words
    right: Words
    reason: Words
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Withheld:
    """What the law lets a department leave out, in words that give no secret away.

    `amount` is in 万元, blank where it is secret too. `scope` names the table that
    it is left out of; blank for the projects.
    """

    item: Words
    basis: Words
    reason: Words = Words()
    amount: Amount = Amount()
    scope: Words = Words()
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Approval:
    """Who released the text before it was published (信息公开审查), and when."""

    by: Words = Words()
    on: datetime.date | None = None

    def __bool__(self) -> bool:
        return bool(self.by)


@dataclass(frozen=True, slots=True)
class Correction:
    """That this text corrects a former one: which (v1), why, and since when."""

    of: Words = Words()
    reason: Words = Words()
    on: datetime.date | None = None

    def __bool__(self) -> bool:
        return bool(self.of)


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What one department publishes for one year under one address.

    `id` is the address below the year, ASCII: the department's name there (标识),
    and for a former version that and its version (scjg/v1). `published_at` is the
    time of day, where the author gave one; `published_span` is where the date stands.
    `former_ids` are names that it once had (原地址), which still lead to it. `family`
    names the form family, to whose sections `added` come; the default form of a project
    is the family's. `overall` is
    the whole department's form (整体支出), which has the shape of a project; `filing`
    goes below every form that has none of its own. A 绩效自评 says what it evaluates:
    `evaluates` is that disclosure's name in the content (2024/scjg), `evaluated`
    the disclosure itself, None where it could not be had; it `inherits` where its family
    takes targets from there, else its author types all of it.
    """

    id: str
    year: int
    family: str
    department: Words
    kind: Kind = Kind.BUDGET
    evaluates: Words = Words()
    evaluated: Disclosure | None = None
    inherits: bool = False
    status: Status = Status.DRAFT
    title: Words = Words()
    unit_code: Words = Words()
    unit_name: Words = Words()
    compiled_by: Words = Words()
    reviewed_by: Words = Words()
    approved_on: datetime.date | None = None
    approval: Approval = Approval()
    written_on: datetime.date | None = None
    published_on: datetime.date | None = None
    published_at: datetime.time | None = None
    correction: Correction = Correction()
    index_number: Words = Words()
    former_ids: tuple[str, ...] = ()
    filing: tuple[tuple[str, Words], ...] = ()
    added: tuple[AddedSection, ...] = ()
    sections: tuple[Section, ...] = ()
    subgoals: tuple[SubGoal, ...] = ()
    overall: Project | None = None
    projects: tuple[Project, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    remarks: tuple[Words, ...] = ()
    published_span: Span = field(default=NOWHERE, compare=False, repr=False)
    span: Span = field(default=NOWHERE, compare=False, repr=False)

    @property
    def owner(self) -> str:
        """What headings and links call the department: a draft may lack its name yet."""
        return self.department.text or UNNAMED_DEPARTMENT

    @property
    def is_draft(self) -> bool:
        return self.status is Status.DRAFT

    @property
    def name(self) -> str:
        """The department's name in addresses, the same for every version."""
        return self.id.partition("/")[0]

    @property
    def version(self) -> str:
        """Which former version this is (v1); empty for the text that stands now."""
        return self.id.partition("/")[2]

    @property
    def project_total(self) -> Decimal:
        """Σ of the projects' budgets, in 万元; blank and textual ones count nothing."""
        return sum((p.budget.value or Decimal(0) for p in self.projects), Decimal(0))

    @property
    def has_budgets(self) -> bool:
        """Whether any project says what it costs; some forms do not ask."""
        return any(p.budget.value is not None for p in self.projects)

    @property
    def execution(self) -> Execution | None:
        """What a 绩效自评 comes to; None in any other disclosure."""
        found = [p.evaluation for p in self.projects if p.evaluation]
        if self.kind is not Kind.EVALUATION or not found:
            return None
        zero = Decimal(0)
        totals = [e.total.value for e in found if e.total.value is not None]
        mean = sum(totals, zero) / len(totals) if len(totals) == len(found) else None
        return Execution(
            sum((e.budget.value or zero for e in found), zero),
            sum((e.spent.value or zero for e in found), zero),
            mean,
        )

    def section(self, key: str) -> Section | None:
        return next((s for s in self.sections if s.key == key), None)

    def all_remarks(self) -> Iterator[Words]:
        """What an import could not place, of the disclosure and of its projects."""
        yield from self.remarks
        for project in (*([self.overall] if self.overall else []), *self.projects):
            yield from project.remarks
