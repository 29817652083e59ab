"""The value of an indicator by itself (docs/领域.md 11.11–11.21)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from ...diagnostics import FieldRule, Level
from ...evidence.evidence import Row
from ...evidence.reading import COUNTING, MONEY, base_unit, counting_unit
from ...evidence.subject import Subject
from ...lexicon import any_of
from ...model.amounts import plain_number
from ...model.targets import Target, TargetKind
from ..comparison import Check, Comparison, Outcome, clean
from ..examples import indicators
from .directions import Direction, direction, is_bounded, is_case

_88: Final = "绩效目标要指向明确、细化量化（参照财预〔2015〕88号）。"
_101: Final = "指标值由数字和计量单位组成，在预算管理系统里分栏填报。"

FULL_RATE = FieldRule(
    "JX035",
    "比率写成“≥100%”",
    why=_88,
    mend="全部做到的写“100%”；留有余地的写小于 100 的数，例如“≥98%”。",
)
NO_UNIT = FieldRule(
    "JX036",
    "数值没有单位",
    why=_101,
    mend="在数字后面写上单位：比率写“%”，数量写“次”“人”“份”一类的计数单位。",
)
RATE_OR_COUNT = FieldRule(
    "JX037",
    "比率用了计数单位，或数量用了百分号",
    why=_101,
    mend="改正指标值的单位，或把指标名称改成与单位相符的说法。",
)
BOUND_AND_ABOUT = FieldRule(
    "JX038",
    "“≥”“≤”与“余”“约”并用",
    why=_88,
    mend="只留一种：“≥800台次”或“约800台次”。",
)
DOUBLED_UNIT = FieldRule(
    "JX039",
    "计量单位重复",
    why=_101,
    mend="只留一个单位。",
)
WORDS_IN_VALUE = FieldRule(
    "JX040",
    "指标值里混进了别的文字",
    Level.WARNING,
    why=_101,
    mend="指标值只写符号、数字和单位，说明写进“描述”。",
)
FINES = FieldRule(
    "JX041",
    "把罚没收入作为绩效目标",
    why="罚没款项不得同行政机关的考核、考评直接或者变相挂钩（行政处罚法第七十四条）。",
    mend="删去这一行；可以改成案件办结率、整改率一类的指标。",
)
ODD_DIRECTION = FieldRule(
    "JX042",
    "指标值的方向不合情理",
    Level.WARNING,
    why=_88,
    mend="核对“≥”和“≤”：做得越多越好的写“≥”，越少越好的写“≤”。",
)

_RATE: Final = re.compile(
    r"(?:(?<![效频速功利税汇斜曲概])率|比例|比率|占比|百分比)(?:[（(][%％][)）])?$"
)
_COUNT: Final = re.compile(
    any_of(
        "数量",
        "次数",
        "人数",
        "个数",
        "件数",
        "份数",
        "批次",
        "户数",
        "台数",
        "家数",
        "套数",
        "册数",
        "面积",
        "里程",
    )
    + "$"
)
_BARE: Final = re.compile(
    any_of("units.bare") + "|pH|PH|分数|名次|排名|等级|比值|浓度|倍数|年份|编号"
)
_IN_NAME: Final = re.compile(r"[（(](?:%|％|‰|[一-鿿/]{1,5})[)）]")
_GROWTH: Final = re.compile(
    any_of("changes.up", "提升", "增速", "完成计划", "产出", "产能", "收益")
)


def _numbers(subject: Subject) -> Iterator[tuple[Row, Target]]:
    """The indicators whose value is a number."""
    for row in subject.evidence.rows:
        if row.indicator.target.kind is TargetKind.NUMBER:
            yield row, row.indicator.target


def _each(
    subject: Subject,
    rule: FieldRule,
    fits: Callable[[Row, Target], str | None],
    wanted: str,
    message: str,
    hint: str = "",
) -> Iterator[Comparison]:
    """What is wrong with a number; one comparison for the whole where nothing is.

    `fits` gives '' where the value is in order, the word at fault, or None where
    the rule does not apply.
    """
    found = _faults(subject, rule, fits, wanted, message, hint or rule.mend)
    return clean(rule, found, wanted)


def _faults(
    subject: Subject,
    rule: FieldRule,
    fits: Callable[[Row, Target], str | None],
    wanted: str,
    message: str,
    hint: str,
) -> Iterator[Comparison]:
    for row, target in _numbers(subject):
        if fault := fits(row, target):
            yield Comparison(
                rule.id,
                row.label,
                Outcome.DISAGREE,
                target.wording,
                wanted,
                row.cells("名称", "指标值"),
                message.format(name=row.name, value=target.wording, fault=fault),
                hint.format(name=row.name, fault=fault, number=_shown(target)),
                target.span,
            )


def _shown(target: Target) -> str:
    return plain_number(target.number) if target.number is not None else ""


def full_rate(subject: Subject) -> Iterator[Comparison]:
    """Nothing is more than all of it: ≥100% of a rate is =100%."""

    def fits(row: Row, target: Target) -> str | None:
        if not target.unit.startswith("%") or target.operator not in ("≥", ">"):
            return None
        if target.number is None or target.number < 100 or _GROWTH.search(row.name):
            return None if target.number is None else ""
        return "100%"

    message = "“{name}”写成“{value}”，比率不会超过 100%。"
    return _each(subject, FULL_RATE, fits, "≤100%", message, "写成“100%”。")


def no_unit(subject: Subject) -> Iterator[Comparison]:
    """A number names its unit, in its cell or in brackets behind the indicator's name."""

    def fits(row: Row, target: Target) -> str | None:
        if _BARE.search(row.name) or _RATE.search(row.name):
            return None
        return "无" if not target.unit and not _IN_NAME.search(row.name) else ""

    message = "“{name}”的指标值“{value}”没有计量单位。"
    hint = "在数字后面写上单位，例如“{number}次”“{number}万元”。"
    return _each(subject, NO_UNIT, fits, "数字和单位", message, hint)


