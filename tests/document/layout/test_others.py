"""What a form lacks is printed under it: other columns, indicators of more than this year."""

from __future__ import annotations

from dataclasses import replace

from generator.diagnostics import Problems
from generator.document.layout import Block, lay_out
from generator.document.outline import make_outline
from generator.model.disclosure import Disclosure, Indicator, IndicatorTable, OtherEntry, Project
from generator.model.tables import Grid
from generator.model.targets import parse_target
from generator.model.texts import Text
from generator.model.words import Words
from tests.strategies import families

ENTRIES = (
    OtherEntry(Words("项目分类"), Words(), Words("民生类")),
    OtherEntry(Words("备注"), Words("巡查次数"), Words("延续")),
)
LASTING = IndicatorTable(
    ("三级指标", "指标值"), (Indicator(Words("改造立面"), parse_target(Words("160栋"))),)
)


def laid(project: Project) -> tuple[Block, ...]:
    family = families()["财政部88号"]
    disclosure = Disclosure("a", 2025, "财政部88号", Words("某局"), projects=(project,))
    outline = make_outline(disclosure, family, Problems())
    document = lay_out(disclosure, family, outline, lambda w: Text((w.text,)))
    return document.project(project).blocks


def captions(project: Project) -> list[str]:
    return [block.caption for block in laid(project) if isinstance(block, Grid)]


PLAIN = Project(Words("河道巡查"), "项目", "001")


def test_other_columns_are_printed_below_the_indicators() -> None:
    project = replace(PLAIN, others=ENTRIES)
    assert captions(project)[2:] == ["河道巡查：其他栏目"]
    grid = laid(project)[2]
    assert isinstance(grid, Grid)
    rows = [[cell.text for cell in row] for row in grid.rows()]
    assert rows == [
        ["栏目", "指标", "内容"],
        ["项目分类", "", "民生类"],
        ["备注", "巡查次数", "延续"],
    ]


def test_the_column_of_indicators_is_left_out_where_none_is_named() -> None:
    grid = laid(replace(PLAIN, others=ENTRIES[:1]))[2]
    assert isinstance(grid, Grid)
    assert [[c.text for c in row] for row in grid.rows()] == [
        ["栏目", "内容"],
        ["项目分类", "民生类"],
    ]


def test_long_term_indicators_have_a_table_of_their_own() -> None:
    project = replace(PLAIN, long_term=(("长期绩效指标", LASTING),), others=ENTRIES)
    assert captions(project)[2:] == ["河道巡查：长期绩效指标", "河道巡查：其他栏目"]


def test_a_line_above_long_term_indicators_says_that_they_are_not_the_years() -> None:
    line, grid = laid(replace(PLAIN, long_term=(("长期绩效指标", LASTING),)))[2:]
    assert isinstance(line, Text)
    assert line.plain == "长期绩效指标："
    assert isinstance(grid, Grid)


def test_a_form_without_either_has_no_such_table() -> None:
    assert len(captions(PLAIN)) == 2
