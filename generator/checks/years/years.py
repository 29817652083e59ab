"""Rules between years: codes, names and targets against the disclosure of the year before.

What goes on from year to year is told by the project's name. All of them guess: a
code may be kept or made anew, a plan may rightly stay as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Final

from ...diagnostics import FieldRule, Level
from ...evidence.evidence import (
    Row,
)
from ...evidence.reading import in_wan
from ...evidence.subject import Subject
from ...lexicon import any_of
from ...lexicon.folding import plain_name
from ...model.amounts import plain_number
from ...model.disclosure import Indicator, Project
from ...model.targets import Target, TargetKind
from ..comparison import Check, Comparison, Outcome, judged
from ..projects.codes import CODE
from ..projects.directions import is_bounded

_SINGLE: Final = "一个项目用一个编码；延续的项目沿用原来的编码，或者使用本年度的新编码。"
_MATCH: Final = "绩效目标要与预算相匹配（参照财预〔2015〕88号）；沿用上一年的要逐项核改。"

CODE_OF_ANOTHER = FieldRule(
    "JX120",
    "编码是上一年另一个项目的",
    Level.WARNING,
    why=_SINGLE,
    mend="核对编码是不是抄错了行；确实是同一个项目改了名称的，可以保留。",
)
CODE_CHANGED = FieldRule(
    "JX121",
    "同名项目换了编码，却不是本年度新编的",
    Level.NOTE,
    why=_SINGLE,
    mend="从预算管理系统里核对这个项目今年的编码。",
)
TARGETS_KEPT = FieldRule(
    "JX122",
    "预算变了很多，指标值一字没改",
    Level.NOTE,
    why=_MATCH,
    mend="核对指标值是不是今年的；工作量确实没有变的，可以保留。",
)
TARGET_LOWERED = FieldRule(
    "JX124",
    "预算增加，指标值却降低",
    Level.NOTE,
    why=_MATCH,
    mend="核对指标值；任务确实减少而单价上升的，可以保留。",
)
NAME_CHANGED = FieldRule(
    "JX125",
    "部门名称或单位编码与上一年不同",
    Level.NOTE,
    why="同一个部门各年的公开要能前后对照。",
    mend="核对有没有写错；机构改革后确实变了的，可以保留。",
)

_MUCH: Final = Decimal("0.2")
_MORE: Final = Decimal("1.1")
_FEWEST_ROWS: Final = 3
_ALIKE, _LONGEST = 0.5, 80
_IN_NAME: Final = re.compile(r"20\d\d年度?")
_GENERAL: Final = re.compile(
    any_of("funds.spent", "项目", "funds.kinds", "funds.levels", "工作", "建设")
)

Pair = tuple[Project, Project]


def _name(project: Project) -> str:
    """A project's name without a year in it, for comparing."""
    return _IN_NAME.sub("", plain_name(project.name.text))


def _single(projects: Iterable[Project], key: str) -> dict[str, Project]:
    """The projects by name or code, as far as only one has it."""
    keyed = [(_name(p) if key == "名称" else p.own_code, p) for p in projects]
    counts = Counter(text for text, _ in keyed)
    return {text: p for text, p in keyed if text and counts[text] == 1}


def _pairs(subject: Subject, key: str) -> tuple[Pair, ...]:
    """The projects of both years (this one, that of the year before) by name or by code."""
    earlier = subject.earlier
    if earlier is None:
        return ()

    def made() -> tuple[Pair, ...]:
        then = _single(earlier.projects, key)
        now = _single(subject.disclosure.projects, key)
        return tuple((p, then[text]) for text, p in now.items() if text in then)

    return subject.evidence.once(f"years by {key}", made)


def _alike(a: str, b: str) -> bool:
    """Whether two names may be those of one project that was renamed."""
    a, b = _GENERAL.sub("", a), _GENERAL.sub("", b)
    return SequenceMatcher(None, a[:_LONGEST], b[:_LONGEST], autojunk=False).ratio() >= _ALIKE


