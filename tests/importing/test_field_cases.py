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
from generator.model.evaluation import Kind
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
        (written,) = Path("written").glob("a.yaml")
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


def test_d16_a_self_evaluation_is_one_and_not_a_budget(import_case: Import) -> None:
    disclosure = import_case("d16")
    assert disclosure.kind is Kind.EVALUATION
    (project,) = disclosure.projects
    evaluation = project.evaluation
    assert evaluation is not None
    assert [project.budget.value, evaluation.budget.value, evaluation.spent.value] == [
        Decimal("48.60"),
        Decimal("46.20"),
        Decimal("44.10"),
    ]
    assert (evaluation.rate.wording, evaluation.total.value) == ("95.45%", Decimal("97.55"))
    achieved = [row.achievement for row in project.indicators.rows]
    assert [a.score.wording for a in achieved if a] == ["20", "20", "8", "30", "10"]
    assert [a.actual.wording for a in achieved if a][2] == "52小时"
    assert remarks(disclosure) == []


def test_d07_a_department_s_table_of_scores(import_case: Import) -> None:
    disclosure = import_case("d07")
    assert disclosure.kind is Kind.EVALUATION
    overall = disclosure.overall
    assert overall is not None
    assert overall.evaluation is not None
    scores = [row.achievement for row in overall.indicators.rows]
    assert [s.score.wording for s in scores if s] == ["3", "3", "3", "3", "2", "4.5"]
    assert overall.evaluation.total.value == Decimal("18.5")
    assert remarks(disclosure) == []


def test_d10_final_accounts_are_named_as_what_they_are(
    field_file: Callable[[str], Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "2024" / "a"
    assert gongkai(["import", str(field_file("d10")), "--into", str(place)]) == 1
    assert "这份文件是部门决算" in capsys.readouterr().out
    assert not place.parent.exists()


def test_the_evidence_is_shown_when_asked(
    field_file: Callable[[str], Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "2024" / "a"
    assert gongkai(["import", str(field_file("d20")), "--into", str(place), "--explain"]) == 0
    shown = capsys.readouterr().out.splitlines()[:4]
    assert [line.split("：")[0] for line in shown] == ["类型", "年度", "部门", "表式"]
    assert "(2024年度)" in shown[1]
    assert "云溪区园林局" in shown[2]


def test_the_account_of_an_import_closes_and_stands_beside_the_content(
    field_file: Callable[[str], Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "2025" / "a"
    assert gongkai(["import", str(field_file("d13")), "--into", str(place)]) == 0
    assert "都有去处" in capsys.readouterr().out
    rows = (tmp_path / "2025" / "a.导入账.csv").read_text("utf-8-sig").splitlines()
    assert rows[0] == "位置,原文,去处,说明"
    assert any("1736400.5" in row and "合计行" in row for row in rows)
    assert any("486000" in row and "预算数" in row for row in rows)
    problems = Problems()
    found = find(Folder(tmp_path), problems)
    assert [item.stem for item in found] == ["a"]
    assert problems.found == []
