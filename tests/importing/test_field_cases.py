"""Files as departments of other provinces send them, imported as a user would (field cases)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from generator.cli import main as gongkai
from generator.contents import find
from generator.diagnostics import Problems
from generator.files import Folder
from generator.loader import load
from generator.model.disclosure import Disclosure, Project
from tests.importing.word_files import families

Import = Callable[[str], Disclosure]


@pytest.fixture
def import_case(
    field_file: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Import:
    """The disclosure that `gongkai import` writes of a case, read back."""
    monkeypatch.chdir(tmp_path)

    def run(case: str) -> Disclosure:
        assert gongkai(["import", str(field_file(case)), "--into", "written/a"]) == 0
        (written,) = Path("written").glob("a.*")
        head = written.read_text("utf-8")
        year = next(line for line in head.splitlines() if line.startswith("年度"))
        place = Path("content") / year.split(":")[1].strip()
        place.mkdir(parents=True)
        written.rename(place / written.name)
        folder, problems = Folder(Path("content")), Problems()
        (found,) = find(folder, problems)
        disclosure = load(folder, found, families(), problems)
        assert disclosure is not None, problems.found
        return disclosure

    return run


def budgets(disclosure: Disclosure) -> list[tuple[str, Decimal | None]]:
    return [(str(p.name), p.budget.value) for p in disclosure.projects]


def targets(project: Project) -> list[tuple[str, str]]:
    return [(str(row.name), row.target.wording) for row in project.indicators.rows]


def others(project: Project) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for entry in project.others:
        found.setdefault(str(entry.column), []).append(str(entry.text))
    return found


def counts(disclosure: Disclosure) -> list[int]:
    return [len(p.indicators.rows) for p in disclosure.projects]


def remarks(disclosure: Disclosure) -> list[str]:
    return [str(words) for words in disclosure.all_remarks()]


WATER = [("农村饮水水质检测经费", Decimal("36.00")), ("河道保洁", Decimal("12.50"))]


def test_e02_amounts_of_a_list_in_yuan_keep_their_scale(import_case: Import) -> None:
    disclosure = import_case("e02")
    assert budgets(disclosure) == WATER
    assert [p.budget.wording for p in disclosure.projects] == ["360000元", "125000元"]


def test_e01_the_row_of_totals_is_no_project(import_case: Import) -> None:
    disclosure = import_case("e01")
    assert budgets(disclosure) == WATER
    assert counts(disclosure) == [3, 3]


def test_e04_a_further_column_of_a_list_is_kept(import_case: Import) -> None:
    disclosure = import_case("e04")
    assert budgets(disclosure) == WATER
    assert counts(disclosure) == [3, 3]
    assert others(disclosure.projects[0]) == {"备注": ["延续"]}


def test_d13_projects_and_their_targets_on_two_sheets(import_case: Import) -> None:
    disclosure = import_case("d13")
    assert disclosure.department.text == "云溪县教育体育局"
    assert budgets(disclosure) == [
        ("校园安全视频运维经费", Decimal("48.60")),
        ("困难学生资助", Decimal("125.04005")),
    ]
    assert counts(disclosure) == [4, 3]
    assert targets(disclosure.projects[0])[1] == ("设备在线率", ">=95%")
    assert remarks(disclosure) == []


def test_d19_projects_and_the_whole_department_as_lists(import_case: Import) -> None:
    disclosure = import_case("d19")
    assert disclosure.department.text == "云溪县水务局"
    assert budgets(disclosure) == [("防汛物资储备", Decimal(36)), ("河道巡查", Decimal(24))]
    assert counts(disclosure) == [4, 3]
    assert disclosure.overall is not None
    assert disclosure.overall.budget.value == Decimal(480)
    assert targets(disclosure.overall) == [("储备编织袋", "≥6万条"), ("保障人口", "≥8万人")]
    assert remarks(disclosure) == []


def test_d18_long_term_targets_stand_apart_from_this_year_s(import_case: Import) -> None:
    disclosure = import_case("d18")
    (project,) = disclosure.projects
    assert targets(project)[0] == ("改造集镇立面", "48栋")
    assert len(project.indicators.rows) == 4
    ((key, table),) = project.long_term
    assert (key, table.rows[0].target.wording) == ("长期绩效指标", "160栋")
    assert [row.target.wording for row in table.rows] == ["160栋", "100%", "≥3万人", "≥92%"]


def test_d03_a_form_for_approval_with_points_behind_its_classes(import_case: Import) -> None:
    disclosure = import_case("d03")
    (project,) = disclosure.projects
    assert (project.budget.value, len(project.indicators.rows)) == (Decimal(58), 8)
    levels = {str(row.level1) for row in project.indicators.rows}
    assert levels == {"成本指标", "产出指标", "效益指标", "满意度指标"}
    assert "（0-20）分" in others(project)["指标类分值"]
    assert remarks(disclosure) == []


def test_d12_the_ministry_s_form_with_stars_and_a_placeholder(import_case: Import) -> None:
    disclosure = import_case("d12")
    (project,) = disclosure.projects
    assert (disclosure.department.text, disclosure.year) == ("云溪县民政局", 2020)
    assert project.budget.value == Decimal("1286.40")
    assert ("临时救助人次", "≥**人次") in targets(project)
    assert len(project.indicators.rows) == 7


def test_d20_two_forms_with_the_year_on_a_line_of_its_own(import_case: Import) -> None:
    disclosure = import_case("d20")
    assert (disclosure.department.text, disclosure.year) == ("云溪区园林局", 2024)
    assert budgets(disclosure) == [
        ("古树名木养护", Decimal("128.46")),
        ("行道树修剪", Decimal("86.20")),
    ]
    assert remarks(disclosure) == []


def test_d14_a_title_that_begins_with_the_year(import_case: Import) -> None:
    disclosure = import_case("d14")
    assert (disclosure.department.text, disclosure.year) == ("云溪县水务局", 2025)
    assert budgets(disclosure) == [("防汛物资储备", Decimal(60))]
    assert counts(disclosure) == [4]
    assert remarks(disclosure) == []
