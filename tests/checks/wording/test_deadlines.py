"""A target whose date lies before the year that is budgeted is last year's, left in."""

from __future__ import annotations

import pytest

from generator.checks.comparison import Outcome
from generator.checks.examples import indicators
from tests.checks.examples import check_of, compared


def found(value: str, rule: str = "JX135") -> list[str]:
    """What a disclosure of 2025 with this target is told by the rule."""
    text = indicators(f"产出指标 | 时效指标 | 完成时间 | {value}")
    comparisons = [c for c in compared(check_of(rule), text) if c.outcome is Outcome.DISAGREE]
    return [c.left for c in comparisons]


@pytest.mark.parametrize(
    "value",
    [
        "2024年12月底前", "2024年底前", "2024年12月31日前完成", "2024年12月", "2023年6月中旬",
        "2024.12.31", "2024-12-31", "≤2024年12月31日", "于2024年11月底之前全部拨付",
    ],
)  # fmt: skip
def test_a_date_of_a_former_year_is_found_once(value: str) -> None:
    assert found(value) == [value]
    assert found(value, "JX067") == []


@pytest.mark.parametrize(
    "value",
    [
        "2025年12月底前",
        "2026年6月前",
        "较2024年提高5%",
        "2024年",
        "≥2024年水平",
        "12月底前",
        "≥2024份",
    ],
)
def test_what_only_names_a_year_is_not(value: str) -> None:
    assert found(value) == []
