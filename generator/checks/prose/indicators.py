"""Prose against indicators: how many, how much a sentence says is to be done (docs/领域.md 11.22).

A figure is tied to an indicator of its unit whose own words stand with it: in a
row (JX090); or in two pieces, shortened, or as the end of what leads to the figure
(JX096, which guesses, and only where one indicator alone fits).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from ...diagnostics import FieldRule, Level
from ...evidence.evidence import DESCRIPTION, GOAL, PURPOSE, SECTION, Line, Row
from ...evidence.reading import base_unit, clauses, counting_unit, counts_in
from ...evidence.statements import words
from ...evidence.subject import Subject
from ...lexicon.folding import plain_name
from ...lexicon.likeness import common_part
from ...model.amounts import plain_number
from ..comparison import Check, Comparison, judged
from ..examples import indicators
from .indicator_words import (
    LEAST,
    SURE,
    KnownRow,
    KnownRows,
    Told,
    core,
    number_of,
    same_unit,
    told_in,
)

TIED: Final = "部门整体目标与项目目标、文字与表格说的是同一件事，应当一致。"

PROSE_COUNT = FieldRule(
    "JX090",
    "文字里的数与指标值不符",
    Level.WARNING,
    why=TIED,
    mend="两处改成一样的数；文字里的数可以写成 {{ 指标(…).指标值 }}，永远一致。",
)
DESCRIBED = FieldRule(
    "JX091",
    "描述里的数与指标值不符",
    Level.WARNING,
    why=TIED,
    mend="两处改成一样的数。",
)
LIKE_COUNT = FieldRule(
    "JX096",
    "文字里的数与意思相近的指标值不同",
    Level.NOTE,
    why=TIED,
    mend="两处改成一样的数；文字里的数可以写成 {{ 指标(…).指标值 }}，永远一致。",
)

_SPEAKING: Final = frozenset({SECTION, GOAL, PURPOSE, DESCRIPTION})
_DIGIT: Final = re.compile(r"\d")


class _Clause(NamedTuple):
    """A clause with figures, and the rows that it may speak of."""

    line: Line
    start: int
    text: str
    told: tuple[Told, ...]
    rows: KnownRows


def _known(subject: Subject) -> tuple[list[KnownRow], dict[int, list[KnownRow]]]:
    """Rows whose number a sentence may say: the department's, and those of each project."""
    wholes: list[KnownRow] = []
    parts: dict[int, list[KnownRow]] = {}
    for row in subject.evidence.rows:
        number, words = number_of(row), core(row.name)
        if number is None or len(words) < LEAST:
            continue
        known = KnownRow(row, words, *number)
        if row.project is None or row.project is subject.disclosure.overall:
            wholes.append(known)
        else:
            parts.setdefault(id(row.project), []).append(known)
    return wholes, parts


def _clauses(subject: Subject) -> Iterator[_Clause]:
    """The clauses that may speak of indicators.

    A section may speak of every indicator, a project's text of its own and of the
    department's; a description is held against its own row by JX091.
    """
    wholes, parts = _known(subject)
    everything = KnownRows([*wholes, *(x for rows in parts.values() for x in rows)])
    bare, overall = KnownRows(wholes), subject.disclosure.overall
    own: dict[int, KnownRows] = {}
    for line in subject.evidence.lines:
        if line.kind not in _SPEAKING or not _DIGIT.search(line.text):
            continue
        key = id(line.project)
        if line.project is None or (line.project is overall and line.kind == GOAL):
            rows = everything
        elif line.kind == DESCRIPTION or key not in parts:
            rows = bare
        else:
            rows = own[key] = own.get(key) or KnownRows([*wholes, *parts[key]])
        for start, clause in clauses(line.text) if rows.by_unit else ():
            if not _DIGIT.search(clause) or words.OTHER_TIME.search(clause):
                continue
            if line.kind != DESCRIPTION or rows.named(plain_name(clause)):
                yield _Clause(line, start, clause, tuple(told_in(clause)), rows)


def _tied(subject: Subject) -> tuple[tuple[_Clause, Told, list[KnownRow]], ...]:
    """The figures of all clauses with the rows whose words stand with them, if any."""

    def made() -> Iterator[tuple[_Clause, Told, list[KnownRow]]]:
        for clause in _clauses(subject):
            for told in clause.told:
                yield clause, told, _sure(told, clause)

    return subject.evidence.once("counts of prose", lambda: tuple(made()))


def prose_counts(subject: Subject) -> Iterator[Comparison]:
    """`完成全年1600批次食品抽检任务` against 食品抽检批次 ≥650批次."""
    for clause, told, sure in _tied(subject):
        if sure:
            yield _judged(PROSE_COUNT, clause, told, sure)
        elif mistyped := _of_other_unit(told, clause.rows):
            yield _judged(PROSE_COUNT, clause, told, mistyped)


def _of_other_unit(told: Told, rows: KnownRows) -> list[KnownRow]:
    """The rows that a share has the words and the number of, but not the unit: 24% for ≥24场."""
    if not told.said.unit.startswith(("%", "％")):
        return []
    named = [k for k in rows.named(told.text) if k.number == told.said.number]
    return named if named and all(counting_unit(k.unit) for k in named) else []


