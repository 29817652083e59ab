"""Marks that would be printed as their signs are told, wherever a text stands."""

from __future__ import annotations

import pytest

from generator.checks.comparison import Outcome
from generator.checks.examples import indicators, purpose
from tests.checks.examples import check_of, compared


def found(text: str) -> list[str]:
    comparisons = compared(check_of("JX136"), text)
    return [c.left for c in comparisons if c.outcome is Outcome.DISAGREE]


@pytest.mark.parametrize(
    "mark",
    ["[^1]", "![流程](附件/a.png)", "[说明](https://www.example.gov.cn/)", "<br>", "<b>", "&nbsp;"],
)
def test_a_mark_in_a_cell_or_a_text_is_told(mark: str) -> None:
    row = indicators(f"产出指标 | 数量指标 | 检测份数{mark} | ≥4份")
    assert found(row) == [mark]
    if not mark.startswith(("[^", "![")):  # these are errors of the text itself
        assert found(purpose(f"用于采购{mark}检测设备")) == [mark]


@pytest.mark.parametrize(
    "text", ["误差<5%", "响应时间<2小时", "A&B 类设备", "[略]", "见 [2025] 1 号"]
)
def test_other_signs_are_text(text: str) -> None:
    assert found(purpose(f"用于采购检测设备，{text}")) == []
