"""Money as it is typed, and the number that it means."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.amounts import (
    UNITS,
    parse_amount,
    parse_percent,
    plain_digits,
    plain_number,
    to_decimal,
)
from generator.model.words import Words


@pytest.mark.parametrize(
    ("wording", "value"),
    [
        ("36.00", "36"),
        ("36", "36"),
        ("0", "0"),
        ("1,816.4", "1816.4"),
        ("1,234,567.89", "1234567.89"),
        ("100万元", "100"),
        ("41.2 万元", "41.2"),
        ("824元", "0.0824"),
        ("300000元", "30"),
        ("5千元", "0.5"),
        ("2亿元", "20000"),
        ("-3.5", "-3.5"),
        ("−3.5", "-3.5"),
        ("３６．５０", "36.5"),
        ("１，８１６．４", "1816.4"),
    ],
)
def test_money_is_read_in_wan_yuan(wording: str, value: str) -> None:
    amount = parse_amount(Words(wording))
    assert amount.value == Decimal(value)
    assert amount.wording == wording
    assert not amount.is_text


@pytest.mark.parametrize(
    "wording",
    [
        "（分级填报）", "约36", "36万左右", "1,81.4", "18,16", "36.", ".5", "36.0.0", "1e5", "NaN",
        "Infinity", "0x1F", "1_000", "三十六", "36%", "36 00", "9" * 31,
    ],
)  # fmt: skip
def test_what_is_no_number_stays_text(wording: str) -> None:
    amount = parse_amount(Words(wording))
    assert amount.value is None
    assert amount.is_text


@pytest.mark.parametrize("wording", ["", "/", "／", "—", "——", "-"])
def test_a_blank_or_a_stroke_is_no_number_and_no_text(wording: str) -> None:
    amount = parse_amount(Words(wording))
    assert amount.value is None
    assert not amount.is_text


@pytest.mark.parametrize(
    ("unit", "value"),
    [("元", "360000"), ("千元", "360"), ("万元", "36"), ("万", "36"), ("亿元", "0.0036")],
)
def test_a_form_may_count_in_another_unit(unit: str, value: str) -> None:
    assert unit in UNITS
    assert parse_amount(Words("36万元"), unit).value == Decimal(value)
    assert parse_amount(Words("36"), unit).value == 36


@pytest.mark.parametrize(
    ("wording", "value"),
    [("20%", "20"), ("20", "20"), ("33.3 %", "33.3"), ("１００％", "100"), ("0%", "0")],
)
def test_a_share_is_read_in_percent(wording: str, value: str) -> None:
    assert parse_percent(Words(wording)).value == Decimal(value)


@pytest.mark.parametrize("wording", ["", "全部", "20%以上", "百分之二十", "20%%"])
def test_what_is_no_share_has_no_value(wording: str) -> None:
    assert parse_percent(Words(wording)).value is None


@pytest.mark.parametrize(
    ("value", "text"),
    [("36.00", "36"), ("0.50", "0.5"), ("100", "100"), ("1E+3", "1000"), ("0.0824", "0.0824")],
)
def test_a_number_is_shown_in_plain_digits(value: str, text: str) -> None:
    assert plain_number(Decimal(value)) == text


@given(st.decimals(-(10**12), 10**12, places=4))
def test_a_number_that_is_shown_reads_back(value: Decimal) -> None:
    assert to_decimal(plain_number(value)) == value


@given(st.text(max_size=40))
def test_any_text_gives_an_amount_that_keeps_the_wording(text: str) -> None:
    assert parse_amount(Words(text)).wording == text
    assert parse_percent(Words(text)).wording == text


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_plain_digits_change_full_width_characters_alone(text: str) -> None:
    changed = [(a, b) for a, b in zip(text, plain_digits(text), strict=True) if a != b]
    assert all("！" <= a <= "～" and ord(b) < 128 for a, b in changed)
