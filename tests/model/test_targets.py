"""Every wording of an indicator's value, split into its parts."""

from __future__ import annotations

import datetime
import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.targets import (
    LONGEST_TARGET,
    Target,
    TargetKind,
    compose_target,
    parse_target,
)
from generator.model.words import Words

N, DATE, LINE, SPAN = TargetKind.NUMBER, TargetKind.DATE, TargetKind.DEADLINE, TargetKind.PERIOD
TEXT, NONE, BLANK = TargetKind.TEXT, TargetKind.NOT_APPLICABLE, TargetKind.BLANK

# wording, kind, operator, number, upper, unit, date
SHAPES = [
    # operator + number + unit
    ("≥90%", N, "≥", "90", "", "%", ""),
    ("≤20万元", N, "≤", "20", "", "万元", ""),
    ("≥ 98 %", N, "≥", "98", "", "%", ""),
    ("≥９０％", N, "≥", "90", "", "%", ""),
    ("＞95％", N, ">", "95", "", "%", ""),
    (">=95%", N, "≥", "95", "", "%", ""),
    ("＝100%", N, "=", "100", "", "%", ""),
    ("≥1,816.4万元", N, "≥", "1816.4", "", "万元", ""),
    ("≤-5℃", N, "≤", "-5", "", "℃", ""),
    ("≤0.05mg/L", N, "≤", "0.05", "", "mg/L", ""),
    # number + unit, number alone
    ("0次", N, "", "0", "", "次", ""),
    ("4.5万元", N, "", "4.5", "", "万元", ""),
    ("3 次", N, "", "3", "", "次", ""),
    ("13公里", N, "", "13", "", "公里", ""),
    ("1552.7", N, "", "1552.7", "", "", ""),
    ("36", N, "", "36", "", "", ""),
    # composite units
    ("4批次/千人", N, "", "4", "", "批次/千人", ""),
    ("824元/户", N, "", "824", "", "元/户", ""),
    ("≥720批次/年", N, "≥", "720", "", "批次/年", ""),
    ("≥90人次", N, "≥", "90", "", "人次", ""),
    ("1台/套", N, "", "1", "", "台/套", ""),
    ("150m2", N, "", "150", "", "m2", ""),
    # worded bounds
    ("85%以上", N, "≥", "85", "", "%", ""),
    ("2500份以上", N, "≥", "2500", "", "份", ""),
    ("100万元以下", N, "≤", "100", "", "万元", ""),
    ("30日以内", N, "≤", "30", "", "日", ""),
    ("24小时内", N, "≤", "24", "", "小时", ""),
    ("3个工作日内", N, "≤", "3", "", "个工作日", ""),
    ("不低于95%", N, "≥", "95", "", "%", ""),
    ("不少于3次", N, "≥", "3", "", "次", ""),
    ("不超过36万元", N, "≤", "36", "", "万元", ""),
    ("控制在20万元以内", N, "≤", "20", "", "万元", ""),
    ("达到95%以上", N, "≥", "95", "", "%", ""),
    ("≥90%以上", N, "≥", "90", "", "%", ""),
    # ranges
    ("80-90%", N, "", "80", "90", "%", ""),
    ("80%-90%", N, "", "80", "90", "%", ""),
    ("3～5次", N, "", "3", "5", "次", ""),
    # dates
    ("2024年12月31日", DATE, "", "", "", "", "2024-12-31"),
    ("2024-12-31", DATE, "", "", "", "", "2024-12-31"),
    ("2024.6.30", DATE, "", "", "", "", "2024-06-30"),
    # deadlines
    ("12月底前完成", LINE, "", "", "", "", ""),
    ("每月25日前缴纳", LINE, "", "", "", "", ""),
    ("不超过12月份", LINE, "", "", "", "", ""),
    ("12月底", LINE, "", "", "", "", ""),
    ("6月30日前完成", LINE, "", "", "", "", ""),
    ("当年完成", LINE, "", "", "", "", ""),
    ("次年3月底前完成", LINE, "", "", "", "", ""),
    ("2024年底前", LINE, "", "", "", "", "2024-12-31"),
    ("2024年6月底前支付", LINE, "", "", "", "", "2024-06-30"),
    ("2024年6月15日前", LINE, "", "", "", "", "2024-06-15"),
    ("2024年第三季度前完成", LINE, "", "", "", "", "2024-09-30"),
    ("2024年上半年完成", LINE, "", "", "", "", "2024-06-30"),
    ("2024年9月上旬前", LINE, "", "", "", "", "2024-09-10"),
    ("2024年2月下旬前", LINE, "", "", "", "", "2024-02-29"),
    # periods
    ("2021年1-12月", SPAN, "", "", "", "", "2021-12-31"),
    ("2021年1月至6月", SPAN, "", "", "", "", "2021-06-30"),
    ("1-12月", SPAN, "", "", "", "", ""),
    ("2021年", SPAN, "", "", "", "", "2021-12-31"),
    ("2021年度", SPAN, "", "", "", "", "2021-12-31"),
    ("2024-2026年", SPAN, "", "", "", "", "2026-12-31"),
    ("2024年第四季度", SPAN, "", "", "", "", "2024-12-31"),
    # qualitative, and what only looks like a number
    ("增强", TEXT, "", "", "", "", ""),
    ("长期", TEXT, "", "", "", "", ""),
    ("逐步提高", TEXT, "", "", "", "", ""),
    ("全覆盖", TEXT, "", "", "", "", ""),
    ("第一名", TEXT, "", "", "", "", ""),
    ("≥95%，逐年提高", TEXT, "", "", "", "", ""),
    ("1套，2台", TEXT, "", "", "", "", ""),
    ("5:30", TEXT, "", "", "", "", ""),
    ("1e5", TEXT, "", "", "", "", ""),
    ("2024年2月30日", TEXT, "", "", "", "", ""),
    ("完成", TEXT, "", "", "", "", ""),
    # not applicable, blank
    ("/", NONE, "", "", "", "", ""),
    ("／", NONE, "", "", "", "", ""),
    ("—", NONE, "", "", "", "", ""),
    ("", BLANK, "", "", "", "", ""),
    ("  ", BLANK, "", "", "", "", ""),
]


