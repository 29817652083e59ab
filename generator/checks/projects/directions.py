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
# What turns it round in front of it: 治理水土流失面积, 处理投诉件数.
_MENDING: Final = re.compile(
    r"治理|减少|修复|处理|处置|受理|挽回|查处|调解|办理|排查|防治|防控|清理|化解|降低|压减|避免|预防|"
    r"救助|控制|整改|拆除|扑救|打击|消除|监测预警|无(?=故障|事故|差错)"
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
        "接待",
        "出国",
        "公务用车",
        "保有量",
        "编外",
        "聘用",
        "印刷",
        "追加",
        "会议",
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
    r"能耗|用水量|排放量|排放强度|(?:人均|单位|平均|单个|户均|每)[一-鿿]*成本$|单位[一-鿿]*(?:能耗|费用)"
)
# Rates and degrees that are always wanted.
_WANTED: Final = re.compile(
    rf"(?<![不未非无])(?:{any_of('notions.settled')}|满意|知晓|及时|完成|覆盖|合格|达标|优良|就业|通过|入学|利用|准确|保障|到位|"
    r"参与|正确|成活|保存|参保|参训|普及|支持|认可|使用|兑现|落实|执行|发放|整改|回收|规范|巩固|建档|签约|接通|公开|完好|"
    r"上线|按时|按期|有效|绿化|供水|入户|资助|报到|出勤|抽检合格|一次验收)"
    rf"{any_of('units.rates', '度', '天数比例')}$|优良天数"
)
# Gains that only more of makes better.
_GAIN: Final = re.compile(
    r"新增(?!债)|再就业|增收|产量$|产值$|带动|安全感|幸福感|获得感|招商引资|使用年限|无故障|"
    r"(?:下降|降低|减少|节约|提高|提升|筛查)率$|治理[一-鿿]*面积$|清理[一-鿿]*数量$|"
    r"(?:开放|服务|供水|供电)(?:时间|时长|天数)$|(?:减少|挽回)[一-鿿]*损失$"
)
# Sums or acts that should not have been: 违规发放率.
_ABUSED: Final = re.compile(
    r"(?:违规|违法|错误|超标|超期|逾期|重复|虚假|不当)(?:发放|使用|支付|执行|报销|享受|申报)率$"
)
# What may stand behind a notion: how it is counted.
_MEASURE: Final = re.compile(
    r"(?:受害|人口|发生|产生|处罚|行为|案件|事件|情况|人员|总)?"
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


# Official rates that are bounded on either side: deviations and controls by another name.
_NEUTRAL: Final = re.compile(any_of("notions.bounded", "notions.costs", "控制率", "预算执行"))


def is_bounded(name: str) -> bool:
    """Whether a name speaks of a burden or a bound, so that less of it may be wanted."""
    return bool(_BOUND.search(name) or _UNWANTED.search(name))
