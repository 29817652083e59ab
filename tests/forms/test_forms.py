"""Forms are data: a made-up province is a folder, and nothing else is touched."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pypdf
import pytest
from lxml import html

from generator.cli import main
from generator.diagnostics import Problems
from generator.forms import Family, load_families

FAMILY = """\
名称: 云岭
说明: 编造的省份
文本标题: 【部门】（【年度】）绩效公开文本
需批复日期: 否
编号:
  部分: 一、
  节: （一）
  分项: （1）
  小标题: 1.
  表: 表1
结构:
  - 部分: 年度工作
    节: |
      | 键 | 标题 | 类型 | 必填 |
      |---|---|---|---|
      | 年度主要任务 | 今年的主要任务 | 正文 | 是 |
  - 部分: 民生实事
    项目表式: 实事
"""
FORM = """\
名称: 实事
表题: 民生实事《【名称】》一览
概况表题: 基本情况
指标表题: 承诺事项
单位: 元
支出时点: 上半年、下半年
字段: |
  | 键 | 标题 | 别名 | 类型 | 角色 | 必填 |
  |---|---|---|---|---|---|
  | 名称 | 实事名称 | | 文字 | 名称 | 是 |
  | 投入 | 投入资金 | 投入金额 | 金额 | 预算数 | 是 |
  | 进度 | 资金进度 | | 计划 | 支出计划 | |
  | 牵头人 | 牵头责任人 | | 文字 | | 是 |
  | 惠及 | 惠及人群 | | 段落 | | |
版式列宽: 1 2 1 2
版式: |
  | 实事名称 | 【名称】 | ← | ← |
  | 投入资金 | 【投入】 | 牵头责任人 | 【牵头人】 |
  | 资金进度 | 上半年 | 下半年 | ← |
  | ↑ | 【进度.上半年】 | 【进度.下半年】 | ← |
  | 惠及人群 | 【惠及】 | ← | ← |
指标列: |
  | 键 | 标题 | 别名 | 角色 | 列宽 | 合并 | 必填 |
  |---|---|---|---|---|---|---|
  | 方面 | 承诺方面 | | 一级 | 10 | 是 | |
  | 事项 | 承诺事项 | 承诺 | 名称 | 40 | | 是 |
  | 标准 | 完成标准 | 目标 | 指标值 | 20 | | 是 |
  | 监督 | 监督渠道 | | | 30 | | |
"""
CONTENT = """\
部门: 云岭县民政局
年度: 2025
表式: 云岭
状态: 草案
年度主要任务: |
  ### 养老服务
  全年投入 {{ 项目预算合计 }} 元，见{{ 见表("老年食堂") }}。
项目:
  - 名称: 老年食堂
    地址: shitang
    投入: 12.5万元
    进度: 上半年40%，下半年100%
    牵头人: 张某
    惠及: |
      七十岁以上老人
      独居老人
    绩效指标: |
      | 方面 | 承诺 | 目标 | 监督 |
      |---|---|---|---|
      | 建设 | 新建食堂 | ≥8处 | 县长热线 |
      | | 开放日 | ≥2次 | 现场 |
      | 服务 | 就餐人次 | ≥3万人次 | |