def code_of_another(subject: Subject) -> Iterator[Comparison]:
    """A code stays with its project; one that goes on under a new name was renamed."""
    kept = {id(now): then for now, then in _pairs(subject, "名称")}
    for now, then in _pairs(subject, "编码"):
        a, b = _name(now), _name(then)
        moved = id(now) in kept and kept[id(now)] is not then
        yield judged(
            CODE_OF_ANOTHER,
            object=f"{now.name.text}·编码",
            agrees=a == b or (not moved and _alike(a, b)),
            left=now.name.text,
            right=then.name.text,
            cells=subject.evidence.ids(now, "编码"),
            message=f"“{now.name.text}”的编码 {now.code.text}，上一年是“{then.name.text}”的。",
            span=now.code.span,
        )


def code_changed(subject: Subject) -> Iterator[Comparison]:
    """A project that goes on keeps its code, or gets one of this year and the same place."""
    year = f"{subject.disclosure.year % 100:02}"
    for now, then in _pairs(subject, "名称"):
        new, old = CODE.fullmatch(now.code.text), CODE.fullmatch(then.code.text)
        if new is None or old is None:
            continue
        is_kept = new[0] == old[0]
        of_place = new["region"] == old["region"]
        is_new = of_place and new["year"] == year
        said = "区划与上一年不同" if not of_place else "既不是上一年的编码，也不是今年新编的"
        yield judged(
            CODE_CHANGED,
            object=f"{now.name.text}·编码",
            agrees=is_kept or is_new,
            left=new[0],
            right="沿用上一年的" if is_kept else "今年新编的" if is_new else old[0],
            cells=subject.evidence.ids(now, "编码"),
            message=f"“{now.name.text}”的编码是 {new[0]}，上一年是 {old[0]}：{said}。",
            span=now.code.span,
        )


def _key(indicator: Indicator) -> tuple[str, str, str]:
    level1, level2 = (w.text if w else "" for w in (indicator.level1, indicator.level2))
    return level1, level2, plain_name(indicator.name.text)


def _is_budget(target: Target, project: Project) -> bool:
    """Whether a target only repeats what the project costs."""
    budget, number = project.budget.value, target.number
    return number is not None and budget is not None and in_wan(number, target.unit) == budget


def _said(project: Project) -> list[tuple[tuple[str, str, str], str]]:
    """What is to be reached, but for the total cost."""
    rows = project.indicators.rows
    return [(_key(i), i.target.wording) for i in rows if not _is_budget(i.target, project)]


def _budgets(pair: Pair) -> tuple[Decimal, Decimal] | None:
    """The budgets (now, then) in 万元; None where they cannot be compared."""
    now, then = pair[0].budget.value, pair[1].budget.value
    return (now, then) if now is not None and then else None


def _from_to(now: Decimal, then: Decimal) -> str:
    return f"{plain_number(then)} → {plain_number(now)} 万元"


def targets_kept(subject: Subject) -> Iterator[Comparison]:
    """A fifth more or less money, and every target word for word as it was."""
    for now, then in _pairs(subject, "名称"):
        budgets, rows = _budgets((now, then)), subject.evidence.rows_of[id(now)]
        if budgets is None or abs(budgets[0] - budgets[1]) < _MUCH * budgets[1]:
            continue
        said = _said(now)
        counted = any(r.kind == "数量" and r.indicator.target.number is not None for r in rows)
        if len(said) < _FEWEST_ROWS or not counted:
            continue
        yield judged(
            TARGETS_KEPT,
            object=f"{now.name.text}·绩效指标",
            agrees=said != _said(then),
            left=_from_to(*budgets),
            right="指标值与预算相匹配",
            cells=tuple(i for r in rows for i in r.cells("指标值")),
            message=f"“{now.name.text}”的预算从 {plain_number(budgets[1])} 万元变为 "
            f"{plain_number(budgets[0])} 万元，{len(said)} 项指标与上一年一字不差。",
            span=now.indicators.span,
        )


def _comparable(row: Row, then: Indicator) -> bool:
    """Whether a smaller number would mean that less is to be done."""
    a, b = row.indicator.target, then.target
    if {a.kind, b.kind} != {TargetKind.NUMBER}:
        return False
    same = (a.unit, a.operator, a.upper) == (b.unit, b.operator, None)
    upwards = a.operator in ("≥", ">") or (row.kind == "数量" and a.operator in ("", "="))
    return same and upwards and row.kind not in ("", "成本", "时效") and not is_bounded(row.name)


