"""What the field's rules find in one disclosure, and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import checks
from generator.build import Settings, check
from generator.checks.comparison import Comparison, Outcome
from generator.diagnostics import Diagnostic
from tests.checks.examined import examined
from tests.conftest import TEMPLATES

HEAD = """\
部门: 某局
年度: 2025
表式: 河北
状态: 草案
总体绩效目标: |
  全年工作有序开展。
分项绩效目标:
  - 标题: 监管
    内容: 按季检查。
项目:
  - 名称: 抽检
    地址: 001
    编码: 99010125P00312010007P
"""
FIELDS = {
    "预算数": "36.00",
    "财政资金": "30.00",
    "其他资金": "6.00",
    "支出计划": "3月底20%，6月底50%，10月底80%，12月底100%",
    "用途": "用于抽检。",
    "绩效目标": "抽检覆盖全县",
}
TABLE = """\
    绩效指标: |
      | 一级指标 | 二级指标 | 三级指标 | 指标值 | 依据 |
      |---|---|---|---|---|
      | 产出指标 | 数量指标 | 检查次数 | ≥4次 | 年度计划 |
      | 效益指标 | 社会效益指标 | 责任事故起数 | 0起 | 年度计划 |
      | 满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥90% | 年度计划 |
"""


def examine(
    tmp_path: Path, table: str = TABLE, **fields: str
) -> tuple[list[Comparison], list[Diagnostic]]:
    """The comparisons of a project with some fields otherwise, and what is said of them."""
    typed = {k: v for k, v in {**FIELDS, **fields}.items() if v != "没有写"}
    text = HEAD + "".join(f"    {key}: {value}\n" for key, value in typed.items()) + table
    (tmp_path / "2025").mkdir()
    (tmp_path / "2025/a.yaml").write_text(text, "utf-8")
    whole = examined(tmp_path)
    return list(whole.comparisons), list(whole.diagnostics)


def outcomes(comparisons: list[Comparison], rule: str) -> list[Outcome]:
    return [c.outcome for c in comparisons if c.rule == rule]


def test_a_project_in_order_agrees_with_every_rule(tmp_path: Path) -> None:
    comparisons, found = examine(tmp_path)
    assert not found
    assert Outcome.DISAGREE not in {c.outcome for c in comparisons}
    agreeing = {c.rule for c in comparisons if c.outcome is Outcome.AGREE}
    assert {"JX001", "JX002", "JX003"} <= agreeing


def test_every_comparison_names_its_object_and_its_cells(tmp_path: Path) -> None:
    comparisons, _ = examine(tmp_path)
    for comparison in comparisons:
        assert comparison.object
        assert comparison.cells or comparison.object == "全文"
        assert not comparison.message


@pytest.mark.parametrize(
    ("budget", "fiscal", "other", "outcome"),
    [
        ("36.00", "30.00", "6.00", Outcome.AGREE),
        ("36", "30.0", "6.000", Outcome.AGREE),
        ("36.00", "300000元", "6万元", Outcome.AGREE),
        ("0.30", "0.10", "0.20", Outcome.AGREE),
        ("36.00", "36.00", "没有写", Outcome.AGREE),
        ("36.00", "36.00", "/", Outcome.AGREE),
        ("36.00", "30.00", "5.99", Outcome.DISAGREE),
        ("36.00", "30.00", "没有写", Outcome.DISAGREE),
        ("36.00", "没有写", "没有写", Outcome.NOT_APPLICABLE),
        ("36.00", "/", "—", Outcome.NOT_APPLICABLE),
        ("/", "30.00", "6.00", Outcome.NOT_APPLICABLE),
    ],
)
def test_the_budget_is_held_against_its_sources(
    tmp_path: Path, budget: str, fiscal: str, other: str, outcome: Outcome
) -> None:
    comparisons, found = examine(tmp_path, 预算数=budget, 财政资金=fiscal, 其他资金=other)
    assert outcomes(comparisons, "JX002") == [outcome]
    assert ("JX002" in [d.rule for d in found]) == (outcome is Outcome.DISAGREE)


def test_a_budget_that_disagrees_says_both_sides_and_stands_at_the_amount(tmp_path: Path) -> None:
    comparisons, (found,) = examine(tmp_path, 其他资金="5")
    one = next(c for c in comparisons if c.rule == "JX002")
    assert (one.left, one.right) == ("36", "35")
    assert found.message == "“抽检”预算数 36 万元，财政资金与其他资金之和是 35 万元。"
    assert (found.span.line, found.span.column) == (14, 10)


@pytest.mark.parametrize(
    ("plan", "outcome"),
    [
        ("3月底0%，6月底0%，10月底50%，12月底100%", [Outcome.AGREE]),
        ("3月底25，6月底50，10月底75，12月底100", [Outcome.AGREE]),
        ("12月底100%、10月底80%、6月底50%、3月底20%", [Outcome.AGREE]),
        ("3月底20%，6月底90%，10月底80%，12月底100%", [Outcome.DISAGREE]),
        ("3月底20%，6月底50%，10月底80%，12月底99.9%", [Outcome.DISAGREE]),
        ("3月底20%，6月底50%，10月底80%，12月底120%", [Outcome.DISAGREE]),
        ("3月底20%，6月底50%", [Outcome.NOT_APPLICABLE]),
        ("没有写", [Outcome.NOT_APPLICABLE]),
    ],
)
def test_a_spending_plan_never_falls_and_ends_at_a_hundred(
    tmp_path: Path, plan: str, outcome: list[Outcome]
) -> None:
    comparisons, _ = examine(tmp_path, 支出计划=plan)
    assert outcomes(comparisons, "JX003") == outcome


@pytest.mark.parametrize("field", ["预算数", "用途", "支出计划", "绩效目标"])
def test_a_field_that_the_form_requires_is_missed_once(tmp_path: Path, field: str) -> None:
    comparisons, found = examine(tmp_path, **{field: "没有写"})
    blank = [c.object for c in comparisons if c.rule == "JX001" and c.outcome is Outcome.DISAGREE]
    assert blank == [f"抽检·{field}"]
    assert [d.message for d in found if d.rule == "JX001"] == [f"“抽检”的“{field}”是空的。"]


def test_a_plan_that_lacks_steps_names_them(tmp_path: Path) -> None:
    _, (found,) = examine(tmp_path, 支出计划="3月底20%，10月底80%，12月底100%")
    assert found.message == "“抽检”的“支出计划”没有写6月底。"


def test_a_stroke_fills_a_cell(tmp_path: Path) -> None:
    _, found = examine(tmp_path, 用途="/")
    assert not found


def test_a_project_without_indicators_is_told_once(tmp_path: Path) -> None:
    _, (found,) = examine(tmp_path, table="")
    assert found.message == "“抽检”没有绩效指标。"


def test_a_blank_cell_of_a_table_is_told_at_the_cell(tmp_path: Path) -> None:
    table = TABLE.replace("≥4次 | 年度计划", "| ")
    _, found = examine(tmp_path, table=table)
    assert [d.message for d in found] == [
        "“抽检”的“检查次数·指标值”是空的。",
        "“抽检”的“检查次数·指标值确定依据”是空的。",
    ]
    assert len({d.span for d in found}) == 2
    assert {d.span.line for d in found} == {23}


def test_a_column_that_is_not_there_is_not_missed(tmp_path: Path) -> None:
    table = TABLE.replace(" | 依据", "").replace("|---|---|---|---|---|", "|---|---|---|---|")
    _, found = examine(tmp_path, table=table.replace(" | 年度计划", ""))
    assert not found


def test_what_could_not_be_read_is_not_called_empty_as_well(tmp_path: Path) -> None:
    _, found = examine(tmp_path, table="    绩效指标: |\n      检查次数不少于四次\n")
    assert [d.rule for d in found] == ["BG08"]


def test_a_late_publication_is_told_at_its_date(tmp_path: Path) -> None:
    head = "批复日期: 2025-02-10\n公开日期: 2025-03-05\n状态: 草案\n"
    (tmp_path / "2025").mkdir()
    (tmp_path / "2025/a.yaml").write_text(HEAD.replace("状态: 草案\n", head), "utf-8")
    report = check(Settings(tmp_path, Path(), (TEMPLATES,)), lambda *_: None)
    (late,) = (d for d in report.diagnostics if d.rule == "JX085")
    assert (late.span.line, late.span.column) == (5, 7)
    assert late.text == "公开日期: 2025-03-05"


def test_every_rule_has_a_reason_and_an_id_of_its_own() -> None:
    ids = [check.rule.id for check in checks.CHECKS]
    assert len(ids) == len(set(ids))
    assert all(check.rule.why for check in checks.CHECKS)


def test_a_misspelt_class_is_told_once(tmp_path: Path) -> None:
    _, found = examine(tmp_path, TABLE.replace("服务对象满意度指标", "服务对象满意指标"))
    assert [d.rule for d in found] == ["NR12"]


def test_a_class_that_is_not_there_is_told(tmp_path: Path) -> None:
    table = "\n".join(line for line in TABLE.split("\n") if "满意度" not in line)
    _, found = examine(tmp_path, table)
    assert [d.rule for d in found] == ["JX051"]


def test_of_a_table_with_a_torn_row_the_tear_alone_is_told(tmp_path: Path) -> None:
    torn = TABLE.replace("| ≥90% | 年度计划 |", "| ≥90% |")
    _, found = examine(tmp_path, torn)
    assert [d.rule for d in found] == ["BG01"]
