"""Where a number comes from: from the prose to the cell, on every page and in the data."""

from __future__ import annotations

import json
import posixpath
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import lxml.html
import pytest

from generator.build import Settings, build
from tests.conftest import ROOT

TOLD = """\
    用途: |
      其中培训 {{ 项目("教师培训").预算数 }} 万元，{{ 见表("教师培训") }}。
      本项目 {{ 项目("校舍<维修>").预算数 }} 万元。
      另有设备 {{ 表("设备采购").合计 }} 万元，合计 {{ 项目预算合计 }} 万元。
"""
DISCLOSURE = f"""\
部门: 示例县某局
年度: 2025
表式: 河北
状态: 草案
总体绩效目标: |
  全年 {{{{ 项目数 }}}} 个项目、{{{{ 项目预算合计 }}}} 万元，
  培训 {{{{ 指标("教师培训", "人次").指标值 }}}}，即 {{{{ 指标('教师培训', '人次').数值 }}}} 人次，
  由“{{{{ 项目("教师培训").名称 }}}}”安排；采购{{{{ 见表("设备采购") }}}}。
  ```表
  标题: 设备采购预算
  单位: 万元
  | 品目 | 金额 |
  |---|---|
  | 电脑 | 20.50 |
  | 合计 | 20.50 |
  ```
分项绩效目标:
  - 标题: 监管
    内容: |
      安排 {{{{ 项目("教师培训").预算数 }}}} 万元。
项目:
  - 名称: 校舍<维修>
    地址: xs
    预算数: 1,036.00
{TOLD}
  - 名称: 教师培训
    地址: px
    预算数: 64
    绩效指标: |
      | 一级指标 | 二级指标 | 三级指标 | 指标值 |
      |---|---|---|---|
      | 产出指标 | 数量指标 | 人次 | ≥1,200人次 |
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A draft whose prose and forms speak of figures, and a sample with terms."""
    folder = tmp_path_factory.mktemp("provenance")
    place = folder / "content/2025/ju.yaml"
    place.parent.mkdir(parents=True)
    place.write_text(DISCLOSURE, "utf-8")
    for name in ("站点.yaml", "2025/zjj.yaml", "2025/jyj.yaml"):
        (folder / "content" / name).write_bytes((ROOT / "content" / name).read_bytes())
    settings = Settings(folder / "content", folder / "site", (ROOT / "templates",), with_pdf=False)
    report = build(settings, lambda *_: None)
    assert report.published is not None, [d.message for d in report.diagnostics]
    return folder / "site"


def page(path: Path) -> Any:
    return lxml.html.document_fromstring(path.read_text("utf-8"))


def element(root: Any, id: str) -> Any:
    (found,) = root.xpath("//*[@id=$id]", id=id)
    return found


def records(site: Path, id: str) -> list[dict[str, Any]]:
    text = (site / f"2025/{id}/data/disclosure.json").read_text("utf-8")
    listed: list[dict[str, Any]] = json.loads(text)["数字来源"]
    return listed


def test_every_figure_of_every_page_leads_to_an_anchor_that_is_there(site: Path) -> None:
    count = 0
    for path in site.rglob("index.html"):
        for link in page(path).xpath("//a[@class='figure']"):
            target, _, anchor = link.get("href").partition("#")
            other = path if not target else path.parent / posixpath.normpath(unquote(target))
            element(page(other), unquote(anchor))
            count += 1
    assert count > 30


@pytest.mark.parametrize("id", ["ju", "zjj", "jyj"])
def test_the_data_lists_each_figure_once_as_the_page_shows_it(site: Path, id: str) -> None:
    root = page(site / f"2025/{id}/index.html")
    listed = records(site, id)
    assert [r["编号"] for r in listed] == [a.get("id") for a in root.xpath("//a[@class='figure']")]
    for record in listed:
        link = element(root, record["编号"])
        assert link.text_content() == record["文字"]
        assert link.get("href") == f"#{record['出处']}"
        values = [data.get("value") for data in link.iter("data")]
        assert values == ([record["数值"]] if record["数值"] else [])
        if "单元格" in record["位置"]:
            assert link.xpath("ancestor::td/@id") == [record["位置"]["单元格"]]


@pytest.mark.parametrize("id", ["ju", "zjj", "jyj"])
def test_the_cell_says_the_same_as_the_figure(site: Path, id: str) -> None:
    """But for a bare 数值, which is in the cell with its sign and unit."""
    root = page(site / f"2025/{id}/index.html")
    cells = 0
    for record in records(site, id):
        source = element(root, record["出处"])
        if source.tag not in ("td", "th") or record["写法"].startswith("见表"):
            assert record["写法"].startswith(("项目预算合计", "项目数", "见表"))
            continue
        cells += 1
        text = source.text_content().replace(",", "")
        said = record["文字"].replace(",", "")
        assert said in text if record["写法"].endswith("数值") else said == text
    assert cells >= 3


def test_each_way_of_writing_has_its_source(site: Path) -> None:
    told = {r["写法"]: (r["文字"], r["数值"], r["单位"]) for r in records(site, "ju")}
    assert told == {
        "项目数": ("2", "2", "个"),
        "项目预算合计": ("1100.00", "1100", "万元"),
        '指标("教师培训", "人次").指标值': ("≥1,200人次", "1200", "人次"),
        "指标('教师培训', '人次').数值": ("1200", "1200", "人次"),
        '项目("教师培训").名称': ("教师培训", None, ""),
        '见表("设备采购")': ("见“设备采购预算”", None, ""),
        '项目("教师培训").预算数': ("64", "64", "万元"),
        '见表("教师培训")': ("见“2.教师培训绩效目标表”", None, ""),
        '项目("校舍<维修>").预算数': ("1,036.00", "1036", "万元"),
        '表("设备采购").合计': ("20.50", "20.5", "万元"),
    }


def test_a_record_says_where_the_figure_stands(site: Path) -> None:
    first, *_, last = records(site, "ju")
    assert first["位置"] == {"标题": "一、总体绩效目标", "段": 1}
    assert last["位置"] == {"标题": "1.校舍<维修>绩效目标表", "单元格": "t1r2c1", "段": 3}


def test_a_project_page_leads_to_its_own_cells_else_to_the_whole_disclosure(site: Path) -> None:
    root = page(site / "2025/ju/xs/index.html")
    links = {a.text_content(): a.get("href") for a in root.xpath("//a[@class='figure']")}
    assert links["1,036.00"].startswith("#t1r")
    assert links["64"].startswith("../index.html#t2r")
    assert links["20.50"].startswith("../index.html#b-")
