"""Workbooks of project tables, laid out as the forms are."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.cli import main
from generator.commands.outcomes import DONE, PROBLEMS
from generator.diagnostics import Problems
from generator.importing import import_document
from generator.model.disclosure import Disclosure
from generator.model.tables import Grid
from generator.sources.word_source import WordDocument
from generator.sources.workbook_source import read_workbook
from tests.importing.test_real import NAMES, tables
from tests.importing.word_files import families, imported, read

RealFile = Callable[[str], Path]


def saved(book: Any) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def workbook_of(document: WordDocument, *, sheets: bool) -> bytes:
    """A Word file's blocks as rows: texts merged over the width, tables as they are."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    width = max(
        c.column + c.colspan for b in document.blocks if isinstance(b, Grid) for c in b.cells
    )
    row = 1
    for block in document.blocks:
        if not isinstance(block, Grid):
            if sheets and block.text.endswith("绩效目标表") and not block.in_contents:
                sheet, row = book.create_sheet(), 1
            if block.text.strip() and not block.in_contents:
                sheet.cell(row, 1, block.text)
                sheet.merge_cells(None, row, 1, row, width if block.centred else 1)
            row += 1
            continue
        for cell in block.cells:
            at = (row + cell.row, cell.column + 1)
            sheet.cell(*at, cell.text)
            if cell.rowspan > 1 or cell.colspan > 1:
                ends = (at[0] + cell.rowspan - 1, at[1] + cell.colspan - 1)
                sheet.merge_cells(None, *at, *ends)
        row += block.row_count + 1
    return saved(book)


def from_workbook(data: bytes, problems: Problems | None = None) -> Disclosure:
    found = problems or Problems()
    document = read_workbook("测试.xlsx", data, found)
    assert document is not None, found.found
    made = import_document(document, families(), id="ceshi", year=None, problems=found)
    assert made is not None, found.found
    return made


@pytest.mark.parametrize("sheets", [False, True], ids=["one sheet", "a sheet a table"])
@pytest.mark.parametrize("name", NAMES)
def test_a_workbook_of_the_same_tables_is_read_the_same(
    real_file: RealFile, name: str, sheets: bool
) -> None:
    data = real_file(f"{name}.docx").read_bytes()
    same, wanted = from_workbook(workbook_of(read(data), sheets=sheets)), imported(data)
    assert same.projects == wanted.projects
    assert same.overall == wanted.overall
    assert [t.rows for t in tables(same)] == [t.rows for t in tables(wanted)]
    assert [t.head for t in tables(same)] == [t.head for t in tables(wanted)]
    assert list(same.all_remarks()) == []


ROWS: tuple[tuple[Any, ...], ...] = (
    ("云溪县水务局2025年部门预算绩效文本",),
    ("1.水质检测经费绩效目标表",),
    ("315001 云溪县水务局本级", None, None, None, None, "单位：万元"),
    ("项目编码", "99010125P00312010007P", "项目名称", "水质检测经费"),
    ("预算规模及资金用途", "预算数", 36.5, "其中：财政资金", 30, "其他资金", 6.5),
    (None, "用于水样采集和检测。"),
    ("绩效目标", "掌握水质状况"),
    ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"),
    ("产出指标", "数量指标", "检测水样份数", "全年检测的水样", "≥240份", "计划"),
    (None, "质量指标", "合格率", "合格的比例", 0.98, "规范"),
)


def book_of(rows: Iterable[Iterable[Any]]) -> Any:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))  # type: ignore[union-attr]
    return book


def test_cells_are_read_as_excel_shows_them(tmp_path: Path) -> None:
    book = book_of(ROWS)
    sheet = book.active
    sheet["C5"].number_format = sheet["E5"].number_format = "0.00"
    sheet["E10"].number_format = "0%"
    sheet.merge_cells("A5:A6")
    sheet.merge_cells("A9:A10")
    sheet.merge_cells("B6:G6")
    made = from_workbook(saved(book))
    (project,) = made.projects
    assert (str(made.department), made.year, str(made.unit_code)) == (
        "云溪县水务局",
        2025,
        "315001",
    )
    assert [a.wording for a in (project.budget, project.fiscal, project.other)] == [
        "36.50", "30.00", "6.5",
    ]  # fmt: skip
    assert [(str(r.level1), str(r.name), r.target.wording) for r in project.indicators.rows] == [
        ("产出指标", "检测水样份数", "≥240份"),
        ("产出指标", "合格率", "98%"),
    ]
    assert not list(made.all_remarks())


