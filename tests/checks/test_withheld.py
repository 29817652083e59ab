"""不公开: what the law leaves out makes up the difference of a sum, and only a shortfall."""

from __future__ import annotations

import json
from pathlib import Path

import pypdf
import pytest
from lxml import html

from generator.build import Settings, check
from generator.checks.comparison import Comparison, Outcome
from generator.cli import main
from generator.diagnostics import Diagnostic
from tests.checks.examined import examined
from tests.conftest import ROOT

TEMPLATES = ROOT / "templates"
SUM, TABLE, PROSE = "JX006", "JX021", "JX093"


def examine(folder: Path, text: str) -> tuple[dict[str, Comparison], list[Diagnostic]]:
    """The sums of a disclosure by their objects, and what is said of them and of the entries."""
    place = folder / "2025" / "a.yaml"
    place.parent.mkdir(parents=True)
    place.write_text(f"部门: 示例县某局\n年度: 2025\n状态: 草案\n{text}\n", "utf-8")
    found = examined(folder)
    sums = {c.object: c for c in found.comparisons if c.rule in (SUM, TABLE, PROSE)}
    told = [d for d in found.diagnostics if d.rule in (SUM, TABLE, PROSE, "BM01", "BM02")]
    return sums, told


def projects(*entries: str, stated: str = "60") -> str:
    """A whole department with one published project of 45, and what it leaves out."""
    head = ("不公开: |", "  | 事项 | 依据 | 金额 |", "  |---|---|---|")
    lines = [
        "表式: 湖南",
        *([*head, *(f"  | {entry} |" for entry in entries)] if entries else []),
        f"整体支出:\n  按支出性质分:\n    项目支出: {stated}",
        "项目:\n  - 名称: 抽检\n    地址: 001\n    年度本级预算金额: 45万元",
    ]
    return "\n".join(lines)


def table(entry: str) -> str:
    """A table of which one row is not published: 合计 is 40, the rows make 28."""
    return f"""\
表式: 石家庄2020
不公开: |
  | 事项 | 依据 | 金额 | 范围 |
  |---|---|---|---|
  | {entry} |
政府采购预算情况: |
  ```表
  标题: 部门政府采购预算
  单位: 万元
  | 项目 | 金额 |
  |---|---|
  | 办公设备 | 20 |
  | 印刷服务 | 8 |
  | 合计 | 40 |
  ```"""


def hebei(entry: str, prose: str, more: str = "") -> str:
    """Two published projects of 170 together, and what the text says of them."""
    return f"""\
表式: 河北
不公开: |
  | 事项 | 依据 | 金额 |
  |---|---|---|
  | {entry} |
{more}总体绩效目标: |
  {prose}
项目:
  - 名称: 抽检
    地址: 001
    预算数: 120.00
  - 名称: 检定
    地址: 002
    预算数: 50.00"""


SECRET = "一个项目 | 保守国家秘密法 | 36.00"
SPENDING = """\
预算表: |
  ```表
  表: 部门支出总表
  | | 合计 | {0} | 0 | {0} | 0 | 0 | 0 |
  ```
"""


def test_the_sum_that_the_text_names_counts_what_is_left_out(tmp_path: Path) -> None:
    sums, told = examine(tmp_path, hebei(SECRET, "项目支出预算合计 206.00 万元。"))
    comparison = sums["总体绩效目标·项目支出预算合计"]
    assert (comparison.left, comparison.right) == ("206", "170 + 不公开 36")
    assert comparison.withheld == "一个项目不公开，依据保守国家秘密法"
    assert not told


def test_an_entry_is_idle_where_the_text_names_the_published_sum(tmp_path: Path) -> None:
    _, told = examine(tmp_path, hebei(SECRET, "项目支出预算合计 170.00 万元。"))
    assert [d.rule for d in told] == ["BM02"]