def rate_or_count(subject: Subject) -> Iterator[Comparison]:
    """A name that ends in 率 wants %, one that ends in 次数 a counting unit."""

    def fits(row: Row, target: Target) -> str | None:
        if _RATE.search(row.name):
            counted = bool(counting_unit(base_unit(target.unit)[0])) and "/" not in target.unit
            bare = not target.unit and not _IN_NAME.search(row.name)
            return "百分号（%）" if counted or bare else ""
        if _COUNT.search(row.name) and row.kind != "满意度":
            return "计数的单位" if target.unit.startswith("%") else ""
        return None

    message = "“{name}”应当用{fault}，写的是“{value}”。"
    return _each(subject, RATE_OR_COUNT, fits, "名称与单位相符", message)


_ABOUT: Final = re.compile(r"\d[余多]|[余约]|左右|大约")


def bound_and_about(subject: Subject) -> Iterator[Comparison]:
    """`≥800余台次`: a bound is exact or none."""

    def fits(row: Row, target: Target) -> str | None:
        about = _ABOUT.search(target.wording) if target.operator and target.approximate else None
        return about[0].lstrip("0123456789") if about else ""

    message = "“{name}”的指标值“{value}”既有界限又有“{fault}”，无法考核。"
    return _each(subject, BOUND_AND_ABOUT, fits, "确定的数", message, "删去“{fault}”，写确定的数。")


_DOUBLED: Final = re.compile(
    r"(?P<unit>[次人份台个户件家册批项场])数$|^(?P<same>%|％|[一-鿿]{1,2})(?P=same)"
)


def doubled_unit(subject: Subject) -> Iterator[Comparison]:
    """`2次数`, `95%%`, `3个个`."""

    def fits(row: Row, target: Target) -> str | None:
        match = _DOUBLED.search(target.unit)
        return target.unit if match else ""

    message = "“{name}”的指标值“{value}”，“{fault}”不是计量单位。"
    hint = "数字后面只写一个单位，例如“{number}次”。"
    return _each(subject, DOUBLED_UNIT, fits, "一个单位", message, hint)


_PHRASE: Final = re.compile(r"(?:率|满意度|情况|程度)")


def words_in_value(subject: Subject) -> Iterator[Comparison]:
    """`≥90市场主体对年报工作的整体满意率`: the unit gave way to a sentence."""

    def fits(row: Row, target: Target) -> str | None:
        unit = target.unit
        strange = len(unit) > 8 or bool(_PHRASE.search(unit)) or "(" in unit
        known = unit.startswith(("%", *MONEY, *COUNTING)) or "/" in unit
        return unit if strange and not known else ""

    message = "“{name}”的指标值“{value}”里，“{fault}”不像计量单位。"
    return _each(subject, WORDS_IN_VALUE, fits, "符号、数字、单位", message)


