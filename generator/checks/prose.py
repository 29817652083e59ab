"""Prose against tables: the figures that sentences speak of (domain.md, fault 22).

A figure is tied to an indicator only where its clause holds the indicator's own
words, at least three of them in a row, and its unit; anything less is not a tie.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final

from ..diagnostics import Level, Rule
from ..model.amounts import plain_number
from ..model.targets import TargetKind
from .comparison import Check, Comparison, Subject, judged
from .reading import Said, amounts_in, base_unit, clauses, counts_in, squeezed
from .targets import example
from .view import DESCRIPTION, GOAL, PURPOSE, SECTION, Line, Row
from .withheld import PROJECTS

PROSE_COUNT = Rule("JX090", "文字里的数与指标值不符", Level.WARNING)
DESCRIBED = Rule("JX091", "描述里的数与指标值不符", Level.WARNING)
PROJECT_AMOUNT = Rule("JX092", "文字里的项目金额与预算数不符", Level.WARNING)
TOTAL_AMOUNT = Rule("JX093", "文字里的项目合计与各项目不符", Level.WARNING)
SAME_INDICATOR = Rule("JX094", "同一个指标两处的值不同", Level.WARNING)

_AFFIX: Final = re.compile(
    r"[（(][^（）()]{0,8}[）)]$|^(?:完成|开展|组织开展|组织|实施|全年|年度|计划|新增)+"
)
_NOUN: Final = re.compile(r"(?:总?数量?|次数|批次数?|个数|份数|人数|户数|件数|台数|量)$")


@lru_cache(8192)
def core(name: str) -> str:
    """The words of an indicator that a sentence would say: 食品抽检 of 全年食品抽检批次."""
    name = _AFFIX.sub("", squeezed(name))
    name = _AFFIX.sub("", name)
    return _NOUN.sub("", name)


def _number(row: Row) -> tuple[Decimal, str] | None:
    """The target's number and unit, a unit in brackets behind the name included."""
    target = row.indicator.target
    if target.kind is not TargetKind.NUMBER or target.number is None or target.upper is not None:
        return None
    unit, factor = base_unit(target.unit)
    if not unit:
        match = re.search(r"[（(]([一-鿿%％]{1,4})[）)]$", row.name)
        unit = match[1].replace("％", "%") if match else ""
    return (target.number * factor, unit) if unit else None


def _same_unit(said: Said, unit: str) -> Decimal | None:
    """The number a text says in this unit: `12万亩` speaks of 亩; 批次 is not 批."""
    text = said.unit.replace("％", "%")
    factor = Decimal(1)
    if text.startswith("万") and not unit.startswith("万"):
        text, factor = text[1:], Decimal(10_000)
    if not text.startswith(unit):
        return None
    rest = text[len(unit) :]
    if unit != "%" and rest[:1] in ("次", "月", "级", "层", "性", "体", "类", "部", "工", "重"):
        return None
    return said.number * factor


_SPEAKING: Final = frozenset({SECTION, GOAL, PURPOSE, DESCRIPTION})
_DIGIT: Final = re.compile(r"\d")
_OTHER_TIME: Final = re.compile(
    r"上年|去年|比|较|目前|现有|共有|已|每|增长|提高|其中|分别|累计|以来"
)


_Known = tuple[Row, str, tuple[Decimal, str]]


def _known(subject: Subject) -> tuple[list[_Known], dict[int, list[_Known]]]:
    """Rows whose number a sentence may say: the department's, and those of each project."""
    wholes: list[_Known] = []
    parts: dict[int, list[_Known]] = {}
    for row in subject.view.rows:
        number, words = _number(row), core(row.name)
        if number is None or len(words) < 3:
            continue
        if row.project is None or row.project is subject.disclosure.overall:
            wholes.append((row, words, number))
        else:
            parts.setdefault(id(row.project), []).append((row, words, number))
    return wholes, parts


def prose_counts(subject: Subject) -> Iterator[Comparison]:
    """`完成全年1600批次食品抽检任务` against 食品抽检批次 ≥650批次.

    A section may speak of every indicator, a project's text of its own and of the
    department's; a description is held against its own row by the next rule.
    """
    wholes, parts = _known(subject)
    everything = [*wholes, *(x for rows in parts.values() for x in rows)]
    for line in subject.view.lines:
        if line.kind not in _SPEAKING or not _DIGIT.search(line.text):
            continue
        own = [] if line.kind == DESCRIPTION else parts.get(id(line.project), [])
        rows = everything if line.project is None else [*wholes, *own]
        for start, clause in clauses(line.text):
            if rows and _DIGIT.search(clause) and not _OTHER_TIME.search(clause):
                plain = squeezed(clause)
                tied = [x for x in rows if x[1] in plain]
                yield from _tied(line, start, clause, tied)


