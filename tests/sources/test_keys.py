"""Values of known keys: whatever was typed, a value or a finding."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Problems, Span
from generator.model.words import Words
from generator.sources.keys import Keys, did_you_mean, no_such_day, parse_date
from generator.sources.nodes import Entry, Mapping, Scalar

PIECES = st.lists(
    st.sampled_from([*"0123456789-/.年月日 　", "２０２５", "02", "2025"]), max_size=12
)
TYPED = st.one_of(st.text(max_size=20), PIECES.map("".join))


def keys(text: str, problems: Problems) -> Keys:
    span = Span("a.yaml", 1, 5)
    entry = Entry(Words("日期", span), Scalar((Words(text, span),), span))
    return Keys(Mapping((entry,), span), problems, ["日期"], "甲")


@given(TYPED)
def test_any_text_is_a_date_or_a_finding(text: str) -> None:
    problems = Problems()
    date = keys(text, problems).date("日期")
    assert (date is None and bool(text)) == bool(problems.found)
    assert date == (parse_date(text) if text else None)


@given(
    st.dates(datetime.date(1000, 1, 1)), st.sampled_from(["{}-{}-{}", "{}年{}月{}日", "{}.{}.{}"])
)
def test_every_date_is_read_back(date: datetime.date, shape: str) -> None:
    assert parse_date(shape.format(date.year, date.month, date.day)) == date


@given(st.text(max_size=30), st.lists(st.text(min_size=1, max_size=8), max_size=6))
def test_any_key_has_a_hint(key: str, known: list[str]) -> None:
    assert did_you_mean(key, known)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2025-02-30", "2025年2月没有30日"),
        ("2025年2月29日", "2025年2月没有29日"),
        ("２０２５．４．３１", "2025年4月没有31日"),
        ("2025-13-01", "一年没有13月"),
        ("2025-00-10", "一年没有0月"),
        ("0000-01-01", "没有公元0年"),
        ("2024-02-29", ""),
        ("2025年2月", ""),
    ],
)
def test_a_day_that_the_calendar_lacks_is_told_by_its_month(text: str, said: str) -> None:
    assert no_such_day(text) == said
