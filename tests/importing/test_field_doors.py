"""Field cases of files as offices keep them: old, hidden, formatted, with odd styles and signs."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from generator.cli import main
from generator.contents import find
from generator.diagnostics import Problems
from generator.files import Folder
from generator.importing import import_document
from generator.loader import load
from generator.model.disclosure import Disclosure
from generator.signs import has_odd_signs
from generator.sources.opening import read_document
from tests.importing.word_files import families

FieldCase = Callable[[str], Path]


def imported(path: Path) -> Disclosure:
    problems = Problems()
    document = read_document(path.name, path.read_bytes(), problems)
    assert document is not None, problems.found
    made = import_document(document, families(), id="ceshi", year=2025, problems=problems)
    assert made is not None, problems.found
    return made


def told(made: Disclosure) -> str:
    """All that an import says of a file, in one text."""
    return repr(made)


def test_an_old_workbook_that_is_broken_is_refused_as_what_it_is(field_case: FieldCase) -> None:
    path, problems = field_case("b01-old-formats/budget.xls"), Problems()
    assert read_document(path.name, path.read_bytes(), problems) is None
    (found,) = problems.found
    assert ".xls" in found.message
    assert ".doc" not in found.message
    assert ".xlsx" in found.hint


def test_what_is_hidden_is_named_and_not_taken_in(field_case: FieldCase) -> None:
    made = imported(field_case("b02-hidden/hidden-row.xlsx"))
    assert [str(p.name) for p in made.projects] == ["农村饮水水质检测经费", "河道保洁"]
    assert {str(r) for r in made.all_remarks()} >= {
        "工作表“项目”隐藏的第 5 行，没有导入",
        "工作表“项目”隐藏的 M 列，没有导入",
        "工作表“项目”单元格 C3 的批注，没有导入",
    }
    for hidden in ("内部备用金", "待局长定", "年度检测计划"):
        assert hidden not in told(made)


def test_numbers_are_read_as_excel_shows_them(field_case: FieldCase) -> None:
    (project,) = imported(field_case("b03-formats/formats.xlsx")).projects
    assert [a.wording for a in (project.budget, project.fiscal, project.other)] == [
        "1,234.50", "1,234.50", "-",
    ]  # fmt: skip
    assert [r.target.wording for r in project.indicators.rows] == [
        "95%", "2025年11月30日", "98.5%", "240份", "≤36.00万元", "-12.50", "1,500", "30.00%",
    ]  # fmt: skip


def test_an_empty_fill_does_not_stand_in_the_way(field_case: FieldCase) -> None:
    (project,) = imported(field_case("b05-bad-styles/empty-fill.xlsx")).projects
    assert project.budget.wording == "36.00"
    assert [r.target.wording for r in project.indicators.rows] == ["≥240份"]


def test_signs_that_nobody_sees_are_removed_and_said_once(field_case: FieldCase) -> None:
    path, problems = field_case("b07-invisible/invisible.docx"), Problems()
    document = read_document(path.name, path.read_bytes(), problems)
    assert document is not None
    assert [d.rule for d in problems.found] == ["WJ14"]
    made = import_document(document, families(), id="ceshi", year=2025, problems=problems)
    assert made is not None
    (project,) = made.projects
    assert str(project.name) == "农村饮水水质检测经费"
    assert project.budget.value == Decimal(36)
    assert [r.target.wording for r in project.indicators.rows][:3] == ["≥240份", "≤36万元", "100%"]
    assert not has_odd_signs(told(made))


def test_radicals_are_read_as_the_characters_that_they_look_like(
    field_case: FieldCase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content, site = field_case("b17-radicals/radical-value") / "content", tmp_path / "site"
    assert main(["build", "--content", str(content), "--output", str(site), "--no-pdf"]) == 0
    said = capsys.readouterr().out
    assert said.count("[WJ14]") == 1
    record = (site / "2025/s/data/record.json").read_text("utf-8")
    assert "农村饮水水质检测经费" in record
    assert "用水户满意度" in record
    assert not has_odd_signs(record)


def test_a_pasted_cell_of_two_lines_is_one_cell(field_case: FieldCase) -> None:
    folder = Folder(field_case("b16-paste/excel-newline-in-cell") / "content")
    problems = Problems()
    (found,) = find(folder, problems)
    made = load(folder, found, families(), problems)
    assert made is not None
    assert not problems.has_errors
    (project,) = made.projects
    assert [(str(r.name), r.target.wording) for r in project.indicators.rows] == [
        ("检测水样\n份数", "≥240份"), ("整改率", "100%"), ("满意度", "≥90%"),
    ]  # fmt: skip