def _tied(
    line: Line,
    start: int,
    clause: str,
    tied: Sequence[_Known],
) -> Iterator[Comparison]:
    """The figures of a clause against the rows it speaks of, the most exact words first."""
    if not tied:
        return
    longest = max(len(words) for _, words, _ in tied)
    for said in counts_in(clause):
        fits = [(row, number) for row, words, (number, unit) in tied
                if len(words) == longest and (n := _same_unit(said, unit)) is not None]  # fmt: skip
        if not fits:
            continue
        value = next(n for _, _, (_, unit) in tied if (n := _same_unit(said, unit)) is not None)
        numbers = [number for _, number in fits]
        row = fits[0][0]
        target = row.indicator.target
        unit = said.unit if len(said.unit) <= 3 else base_unit(target.unit)[0]
        yield judged(
            PROSE_COUNT,
            f"{line.where}·{row.name}",
            value in (*numbers, sum(numbers, Decimal(0))),
            f"{plain_number(said.number)}{unit}",
            target.wording,
            (*line.cells, *(i for r, _ in fits for i in r.cells("指标值"))),
            f"{line.where}写“{clause.strip()}”，指标“{row.name}”是“{target.wording}”。",
            "两处改成一样的数；文字里的数可以写成 {{ 指标(…).指标值 }}，永远一致。",
            line.at(start + said.start),
        )


def described(subject: Subject) -> Iterator[Comparison]:
    """A description that names a number in the target's unit names the target's number."""
    for row in subject.view.rows:
        number, words = _number(row), row.indicator.description
        if number is None or words is None or not words.text:
            continue
        said = [
            n for s in counts_in(words.text) if (n := _same_unit(s, number[1])) is not None
            and not re.search(r"每|年$|第", s.label)
        ]  # fmt: skip
        if not said:
            continue
        shown = "、".join(plain_number(n) for n in said)
        target = row.indicator.target
        yield judged(
            DESCRIBED,
            row.label,
            number[0] in (*said, sum(said, Decimal(0))),
            f"{shown}{number[1]}",
            target.wording,
            row.cells("描述", "指标值"),
            f"“{row.name}”的描述写的是 {shown}{number[1]}，指标值是“{target.wording}”。",
            "两处改成一样的数。",
            target.span,
        )


def project_amounts(subject: Subject) -> Iterator[Comparison]:
    """A clause that names a project and one sum gives the project's budget."""
    projects = [
        (squeezed(p.name.text), p) for p in subject.disclosure.projects
        if p.budget.value is not None and len(p.name.text) >= 5
    ]  # fmt: skip
    for line in subject.view.running:
        if line.kind != SECTION or "元" not in line.text:
            continue
        for start, clause in clauses(line.text):
            sums = list(amounts_in(clause))
            named = [(n, p) for n, p in projects if n in squeezed(clause)]
            if len(sums) != 1 or not named or _OTHER_TIME.search(clause):
                continue
            _, project = max(named, key=lambda pair: len(pair[0]))
            known = {a.value for a in (project.budget, project.fiscal, project.other)}
            said, budget = sums[0], project.budget.value
            yield judged(
                PROJECT_AMOUNT,
                f"{line.where}·{project.name.text}",
                said.number in known,
                plain_number(said.number),
                plain_number(budget or Decimal(0)),
                (*line.cells, *subject.view.ids(project, "预算数")),
                f"这里写“{clause.strip()}”，“{project.name.text}”的预算数是 "
                f"{plain_number(budget or Decimal(0))} 万元。",
                "两处改成一样的数；也可以写成 {{ 项目(…).预算数 }}。",
                line.at(start + said.start),
            )


_TOTAL: Final = re.compile(
    r"项目(?:支出)?(?:预算)?(?:资金)?(?:合计|共计|总计|总额)[^，。；\d]{0,4}$"
)
_COUNTED: Final = re.compile(
    r"(?:共|全年|全年共)(?:安排|实施|编制|列入)(?:预算)?项目\s?(?P<n>\d{1,4})\s?个"
)


