"""What a budget counts is not less than nothing; a change may be."""

from __future__ import annotations

import pytest

from generator.checks.comparison import Outcome
from tests.checks.examples import check_of, compared

PROJECT = "项目:\n  - 名称: 抽检\n"
TABLE = (
    "表式: 石家庄2020\n国有资产信息: |\n  ```表\n  标题: 固定资产占用情况表\n  单位: 万元\n"
    "  | 项目 | {0} | {1} |\n  |---|---|---|\n  | 车辆 | {2} | {3} |\n  ```"
)
INDICATOR = (
    PROJECT + "    绩效指标: |\n      | 一级指标 | 二级指标 | 三级指标 | 指标值 |\n"
    "      |---|---|---|---|\n      | 产出指标 | {} | {} | {} |"
)


def found(text: str) -> list[tuple[str, str, int]]:
    """Object, figure and line of what the rule finds."""
    check = check_of("JX043")
    comparisons = compared(check, text)
    return [
        (c.object, c.left, c.span.line)
        for c in comparisons
        if c.outcome is Outcome.DISAGREE and c.cells
    ]


def test_no_part_of_the_funding_is_negative_though_the_sum_holds() -> None:
    text = f"{PROJECT}    预算数: 95\n    财政资金: 100\n    其他资金: -5"
    assert found(text) == [("抽检·其他资金", "-5", 9)]


def test_nor_a_sum_of_the_whole_departments_form() -> None:
    parts = "按收入性质分:\n    一般公共预算: 100\n    其他资金: −5万元"
    ((object, left, _),) = found(f"表式: 湖南\n整体支出:\n  资金总额: 95\n  {parts}")
    assert (object, left) == ("部门整体支出绩效目标·其他资金", "−5万元")


@pytest.mark.parametrize("heads", [("数量", "价值"), ("采购数量", "单价"), ("数量", "预算资金")])
def test_quantities_and_prices_of_tables_are_not_negative(heads: tuple[str, str]) -> None:
    assert len(found(TABLE.format(*heads, "-9", "-92.28"))) == 2
    assert not found(TABLE.format(*heads, "9", "0"))


@pytest.mark.parametrize("head", ["增减额", "比上年增加", "净值变动", "金额差额", "备注"])
def test_a_change_may_be_negative(head: str) -> None:
    assert not found(TABLE.format("数量", head, "9", "-92.28"))


@pytest.mark.parametrize(
    ("kind", "name", "value", "count"),
    [
        ("数量指标", "抽检批次", "≥-5批次", 1),
        ("成本指标", "抽检成本", "≤-3万元", 1),
        ("数量指标", "抽检批次增减", "-5批次", 0),
        ("质量指标", "冷库温度", "≤-18℃", 0),
        ("数量指标", "抽检批次", "≥5批次", 0),
    ],
)
def test_indicators_do_not_count_below_nothing(
    kind: str, name: str, value: str, count: int
) -> None:
    assert len(found(INDICATOR.format(kind, name, value))) == count
