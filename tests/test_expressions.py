"""No expression of the product takes more time than its text is long, whatever the text."""

from __future__ import annotations

import re

import pytest

from tests.expressions import Expression, Growth, expressions, measured, unread

# Patterns made of what a disclosure or a form says, and where each is held in bounds: by the
# names of a form, by a year, by the terms of a glossary, by the labels of one cell.
PUT_TOGETHER = 22


@pytest.mark.parametrize("expression", expressions(), ids=lambda e: e.place)
def test_an_expression_is_as_quick_on_text_made_to_hurt_it(expression: Expression) -> None:
    growth = measured(expression)
    assert not growth.is_steep, f"{growth.attack}: {growth.seconds}"


def test_the_list_holds_them_all() -> None:
    assert len(expressions()) > 300
    assert len(unread()) <= PUT_TOGETHER, unread()


@pytest.mark.parametrize(
    ("pattern", "steep"),
    [
        (r"\d+元", True),
        (r"(?<!\d)\d+元", False),
        (r"(?:a+)+$", True),
        (r"\s+=", True),
        (r"[甲乙]{1,20}丙", False),
    ],
)
def test_the_measure_tells_a_steep_one_from_a_flat_one(pattern: str, steep: bool) -> None:
    re.compile(pattern)
    assert measured(Expression("here", pattern, 0, scans=True)).is_steep is steep


@pytest.mark.parametrize(
    ("attack", "seconds", "power"),
    [("", (1.0, 1.0, 1.0), None), ("x", (1.0, 4.0, 16.0), 1.0), ("x", (1.0, 16.0, 256.0), 2.0),
     ("x", (1.0,), float("inf"))],
)  # fmt: skip
def test_the_growth_is_told_as_a_power_of_the_text(
    attack: str, seconds: tuple[float, ...], power: float | None
) -> None:
    assert Growth(Expression("here", "x", 0, scans=True), attack, seconds).power == power
