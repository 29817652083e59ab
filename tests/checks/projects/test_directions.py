"""Which way an indicator is meant to go, by the parts of its name."""

from __future__ import annotations

import pytest

from generator.checks.comparison import Outcome
from generator.checks.examples import indicators
from generator.checks.projects.directions import Direction, direction
from tests.checks.examples import check_of, compared


@pytest.mark.parametrize(
    "name",
    [
        "不合格率", "错保率", "漏保率", "服务对象不满意率", "低保对象应保未保比率",
        "政策覆盖面偏离率",
        "群众投诉率", "生产安全事故起数", "城镇登记失业率", "设备故障率", "农药残留超标率",
        "违规发放率", "裁判文书瑕疵率", "案件平均办理时限", "应急响应时间", "人均培训成本",
    ],
)  # fmt: skip
def test_what_nobody_wants_is_to_be_little(name: str) -> None:
    assert direction(name) is Direction.DOWN


@pytest.mark.parametrize(
    "name",
    [
        "抽检合格率", "补贴发放及时率", "群众满意度", "投诉人满意度", "投诉处理率", "隐患整改率",
        "就业率",
        "空气质量优良天数比例", "交通事故死亡人数下降率", "污水处理率", "失业人员再就业人数",
        "属实投诉举报奖励发放完成率", "系统平均无故障运行时间", "治理水土流失面积",
    ],
)  # fmt: skip
def test_what_is_wanted_is_to_be_much(name: str) -> None:
    assert direction(name) is Direction.UP


@pytest.mark.parametrize(
    "name",
    [
        "预算编制准确率", "科目调整次数", "“三公”经费控制率", "资产负债率", "处理投诉举报件数",
        "修复管网缺陷处数", "设备持续使用时间", "检测报告份数", "会议次数", "成本节约率",
    ],
)  # fmt: skip
def test_what_a_name_does_not_tell_is_not_guessed(name: str) -> None:
    assert direction(name) is Direction.UNKNOWN


@pytest.mark.parametrize(
    ("rule", "row", "finds"),
    [
        ("JX042", "产出指标 | 数量指标 | 领取工资人数 | ≤40人", True),
        ("JX042", "产出指标 | 数量指标 | 科目调整次数 | ≤10次", False),
        ("JX042", "产出指标 | 数量指标 | 公务接待批次 | ≤40批次", False),
        ("JX042", "产出指标 | 数量指标 | 信访件数 | ≥100件", False),
        ("JX042", "效益指标 | 社会效益指标 | 群众有效投诉件数 | ≥3件", True),
        ("JX042", "产出指标 | 时效指标 | 任务按时完成率 | ≤95%", True),
        ("JX042", "产出指标 | 时效指标 | 故障响应时间 | ≥30分钟", True),
        ("JX042", "效益指标 | 社会效益指标 | 事故发生次数 | ≥0次", False),
        ("JX048", "产出指标 | 成本指标 | 宣传品成本 | ≥3万元", True),
        ("JX048", "产出指标 | 成本指标 | 孤儿基本生活保障标准 | ≥1200元/人·月", False),
        ("JX050", "满意度指标 | 服务对象满意度指标 | 有责投诉件数 | ≤2件", False),
    ],
)  # fmt: skip
def test_the_sign_of_a_target_goes_with_its_name(rule: str, row: str, finds: bool) -> None:
    found = compared(check_of(rule), indicators(row))
    assert any(c.outcome is Outcome.DISAGREE for c in found) == finds
