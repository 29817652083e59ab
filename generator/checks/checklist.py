"""公开事项清单: what the rules demand of a disclosure, and where it is.

What applies is told by the family: its sections, its forms, and the list 公开事项
of its 表式.yaml. A family of performance forms alone is asked for no 三公 text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from ..config import Site
from ..document.layout import NOTHING_YET, Laid
from ..document.outline import OVERALL, WITHHELD, project_id
from ..evidence.evidence import FIELD, SECTION
from ..evidence.prose_tables import ProseTable
from ..evidence.subject import Subject
from ..forms import TABLES as TABLES_SECTION
from ..forms import Demand, SectionPlan
from ..keys import SUBGOALS
from ..model.demands import Item, State
from ..model.disclosure import Project
from ..model.evaluation import Kind
from .projects.classes import lacking
from .projects.codes import DAYS

DUTIES, GOALS, TEXTS, TABLES, FURTHER = "日期和责任", "绩效目标", "情况说明", "报表", "其他"
# What no rule demands: it is listed, and not counted.
VOLUNTARY: Final = "随文公开"
_GROUPS: Final = (DUTIES, GOALS, TEXTS, TABLES, FURTHER, VOLUNTARY)
_OPENNESS: Final = "政府信息公开条例"
_BUDGET_LAW: Final = "预算法第十四条"
# 中共中央 国务院关于全面实施预算绩效管理的意见
_PERFORMANCE: Final = "中发〔2018〕34号"
_GUIDE: Final = "地方预决算公开操作规程"
_SITES: Final = "政府网站发展指引"
_SECRETS: Final = "预算法第十四条；保守国家秘密法"
_NAMED: Final = 3


def checklist(subject: Subject, site: Site) -> tuple[Item, ...]:
    """All items, group by group."""
    items = (
        *_duties(subject, site),
        *(_demand(subject, demand) for demand in subject.family.demands),
        *_sections(subject),
        *_projects(subject),
        *_tables(subject),
        *_further(subject),
    )
    return tuple(sorted(items, key=lambda item: _GROUPS.index(item.group)))


def count(items: Iterable[Item]) -> dict[State, int]:
    """How many of the demanded items there are of each state."""
    found = dict.fromkeys(State, 0)
    for item in items:
        if item.group != VOLUNTARY:
            found[item.state] += 1
    return found


def by_group(items: Sequence[Item]) -> dict[str, tuple[Item, ...]]:
    """The items of each group, in order."""
    groups = dict.fromkeys(item.group for item in items)
    return {group: tuple(item for item in items if item.group == group) for group in groups}


def checklist_record(items: Sequence[Item]) -> dict[str, Any]:
    """The list for programs."""
    records = [
        {
            "类别": item.group,
            "事项": item.name,
            "依据": item.source,
            "状态": item.state.value,
            "说明": item.said,
            "位置": item.anchor,
        }
        for item in items
    ]
    numbers = {state.value: number for state, number in count(items).items()}
    return {"公开事项": records, "合计": numbers}


def _there(has: object) -> State:
    return State.PRESENT if has else State.MISSING


def _duties(subject: Subject, site: Site) -> Iterator[Item]:
    d = subject.disclosure
    approved, published = d.approved_on, d.published_on
    if approved or subject.family.needs_approval_date:
        said = approved.isoformat() if approved else ""
        yield Item(DUTIES, "财政批复日期", _BUDGET_LAW, _there(approved), said)
    else:
        name = "财政批复日期"
        yield Item(DUTIES, name, _BUDGET_LAW, State.NOT_APPLICABLE, "表式没有要求")
    name = f"批复后 {DAYS} 日内公开"
    if d.is_draft:
        yield Item(DUTIES, name, _BUDGET_LAW, State.NOT_APPLICABLE, "草案，尚未公开")
    elif d.kind is not Kind.BUDGET:
        yield Item(DUTIES, name, _BUDGET_LAW, State.NOT_APPLICABLE, f"{d.kind}没有批复")
    elif approved is None or published is None:
        yield Item(DUTIES, name, _BUDGET_LAW, State.MISSING, "没有批复日期或公开日期")
    else:
        days = (published - approved).days
        said = f"{published.isoformat()} 公开，批复后第 {days} 天"
        yield Item(DUTIES, name, _BUDGET_LAW, _there(0 <= days <= DAYS), said)
    for name, source, words in (
        ("编制单位", subject.family.source, d.compiled_by),
        ("审核单位", _OPENNESS, d.reviewed_by),
    ):
        yield Item(DUTIES, name, source, _there(words), words.text)
    contact = "、".join(x for x in (site.telephone, site.email) if x)
    yield Item(DUTIES, "网站标识码", _SITES, _there(site.site_code), site.site_code)
    yield Item(DUTIES, "联系方式", _SITES, _there(contact), contact)


def _is_filled(laid: Laid) -> bool:
    return any(block != NOTHING_YET for below in laid.walk() for block in below.blocks)


def _laid(subject: Subject, fits: Callable[[Laid], bool]) -> Laid | None:
    """The first heading that fits and has something under it."""
    return next((x for x in subject.document.walk() if fits(x) and _is_filled(x)), None)


def _sections(subject: Subject) -> Iterator[Item]:
    """The family's sections and its form for the whole department.

    A section that the list 公开事项 asks for by its words is told there, the
    statutory tables among the tables.
    """
    told = [word for demand in subject.family.demands for word in demand.words]
    for plan in subject.family.sections():
        if plan.kind == TABLES_SECTION:
            continue
        if plan.title and not any(word in plan.title for word in told):
            yield _section(subject, plan)
    part = subject.family.overall
    if part is not None:
        laid = _laid(subject, lambda x: x.entry.kind == OVERALL)
        anchor = laid.entry.id if laid else ""
        yield Item(GOALS, part.title, _PERFORMANCE, _there(laid), anchor=anchor)


def _section(subject: Subject, plan: SectionPlan) -> Item:
    laid = _laid(subject, lambda x: x.entry.of is plan)
    goals = subject.disclosure.subgoals
    said = f"{len(goals)} 项" if plan.kind == SUBGOALS and goals else ""
    state = _there(laid) if laid or plan.required else State.NOT_APPLICABLE
    is_chapter = any(chapter.section is plan for chapter in subject.family.chapters)
    group = TEXTS if is_chapter else GOALS
    anchor = laid.entry.id if laid else ""
    return Item(group, plan.title, subject.family.source, state, said, anchor)


def _projects(subject: Subject) -> Iterator[Item]:
    """What each project must have: a goal, indicators, and those of the required classes."""
    source = subject.family.source
    classed = [p for p in subject.disclosure.projects if subject.evidence.form(p).required_classes]
    projects = subject.disclosure.projects
    goals = [p for p in projects if subject.evidence.form(p).by_role("绩效目标")]
    yield _each(goals, "各项目的绩效目标", _PERFORMANCE, lambda p: bool(p.goals))
    yield _each(projects, "各项目的绩效指标", _PERFORMANCE, lambda p: bool(p.indicators))
    yield _each(
        classed, "规定的指标类别", source,
        lambda p: bool(p.indicators) and not lacking(p, subject.evidence.form(p)),
    )  # fmt: skip


def _each(
    projects: Sequence[Project], name: str, source: str, has: Callable[[Project], bool]
) -> Item:
    """What every project must have; the first ones without are named."""
    if not projects:
        return Item(GOALS, name, source, State.NOT_APPLICABLE, "没有这样的项目")
    without = [p for p in projects if not has(p)]
    if not without:
        return Item(GOALS, name, source, State.PRESENT, f"{len(projects)} 个项目都有")
    names = "、".join(p.name.text or "未命名的项目" for p in without[:_NAMED])
    more = "等" if len(without) > _NAMED else ""
    said = f"{len(projects)} 个项目中 {len(without)} 个没有：{names}{more}"
    return Item(GOALS, name, source, State.MISSING, said, project_id(without[0].address))


def _demand(subject: Subject, demand: Demand) -> Item:
    """A text that must be there: under a heading, in a field of a form, or in running text."""

    def named(text: str) -> bool:
        return any(word in text for word in demand.words)

    item = Item(TEXTS, demand.name, demand.source, State.PRESENT)
    if laid := _laid(subject, lambda x: named(x.entry.title)):
        return replace(item, said=laid.entry.title, anchor=laid.entry.id)
    overall = subject.disclosure.overall
    for field in subject.evidence.form(overall).fields if overall else ():
        cells = subject.evidence.field_cells(overall, field.key) if overall else []
        if named(field.title) and cells and not cells[0].is_blank:
            return replace(item, said=field.title, anchor=cells[0].id)
    for line in subject.evidence.running:
        if line.kind in (SECTION, FIELD) and named(line.text):
            return replace(item, said=f"写在{line.where}中")
    return replace(item, state=State.MISSING)


def _tables(subject: Subject) -> Iterator[Item]:
    """The tables that must be there, then what other tables there are."""
    required = subject.family.required_tables
    given = {table.table.definition: table for table in subject.evidence.tables}
    for name in required:
        table = given.get(name)
        yield _given(table) if table else Item(TABLES, name, _GUIDE, State.MISSING)
    for table in subject.evidence.tables:
        if table.table.definition not in required:
            yield _given(table)


def _given(table: ProseTable) -> Item:
    said = f"{len(table.table.rows)} 行" if table.table.rows else "空表"
    anchor = table.grid.cells[0].id if table.grid and table.grid.cells else ""
    return Item(TABLES, table.title, _GUIDE, State.PRESENT, said, anchor)


def _further(subject: Subject) -> Iterator[Item]:
    """What is there where there is reason for it."""
    d = subject.disclosure
    titles = "、".join(a.title.text for a in d.attachments)
    state = State.PRESENT if titles else State.NOT_APPLICABLE
    source = "没有统一规定，由部门决定"
    yield Item(VOLUNTARY, "批复文件等附件", source, state, titles or "没有附件")
    laid = _laid(subject, lambda x: x.entry.kind == WITHHELD)
    if laid is None:
        said = "没有依法不公开的内容"
        yield Item(FURTHER, "不公开事项的说明", _SECRETS, State.NOT_APPLICABLE, said)
    else:
        said = f"{len(d.withheld)} 项"
        state = _there(all(entry.basis for entry in d.withheld))
        yield Item(FURTHER, "不公开事项的说明", _SECRETS, state, said, laid.entry.id)
