"""Which numbers may stand in which class."""

from __future__ import annotations

import pytest

from generator.checks.comparison import Outcome
from generator.checks.examples import indicators
from tests.checks.examples import check_of, compared


@pytest.mark.parametrize(
    ("row", "misplaced"),
    [
        ("产出指标 | 时效指标 | 传承人补助发放频次 | 1次/月", False),
        ("产出指标 | 时效指标 | 巡查频率 | ≥2次/周", False),
        ("产出指标 | 时效指标 | 设备保养 | 每季度1次", False),
        ("产出指标 | 时效指标 | 报告报送频次 | 4次", False),
        ("产出指标 | 时效指标 | 食品抽检批次 | ≥650批次/年", True),
        ("产出指标 | 时效指标 | 培训场次 | 10场", True),
        ("产出指标 | 时效指标 | 培训次数 | 10次", True),
        ("产出指标 | 成本指标 | 补助发放频次 | 1次/月", True),
    ],
)
def test_how_often_is_a_matter_of_time_how_many_is_not(row: str, misplaced: bool) -> None:
    check = check_of("JX050")
    found = [c for c in compared(check, indicators(row)) if c.outcome is Outcome.DISAGREE]
    assert bool(found) is misplaced
