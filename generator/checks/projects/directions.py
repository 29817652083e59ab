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


class Direction(Enum):
    """Whether more or less of it is better."""

    UP = "越多越好"
    DOWN = "越少越好"
    UNKNOWN = "不知道"


def _any(words: str) -> str:
    return "|".join(sorted(words.split(), key=len, reverse=True))


# Notions that nobody wants.
_UNWANTED: Final = re.compile(
    _any(
        "瑕疵 改判 延迟 超概算 事故 差错 死亡 伤亡 故障 滞纳 损失 损耗 漏损 舆情 违规 "
        "违法 违约 违纪 违章 超支 超标 超期 超时 延误 延期 中断 退货 投诉 上访 信访 "
        "失业 辍学 流失 返贫 返工 复发 复吸 拖欠 逾期 误差 偏差 偏离 缺陷 污染 犯罪 "
        "发案 火灾 纠纷 错误 出错 误报 漏报 误诊 漏诊 感染 发病 患病 空置 闲置 破损 "
        "缺勤 缺席 浪费 侵权 差评 断供 停电 停水 泄漏 泄露 积压 欠费 赤字 结转结余"
    )
    + r"|应.{1,2}未.{1,2}|错.率|漏.率|失.率"
    r"|(?:不|未)[一-鿿]{2}(?=率|比例|比率|次数|件数|人数|数|$)"
)
# What turns an unwanted notion round, behind it: 投诉处理率, 事故下降率.
_MENDED: Final = re.compile(
    _any(
        "整改 处置 处理 处结 办结 查处 化解 修复 下降 降低 减少 压减 控制 消除 治理 "
        "回收 避免 排查 报告 调解 救治 防治 防控 预防 防范 监测 检测 检查 培训 再就业 "
        "响应 回复 答复 反馈 挽回 追回 抢修 排除 清理 清零 救助 保险 赔付 教育 演练 "
        "普查 调查 侦破 结案 办理 稳控 帮扶 劝返 率先 盘活 解决 接待 受理 监管 补助 "
        "补偿"
    )
)
# What turns it round in front of it: 治理水土流失面积, 处理投诉件数.
_MENDING: Final = re.compile(
    r"治理|减少|修复|处理|处置|受理|挽回|查处|调解|办理|排查|防治|防控|清理|化解|降低|压减|避免|预防|"
    r"救助|控制|整改|拆除|扑救|打击|消除|监测预警|无(?=故障|事故|差错)"
)
# Burdens and bounds: may be limited from above.
_BOUND: Final = re.compile(
    _any(
        "接待 出国 公务用车 保有量 编外 聘用 印刷 追加 会议 时间 时限 时长 时效 周期 "
        "天数 间隔 成本 费用 支出 经费 用量 用电 用水 能耗 排放 债 降 减少 下降 限 "
        "占比 负担 浓度 比例 人均 变动率 增减率 波动 控制 调整次数 调剂 调整率 结转 "
        "结余 排名 名次 响应 风险 险 害 病 误 缺 退 漏 违 超 重大 发生 死 税 利率 费率 "
        "折扣 折旧 次生 库存 价格 单价 涨幅 增幅 增速 编制准确率 速度 噪声 噪音 含量 "
        "残留 抽检不 距离 面积误 差异 面积占"
    )
)
# Times that are short where all is well.
_DELAY: Final = re.compile(
    r"(?:响应|办理|办结|完成|修复|处置|处理|审批|等待|等候|办案|到达|到场|出警|出动|拨付|发放|支付|反馈|回复|"
    r"答复|恢复|抢修|排除|排队|受理|流转|通关|公示|停机|中断)(?:平均)?(?:时间|时限|时长|周期|天数|用时)$|耗时$|(?<!使)用时$"
)
# What is bounded by its cost or its burden, whoever bears it.
_COSTLY: Final = re.compile(
    r"能耗|用水量|排放量|排放强度|(?:人均|单位|平均|单个|户均|每)[一-鿿]{0,30}成本$|单位[一-鿿]{0,30}(?:能耗|费用)"
)
# Rates and degrees that are always wanted.
_WANTED: Final = re.compile(
    r"(?<![不未非无])(?:满意|知晓|及时|完成|覆盖|合格|达标|优良|就业|通过|入学|利用|准确|保障|到位|办结|参与|正确|成活|保存|参保|参训|"
    r"普及|支持|认可|使用|兑现|落实|执行|发放|整改|处理|处置|回收|规范|巩固|建档|签约|接通|响应|公开|完好|上线|按时|"
    r"按期|有效|绿化|供水|入户|资助|报到|出勤|抽检合格|一次验收)(?:度|率|比例|比率|天数比例)$|优良天数"
)
# Gains that only more of makes better.
_GAIN: Final = re.compile(
    r"新增(?!债)|再就业|增收|产量$|产值$|带动|安全感|幸福感|获得感|招商引资|使用年限|无故障|"
    r"(?:下降|降低|减少|节约|提高|提升|筛查)率$|治理[一-鿿]{0,30}面积$|清理[一-鿿]{0,30}数量$|"
    r"(?:开放|服务|供水|供电)(?:时间|时长|天数)$|(?:减少|挽回)[一-鿿]{0,30}损失$"
)
# Sums or acts that should not have been: 违规发放率.
_ABUSED: Final = re.compile(
    r"(?:违规|违法|错误|超标|超期|逾期|重复|虚假|不当)(?:发放|使用|支付|执行|报销|享受|申报)率$"
)
# What may stand behind a notion: how it is counted.
_MEASURE: Final = re.compile(
    r"(?:受害|人口|发生|产生|处罚|行为|案件|事件|情况|人员|总)?"
    r"(?:率|比例|比率|次数|起数|件数|人数|处数|数量|个数|数|量|度|天数|金额|时间)?"
)
_LESS: Final = re.compile(r"下降|降低|减少|压减|缩短|压缩|节约|提升|提高|按时|及时|达标")
# Notions that are somebody's work: how many there are is no fault of his.
_CASES: Final = re.compile(
    r"投诉|信访|上访|纠纷|火灾|感染|发病|患病|违法|违规|违章|犯罪|发案|舆情|侵权"
)
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
_NEUTRAL: Final = re.compile(r"编制准确率|控制率|变动率|调整率|增减率|成本|费用|支出|经费|预算执行")


def is_bounded(name: str) -> bool:
    """Whether a name speaks of a burden or a bound, so that less of it may be wanted."""
    return bool(_BOUND.search(name) or _UNWANTED.search(name))
