"""Amounts in columns: which of several figures behind a label is this year's budget."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from generator.diagnostics import Problems, RuleBook
from generator.importing import read_disclosure
from generator.model.disclosure import Project
from tests.importing.test_field_cases import others
from tests.importing.test_other_layouts import ABOVE, HEADS, LEFT, TITLE, Rows, document, read
from tests.importing.word_files import families

INDICATOR = ["产出指标", "数量指标", "检测份数", "≥240份"]


def project(heads: Sequence[str], *rows: Sequence[str]) -> Project:
    """A project whose amounts stand in rows under these heads."""
    return only_project(
        [
            ["项目名称", "水质检测", *[LEFT] * (len(heads) - 1)],
            ["项目资金（万元）", *heads],
            *([ABOVE, *row] for row in rows),
            ["年度目标", "检测水样240份", *[LEFT] * (len(heads) - 1)],
        ],
        [HEADS, INDICATOR],
    )


def only_project(*tables: Rows, family: str = "河北") -> Project:
    """The project that these tables, one below the other, make in that family of forms."""
    (found,), _ = read_in(family, *tables)
    return found


def read_in(family: str, *blocks: str | Rows) -> tuple[tuple[Project, ...], Problems]:
    problems = Problems()
    every, known = document(TITLE, *blocks), {family: families()[family]}
    made = read_disclosure(every, known, id="a", year=None, problems=problems)
    assert made is not None, problems.found
    assert made.account.closes
    return made.disclosure.projects, problems


def amounts(found: Project) -> tuple[Decimal | None, ...]:
    return found.budget.value, found.fiscal.value, found.other.value


@pytest.mark.parametrize(
    "before", ["2024年预算", "2024年执行数", "上年预算数", "上年执行", "上年决算数"]
)
@pytest.mark.parametrize("now", ["2025年预算", "2025年预算数", "本年预算数", "本年预算", "2025年"])
@pytest.mark.parametrize("order", [1, -1])
def test_a_former_year_s_figure_is_not_this_year_s(before: str, now: str, order: int) -> None:
    rows = [["合计", "33", "36"], ["财政拨款", "28", "30"], ["其他资金", "5", "6"]]
    found = project(
        ["资金来源", *[before, now][::order]],
        *([name, *figures[::order]] for name, *figures in rows),
    )
    assert amounts(found) == (Decimal(36), Decimal(30), Decimal(6))
    assert [text for texts in others(found).values() for text in texts] == ["33", "28", "5"]


@pytest.mark.parametrize(
    "label",
    [
        "2024年预算数",
        "2024年度预算数",
        "2024预算数",
        "预算数（2024年）",
        "预算数（2024）",
        "上年预算数",
    ],
)
def test_a_label_of_another_year_is_not_this_year_s(label: str) -> None:
    found = only_project(
        [
            ["项目名称", "水质检测", LEFT, LEFT],
            [label, "33", "2025年预算数", "36"],
            ["年度目标", "检测水样240份", LEFT, LEFT],
        ],
        [HEADS, INDICATOR],
    )
    assert found.budget.value == Decimal(36)
    assert [text for texts in others(found).values() for text in texts] == ["33"]


def test_of_two_columns_of_budgets_none_is_taken_where_nothing_tells_which() -> None:
    found = project(
        ["资金来源", "甲方案", "乙方案"], ["合计", "33", "36"], ["财政拨款", "28", "30"]
    )
    assert amounts(found) == (None, None, None)
    assert others(found) == {
        "甲方案·合计": ["33"], "乙方案·合计": ["36"],
        "甲方案·财政拨款": ["28"], "乙方案·财政拨款": ["30"],
    }  # fmt: skip


def test_parts_of_the_budget_in_columns_have_their_fields_in_the_row_of_the_sum() -> None:
    found = project(
        ["支出", "2025年预算", "其中：财政拨款", "其他资金"],
        ["检测费", "30", "26", "4"], ["差旅费", "6", "4", "2"], ["合计", "36", "30", "6"],
    )  # fmt: skip
    assert amounts(found) == (Decimal(36), Decimal(30), Decimal(6))
    assert others(found)["2025年预算·检测费"] == ["30"]
    assert len(found.others) == 6


def test_what_stands_over_several_heads_says_of_which_year_they_are() -> None:
    found = only_project(
        [
            ["项目名称", "水质检测", LEFT, LEFT, LEFT, LEFT],
            ["项目资金（万元）", "资金来源", "2024年执行", LEFT, "2025年预算", LEFT],
            [ABOVE, ABOVE, "小计", "其中：市级", "小计", "其中：市级"],
            [ABOVE, "合计", "33", "3", "36", "4"],
            [ABOVE, "财政拨款", "28", "3", "30", "4"],
            ["年度目标", "检测水样240份", LEFT, LEFT, LEFT, LEFT],
        ],
        [HEADS, INDICATOR],
    )
    assert amounts(found) == (Decimal(36), Decimal(30), None)
    assert others(found)["2024年执行·小计·财政拨款"] == ["28"]


def test_amounts_without_a_field_keep_the_unit_that_their_form_counts_in() -> None:
    found = only_project(
        [
            ["项目名称", "水质检测", LEFT, LEFT],
            ["项目资金（元）", "资金来源", "2024年执行数", "2025年预算"],
            [ABOVE, "合计", "330000", "360000"],
            ["年度目标", "检测水样240份", LEFT, LEFT],
        ],
        [HEADS, INDICATOR],
    )
    assert found.budget.value == Decimal(36)
    assert others(found) == {"2024年执行数·合计": ["330000元"]}


@pytest.mark.parametrize("sign", ["；", "，", "\n", "、"])
def test_amounts_in_one_cell_go_to_their_fields(sign: str) -> None:
    said = sign.join(["总额：36.00", "其中财政拨款：30.00", "其他资金：6.00"])
    found = only_project(
        [["项目名称", "水质检测"], ["项目资金（万元）", said], ["年度目标", "检测水样240份"]],
        [HEADS, INDICATOR],
    )
    assert amounts(found) == (Decimal(36), Decimal(30), Decimal(6))
    assert others(found) == {}


def test_a_list_within_a_form_keeps_what_each_figure_is_of() -> None:
    found = only_project(
        [
            ["项目名称", "水质检测", LEFT, LEFT],
            ["预算数（万元）", "36.00", LEFT, LEFT],
            ["主要任务", "任务名称", "主要内容", "预算金额"],
            [ABOVE, "取样", "每月取样", "12.00"],
            [ABOVE, "化验", "送实验室", "24.00"],
            ["年度目标", "检测水样240份", LEFT, LEFT],
        ],
        [HEADS, INDICATOR],
    )
    assert found.budget.value == Decimal(36)
    assert others(found) == {
        "任务名称": ["取样", "化验"],
        "主要内容·取样": ["每月取样"], "预算金额·取样": ["12.00"],
        "主要内容·化验": ["送实验室"], "预算金额·化验": ["24.00"],
    }  # fmt: skip


def test_the_title_of_a_group_is_no_amount() -> None:
    found = only_project(
        [
            ["项目名称", "水质检测", LEFT, LEFT],
            ["预算数（万元）", "经费来源", "县级财政", "36.00"],
            [ABOVE, ABOVE, "自筹", "0"],
            ["年度目标", "检测水样240份", LEFT, LEFT],
        ],
        [HEADS, INDICATOR],
    )
    assert found.budget.wording in ("", "36.00")


def test_lines_of_a_cell_that_each_name_what_they_are_of_stay_apart() -> None:
    found = only_project(
        [
            ["项目名称", "水质检测"],
            ["预算数（万元）", "36.00"],
            ["实施依据", "省级：水法实施办法\n市级：水质检测方案"],
            ["年度目标", "检测水样240份"],
        ],
        [HEADS, INDICATOR],
    )
    assert others(found) == {"实施依据": ["省级：水法实施办法", "市级：水质检测方案"]}


def listed(*head: Sequence[str]) -> list[tuple[Decimal | None, dict[str, list[str]]]]:
    """The budgets and other columns of a list of two projects under these rows of heads."""
    width = len(head[0]) - 2
    rows = [
        ["水质检测", *["30", "36", "28", "32"][:width], "检测水样"],
        ["河道保洁", *["20", "24", "19", "22"][:width], "保洁河道"],
    ]
    made, _ = read(TITLE, "单位：万元", [*head, *rows])
    return [(p.budget.value, others(p)) for p in made.disclosure.projects]


@pytest.mark.parametrize(
    "before", ["2024年预算数", "2024预算", "上年预算数", "2024年", "上年执行数"]
)
@pytest.mark.parametrize("now", ["2025年预算数", "2025预算", "本年预算", "2025年"])
def test_a_list_with_columns_of_two_years_counts_this_year_s(before: str, now: str) -> None:
    first, second = listed(["项目名称", before, now, "绩效目标"])
    assert first == (Decimal(36), {before: ["30万元"]})
    assert second == (Decimal(24), {before: ["20万元"]})


def test_a_list_with_heads_of_two_rows_counts_the_column_under_this_year() -> None:
    first, _ = listed(
        ["项目名称", "2024年预算", LEFT, "2025年预算", LEFT, "绩效目标"],
        [ABOVE, "合计", "其中：市级", "合计", "其中：市级", ABOVE],
    )
    assert first[0] == Decimal(28)
    assert first[1]["2024年预算·合计"] == ["30万元"]


def test_a_list_of_another_year_alone_has_no_budgets() -> None:
    assert [budget for budget, _ in listed(["项目名称", "2024年预算数", "绩效目标"])] == [
        None,
        None,
    ]


def test_the_sum_within_a_group_is_its_amount() -> None:
    found = only_project(
        [
            ["项目名称", "水质检测", LEFT],
            ["预算资金（千元）", "合  计", "360.0"],
            [ABOVE, "财政资金", "300.0"],
            ["年度目标", "检测水样240份", LEFT],
        ],
        [HEADS, INDICATOR],
    )
    assert amounts(found)[:2] == (Decimal(36), Decimal(30))


def test_other_amounts_take_the_unit_of_the_document_or_are_told() -> None:
    def pair(*lines: str) -> tuple[list[str], list[str]]:
        first = [
            ["项目名称", "水质检测"],
            ["上级资金", "86000"],
            ["年度目标", "检测水样"],
            HEADS,
            INDICATOR,
        ]
        second = [
            ["项目名称", "河道保洁"],
            ["上级资金", "94000"],
            ["年度目标", "保洁"],
            HEADS,
            INDICATOR,
        ]
        found, problems = read_in("河北", *lines, first, "", second)
        told = [d.message for d in problems.found if d.rule == RuleBook.NO_UNIT.id]
        return [others(p)["上级资金"][0] for p in found], told

    assert pair("单位：元") == (["86000元", "94000元"], [])
    texts, told = pair()
    assert texts == ["86000", "94000"]
    assert len(told) == 1


def test_labels_above_one_row_of_amounts_have_those_below_them() -> None:
    found = only_project(
        [
            ["项目名称", "水质检测", LEFT, LEFT, LEFT],
            ["年度预算（万元）", "合计", "财政资金", "其他资金", "备注"],
            [ABOVE, "36", "30", "6", ""],
            ["年度目标", "检测水样240份", LEFT, LEFT, LEFT],
        ],
        [HEADS, INDICATOR],
    )
    assert amounts(found) == (Decimal(36), Decimal(30), Decimal(6))


@pytest.mark.parametrize("before", ["2024年指标值", "2024指标值", "指标值（2024年）", "上年指标值"])
@pytest.mark.parametrize("order", [1, -1])
def test_of_two_columns_of_targets_this_year_s_is_the_target(before: str, order: int) -> None:
    heads, values = [before, "2025年指标值"][::order], ["≥200份", "≥240份"][::order]
    found = only_project(
        [
            ["项目名称", "水质检测", LEFT, LEFT, LEFT],
            ["预算数（万元）", "36", LEFT, LEFT, LEFT],
            ["年度目标", "检测水样", LEFT, LEFT, LEFT],
            ["一级指标", "二级指标", "三级指标", *heads],
            ["产出指标", "数量指标", "检测份数", *values],
        ]
    )
    assert [row.target.wording for row in found.indicators.rows] == ["≥240份"]
    assert [(str(e.column), str(e.text)) for e in found.others] == [(before, "≥200份")]
