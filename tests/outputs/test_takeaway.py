"""What is taken away of a disclosure, judged by frictionless and openpyxl."""

from __future__ import annotations

import csv
import hashlib
import json
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from frictionless import Package
from frictionless import validate as validate_package
from openpyxl import load_workbook

from generator.model.words import DataTable
from generator.outputs.workbook import Sheet, workbook
from tests.conftest import ROOT
from tests.outputs.data_samples import Taken, sample_keys, take, take_real


def faults(package: Path) -> list[object]:
    report = validate_package(str(package))
    return [] if report.valid else list(report.flatten(["type", "note"]))


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("key", sample_keys())
def test_every_sample_gives_a_sound_data_package(key: str, tmp_path: Path) -> None:
    taken = take(ROOT / "content", tmp_path, key)
    assert faults(taken.data / "datapackage.json") == []
    _numbers_are_those_of_the_model(taken)


@pytest.mark.parametrize("name", ["julu-2024", "linwu-2021", "gaoxin-2020"])
def test_real_disclosures_give_sound_data_packages(
    name: str, tmp_path: Path, real_file: Callable[[str], Path]
) -> None:
    taken = take_real(real_file(f"{name}.docx"), tmp_path)
    assert faults(taken.data / "datapackage.json") == []
    _numbers_are_those_of_the_model(taken)


def test_every_table_of_the_text_has_a_file_of_its_own(tmp_path: Path) -> None:
    taken = take(ROOT / "content", tmp_path, "2025/ggfw")
    tables = [p for s in taken.disclosure.sections for p in s.prose if isinstance(p, DataTable)]
    files = {path.stem: path for path in (taken.data / "tables").iterdir()}
    assert len(files) == len(tables)
    assert {"institutions", "procurement", "three-public"} < files.keys()
    rows = rows_of(files["institutions"])
    offices = next(table for table in tables if table.name == "institutions")
    assert [tuple(row.values()) for row in rows] == [
        tuple(words.text for words in row) for row in offices.rows
    ]
    resources = Package(str(taken.data / "datapackage.json")).resource_names
    assert files.keys() <= set(resources)
    record = json.loads((taken.data / "disclosure.json").read_text())
    told = [piece for text in record["正文"].values() for piece in text if isinstance(piece, dict)]
    told = [piece for piece in told if "标识" in piece]
    assert sorted(piece["标识"] for piece in told) == sorted(files)
    assert [piece["标题"] for piece in told if piece["标识"] == "institutions"] == [
        offices.caption.text
    ]


def test_attachments_are_told_of_with_their_digests(tmp_path: Path) -> None:
    taken = take(ROOT / "content", tmp_path, "2025/ggfw")
    (attachment,) = taken.disclosure.attachments
    told, shown = json.loads((taken.data / "datapackage.json").read_text())["attachments"]
    assert shown["title"] == "图1　群众诉求办理流程"
    (recorded,) = json.loads((taken.data / "disclosure.json").read_text())["附件"]
    file = taken.data / told["path"]
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert told == {
        "name": "pifu.pdf",
        "title": attachment.title.text,
        "description": "PDF 文件",
        "path": "../files/pifu.pdf",
        "format": "pdf",
        "bytes": file.stat().st_size,
        "hash": f"sha256:{digest}",
    }
    assert recorded == {
        "标题": attachment.title.text,
        "地址": "2025/ggfw/files/pifu.pdf",
        "类型": "PDF 文件",
        "字节": file.stat().st_size,
        "sha256": digest,
    }


def _numbers_are_those_of_the_model(taken: Taken) -> None:
    rows = rows_of(taken.data / "projects.csv")
    projects = taken.disclosure.projects
    assert [row["预算数原文"] for row in rows] == [p.budget.wording for p in projects]
    numbers = [Decimal(n) if (n := row["预算数（万元）"]) else None for row in rows]
    assert numbers == [p.budget.value for p in projects]
    overall = taken.disclosure.overall
    forms = (overall, *projects) if overall else projects
    targets = [row.target for form in forms for row in form.indicators.rows]
    rows = rows_of(taken.data / "indicators.csv")
    assert [row["指标值"].removeprefix("'") for row in rows] == [t.wording for t in targets]
    assert [row["数值"] for row in rows] == [
        "" if t.number is None else f"{t.number.normalize():f}" for t in targets
    ]


