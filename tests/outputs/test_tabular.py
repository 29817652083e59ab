"""Flat tables: CSV there and back; where lines of text end."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from generator.model.amounts import to_decimal
from generator.outputs.tabular import Column, ColumnKind, Table, read_csv, to_csv
from generator.outputs.wrapping import width, wrap

COLUMNS = (
    Column("年度", ColumnKind.YEAR),
    Column("名称"),
    Column("预算数", ColumnKind.NUMBER, unit="万元"),
    Column("公开日期", ColumnKind.DATE),
)
EMPTY = Table("t", "表", COLUMNS, ())
VALUES = st.tuples(
    st.integers(1900, 2099),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)
    | st.text("'=+-@＝1,.", max_size=6),
    st.none() | st.decimals(-(10**9), 10**9, allow_nan=False, places=4),
    st.none() | st.dates(),
)


@given(st.lists(VALUES, max_size=5))
def test_a_table_comes_back_from_csv_as_it_was(rows: list[tuple[object, ...]]) -> None:
    table = Table("t", "表", COLUMNS, tuple(rows))  # type: ignore[arg-type]
    assert read_csv(to_csv(table), EMPTY) == table


def test_excel_is_told_that_it_is_utf8_and_starts_no_formula() -> None:
    row = (2025, "=HYPERLINK(1)", Decimal("1E+3"), None)
    data = to_csv(Table("t", "表", COLUMNS, (row,)))
    assert data.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert lines == [
        ["年度", "名称", "预算数（万元）", "公开日期"],
        ["2025", "'=HYPERLINK(1)", "1000", ""],
    ]


@given(st.text("'=+-@＝1,.甲", max_size=6))
def test_a_head_comes_back_as_it_was_and_starts_no_formula(name: str) -> None:
    table = Table("t", "表", (Column(name),), ())
    written = to_csv(table)
    assert read_csv(written, Table("t", "表", (), ())) == table
    assert to_csv(read_csv(written, Table("t", "表", (), ()))) == written
    head = next(csv.reader(io.StringIO(written.decode("utf-8-sig"))), [""])[0]
    assert len(head) < 2 or head[0] not in "=+-@＝" or to_decimal(head) is not None


@given(st.text("甲乙A1，。（）％≥ .", max_size=60), st.integers(4, 20))
def test_no_line_is_wider_than_it_may_be_and_no_character_is_lost(text: str, em: int) -> None:
    lines = wrap(text, em)
    assert "".join("".join(lines).split()) == "".join(text.split())
    # A stop that may not begin a line hangs over its end.
    assert all(width(line.rstrip("，。、）％.%,)")) <= em for line in lines)


def test_what_goes_on_after_the_last_line_is_marked() -> None:
    assert wrap("农村饮水水质检测经费", 5, most=1) == ("农村饮水…",)
    assert wrap("检测240份水样", 5) == ("检测240份", "水样")
