"""The tables in a disclosure's text as flat data."""

from __future__ import annotations

from decimal import Decimal

from generator.model.disclosure import Disclosure, Section
from generator.model.words import DataTable, Words
from generator.outputs.table_data import section_tables
from generator.outputs.tabular import ColumnKind, Table
from tests.strategies import families

FAMILY = families()["河北"]
TEXT, NUMBER = ColumnKind.TEXT, ColumnKind.NUMBER


def data(*rows: str, head_rows: int = 1, unit: str = "", note: str = "", name: str = "") -> Table:
    """The data of a table typed with blanks between its cells, `_` for an empty one."""
    cells = [tuple(Words(c.replace("_", "")) for c in row.split()) for row in rows]
    table = DataTable(
        Words("某表"), tuple(cells[:head_rows]), tuple(cells[head_rows:]), unit, note, name=name
    )
    section = Section("总体绩效目标", (table,))
    disclosure = Disclosure("a", 2025, FAMILY.name, Words("某局"), sections=(section,))
    (found,) = section_tables(disclosure, FAMILY)
    return found


def test_a_column_of_numbers_is_one_and_a_blank_in_it_is_none() -> None:
    table = data("项目 金额 说明", "甲 1,200.50 3", "乙 _ 约3")
    assert [column.kind for column in table.columns] == [TEXT, NUMBER, TEXT]
    assert table.rows == (("甲", Decimal("1200.50"), "3"), ("乙", None, "约3"))


def test_codes_keep_their_zeros() -> None:
    table = data("科目 目录序号 邮编 金额", "甲 3.10 050000 0.10", "乙 3.2 050001 0")
    assert [column.kind for column in table.columns] == [TEXT, TEXT, TEXT, NUMBER]
    assert table.rows[0] == ("甲", "3.10", "050000", Decimal("0.10"))


def test_a_head_of_several_rows_is_one_line_and_no_two_columns_share_a_name() -> None:
    table = data("项目 金额 _ 合计 合计 _", "_ 本年 上年 _ _ _", "甲 1 2 3 4 5", head_rows=2)
    names = [column.name for column in table.columns]
    assert names == ["项目", "金额·本年", "金额·上年", "合计", "合计（2）", "合计（3）"]


def test_a_column_without_a_head_is_named_by_its_place() -> None:
    assert [column.name for column in data("_ 金额", "甲 1").columns] == ["第1列", "金额"]


def test_the_unit_is_said_of_the_whole_table_with_its_note() -> None:
    table = data("项目 数量 价值", "甲 3 4", unit="万元", note="上年末数。")
    assert table.explanation == "金额单位：万元。上年末数。"
    assert [column.unit for column in table.columns] == ["", "", ""]


def test_a_blank_row_holds_no_data() -> None:
    assert data("项目 金额", "甲 1", "_ _", "乙 2").rows == (("甲", 1), ("乙", 2))


def test_a_table_has_the_name_that_its_author_gave_it() -> None:
    assert (data("项目 金额", name="cars").name, data("项目 金额").name) == ("cars", "table-1")
