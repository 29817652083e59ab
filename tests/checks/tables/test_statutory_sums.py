"""Each shipped definition against tables that agree and tables that do not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from generator.checks import compare
from generator.checks.comparison import Comparison, Outcome
from generator.contents import find
from generator.department.examining import Examined
from generator.diagnostics import Problems
from generator.files import Folder
from generator.loader import load
from generator.model.disclosure import Disclosure, Section
from generator.model.words import DataTable, Words
from tests.checks.examined import examined as only_one
from tests.checks.examples import check_of
from tests.checks.examples import compared as examples_compared
from tests.checks.real import families, subject
from tests.conftest import ROOT

CONTENT = ROOT / "content"
FAMILY = families()["石家庄2020"]
OURS = ("JX110", "JX111", "JX112", "JX113", "JX114")


@cache
def sample() -> Disclosure:
    """The sample department with the full set of tables."""
    folder, problems = Folder(CONTENT), Problems()
    found = next(f for f in find(folder, problems) if f.base == "2025/ggfw")
    disclosure = load(folder, found, families(), problems)
    assert disclosure is not None
    assert not problems.found
    return disclosure


def tables(disclosure: Disclosure) -> dict[str, DataTable]:
    return {
        piece.definition: piece
        for section in disclosure.sections
        for piece in section.prose
        if isinstance(piece, DataTable) and piece.definition
    }


def with_table(table: DataTable) -> Disclosure:
    """The sample with another table in the place of its own."""

    def changed(section: Section) -> Section:
        prose = tuple(
            table if isinstance(p, DataTable) and p.definition == table.definition else p
            for p in section.prose
        )
        return replace(section, prose=prose)

    return replace(sample(), sections=tuple(changed(s) for s in sample().sections))


def compared(disclosure: Disclosure) -> list[Comparison]:
    return [c for c in compare(subject(disclosure, FAMILY)) if c.rule in OURS]


def wrong(disclosure: Disclosure) -> list[Comparison]:
    return [c for c in compared(disclosure) if c.outcome is Outcome.DISAGREE]


def cell(table: DataTable, label: str, column: int, change: Callable[[str], str]) -> DataTable:
    """The table with one cell changed, in the row that holds this label."""
    rows = tuple(
        tuple(
            Words(change(w.text), w.span) if n == column and any(x.text == label for x in row)
            else w
            for n, w in enumerate(row)
        )
        for row in table.rows
    )  # fmt: skip
    assert rows != table.rows
    return replace(table, rows=rows)


def more(text: str) -> str:
    return str(Decimal(text.replace(",", "")) + Decimal("0.01"))


def test_the_sample_has_every_shipped_table_and_all_sums_hold() -> None:
    assert set(tables(sample())) == set(FAMILY.tables)
    assert wrong(sample()) == []
    agreed = [c for c in compared(sample()) if c.outcome is Outcome.AGREE]
    for table in tables(sample()).values():
        if table.rows:
            assert [c for c in agreed if c.object.startswith(table.caption.text)]
    assert {c.rule for c in agreed} == {"JX110", "JX111", "JX112", "JX113"}
    for c in agreed:
        assert all(c.cells), c.object


@pytest.mark.parametrize(
    ("name", "label", "column", "rules"),
    [
        # An income source, a total, a subject: within the row, between rows, across tables.
        ("财政拨款收支总表", "收入总计", 1, {"JX111"}),
        ("财政拨款收支总表", "（三）卫生健康支出", 4, {"JX110"}),
        ("财政拨款收支总表", "一、本年支出", 5, {"JX110", "JX112"}),
        ("一般公共预算支出表", "合计", 3, {"JX110", "JX111", "JX112"}),
        ("一般公共预算支出表", "20805", 2, {"JX110", "JX111"}),
        ("一般公共预算基本支出表", "30217", 2, {"JX110", "JX111", "JX112"}),
        ("三公经费支出表", "1.20", 5, {"JX110"}),
        ("三公经费支出表", "1.20", 2, {"JX110"}),
        ("政府性基金预算支出表", "22960", 4, {"JX110", "JX111"}),
        ("部门收支总表", "支出总计", 3, {"JX111"}),
        ("部门收支总表", "本年支出合计", 3, {"JX111", "JX112"}),
        ("部门收入总表", "合计", 2, {"JX110", "JX111", "JX112"}),
        ("部门收入总表", "合计", 4, {"JX110", "JX111", "JX112"}),
        ("部门支出总表", "2210201", 5, {"JX110", "JX111"}),
        ("政府采购预算表", "服务器", 8, {"JX110"}),
        ("国有资产占有使用情况表", "资产总额", 2, {"JX111"}),
    ],
)  # fmt: skip
def test_one_cent_is_found(name: str, label: str, column: int, rules: set[str]) -> None:
    found = wrong(with_table(cell(tables(sample())[name], label, column, more)))
    assert {c.rule for c in found} == rules
    assert len({(c.rule, c.object) for c in found}) == len(found)
    for c in found:
        assert c.left != c.right
        assert c.cells
        assert c.span.path.startswith("2025/ggfw/")
        assert c.message.endswith("0.01。")


def test_a_row_in_the_empty_table_is_held_to_the_same_sums() -> None:
    table = tables(sample())["国有资本经营预算支出表"]
    row = [Words(text) for text in ("223", "国有资本经营预算支出", "5", "2", "2")]
    total = [Words(text) for text in ("", "合计", "5", "2", "2")]
    found = wrong(with_table(replace(table, rows=(tuple(row), tuple(total)))))
    assert {c.rule for c in found} == {"JX110", "JX112"}  # 0 in the overview, 5 here


def test_an_empty_table_counts_as_nothing_against_the_others() -> None:
    table = tables(sample())["政府性基金预算支出表"]
    (c,) = wrong(with_table(replace(table, rows=())))
    assert (c.rule, c.left, c.right) == ("JX112", "60", "0")


def test_tables_in_other_units_are_compared_by_what_they_mean() -> None:
    table = tables(sample())["政府性基金预算支出表"]
    rows = tuple(
        tuple(Words(str(int(Decimal(w.text) * 10_000))) if n > 1 else w for n, w in enumerate(row))
        for row in table.rows
    )
    assert wrong(with_table(replace(table, rows=rows, unit="元"))) == []
    assert wrong(with_table(replace(table, rows=rows))) != []


def test_text_in_a_column_of_amounts_is_told_once_and_spoils_no_other_sum() -> None:
    table = cell(tables(sample())["一般公共预算支出表"], "2210201", 3, lambda _: "约54")
    (c,) = wrong(with_table(table))
    assert (c.rule, c.left) == ("JX113", "约54")


@pytest.mark.parametrize("mark", ["", "—", "/", "０.００"])
def test_a_mark_for_nothing_is_no_text(mark: str) -> None:
    table = cell(tables(sample())["一般公共预算支出表"], "2210201", 4, lambda _: mark)
    assert wrong(with_table(table)) == []


def test_departments_with_other_income_are_not_held_to_the_fiscal_totals() -> None:
    """docs/领域.md 2.4: 部门总计 = 财政拨款总计 holds only where all is fiscal; here 24 is not."""
    found = tables(sample())
    income = found["部门收支总表"].rows[-1][1].text
    fiscal = found["财政拨款收支总表"].rows[-1][1].text
    assert Decimal(income) - Decimal(fiscal) == Decimal("24.00")
    assert wrong(sample()) == []


def test_every_table_that_the_site_asks_for_is_missed() -> None:
    family = replace(FAMILY, required_tables=tuple(FAMILY.tables))
    without = replace(sample(), sections=tuple(s for s in sample().sections if s.key != "预算表"))
    outcomes = {c.object: c.outcome for c in compare(subject(without, family)) if c.rule == "JX114"}
    assert len(outcomes) == len(FAMILY.tables)
    assert outcomes["政府采购预算表"] is Outcome.AGREE
    assert outcomes["三公经费支出表"] is Outcome.DISAGREE
    whole = [c for c in compare(subject(sample(), family)) if c.rule == "JX114"]
    assert {c.outcome for c in whole} == {Outcome.AGREE}


def test_the_list_of_what_is_demanded_names_the_tables_that_lack(tmp_path: Path) -> None:
    text = "预算表: |\n  ```表\n  表: 部门支出总表\n  ```"
    (tmp_path / "站点.yaml").write_text(
        "名称: 示例\n预算表:\n  - 三公经费支出表\n  - 部门支出总表\n", "utf-8"
    )
    items = {i.name: (i.group, i.state, i.said) for i in examined(tmp_path, text).items}
    assert items["三公经费支出表"] == ("报表", "无", "")
    assert items["部门支出总表"] == ("报表", "有", "空表")
    assert "部门预算表" not in items


def examined(folder: Path, text: str) -> Examined:
    place = folder / "2025" / "a.yaml"
    place.parent.mkdir()
    place.write_text(f"部门: 某局\n年度: 2025\n表式: 河北\n状态: 草案\n{text}\n", "utf-8")
    return only_one(folder)


def test_a_sum_that_differs_by_what_the_law_leaves_out_is_no_fault(tmp_path: Path) -> None:
    text = (
        "预算表: |\n  ```表\n  表: 政府性基金预算支出表\n  | 229 | 其他支出 | 50 | 0 | 50 |\n"
        "  | | 合计 | 60 | 0 | 60 |\n  ```\n"
        "不公开: |\n  | 事项 | 依据 | 金额 | 范围 |\n  |---|---|---|---|\n"
        "  | 一个科目 | 保守国家秘密法 | 10 | 合计 |"
    )
    found = [c for c in examined(tmp_path, text).comparisons if c.rule == "JX111"]
    assert [(c.outcome, c.right) for c in found] == [
        (Outcome.AGREE, "50 + 不公开 10"), (Outcome.AGREE, "0"), (Outcome.AGREE, "50 + 不公开 10"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("budget", "part", "outcomes"),
    [
        ("30", "", [Outcome.AGREE]), ("20", "", [Outcome.AGREE]), ("31", "", [Outcome.DISAGREE]),
        ("31", "专项资金绩效目标", []), ("约31", "", []),
    ],
)  # fmt: skip
def test_projects_cost_no_more_than_the_table_says(
    budget: str, part: str, outcomes: list[Outcome]
) -> None:
    check = check_of("JX006")
    text = (
        "预算表: |\n  ```表\n  表: 部门支出总表\n  | | 合计 | 70 | 40 | 30 | 0 | 0 | 0 |\n  ```\n"
        f"项目:\n  - 名称: 抽检\n    预算数: {budget}\n"
        f"  - 名称: 检定\n    预算数: 0\n{f'    部分: {part}' if part else ''}"
    )
    found = [c for c in examples_compared(check, text) if c.outcome is not Outcome.NOT_APPLICABLE]
    assert [c.outcome for c in found] == outcomes
