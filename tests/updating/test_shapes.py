"""The same edits in Markdown and in a folder with CSV tables."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from generator.diagnostics import Problems
from generator.outputs.word import Flow
from generator.sources.word_source import read_word
from generator.updating import compare, read_places
from tests.conftest import ROOT
from tests.outputs.word_samples import written, written_real
from tests.sources.test_old_formats import convert as convert
from tests.updating.conftest import Office
from tests.updating.word_edits import WordEdits

REAL = ("julu-2024.docx", "linwu-2021.docx", "gaoxin-2020.docx")
SAMPLES = tuple(
    f"{folder.name}/{path.name.removesuffix('.yaml').removesuffix('.md')}"
    for folder in sorted((ROOT / "content").glob("20*"))
    for path in sorted(folder.iterdir())
)
PROJECTS = """\
地址,名称,编码,预算数,用途
001,水质检测,99010125P00312010007P,36.00,"用于水样检测,和公布。"
002,河道养护,99010125P003120100080,12.00,用于养护。
"""
INDICATORS = """\
项目,一级指标,二级指标,三级指标,描述,指标值,依据
001,产出指标,数量指标,份数,全年,≥240份,计划
001,,,点位,全县,≥12个,计划
002,产出指标,数量指标,长度,河道,≥13公里,计划
"""
TABLE = """\
项目,金额
人员,"1,020.00"
公用,36.00
"""
SECTION = """\
按季通报支出进度。