def total_amounts(subject: Subject) -> Iterator[Comparison]:
    """`全年安排项目 8 个，项目支出预算合计 120 万元` against the projects."""
    projects = subject.disclosure.projects
    budgets = [p.budget.value for p in projects]
    ids = tuple(i for p in projects for i in subject.view.ids(p, "预算数"))
    for line in subject.view.running:
        if line.kind != SECTION or "项目" not in line.text:
            continue
        if match := _COUNTED.search(line.text):
            stated, actual = f"{match['n']}{PROJECTS}", f"{len(projects)}{PROJECTS}"
            yield _total(line, match.start("n"), "项目数", stated, actual)
        for said in amounts_in(line.text):
            if budgets and None not in budgets and _TOTAL.search(said.label):
                stated = plain_number(said.number)
                total = plain_number(subject.disclosure.project_total)
                what = "项目支出预算合计"
                yield _total(line, said.start, what, stated, total, " 万元", ids)


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
        f"{line.where}·{what}",
        stated == actual,
        stated,
        actual,
        (*line.cells, *ids),
        f"{line.where}写的{what}是 {stated}{unit}，按项目表是 {actual}{unit}。",
        "改正文字，或写成 {{ 项目数 }}、{{ 项目预算合计 }}，由程序填写。",
        line.at(at),
    )


_GENERAL: Final = re.compile(r"满意|预算执行率|实施期|项目总?成本")


def same_indicator(subject: Subject) -> Iterator[Comparison]:
    """A target of the department or of a sub-goal is that of the project of the same name."""
    overall = subject.disclosure.overall
    wholes = [r for r in subject.view.rows if r.project is None or r.project is overall]
    parts: dict[str, list[Row]] = {}
    for row in subject.view.rows:
        if row.project is not None and row.project is not overall:
            parts.setdefault(squeezed(row.name), []).append(row)
    for whole in wholes:
        mine = _number(whole)
        same = parts.get(squeezed(whole.name), [])
        if mine is None or not same or _GENERAL.search(whole.name):
            continue
        numbers = [n for r in same if (n := _number(r)) is not None and n[1] == mine[1]]
        if numbers:
            yield _same(whole, mine[0], same, [n for n, _ in numbers])


def _same(whole: Row, mine: Decimal, same: Sequence[Row], numbers: Iterable[Decimal]) -> Comparison:
    numbers = list(numbers)
    part, target = same[0], whole.indicator.target
    return judged(
        SAME_INDICATOR,
        whole.label,
        mine in (*numbers, sum(numbers, Decimal(0))),
        target.wording,
        part.indicator.target.wording,
        (*whole.cells("指标值"), *(i for r in same for i in r.cells("指标值"))),
        f"“{whole.name}”在“{whole.owner}”里是“{target.wording}”，"
        f"在“{part.owner}”里是“{part.indicator.target.wording}”。",
        "两处改成一样的值；口径不同的，换一个指标名称。",
        target.span,
    )


def _overall(text: str, value: str = "≥650批次") -> str:
    return f"总体绩效目标: |\n  {text}\n" + example(
        f"产出指标 | 数量指标 | 食品抽检批次 | {value}", budget="30.00"
    ).replace("名称: 抽检", "名称: 食品抽检经费")


def _described(text: str) -> str:
    return (
        "项目:\n  - 名称: 抽检\n    绩效指标: |\n"
        "      | 一级指标 | 二级指标 | 三级指标 | 描述 | 指标值 |\n      |---|---|---|---|---|\n"
        f"      | 产出指标 | 数量指标 | 公司审计 | {text} | ≥5家 |"
    )


def _subgoal(value: str) -> str:
    return (
        "分项绩效目标:\n  - 标题: 监管\n    绩效目标: 按期抽检\n    绩效指标: |\n"
        f"      | 指标 | 指标值 |\n      |---|---|\n      | 食品抽检批次 | {value} |\n"
        + example("产出指标 | 数量指标 | 食品抽检批次 | ≥650批次")
    )


_TIED: Final = "部门整体目标与项目目标、文字与表格说的是同一件事，应当一致。"
CHECKS: Final = (
    Check(PROSE_COUNT, _TIED, prose_counts,
          _overall("完成全年1600批次食品抽检任务。"), _overall("完成全年650批次食品抽检任务。")),
    Check(DESCRIBED, _TIED, described,
          _described("对辖区4家公司开展审计"), _described("对辖区5家公司开展审计")),
    Check(PROJECT_AMOUNT, _TIED, project_amounts,
          _overall("安排食品抽检经费35万元。"), _overall("安排食品抽检经费30万元。")),
    Check(TOTAL_AMOUNT, _TIED, total_amounts,
          _overall("全年安排项目 2 个，项目支出预算合计 30 万元。"),
          _overall("全年安排项目 1 个，项目支出预算合计 30 万元。"),
          is_sum=True, of_projects=True),
    Check(SAME_INDICATOR, _TIED, same_indicator, _subgoal("≥700批次"), _subgoal("≥650批次")),
)  # fmt: skip
