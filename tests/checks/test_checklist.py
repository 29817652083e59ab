"""公开事项清单: what the rules demand, present or missing, and where."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from generator.build import Settings, check
from generator.checks.checklist import VOLUNTARY, by_group, checklist_record, count
from generator.cli import main
from generator.model.demands import Item, State
from tests.conftest import ROOT

TEMPLATES = ROOT / "templates"
HEAD = "部门: 示例县某局\n年度: 2025\n"
PROJECT = """\
项目:
  - 名称: 抽检
    地址: 001
    绩效目标: 抽检覆盖全县
    绩效指标: |
      | 一级指标 | 二级指标 | 三级指标 | 指标值 |
      |---|---|---|---|
      | 产出指标 | 数量指标 | 检查次数 | ≥4次 |
      | 效益指标 | 社会效益指标 | 责任事故起数 | 0起 |
"""


def items(folder: Path, text: str, settings: str = "") -> dict[str, Item]:
    """The list of a disclosure, by the names of its items."""
    place = folder / "2025" / "a.yaml"
    place.parent.mkdir(parents=True)
    place.write_text(HEAD + text, "utf-8")
    if settings:
        (folder / "站点.yaml").write_text(settings, "utf-8")
    (result,) = check(Settings(folder, Path(), (TEMPLATES,)), lambda *_: None).results
    found = {item.name: item for item in result.items}
    assert len(found) == len(result.items)
    return found


def test_a_draft_is_asked_for_no_day_of_publication(tmp_path: Path) -> None:
    found = items(tmp_path, "表式: 河北\n状态: 草案\n批复日期: 2025-02-10\n")
    assert found["财政批复日期"].said == "2025-02-10"
    assert found["批复后 20 日内公开"].state is State.NOT_APPLICABLE
    assert found["编制单位"].state is State.MISSING


@pytest.mark.parametrize(
    ("published", "state"),
    [("2025-03-02", State.PRESENT), ("2025-03-03", State.MISSING), ("2025-02-09", State.MISSING)],
)
def test_publication_is_in_time_within_twenty_days(
    tmp_path: Path, published: str, state: State
) -> None:
    text = f"表式: 河北\n状态: 公开\n批复日期: 2025-02-10\n公开日期: {published}\n"
    assert items(tmp_path, text)["批复后 20 日内公开"].state is state


def test_what_the_site_says_of_itself_counts(tmp_path: Path) -> None:
    settings = "名称: 某县\n标识码: 1399010001\n联系电话: 0300-0000000\n"
    found = items(tmp_path, "表式: 河北\n状态: 草案\n", settings)
    assert found["网站标识码"].state is State.PRESENT
    assert found["联系方式"].said == "0300-0000000"


def test_a_performance_form_is_asked_for_its_own_sections_alone(tmp_path: Path) -> None:
    text = f"表式: 河北\n状态: 草案\n总体绩效目标: |\n  全年工作有序。\n{PROJECT}"
    found = items(tmp_path, text)
    assert found["总体绩效目标"].state is State.PRESENT
    assert found["总体绩效目标"].anchor
    assert found["分项绩效目标"].state is State.MISSING
    assert found["工作保障措施"].state is State.NOT_APPLICABLE
    assert "三公" not in "".join(found)
    assert "情况说明" not in by_group(tuple(found.values()))


def test_each_project_needs_goal_indicators_and_classes(tmp_path: Path) -> None:
    text = f"表式: 河北\n状态: 草案\n{PROJECT}  - 名称: 检定\n    地址: 002\n"
    found = items(tmp_path, text)
    assert found["各项目的绩效目标"].said == "2 个项目中 1 个没有：检定"
    assert found["各项目的绩效指标"].anchor == "xm-002"
    assert found["规定的指标类别"].state is State.MISSING  # the first lacks 满意度
    assert found["规定的指标类别"].said == "2 个项目中 2 个没有：抽检、检定"


def test_without_projects_nothing_of_them_is_missing(tmp_path: Path) -> None:
    found = items(tmp_path, "表式: 河北\n状态: 草案\n")
    assert found["各项目的绩效目标"].state is State.NOT_APPLICABLE


def test_a_full_disclosure_is_asked_for_its_texts(tmp_path: Path) -> None:
    text = """\
表式: 石家庄2020
状态: 草案
部门职责及机构设置情况: |
  ### 主要职责
  监督管理市场。
机关运行经费安排情况: |
部门预算安排的总体情况: |
  “三公”经费与上年持平。