def _lowered(subject: Subject, now: Project, then: Project) -> Iterator[tuple[Row, Target]]:
    """The indicators that are lower than the year before, with what they were."""
    rows = subject.evidence.rows_of[id(now)]
    mine = Counter(_key(r.indicator) for r in rows)
    theirs = Counter(_key(i) for i in then.indicators.rows)
    before = {_key(i): i for i in then.indicators.rows}
    for row in rows:
        key = _key(row.indicator)
        if (mine[key], theirs[key]) != (1, 1) or not _comparable(row, before[key]):
            continue
        number, old = row.indicator.target.number, before[key].target.number
        if number is not None and old is not None and number < old:
            yield row, before[key].target


def target_lowered(subject: Subject) -> Iterator[Comparison]:
    """A tenth more money and more, for less."""
    for now, then in _pairs(subject, "名称"):
        budgets = _budgets((now, then))
        if budgets is None or budgets[0] < _MORE * budgets[1] or not now.indicators:
            continue
        money = f"预算从 {plain_number(budgets[1])} 万元增加到 {plain_number(budgets[0])} 万元"
        lowered = list(_lowered(subject, now, then))
        for row, old in lowered:
            target = row.indicator.target
            yield Comparison(
                TARGET_LOWERED.id, row.label, Outcome.DISAGREE, target.wording, old.wording,
                row.cells("指标值"),
                f"“{now.name.text}”的{money}，“{row.name}”却从“{old.wording}”降为“{target.wording}”。",
                TARGET_LOWERED.mend, target.span,
            )  # fmt: skip
        if not lowered:
            yield Comparison(
                TARGET_LOWERED.id, f"{now.name.text}·绩效指标", Outcome.AGREE,
                _from_to(*budgets), "指标值没有降低", subject.evidence.ids(now, "预算数"),
            )  # fmt: skip


def name_changed(subject: Subject) -> Iterator[Comparison]:
    """A department that was reformed has another name; its code seldom changes."""
    earlier, own = subject.earlier, subject.disclosure
    if earlier is None:
        return
    for what, now, then in (
        ("部门名称", own.department, earlier.department),
        ("单位编码", own.unit_code, earlier.unit_code),
    ):
        if now and then:
            yield judged(
                NAME_CHANGED,
                object=what,
                agrees=plain_name(now.text) == plain_name(then.text),
                left=now.text,
                right=then.text,
                cells=(),
                message=f"{what}是“{now}”，上一年是“{then}”。",
                span=now.span,
            )


def _project(code: str, name: str = "食品抽检") -> str:
    return f"项目:\n  - 名称: {name}\n    编码: {code}"


def planned(budget: str, samples: str = "≥240份", text: str = "按季抽检") -> str:
    return (
        f"项目:\n  - 名称: 食品抽检\n    预算数: {budget}\n    用途: {text}\n    绩效指标: |\n"
        "      | 一级指标 | 二级指标 | 三级指标 | 指标值 |\n      |---|---|---|---|\n"
        f"      | 产出指标 | 数量指标 | 抽检份数 | {samples} |\n"
        "      | 产出指标 | 质量指标 | 报告合格率 | ≥98% |\n"
        f"      | 产出指标 | 成本指标 | 项目总成本 | ≤{budget}万元 |\n"
        "      | 满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥90% |"
    )


_OLD, _NEW, _AWAY = "99010124P00312010007P", "99010125P003120100088", "99010225P00312010009R"
CHECKS: Final = (
    Check(
        CODE_OF_ANOTHER,
        code_of_another,
        fails=_project(_OLD, "计量检定"),
        passes=_project(_OLD, "食品抽检（重点）"),
        before=_project(_OLD),
    ),
    Check(
        CODE_CHANGED,
        code_changed,
        fails=_project(_AWAY),
        passes=_project(_NEW),
        before=_project(_OLD),
    ),
    Check(
        TARGETS_KEPT,
        targets_kept,
        fails=planned("54"),
        passes=planned("54", "≥360份"),
        before=planned("36"),
    ),
    Check(
        TARGET_LOWERED,
        target_lowered,
        fails=planned("45", "≥200份"),
        passes=planned("45", "≥260份"),
        before=planned("36"),
    ),
    Check(
        NAME_CHANGED,
        name_changed,
        fails="单位编码: 414002",
        passes="单位编码: 414001",
        before="单位编码: 414001",
    ),
)
