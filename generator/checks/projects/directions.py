"""Which way an indicator is meant to go, by the parts of its name.

A name is a notion with a measure behind it (事故·起数). A notion that nobody wants
(事故, 不合格, 应保未保) is to be few; what mends such a notion (事故·下降·率,
隐患·整改·率) turns it round. What is burden or limit (成本, 用时, 占比) may be bounded
from above, but is not wrong the other way. Everything else that is delivered is to
be many. Where the parts do not tell, the direction is unknown and nobody is warned.
"""

from __future__ import annotations

import re
from collections import deque
from enum import Enum
from functools import lru_cache
from typing import Final

from ...lexicon import any_of


class Direction(Enum):
    """Whether more or less of it is better."""

    UP = "越多越好"
    DOWN = "越少越好"
    UNKNOWN = "不知道"


# Notions that nobody wants.
_UNWANTED: Final = re.compile(
    any_of("directions.unwanted", "directions.cases")
    + r"|应.{1,2}未.{1,2}|错.率|漏.率|失.率"
    + rf"|[不未][一-鿿]{{2}}(?={any_of('directions.rates', 'directions.measures')}|$)"
)
# What turns an unwanted notion round behind it (投诉处理率), and in front of it (治理水土流失).
_MENDED: Final = re.compile(
    any_of("directions.answered", "directions.mending", "directions.mended", "changes.down",
           "再就业")
)  # fmt: skip
_MENDING: Final = re.compile(
    any_of("directions.mending", "changes.down", "修复", "处理", "处置", "受理", "办理")
    + "|无(?=故障|事故|差错)"
)
# Burdens and bounds: may be limited from above.
_BOUND: Final = re.compile(
    any_of("directions.bounds", "directions.costs", "directions.times", "directions.deviations",
           "changes.down", "heads.shares", "结转", "结余", "退", "降", "接待", "响应", "控制",
           "抽检不", "面积误", "面积占")
)  # fmt: skip
# Times that are short where all is well.
_DELAY: Final = re.compile(
    any_of("directions.answered", "完成", "审批", "等待", "等候", "办案", "到达", "到场", "出警",
           "出动", "拨付", "发放", "支付", "恢复", "排队", "流转", "通关", "公示", "停机", "中断")
    + rf"(?:平均)?{any_of('directions.times', '用时')}$|耗时$|(?<!使)用时$"
)  # fmt: skip
# What is bounded by its cost or its burden, whoever bears it.
_COSTLY: Final = re.compile(
    r"能耗|用水量|排放量|排放强度|(?:人均|单位|平均|单个|户均|每)[一-鿿]{0,30}成本$|单位[一-鿿]{0,30}费用"
)
# Rates and degrees that are always wanted.
_WANTED: Final = re.compile(
    r"(?<![不未非无])"
    + any_of(
        "directions.answered", "满意", "知晓", "及时", "完成", "覆盖", "合格", "达标", "优良",
        "就业", "通过", "入学", "利用", "准确", "保障", "到位", "参与", "正确", "成活", "保存",
        "参保", "参训", "普及", "支持", "认可", "使用", "兑现", "落实", "执行", "发放", "整改",
        "回收", "规范", "巩固", "建档", "签约", "接通", "公开", "完好", "上线", "按时", "按期",
        "有效", "绿化", "供水", "入户", "资助", "报到", "出勤", "验收",
    )
    + rf"{any_of('directions.rates', '天数比例')}$|优良天数"
)  # fmt: skip
# Gains that only more of makes better.
_GAIN: Final = re.compile(
    r"新增(?!债)|再就业|增收|产量$|产值$|带动|安全感|幸福感|获得感|招商引资|使用年限|无故障"
    + rf"|{any_of('changes.down', '节约', '提高', '提升', '筛查')}率$"
    r"|治理[一-鿿]{0,30}面积$|清理[一-鿿]{0,30}数量$|(?:减少|挽回)[一-鿿]{0,30}损失$"
    + rf"|(?:开放|服务|供水|供电){any_of('directions.times')}$"
)
# Sums or acts that should not have been: 违规发放率.
_ABUSED: Final = re.compile(
    any_of("directions.unwanted", "directions.cases", "重复", "虚假", "不当")
    + r"(?:发放|使用|支付|执行|报销|享受|申报)率$"
)
# What may stand behind a notion: how it is counted.
_MEASURE: Final = re.compile(
    r"(?:受害|人口|发生|产生|处罚|行为|案件|事件|情况|人员|总)?"
    + any_of("directions.rates", "directions.measures", "directions.times")
    + "?"
)
_LESS: Final = re.compile(
    any_of("changes.down", "缩短", "节约", "提升", "提高", "按时", "及时", "达标")
)
# Official rates that are bounded on either side: deviations and controls by another name.
_NEUTRAL: Final = re.compile(
    any_of("directions.deviations", "directions.costs", "经费", "预算执行")
)
# Notions that are somebody's work: how many there are is no fault of his.
_CASES: Final = re.compile(any_of("directions.cases"))
_BRACKETS: Final = re.compile(r"[（(][^（）()]*[)）]")


@lru_cache(8192)
def direction(name: str) -> Direction:
    """Which way an indicator is meant to go, where its name tells."""
    name = _BRACKETS.sub("", "".join(name.split()))
    if (_DELAY.search(name) or _COSTLY.search(name)) and not _LESS.search(name):
        return Direction.DOWN
    if _NEUTRAL.search(name):
        return Direction.UNKNOWN
    if _ABUSED.search(name):
        return Direction.DOWN
    if _WANTED.search(name) or _GAIN.search(name):
        return Direction.UP
    for notion in deque(_UNWANTED.finditer(name), maxlen=1):
        if _MEASURE.fullmatch(name, notion.end()) and not _is_mended(name, notion):
            return Direction.DOWN
    return Direction.UNKNOWN


def _is_mended(name: str, notion: re.Match[str]) -> bool:
    """Whether an unwanted notion is what is worked against."""
    before, behind = name[: notion.start()], name[notion.end() :]
    return bool(_MENDING.search(before) or _MENDED.search(behind))


def is_case(name: str) -> bool:
    """Whether what is counted may be the work itself: complaints, disputes, fires."""
    return bool(_CASES.search(name))


def is_bounded(name: str) -> bool:
    """Whether a name speaks of a burden or a bound, so that less of it may be wanted."""
    return bool(_BOUND.search(name) or _UNWANTED.search(name))