_FINE: Final = re.compile(r"(?:罚没|罚款)(?:收入|金额|总额|数额|$)|罚没款|没收(?:金额|款)")


def fines(subject: Subject) -> Iterator[Comparison]:
    """Fines must not be set as targets."""

    def fits(row: Row, target: Target) -> str | None:
        is_money = base_unit(target.unit)[0] in MONEY or not target.unit
        if not _FINE.search(row.name):
            return None
        return "罚没" if is_money or target.unit.startswith("%") else ""

    message = "“{name}”把罚没收入定为“{value}”的目标。"
    return _each(subject, FINES, fits, "不设罚没目标", message)


_DELIVERED: Final = frozenset({"数量", "满意度"})


def is_unwanted(name: str) -> bool:
    """Whether less of what is counted is better: accidents, faults, delays."""
    return direction(name) is Direction.DOWN


def odd_direction(subject: Subject) -> Iterator[Comparison]:
    """`领取工资人数 ≤40人`: less of an output is better only for what nobody wants."""

    def fits(row: Row, target: Target) -> str | None:
        downwards = target.operator in ("≤", "<")
        upwards = target.operator in ("≥", ">")
        if not (downwards or upwards):
            return None
        wanted = direction(row.name)
        if wanted is Direction.DOWN:
            is_work = row.kind == "数量" and is_case(row.name)
            return "“≥”" if upwards and target.number != 0 and not is_work else ""
        if wanted is Direction.UP or row.kind in _DELIVERED:
            is_odd = downwards and (wanted is Direction.UP or not is_bounded(row.name))
            return "“≤”" if is_odd else ""
        if row.kind == "质量" and _RATE.search(row.name):
            return "“≤”" if downwards and not is_bounded(row.name) else ""
        return None

    message = "“{name}”写成“{value}”，用{fault}意味着越少（多）越好，与指标的意思相反。"
    hint = "确定的数直接写“{number}”加单位；否则把符号改过来。"
    return _each(subject, ODD_DIRECTION, fits, "方向与意思相符", message, hint)


CHECKS: Final = (
    Check(
        FULL_RATE,
        full_rate,
        fails=indicators("产出指标 | 质量指标 | 隐患整改率 | ≥100%"),
        passes=indicators("产出指标 | 质量指标 | 隐患整改率 | ≥98%"),
    ),
    Check(
        NO_UNIT,
        no_unit,
        fails=indicators("产出指标 | 数量指标 | 培训场次 | 10"),
        passes=indicators("产出指标 | 数量指标 | 培训场次 | 10场"),
    ),
    Check(
        RATE_OR_COUNT,
        rate_or_count,
        fails=indicators("产出指标 | 质量指标 | 会议组织完成率 | 3次"),
        passes=indicators("产出指标 | 质量指标 | 会议组织完成率 | 100%"),
    ),
    Check(
        BOUND_AND_ABOUT,
        bound_and_about,
        fails=indicators("产出指标 | 数量指标 | 检定台次 | ≥800余台次"),
        passes=indicators("产出指标 | 数量指标 | 检定台次 | ≥800台次"),
    ),
    Check(
        DOUBLED_UNIT,
        doubled_unit,
        fails=indicators("产出指标 | 数量指标 | 宣传活动 | 2次数"),
        passes=indicators("产出指标 | 数量指标 | 宣传活动 | 2次"),
    ),
    Check(
        WORDS_IN_VALUE,
        words_in_value,
        fails=indicators("产出指标 | 数量指标 | 商户评价 | ≥90商户对服务的满意率"),
        passes=indicators("产出指标 | 数量指标 | 商户评价 | ≥90%"),
    ),
    Check(
        FINES,
        fines,
        fails=indicators("效益指标 | 经济效益指标 | 专项整治罚没款 | 100万元"),
        passes=indicators("效益指标 | 经济效益指标 | 罚没物资处置率 | 100%"),
    ),
    Check(
        ODD_DIRECTION,
        odd_direction,
        fails=indicators("产出指标 | 数量指标 | 领取工资人数 | ≤40人"),
        passes=indicators(
            "产出指标 | 数量指标 | 领取工资人数 | 40人", "产出指标 | 质量指标 | 事故发生次数 | ≤2次"
        ),
    ),
)
