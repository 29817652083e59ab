"""Every fault that is known of the real disclosures is found, and what is right there passes.

The faults are those of docs/领域.md 11, by their numbers there; nothing but the
listed places may be missed, nothing that passes be reported.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from generator import checks
from generator.checks.comparison import Comparison, Outcome
from tests.checks.judged import key, real_findings, sample_findings
from tests.checks.real import disclosure, subject

JULU, LINWU, GAOXIN = "julu-2024", "linwu-2021", "gaoxin-2020"


@cache
def comparisons(folder: Path, name: str) -> tuple[Comparison, ...]:
    return checks.compare(subject(disclosure(folder, name)))


# (number of the fault, document, rule, a part of the object, what stands there, what should)
FAULTS = [
    (4, GAOXIN, "JX030", "公务用车运行费", "9 辆", "0 万元"),
    (7, GAOXIN, "JX028", "拟购置固定资产", "144.76", "149.08"),
    (8, JULU, "JX004", "计量业务经费", "25%、50%、75%、100%", ""),
    (8, JULU, "JX004", "食品抽检经费", "25%、50%、75%、100%", ""),
    (10, JULU, "JX047", "单个基层所能力提升成本", "40", "≤29"),
    (11, GAOXIN, "JX035", "重点单位检查率", "≥100%", ""),
    (11, GAOXIN, "JX035", "重点单位工作开展率", "≥100%", ""),
    (11, GAOXIN, "JX035", "全年检定合格率", "≥100%", ""),
    (12, LINWU, "JX036", "基本支出", "1552.7", ""),
    (12, LINWU, "JX036", "项目支出", "263.7", ""),
    (12, LINWU, "JX007", "知识产权专利", "10.5", ""),
    (13, GAOXIN, "JX037", "打传会议组织完成率", "3", ""),
    (13, GAOXIN, "JX050", "企业参加培训数量", "质量指标", "数量指标"),
    (14, GAOXIN, "JX050", "采购音视频综合平台一套", "成本指标", "数量指标"),
    (14, LINWU, "JX050", "完成企业信用监管任务批次", "质量指标", "数量指标"),
    (15, JULU, "JX042", "领取工资人数", "≤40人", ""),
    (16, GAOXIN, "JX001", "资助拨付进度·指标值确定依据", "空白", ""),
    (16, JULU, "JX052", "散煤治理专项经费", "工作计划和安排", ""),
    (17, JULU, "JX051", "计量业务经费·满意度", "没有", ""),
    (17, JULU, "JX051", "质量安全监管专项经费·满意度", "没有", ""),
    (18, GAOXIN, "JX053", "加强药品监管", "加强药品监管", ""),
    (20, LINWU, "JX038", "农贸市场计量器具", "≥800余台次", ""),
    (20, GAOXIN, "JX039", "加强宣传次数", "2次数", ""),
    (21, LINWU, "JX041", "执法专项检查罚没金额", "290万元", ""),
    (21, LINWU, "JX041", "食品药品安全监管及医疗专项工作经费", "100万元", ""),
    (21, LINWU, "JX041", "工商系统行政管理专项", "45万元", ""),
    (22, JULU, "JX090", "食品抽检批次", "1600批次", "≥650批次"),
    (22, GAOXIN, "JX090", "专利申请量", "2300件", "2000"),
    (24, GAOXIN, "JX032", "散媒", "农村劣质散媒宣传及印刷费", "农村劣质散煤宣传及印刷费"),
    (25, GAOXIN, "JX066", "政府采购预算", "河北省市场监督管理局", "高新区市场监督管理局"),
    (26, JULU, "JX067", "发挥质量提升创新引领作用", "2023年", "2024年"),
    (28, JULU, "JX075", "食品抽检经费", "13052924P0058401238", "21 位"),
    (30, GAOXIN, "JX061", "印制宣传条幅50个", "《", ""),
    (30, GAOXIN, "JX061", "快检试剂及耗材保障经费", "“", ""),
    (32, JULU, "JX054", "计量业务经费", "1.该项目用于计量设备检定费等支出", "该项目用于计量设备"),
]  # fmt: skip

# What the list says passes: (number, document, rule, a part of the object, left, right).
RIGHT = [
    (1, LINWU, "JX005", "按收入性质分", "1816.4", "1816.4"),
    (1, LINWU, "JX005", "按支出性质分", "1816.4", "1816.4"),
    (1, GAOXIN, "JX012", "支出合计", "7070.37", "7070.37"),
    (1, GAOXIN, "JX010", "收支合计", "7070.37", "7070.37"),
    (2, GAOXIN, "JX013", "基本支出", "2307.34", "2307.34"),
    (3, GAOXIN, "JX014", "占比", "32.63%", "32.63%"),
    (3, GAOXIN, "JX014", "占比", "67.37%", "67.37%"),
    (4, GAOXIN, "JX015", "三公经费", "16", "16"),
    (4, GAOXIN, "JX016", "公务用车费", "12", "12"),
    (5, LINWU, "JX006", "项目支出", "263.7", "263.7"),
    (6, GAOXIN, "JX021", "合计·合计", "739.33", "739.33"),
    (6, GAOXIN, "JX021", "高新技术产业开发区市场监督管理局小计·合计", "722.03", "722.03"),
    (6, GAOXIN, "JX021", "消费维权中心小计·合计", "17.3", "17.3"),
    (6, GAOXIN, "JX027", "政府采购预算", "739.33", "739.33"),
    (7, GAOXIN, "JX021", "资产总额", "346.31", "346.31"),
    (7, GAOXIN, "JX029", "固定资产金额", "346.31", "346.31"),
    (10, LINWU, "JX047", "入网食品经营单位年均监管成本", "41.2", "≤41.2"),
]


def spoken(item: tuple[int, str, str, str, str, str]) -> str:
    return f"{item[0]}-{item[1]}-{item[2]}-{item[4]}"


@pytest.mark.parametrize("fault", FAULTS, ids=spoken)
def test_a_known_fault_is_found(real: Path, fault: tuple[int, str, str, str, str, str]) -> None:
    _, name, rule, part, left, right = fault
    matching = [
        c for c in comparisons(real, name)
        if c.rule == rule and part in c.object and c.left == left and right in c.right
    ]  # fmt: skip
    assert {c.outcome for c in matching} == {Outcome.DISAGREE}


@pytest.mark.parametrize("figure", RIGHT, ids=spoken)
def test_what_is_right_passes(real: Path, figure: tuple[int, str, str, str, str, str]) -> None:
    _, name, rule, part, left, right = figure
    matching = [
        c for c in comparisons(real, name)
        if c.rule == rule and part in c.object and (c.left, c.right) == (left, right)
    ]  # fmt: skip
    assert {c.outcome for c in matching} == {Outcome.AGREE}


@pytest.mark.parametrize("name", [JULU, LINWU, GAOXIN])
def test_findings_name_their_cells(real: Path, name: str) -> None:
    """A finding names cells, or the paragraph, that the laid-out document has."""
    one = subject(disclosure(real, name))
    ids = {cell.id for cell in one.document.cells}
    ids |= {block.id for laid in one.document.walk() for block in laid.blocks}
    ids |= {laid.entry.id for laid in one.document.walk()}
    found = checks.compare(one)
    assert {i for c in found for i in c.cells} <= ids
    bare = {c.rule for c in found if c.outcome is Outcome.DISAGREE and not c.cells}
    # What is missing has no place, nor has a table's note.
    assert bare <= {"JX001", "JX061", "JX066", "JX067"}


def test_nine_of_ten_findings_are_right_and_each_is_judged(real: Path) -> None:
    known = key()
    found = [*real_findings(real), *sample_findings()]
    unjudged = [f for f in found if f not in known]
    assert not unjudged
    assert sum(known[f] for f in found) / len(found) >= 0.9


def test_the_key_holds_no_finding_that_is_made_no_more(real: Path) -> None:
    assert set(key()) == {*real_findings(real), *sample_findings()}
