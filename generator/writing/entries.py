"""What a disclosure says, entry by entry, before it takes one of the three shapes."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ..diagnostics import Span
from ..forms import Family, PartPlan, SectionPlan
from ..keys import (
    ADDED,
    DISCLOSURE_KEYS,
    EVALUATES,
    FILING,
    INDICATORS,
    KIND,
    REMARKS,
    SUBGOALS,
    TITLE,
    WAIVERS,
    WITHHELD,
)
from ..model.disclosure import Disclosure, SubGoal
from ..model.evaluation import Kind
from ..model.words import Paragraph, SectionText, Subheading, Words, running_words
from .faults import Unwritable, check_text
from .prose import check_marks
from .tables import Rows, added_rows, indicator_rows, waiver_rows, withheld_rows

_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}(/v[1-9]\d?)?")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text as typed; nothing in it is escaped."""

    words: Words

    def __bool__(self) -> bool:
        return bool(self.words)


@dataclass(frozen=True, slots=True)
class Block:
    """Prose or remarks. `below`: it stands under its key even where it is a single line."""

    pieces: SectionText
    below: bool = False

    def __bool__(self) -> bool:
        return bool(self.pieces)


@dataclass(frozen=True, slots=True)
class Group:
    """Entries below a key of their own; Markdown and tables leave that key out."""

    entries: tuple[Entry, ...]

    def __bool__(self) -> bool:
        return bool(self.entries)


Value = Line | Block | Rows | Group
Entry = tuple[str, Value]


def line(words: Words) -> Line:
    """A line, once it is known to read back."""
    check_text(words)
    return Line(words)


def block(pieces: SectionText, below: bool = False) -> Block:
    """A block, once its lines are known to read back (its tables are checked when written)."""
    for piece in pieces:
        for words in running_words(piece):
            check_text(words)
        if isinstance(piece, Subheading) and not piece.words:
            raise Unwritable("小标题是空的。", piece.words.span, hint="写上小标题，或删去它。")
    check_marks(pieces)
    return Block(pieces, below)


def flat(entries: Sequence[Entry]) -> list[Entry]:
    """The entries with those of each group at their own level."""
    return [
        inner
        for key, value in entries
        for inner in (flat(value.entries) if isinstance(value, Group) else [(key, value)])
    ]


def check_disclosure(disclosure: Disclosure, family: Family) -> None:
    """Raise Unwritable where the disclosure does not fit its family at all."""
    d = disclosure
    if not _ID.fullmatch(d.id):
        raise Unwritable(
            f"标识“{d.id}”不能用作文件名。",
            d.span,
            hint="标识由英文字母、数字、下划线和连字符组成，例如 scjg。",
        )
    if d.family != family.name:
        raise Unwritable(f"这份公开的表式是“{d.family}”，不是“{family.name}”。", d.span)
    keys = [p.key for p in family.sections() if p.kind != SUBGOALS]
    typed = [s.key for s in d.sections]
    if typed != [key for key in keys if key in typed]:
        raise Unwritable(
            f"各节“{'、'.join(typed)}”与表式的“{'、'.join(keys)}”对不上。", d.sections[0].span
        )
    if d.subgoals and subgoal_plan(family) is None:
        raise Unwritable("这个表式没有分项绩效目标。", d.subgoals[0].span)
    if d.projects and not family.forms:
        raise Unwritable("这个表式没有项目表。", d.projects[0].span)
    if d.overall is not None and family.overall is None:
        raise Unwritable("这个表式没有部门整体的表。", d.overall.span)


def plans_in_order(family: Family) -> list[SectionPlan | PartPlan]:
    """The sections, and the part with the whole department's form, in the order of the text."""
    found: list[SectionPlan | PartPlan] = []
    for chapter in family.chapters:
        found += [chapter.section] if chapter.section else []
        for part in chapter.parts:
            found += [*part.sections, part] if part is family.overall else part.sections
    return found


