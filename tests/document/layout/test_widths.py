"""How wide text is, and what room a form's columns get."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Problems
from generator.document.layout.widths import LINE, LONGEST, PADDING, held, parts, unbroken
from generator.forms import load_families
from tests.conftest import ROOT

OWN = (20.0, 30.0, 20.0, 30.0)


@pytest.mark.parametrize(
    ("text", "wholes"),
    [
        ("≤1500元/份", ["≤1500元/份"]),
        ("完成2500份以上", ["2500份"]),
        ("2024年10月31日前", ["2024年", "10月", "31日"]),
        ("编码13012323P0031，金额8,042.45", ["13012323P0031", "8,042.45"]),
        ("满意度指标", []),
    ],
)
def test_amounts_codes_and_units_are_whole(text: str, wholes: list[str]) -> None:
    cut = parts(text)
    assert cut[1::2] == wholes
    assert "".join(cut) == text


def test_a_very_long_piece_asks_for_no_more_than_a_code() -> None:
    assert unbroken("9" * 80) == LONGEST


def test_a_forms_widths_stay_where_they_do() -> None:
    assert held(OWN, [(0, 1, 6), (1, 3, 40)]) == OWN


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(1, 4), st.floats(0, 10)).filter(
            lambda need: need[0] + need[1] <= 4
        ),
        max_size=6,
    )
)
def test_every_cell_has_the_room_it_needs_where_the_line_has_it(
    needs: list[tuple[int, int, float]],
) -> None:
    widths = held(OWN, needs)
    assert sum(widths) == pytest.approx(100, abs=0.1)
    for column, span, room in needs:
        assert sum(widths[column : column + span]) >= (room + PADDING) * 100 / LINE - 0.1


def test_the_points_of_a_spending_plan_are_equally_wide() -> None:
    form = load_families((ROOT / "templates",), Problems())["河北"].forms["项目"]
    steps = [c for c in form.layout if c.keys and c.keys[0].startswith("支出计划.")]
    widths = [round(sum(form.widths[c.column : c.column + c.colspan]), 1) for c in steps]
    assert len(steps) == 4
    assert max(widths) - min(widths) <= 0.1
