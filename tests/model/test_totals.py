"""Sums over projects say what they count."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generator.model.totals import Total, together

WHOLE = Total(Decimal("36.5"), 3, 3)
PARTLY = Total(Decimal(10), 4, 3)
TABLED = Total(Decimal("540.24"), 9, 0, 9, Decimal("540.24"))
NONE = Total(None, 5)


@pytest.mark.parametrize(
    ("total", "note", "brief"),
    [
        (WHOLE, "", ""),
        (Total(), "", ""),
        (PARTLY, "3 个项目有预算数；另有 1 个项目没有预算数，不在合计内。", "缺 1 个项目"),
        (
            TABLED,
            "9 个项目没有预算数，按“部门支出总表”的项目支出 540.24 万元计入。",
            "按部门支出总表",
        ),
        (NONE, "5 个项目都没有预算数，没有合计。", "没有预算数"),
    ],
)
def test_a_sum_that_is_not_that_of_all_budgets_says_so(total: Total, note: str, brief: str) -> None:
    assert (total.note, total.brief) == (note, brief)


def test_totals_together_keep_count_of_every_project() -> None:
    total = together([WHOLE, PARTLY, TABLED, NONE])
    assert total.value == Decimal("586.74")
    assert (total.projects, total.budgeted, total.tabled, total.missing) == (21, 6, 9, 6)
    assert total.note == (
        "6 个项目有预算数；9 个项目没有预算数，按“部门支出总表”的项目支出 540.24 万元计入；"
        "另有 6 个项目没有预算数，不在合计内。"
    )
    assert together([]) == Total()
    assert together([NONE, NONE]).value is None


def test_only_sums_that_count_the_same_are_compared() -> None:
    assert WHOLE.is_comparable(Total(Decimal(1), 1, 1))
    assert TABLED.is_comparable(TABLED)
    assert not WHOLE.is_comparable(TABLED)
    assert not WHOLE.is_comparable(PARTLY)
    assert not NONE.is_comparable(NONE)
