"""Prose against projects: what one of them costs (docs/领域.md 11.22)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final

from ...diagnostics import FieldRule, Level
from ...evidence.evidence import FIELD, GOAL, SECTION, Line, Row
from ...evidence.reading import amounts_in, clauses
from ...evidence.statements import words
from ...evidence.subject import Subject
from ...lexicon import any_of
from ...lexicon.folding import plain_name
from ...lexicon.likeness import common_part
from ...model.amounts import plain_number
from ...model.disclosure import Project
from ..comparison import Check, Comparison, judged
from ..examples import indicators
from .indicator_words import number_of
from .indicators import TIED, overall_says

PROJECT_AMOUNT = FieldRule(
    "JX092",
    "文字里的项目金额与预算数不符",
    Level.WARNING,
    why=TIED,
    mend="两处改成一样的数；也可以写成 {{ 项目(…).预算数 }}。",
)
LIKE_AMOUNT = FieldRule(
    "JX097",
    "文字里的金额与说到的项目预算不符",
    Level.NOTE,
    why=TIED,
    mend="两处改成一样的数；说的不是这个项目的，写明是什么资金。",
)
SAME_INDICATOR = FieldRule(
    "JX094",
    "同一个指标两处的值不同",
    Level.WARNING,
    why=TIED,
    mend="两处改成一样的值；口径不同的，换一个指标名称。",
)

# What names of projects end with, and what leads to one in a sentence.
_KIND: Final = re.compile(
    rf"(?:{any_of('funds.spent', '项目', 'funds.kinds', 'funds.levels')}|补贴|奖补|配套|市级|费用?"
    r"|[（(][^（）()]{0,12}[）)]){1,12}$"
)
_LEAD: Final = re.compile(r"^(?:安排|落实|投入|用于|拨付|列支|预算|资金|共|并|再|[^一-鿿“《])+")
_NOT_OF: Final = r"(?![^，。；]{0,2}中)"  # 某项目经费中安排培训 5 万元 is but a part
_SHORTEST: Final = 4
_FARTHEST: Final = 40


def speaking(subject: Subject) -> Iterator[Line]:
    """The texts that speak for the whole department: sections, its tasks and goals."""
    overall = subject.disclosure.overall
    for line in subject.evidence.running:
        if line.kind == SECTION or (line.kind in (GOAL, FIELD) and line.project is overall):
            yield line


_plain: Final = lru_cache(8192)(plain_name)


@lru_cache(8192)
def _short(name: str) -> str:
    """A project's name without its kind of money: 农村公路日常养护 of 农村公路日常养护补助资金."""
    return _KIND.sub("", plain_name(name))


def project_amounts(subject: Subject) -> Iterator[Comparison]:
    """A sum that a project's name leads to is the project's budget."""
    projects = [p for p in subject.disclosure.projects
                if p.budget.value is not None and len(p.name.text) >= _SHORTEST]  # fmt: skip
    if not projects:
        return
    for line in speaking(subject):
        for start, clause in clauses(line.text) if "元" in line.text else ():
            sums = list(amounts_in(clause))
            for said in sums:
                named = _named(projects, plain_name(said.label), exactly=False)
                if not named and len(sums) == 1:
                    named = _named(projects, plain_name(clause), exactly=True)
                where = said.label if len(sums) > 1 or ":" in clause or "：" in clause else clause
                if named is None or words.OTHER_TIME.search(where):
                    continue
                known = {a.value for a in (named.budget, named.fiscal, named.other)}
                budget = plain_number(named.budget.value or Decimal(0))
                yield judged(
                    PROJECT_AMOUNT,
                    object=f"{line.where}·{named.label}",
                    agrees=said.number in known,
                    left=plain_number(said.number),
                    right=budget,
                    cells=(*line.cells, *subject.evidence.ids(named, "预算数")),
                    message=f"这里写“{clause.strip()}”，“{named.label}”的预算数是 {budget} 万元。",
                    span=line.at(start + said.start),
                )


def _named(projects: Sequence[Project], text: str, exactly: bool) -> Project | None:
    """The project that words name: in full, or (unless `exactly`) in short, one alone."""
    full = [p for p in projects if _is_said(_plain(p.name.text), text)]
    if full:
        return max(full, key=lambda p: len(p.name.text))
    said = _short(_LEAD.sub("", text))
    if exactly or len(said) < _SHORTEST:
        return None
    fits = []
    for project in projects:
        short = _short(project.name.text)
        is_in = len(short) >= _SHORTEST and said.endswith(short)
        if is_in or (said in short and len(said) * 2 >= len(short)):
            fits.append(project)
    return fits[0] if len(fits) == 1 else None


def _is_said(name: str, text: str) -> bool:
    """Whether a text says a name, and not as that of something else (_NOT_OF)."""
    return name in text and re.search(re.escape(name) + _NOT_OF, text) is not None


