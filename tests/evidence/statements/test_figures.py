"""Figures of a paragraph and the roles that the words before them give."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.evidence.statements.figures import Aspect, Role, figures_in, object_name

PIECES = (
    "公务接待费", "支出决算", "年初预算为", "比上年", "较预算", "增加", "减少", "增长", "下降",
    "占", "完成预算的", "其中：", "包括", "持平", "4.60", "1,820.40", "12", "１２．５", "万元",
    "元", "%", "％", "个", "，", "。", "；", "（", "）", "：", "\n", " ", "2024年", "■■", "以上",
    "人均",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("“三公”经费14.20万元，比上年16.00万元减少1.80万元，下降11.25%。",
         [Role.STATED, Role.BASE, Role.MOVED, Role.RATE]),
        ("年初预算为100.00万元，支出决算为95.00万元，完成年初预算的95%。",
         [Role.STATED, Role.STATED, Role.DONE]),
        ("基本支出584万元，占总支出的58.40%。", [Role.STATED, Role.SHARE]),
        ("项目14个，占全部项目14个的100%。", [Role.COUNT, Role.COUNT, Role.SHARE]),
        ("单价20万元以上的设备5万元，人均80.50元。", [Role.PRICE, Role.STATED, Role.PRICE]),
        ("公务接待费4.60，比上年减少0.40万元。", [Role.STATED, Role.MOVED]),
        ("合格率提高2个百分点，指数为1.25。", [Role.OTHER]),
        ("公务接待费增加到4万元。", [Role.STATED]),
    ],
)  # fmt: skip
def test_the_words_before_a_figure_give_its_role(text: str, roles: list[Role]) -> None:
    assert [figure.role for figure in figures_in(text)] == roles


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("2024年度公务接待费支出决算", "公务接待费"), ("公务接待费", "公务接待费"),
        ("教育（类）支出", "教育支出"), ("本年支出合计", "支出"), ("收入、支出总计各", "收支"),
        ("2025年", ""), ("其中：基本支出", "基本支出"),
    ],
)  # fmt: skip
def test_a_figure_is_called_by_what_it_is_of(label: str, name: str) -> None:
    assert object_name(label.replace("收入、支", "收入·支")) == name


def test_what_was_planned_and_what_was_spent_are_told_apart() -> None:
    plan, actual, done = figures_in("年初预算为100万元，支出决算为95万元，完成年初预算的95%。")
    assert (plan.aspect, actual.aspect, done.aspect) == (Aspect.PLAN, Aspect.ACTUAL, Aspect.ANY)


def test_sums_are_in_wan_and_changes_have_a_sign() -> None:
    stated, moved = figures_in("政府采购预算680,000元，同比减少1.2亿元。")
    assert stated.number == Decimal(68)
    assert moved.signed == Decimal(-12000)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_every_figure_stands_where_it_says(text: str) -> None:
    last = 0
    for figure in figures_in(text):
        assert last <= figure.start < figure.end <= len(text)
        assert figure.number >= 0
        assert text[figure.start] in "0123456789０１２３４５６７８９"
        assert figure.depth >= 0
        last = figure.end
