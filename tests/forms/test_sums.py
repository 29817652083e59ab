"""The grammar of sums in table definitions: what is written is read, what is none is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.forms.sums import BETWEEN_ROWS, BETWEEN_TABLES, SCOPES, WITHIN, parse_sum, written
from generator.forms.tables import Sum, Term
from generator.model.words import Words

# Names as definitions have them, signs and numbers among them.
NAMES = st.text("合计基本支出项目（）“”三公-+=·0123 ", min_size=1, max_size=8).filter(
    lambda n: "·" not in n and " " not in n and n not in ("+", "-", "=")
)


def terms(scope: str, sign: int) -> st.SearchStrategy[Term]:
    signs = st.just(sign)
    if scope == WITHIN:
        return st.builds(Term, NAMES, sign=signs)
    rows = st.builds(Term, NAMES, NAMES, sign=signs)
    if scope == BETWEEN_TABLES:
        return st.builds(Term, NAMES, NAMES, NAMES, signs)
    return st.one_of(rows, st.builds(Term, st.just(""), NAMES, sign=signs))


@st.composite
def sums(draw: st.DrawFn, scope: str) -> Sum:
    left = terms(BETWEEN_ROWS, 1).filter(lambda t: bool(t.column)) if scope == BETWEEN_TABLES else (
        terms(scope, 1)
    )  # fmt: skip
    further = st.lists(st.one_of(terms(scope, 1), terms(scope, -1)), max_size=3)
    right = (draw(terms(scope, 1)), *draw(further))
    return Sum(draw(left), right, draw(st.sampled_from(("=", "≤"))))


@pytest.mark.parametrize("scope", SCOPES)
@given(data=st.data())
def test_a_sum_that_is_written_reads_back(scope: str, data: st.DataObject) -> None:
    sum = data.draw(sums(scope))
    text = written(sum)
    again = parse_sum(Words(text), scope)
    assert again is not None
    assert (again.left, again.right, again.operator) == (sum.left, sum.right, sum.operator)
    assert again.text == text


@pytest.mark.parametrize("scope", SCOPES)
@given(text=st.text("合计·=＝≤+-－ 各行<a\t\u3000", max_size=30))
def test_any_line_is_a_sum_or_none(scope: str, text: str) -> None:
    sum = parse_sum(Words(text), scope)
    if sum is not None:
        assert sum.right
        assert all(t.row or t.column for t in (sum.left, *sum.right))


@pytest.mark.parametrize(
    ("scope", "text", "left", "right", "operator"),
    [
        (WITHIN, "合计 = 基本支出 + 项目支出", Term("合计"),
         (Term("基本支出"), Term("项目支出")), "="),
        (BETWEEN_ROWS, "本年收入 ＝ 各行 － 上年结转", Term("", "本年收入"),
         (Term("", "各行"), Term("", "上年结转", sign=-1)), "="),
        (BETWEEN_ROWS, "收入总计·收入 = 支出总计·支出", Term("收入", "收入总计"),
         (Term("支出", "支出总计"),), "="),
        (BETWEEN_TABLES, "各行·合计 <= 甲表·合计·合计", Term("合计", "各行"),
         (Term("合计", "合计", "甲表"),), "≤"),
    ],
)  # fmt: skip
def test_what_a_line_says(
    scope: str, text: str, left: Term, right: tuple[Term, ...], operator: str
) -> None:
    assert parse_sum(Words(text), scope) == Sum(left, right, operator, text)


@pytest.mark.parametrize(
    ("scope", "text"),
    [
        (WITHIN, "合计"), (WITHIN, "合计 = "), (WITHIN, "合计=甲"), (WITHIN, "甲 + 乙 = 丙"),
        (WITHIN, "合计 = 甲·乙"), (WITHIN, "甲 = 乙 = 丙"), (BETWEEN_ROWS, "甲·乙·丙 = 丁"),
        (BETWEEN_ROWS, "合计 = ·甲"), (BETWEEN_TABLES, "甲·乙 = 丙·丁"),
        (BETWEEN_TABLES, "甲 = 乙·丙·丁"),
    ],
)  # fmt: skip
def test_what_is_no_sum_is_refused(scope: str, text: str) -> None:
    assert parse_sum(Words(text), scope) is None