```表
文件: 经费.csv
标题: 经费安排
单位: 万元
```
"""


def test_markdown_takes_the_same_edits(in_shape: Callable[[str], Office]) -> None:
    office = in_shape("md")
    edits = office.export()
    edits.retype(edits.cell("36.00"), "38.50")
    edits.retype(edits.cell("≥240份"), "≥260份")
    edits.retype(edits.paragraph("水质按季抽检"), "水质按月抽检。")
    edits.add_paragraph("水质按月抽检", "由县里统一安排。")
    edits.retype(edits.cell("掌握水质状况\n结果公布"), "掌握全县水质状况\n结果公布\n按季通报")
    edits.add_row("点位", [None, None, "频次", "每季", "≥4次", "计划"])
    code, said = office.take_back(edits)
    assert code == 0, said
    text = office.text("2025/shuiwu.md")
    assert "\n预算数：38.50\n" in text
    assert "水质按月抽检。\n由县里统一安排。\n" in text
    assert "\n掌握全县水质状况\n结果公布\n按季通报\n" in text
    assert "≥260份" in text
    assert "| 频次 | 每季 | ≥4次 | 计划 |" in text
    assert office.take_back(edits) == (0, "没有要收回的改动。\n")


@pytest.fixture
def folder(office: Office) -> Office:
    """A disclosure in a folder, its projects, indicators and a table in CSV."""
    year = office.content / "2025"
    (year / "shuiwu.yaml").unlink()
    place = year / "shuiwu"
    place.mkdir()
    head = "部门: 云溪县水务局\n年度: 2025\n表式: 河北\n状态: 草案\n"
    (place / "部门.yaml").write_text(head, "utf-8")
    (place / "03-工作保障措施.md").write_text(SECTION, "utf-8")
    (place / "项目.csv").write_text(PROJECTS, "utf-8-sig")
    (place / "绩效指标.csv").write_text(INDICATORS, "utf-8")
    (place / "经费.csv").write_text(TABLE, "utf-8")
    return office


def test_tables_in_csv_take_them_too(folder: Office) -> None:
    edits = folder.export()
    edits.retype(edits.cell("36.00", 0), "38.00")  # of the table in the section
    edits.retype(edits.cell("1,020.00"), "1,021.00")
    edits.retype(edits.cell("≥240份"), "≥260份，其中抽查≥20份")
    edits.add_row("点位", [None, None, "频次", "每季,每月", "≥4次", "计划"])
    edits.retype(edits.cell("12.00"), "13.00")
    edits.retype(edits.cell("用于水样检测,和公布。"), "用于水样检测,和公布结果。")
    code, said = folder.take_back(edits)
    assert code == 0, said
    table = folder.text("2025/shuiwu/经费.csv")
    assert table == TABLE.replace("36.00", "38.00").replace("1,020.00", "1,021.00")
    assert folder.text("2025/shuiwu/绩效指标.csv") == INDICATORS.replace(
        "≥240份", "≥260份，其中抽查≥20份"
    ).replace("点位,全县,≥12个,计划\n", '点位,全县,≥12个,计划\n001,,,频次,"每季,每月",≥4次,计划\n')
    projects = folder.content / "2025/shuiwu/项目.csv"
    assert projects.read_bytes() == PROJECTS.replace("12.00", "13.00").replace(
        "和公布", "和公布结果"
    ).encode("utf-8-sig")


def test_a_subheading_of_a_section_file_comes_back(folder: Office) -> None:
    place = folder.content / "2025" / "shuiwu" / "01-总体绩效目标.md"
    place.write_text("### 保障饮水安全\n水质按季抽检。\n", "utf-8")
    edits = folder.export()
    head = edits.holding("保障饮水安全")
    edits.retype(head, head.text.replace("饮水", "供水"))
    code, said = folder.take_back(edits)
    assert code == 0, said
    assert place.read_text("utf-8") == "### 保障供水安全\n水质按季抽检。\n"


def test_rows_of_a_table_in_csv_are_added_and_removed(folder: Office) -> None:
    edits = folder.export()
    edits.add_row("人员", ["差旅", "5.00"])
    edits.remove_row("公用")
    code, said = folder.take_back(edits)
    assert code == 0, said
    assert folder.text("2025/shuiwu/经费.csv") == TABLE.replace("公用,36.00", "差旅,5.00")


def test_a_cell_of_a_workbook_is_refused_with_its_file(folder: Office) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (("项目", "金额"), ("人员", "1020.00"), ("公用", "36.00")):
        book.active.append(row)
    book.save(folder.content / "2025" / "shuiwu" / "经费.xlsx")
    (folder.content / "2025" / "shuiwu" / "经费.csv").unlink()
    section = folder.content / "2025" / "shuiwu" / "03-工作保障措施.md"
    section.write_text(SECTION.replace("经费.csv", "经费.xlsx"), "utf-8")
    edits = folder.export()
    edits.retype(edits.cell("1020.00"), "1021.00")
    code, said = folder.take_back(edits)
    assert code == 1
    assert "这一格在工作簿 2025/shuiwu/经费.xlsx 里" in said
    assert "请在 Excel 里改" in said


@pytest.mark.parametrize("name", [n for n in SAMPLES if "." not in n])
def test_an_untouched_file_of_any_sample_changes_nothing(name: str) -> None:
    made = written(ROOT / "content", name)
    assert changes(made.flow, made.data) == []


@pytest.mark.parametrize("name", REAL)
def test_an_untouched_file_of_a_real_one_changes_nothing(
    name: str, real_file: Callable[[str], Path]
) -> None:
    made = written_real(real_file(name))
    assert changes(made.flow, made.data) == []


def test_a_trip_through_libreoffice_changes_nothing_and_loses_no_name(
    convert: Callable[[bytes, str, str], bytes],
) -> None:
    made = written(ROOT / "content", "2025/ggfw")
    edits = WordEdits(made.data)
    assert changes(made.flow, convert(edits.data, ".docx", "docx")) == []
    edits.retype(edits.cell("1274.60"), "1275.60")
    told = changes(made.flow, convert(edits.data, ".docx", "docx"))
    assert len(told) == 1
    assert "1274.60 → 1275.60" in told[0]


def changes(flow: Flow, data: bytes) -> list[str]:
    document = read_word("a.docx", data, Problems())
    assert document is not None
    compared = compare(flow, read_places(document))
    return [d.message for d in compared.refused] + [told for _, told, _ in compared.changes]