@pytest.mark.parametrize(
    ("count", "found"), [("3", []), ("2", []), ("1", [PROSE])], ids=["all", "published", "fewer"]
)
def test_the_number_of_projects_may_count_what_is_left_out(
    tmp_path: Path, count: str, found: list[str]
) -> None:
    prose = f"全年安排项目 {count} 个，项目支出预算合计 206 万元。"
    _, told = examine(tmp_path, hebei(SECRET, prose))
    assert [d.rule for d in told] == found


@pytest.mark.parametrize(
    ("stated", "right", "found"),
    [
        ("206", "170 + 不公开 36", []),
        ("300", "≥170", []),
        ("170", "≥170", ["BM02"]),
        ("180", "≥170", ["BM02"]),
    ],
)
def test_what_a_table_has_beyond_the_projects_is_explained_too(
    tmp_path: Path, stated: str, right: str, found: list[str]
) -> None:
    text = hebei(SECRET, "按期抽检。", SPENDING.format(stated))
    sums, told = examine(tmp_path, text)
    assert sums["部门支出总表·项目支出"].right == right
    assert [d.rule for d in told] == found


def test_a_stated_amount_is_added_to_the_parts(tmp_path: Path) -> None:
    sums, told = examine(tmp_path, projects("一个项目 | 保守国家秘密法 | 15.00"))
    comparison = sums["项目支出"]
    assert comparison.outcome is Outcome.AGREE
    assert (comparison.left, comparison.right) == ("60", "45 + 不公开 15")
    assert comparison.withheld == "一个项目不公开，依据保守国家秘密法"
    assert not told


def test_amounts_of_several_are_added_as_far_as_they_are_missing(tmp_path: Path) -> None:
    entries = ("甲 | 保守国家秘密法 | 9", "乙 | 保守国家秘密法 | 6万元")
    sums, told = examine(tmp_path, projects(*entries))
    assert sums["项目支出"].right == "45 + 不公开 15"
    assert not told


@pytest.mark.parametrize("amount", ["", "/", "涉密"])
def test_a_shortfall_is_explained_where_the_amount_is_secret_too(
    tmp_path: Path, amount: str
) -> None:
    sums, told = examine(tmp_path, projects(f"一个项目 | 保守国家秘密法 | {amount}"))
    comparison = sums["项目支出"]
    assert comparison.outcome is Outcome.NOT_APPLICABLE
    assert comparison.has_applied
    assert "保守国家秘密法" in comparison.withheld
    assert not told


@pytest.mark.parametrize("amount", ["", "15"])
def test_parts_beyond_the_whole_are_never_explained(tmp_path: Path, amount: str) -> None:
    entry = f"一个项目 | 保守国家秘密法 | {amount}"
    sums, told = examine(tmp_path, projects(entry, stated="30"))
    assert sums["项目支出"].outcome is Outcome.DISAGREE
    assert {d.rule for d in told} == {SUM, "BM02"}


def test_an_amount_that_is_not_the_difference_is_told(tmp_path: Path) -> None:
    sums, (told,) = examine(tmp_path, projects("一个项目 | 保守国家秘密法 | 12"))
    assert sums["项目支出"].is_open
    assert told.rule == SUM
    assert told.message.endswith("加上不公开的 12 万元仍不相等。")


def test_without_its_basis_an_entry_explains_nothing(tmp_path: Path) -> None:
    sums, told = examine(tmp_path, projects("一个项目 | | 15"))
    assert sums["项目支出"].is_open
    assert {d.rule for d in told} == {SUM, "BM01"}


def test_an_entry_that_explains_nothing_is_told(tmp_path: Path) -> None:
    _, told = examine(tmp_path, projects("一个项目 | 保守国家秘密法 | 15", stated="45"))
    assert [d.rule for d in told] == ["BM02"]


def test_where_no_sum_can_differ_an_entry_stands(tmp_path: Path) -> None:
    entry = "不公开: |\n  | 事项 | 依据 |\n  |---|---|\n  | 一个项目 | 保守国家秘密法 |"
    _, told = examine(tmp_path, f"表式: 河北\n{entry}")
    assert not told


