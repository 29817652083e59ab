"""A draft is built however little of it is filled in; a public disclosure is not."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from generator.cli import main
from generator.diagnostics import IN_DRAFTS, Level
from generator.document.layout import NOTHING_YET
from generator.document.outline import CHAPTER
from tests.conftest import lacks
from tests.outputs.pdf_samples import Made, make
from tests.outputs.verapdf import A3A, UA1, NoVeraPDF, failures

CHAPTERS = """\
年度: 2025
表式: 石家庄2020
状态: 草案
项目:
  - 地址: 001
    编码: /
  - 名称: 甲项目
    地址: 002
    编码: /
"""
GOALS = """\
部门: 某局
年度: 2025
表式: 河北
状态: 草案
分项绩效目标:
  - 标题: 监管
  - 标题:
工作保障措施: |
  全年安排 {{ 项目预算合计 }} 万元。
"""
BUDGET = """\
部门: 某局
年度: 2025
表式: 河北
状态: 草案
总体绩效目标:
项目:
  - 名称: 抽检
    地址: 001
    绩效指标: |
      | 一级指标 | 二级指标 | 三级指标 | 指标值 |
      |---|---|---|---|
      | 产出指标 | 数量指标 | 检查次数 | |
      | | 质量指标 | 合格率 | ≥98% |
"""
EVALUATION = """\
部门: 某局
年度: 2025
类型: 绩效自评
评价对象: 2025/budget
表式: 绩效自评
状态: 草案
自评结论: |
  预算 {{ 项目预算合计 }} 万元。
项目:
  - 名称: 抽检
    绩效指标: |
      | 三级指标 | 实际完成值 | 分值 | 得分 | 偏差原因 |
      |---|---|---|---|---|
      | 检查次数 | 4次 | 45 | 45 | |
"""


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("content")
    (folder / "2025").mkdir()
    (folder / "2025/chapters.yaml").write_text(CHAPTERS, "utf-8")
    (folder / "2025/goals.yaml").write_text(GOALS, "utf-8")
    (folder / "2025/budget.yaml").write_text(BUDGET, "utf-8")
    (folder / "2025/budget-zp.yaml").write_text(EVALUATION, "utf-8")
    return folder


@pytest.fixture(scope="module", params=["chapters", "goals"])
def made(content: Path, tmp_path_factory: pytest.TempPathFactory, request: object) -> Made:
    name = getattr(request, "param", "")
    return make(content, tmp_path_factory.mktemp("stage"), f"2025/{name}")


def test_all_that_is_not_filled_in_is_an_error_that_blocks_no_draft(made: Made) -> None:
    found = made.result.diagnostics
    assert any(d.rule in IN_DRAFTS for d in found)
    assert all(d.level is not Level.ERROR or d.rule[:2] == "JX" or d.rule in IN_DRAFTS
               for d in found)  # fmt: skip
    assert not made.result.blocked
    assert made.pdf


def test_every_heading_without_text_says_that_it_is_to_be_filled_in(made: Made) -> None:
    bare = [x for x in made.document.walk() if not x.children and x.blocks in ((), (NOTHING_YET,))]
    assert bare
    assert all(laid.blocks == (NOTHING_YET,) for laid in bare)
    if made.disclosure.id == "chapters":
        assert len([x for x in bare if x.entry.kind == CHAPTER]) == 8


def test_its_pdf_conforms_to_both_standards(made: Made) -> None:
    try:
        assert failures(made.pdf, UA1) == []
        assert failures(made.pdf, A3A) == []
    except NoVeraPDF as missing:
        lacks(str(missing))


def test_the_checklist_does_not_count_what_is_to_be_filled_in(made: Made) -> None:
    states = {item.name: item.state.value for item in made.items}
    wanted = {"chapters": "名词解释", "goals": "总体绩效目标"}[made.disclosure.id]
    assert states[wanted] == "无"


@pytest.fixture(scope="module")
def site(content: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    call = ["build", "--content", str(content), "--output", str(folder), "--no-pdf", "--jobs", "1"]
    assert main(call) == 0
    return folder


def test_no_link_and_no_heading_is_empty(site: Path) -> None:
    for path in site.rglob("*.html"):
        text = path.read_text("utf-8")
        for tag in re.findall(r"<(?:a|h[1-6]|title|th)\b[^>]*>(.*?)</(?:a|h[1-6]|title|th)>", text):
            assert re.sub(r"<[^>]*>|\s", "", tag), path


def test_a_project_and_a_department_without_names_are_called_so(site: Path) -> None:
    assert "<h1>未命名的项目</h1>" in (site / "2025/chapters/001/index.html").read_text("utf-8")
    assert "未填写名称的部门2025年" in (site / "2025/chapters/index.html").read_text("utf-8")
    data = json.loads((site / "2025/chapters/data/disclosure.json").read_text("utf-8"))
    assert (data["部门"], data["项目"][0]["名称"]) == ("", ""), "data say what was typed"


def test_a_figure_that_is_not_there_yet_is_marked_in_the_text(site: Path) -> None:
    assert "全年安排 （待填写） 万元。" in (site / "2025/goals/index.html").read_text("utf-8")


def test_a_self_evaluation_in_progress_of_a_draft_in_progress_is_built_too(site: Path) -> None:
    text = (site / "2025/budget-zp/index.html").read_text("utf-8")
    assert "预算 （待填写） 万元。" in text
    assert "合格率" in text, "an indicator that is not evaluated yet has its row all the same"


def test_the_same_is_not_published(tmp_path: Path) -> None:
    content = tmp_path / "content"
    (content / "2025").mkdir(parents=True)
    text = GOALS.replace("状态: 草案", "状态: 公开\n批复日期: 2025-02-10\n公开日期: 2025-02-21")
    (content / "2025/goals.yaml").write_text(text, "utf-8")
    out = tmp_path / "site"
    call = ["build", "--content", str(content), "--output", str(out), "--no-pdf", "--jobs", "1"]
    assert main(call) == 1
    assert not (out / "2025").exists()