def subgoal_plan(family: Family) -> SectionPlan | None:
    """The section that holds the sub-goals."""
    return next((s for s in reversed(family.sections()) if s.kind == SUBGOALS), None)


def head_entries(disclosure: Disclosure, family: Family) -> list[Entry]:
    """The plain keys at the top, 填报, 另加章节, 不公开 and 豁免; 标识 is the file's name."""
    d = disclosure
    required = {
        "部门": d.department,
        "年度": Words(str(d.year)),
        "表式": Words(d.family),
        "状态": Words(d.status.value),
    }
    kind = "" if d.kind is Kind.BUDGET else d.kind.value
    optional = {
        KIND: Words(kind),
        EVALUATES: d.evaluates,
        "单位编码": d.unit_code,
        "单位名称": d.unit_name,
        TITLE: d.title,
        "批复日期": _day(d.approved_on),
        "审批": d.approval.by,
        "审批日期": _day(d.approval.on),
        "成文日期": _day(d.written_on),
        "公开日期": _moment(d),
        "更正自": d.correction.of,
        "更正日期": _day(d.correction.on),
        "更正说明": d.correction.reason,
        "索引号": d.index_number,
        "原地址": Words("，".join(d.former_ids)),
        "编制单位": d.compiled_by,
        "审核单位": d.reviewed_by,
    }
    said = required | {key: words for key, words in optional.items() if words}
    entries: list[Entry] = [(key, line(said[key])) for key in DISCLOSURE_KEYS if key in said]
    names = dict.fromkeys(key for form in family.forms.values() for key in form.filing)
    filing = Group(tuple(filing_entries(d.filing, list(names), d.span)))
    entries += [(FILING, filing)] if filing else []
    entries += [(ADDED, added_rows(d.added))] if d.added else []
    entries += [(WITHHELD, withheld_rows(d.withheld))] if d.withheld else []
    return [*entries, (WAIVERS, waiver_rows(d.waivers))] if d.waivers else entries


def _day(date: datetime.date | None) -> Words:
    return Words(date.isoformat() if date else "")


def _moment(disclosure: Disclosure) -> Words:
    """When it was published, to the minute where that is known."""
    time = disclosure.published_at
    day = _day(disclosure.published_on).text
    return Words(f"{day} {time:%H:%M}" if day and time else day)


def filing_entries(
    filing: Sequence[tuple[str, Words]], names: Sequence[str], place: Span
) -> list[Entry]:
    """The last line of a form (填表人, 填报日期, …); `names` are those that it may have."""
    typed = [key for key, _ in filing]
    if typed != [name for name in names if name in typed] or not all(w for _, w in filing):
        raise Unwritable(f"落款“{'、'.join(typed)}”与表式对不上。", place)
    return [(key, line(words)) for key, words in filing]


def section_block(disclosure: Disclosure, plan: SectionPlan) -> Block:
    """The prose of a section; blank where the author has not written it."""
    section = disclosure.section(plan.key)
    return block(section.prose if section else (), below=True)


def subgoals_of(disclosure: Disclosure, family: Family, plan: SectionPlan) -> list[list[Entry]]:
    """The sub-goals that stand in this section."""
    goals = disclosure.subgoals if plan is subgoal_plan(family) else ()
    return [_subgoal_entries(goal, family) for goal in goals]


def _subgoal_entries(subgoal: SubGoal, family: Family) -> list[Entry]:
    """A sub-goal, its title first."""
    entries: list[Entry] = [(TITLE, line(subgoal.title))]
    if subgoal.text:
        entries.append(("内容", block(subgoal.text, below=True)))
    if subgoal.goal:
        entries.append(("绩效目标", block(subgoal.goal, below=True)))
    rows = indicator_rows(subgoal.indicators, family.subgoal_columns)
    return [*entries, (INDICATORS, rows)] if rows else entries


def remark_entries(remarks: tuple[Words, ...]) -> list[Entry]:
    """待核, where an import left something."""
    said = block(tuple(Paragraph(words) for words in remarks), below=True)
    return [(REMARKS, said)] if said else []