"""


def write(folder: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole site of a province that the program has never heard of."""
    folder = tmp_path_factory.mktemp("yunling")
    write(
        folder,
        {
            "templates/forms/yunling/表式.yaml": FAMILY,
            "templates/forms/yunling/实事.yaml": FORM,
            "content/2025/mzj.yaml": CONTENT,
        },
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert main(["build", "--jobs", "1"]) == 0
    return folder / "site"


def tables(site: Path) -> list[html.HtmlElement]:
    page = html.parse(str(site / "2025/mzj/index.html"))
    found: list[html.HtmlElement] = page.xpath("//article//table")
    return found


def texts(cells: list[html.HtmlElement]) -> list[str]:
    return ["".join(cell.text_content().split()) for cell in cells]


def test_the_page_has_the_provinces_titles_and_numbers(site: Path) -> None:
    page = html.parse(str(site / "2025/mzj/index.html"))
    heads = texts(page.xpath("//main//h1 | //main//h2 | //main//h3 | //main//h4"))
    for head in (
        "云岭县民政局（2025）绩效公开文本",
        "一、年度工作",
        "（一）今年的主要任务",
        "1.养老服务",
        "二、民生实事",
    ):
        assert head in heads
    assert any("民生实事《老年食堂》一览" in head for head in heads)


def test_the_drawn_form_is_printed_with_its_values(site: Path) -> None:
    fields = tables(site)[0]
    assert texts(fields.xpath(".//th")) == [
        "实事名称", "投入资金", "牵头责任人", "资金进度", "上半年", "下半年", "惠及人群",
    ]  # fmt: skip
    assert texts(fields.xpath(".//td")) == [
        "老年食堂", "125,000.00", "张某", "40%", "100%", "七十岁以上老人独居老人",
    ]  # fmt: skip


def test_the_indicators_have_the_provinces_columns(site: Path) -> None:
    indicators = tables(site)[1]
    assert texts(indicators.xpath(".//thead//th")) == [
        "承诺方面",
        "承诺事项",
        "完成标准",
        "监督渠道",
    ]
    assert texts(indicators.xpath(".//tbody//th[@rowspan]")) == ["建设"]
    assert "县长热线" in texts(indicators.xpath(".//td"))


def test_figures_in_prose_are_in_the_provinces_unit(site: Path) -> None:
    text = (site / "2025/mzj/index.html").read_text("utf-8")
    assert "125000" in text


def test_the_project_has_a_page_and_the_data_its_rows(site: Path) -> None:
    assert (site / "2025/mzj/shitang/index.html").is_file()
    data = (site / "2025/mzj/data/indicators.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(data)))
    assert [row["三级指标"] for row in rows] == ["新建食堂", "开放日", "就餐人次"]
    assert [row["指标值"] for row in rows] == ["≥8处", "≥2次", "≥3万人次"]


def test_the_pdf_says_the_same(site: Path) -> None:
    reader = pypdf.PdfReader(site / "2025/mzj/mzj-2025.pdf")
    text = "".join("".join(page.extract_text().split()) for page in reader.pages)
    for said in ("云岭县民政局（2025）绩效公开文本", "牵头责任人", "张某", "承诺方面", "≥3万人次"):
        assert said in text


# One thing wrong at a time: what is replaced, by what, and what must be said of it.
FAULTS = [
    ("表式", "名称: 云岭\n", "", "表式缺少“名称”。"),
    ("表式", "项目表式: 实事", "项目表式: 实务", "没有名为“实务”的表。"),
    ("表式", "| 正文 | 是 |", "| 正文 | 对 |", "“对”不在可选范围内。"),
    ("表式", "  表: 表1\n", "  表格: 表1\n", "编号没有“表格”这个键。"),
    ("表式", "| 年度主要任务 |", "| |", "有一节没有写“键”。"),
    ("表式", "年度主要任务 |", "部门 |", "“部门”已有别的用处，不能作节的键。"),
    ("实事", "| 惠及 | 惠及人群 |", "| | 惠及人群 |", "有一个字段没有写“键”。"),
    ("实事", "| 监督 | 监督渠道 |", "| | 监督渠道 |", "有一列没有写“键”。"),
    ("实事", "单位: 元", "单位: 美元", "不认识的金额单位：美元"),
    ("实事", "| 文字 | 名称 | 是 |", "| 文字 | | 是 |", "“名称”已有别的用处，不能作字段的键。"),
    ("实事", "| 投入 | 投入资金 |", "| 名称 | 投入资金 |", "字段“名称”写了两次。"),
    ("实事", "| 金额 | 预算数 |", "| 文字 | 预算数 |", "字段“投入”的类型不能是“文字”。"),
    ("实事", "支出时点: 上半年、下半年\n", "", "有“计划”类的字段，却没有“支出时点”。"),
    ("实事", "【牵头人】", "【牵头】", "版式里的“牵头”不是字段。"),
    ("实事", "【牵头人】", "—", "字段“牵头人”没有出现在版式里，内容会丢失。"),
    ("实事", "| ↑ | 【进度.上半年】", "| ← | 【进度.上半年】", "“←”的那一侧没有格子。"),
    ("实事", "【惠及】 | ← | ← |", "【惠及】 | ← |", "这一行有 3 格，第一行有 4 格。"),
    ("实事", "版式列宽: 1 2 1 2", "版式列宽: 1 2 1", "版式有 4 列，列宽给了 3 个。"),
    ("实事", "| 一级 | 10 |", "| 名称 | 10 |", "角色“名称”给了两列。"),
    ("实事", "| 指标值 | 20 |", "| | 20 |", "指标列缺少角色“指标值”。"),
    ("实事", "| 事项 | 承诺事项 |", "| 方面 | 承诺事项 |", "键“方面”给了两列。"),
]


def load(
    folder: Path, family: str = FAMILY, form: str = FORM
) -> tuple[dict[str, Family], Problems]:
    write(folder, {"forms/yunling/表式.yaml": family, "forms/yunling/实事.yaml": form})
    problems = Problems()
    return load_families([folder], problems), problems


@pytest.mark.parametrize(("file", "old", "new", "message"), FAULTS)
def test_a_fault_of_a_form_is_told_where_it_stands_and_the_form_not_used(
    tmp_path: Path, file: str, old: str, new: str, message: str
) -> None:
    sources = {"表式": FAMILY, "实事": FORM}
    assert old in sources[file]
    sources[file] = sources[file].replace(old, new, 1)
    families, problems = load(tmp_path, sources["表式"], sources["实事"])
    assert message in [d.message for d in problems.found]
    assert all(d.span.path.startswith("forms/yunling/") and d.hint for d in problems.found)
    assert all(family.is_faulty for family in families.values())


def test_a_sound_form_has_no_faults(tmp_path: Path) -> None:
    families, problems = load(tmp_path)
    assert not problems.found
    assert list(families) == ["云岭"]
    assert not families["云岭"].is_faulty


def test_a_project_may_have_a_family_of_the_programs_name_and_then_its_own_counts(
    tmp_path: Path,
) -> None:
    own, ours = tmp_path / "own", tmp_path / "ours"
    write(own, {"forms/a/表式.yaml": FAMILY.replace("编造", "本地"), "forms/a/实事.yaml": FORM})
    write(ours, {"forms/b/表式.yaml": FAMILY, "forms/b/实事.yaml": FORM})
    problems = Problems()
    families = load_families([own, ours], problems)
    assert families["云岭"].description == "本地的省份"
    assert not problems.found
