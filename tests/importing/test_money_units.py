"""Which place decided the unit of each amount: recorded in the account, told where two differ."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from generator.diagnostics import Diagnostic, Problems
from generator.importing import Imported, read_disclosure
from generator.sources.opening import read_document
from tests.importing.test_random_layouts import TITLE, Page, Table, as_word
from tests.importing.word_files import families

HEAD = ["项目名称", "预算数", "财政拨款", "绩效目标", "一级指标", "二级指标", "三级指标", "指标值"]
ROWS = (
    ("水质检测经费", "360000", "360000", "做好检测"),
    ("河道保洁", "125000", "125000", "做好保洁"),
)
INDICATOR = ["产出指标", "数量指标", "检测份数", "≥240份"]


def read(*blocks: str | Table) -> tuple[Imported, list[Diagnostic]]:
    problems = Problems()
    document = as_word(Page([TITLE, *blocks]))
    made = read_disclosure(document, families(), id="a", year=None, problems=problems)
    assert made is not None, problems.found
    return made, [found for found in problems.found if found.rule == "NR20"]


def a_list(
    aside: str = "", unit: str = "", above: str = "", further: str = "", own: str = ""
) -> Table:
    """A list of projects: `aside` behind its heads of money, `own` behind its amounts, a row
    `above` its head, a `further` column."""
    head = [f"{title}{aside}" if title in HEAD[1:3] else title for title in HEAD]
    table = Table([[*head[:3], *([further] if further else []), *head[3:]]])
    for name, budget, fiscal, goal in ROWS:
        more = ["1,500"] if further else []
        table.rows.append([name, budget + own, fiscal + own, *more, goal, *INDICATOR])
    if above:
        table.rows.insert(0, [above, *[""] * (len(table.rows[0]) - 1)])
        table.merged.append((0, 0, 0, len(table.rows[0]) - 1))
    return table


def a_form(head: str) -> Table:
    return Table([
        ["项目名称", "水质检测经费", "", ""],
        [head, "年度资金总额", "360000", ""],
        ["", "其中：财政拨款", "360000", ""],
        ["年度目标", "做好检测", "", ""],
        ["一级指标", "二级指标", "三级指标", "指标值"],
        INDICATOR,
    ], [(0, 0, 1, 3), (1, 2, 0, 0), (1, 1, 2, 3), (2, 2, 2, 3), (3, 3, 1, 3)])  # fmt: skip


def account(made: Imported) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(made.account.csv().decode("utf-8-sig"))))


def why(made: Imported, text: str) -> set[str]:
    return {row["说明"] for row in account(made) if row["原文"] == text}


def remarks(made: Imported) -> list[str]:
    return [str(words) for words in made.disclosure.all_remarks()]


@pytest.mark.parametrize(
    ("blocks", "text", "said"),
    [
        ([a_list(own="元")], "360000元", "单位是元，金额自己写明"),
        ([a_list("（元）")], "125000", "单位是元，见栏名“预算数（元）”"),
        ([a_list(above="单位：元")], "360000", "单位是元，见表内“单位：元”"),
        (["单位：元", a_list()], "360000", "单位是元，见表上一行“单位：元”"),
        (["本年安排水质检测经费360000元。", a_list()], "125000", "单位是元，取自全文"),
        ([a_form("项目资金（元）")], "360000", "单位是元，见栏名“项目资金（元）”"),
    ],
)
def test_the_account_names_what_decided_the_unit(
    blocks: list[str | Table], text: str, said: str
) -> None:
    made, errors = read(*blocks)
    assert errors == []
    assert said in why(made, text)
    assert made.disclosure.projects[0].budget.value == Decimal(36)


@pytest.mark.parametrize(
    ("blocks", "places"),
    [
        (
            ["单位：万元", a_list("（元）")],
            ("栏名“预算数（元）”写的是元", "表上一行“单位：万元”写的是万元"),
        ),
        (
            ["单位：万元", a_list(above="单位：元")],
            ("表内“单位：元”写的是元", "表上一行“单位：万元”写的是万元"),
        ),
        (
            [a_list("（元）", above="单位：万元")],
            ("栏名“预算数（元）”写的是元", "表内“单位：万元”写的是万元"),
        ),
        (
            ["单位：万元", a_form("项目资金（元）")],
            ("栏名“项目资金（元）”写的是元", "表上一行“单位：万元”写的是万元"),
        ),
    ],
)
def test_two_places_that_differ_are_both_named_and_nothing_is_settled(
    blocks: list[str | Table], places: tuple[str, ...]
) -> None:
    made, errors = read(*blocks)
    assert made.disclosure.projects[0].budget.wording == "360000"
    for place in places:
        assert any(place in error.message for error in errors), errors
        assert any(place in remark for remark in remarks(made))
        assert any(place in said for said in why(made, "360000"))


def test_places_that_agree_are_no_contradiction() -> None:
    made, errors = read("单位：元", a_list("（元）", above="金额单位：元"))
    assert errors == []
    assert remarks(made) == []
    assert [p.budget.value for p in made.disclosure.projects] == [Decimal(36), Decimal("12.5")]


@pytest.mark.parametrize("further", ["单价（元）", "补助标准（元/人）", "每人金额（元）"])
def test_a_price_counts_in_the_unit_of_its_own_head(further: str) -> None:
    """The line above a table is about its sums; a price beside them is not contradicted."""
    made, errors = read("单位：万元", a_list(further=further))
    assert errors == []
    assert made.disclosure.projects[0].budget.value == Decimal(360000)
    (kept,) = made.disclosure.projects[0].others
    assert str(kept.column) == further
    assert str(kept.text).startswith("1,500")
    assert "万" not in str(kept.text)


def test_a_further_column_of_sums_that_is_contradicted_is_told_and_kept_as_typed() -> None:
    made, errors = read("单位：万元", a_list(further="上年资金（元）"))
    assert made.disclosure.projects[0].budget.value == Decimal(360000)
    (kept,) = made.disclosure.projects[0].others
    assert str(kept.text) == "1,500"
    (error,) = errors
    assert "栏名“上年资金（元）”写的是元" in error.message
    assert "表上一行“单位：万元”写的是万元" in error.message


def test_what_is_hidden_and_what_the_form_lacks_are_entries_of_their_own(
    field_case: Callable[[str], Path],
) -> None:
    path, problems = field_case("b02-hidden/hidden-row.xlsx"), Problems()
    document = read_document(path.name, path.read_bytes(), problems)
    assert document is not None
    made = read_disclosure(document, families(), id="a", year=2025, problems=problems)
    assert made is not None
    left = {row["原文"]: row for row in account(made) if row["去处"].startswith("没有读入")}
    assert left.keys() >= {
        "工作表“项目”隐藏的第 5 行，没有导入",
        "工作表“项目”隐藏的 M 列，没有导入",
        "工作表“项目”单元格 C3 的批注，没有导入",
    }
    assert all(row["说明"] for row in left.values())
    made, _ = read("单位：元", a_list(further="立项依据"))
    assert {r["去处"] for r in account(made) if r["原文"] == "1,500"} == {
        "其他栏目：项目“水质检测经费”·其他栏目", "其他栏目：项目“河道保洁”·其他栏目",
    }  # fmt: skip
