"""Workbooks of many makers: what one sees of them is read, what one does not see is named."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from generator.sources.package import Refusal
from generator.sources.workbook import Book, read_any_book

Change = Callable[[str, bytes], bytes]


def book(*rows: list[object], change: Callable[[Any], object] = lambda sheet: None) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    change(sheet)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def with_parts(data: bytes, change: Change, **more: str) -> bytes:
    """The package with every part passed through `change`, and more parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            new.writestr(item.filename, change(item.filename, old.read(item)))
        for name, text in more.items():
            new.writestr(name, text)
    return out.getvalue()


def replaced(old: str, new: str) -> Change:
    return lambda name, part: part.replace(old.encode(), new.encode())


def texts(found: Book, sheet: int = 0) -> list[str]:
    return [cell.text for cell in found.sheets[sheet].cells]


ROWS: tuple[list[object], ...] = (["名称", "预算数"], ["甲", 36.5])


def test_strict_workbooks_are_read() -> None:
    data = book(*ROWS)
    for old, new in (
        ("schemas.openxmlformats.org/spreadsheetml/2006/main",
         "purl.oclc.org/ooxml/spreadsheetml/main"),
        ("schemas.openxmlformats.org/officeDocument/2006/relationships",
         "purl.oclc.org/ooxml/officeDocument/relationships"),
    ):  # fmt: skip
        data = with_parts(data, replaced(f"http://{old}", f"http://{new}"))
    assert texts(read_any_book(data)) == ["名称", "预算数", "甲", "36.5"]


def test_strict_workbooks_may_hold_dates_as_dates() -> None:
    day = '<c r="B2" t="d"><v>2025-02-10</v></c>'
    data = with_parts(book(*ROWS), replaced('<c r="B2" t="n"><v>36.5</v></c>', day))
    assert texts(read_any_book(data))[-1] == "2025-02-10"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (rb"<fill><patternFill ?/></fill>", b"<fill/>"),
        (rb'numFmtId="0"', b'numFmtId="9999"'),
        (rb'numFmtId="0"', b'numFmtId="x"'),
        (rb"cellXfs", b"noXfs"),
        (rb"<border>", b"<border odd='1'><wrong/>"),
        (rb'count="\d+"', b'count="-7"'),
    ],
    ids=["fill", "no such format", "no number", "no styles", "border", "count"],
)
def test_broken_styles_do_not_stand_in_the_way(old: bytes, new: bytes) -> None:
    def change(name: str, part: bytes) -> bytes:
        if name != "xl/styles.xml":
            return part
        assert re.search(old, part)
        return re.sub(old, new, part)

    assert texts(read_any_book(with_parts(book(*ROWS), change))) == ["名称", "预算数", "甲", "36.5"]


def test_a_workbook_without_styles_or_references_is_read() -> None:
    sheet = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<x:sheetData><x:row><x:c t="str"><x:v>名称</x:v></x:c><x:c><x:v>1</x:v></x:c></x:row>'
        '<x:row><x:c t="inlineStr"><x:is><x:r><x:t>甲</x:t></x:r><x:r><x:t>乙</x:t></x:r>'
        "<x:rPh><x:t>jia</x:t></x:rPh></x:is></x:c></x:row></x:sheetData></x:worksheet>"
    )
    data = with_parts(
        book(*ROWS),
        lambda name, part: sheet.encode() if name.endswith("sheet1.xml") else part,
    )
    (found,) = read_any_book(data).sheets
    assert [(c.row, c.column, c.text) for c in found.cells] == [
        (1, 1, "名称"), (1, 2, "1"), (2, 1, "甲乙"),
    ]  # fmt: skip


