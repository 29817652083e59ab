"""The rows that a figure may mean are found by pieces of their words, and none is missed."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from generator.checks.prose.indicator_words import Pieces, Told, means
from generator.evidence.reading import Said

few_letters = st.text("甲乙丙", min_size=2, max_size=7)


def told_of(label: str, short: str, behind: str) -> Told:
    return Told(Said(label, Decimal(1), "个", 0, 1), label, short, label + behind)


@given(st.lists(few_letters, unique=True), few_letters, few_letters, st.text("甲乙丙", max_size=7))
def test_no_words_that_a_figure_may_mean_are_missed(
    every: list[str], label: str, short: str, behind: str
) -> None:
    told = told_of(label, short, behind)
    found = [words for words in Pieces(every).near(told) if means(told, words)]
    assert sorted(found) == sorted(words for words in every if means(told, words))


def test_a_figure_looks_at_few_of_many_rows() -> None:
    every = [f"{chr(0x4E00 + n)}{chr(0x5000 + n)}检查" for n in range(3_000)]
    assert Pieces(every).near(told_of("甲乙丙丁", "甲乙", "")) == []
    assert Pieces(every).near(told_of(every[7], every[7], "")) == [every[7]]
