"""Tables in the chapters of a Word file that are no project's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from docx.document import Document

from generator.diagnostics import Problems
from generator.model.disclosure import Disclosure
from generator.model.words import DataTable
from tests.importing.test_real import tables, written_and_read
from tests.importing.truth import table_cells
from tests.importing.word_files import imported, lines, new

ROWS = (("采购项目", "数量", "金额"), ("水泵", "2", "3.60"), ("合计", "", "3.60"))


def chapter() -> Document:
    document = new()
    lines(document, "云溪县水务局2025年部门预算信息公开情况说明", "六、政府采购预算情况")
    return document


def table(document: Document, rows: Sequence[Sequence[str]]) -> None:
    made = document.add_table(rows=len(rows), cols=len(rows[0]))
    for n, row in enumerate(rows):
        for cell, text in zip(made.rows[n].cells, row, strict=True):
            cell.text = text


def read(document: Document) -> tuple[Disclosure, list[DataTable]]:
    disclosure = imported(document, Problems())
    assert not list(disclosure.all_remarks())
    return disclosure, tables(disclosure)


def test_caption_unit_and_notes_come_from_the_lines_above() -> None:
    document = chapter()
    lines(document, "采购明细见下表。", "政府采购明细表", "编制单位：云溪县水务局      单位：万元")
    table(document, ROWS)
    _, (found,) = read(document)
    assert (str(found.caption), found.unit, found.note) == (
        "政府采购明细表", "万元", "编制单位：云溪县水务局",
    )  # fmt: skip
    assert table_cells(found) == ([list(ROWS[0])], [list(row) for row in ROWS[1:]])


def test_caption_and_unit_may_stand_in_merged_rows_of_the_table() -> None:
    document = chapter()
    lines(document, "采购明细见下表。")
    table(document, (("政府采购明细表",) * 3, ("单位：万元",) * 3, *ROWS))
    for row in (0, 1):
        cells = document.tables[0].rows[row].cells
        text = cells[0].text
        cells[0].merge(cells[2]).text = text
    _, (found,) = read(document)
    assert (str(found.caption), found.unit, len(found.rows)) == ("政府采购明细表", "万元", 2)


def test_a_table_without_a_caption_takes_the_line_that_leads_to_it_or_the_title() -> None:
    document = chapter()
    lines(document, "具体采购内容：")
    table(document, ROWS)
    lines(document, "另有一张表，列出其余各项。")
    table(document, ROWS)
    disclosure, found = read(document)
    assert [str(t.caption) for t in found] == ["具体采购内容", "政府采购预算情况"]
    (section,) = disclosure.sections
    assert [type(piece).__name__ for piece in section.prose] == [
        "Paragraph", "DataTable", "Paragraph", "DataTable",
    ]  # fmt: skip


def test_the_same_head_for_another_unit_is_another_table() -> None:
    document = chapter()
    for unit in ("315001 云溪县水务局本级", "315002 云溪县水文站"):
        lines(document, "政府采购明细表", unit, "单位：万元")
        table(document, ROWS)
    _, found = read(document)
    assert [t.note for t in found] == ["315001 云溪县水务局本级", "315002 云溪县水文站"]


def test_a_table_over_three_pages_is_one() -> None:
    document = chapter()
    lines(document, "政府采购明细表", "单位：万元")
    table(document, ROWS[:2])
    lines(document, "", "续表", "单位：万元")
    table(document, (ROWS[0], ("阀门", "1", "0.50")))
    lines(document, "")
    table(document, ROWS[2:])
    _, (found,) = read(document)
    assert [str(row[0]) for row in found.rows] == ["水泵", "阀门", "合计"]


def test_merged_cells_of_the_body_say_the_same_in_every_row() -> None:
    document = chapter()
    lines(document, "政府采购明细表")
    table(document, (ROWS[0], ("水泵", "2", "3.60"), ("水泵", "1", "0.50")))
    made = document.tables[0]
    made.cell(1, 0).merge(made.cell(2, 0)).text = "水泵"
    _, (found,) = read(document)
    assert [[str(w) for w in row] for row in found.rows] == [
        ["水泵", "2", "3.60"],
        ["水泵", "1", "0.50"],
    ]


def test_a_statutory_table_has_the_total_rows_of_its_definition_and_reads_back(
    tmp_path: Path,
) -> None:
    document = chapter()
    lines(document, "部门收支总表", "单位：万元")
    table(
        document,
        (
            ("收入", "", "支出", ""),
            ("项目", "预算数", "项目", "预算数"),
            ("一、一般公共预算", "30.00", "一、基本支出", "30.00"),
            ("收入总计", "30.00", "支出总计", "30.00"),
        ),
    )
    head = document.tables[0].rows[0].cells
    for begin in (0, 2):
        head[begin].merge(head[begin + 1]).text = ("收入", "支出")[begin // 2]
    disclosure, (found,) = read(document)
    assert found.definition == "部门收支总表"
    assert "收入总计" in found.totals
    assert written_and_read(disclosure, "yaml", tmp_path) == disclosure


def test_a_statutory_table_outside_all_sections_goes_to_the_budget_tables() -> None:
    document = new()
    lines(document, "云溪县水务局2025年部门预算绩效文本", "第二部分 2025年预算公开表")
    rows = (
        ("收入", "", "支出", ""),
        ("项目", "预算数", "项目", "预算数"),
        ("一般公共预算拨款", "30.00", "基本支出", "30.00"),
        ("收入总计", "30.00", "支出总计", "30.00"),
    )
    lines(document, "部门收支总表", "部门编码及名称：[315]云溪县水务局", "单位：万元")
    table(document, rows)
    disclosure = imported(document)
    (section,) = disclosure.sections
    (found,) = tables(disclosure)
    assert (section.key, str(found.caption), found.unit) == ("预算表", "部门收支总表", "万元")
    assert found.note == "部门编码及名称：[315]云溪县水务局"
    assert str(found.rows[-1][0]) == "收入总计"
    assert [str(words) for words in disclosure.all_remarks()] == ["第二部分 2025年预算公开表"]


def test_a_list_that_begins_with_project_names_is_no_form() -> None:
    document = new()
    lines(document, "云溪县水务局2025年部门预算绩效文本", "四、政府采购预算情况")
    table(
        document,
        (("项目名称", "采购品目", "数量"), ("水质检测", "仪器", "2"), ("合计", "", "2")),
    )
    disclosure = imported(document)
    assert disclosure.projects == ()
    assert "第 1 个表第 1 行：项目名称｜采购品目｜数量" in map(str, disclosure.all_remarks())


def test_a_tab_in_the_caption_is_a_blank(tmp_path: Path) -> None:
    document = chapter()
    lines(document, "政府采购\t明细表")
    table(document, ROWS)
    disclosure, (found,) = read(document)
    assert str(found.caption) == "政府采购 明细表"
    assert written_and_read(disclosure, "yaml", tmp_path) == disclosure
