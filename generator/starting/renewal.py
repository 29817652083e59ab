"""Last year's disclosure made ready for this year: what stays, what is emptied, what to look at.

Names, goals, indicators and texts stay. Amounts, dates, signatures and answers are of
last year and are emptied. Where a text speaks of that year or of money, a 待核 says so: it
blocks publication until its author has looked and removed it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from ..forms import MONEY, Family, Form
from ..model.amounts import SUM_UNIT, Amount, to_decimal
from ..model.disclosure import (
    Approval,
    Correction,
    Disclosure,
    Indicator,
    Project,
    Section,
    Status,
    SubGoal,
)
from ..model.words import DataTable, Picture, Prose, SectionPiece, Words, running_words

# A year by itself; those of a cited title or of a document's number belong to them.
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_CITED: Final = re.compile(r"《[^《》]*》|〔[^〔〕]*〕|\[\d{4}\]")
_MONEY: Final = re.compile(rf"\d\s?(?:{SUM_UNIT})")
_LONGEST: Final = 30


@dataclass(frozen=True, slots=True)
class Renewed:
    """A draft for the new year, and what was emptied, line by line in Chinese."""

    disclosure: Disclosure
    emptied: tuple[str, ...]


def renew(disclosure: Disclosure, family: Family, year: int, id: str) -> Renewed:
    """Carry a disclosure over to another year, as a draft."""
    d = disclosure
    projects = tuple(_project(p, family.forms[p.form], d.year) for p in d.projects)
    overall = _project(d.overall, family.forms[d.overall.form], d.year) if d.overall else None
    sections = tuple(_section(section, family) for section in d.sections)
    fresh = Disclosure(
        id=id,
        year=year,
        family=d.family,
        department=d.department,
        kind=d.kind,
        status=Status.DRAFT,
        title=Words() if _speaks_of(d.title.text, d.year) else d.title,
        unit_code=d.unit_code,
        unit_name=d.unit_name,
        compiled_by=d.compiled_by,
        reviewed_by=d.reviewed_by,
        approval=Approval(),
        correction=Correction(),
        added=d.added,
        sections=sections,
        subgoals=d.subgoals,
        overall=overall,
        projects=projects,
        remarks=(
            *d.remarks,
            *(_remark(*found) for section in sections for found in _of_section(section, d.year)),
            *(_remark(*found) for goal in d.subgoals for found in _of_subgoal(goal, d.year)),
        ),
        span=d.span,
    )
    return Renewed(fresh, tuple(_emptied(d)))


def _emptied(d: Disclosure) -> Iterator[str]:
    """What is of last year alone."""
    said = (
        ("批复日期、审批、成文日期、公开日期", any((d.approved_on, d.approval, d.published_on))),
        ("更正的说明", bool(d.correction)),
        ("索引号", bool(d.index_number)),
        ("各项目的预算数和其他金额", d.has_budgets),
        ("审核意见和填报信息", bool(d.filing) or any(p.opinions or p.filing for p in d.projects)),
        ("预算表里的数", any(_is_defined(x) for s in d.sections for x in s.prose)),
        ("豁免", bool(d.waivers)),
        ("不公开事项", bool(d.withheld)),
        ("附件", bool(d.attachments)),
        ("正文里的图", any(isinstance(x, Picture) for s in d.sections for x in s.prose)),
    )
    yield from (what for what, is_there in said if is_there)


def _project(project: Project, form: Form, former: int) -> Project:
    money = {field.key for field in form.fields if field.kind == MONEY}
    fresh = replace(
        project,
        budget=Amount(),
        fiscal=Amount(),
        other=Amount(),
        extra=tuple((key, prose) for key, prose in project.extra if key not in money),
        opinions=(),
        filing=(),
        former_addresses=(),
    )
    found = tuple(_remark(*x) for x in _of_project(fresh, former))
    return replace(fresh, remarks=(*project.remarks, *found))


def _section(section: Section, family: Family) -> Section:
    prose = tuple(
        _without_figures(piece, family) if _is_defined(piece) else piece
        for piece in section.prose
        if not isinstance(piece, Picture)
    )
    return replace(section, prose=prose)


def _without_figures(table: SectionPiece, family: Family) -> SectionPiece:
    """A statutory table with its rows by name, and nothing in its columns of numbers."""
    definition = family.tables.get(getattr(table, "definition", ""))
    if definition is None or not isinstance(table, DataTable):
        return table
    labels = {
        n
        for n, head in enumerate(table.head[-1])
        if any(column.is_label and column.is_called(head.text) for column in definition.columns)
    }
    rows = tuple(
        tuple(
            words if n in labels or to_decimal(words.text) is None else Words("", words.span)
            for n, words in enumerate(row)
        )
        for row in table.rows
    )
    return replace(table, rows=rows)


def _is_defined(piece: SectionPiece) -> bool:
    return isinstance(piece, DataTable) and bool(piece.definition)


def _of_section(section: Section, former: int) -> Iterator[tuple[str, str]]:
    """Where a section speaks of last year or of money, and what it says there."""
    for piece in section.prose:
        if isinstance(piece, DataTable):
            yield f"{section.key}的表“{piece.caption.text or piece.definition}”", "数和年度"
            continue
        for words in running_words(piece):
            if _is_of(words.text, former):
                yield section.key, words.text


def _of_subgoal(goal: SubGoal, former: int) -> Iterator[tuple[str, str]]:
    name = f"分项绩效目标“{goal.title.text}”"
    for text in (*_texts((*goal.text, *goal.goal)), *_rows(goal.indicators.rows)):
        if _is_of(text, former):
            yield name, text


def _of_project(project: Project, former: int) -> Iterator[tuple[str, str]]:
    if _speaks_of(project.name.text, former):
        yield "名称", project.name.text
    prose: Prose = (*project.purpose, *project.goals, *(x for _, p in project.extra for x in p))
    for text in _texts(prose):
        if _is_of(text, former):
            yield "文字", text
    for text in _rows(project.indicators.rows):
        if _is_of(text, former):
            yield "指标", text


def _texts(prose: Prose) -> Iterator[str]:
    return (words.text for piece in prose for words in running_words(piece))


def _rows(rows: Iterable[Indicator]) -> Iterator[str]:
    """The texts of indicators that may name a year or a sum."""
    for row in rows:
        cells = (row.name, row.description, row.basis, row.printed_value)
        yield from (words.text for words in cells if words)


def _is_of(text: str, former: int) -> bool:
    return _speaks_of(text, former) or bool(_MONEY.search(text))


def _speaks_of(text: str, former: int) -> bool:
    """Whether a text names a year up to the former one, outside what it cites."""
    return any(int(year) <= former for year in _YEAR.findall(_CITED.sub("", text)))


def _remark(where: str, text: str) -> Words:
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return Words(f"上年带来，请核对：{where}：{shown}")
