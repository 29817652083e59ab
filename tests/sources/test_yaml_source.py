"""The small, safe part of YAML: text stays as typed, and every fault is told."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Diagnostic, Problems, RuleBook, Span
from generator.files import SourceText
from generator.sources.nodes import Mapping, Node, Scalar, Sequence, Table
from generator.sources.yaml_source import can_stand_in_line, read_yaml


def read(text: str) -> tuple[Mapping | None, list[Diagnostic]]:
    problems = Problems()
    return read_yaml(SourceText("a.yaml", text.split("\n")), problems), problems.found


def plain(node: Node | None) -> object:
    """The node as Python's own values."""
    match node:
        case Mapping():
            return {entry.key.text: plain(entry.value) for entry in node}
        case Sequence():
            return [plain(item) for item in node.items]
        case Scalar():
            return node.text
        case Table() | None:
            return node


def value_of(text: str) -> object:
    node, found = read(text)
    assert not found
    return plain(node)


@pytest.mark.parametrize(
    "text",
    [
        "0201", "12:30", "no", "yes", "null", "~", "1e3", "2025-02-10", "0x1F", "检查 #3 锅炉",
        "“引号”开头", '"半个引号', "甲：乙", "甲: 乙", "- 甲", "100%", "*号注", "@甲", "`甲`",
        "%甲",
        "甲，乙{丙}", "?是吗", "!注意", "甲 # 乙", "≥90%", "|甲|", "甲\\n乙", "!", ",甲", "]", "}",
    ],
)  # fmt: skip
def test_a_value_is_the_text_that_was_typed(text: str) -> None:
    assert can_stand_in_line(text)
    assert value_of(f"键: {text}") == {"键": text}


def test_mappings_lists_and_blocks_nest() -> None:
    text = (
        "部门: 某局\n项目:\n  - 名称: 甲\n    目标: |\n      第一行\n\n      第二行\n  - 名称: 乙\n"
        "分组:\n  收入:\n    其他: 32\n空:\n列表:\n- 甲\n- 乙：丙\n"
    )
    assert value_of(text) == {
        "部门": "某局",
        "项目": [{"名称": "甲", "目标": "第一行\n第二行"}, {"名称": "乙"}],
        "分组": {"收入": {"其他": "32"}},
        "空": "",
        "列表": ["甲", "乙：丙"],
    }


def test_a_block_keeps_what_looks_like_yaml() -> None:
    text = (
        "文: |\n  # 不是注释\n  键: 值\n  - 项\n  ---\n  {甲: 乙}\n  | 表 | 格 |\n  '引'\n键: 值\n"
    )
    lines = "# 不是注释\n键: 值\n- 项\n---\n{甲: 乙}\n| 表 | 格 |\n'引'"
    assert value_of(text) == {"文": lines, "键": "值"}


def test_a_comment_stands_on_a_line_of_its_own() -> None:
    assert value_of("# 甲\n键: 值 # 乙\n  # 丙\n另: 二\n") == {"键": "值 # 乙", "另": "二"}


def test_every_text_has_its_place() -> None:
    node, _ = read("部门: 某局\n项目:\n  - 名称:   甲\n    文: |\n        深\n")
    assert node is not None
    assert node.get("部门").value.span == Span("a.yaml", 1, 5)  # type: ignore[union-attr]
    items = node.get("项目").value  # type: ignore[union-attr]
    assert isinstance(items, Sequence)
    assert isinstance(items.items[0], Mapping)
    name, text = (entry for entry in items.items[0])
    assert (name.key.span, name.value.lines[0].span) == (  # type: ignore[union-attr]
        Span("a.yaml", 3, 5),
        Span("a.yaml", 3, 11),
    )
    assert text.value.lines[0].span == Span("a.yaml", 5, 9)  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["", "\n\n", "# 只有注释\n", "  \n\t\n"])
def test_a_file_without_content_gives_nothing(text: str) -> None:
    node, found = read(text)
    assert node is None
    assert [d.rule for d in found if d.rule != RuleBook.TAB.id] == []


def test_a_faulty_colon_is_told_and_the_value_read_all_the_same() -> None:
    node, found = read("甲：一\n乙:\t二\n丙:三\n丁： |\n  四\n列:\n  - 戊：五\n    己: 六\n")
    assert plain(node) == {
        "甲": "一",
        "乙": "二",
        "丙": "三",
        "丁": "四",
        "列": [{"戊": "五", "己": "六"}],
    }
    assert [(d.rule, d.span.line) for d in found] == [
        ("YF01", 1), ("YF02", 2), ("YF09", 3), ("YF01", 4), ("YF01", 7),
    ]  # fmt: skip


def test_lines_that_fit_nowhere_are_passed_over_and_the_rest_is_read() -> None:
    node, found = read("甲: 一\n  乙: 二\n    丙: 三\n丁: 四\n戊:\n  己: 五\n 庚: 六\n辛: 七\n")
    assert node is not None
    assert node.is_torn
    assert plain(node) == {"甲": "一", "丁": "四", "戊": {"己": "五"}, "辛": "七"}
    assert [(d.rule, d.span.line, d.span.column) for d in found] == [
        ("YF07", 2, 3), ("YF07", 7, 2),
    ]  # fmt: skip


def test_part_of_a_file_can_be_read() -> None:
    problems = Problems()
    source = SourceText("a.md", ["---", "甲: 一", "---", "乙: 二"])
    node = read_yaml(source, problems, 1, 2)
    assert plain(node) == {"甲": "一"}
    assert node is not None
    assert node.get("甲").key.span.line == 2  # type: ignore[union-attr]


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            ("键: 值", "键:", "  键: |", "    文", "  - 甲", "- 键: 值", "-", "- - 甲", "\t键: 值",
             "　文", "键：值", "{甲: 乙}", "键: [", "键: &a", "键: >", "|", "---", "...", "#", '"',
             "'",
             "? 甲", ": 值", "!!python/object:os.system", "<<: *a", "%YAML 1.2", "键: |2", "@", "`")
        ),
        st.text(max_size=12),
    ),
    max_size=25,
)  # fmt: skip


@given(LINES)
def test_any_lines_give_a_mapping_or_a_finding_inside_the_file(lines: list[str]) -> None:
    lines = [part for line in lines for part in line.split("\n")]
    problems = Problems()
    node = read_yaml(SourceText("a.yaml", lines), problems)
    assert node is None or isinstance(node, Mapping)
    for finding in problems.found:
        assert 1 <= finding.span.line <= max(len(lines), 1)
        assert finding.hint


@given(st.text(max_size=30))
def test_a_text_that_may_stand_in_a_line_reads_back(text: str) -> None:
    if can_stand_in_line(text) and "\t" not in text:
        assert value_of(f"键: {text}") == {"键": text}


@pytest.mark.parametrize(
    "text",
    [
        "键" + " " * 200_000 + "值",
        "- " * 100_000 + "甲",
        "\n".join("  " * n + "键:" for n in range(1500)),
        "键: 值\n" * 200_000,
        "键: |\n" + "  文\n" * 200_000,
        ("甲: 一\n" + " 乙: 二\n") * 2000,
        "甲:" * 100_000,
        "键: " + "[" * 100_000,
    ],
    ids=["blanks", "dashes", "depth", "keys", "block", "torn", "colons", "flow"],
)
def test_no_file_takes_long(text: str) -> None:
    begin = time.perf_counter()
    read(text)
    assert time.perf_counter() - begin < 8
