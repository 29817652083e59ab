"""Field cases of files as offices keep them: old, hidden, formatted, with odd styles and signs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from generator.diagnostics import Problems
from generator.importing import import_document
from generator.model.disclosure import Disclosure
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
