"""Markdown in a strict reading: headings, lines, tables, and nothing else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Diagnostic, Problems, Span
from generator.files import SourceText
from generator.keys import document_shape, project_shape, subgoal_shape
from generator.sources.markdown_source import (
    read_document,
    read_item,
    read_items,
    read_prose,
)
from generator.sources.nodes import Mapping, Node, Scalar, Sequence, Table
from tests.strategies import families

FAMILY = families()["河北"]
SHAPE = document_shape(FAMILY)
HEAD = "---\n部门: 某局\n---\n"


def source(text: str) -> SourceText:
    return SourceText("a.md", text.split("\n"))


def document(text: str) -> tuple[object, list[Diagnostic]]:
    problems = Problems()
    return plain(read_document(source(text), SHAPE, problems)), problems.found


def plain(node: Node | None) -> object:
    match node:
        case Mapping():
            return {entry.key.text: plain(entry.value) for entry in node}
        case Sequence():
            return [plain(item) for item in node.items]
        case Scalar():
            return node.text
        case Table() | None:
            return node


def test_front_matter_and_headings_give_the_mapping_that_yaml_gives() -> None:
    text = HEAD + (
        "# 标题一行\n## 总体绩效目标\n第一段\n第二段\n### 小标题\n第三段\n"
        "## 分项绩效目标\n### 监管\n内容：按季检查。\n"
        "## 项目\n### 抽检\n编码：001\n预算数: 36.00\n绩效目标：\n目标一\n目标二\n\n"
        "| 三级指标 | 指标值 |\n|---|---|\n| 次数 | ≥4次 |\n"
        "## 专项资金绩效目标\n### 修路\n编码：002\n"
    )
    node, found = document(text)
    assert not found
    assert node == {
        "部门": "某局",
        "标题": "标题一行",
        "总体绩效目标": "第一段\n第二段\n### 小标题\n第三段",
        "分项绩效目标": [{"标题": "监管", "内容": "按季检查。"}],
        "项目": [
            {
                "名称": "抽检",
                "编码": "001",
                "预算数": "36.00",
                "绩效目标": "目标一\n目标二",
                "绩效指标": "| 三级指标 | 指标值 |\n|---|---|\n| 次数 | ≥4次 |",
            },
            {"名称": "修路", "编码": "002", "部分": "专项资金绩效目标"},
        ],
    }


@pytest.mark.parametrize(
    "line",
    [
        "*甲* **乙** `丙`", "&amp; <b>甲</b> <!-- 乙 -->", "[甲]: http://乙", "[甲](乙)", "1. 甲",
        "- 甲", "> 甲", "===", "---甲", "    缩进四格", "\\# 甲", "甲  ", "#甲", "####### 甲",
        "+ 甲",
    ],
)  # fmt: skip
def test_what_was_typed_is_what_is_read(line: str) -> None:
    problems = Problems()
    block = read_prose(source(f"前一段\n{line}\n后一段"), problems)
    assert [w.text for w in block.lines] == ["前一段", line.strip(" "), "后一段"]
    assert not problems.found


def test_an_underlined_line_is_no_heading_and_full_width_blanks_are_no_line() -> None:
    problems = Problems()
    block = read_prose(source("甲\n===\n　　\n\xa0\n　　乙\n"), problems)
    assert [w.text for w in block.lines] == ["甲", "===", "乙"]
    assert block.lines[2].span == Span("a.md", 5, 3)
    assert not problems.found


def test_a_field_takes_either_colon_and_runs_on_where_it_may() -> None:
    problems = Problems()
    text = "用途 ：一\n续用途\n预算数:36\n单位名称：甲：乙\n"
    item = read_item(source(f"# 抽检\n{text}"), project_shape(FAMILY), problems)
    assert plain(item) == {
        "名称": "抽检",
        "用途": "一\n续用途",
        "预算数": "36",
        "单位名称": "甲：乙",
    }
    assert not problems.found


def test_every_text_has_its_place() -> None:
    item = read_item(source("#  抽检\n预算数：  36"), project_shape(FAMILY), Problems())
    name, budget = item.entries
    assert isinstance(name.value, Scalar)
    assert isinstance(budget.value, Scalar)
    assert name.value.lines[0].span == Span("a.md", 1, 4)
    assert budget.value.lines[0].span == Span("a.md", 2, 7)


def test_items_in_a_file_of_their_own_stand_under_headings_of_three() -> None:
    problems = Problems()
    items = read_items(source("### 甲\n内容：一\n### 乙\n绩效目标：二"), subgoal_shape(), problems)
    assert plain(items) == [{"标题": "甲", "内容": "一"}, {"标题": "乙", "绩效目标": "二"}]
    assert not problems.found


def test_front_matter_that_is_not_closed_ends_at_the_first_heading() -> None:
    node, found = document("---\n部门: 某局\n## 总体绩效目标\n甲\n")
    assert node == {"部门": "某局", "总体绩效目标": "甲"}
    assert [d.rule for d in found] == ["YF12"]


def test_a_fence_is_kept_in_prose_and_told_of_elsewhere() -> None:
    problems = Problems()
    block = read_prose(source("甲\n```表\n| 乙 |\n```\n丙"), problems)
    assert [w.text for w in block.lines] == ["甲", "```表", "| 乙 |", "```", "丙"]
    assert not problems.found
    read_item(source("# 抽检\n```表\n| 乙 |\n```\n地址：1"), project_shape(FAMILY), problems)
    assert [(d.rule, d.span.line) for d in problems.found] == [("YF14", 2)]


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            ("---", "# 甲", "## 项目", "### 甲", "#### 甲", "## 总体绩效目标", "## 分项绩效目标",
             "编码：1", "绩效目标：", "绩效指标：", "内容: 甲", "| 甲 | 乙 |", "|---|---|",
             "甲\t乙",
             "```", "~~~", "　", "\\", "##甲", "部门: 甲", "", "## 部门", "## 专项", "部分：乙",
             "#")
        ),
        st.text(max_size=10),
    ),
    max_size=30,
)  # fmt: skip


@given(LINES)
def test_any_lines_give_a_mapping_and_findings_inside_the_file(lines: list[str]) -> None:
    lines = [part for line in lines for part in re.split("[\r\n]", line)]
    for read in (
        lambda s, p: read_document(s, SHAPE, p),
        lambda s, p: read_item(s, project_shape(FAMILY), p),
        lambda s, p: read_items(s, subgoal_shape(), p),
        read_prose,
    ):
        problems = Problems()
        read(SourceText("a.md", lines), problems)
        assert all(1 <= d.span.line <= max(len(lines), 1) and d.hint for d in problems.found)
