"""Pastes from Excel: cells of several lines, quoted cells, blank columns, missing indents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Problems, Span
from generator.files import SourceText
from generator.model.words import Words
from generator.sources.markdown_source import ItemShape, read_item
from generator.sources.nodes import Entry, Mapping, Scalar, Table
from generator.sources.pasted_table import continued, paste_rows
from generator.sources.pipe_table import read_table
from generator.sources.yaml_source import read_yaml


def lines_of(text: str) -> list[Words]:
    return [Words(x, Span("a.yaml", n, 7)) for n, x in enumerate(text.split("\n"), 1)]


def cells(text: str) -> list[list[str]]:
    return [[word.text for word in row] for _, row in paste_rows(lines_of(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲\t乙\n1\t2", [["甲", "乙"], ["1", "2"]]),
        ('甲\t"乙\n丙"\t丁', [["甲", "乙\n丙", "丁"]]),
        ('"甲\n乙"', [["甲\n乙"]]),
        ('甲\t"乙\n\n丙"', [["甲", "乙\n丙"]]),
        ('甲\t"说""好""的\n话"', [["甲", '说"好"的\n话']]),
        ('甲\t"""十四五""规划"', [["甲", '"十四五"规划']]),
        ('甲\t"十四五"规划', [["甲", '"十四五"规划']]),
        ('甲\t"十四五"', [["甲", '"十四五"']]),
        ('甲\t"没有另一半\n1\t2', [["甲", '"没有另一半'], ["1", "2"]]),
        ('甲\t"没有另一半\n1\t2"', [["甲", '"没有另一半'], ["1", '2"']]),
        ("甲\t\t乙\t\n1\t\t2\t", [["甲", "乙"], ["1", "2"]]),
        ("\t\t\n甲\t乙\n\t\n1\t2\n\t\t", [["甲", "乙"], ["1", "2"]]),
        ("甲\t乙\t丙\n1\n1\t2", [["甲", "乙", "丙"], ["1", "", ""], ["1", "2", ""]]),
        ("\t甲\n\t1", [["甲"], ["1"]]),
        ("", []),
    ],
)
def test_a_paste_is_what_was_selected(text: str, expected: list[list[str]]) -> None:
    assert cells(text) == expected


def test_every_cell_has_its_place() -> None:
    (_, row), (_, second) = paste_rows(lines_of('甲\t"乙\n丙"\t 丁\n1\t2\t3'))
    assert [(w.span.line, w.span.column) for w in row] == [(1, 7), (1, 9), (2, 11)]
    assert [(w.span.line, w.span.column) for w in second] == [(3, 7), (3, 9), (3, 11)]


def as_excel_copies(rows: list[list[str]]) -> str:
    def cell(text: str) -> str:
        if "\n" in text or text.startswith('"'):
            return '"' + text.replace('"', '""') + '"'
        return text

    return "\n".join("\t".join(map(cell, row)) for row in rows)


CELLS = st.text(st.sampled_from('甲1"|:#- \n'), min_size=1, max_size=6).map(
    lambda text: "\n".join(line.strip() for line in text.split("\n") if line.strip()) or "甲"
)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=3), min_size=1, max_size=4))
def test_what_excel_copies_reads_back(rows: list[list[str]]) -> None:
    width = min(map(len, rows))
    rows = [row[:width] for row in rows]
    assert cells(as_excel_copies(rows)) == rows


@given(st.text(st.sampled_from('甲"\t\n '), max_size=60))
def test_any_paste_has_rows_of_one_width_and_loses_no_letter(text: str) -> None:
    rows = cells(text)
    assert len({len(row) for row in rows}) <= 1
    assert "".join(c for row in rows for cell in row for c in cell if c == "甲").count("甲") == (
        text.count("甲")
    )


def test_a_cell_without_end_is_looked_for_in_so_many_lines_only() -> None:
    assert continued('甲\t"乙', ["丙"] * 10_000) == 0
    assert continued('甲\t"乙', ["丙"] * 50 + ['丁"']) == 51


def table_in(text: str) -> tuple[Table | None, list[str]]:
    problems = Problems()
    node = read_yaml(SourceText("a.yaml", text.split("\n")), problems)
    assert isinstance(node, Mapping)
    entry = node.get("绩效指标")
    assert isinstance(entry, Entry)
    assert isinstance(entry.value, Scalar)
    table = read_table(entry.value, problems)
    return table, [f"{d.rule} {d.span.line}" for d in problems.found]


INDENTED = "绩效指标: |\n  一级\t名称\t值\n  产出\t"
ROWS = [["一级", "名称", "值"], ["产出", "检测\n份数", "240份"], ["效益", "整改率", "100%"]]


