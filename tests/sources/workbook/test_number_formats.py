"""Numbers and texts under Excel's formats, as a Chinese Excel shows them."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.sources.workbook.number_formats import (
    BUILT_IN,
    general,
    shown_number,
    shown_text,
)


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        ("240", '0"份"', "240份"),
        ("36", '"≤"0.00"万元"', "≤36.00万元"),
        ("98.5", '"≥"0.0"%"', "≥98.5%"),
        ("7", "000", "007"),
        ("5", '0"批次/年"', "5批次/年"),
        ("5", "0!年", "5年"),
        ("5", "0\\份", "5份"),
        ("36", '"￥"#,##0.00', "￥36.00"),
        ("36", "[$¥-804]#,##0.00", "¥36.00"),
        ("0.98", "[$-804]0.00%", "98.00%"),
        ("0.125", "0%", "13%"),
        ("2.5", "0", "3"),
        ("-2.5", "0", "-3"),
        ("0.125", "0.00", "0.13"),
        ("1816", "#,##0", "1,816"),
        ("999", "#,##0", "999"),
        ("36.5", "0.##", "36.5"),
        ("36", "0.##", "36"),
        ("0", "#", ""),
        ("12345678", "#,##0,", "12,346"),
        ("12345678", '0.00,,"百万"', "12.35百万"),
        ("1000000", '#,##0.0,"千"', "1,000.0千"),
        ("12345", "#\\ ##0", "12 345"),
        ("13912345678", "000-0000-0000", "139-1234-5678"),
        ("20250101", '0000"年"00"月"00"日"', "2025年01月01日"),
        ("1e10", "0.00E+00", "1.00E+10"),
        ("0.00012", "0.0E-0", "1.2E-4"),
        ("12345", "##0.0E+0", "12.3E+3"),
        ("100", 'General"份"', "100份"),
        ("36", 'G/通用格式"份"', "36份"),
        ("36", "@", "36"),
        ("36.5", "", "36.5"),
    ],
)
def test_digits_and_words(value: str, code: str, shown: str) -> None:
    assert shown_number(Decimal(value), code) == shown


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        ("1234.5", BUILT_IN[43], "1,234.50"),
        ("-1234.5", BUILT_IN[43], "-1,234.50"),
        ("0", BUILT_IN[43], "-"),
        ("36", '_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-', "36.00"),
        ("-36", "#,##0;[Red]-#,##0", "-36"),
        ("-5", "0_);(0)", "(5)"),
        ("5", "0_);(0)", "5"),
        ("0", '0;-0;"无"', "无"),
        ("5", ";;;", ""),
        ("120", '[>=100]0"大";[<100]0"小"', "120大"),
        ("50", '[>=100]0"大";0"小"', "50小"),
        ("-5", "[<0]0;0", "5"),
        ("-5", "[Red][<10]0;[Blue]0", "-5"),
        ("1", '[=1]"是";[=0]"否";0', "是"),
        ("0", '[=1]"是";[=0]"否";0', "否"),
        ("7", '[=1]"是";[=0]"否";0', "7"),
    ],
)
def test_sections_for_signs_and_conditions(value: str, code: str, shown: str) -> None:
    assert shown_number(Decimal(value), code) == shown


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [("0.5", "# ?/?", "1/2"), ("1.25", "# ?/?", "1 1/4"), ("3", "# ?/?", "3"),
     ("0.375", "?/8", "3/8"), ("1.5", "# ??/??", "1 1/2"), ("0.333", "# ?/?", "1/3"),
     ("2.99", "# ?/?", "3")],
)  # fmt: skip
def test_fractions(value: str, code: str, shown: str) -> None:
    assert shown_number(Decimal(value), code) == shown


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        ("45991", BUILT_IN[14], "2025/11/30"),
        ("45991", 'yyyy"年"m"月"d"日"', "2025年11月30日"),
        ("45991", "[$-804]yyyy-mm-dd;@", "2025-11-30"),
        ("45991", "yyyy-mm-dd h:mm:ss", "2025-11-30 0:00:00"),
        ("45991.5", "yyyy/m/d h:mm AM/PM", "2025/11/30 12:00 PM"),
        ("45991.75", BUILT_IN[34], "下午6时00分"),
        ("45991", "[$-804]aaaa", "星期日"),
        ("45991", "d-mmm-yy", "30-Nov-25"),
        ("45991", '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二五年十一月三十日"),
        ("1.5", "[h]:mm", "36:00"),
        ("0.5", "h:mm:ss.0", "12:00:00.0"),
        ("61", "yyyy-m-d", "1900-3-1"),
        ("59", "yyyy-m-d", "1900-2-28"),
        ("-1", "yyyy-m-d", "-1"),
    ],
)
def test_dates_and_times(value: str, code: str, shown: str) -> None:
    assert shown_number(Decimal(value), code) == shown


@given(st.dates(datetime.date(1900, 3, 1), datetime.date(9999, 12, 31)))
def test_every_day_is_shown_as_that_day(day: datetime.date) -> None:
    serial = Decimal((day - datetime.date(1899, 12, 30)).days)
    assert shown_number(serial, "yyyy-mm-dd") == day.isoformat()
    in_1904 = Decimal((day - datetime.date(1904, 1, 1)).days)
    if in_1904 >= 0:
        assert shown_number(in_1904, "yyyy-mm-dd", from_1904=True) == day.isoformat()


def test_legal_numerals() -> None:
    assert shown_number(Decimal(123), '[DBNum2][$-804]General"元整"') == "壹佰贰拾叁元整"
    assert shown_number(Decimal(10_050), "[DBNum1]General") == "一万零五十"


@pytest.mark.parametrize(
    ("value", "shown"),
    [("1234567.891234", "1234567.891"), ("0.1", "0.1"), ("123456789012", "123456789012"),
     ("0.0000001", "0.0000001"), ("0.123456789012", "0.123456789"), ("-36.50", "-36.5")],
)  # fmt: skip
def test_general_has_eleven_characters_and_no_exponent(value: str, shown: str) -> None:
    assert general(Decimal(value)) == shown


@pytest.mark.parametrize(
    ("text", "code", "shown"),
    [("甲", "@", "甲"), ("甲", "0.00", "甲"), ("甲", '0;0;0;"项目："@', "项目：甲"),
     ("甲", '"项目："@', "项目：甲"), ("甲", ";;;", ""), ("甲", "", "甲")],
)  # fmt: skip
def test_texts_have_a_section_of_their_own(text: str, code: str, shown: str) -> None:
    assert shown_text(text, code) == shown


@given(st.integers(-(10**9), 10**9), st.integers(0, 4))
def test_plain_formats_agree_with_pythons(number: int, places: int) -> None:
    value = Decimal(number).scaleb(-places)
    code = "#,##0" + ("." + "0" * places if places else "")
    assert shown_number(value, code) == f"{value:,.{places}f}"


@given(
    st.text('0#?.,%/;[]"\\_*@GeneraldmyhsE+-<>=$804 年份-()', max_size=40),
    st.decimals(-(10**15), 10**15, places=6),
)
def test_any_format_shows_something_or_nothing(code: str, value: Decimal) -> None:
    assert isinstance(shown_number(value, code), str)
    assert isinstance(shown_text("甲", code), str)
