"""Files of other kinds, made by LibreOffice: old workbooks are read, the rest goes through it."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from generator.diagnostics import Problems
from generator.model.tables import Grid
from generator.sources.file_kinds import FileKind, kind_of_file
from generator.sources.opening import read_document
from generator.sources.table_source import read_xlsx
from generator.sources.word_source import WordDocument
from tests.conftest import lacks
from tests.importing.word_files import new, saved

Convert = Callable[[bytes, str, str], bytes]


@pytest.fixture(scope="module")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Bytes of one kind as bytes of another, by LibreOffice."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        lacks("LibreOffice")
    made = tmp_path_factory.mktemp("office")

    def convert(data: bytes, ending: str, wanted: str) -> bytes:
        source = made / f"a{ending}"
        source.write_bytes(data)
        subprocess.run(
            [program, f"-env:UserInstallation={(made / 'profile').as_uri()}", "--headless",
             "--convert-to", wanted, "--outdir", str(made), str(source)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        return (made / f"a.{wanted}").read_bytes()

    return convert


def book() -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "项目"
    for values in (
        ["名称", "预算数", "完成率", "日期", "份数", "备注"],
        ["甲", 1234.5, 0.95, 45991, 240, "内"],
        ["乙", -36, 0.985, 45657, 7, "内"],
        ["丙", 1, 1, 1, 1, "内"],
    ):
        sheet.append(values)
    for row in (2, 3, 4):
        sheet.cell(row, 2).number_format = "#,##0.00"
        sheet.cell(row, 3).number_format = "0.0%"
        sheet.cell(row, 4).number_format = 'yyyy"年"m"月"d"日"'
        sheet.cell(row, 5).number_format = '"≥"0"份"'
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["F"].hidden = True
    sheet["A2"].comment = Comment("待定", "")
    made.create_sheet("底稿").append(["不公开"])
    made.worksheets[1].sheet_state = "hidden"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


SHOWN = [
    ["名称", "预算数", "完成率", "日期", "份数"],
    ["甲", "1,234.50", "95.0%", "2025年11月30日", "≥240份"],
    ["乙", "-36.00", "98.5%", "2024年12月31日", "≥7份"],
]
UNREAD = [
    "隐藏的工作表“底稿”",
    "工作表“项目”隐藏的第 4 行",
    "工作表“项目”隐藏的 F 列",
    "工作表“项目”单元格 A2 的批注",
]


def rows(document: WordDocument | None) -> list[list[str]]:
    assert document is not None
    (grid,) = (b for b in document.blocks if isinstance(b, Grid))
    return [[c.text for c in row] for row in grid.rows()]


def test_an_old_workbook_is_read_as_excel_shows_it(convert: Convert) -> None:
    data = convert(book(), ".xlsx", "xls")
    assert kind_of_file(data) is FileKind.OLD_WORKBOOK
    problems = Problems()
    document = read_document("预算.xls", data, problems)
    assert rows(document) == SHOWN
    assert document is not None
    assert [str(n) for n in document.notes] == [f"{what}，没有导入" for what in UNREAD]
    assert not problems.found


def test_an_old_workbook_may_stand_in_a_content_folder_under_the_new_name(
    convert: Convert,
) -> None:
    problems = Problems()
    table = read_xlsx("项目.xlsx", convert(book(), ".xlsx", "xls"), problems)
    assert table is not None
    assert [[w.text for w in row] for row in (table.head, *table.rows)] == SHOWN
    assert [d.message for d in problems.found] == [f"没有读取{what}。" for what in UNREAD]


def test_an_open_document_spreadsheet_goes_through_libreoffice(convert: Convert) -> None:
    document = read_document("预算.ods", convert(book(), ".xlsx", "ods"), Problems())
    assert rows(document) == SHOWN
    assert document is not None
    assert "由 LibreOffice 转换后读入" in str(document.notes[0])


@pytest.mark.parametrize("wanted", ["doc", "rtf", "odt"])
def test_other_text_documents_go_through_libreoffice(convert: Convert, wanted: str) -> None:
    document = new()
    document.add_paragraph("云溪县水务局2025年部门预算绩效文本")
    table = document.add_table(2, 2, "Table Grid")
    for n, text in enumerate(("名称", "预算数", "甲", "36.00")):
        table.cell(n // 2, n % 2).text = text
    document.add_paragraph("说明")
    read = read_document(f"a.{wanted}", convert(saved(document), ".docx", wanted), Problems())
    assert rows(read) == [["名称", "预算数"], ["甲", "36.00"]]


def test_without_libreoffice_it_is_said_what_the_file_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    problems = Problems()
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "WordDocument".encode("utf-16-le")
    assert read_document("a.doc", old, problems) is None
    (found,) = problems.found
    assert "这是旧格式（.doc 或 .wps）的文件，要由 LibreOffice 转换" in found.message
    assert "另存为“Word 文档（.docx）”" in found.hint


def test_a_file_that_libreoffice_cannot_read_is_refused(convert: Convert) -> None:
    problems = Problems()
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "WordDocument".encode("utf-16-le")
    assert read_document("a.doc", old, problems) is None
    assert [d.rule for d in problems.found] == ["WJ01"]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (OLE + b"\0" * 900, "旧格式（.doc、.xls、.wps 或 .et）的文件，而且已损坏"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "设了打开密码"),
        (OLE + "Workbook".encode("utf-16-le"), "文件已损坏，不是完好的工作簿（.xls）"),
        (b"<html><table><tr><td>a</td></tr></table></html>", "这是网页（HTML）"),
        ("\ufeff<HTML>".encode("utf-16-le"), "这是网页（HTML）"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "单个文件的网页"),
        ("名称\t预算数\n甲\t36".encode("gb18030"), "这是纯文本"),
        (b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "Excel 2003 的 XML"),
        (b"%PDF-1.7", "这是 PDF"),
        (b"\x89PNG\r\n\x1a\n", "这是图片"),
        (b"Rar!\x1a\x07", "这是压缩包"),
        (b"", "文件是空的"),
        (bytes(range(1, 32)), "这不是 Word 文件"),
    ],
)
def test_what_is_not_read_is_named_as_what_it_is(data: bytes, said: str) -> None:
    problems = Problems()
    assert read_document("预算.xls", data, problems) is None
    (found,) = problems.found
    assert said in found.message
    assert found.hint
