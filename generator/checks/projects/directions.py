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
    any_of("notions.cases", "notions.unwanted") + r"|应.{1,2}未.{1,2}|错.率|漏.率|失.率"
    rf"|(?:不|未)[一-鿿]{{2}}(?={any_of('units.rates', 'units.counts', '数')}|$)"
)
# What turns an unwanted notion round, behind it: 投诉处理率, 事故下降率.
_MENDED: Final = re.compile(
    any_of("notions.mending", "notions.settled", "notions.handled", "changes.down")
)
# Burdens and bounds: may be limited from above.
_BOUND: Final = re.compile(
    any_of(
        "notions.times",
        "notions.costs",
        "notions.prices",
        "notions.bounded",
        "funds.carried",
        "时效",
        "间隔",
        "用量",
        "用电",
        "用水",
        "能耗",
        "排放",
        "债",
        "降",
        "减少",
        "下降",
        "限",
        "占比",
        "负担",
        "浓度",
        "比例",
        "人均",
        "波动",
        "控制",
        "调整次数",
        "调剂",
        "排名",
        "名次",
        "响应",
        "风险",
        "险",
        "害",
        "病",
        "误",
        "缺",
        "退",
        "漏",
        "违",
        "超",
        "重大",
        "发生",
        "死",
        "税",
        "利率",
        "费率",
        "折扣",
        "折旧",
        "次生",
        "库存",
        "涨幅",
        "增幅",
        "增速",
        "速度",
        "噪声",
        "噪音",
        "含量",
        "残留",
        "抽检不",
        "距离",
        "面积误",
        "差异",
        "面积占",
    )
)
# Times that are short where all is well.
_DELAY: Final = re.compile(
    rf"(?:{any_of('notions.settled', 'notions.handled')}|完成|审批|等待|等候|办案|到达|到场|出警|"
    r"出动|拨付|发放|支付|恢复|排队|流转|通关|公示|停机|中断)(?:平均)?"
    rf"{any_of('notions.times', '用时')}$|耗时$|(?<!使)用时$"
)
# What is bounded by its cost or its burden, whoever bears it.
_COSTLY: Final = re.compile(
    r"能耗|排放量|排放强度|(?:人均|单位|平均|单个|户均|每)[一-鿿]*成本$|单位[一-鿿]*(?:能耗|费用)"
)
# Rates and degrees that are always wanted.
_WANTED: Final = re.compile(
    rf"(?<![不未非无])(?:{any_of('notions.settled')}|满意|知晓|及时|完成|覆盖|合格|达标|优良|就业|通过|入学|利用|准确|保障|到位|"
    r"参与|正确|成活|保存|参保|参训|普及|支持|认可|使用|兑现|落实|执行|发放|整改|回收|规范|巩固|建档|签约|接通|公开|完好|"
    r"上线|按时|按期|有效|绿化|供水|入户|资助|报到|出勤|抽检合格|一次验收)"
    rf"{any_of('units.rates', '度', '天数比例')}$|优良天数"
)
# What may stand behind a notion: how it is counted.
_MEASURE: Final = re.compile(
    r"(?:发生|产生|处罚|行为|案件|事件|情况|人员|总)?"
    + any_of(
        "units.rates", "units.counts", "起数", "处数", "数", "量", "度", "天数", "金额", "时间"
    )
    + "?"
)
_LESS: Final = re.compile(
    any_of("changes.down", "缩短", "节约", "提升", "提高", "按时", "及时", "达标")
)
# Notions that are somebody's work: how many there are is no fault of his.
_CASES: Final = re.compile(any_of("notions.cases"))
_BRACKETS: Final = re.compile(r"[（(][^（）()]*[)）]")


@lru_cache(8192)
def direction(name: str) -> Direction:
    """Which way an indicator is meant to go, where its name tells."""
    name = _BRACKETS.sub("", "".join(name.split()))
    if _NEUTRAL.search(name):
        return Direction.UNKNOWN
    if _WANTED.search(name):
        return Direction.UP
    notion = deque(_UNWANTED.finditer(name), maxlen=1)
    if notion or _DELAY.search(name) or _COSTLY.search(name):
        rest = name[notion[0].end() :] if notion else ""
        is_plain = not _MENDED.search(name) if notion else not _LESS.search(name)
        return Direction.DOWN if is_plain and _MEASURE.fullmatch(rest) else Direction.UNKNOWN
    return Direction.UNKNOWN


def is_case(name: str) -> bool:
    """Whether what is counted may be the work itself: complaints, disputes, fires."""
    return bool(_CASES.search(name))


# Official rates that are bounded on either side: deviations and controls by another name.
_NEUTRAL: Final = re.compile(any_of("notions.bounded", "notions.costs", "控制率", "预算执行"))


def is_bounded(name: str) -> bool:
    """Whether a name speaks of a burden or a bound, so that less of it may be wanted."""
    return bool(_BOUND.search(name) or _UNWANTED.search(name))