def test_the_command_takes_a_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("shuiwu.xlsx").write_bytes(saved(book_of(ROWS)))
    assert main(["import", "shuiwu.xlsx"]) == DONE
    assert "1 个项目，2 行绩效指标" in capsys.readouterr().out
    assert Path("content/2025/shuiwu.yaml").is_file()


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"PK\x03\x04", "不是完好的"), (saved(openpyxl.Workbook()), "没有文字")],
    ids=["broken", "empty"],
)
def test_a_workbook_that_cannot_be_read_is_reported(
    data: bytes, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    Path("a.xlsx").write_bytes(data)
    assert main(["import", "a.xlsx"]) == PROBLEMS
    assert said in capsys.readouterr().out


def test_a_formula_without_a_value_is_an_error() -> None:
    book = book_of(ROWS)
    book.active["C5"] = "=30+6.5"
    problems = Problems()
    read_workbook("测试.xlsx", saved(book), problems)
    assert [d.text for d in problems.found] == ["=30+6.5"]
    assert problems.has_errors


PROJECTS = (
    ("云溪县水务局2025年部门预算绩效文本",),
    ("序号", "项目编码", "项目名称", "预算数", "其中：财政资金", "其他资金", "绩效目标"),
    (1, "99010125P001", "水质检测经费", "36.00", "30.00", "6.00", "掌握水质状况"),
    (2, "99010125P002", "河道清淤经费", "8.00", "8.00", None, "保持河道畅通"),
)
INDICATORS = (
    ("项目名称", "一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"),
    ("水质检测经费", "产出指标", "数量指标", "检测水样份数", "全年检测的水样", "≥240份", "计划"),
    (None, None, "质量指标", "合格率", "合格的比例", "≥98%", "规范"),
    ("河道清淤经费", "产出指标", "数量指标", "清淤长度", "清淤的长度", "≥13公里", "计划"),
)


def test_a_list_of_projects_and_one_of_indicators_belong_together() -> None:
    book = book_of(PROJECTS)
    sheet = book.create_sheet("指标")
    for row in INDICATORS:
        sheet.append(list(row))
    made = from_workbook(saved(book))
    assert [
        (str(p.code), str(p.name), p.budget.wording, p.other.wording, len(p.indicators.rows))
        for p in made.projects
    ] == [
        ("99010125P001", "水质检测经费", "36.00", "6.00", 2),
        ("99010125P002", "河道清淤经费", "8.00", "", 1),
    ]
    rows = [r for p in made.projects for r in p.indicators.rows]
    assert [(str(r.level1), str(r.level2), str(r.name)) for r in rows] == [
        ("产出指标", "数量指标", "检测水样份数"),
        ("产出指标", "质量指标", "合格率"),
        ("产出指标", "数量指标", "清淤长度"),
    ]
    assert not list(made.all_remarks())


SOUND = saved(book_of(ROWS))
NAMES_INSIDE = zipfile.ZipFile(io.BytesIO(SOUND)).namelist()


def read_or_report(data: bytes) -> None:
    """Anything that can be read comes to an end; anything else is a finding."""
    problems = Problems()
    document = read_workbook("测试.xlsx", data, problems)
    if document is None:
        assert problems.has_errors
        return
    made = import_document(document, families(), id="ceshi", year=2025, problems=problems)
    assert made is not None or problems.has_errors


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 255)), max_size=8))
def test_a_workbook_with_broken_bytes_never_raises(changes: list[tuple[int, int]]) -> None:
    data = bytearray(SOUND)
    for at, byte in changes:
        data[at] = byte
    read_or_report(bytes(data))


PIECES = st.sampled_from([b"", b"<c/>", b"</row>", b'"', b"-9", b"999999999", b"&#x85;", b"A0:"])


@settings(max_examples=60)
@given(
    st.sampled_from(NAMES_INSIDE),
    st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 40), PIECES), min_size=1, max_size=3),
)
def test_a_workbook_with_a_broken_part_never_raises(
    name: str, cuts: list[tuple[int, int, bytes]]
) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SOUND)) as old, zipfile.ZipFile(out, "w") as made:
        for item in old.infolist():
            part = old.read(item)
            for at, length, added in cuts if item.filename == name else ():
                part = part[:at] + added + part[at + length :]
            made.writestr(item.filename, part)
    read_or_report(out.getvalue())


BUDGET: tuple[tuple[Any, ...], ...] = (
    ("部门预算表",),
    ("一般公共预算支出情况表",),
    ("单位：万元",),
    ("功能分类科目", None, "本年支出", None, None),
    ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
    ("208", "社会保障和就业支出", 3, 3, 0),
    ("合计", None, 3, 3, 0),
    (None,),
    ("部门自己的表",),
    ("科目编码", "科目名称", "金额"),
    ("208", "社会保障和就业支出", 3),
)


def test_a_statutory_table_is_known_by_its_title_and_head() -> None:
    book = book_of([*ROWS, *BUDGET])
    sheet = book.active
    for cells in ("A14:B14", "C14:E14", "A17:B17"):
        sheet.merge_cells(cells)
    made = from_workbook(saved(book))
    found = {t.caption.text: t for t in tables(made)}
    table = found["一般公共预算支出情况表"]
    assert (table.definition, table.unit) == ("一般公共预算支出表", "万元")
    assert table.head[0][2].text == "本年支出"
    assert [w.text for w in table.rows[0]] == ["208", "社会保障和就业支出", "3", "3", "0"]
    assert found["部门自己的表"].definition == ""
    assert [str(r) for r in made.all_remarks()] == ["用于水样采集和检测。"]