def test_a_schema_gives_each_column_its_type_and_its_words(tmp_path: Path) -> None:
    taken = take(ROOT / "content", tmp_path, "2025/shuiwu")
    package = Package(str(taken.data / "datapackage.json"))
    assert package.title == "示例县水务局2025年部门预算绩效文本"
    fields = {field.name: field for field in package.get_resource("projects").schema.fields}
    assert fields["年度"].type == "year"
    assert fields["项目编码"].type == "string"
    assert fields["预算数（万元）"].type == "number"
    assert "单位：万元。" in (fields["预算数（万元）"].description or "")
    assert package.get_resource("projects").schema.primary_key == ["年度", "标识", "地址"]


def test_a_draft_says_so_in_what_describes_its_data(tmp_path: Path) -> None:
    public, draft = (
        json.loads((take(ROOT / "content", tmp_path, k).data / "datapackage.json").read_text())
        for k in ("2025/shuiwu", "2025/nyncj")
    )
    assert "草案" in draft["description"]
    assert "草案" not in public["description"]


def test_a_workbook_has_numbers_as_numbers_and_codes_as_text(tmp_path: Path) -> None:
    taken = take(ROOT / "content", tmp_path, "2025/shuiwu")
    book = load_workbook(taken.data / "disclosure.xlsx")
    assert book.sheetnames == ["项目", "绩效指标", "说明"]
    sheet = book["项目"]
    assert sheet.freeze_panes == "A2"
    head, *rows = sheet.iter_rows()
    places = {cell.value: n for n, cell in enumerate(head)}
    for row, project in zip(rows, taken.disclosure.projects, strict=True):
        budget = row[places["预算数（万元）"]]
        assert project.budget.value is not None
        assert (budget.data_type, budget.value) == ("n", float(project.budget.value))
        assert budget.number_format == "#,##0.00######"
        code = row[places["项目编码"]]
        assert (code.data_type, code.value, code.number_format) == ("s", project.code.text, "@")


def test_the_tables_of_the_text_are_sheets_with_real_numbers(tmp_path: Path) -> None:
    taken = take(ROOT / "content", tmp_path, "2025/ggfw")
    book = load_workbook(taken.data / "disclosure.xlsx")
    assert book.sheetnames[:2] == ["项目", "绩效指标"]
    assert book.sheetnames[-1] == "说明"
    sheet = next(book[name] for name in book.sheetnames if "政府采购" in name)
    numbers = [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "n"]
    assert any(cell.value for cell in numbers)


def test_no_text_becomes_a_formula_or_an_error_in_a_workbook(tmp_path: Path) -> None:
    texts = ("=1+1", "#N/A", "@SUM(A1)", "0012", "2025-01-01")
    path = tmp_path / "t.xlsx"
    sheet = Sheet("表", (("甲",),), (tuple((t,) for t in texts),), ("@",))
    path.write_bytes(workbook([sheet], "题").read())
    (read,) = load_workbook(path)
    cells = [row[0] for row in read.iter_rows(min_row=2)]
    assert [(c.data_type, c.value) for c in cells] == [("s", text) for text in texts]


def test_sheets_have_names_that_excel_takes(tmp_path: Path) -> None:
    titles = ("a/b[c]", "A B C ", "很长的表题" * 8, "很长的表题" * 8, "")
    path = tmp_path / "t.xlsx"
    path.write_bytes(workbook([Sheet(t, (("甲",),), (), ("@",)) for t in titles], "题").read())
    names = load_workbook(path).sheetnames
    assert names[0] == "a b c"
    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name) <= 31 for name in names)


def test_a_workbook_holds_no_hour(tmp_path: Path) -> None:
    path = take(ROOT / "content", tmp_path, "2025/shuiwu").data / "disclosure.xlsx"
    with zipfile.ZipFile(path) as book:
        assert {info.date_time for info in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"dcterms" not in book.read("docProps/core.xml")
