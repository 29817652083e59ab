"""What each fold keeps and what it folds away; folding again changes nothing."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.lexicon.folding import bare, figure_name, narrow, plain_label, plain_name
from generator.lexicon.likeness import common_part, distance_at_most

FOLDS = (narrow, plain_name, bare, plain_label, figure_name)
BLANKS, QUOTES = " \t\n\u3000\xa0", "“”\"'‘’"
TYPED = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("（）：，．％０１２３ＡＢ其中一二三、.()〔〕" + BLANKS + QUOTES),
        st.sampled_from("预算数合计基本支出当年拨款"),
    ),
    max_size=40,
)  # fmt: skip
PLAIN = st.text("基本项目公用经费水利局Ab9", max_size=20)


@pytest.mark.parametrize("fold", FOLDS)
@given(text=TYPED)
def test_folding_again_changes_nothing(fold: Callable[[str], str], text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(TYPED)
def test_narrow_keeps_every_letter_in_its_place(text: str) -> None:
    folded = narrow(text)
    assert len(folded) == len(text)
    for before, after in zip(text, folded, strict=True):
        assert after == (
            unicodedata.normalize("NFKC", before) if "！" <= before <= "～" else before
        )


@given(TYPED)
def test_a_plain_name_has_no_blanks_and_quotation_marks(text: str) -> None:
    assert not any(c.isspace() or c in QUOTES for c in plain_name(text))


@given(st.text("基本（）支出·A9-" + BLANKS + QUOTES, max_size=20))
def test_a_plain_name_keeps_all_else_in_its_order(text: str) -> None:
    kept = "".join(c for c in text if c not in BLANKS and c not in QUOTES)
    assert plain_name(text) == kept.replace("（", "(").replace("）", ")")


@given(TYPED)
def test_bare_keeps_letters_and_digits_alone(text: str) -> None:
    assert all(c.isalnum() for c in bare(text))


@given(PLAIN)
def test_bare_keeps_every_letter_and_digit(name: str) -> None:
    assert bare(f"《{name}》：") == bare(name) == name


@given(TYPED)
def test_a_label_is_an_end_of_the_plain_name(text: str) -> None:
    """Only its number in front and a colon behind go."""
    assert plain_label(text) in plain_name(text)


@pytest.mark.parametrize("number", ["一、", "（一）", "1．", "（1）", "其中：", "（一）1."])
def test_a_label_is_the_same_under_any_number(number: str) -> None:
    assert plain_label(f"{number}基本支出：") == "基本支出"


@given(TYPED)
def test_the_name_of_a_figure_is_never_longer_than_its_label(text: str) -> None:
    whole = figure_name(text)
    assert whole == "部门预算" or len(whole) <= len(plain_label(text))


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("（一）政府性基金预算拨款收入", "政府性基金收入"),
        ("本年政府性基金预算收入合计", "政府性基金收入"),
        ("部门预算安排", "部门预算"),
        ("其中：公务用车运维费用", "公务用车运行费"),
        ("财政拨款“三公”经费", "三公经费"),
        ("合计", ""),
    ],
)
def test_tables_and_sentences_call_a_figure_the_same(said: str, name: str) -> None:
    assert figure_name(said) == name


@given(st.text("散煤媒宣传费", max_size=8), st.text("散煤媒宣传费", max_size=8))
def test_names_near_each_other(a: str, b: str) -> None:
    assert distance_at_most(a, b, 8)
    assert distance_at_most(a, b, 0) == (a == b)
    assert distance_at_most(a, b, 2) == distance_at_most(b, a, 2)


@given(st.text("散煤媒宣传费", max_size=8), st.text("散煤媒宣传费", max_size=8))
def test_what_two_names_have_in_common_is_in_both(a: str, b: str) -> None:
    both = common_part(a, b)
    assert both in a
    assert both in b
    assert len(both) == len(common_part(b, a))
    assert not any(a[n : n + len(both) + 1] in b for n in range(len(a) - len(both)))
