"""Tables in text: no cell is padded, dropped or swallowed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Problems, Span
from generator.limits import COLUMN_LIMIT
from generator.model.words import Words
from generator.sources.nodes import Scalar, Table
from generator.sources.pipe_table import (
    is_table_line,
    read_table,
    split_row,
    write_cell,
)


def block(*lines: str) -> Scalar:
    words = tuple(Words(x, Span("a.yaml", n, 7)) for n, x in enumerate(lines, 1))
    return Scalar(words, Span("a.yaml", 1, 7), True)


def read(*lines: str) -> tuple[Table | None, list[str]]:
    problems = Problems()
    table = read_table(block(*lines), problems)
    return table, [f"{d.rule} {d.span.line}:{d.span.column}" for d in problems.found]


def texts(table: Table | None) -> list[list[str]]:
    assert table is not None
    return [[w.text for w in row] for row in (table.head, *table.rows)]


def cells(text: str) -> list[str]:
    return [w.text for w in split_row(Words(text, Span("a.yaml", 1, 1)))]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("| 甲 | 乙 |", ["甲", "乙"]),
        ("|甲|乙|", ["甲", "乙"]),
        ("| 甲 | 乙", ["甲", "乙"]),
        ("| | 乙 |", ["", "乙"]),
        ("| 甲 | |", ["甲", ""]),
        ("||", [""]),
        ("|", []),
        ("| 甲\\|乙 | 丙 |", ["甲|乙", "丙"]),
        ("| 甲\\乙 |", ["甲\\乙"]),
        ("| `甲|乙` |", ["`甲", "乙`"]),
        ("|　甲　|", ["甲"]),
        ("| *甲* | <b> | &amp; |", ["*甲*", "<b>", "&amp;"]),
    ],
)
def test_a_row_is_split_at_its_bars_alone(line: str, expected: list[str]) -> None:
    assert cells(line) == expected


def test_a_table_has_a_head_and_rows_as_wide_as_it() -> None:
    table, found = read("| 甲 | 乙 |", "|---|:-:|", "| 1 | 2 |", "| | 4 |")
    assert texts(table) == [["甲", "乙"], ["1", "2"], ["", "4"]]
    assert not found


def test_a_paste_from_excel_means_the_same() -> None:
    pasted, found = read("甲\t乙", "1\t2", "\t4")
    typed, _ = read("| 甲 | 乙 |", "|---|---|", "| 1 | 2 |", "| | 4 |")
    assert texts(pasted) == texts(typed)
    assert not found


def test_a_bar_in_a_paste_is_text() -> None:
    assert texts(read("甲\t乙", "1|2\t\\|")[0]) == [["甲", "乙"], ["1|2", "\\|"]]


def test_every_cell_has_its_place() -> None:
    table, _ = read("| 甲 |  乙 |", "|---|---|", "|1| |")
    assert table is not None
    assert [w.span.column for w in table.head] == [9, 14]
    assert table.rows[0][0].span == Span("a.yaml", 3, 8)


def test_every_faulty_row_is_told_and_the_others_are_read() -> None:
    table, found = read("| 甲 | 乙 |", "|---|---|", "| 1 |", "| 1 | 2 |", "| 1 | 2 | 3 |", "夹文")
    assert texts(table) == [["甲", "乙"], ["1", "2"]]
    assert sorted(found) == ["BG01 3:7", "BG01 5:7", "BG08 6:7"]


def test_a_missing_rule_line_loses_no_row() -> None:
    table, found = read("| 甲 | 乙 |", "| 1 | 2 |")
    assert texts(table) == [["甲", "乙"], ["1", "2"]]
    assert found == ["BG02 1:7"]


def test_an_empty_block_is_no_table_and_no_fault() -> None:
    assert read() == (None, [])


def test_a_row_of_too_many_cells_is_cut_short() -> None:
    table, found = read("|" + " 甲 |" * (COLUMN_LIMIT + 1), "|---|")
    assert table is not None
    assert table.rows == ()
    assert found == ["BG07 1:7"]


@given(st.lists(st.text(st.characters(exclude_characters="\t\n\u3000")), min_size=1, max_size=6))
def test_cells_that_are_written_read_back(values: list[str]) -> None:
    values = [v.strip(" \t\u3000").removesuffix("\\") for v in values]
    values = [v.strip(" \t\u3000") for v in values]
    line = "".join(f"| {write_cell(v)} " for v in values) + "|"
    if all("\\|" not in v for v in values):
        assert cells(line) == values


@given(st.lists(st.text(st.sampled_from("|\\ \t-:甲1　"), max_size=12), max_size=8))
def test_any_lines_give_a_table_or_a_finding(lines: list[str]) -> None:
    lines = [line for line in lines if line.strip(" \t\u3000")]
    table, found = read(*[line.strip(" \u3000") for line in lines])
    assert found or not lines or table is not None
    if table is not None:
        assert all(len(row) == len(table.head) for row in table.rows)


@pytest.mark.parametrize(
    ("line", "is_one"),
    [("| 甲 |", True), ("　| 甲 |", True), ("甲\t乙", True), ("甲|乙", False), ("", False)],
)
def test_a_line_of_a_table_is_told_by_its_bar_or_tab(line: str, is_one: bool) -> None:
    assert is_table_line(line) is is_one