def test_a_row_left_out_of_a_table_is_named_by_its_title(tmp_path: Path) -> None:
    sums, told = examine(tmp_path, table("涉密采购 | 保守国家秘密法 | 12 | 政府采购"))
    assert sums["部门政府采购预算·合计·金额"].outcome is Outcome.AGREE
    assert not told


def test_an_entry_about_the_projects_excuses_no_table(tmp_path: Path) -> None:
    sums, told = examine(tmp_path, table("涉密采购 | 保守国家秘密法 | 12 |"))
    assert sums["部门政府采购预算·合计·金额"].is_open
    assert [d.rule for d in told] == [TABLE]


def test_a_table_that_is_not_there_is_told(tmp_path: Path) -> None:
    _, told = examine(tmp_path, table("涉密采购 | 保守国家秘密法 | 12 | 收支总表"))
    assert {d.rule for d in told} == {TABLE, "BM02"}
    assert any("没有与“收支总表”有关的合计" in d.message for d in told)


def test_what_is_said_beside_the_figures_is_read_like_any_text(tmp_path: Path) -> None:
    place = tmp_path / "2025" / "a.yaml"
    place.parent.mkdir()
    place.write_text(
        "部门: 某局\n年度: 2025\n状态: 草案\n表式: 河北\n不公开: |\n  | 事项 | 依据 | 说明 |\n"
        "  |---|---|---|\n  | 一个项目 | 保守国家秘密法 | 详询13900000000 |\n",
        "utf-8",
    )
    report = check(Settings(tmp_path, Path(), (TEMPLATES,)), lambda *_: None)
    assert [d.span.line for d in report.diagnostics if d.rule == "JX070"] == [8]


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder with the sample disclosure that leaves a project out."""
    monkeypatch.chdir(tmp_path)
    for name in ("站点.yaml", "2025/zjj.yaml"):
        place = tmp_path / "content" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes((ROOT / "content" / name).read_bytes())
    return tmp_path


def test_page_pdf_ledger_and_data_say_what_is_left_out(sample: Path) -> None:
    assert main(["build", "--jobs", "1"]) == 0
    folder = sample / "site" / "2025" / "zjj"
    page = html.document_fromstring((folder / "index.html").read_text("utf-8"))
    (heading,) = page.xpath("//h2[@id='bgk']")
    note = heading.getparent().text_content()
    for said in ("有 1 项", "人民防空工程项目", "保守国家秘密法", "属于国家秘密", "36 万元"):
        assert said in note
    assert page.xpath("//nav//a[@href='#bgk']")
    ledger = (folder / "ledger" / "index.html").read_text("utf-8")
    assert "918.20 + 不公开 36.00" in ledger
    pages = pypdf.PdfReader(folder / "zjj-2025.pdf").pages
    printed = "".join("".join(page.extract_text().split()) for page in pages)
    assert "不公开事项有1项依法不予公开" in printed
    assert "人民防空工程项目" in printed
    records = json.loads((folder / "data" / "ledger.json").read_text("utf-8"))["台账"]
    assert [r["规则"] for r in records if r["不公开"]] == [SUM]
    (entry,) = json.loads((folder / "data" / "disclosure.json").read_text("utf-8"))["不公开"]
    assert entry["金额"] == {"原文": "36.00", "数值": "36"}


@pytest.mark.parametrize("shape", ["md", "folder"])
def test_entries_go_along_into_every_shape(sample: Path, shape: str) -> None:
    source = sample / "content" / "2025" / "zjj.yaml"
    assert main(["convert", str(source), "--to", shape, "--drop-comments"]) == 0
    assert main(["check"]) == 0
    assert main(["build", "--no-pdf", "--jobs", "1"]) == 0
    data = (sample / "site" / "2025" / "zjj" / "data" / "disclosure.json").read_text("utf-8")
    assert json.loads(data)["不公开"][0]["事项"] == "人民防空工程项目"