def like_amounts(subject: Subject) -> Iterator[Comparison]:
    """`加大抽检力度，安排资金 20 万元`: a sum without a name goes with its sentence."""
    budgeted = (p for p in subject.disclosure.projects if p.budget.value is not None)
    projects = [p for p in budgeted if len(_short(p.name.text)) >= _SHORTEST]
    for line in speaking(subject) if projects else ():
        for said in amounts_in(line.text) if "安排" in line.text else ():
            match = _GIVEN.match(said.label)
            sentence = re.split(r"[。；;\n]", line.text[: said.start])[-1]
            about = plain_name(sentence[: -len(said.label)] if said.label else sentence)
            if not match or words.OTHER_TIME.search(sentence) or re.search(r"\d\s?万元", about):
                continue
            project = _about(projects, about + plain_name(match["what"]))
            if project is None:
                continue
            known = {a.value for a in (project.budget, project.fiscal, project.other)}
            budget = plain_number(project.budget.value or Decimal(0))
            yield judged(
                LIKE_AMOUNT,
                object=f"{line.where}·{project.label}",
                agrees=said.number in known,
                left=plain_number(said.number),
                right=budget,
                cells=(*line.cells, *subject.evidence.ids(project, "预算数")),
                message=f"这里写“{said.label.strip()} {plain_number(said.number)} 万元”，"
                f"说的好像是“{project.label}”，它的预算数是 {budget} 万元。",
                span=line.at(said.start),
            )


_GIVEN: Final = re.compile(
    r"^\s?(?:共|并|计划|拟)?(?:安排|落实|投入)(?P<what>[^，。；\d]{0,10}?)(?:专项)?(?:资金|经费|补助|预算|投资)?\s?$"
)


def _about(projects: Sequence[Project], text: str) -> Project | None:
    """The one project whose name shares most words with a text: at least four, and half of it."""
    text = text[-_FARTHEST:]
    parts = [(len(common_part(short, text)), len(short), p)
             for p in projects if (short := _short(p.name.text))]  # fmt: skip
    longest = max(n for n, _, _ in parts)
    best = [(size, p) for n, size, p in parts if n == longest]
    if longest < _SHORTEST or len(best) > 1 or longest * 2 < best[0][0]:
        return None
    return best[0][1]


_GENERAL: Final = re.compile(r"满意|预算执行率|实施期|项目总?成本")


def same_indicator(subject: Subject) -> Iterator[Comparison]:
    """A target of the department or of a sub-goal is that of the project of the same name."""
    overall = subject.disclosure.overall
    wholes = [r for r in subject.evidence.rows if r.project is None or r.project is overall]
    parts: dict[str, list[Row]] = {}
    for row in subject.evidence.rows:
        if row.project is not None and row.project is not overall:
            parts.setdefault(plain_name(row.name), []).append(row)
    for whole in wholes:
        mine = number_of(whole)
        same = parts.get(plain_name(whole.name), [])
        if mine is None or not same or _GENERAL.search(whole.name):
            continue
        numbers = [n for r in same if (n := number_of(r)) is not None and n[1] == mine[1]]
        if numbers:
            yield _same(whole, mine[0], same, [n for n, _ in numbers])


def _same(whole: Row, mine: Decimal, same: Sequence[Row], numbers: Iterable[Decimal]) -> Comparison:
    numbers = list(numbers)
    part, target = same[0], whole.indicator.target
    return judged(
        SAME_INDICATOR,
        object=whole.label,
        agrees=mine in (*numbers, sum(numbers, Decimal(0))),
        left=target.wording,
        right=part.indicator.target.wording,
        cells=(*whole.cells("指标值"), *(i for r in same for i in r.cells("指标值"))),
        message=f"“{whole.name}”在“{whole.owner}”里是“{target.wording}”，"
        f"在“{part.owner}”里是“{part.indicator.target.wording}”。",
        span=target.span,
    )


def _subgoal(value: str) -> str:
    return (
        "分项绩效目标:\n  - 标题: 监管\n    绩效目标: 按期抽检\n    绩效指标: |\n"
        f"      | 指标 | 指标值 |\n      |---|---|\n      | 食品抽检批次 | {value} |\n"
        + indicators("产出指标 | 数量指标 | 食品抽检批次 | ≥650批次")
    )


CHECKS: Final = (
    Check(
        PROJECT_AMOUNT,
        project_amounts,
        fails=overall_says("安排食品抽检经费35万元。"),
        passes=overall_says("安排食品抽检经费30万元。"),
    ),
    Check(
        LIKE_AMOUNT,
        like_amounts,
        fails=overall_says("加大食品抽检力度，安排资金35万元。"),
        passes=overall_says("加大食品抽检力度，安排资金30万元。"),
    ),
    Check(SAME_INDICATOR, same_indicator, fails=_subgoal("≥700批次"), passes=_subgoal("≥650批次")),
)
