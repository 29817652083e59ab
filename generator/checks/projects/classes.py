"""Which class an indicator stands in, and what is repeated (docs/领域.md 11.14–11.18)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ...diagnostics import FieldRule, Level
from ...evidence.evidence import Row
from ...evidence.reading import MONEY, base_unit, counting_unit
from ...evidence.subject import Subject
from ...forms import Form
from ...lexicon import any_of
from ...lexicon.folding import plain_name
from ...lexicon.likeness import distance_at_most
from ...model.disclosure import Project
from ...model.targets import Target, TargetKind
from ...model.words import Paragraph
from ..comparison import Check, Comparison, Outcome, clean, judged
from ..examples import indicators
from .directions import is_case

_88: Final = "指标按数量、质量、时效、成本、效益、满意度分类填报（参照财预〔2015〕88号）。"

WRONG_CLASS = FieldRule(
    "JX050",
    "指标放错了类别",
    Level.WARNING,
    why=_88,
    mend="移到合适的指标类别下面，或换一个合乎这一类的指标。",
)
CLASS_MISSING = FieldRule(
    "JX051",
    "缺少表式要求的指标类别",
    why="绩效指标包括产出、效益、满意度指标（参照财预〔2015〕88号），要哪几类以表式文件的规定为准。",
    mend="按提示在缺少的类别下至少补一行指标。",
)
SAME_BASIS = FieldRule(
    "JX052",
    "每一行的依据都一样",
    Level.WARNING,
    why="指标值要逐项说明设定的依据（参照财预〔2021〕101号）。",
    mend="逐个写明指标值从哪里来：计划、合同、标准、历史数据、问卷。",
)
VALUE_COPIES = FieldRule(
    "JX053",
    "指标值照抄名称或描述",
    Level.WARNING,
    why="绩效目标要细化量化，能够衡量（参照财预〔2015〕88号）。",
    mend="写出能够衡量的值：数字和单位，或“提高”“100%”一类的结果。",
)
GOAL_COPIES = FieldRule(
    "JX054",
    "绩效目标照抄资金用途",
    Level.WARNING,
    why="绩效目标是资金计划达到的产出和效果（参照财预〔2015〕88号）。",
    mend="绩效目标写要达到的结果，不写钱用在哪里。",
)
RATE_AS_QUANTITY = FieldRule(
    "JX055",
    "数量指标写的是比率",
    Level.NOTE,
    why=_88,
    mend="改写成数量（多少次、多少人），比率移到质量指标下面。",
)


_OFTEN: Final = re.compile(r"频次|频率")
_PER_TIME: Final = re.compile(f"次[/每]{any_of('units.spans', 'units.days', 'units.long')}")


def _is_frequency(row: Row, target: Target) -> bool:
    """How often, not how many: 1次/月, or a name that says so; 650批次/年 is how many."""
    return bool(_PER_TIME.fullmatch(target.unit) or _OFTEN.search(row.name))


def _misplaced(row: Row, target: Target) -> str | None:
    """Where a number cannot belong to its class, what it looks like; '' where it may."""
    unit, kind = base_unit(target.unit)[0], row.kind
    counted = counting_unit(unit) if "/" not in unit else ""
    is_money = bool(unit) and unit.partition("/")[0] in (*MONEY, "万元")
    if kind == "成本":
        return "数量" if counted else ""
    if kind == "质量":
        worse = target.number == 0 or target.operator in ("≤", "<")
        return "数量" if counted and not worse else ("成本" if is_money else "")
    if kind == "时效":
        is_many = counted and target.number != 0 and not _is_frequency(row, target)
        return "数量" if is_many else ("成本" if is_money else "")
    if kind == "满意度" and not is_case(row.name):
        return "数量" if counted else ""
    return "" if kind else None


def wrong_class(subject: Subject) -> Iterator[Comparison]:
    """A count under 成本 or 质量, a satisfaction outside 满意度."""
    return clean(WRONG_CLASS, _wrong_class(subject), "类别与指标相符")


def _wrong_class(subject: Subject) -> Iterator[Comparison]:
    for row in subject.evidence.rows:
        target = row.indicator.target
        if not row.kind or target.kind in (TargetKind.BLANK, TargetKind.NOT_APPLICABLE):
            continue
        looks = _misplaced(row, target) if target.kind is TargetKind.NUMBER else ""
        if row.kind != "满意度" and row.name.endswith(("满意度", "满意率")):
            looks = "满意度"
        if looks:
            level2 = row.indicator.level2.text if row.indicator.level2 else ""
            yield Comparison(
                WRONG_CLASS.id,
                row.label,
                Outcome.DISAGREE,
                level2,
                f"{looks}指标",
                row.cells("二级", "指标值"),
                f"“{row.name}”（{target.wording}）是{looks}，却放在“{level2}”下面。",
                f"移到{looks}指标下面，或换一个合乎这一类的指标。",
                row.indicator.name.span,
            )


def rate_as_quantity(subject: Subject) -> Iterator[Comparison]:
    """A percentage under 数量 says how well, not how much."""
    return clean(RATE_AS_QUANTITY, _rates(subject), "数量指标写数量")


def _rates(subject: Subject) -> Iterator[Comparison]:
    for row in subject.evidence.rows:
        target = row.indicator.target
        if row.kind == "数量" and target.unit.startswith("%"):
            yield Comparison(
                RATE_AS_QUANTITY.id,
                row.label,
                Outcome.DISAGREE,
                target.wording,
                "数量",
                row.cells("指标值"),
                f"数量指标“{row.name}”写的是比率“{target.wording}”，看不出要做多少。",
                RATE_AS_QUANTITY.mend,
                target.span,
            )


def lacking(project: Project, form: Form) -> tuple[str, ...]:
    """The form's requirements (产出, 效益, 满意度) of which no indicator is there.

    A class that is misspelt was told already (NR12); it counts as the one that it is meant to be.
    """
    present = {
        _meant((r.level1.text if r.level1 else "", r.level2.text if r.level2 else ""), form)
        for r in project.indicators.rows
    }
    return tuple(
        requirement
        for requirement, classes in form.required_classes
        if not any(c in present for c in classes)
    )


_MISSPELT: Final = 2


def _meant(given: tuple[str, str], form: Form) -> tuple[str, str]:
    """The form's class that differs from what was typed by a letter or two, else what was typed."""
    if given in form.classes or not all(given):
        return given
    near = (
        known for known in form.classes
        if distance_at_most(given[0], known[0], _MISSPELT)
        and distance_at_most(given[1], known[1], _MISSPELT)
    )  # fmt: skip
    return next(near, given)