def like_counts(subject: Subject) -> Iterator[Comparison]:
    """`修复县乡道路面20公里` against 修复路面里程 ≥27公里, where no other row fits."""
    for clause, told, sure in _tied(subject):
        if sure or clause.line.kind == DESCRIPTION:
            continue
        if fits := _alike(told, clause):
            yield _judged(LIKE_COUNT, clause, told, fits)


def _sure(told: Told, clause: _Clause) -> list[KnownRow]:
    """The rows whose words stand with a figure, the most exact ones.

    Where a clause has but one figure that may be an indicator's, all its words count.
    """
    fits = _worded(told, told.text, clause.rows)
    if not fits and _is_alone(told, clause):
        fits = _worded(told, plain_name(clause.text), clause.rows)
    return fits


def _worded(told: Told, text: str, rows: KnownRows) -> list[KnownRow]:
    tied = rows.named(text)
    longest = max((len(k.words) for k in tied), default=0)
    return [k for k in tied if len(k.words) == longest
            and same_unit(told.said, k.unit) is not None]  # fmt: skip


def _is_alone(told: Told, clause: _Clause) -> bool:
    others = (t for t in clause.told if t is not told)
    return not any(clause.rows.has_fitting(other.said) for other in others)


def _alike(told: Told, clause: _Clause) -> list[KnownRow]:
    """The rows that a figure may mean; none where different ones may be meant."""
    fits = [k for k in clause.rows.meant(told) if len(k.words) >= SURE or _is_of(k.row, clause)]
    return fits if len({k.words for k in fits}) == 1 else []


def _is_of(row: Row, clause: _Clause) -> bool:
    """Whether a clause speaks of a row's project, so that a short word (奖励) may be the row's."""
    if row.project is None or row.project is clause.line.project:
        return True
    name = plain_name(row.project.name.text)
    return len(common_part(name, plain_name(clause.text))) >= SURE


def _judged(rule: FieldRule, clause: _Clause, told: Told, fits: Sequence[KnownRow]) -> Comparison:
    """A figure against the rows it speaks of: one of them, or all of them together."""
    line, said, row = clause.line, told.said, fits[0].row
    value = same_unit(said, fits[0].unit)
    numbers = [k.number for k in fits]
    target = row.indicator.target
    unit = said.unit if len(said.unit) <= 3 else base_unit(target.unit)[0]
    return judged(
        rule,
        object=f"{line.where}·{row.name}",
        agrees=value in (*numbers, sum(numbers, Decimal(0))),
        left=f"{plain_number(said.number)}{unit}",
        right=target.wording,
        cells=(*line.cells, *(i for k in fits for i in k.row.cells("指标值"))),
        message=f"{line.where}写“{clause.text.strip()}”，指标“{row.name}”是“{target.wording}”。",
        span=line.at(clause.start + said.start),
    )


def described(subject: Subject) -> Iterator[Comparison]:
    """A description that names a number in the target's unit names the target's number."""
    for row in subject.evidence.rows:
        number, words = number_of(row), row.indicator.description
        if number is None or words is None or not words.text:
            continue
        said = [
            n for s in counts_in(words.text) if (n := same_unit(s, number[1])) is not None
            and not re.search(r"每|年$|第", s.label)
        ]  # fmt: skip
        if not said:
            continue
        shown = "、".join(plain_number(n) for n in said)
        target = row.indicator.target
        yield judged(
            DESCRIBED,
            object=row.label,
            agrees=number[0] in (*said, sum(said, Decimal(0))),
            left=f"{shown}{number[1]}",
            right=target.wording,
            cells=row.cells("描述", "指标值"),
            message=f"“{row.name}”的描述写的是 {shown}{number[1]}，指标值是“{target.wording}”。",
            span=target.span,
        )


def overall_says(text: str) -> str:
    """An example: the overall goals say this, of a project with 30 万元 and ≥650批次."""
    return f"总体绩效目标: |\n  {text}\n" + indicators(
        "产出指标 | 数量指标 | 食品抽检批次 | ≥650批次", budget="30.00"
    ).replace("名称: 抽检", "名称: 食品抽检经费")


def _described(text: str) -> str:
    return (
        "项目:\n  - 名称: 抽检\n    绩效指标: |\n"
        "      | 一级指标 | 二级指标 | 三级指标 | 描述 | 指标值 |\n      |---|---|---|---|---|\n"
        f"      | 产出指标 | 数量指标 | 公司审计 | {text} | ≥5家 |"
    )


CHECKS: Final = (
    Check(
        PROSE_COUNT,
        prose_counts,
        fails=overall_says("完成全年1600批次食品抽检任务。"),
        passes=overall_says("完成全年650批次食品抽检任务。"),
    ),
    Check(
        DESCRIBED,
        described,
        fails=_described("对辖区4家公司开展审计"),
        passes=_described("对辖区5家公司开展审计"),
    ),
    Check(
        LIKE_COUNT,
        like_counts,
        fails=overall_says("食品监督抽检1600批次。"),
        passes=overall_says("食品监督抽检650批次。"),
    ),
)
