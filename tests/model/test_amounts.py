"""Money as it is typed, and the number that it means."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.lexicon.folding import narrow
from generator.model.amounts import (
    UNITS,
    parse_amount,
    parse_percent,
    plain_number,
    to_decimal,
    unit_called,
    units_named,
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
        ("３６．５　万 元", "36.5"),
        ("1 816.40", "1816.4"),
        ("1’816.4", "1816.4"),
        ("42万", "42"),
        ("1.5亿", "15000"),
        ("3百万元", "300"),
        ("300圆整", "0.03"),
        ("￥1,816.40", "1816.4"),
        ("¥ 420 000 元", "42"),
        ("人民币180万元整", "180"),
        ("180万元人民币", "180"),
        ("36（万元）", "36"),
        ("(36.00)", "-36"),
        ("（360000元）", "-36"),
        ("（36.00）万元", "-36"),
        ("－5", "-5"),
        ("￥-5", "-5"),
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
        "Infinity", "0x1F", "1_000", "三十六", "36%", "36 00", "9" * 31, "5千",
        "36美元", "36万元（元）", "元36", "(-3)", "--3", "（36", "36元/人", "1 81.4",
        "36万元\n24万元", "1" + " " * 99,
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
    [("元", "0.0036"), ("千元", "3.6"), ("万元", "36"), ("万", "36"), ("亿元", "360000")],
)
def test_a_number_alone_counts_in_the_unit_of_its_form(unit: str, value: str) -> None:
    assert unit in UNITS
    amount = parse_amount(Words("36"), unit)
    assert (amount.value, amount.unit) == (Decimal(value), "")
    assert parse_amount(Words("36万元"), unit).value == 36


@pytest.mark.parametrize(
    ("wording", "unit"),
    [("36万", "万元"), ("36 万 元", "万元"), ("36圆", "元"), ("2亿", "亿元"), ("36（元）", "元"),
     ("36", ""), ("￥36", ""), ("（分级填报）", "")],
)  # fmt: skip
def test_an_amount_says_which_unit_it_named(wording: str, unit: str) -> None:
    assert parse_amount(Words(wording)).unit == unit


@pytest.mark.parametrize(
    ("wording", "in_wan", "in_yuan"),
    [
        ("180.00", "180.00", "180.00"),
        ("180.00万元", "180.00", "1,800,000.00"),
        ("1,816.4 万", "1,816.4", "18,164,000.00"),
        ("420000元", "42.00", "420000"),
        ("5元", "0.0005", "5"),
        ("（36.00）万元", "-36.00", "-360,000.00"),
        ("（分级填报）", "（分级填报）", "（分级填报）"),
        ("", "", ""),
    ],
)
def test_an_amount_is_printed_without_a_second_unit(
    wording: str, in_wan: str, in_yuan: str
) -> None:
    amount = parse_amount(Words(wording))
    assert amount.shown("万元") == amount.shown("万") == in_wan
    assert amount.shown("元") == in_yuan


@given(st.decimals(0, 10**9, places=4), st.sampled_from(sorted(UNITS)), st.sampled_from(UNITS))
def test_what_is_printed_under_a_unit_means_the_same_amount(
    number: Decimal, typed: str, printed: str
) -> None:
    amount = parse_amount(Words(f"{number:f}{typed}"))
    assert parse_amount(Words(amount.shown(printed)), printed).value == amount.value


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("预算数（元）", ["元"]),
        ("预算数\n(万元)", ["万元"]),
        ("单位：万元", ["万元"]),
        ("（单位：千元，保留两位小数）", ["千元"]),
        ("金额单位:人民币元", ["元"]),
        ("部门：云溪县水务局　　单 位：元", ["元"]),
        ("单位；亿元", ["亿元"]),
        ("单位：百万元", ["百万元"]),
        ("预算数/万元", ["万元"]),
        ("预算数　万元", ["万元"]),
        ("以千元为单位", ["千元"]),
        ("金额（万元、%）", ["万元"]),
        ("合计（人民币万元）", ["万元"]),
        ("万元", ["万元"]),
        ("预算数（万元）　单位：元", ["万元", "元"]),
        *((text, []) for text in (
            "", "2025年预算数", "单位：个", "单位名称：水务局", "填报单位：万元乡人民政府",
            "补助标准（元/人）", "单位：元/户", "元旦", "单元", "美元", "单位：万美元",
            "万元产值能耗", "资金总额：186.50万元",
        )),
    ],
)  # fmt: skip
def test_a_head_or_a_line_names_the_units_of_its_amounts(text: str, units: list[str]) -> None:
    assert list(units_named(text)) == units


@given(st.text("单位：:（）()元万千以按为计、/ 　人民币a\n", max_size=60))
def test_any_line_names_known_units_at_most_once(text: str) -> None:
    found = units_named(text)
    assert len(set(found)) == len(found)
    assert all(unit_called(unit) == unit for unit in found)


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
    changed = [(a, b) for a, b in zip(text, narrow(text), strict=True) if a != b]
    assert all("！" <= a <= "～" and ord(b) < 128 for a, b in changed)