def class_missing(subject: Subject) -> Iterator[Comparison]:
    """Each requirement of the form is met by at least one of its classes."""
    for project in subject.evidence.forms:
        form = subject.evidence.form(project)
        if not project.indicators or not form.required_classes:
            continue
        without = lacking(project, form)
        name = project.name.text or "未命名的项目"
        ids = tuple(i for r in subject.evidence.rows_of[id(project)] for i in r.cells("一级"))
        for requirement, classes in form.required_classes:
            named = "、".join(dict.fromkeys(c[1] for c in classes))
            yield judged(
                CLASS_MISSING,
                object=f"{name}·{requirement}指标",
                agrees=requirement not in without,
                left="没有",
                right=f"{requirement}指标",
                cells=tuple(dict.fromkeys(ids)),
                message=f"“{name}”没有{requirement}指标。",
                hint=f"至少补一行{requirement}指标（{named}）。",
                span=project.indicators.span,
            )


def same_basis(subject: Subject) -> Iterator[Comparison]:
    """One basis for four rows and more, the satisfaction among them, was copied down."""
    for project in subject.evidence.forms:
        bases = [r.basis.text for r in project.indicators.rows if r.basis is not None]
        filled = {plain_name(b) for b in bases if b}
        if len(bases) < 4 or not filled:
            continue
        rows = subject.evidence.rows_of[id(project)]
        first = project.indicators.rows[0].basis
        yield judged(
            SAME_BASIS,
            object=f"{project.label}·依据",
            agrees=len(filled) > 1 or len([b for b in bases if b]) < len(bases),
            left="、".join(sorted(filled)[:3]),
            right="逐项写明",
            cells=tuple(i for r in rows for i in r.cells("依据")),
            message=f"“{project.label}”的 {len(bases)} 个指标依据都是“{bases[0]}”。",
            span=first.span if first else project.indicators.span,
        )


def value_copies(subject: Subject) -> Iterator[Comparison]:
    """A value that only says the name or the description again says nothing."""
    return clean(VALUE_COPIES, _copies(subject), "具体的值")