def test_hidden_rows_columns_and_sheets_are_named() -> None:
    def hide(sheet: Any) -> None:
        for row in (3, 4, 6):
            sheet.row_dimensions[row].hidden = True
        sheet.column_dimensions["C"].hidden = True
        sheet.column_dimensions["D"].hidden = True
        other = sheet.parent.create_sheet("底稿")
        other.append(["不公开"])
        other.sheet_state = "veryHidden"

    rows = [[n, "甲", "内", "内"] for n in range(1, 7)]
    found = read_any_book(book(*rows, change=hide))
    assert texts(found) == ["1", "甲", "2", "甲", "5", "甲"]
    assert list(found.all_unread()) == [
        "隐藏的工作表“底稿”",
        "工作表“Sheet”隐藏的第 3 至 4 行",
        "工作表“Sheet”隐藏的第 6 行",
        "工作表“Sheet”隐藏的 C 至 D 列",
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<row r="2"', '<row r="2" ht="0" customHeight="1"'),
        ("<sheetData>", '<cols><col min="1" max="16384" width="0"/></cols><sheetData>'),
    ],
)
def test_rows_and_columns_without_any_height_or_width_are_hidden(old: str, new: str) -> None:
    data = with_parts(book(*ROWS), replaced(old, new))
    (sheet,) = read_any_book(data).sheets
    assert len(sheet.cells) < 4
    assert sheet.unread


def test_hidden_rows_without_text_are_not_worth_a_word() -> None:
    def hide(sheet: Any) -> None:
        sheet.row_dimensions[9].hidden = True
        sheet.column_dimensions.group("D", "XFD", hidden=True)

    assert list(read_any_book(book(*ROWS, change=hide)).all_unread()) == []


def test_a_merged_cell_whose_corner_is_hidden_shows_its_text_in_the_rest() -> None:
    def hide(sheet: Any) -> None:
        sheet.merge_cells("A1:A3")
        sheet.row_dimensions[1].hidden = True

    (sheet,) = read_any_book(book(["甲", 1], [None, 2], [None, 3], change=hide)).sheets
    assert [(c.row, c.text, c.rowspan) for c in sheet.cells] == [
        (2, "甲", 2), (2, "2", 1), (3, "3", 1),
    ]  # fmt: skip
    assert sheet.unread == ("工作表“Sheet”隐藏的第 1 行",)


def test_text_below_a_merged_cell_is_named_unless_it_is_the_same() -> None:
    merged = '<mergeCells count="1"><mergeCell ref="A1:A3"/></mergeCells></worksheet>'
    data = with_parts(
        book(["甲", 1], ["甲", 2], ["乙", 3]),
        lambda name, part: part.replace(b"</worksheet>", merged.encode())
        if name.endswith("sheet1.xml") else part,
    )  # fmt: skip
    (sheet,) = read_any_book(data).sheets
    assert sheet.unread == ("工作表“Sheet”被合并的单元格盖住的 A3",)


def test_a_value_that_its_format_does_not_show_is_named() -> None:
    def hide(sheet: Any) -> None:
        sheet["B2"].number_format = ";;;"

    (sheet,) = read_any_book(book(*ROWS, change=hide)).sheets
    assert [c.text for c in sheet.cells] == ["名称", "预算数", "甲"]
    assert sheet.unread == ("工作表“Sheet”按格式不显示的 B2",)


def test_a_fault_in_a_formula_is_no_text() -> None:
    fault = '<c r="B2" t="e"><f>A1/0</f><v>#DIV/0!</v></c>'
    data = with_parts(book(*ROWS), replaced('<c r="B2" t="n"><v>36.5</v></c>', fault))
    (sheet,) = read_any_book(data).sheets
    assert [(v.place, v.text, v.is_error) for v in sheet.without_value] == [("B2", "#DIV/0!", True)]


def test_macros_and_charts_are_named() -> None:
    made = openpyxl.Workbook()
    assert made.active is not None
    made.active.append(["甲"])
    made.create_chartsheet("图")
    out = io.BytesIO()
    made.save(out)
    data = with_parts(out.getvalue(), lambda name, part: part, **{"xl/vbaProject.bin": "x"})
    assert list(read_any_book(data).all_unread()) == ["“图”不是普通的工作表，", "宏"]


def test_escaped_characters_are_what_they_stand_for() -> None:
    data = with_parts(book(["甲_x000D_\n乙_x0041_"]), lambda name, part: part)
    assert texts(read_any_book(data)) == ["甲\n乙A"]


@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_a_part_that_is_no_xml_is_a_refusal(name: str) -> None:
    data = with_parts(book(*ROWS), lambda at, part: b"<broken" if at == name else part)
    with pytest.raises(Refusal, match="已损坏"):
        read_any_book(data)