@pytest.mark.parametrize(
    "text",
    [
        f'{INDENTED}"检测\n份数"\t240份\n  效益\t整改率\t100%\n用途: 甲',
        f'{INDENTED}"检测\n  份数"\t240份\n  效益\t整改率\t100%',
        f'{INDENTED}"检测\n\n份数"\t240份\n  效益\t整改率\t100%',
        f'{INDENTED}"检测\n份数"\t240份\t\n  效益\t整改率\t100%\t\t\n  \t\t\n用途: 甲',
    ],
)
def test_a_cell_of_two_lines_in_yaml(text: str) -> None:
    table, found = table_in(text)
    assert table is not None
    assert [[w.text for w in row] for row in (table.head, *table.rows)] == ROWS
    assert not found


@pytest.mark.parametrize(
    "text",
    [
        '绩效指标: |\n一级\t名称\t值\n产出\t"检测\n份数"\t240份\n效益\t整改率\t100%\n用途: 甲',
        '绩效指标: |\n  一级\t名称\t值\n产出\t"检测\n份数"\t240份\n效益\t整改率\t100%',
        '绩效指标: |\n  一级\t名称\t值\n产出\t"检测\n份数"\t240份\n\n效益\t整改率\t100%',
    ],
)
def test_rows_that_are_not_indented_are_told_of_once_and_read(text: str) -> None:
    table, found = table_in(text)
    assert table is not None
    assert [[w.text for w in row] for row in (table.head, *table.rows)] == ROWS
    assert len(found) == 1
    assert found[0].startswith("YF07")


def test_a_typed_table_that_is_not_indented_is_told_of_once_and_read() -> None:
    table, found = table_in("绩效指标: |\n| 一级 | 名称 |\n|---|---|\n| 产出 | 份数 |\n用途: 甲")
    assert table is not None
    assert [w.text for w in table.rows[0]] == ["产出", "份数"]
    assert found == ["YF07 2"]


def test_the_key_below_an_unindented_paste_is_a_key() -> None:
    problems = Problems()
    node = read_yaml(
        SourceText("a.yaml", ["绩效指标: |", "甲\t乙", "1\t2", "用途: 丙", "名称:\t丁"]), problems
    )
    assert isinstance(node, Mapping)
    assert [e.key.text for e in node] == ["绩效指标", "用途", "名称"]
    assert [d.rule for d in problems.found] == ["YF07", "YF02"]


def test_text_that_is_not_indented_is_told_of_once() -> None:
    problems = Problems()
    lines = ["用途: |", "一是检测。", "", "二是公布。", "三是整改。", "名称: 丙"]
    node = read_yaml(SourceText("a.yaml", lines), problems)
    assert isinstance(node, Mapping)
    assert [e.key.text for e in node] == ["用途", "名称"]
    assert [(d.rule, d.span.line, d.message) for d in problems.found] == [
        ("YF08", 2, "从这一行起，3 行都不是“键: 值”。")
    ]


def test_a_column_without_a_name_but_with_text_is_told() -> None:
    problems = Problems()
    table = read_table(Scalar(tuple(lines_of("甲\t\t乙\n1\t无名\t2")), Span("a.yaml")), problems)
    assert table is not None
    assert [[w.text for w in row] for row in (table.head, *table.rows)] == [
        ["甲", "乙"],
        ["1", "2"],
    ]
    assert [(d.rule, d.message) for d in problems.found] == [
        ("BG03", "第 2 列没有列名，下面却有内容：无名")
    ]


def test_line_breaks_in_a_head_are_those_of_a_narrow_column() -> None:
    table = read_table(
        Scalar(tuple(lines_of('甲\t"指标值\n（单位）"\n1\t2')), Span("a.yaml")), Problems()
    )
    assert table is not None
    assert [w.text for w in table.head] == ["甲", "指标值（单位）"]


ITEM = ItemShape("名称", {"用途": False, "绩效目标": True})


def test_a_cell_of_two_lines_in_markdown() -> None:
    problems = Problems()
    text = '# 检测\n用途：甲\n\n一级\t名称\t值\n产出\t"检测\n份数"\t240份\n效益\t整改率\t100%\n'
    item = read_item(SourceText("a.md", text.split("\n")), ITEM, problems)
    entry = item.get("绩效指标")
    assert entry is not None
    assert isinstance(entry.value, Scalar)
    table = read_table(entry.value, problems)
    assert table is not None
    assert [[w.text for w in row] for row in (table.head, *table.rows)] == ROWS
    assert not problems.found
