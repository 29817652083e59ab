"""Spending plans, addresses and all that a project says, taken from what was typed."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.contents import find
from generator.diagnostics import Problems
from generator.files import Folder
from generator.loader import load
from generator.model.disclosure import Project
from generator.model.evaluation import Kind
from tests.strategies import families

HEAD = """\
部门: 某局
年度: 2025
表式: 河北
状态: 草案
总体绩效目标: 甲
分项绩效目标:
  - 标题: 乙
    内容: 丙
项目:
  - 名称: 抽检
"""


def project(*lines: str, family: str = "河北") -> tuple[Project, list[str]]:
    """The project that the lines tell of, and the rules they break."""
    text = HEAD.replace("河北", family) + "".join(f"    {line}\n" for line in lines)
    with TemporaryDirectory() as name:
        (Path(name) / "2025").mkdir()
        (Path(name) / "2025/a.yaml").write_text(text, "utf-8")
        folder, problems = Folder(Path(name)), Problems()
        disclosure = load(folder, find(folder, problems)[0], families(), problems)
    assert disclosure is not None
    return disclosure.projects[0], [d.rule for d in problems.found]


def plan(text: str) -> tuple[dict[str, str], list[str]]:
    one, rules = project("地址: 001", f"支出计划: {text}")
    return {step.label: step.share.wording for step in one.plan}, rules


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("3月底20%，6月底50%，10月底80%，12月底100%", ["20%", "50%", "80%", "100%"]),
        ("3月底20%,6月底50%;10月底80%、12月底100%", ["20%", "50%", "80%", "100%"]),
        ("3月底：20% ， 6月底：50%，10月底:80%，12月底 100%", ["20%", "50%", "80%", "100%"]),
        ("12月底100，10月底80，6月底50，3月底20", ["20", "50", "80", "100"]),
        ("3月底20%，12月底100%", ["20%", "", "", "100%"]),
        ("3月底/，12月底100%", ["/", "", "", "100%"]),
        ("/", ["/", "/", "/", "/"]),
        ("3月底，12月底100%", ["", "", "", "100%"]),
    ],
)
def test_a_plan_gives_a_share_for_each_step_of_the_form(text: str, shares: list[str]) -> None:
    steps = ("3月底", "6月底", "10月底", "12月底")
    assert plan(text) == (dict(zip(steps, shares, strict=True)), [])


@pytest.mark.parametrize(
    "text", ["20%/50%/80%/100%", "3月底20%，3月底30%", "3月底全部", "三月底20%", "20%", "—50%"]
)
def test_a_plan_that_cannot_be_told_is_a_fault(text: str) -> None:
    assert "NR07" in plan(text)[1]


PIECES = (
    "3月底",
    "6月底",
    "10月底",
    "12月底",
    "20%",
    "100",
    "，",
    "、",
    "；",
    "：",
    " ",
    "%",
    "月",
    "0",
)


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join))
def test_any_plan_gives_steps_or_a_finding(text: str) -> None:
    steps, rules = plan(f"甲{text}")
    assert list(steps) == ["3月底", "6月底", "10月底", "12月底"]
    assert "NR07" in rules
    steps, rules = plan(f"3月底5%，{text}".rstrip())
    assert steps["3月底"] == "5%"


@pytest.mark.parametrize(
    ("lines", "address", "rules"),
    [
        (["地址: 001"], "001", []),
        (["编码: 99010125P00312010007P"], "99010125P00312010007P", []),
        (["编码: 99010125P00312010007P", "地址: 001"], "001", []),
        (["编码: /", "地址: 001"], "001", []),
        (["编码: ——", "地址: 001"], "001", []),
        (["编码: /"], "抽检", ["NR09"]),
        (["编码: 12/3", "地址: 001"], "001", ["NR15"]),
        (["编码: 123"], "123", ["NR09"]),
        (["地址: 甲"], "抽检", ["NR09"]),
        (["地址: ../a"], "抽检", ["NR09"]),
        (["地址: a/b"], "抽检", ["NR09"]),
        (["地址: data"], "抽检", ["NR09"]),
        (["地址: Index"], "抽检", ["NR09"]),
        ([], "抽检", ["NR09"]),
    ],
)
def test_a_projects_address_is_typed_or_its_complete_code(
    lines: list[str], address: str, rules: list[str]
) -> None:
    one, found = project(*lines)
    assert (one.address, found) == (address, rules)


@pytest.mark.parametrize(
    ("family", "key"),
    sorted({
        (family.name, field.key)
        for family in families().values()
        if family.kind is Kind.BUDGET
        for field in family.forms[family.default_form].fields
        if field.required
    }),
)  # fmt: skip
def test_every_cell_that_must_be_filled_takes_the_stroke_that_its_hint_names(
    family: str, key: str
) -> None:
    _, before = project("地址: 001", family=family)  # sections of 河北, not of this family
    _, rules = project("地址: 001", *([] if key == "名称" else [f"{key}: /"]), family=family)
    assert rules == before


def test_levels_repeat_the_cell_above_and_nothing_else_does() -> None:
    one, rules = project(
        "地址: 001",
        "绩效指标: |",
        "  | 一级指标 | 二级指标 | 三级指标 | 描述 | 指标值 |",
        "  |---|---|---|---|---|",
        "  | 产出指标 | 数量指标 | 甲 | 描 | ≥1次 |",
        "  | | | 乙 | | |",
        "  | | 质量指标 | 丙 | | |",
    )
    assert not rules
    rows = [
        [w.text if w else "" for w in (r.level1, r.level2, r.name, r.description)]
        for r in one.indicators.rows
    ]
    assert rows == [
        ["产出指标", "数量指标", "甲", "描"],
        ["产出指标", "数量指标", "乙", ""],
        ["产出指标", "质量指标", "丙", ""],
    ]
    assert one.indicators.rows[1].target.wording == ""
    assert one.indicators.rows[0].basis is None


def test_heads_may_use_titles_and_aliases_of_the_form() -> None:
    one, rules = project(
        "地址: 001",
        "绩效指标: |",
        "  | 指标名称 | 指标值及单位 | 指标值确定依据 |",
        "  |---|---|---|",
        "  | 甲 | ≥1次 | 计划 |",
    )
    assert not rules
    assert one.indicators.columns == ("三级指标", "指标值", "依据")
