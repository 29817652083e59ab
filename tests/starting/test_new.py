"""`gongkai new` and `gongkai form`: what an author begins with has nothing to mend."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from generator.build import Settings, check
from generator.cli import main
from generator.contents import SHAPES, find
from generator.diagnostics import Diagnostic, Level, Problems
from generator.files import Folder
from generator.forms import load_families
from generator.loader import load
from generator.model.disclosure import Disclosure
from generator.starting.examples import example_overall, example_project
from tests.conftest import ROOT, TEMPLATES
from tests.terminal import at_terminal

FAMILIES = load_families([TEMPLATES], Problems())
OWN = [name for name, family in FAMILIES.items() if not family.inherits]
# For a process of its own, which runs elsewhere.
IN_TREE = {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
LAST_YEAR = """\
部门: 云溪县水务局
年度: 2024
表式: 河北
状态: 草案
批复日期: 2024-02-10
公开日期: 2024-02-21
总体绩效目标: |
  2024年安排 36 万元保障饮水安全。
  参照《全国农业发展规划（2023年）》推进。
分项绩效目标:
  - 标题: 供水
    内容: |
      全年按季抽检。
预算表: |
  ```表
  表: 部门支出总表
  | 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
  |---|---|---|---|---|
  | 213 | 农林水支出 | 36.00 | 0.00 | 36.00 |
  | | 合计 | 36.00 | 0.00 | 36.00 |
  ```
项目:
  - 名称: 2024年水质检测经费
    地址: 001
    编码: 99010124P00312010007P
    预算数: 36.00
    财政资金: 36.00
    用途: 用于水样检测。
    支出计划: 3月底25%，6月底50%，10月底75%，12月底100%
    绩效目标: |
      掌握水质状况
    绩效指标: |
      | 一级指标 | 二级指标 | 三级指标 | 描述 | 指标值 | 依据 |
      |---|---|---|---|---|---|
      | 产出指标 | 数量指标 | 检测水样份数 | 全年检测的水样 | ≥240份 | 2024年检测计划 |
豁免: |
  | 规则 | 对象 | 左 | 右 | 理由 |
  |---|---|---|---|---|
  | JX051 | 水质检测经费·效益指标 | 无 | 有 | 核对过 |
