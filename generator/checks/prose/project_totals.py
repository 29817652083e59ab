"""Prose against all projects: how many, what they cost together (docs/领域.md 11.22)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from ...diagnostics import FieldRule, Level
from ...evidence.evidence import Line
from ...evidence.statements import words
from ...evidence.statements.counts import ProjectCount, project_counts
from ...evidence.statements.figures import Figure, Role
from ...evidence.statements.passages import Passage, passages
from ...evidence.statements.wholes import wholes
from ...evidence.subject import Subject
from ...lexicon import any_of
from ...model.amounts import plain_number
from ..comparison import Check, Comparison, judged
from ..withheld import PROJECTS
from .indicators import TIED, overall_says
from .projects import speaking

TOTAL_AMOUNT = FieldRule(
    "JX093",
    "文字里的项目合计与各项目不符",
    Level.WARNING,
    why=TIED,
    mend="改正文字，或写成 {{ 项目数 }}、{{ 项目预算合计 }}，由程序填写。",
)
COUNTS = FieldRule(
    "JX132",
    "同一段里的项目个数不一致",
    Level.WARNING,
    why=TIED,
    mend="核对项目个数。",
)

_FARTHEST: Final = 40
_TOTAL: Final = re.compile(
    rf"项目(?:支出)?(?:预算)?(?:资金)?{any_of('sums.totals')}[^，。；\d]{{0,4}}$"
)


def total_amounts(subject: Subject) -> Iterator[Comparison]:
    """`全年安排项目 8 个，项目支出预算合计 120 万元` against the projects."""
    projects = subject.disclosure.projects
    is_known = bool(projects) and all(p.budget.value is not None for p in projects)
    total = subject.disclosure.project_total if is_known else None
    number = f"{len(projects)}{PROJECTS}"
    ids = tuple(i for p in projects for i in subject.evidence.ids(p, "预算数"))
    told: dict[int, list[ProjectCount]] = {}
    for count in project_counts(subject):
        told.setdefault(id(count.passage), []).append(count)
    for passage in speaking_passages(subject):
        line, counts = passage.line, told.get(id(passage), [])
        for one in (c for c in counts if projects and c.number is not None):
            yield _total(line, one.start, "项目数", f"{one.number}{PROJECTS}", number)
        for said in passage.figures if total is not None else ():
            if said.role is Role.STATED and (
                _follows(said, counts, line.text)
                or _TOTAL.search(said.label)
                or _is_spent(subject, said.label)
            ):
                stated, actual = plain_number(said.number), plain_number(total or Decimal(0))
                yield _total(line, said.start, "项目支出预算合计", stated, actual, " 万元", ids)


def speaking_passages(subject: Subject) -> Iterator[Passage]:
    """The paragraphs that speak for the whole department."""
    own = {id(line) for line in speaking(subject)}
    return (p for p in passages(subject) if id(p.line) in own)


def _follows(said: Figure, counts: Sequence[ProjectCount], text: str) -> bool:
    """Whether a sum is that of the projects counted right before it, and so called."""
    before = next((c for c in reversed(counts) if c.end <= said.start), None)
    if before is None or not said.label.strip() or not words.OF_PROJECTS.fullmatch(said.label):
        return False
    between = text[before.end : said.start]
    return not re.search(r"[。；;元]", between) and len(between) <= _FARTHEST


def counts_agree(subject: Subject) -> Iterator[Comparison]:
    """One paragraph counts its projects alike, and as many as it lists."""
    first: dict[int, ProjectCount] = {}
    for one in (c for c in project_counts(subject) if c.number is not None):
        above = first.setdefault(id(one.passage), one)
        listed = _listed(subject, one)
        if above is one and listed is None:
            continue
        other = listed if listed is not None else above.number
        line = one.passage.line
        yield judged(
            COUNTS,
            object=f"{line.where}·项目数",
            agrees=one.number == other,
            left=f"{one.number}{PROJECTS}",
            right=f"{other}{PROJECTS}",
            cells=line.cells,
            message=f"这里写“{one.clause.strip()}”，同一段"
            f"{'列出的' if listed is not None else '前面写的'}是 {other} 个。",
            span=line.at(one.start),
        )


def _listed(subject: Subject, count: ProjectCount) -> int | None:
    """How many projects a list behind the count names: 共 3 个项目，合计 132 万元：……"""
    for one in wholes(subject):
        first = one.parts[0]
        if one.passage is count.passage and first.start > count.end and one.agrees:
            between = count.passage.text[count.end : first.start]
            is_all = one.is_complete and "。" not in between and "项目" in count.clause
            return len(one.parts) if is_all and re.search(r"[：:]", between) else None
    return None


def _is_spent(subject: Subject, label: str) -> bool:
    """Whether a sum is called 项目支出, where no table tells it."""
    no_table = not any(view.table.definition for view in subject.evidence.tables)
    return no_table and label.strip(" ：:").removeprefix("其中") == "项目支出"


def _total(
    line: Line,
    at: int,
    what: str,
    stated: str,
    actual: str,
    unit: str = "",
    ids: tuple[str, ...] = (),
) -> Comparison:
    return judged(
        TOTAL_AMOUNT,
        object=f"{line.where}·{what}",
        agrees=stated == actual,
        left=stated,
        right=actual,
        cells=(*line.cells, *ids),
        message=f"{line.where}写的{what}是 {stated}{unit}，按项目表是 {actual}{unit}。",
        span=line.at(at),
    )


CHECKS: Final = (
    Check(
        TOTAL_AMOUNT,
        total_amounts,
        fails=overall_says("全年安排项目 2 个，项目支出预算合计 30 万元。"),
        passes=overall_says("全年安排项目 1 个，项目支出预算合计 30 万元。"),
        is_sum=True,
        of_projects=True,
    ),
    Check(
        COUNTS,
        counts_agree,
        fails=overall_says("共对2个项目开展自评，3个项目均达到预期目标。"),
        passes=overall_says("共对1个项目开展自评，1个项目均达到预期目标。"),
    ),
)
