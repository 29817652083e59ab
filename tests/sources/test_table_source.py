"""Tables in files: CSV, and workbooks as Excel shows them."""

from __future__ import annotations

import csv
import datetime
import io
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Diagnostic, Problems, Span
from generator.files import Folder, SourceText
from generator.limits import SHEET_ROW_LIMIT
from generator.sources.nodes import Table
from generator.sources.table_source import read_csv, read_xlsx

PATH = "2025/a/项目.xlsx"


def from_csv(text: str) -> tuple[Table | None, list[Diagnostic]]:
    problems = Problems()
    return read_csv(SourceText("a.csv", text.split("\n")), problems), problems.found


def from_xlsx(data: bytes) -> tuple[Table | None, list[Diagnostic]]:
    problems = Problems()
    return read_xlsx(PATH, data, problems), problems.found


def texts(table: Table | None) -> list[list[str]]:
    assert table is not None
    return [[w.text for w in row] for row in (table.head, *table.rows)]


def workbook(*rows: list[object], formats: dict[str, str] | None = None) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    for cell, number_format in (formats or {}).items():
        book.active[cell].number_format = number_format
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_csv_is_a_head_and_rows() -> None:
    table, found = from_csv('甲,乙\n1,"2,3"\n\n"四\n行","""五"""\n')
    assert texts(table) == [["甲", "乙"], ["1", "2,3"], ["四\n行", '"五"']]
    assert not found


def test_a_cell_of_a_csv_has_its_own_column() -> None:
    table, _ = from_csv('甲,"乙",丙\n1,"2\n3",4\n5,6,7\n')
    assert table is not None
    assert [w.span.column for w in table.head] == [1, 3, 7]
    assert [(w.span.line, w.span.column) for w in table.rows[0]] == [(2, 1), (2, 3), (3, 4)]
    assert table.rows[1][0].span == Span("a.csv", 4, 1)


def test_blank_columns_at_the_right_are_nothing() -> None:
    table, found = from_csv("甲,乙,,\n1,2,,\n")
    assert texts(table) == [["甲", "乙"], ["1", "2"]]
    assert not found


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [('甲\n"乙\n丙', 2, 1), ('甲\n"乙"丙\n', 2, 3), ('甲,乙\n1,"2\n', 2, 3), ('"甲" ,乙', 1, 3)],
)
def test_a_quotation_mark_without_its_partner_is_told_where_it_stands(
    text: str, line: int, column: int
) -> None:
    table, found = from_csv(text)
    assert table is None
    assert [(d.rule, d.span.line, d.span.column) for d in found] == [("BG08", line, column)]


@given(st.lists(st.lists(st.text(st.sampled_from('甲",\n1 '), max_size=5), min_size=2, max_size=2)))
def test_what_pythons_own_writer_writes_reads_back(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([["甲", "乙"], *rows])
    table, found = from_csv(out.getvalue())
    kept = [row for row in rows if any(v.strip(" \n") for v in row)]
    assert not found
    assert len(texts(table)) == len(kept) + 1


@given(st.text(st.sampled_from('甲,"\n\r\t 1'), max_size=60))
def test_any_csv_gives_a_table_or_a_finding(text: str) -> None:
    table, found = from_csv(text.replace("\r", ""))
    assert table is not None or found


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (36, "General", "36"),
        (36.5, "General", "36.5"),
        (36, "0.00", "36.00"),
        (1816.4, "#,##0.00", "1,816.40"),
        (1816, "#,##0", "1,816"),
        (0.985, "0.0%", "98.5%"),
        (1, "0%", "100%"),
        (0.1 + 0.2, "0.00", "0.30"),
        (1e-7, "General", "0.0000001"),
        (datetime.datetime(2025, 2, 10), "yyyy-mm-dd", "2025-02-10"),
        (True, "General", "是"),
        ("≥98%", "General", "≥98%"),
        ("  甲\n 乙 ", "General", "甲\n乙"),
        ("0012", "@", "0012"),
    ],
)
def test_a_cell_is_read_as_excel_shows_it(value: object, number_format: str, shown: str) -> None:
    table, found = from_xlsx(workbook(["甲"], [value], formats={"A2": number_format}))
    assert texts(table) == [["甲"], [shown]]
    assert not found


def test_only_the_first_sheet_is_read_and_merged_cells_are_blank() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["甲", "乙"], [1, 2], [None, 3]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    book.create_sheet("别的").append(["丙"])
    out = io.BytesIO()
    book.save(out)
    table, found = from_xlsx(out.getvalue())
    assert texts(table) == [["甲", "乙"], ["1", "2"], ["", "3"]]
    assert [(d.rule, d.message) for d in found] == [("WJ12", "没有读取另一个工作表“别的”。")]


def test_a_merge_over_the_whole_sheet_takes_no_time() -> None:
    """Seventeen thousand million cells, if anybody were to make them."""
    data = _with_sheet(b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>')
    begin = time.perf_counter()
    table, _ = from_xlsx(data)
    assert time.perf_counter() - begin < 3
    assert table is not None


def test_a_sheet_with_a_cell_far_away_is_refused_at_once() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "甲"
    book.active["XFD1048576"] = "乙"
    out = io.BytesIO()
    book.save(out)
    begin = time.perf_counter()
    table, found = from_xlsx(out.getvalue())
    assert time.perf_counter() - begin < 8
    assert table is not None or [d.rule for d in found] == ["BG07"]


def test_too_many_rows_are_refused() -> None:
    table, found = from_csv("甲\n" + "1\n" * (SHEET_ROW_LIMIT + 1))
    assert table is None
    assert [d.rule for d in found] == ["BG07"]


def _with_sheet(extra: bytes) -> bytes:
    """A sound workbook, its sheet with an element more."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(["甲"], [1]))) as old,
        zipfile.ZipFile(out, "w") as new,
    ):
        for item in old.infolist():
            data = old.read(item)
            if item.filename == "xl/worksheets/sheet1.xml":
                data = data.replace(b"</sheetData>", b"</sheetData>" + extra)
            new.writestr(item, data)
    return out.getvalue()


SOUND = workbook(["名称", "编码"], ["甲", 1], ["乙", "=1+1"])


@given(st.data())
def test_a_damaged_workbook_gives_a_table_or_a_finding(data: st.DataObject) -> None:
    damaged = bytearray(SOUND)
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(damaged) - 1))
        damaged[at] = data.draw(st.integers(0, 255))
    table, found = from_xlsx(bytes(damaged))
    assert table is not None or found


@given(st.sampled_from(zipfile.ZipFile(io.BytesIO(SOUND)).namelist()), st.binary(max_size=200))
def test_a_workbook_of_strange_parts_gives_a_table_or_a_finding(name: str, part: bytes) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SOUND)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            new.writestr(item, part if item.filename == name else old.read(item))
    table, found = from_xlsx(out.getvalue())
    assert table is not None or found


@given(st.binary(max_size=300))
def test_any_bytes_give_a_finding(data: bytes) -> None:
    table, found = from_xlsx(data)
    assert table is None
    assert [d.rule for d in found] == ["WJ01" if data else "WJ08"]


def test_an_encrypted_workbook_is_told_as_one_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    problems = Problems()
    data = Folder(tmp_path).read("a.xlsx", problems)
    assert data is not None
    assert from_xlsx(data)[1][0].rule == "WJ01"