@pytest.mark.parametrize(("wording", "kind", "operator", "number", "upper", "unit", "date"), SHAPES)
def test_a_wording_is_split_into_its_parts(
    wording: str, kind: TargetKind, operator: str, number: str, upper: str, unit: str, date: str
) -> None:
    target = parse_target(Words(wording))
    assert target == Target(
        wording,
        kind,
        operator,
        Decimal(number) if number else None,
        Decimal(upper) if upper else None,
        unit,
        False,
        datetime.date.fromisoformat(date) if date else None,
    )


@pytest.mark.parametrize("wording", ["≥800余台次", "约30个", "30个左右", "大约3次", "20多户"])
def test_a_number_that_is_not_exact_says_so(wording: str) -> None:
    target = parse_target(Words(wording))
    assert target.kind is N
    assert target.approximate


def test_a_target_without_words_is_false_and_one_with_words_is_true() -> None:
    assert not parse_target(Words(""))
    assert parse_target(Words("/"))


PIECES = st.sampled_from(
    (
        *"≥≤><=约余多0123456789.,，-~至到年月日底前末旬季度上下半完成每次当不超过 　％%/件",
        "以上",
        "以内",
    )
)


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=40).map("".join)))
def test_any_text_gives_a_target_that_keeps_the_wording(text: str) -> None:
    target = parse_target(Words(text))
    assert target.wording == text
    assert (target.number is not None) == (target.kind is N)


@given(
    st.sampled_from(("≥", "≤", "=", "")),
    st.decimals(0, 10**9, places=2),
    st.sampled_from(("%", "万元", "次", "批次/年", "")),
)
def test_what_is_put_together_comes_apart_again(operator: str, number: Decimal, unit: str) -> None:
    target = parse_target(Words(f"{operator}{number}{unit}"))
    assert (target.operator, target.number, target.unit) == (operator, number, unit)


@pytest.mark.parametrize(
    ("sign", "value", "unit", "wording", "parts"),
    [
        ("≥", "95", "%", "≥95%", ("≥", Decimal(95), "%")),
        (">=", "62", "所", ">=62所", ("≥", Decimal(62), "所")),
        ("＝", "100", "%", "＝100%", ("=", Decimal(100), "%")),
        ("", "≥6", "万条", "≥6万条", ("≥", Decimal(6), "万条")),
        ("≤", "≥6", "万条", "≥6万条", ("≥", Decimal(6), "万条")),
        ("≥", "90%", "%", "≥90%", ("≥", Decimal(90), "%")),
        ("≤", "1,200.5", "/", "≤1,200.5", ("≤", Decimal("1200.5"), "")),
        ("定量", "8", "次", "8次", ("", Decimal(8), "次")),
        ("定性", "好", "/", "好", ("", None, "")),
        ("=", "学期末", "月", "学期末", ("", None, "")),
        ("≥", "", "%", "", ("", None, "")),
        ("≥", "80-90", "分", "≥80-90分", ("≥", Decimal(80), "分")),
    ],
)
def test_a_target_in_three_columns_is_one(
    sign: str, value: str, unit: str, wording: str, parts: tuple[str, Decimal | None, str]
) -> None:
    target = compose_target(Words(sign), Words(value), Words(unit))
    assert target.wording == wording
    assert (target.operator, target.number, target.unit) == parts


@pytest.mark.parametrize(
    "text",
    [
        f"12月{' ' * (LONGEST_TARGET - 10)}x",
        " ".join("12月底前" * 60),
        "1," * 200,
        "9" * LONGEST_TARGET,
        "每" * LONGEST_TARGET,
        "≥90" + "　" * 300 + "%x，",
        "x" * 1_000_000,
    ],
    ids=["blanks", "months", "commas", "digits", "words", "wide", "long"],
)
def test_no_wording_takes_long(text: str) -> None:
    begin = time.perf_counter()
    parse_target(Words(text))
    assert time.perf_counter() - begin < 1