"""
    found = items(tmp_path, text)
    assert found["部门职责"].said == "部门职责及机构设置情况"
    assert found["部门职责"].state is State.PRESENT
    assert found["机构设置"].anchor == found["部门职责"].anchor
    assert found["机关运行经费的说明"].state is State.MISSING  # the heading is there, empty
    assert found["“三公”经费及增减变化的说明"].said == "写在部门预算安排的总体情况中"
    assert found["政府采购情况"].state is State.MISSING
    assert found["政府采购情况"].source == "预算法第十四条"
    assert found["其他需要说明的事项"].group == "情况说明"


def test_a_family_that_asks_for_more_is_answered_from_its_forms_too(tmp_path: Path) -> None:
    """The list of what must be told is data: a line in 表式.yaml, found in a field of a form."""
    templates = tmp_path / "templates" / "forms" / "hunan"
    templates.mkdir(parents=True)
    for source in (TEMPLATES / "forms" / "hunan").iterdir():
        text = source.read_text("utf-8")
        if source.name == "表式.yaml":
            text += "公开事项: |\n  | 事项 | 查找 |\n  |---|---|\n  | 部门职责 | 职能职责 |\n"
        (templates / source.name).write_text(text, "utf-8")
    place = tmp_path / "content" / "2025" / "a.yaml"
    place.parent.mkdir(parents=True)
    form = "整体支出:\n  部门职能职责概述: |\n    监督管理市场。\n"
    place.write_text(f"{HEAD}表式: 湖南\n状态: 草案\n{form}", "utf-8")
    roots = (tmp_path / "templates", TEMPLATES)
    report = check(Settings(tmp_path / "content", Path(), roots), lambda *_: None)
    (item,) = (i for i in report.results[0].items if i.name == "部门职责")
    assert item.state is State.PRESENT
    assert item.anchor.startswith("t0r")


def test_what_the_law_leaves_out_is_present_with_its_basis(tmp_path: Path) -> None:
    entry = "不公开: |\n  | 事项 | 依据 |\n  |---|---|\n  | 一个项目 | 保守国家秘密法 |\n"
    item = items(tmp_path, f"表式: 河北\n状态: 草案\n{entry}")["不公开事项的说明"]
    assert (item.state, item.anchor) == (State.PRESENT, "bgk")


def test_what_no_rule_demands_is_listed_apart_and_not_counted(tmp_path: Path) -> None:
    found = items(tmp_path, "表式: 河北\n状态: 草案\n")
    attached = found["批复文件等附件"]
    assert attached.group == VOLUNTARY
    assert list(by_group(tuple(found.values())))[-1] == VOLUNTARY
    assert [item.name for item in found.values() if item.group == VOLUNTARY] == [attached.name]
    assert sum(count(found.values()).values()) == len(found) - 1


def test_the_list_counts_itself() -> None:
    item = Item("其他", "附件", "条例", State.PRESENT)
    both = (item, replace(item, state=State.MISSING))
    assert count(both) == {State.PRESENT: 1, State.MISSING: 1, State.NOT_APPLICABLE: 0}
    record = checklist_record(both)
    assert record["合计"] == {"有": 1, "无": 1, "不适用": 0}
    assert [r["状态"] for r in record["公开事项"]] == ["有", "无"]


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder with one disclosure of the sample county."""
    monkeypatch.chdir(tmp_path)
    for name in ("站点.yaml", "2025/nyncj.yaml"):
        place = tmp_path / "content" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes((ROOT / "content" / name).read_bytes())
    return tmp_path


def test_every_item_of_the_page_links_to_a_place_that_is_there(sample: Path) -> None:
    assert main(["build", "--no-pdf", "--jobs", "1"]) == 0
    folder = sample / "site" / "2025" / "nyncj"
    page = html.document_fromstring((folder / "checklist" / "index.html").read_text("utf-8"))
    whole = html.document_fromstring((folder / "index.html").read_text("utf-8"))
    links = page.xpath("//table//th/a/@href")
    assert len(links) > 2
    assert {link.partition("#")[2] for link in links} <= set(whole.xpath("//@id"))
    assert whole.xpath("//a[@href='checklist/index.html']")
    record = json.loads((folder / "data" / "checklist.json").read_text("utf-8"))
    *demanded, voluntary = page.xpath("//table")
    assert sum(record["合计"].values()) == sum(len(t.xpath("tbody/tr")) for t in demanded)
    assert all("应当公开的事项" in t.findtext("caption") for t in demanded)
    assert "应当" not in voluntary.findtext("caption")


def test_check_lists_what_is_missing(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = sample / "content" / "2025" / "nyncj.yaml"
    text = place.read_text("utf-8")
    place.write_text(text.replace("审核单位: 示例县财政局\n", ""), "utf-8")
    assert main(["check", "--checklist"]) == 0
    printed = capsys.readouterr().out
    assert "2025/nyncj：有 " in printed
    assert "  无：审核单位，依据：政府信息公开条例\n" in printed
