"""Findings as people read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import (
    Diagnostic,
    Level,
    Problems,
    RuleBook,
    Span,
    as_text,
    display_width,
    excerpt,
    in_order,
    parted,
)
from generator.limits import FINDING_LIMIT


def finding(
    line: int = 1, column: int = 1, text: str = "", level: Level = Level.ERROR
) -> Diagnostic:
    return Diagnostic("X1", level, "说明", Span("a.yaml", line, column), text)


def test_findings_come_by_place_and_the_same_one_once() -> None:
    found = [finding(9), finding(2, level=Level.NOTE), finding(2), finding(9)]
    assert in_order(found) == [finding(2), finding(2, level=Level.NOTE), finding(9)]


def test_a_finding_carries_the_line_it_stands_in() -> None:
    problems = Problems(lines={"a.yaml": ["甲", "乙"]})
    problems.add(RuleBook.TAB, Span("a.yaml", 2), "说明")
    problems.add(RuleBook.TAB, Span("a.yaml", 9), "说明")
    assert [d.text for d in problems.found] == ["乙", ""]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        (
            "没有“一般公共预算“三公”经费支出表”这张表。",
            "没有“一般公共预算‘三公’经费支出表”这张表。",
        ),
        ("“甲”和“乙”", "“甲”和“乙”"),
        ("“甲“乙”“丙””", "“甲‘乙’‘丙’”"),
        ("引号没有成对：““甲”", "引号没有成对：““甲”"),
        ("””", "””"),
    ],
)
def test_quotation_marks_within_others_are_single_ones(typed: str, printed: str) -> None:
    problems = Problems()
    problems.add(RuleBook.TAB, Span("a.yaml"), typed, typed)
    assert (problems.found[0].message, problems.found[0].hint) == (printed, printed)


def test_the_caret_stands_under_the_column_where_characters_are_wide() -> None:
    _, line, caret = as_text(finding(1, 4, "部门：某局"))
    assert display_width(line[: line.index("某")]) == caret.index("^")


def test_a_workbook_has_cells_and_no_columns_of_text() -> None:
    cell = Diagnostic("X1", Level.ERROR, "说明", Span("a.xlsx", 2, 4), "=12+24")
    assert list(as_text(cell))[2] == "    ^"


def test_a_finding_without_a_line_shows_none() -> None:
    assert list(as_text(finding(text="  "))) == ["a.yaml:1:1: 错误[X1] 说明"]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300), st.integers(-5, 400))
def test_an_excerpt_is_short_and_steers_no_terminal(text: str, column: int) -> None:
    shown, before = excerpt(text, column)
    assert len(shown) <= 102
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 for c in shown)
    assert 0 <= before <= display_width(shown)


def test_of_one_rule_in_one_file_so_many_are_told_and_that_there_are_more() -> None:
    problems = Problems()
    for n in range(FINDING_LIMIT * 3):
        problems.add(RuleBook.UNKNOWN_KEY, Span("a.yaml", n + 1), f"没有“{n}”这个键。")
    problems.add(RuleBook.UNKNOWN_KEY, Span("b.yaml"), "另一个文件。")
    assert len(problems.found) == FINDING_LIMIT + 2
    assert "不再一一列出" in problems.found[FINDING_LIMIT].message
    assert problems.is_full(RuleBook.UNKNOWN_KEY, "a.yaml")
    assert not problems.is_full(RuleBook.UNKNOWN_KEY, "b.yaml")


def test_a_long_line_is_cut_before_it_is_made_visible() -> None:
    before, after = parted("\x07" * 10_000 + "甲" + "\x07" * 10_000, 10_001)
    assert (before[0], before[-1], after[0], after[-1]) == ("…", "␇", "甲", "…")
    assert len(before + after) < 120


def test_findings_of_one_place_stay_in_the_order_in_which_they_were_found() -> None:
    rule, place = RuleBook.NOT_PLACED, Span("a", 1, 1)
    found = [Diagnostic(rule.id, rule.level, rule.title, place, f"第 {n} 处") for n in range(50)]
    assert in_order([*found, *found]) == found