def _copies(subject: Subject) -> Iterator[Comparison]:
    for row in subject.evidence.rows:
        target = row.indicator.target
        if target.kind is not TargetKind.TEXT:
            continue
        value = plain_name(target.wording)
        description = row.indicator.description.text if row.indicator.description else ""
        copied = "名称" if value == plain_name(row.name) else ""
        if not copied and len(value) >= 8 and value in plain_name(description):
            copied = "描述"
        if copied:
            yield Comparison(
                VALUE_COPIES.id,
                row.label,
                Outcome.DISAGREE,
                target.wording,
                "具体的值",
                row.cells("名称", "描述", "指标值"),
                f"“{row.name}”的指标值照抄了{copied}，看不出要达到什么程度。",
                VALUE_COPIES.mend,
                target.span,
            )


_NUMBERED: Final = re.compile(r"^\s*(?:\d{1,2}[.、．]|[（(]\d{1,2}[)）])\s*")
_THE: Final = re.compile(r"的|等(?:方面)?|支出|[。；，、,;\s]")


def _plain(text: str) -> str:
    return _THE.sub("", _NUMBERED.sub("", plain_name(text)))


def goal_copies(subject: Subject) -> Iterator[Comparison]:
    """A goal says what is reached; that the money is spent is no goal."""
    for project in subject.evidence.forms:
        purposes = {_plain(p.words.text) for p in project.purpose}
        goals = [p for p in project.goals if isinstance(p, Paragraph)]
        if not goals or not any(len(p) >= 6 for p in purposes):
            continue
        copied = [g for g in goals if _plain(g.words.text) in purposes and len(g.words.text) >= 6]
        span = copied[0].words.span if copied else goals[0].words.span
        left = copied[0].words.text if copied else goals[0].words.text
        yield judged(
            GOAL_COPIES,
            object=f"{project.label}·绩效目标",
            agrees=not copied,
            left=left,
            right=project.purpose[0].words.text,
            cells=subject.evidence.ids(project, "用途", "绩效目标"),
            message=f"“{project.label}”的绩效目标“{left}”与资金用途相同。",
            span=span,
        )


def _based(*bases: str) -> str:
    rows = "\n".join(
        f"      | 产出指标 | 数量指标 | 检查{n} | ≥4次 | {basis} |" for n, basis in enumerate(bases)
    )
    return (
        "项目:\n  - 名称: 抽检\n    绩效指标: |\n"
        "      | 一级指标 | 二级指标 | 三级指标 | 指标值 | 依据 |\n"
        f"      |---|---|---|---|---|\n{rows}"
    )


def _goal(text: str) -> str:
    return f"项目:\n  - 名称: 抽检\n    用途: 用于食品检测费等支出\n    绩效目标: |\n      1.{text}"


_THREE: Final = ("产出指标 | 数量指标 | 检查 | ≥4次", "效益指标 | 社会效益指标 | 事故 | 0起")
CHECKS: Final = (
    Check(
        WRONG_CLASS,
        wrong_class,
        fails=indicators("产出指标 | 成本指标 | 采购平台 | 1套"),
        passes=indicators("产出指标 | 数量指标 | 采购平台 | 1套"),
    ),
    Check(
        CLASS_MISSING,
        class_missing,
        fails=indicators(*_THREE),
        passes=indicators(*_THREE, "满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥90%"),
    ),
    Check(
        SAME_BASIS,
        same_basis,
        fails=_based(*["工作计划"] * 4),
        passes=_based("工作计划", "工作计划", "合同", "问卷"),
    ),
    Check(
        VALUE_COPIES,
        value_copies,
        fails=indicators("产出指标 | 质量指标 | 加强药品监管 | 加强药品监管"),
        passes=indicators("产出指标 | 质量指标 | 药品监管能力 | 提高"),
    ),
    Check(
        GOAL_COPIES,
        goal_copies,
        fails=_goal("用于食品检测费等支出"),
        passes=_goal("问题食品全部下架"),
    ),
    Check(
        RATE_AS_QUANTITY,
        rate_as_quantity,
        fails=indicators("产出指标 | 数量指标 | 奖励资金拨付率 | 100%"),
        passes=indicators("产出指标 | 数量指标 | 奖励企业数量 | 8家"),
    ),
)