"""


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found_in(folder: Path) -> list[Diagnostic]:
    settings = Settings(folder / "content", Path(), (TEMPLATES,))
    return list(check(settings, lambda *_: None).diagnostics)


def graver_than_a_note(folder: Path) -> list[Diagnostic]:
    return [d for d in found_in(folder) if d.level is not Level.NOTE]


def loaded(folder: Path, name: str) -> Disclosure:
    content = Folder(folder / "content")
    every = find(content, Problems())
    (found,) = (f for f in every if f.base == name)
    disclosure = load(content, found, FAMILIES, Problems())
    assert disclosure is not None
    return disclosure


def new(*more: str) -> int:
    return main(["new", "--department", "某县某局", *more])


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("form", OWN)
def test_a_new_draft_of_any_form_in_any_shape_has_nothing_to_mend(
    project: Path, form: str, shape: str
) -> None:
    assert new("--form", form, "--shape", shape, "--into", "content/2025/a") == 0
    assert graver_than_a_note(project) == []
    assert main(["check"]) == 0
    disclosure = loaded(project, "2025/a")
    assert (disclosure.department.text, disclosure.family) == ("某县某局", form)


@pytest.mark.parametrize("form", OWN)
def test_the_example_of_every_form_is_read_as_it_stands(project: Path, form: str) -> None:
    family = FAMILIES[form]
    head = f"部门: 某县某局\n年度: 2025\n表式: {form}\n状态: 草案\n"
    head += f"类型: {family.kind}\n" if family.kind != "部门预算" else ""
    own = family.forms.get(family.default_form)
    lines = [*example_overall(family), *(example_project(family, own) if own else [])]
    place = project / "content" / "2025" / "a.yaml"
    place.parent.mkdir(parents=True)
    place.write_text(head + "\n".join(lines) + "\n", "utf-8")
    found = [d for d in found_in(project) if d.level is Level.ERROR and d.rule[:2] != "JX"]
    assert found == []
    disclosure = loaded(project, "2025/a")
    assert len(disclosure.projects) == bool(own)
    assert all(p.indicators for p in disclosure.projects)


def test_nothing_that_stands_there_is_overwritten(project: Path) -> None:
    place = project / "content/2025/a.md"
    place.parent.mkdir(parents=True)
    place.write_text("x", "utf-8")
    assert new("--form", "河北", "--into", "content/2025/a") == 1
    assert [p.name for p in place.parent.iterdir()] == ["a.md"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--into", "content/2025/a"], "缺少 --form"),
        (["--form", "河北"], "缺少 --year"),
        (["--form", "河北", "--year", "2025"], "缺少 --into"),
        (["--form", "河南", "--into", "content/2025/a"], "没有名为“河南”的表式"),
        (["--form", "河北", "--into", "content/2025/水务"], "不能用作网址"),
        (["--form", "河北", "--year", "2024", "--into", "content/2025/a"], "却在 2025 文件夹里"),
        (["--from", "content/2024/none"], "没有找到上年的公开"),
    ],
)
def test_where_there_is_no_terminal_what_is_missing_is_said(
    project: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new(*arguments) == 2
    assert said in capsys.readouterr().err
    assert not (project / "content").exists()


def test_at_a_terminal_each_question_is_asked_until_the_answer_fits(project: Path) -> None:
    answers = ("某县某局", "25年", "2025", "河比", "河北", "水务", "shuiwu")
    code, shown = at_terminal([sys.executable, "-m", "generator", "new"], answers, project, IN_TREE)
    assert code == 0, shown
    said = ("四位数", "没有名为“河比”的表式", "不能用作网址里的名称", "已新建")
    assert [shown.index(words) for words in said] == sorted(shown.index(words) for words in said)
    disclosure = loaded(project, "2025/shuiwu")
    assert (disclosure.department.text, disclosure.family) == ("某县某局", "河北")


def test_an_end_of_input_at_a_terminal_names_what_is_missing(project: Path) -> None:
    command = [sys.executable, "-m", "generator", "new"]
    code, shown = at_terminal(command, ("某县某局", "\x04"), project, IN_TREE)
    assert (code, "缺少 --year" in shown) == (2, True), shown
    assert not (project / "content").exists()


def test_a_date_of_last_year_that_is_left_in_is_an_error(project: Path) -> None:
    """Whether it stands among the dates of the disclosure or in a target."""
    place = project / "content/2024/shuiwu.yaml"
    place.parent.mkdir(parents=True)
    deadline = "      | | 时效指标 | 完成时间 | 检测完成的时间 | 2024年12月底前 | 年度计划 |\n豁免"
    place.write_text(LAST_YEAR.replace("豁免", deadline, 1), "utf-8")
    assert main(["new", "--from", "content/2024/shuiwu"]) == 0
    fresh = project / "content/2025/shuiwu.yaml"
    text = fresh.read_text("utf-8").replace("状态: 草案", "状态: 草案\n批复日期: 2024-02-10")
    fresh.write_text(text, "utf-8")
    errors = [d for d in found_in(project) if d.level is Level.ERROR and "2025/" in d.span.path]
    assert {"JX087", "JX135"} <= {d.rule for d in errors}


def test_last_year_is_carried_over_without_its_figures_and_dates(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = project / "content/2024/shuiwu.yaml"
    place.parent.mkdir(parents=True)
    place.write_text(LAST_YEAR, "utf-8")
    assert main(["new", "--from", "content/2024/shuiwu", "--shape", "md"]) == 0
    told = capsys.readouterr().out
    fresh = loaded(project, "2025/shuiwu")
    (water,) = fresh.projects
    assert (fresh.year, fresh.approved_on, fresh.published_on, fresh.waivers) == (
        2025, None, None, (),
    )  # fmt: skip
    assert (water.budget.wording, water.fiscal.wording, water.code.text) == (
        "", "", "99010124P00312010007P",
    )  # fmt: skip
    assert water.indicators.rows[0].target.wording == "≥240份"
    table = next(s for s in fresh.sections if s.key == "预算表").prose[0]
    assert [[w.text for w in row] for row in getattr(table, "rows", ())] == [
        ["213", "农林水支出", "", "", ""], ["", "合计", "", "", ""],
    ]  # fmt: skip
    for emptied in ("批复日期", "预算数", "豁免", "预算表里的数"):
        assert emptied in told
    remarks = [words.text for words in fresh.all_remarks()]
    assert all(remark in told for remark in remarks)
    said = "\n".join(remarks)
    for kept in ("2024年安排 36 万元", "2024年水质检测经费", "2024年检测计划", "预算表的表"):
        assert kept in said
    assert "全国农业发展规划" not in said  # the year of a cited title stays its own


@pytest.mark.parametrize("form", FAMILIES)
def test_what_a_form_asks_for_is_told(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["form", form]) == 0
    told = capsys.readouterr().out
    family = FAMILIES[form]
    for section in family.sections():
        assert section.key in told
    for one in family.forms.values():
        assert all(field.key in told for field in one.fields)
        assert all(level2 in told for _, level2 in one.classes)


def test_all_forms_are_listed_and_a_misspelt_one_is_guessed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["form"]) == 0
    told = capsys.readouterr().out
    assert all(f"  {name}：" in told for name in FAMILIES)
    assert main(["form", "湖南202"]) == 2
    assert "是不是“湖南202" in capsys.readouterr().err


def test_the_guide_tells_of_both_commands() -> None:
    guide = (ROOT / "docs" / "作者指南.md").read_text("utf-8")
    assert "gongkai new" in guide
    assert "gongkai form 河北" in guide
