"""What cannot be placed for sure is refused by name, and nothing of it is written."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement

from generator.cli import main
from tests.updating.conftest import Office
from tests.updating.word_edits import WordEdits


def moved_row(edits: WordEdits) -> None:
    edits.move_row("份数", "整改率")


def moved_paragraph(edits: WordEdits) -> None:
    edits.move_paragraph("水质按季抽检", "结果当月公布")


def other_heading(edits: WordEdits) -> None:
    edits.retype(edits.holding("水质检测绩效目标表"), "1.水质检测项目绩效目标表")


def other_title(edits: WordEdits) -> None:
    title = edits.document.paragraphs[0]
    edits.retype(title, title.text + "（送审稿）")


def other_label(edits: WordEdits) -> None:
    edits.retype(edits.cell("预算数"), "年初预算数")


def other_head(edits: WordEdits) -> None:
    edits.retype(edits.cell("指标值"), "目标值")


def new_table(edits: WordEdits) -> None:
    edits.document.add_table(1, 2).rows[0].cells[0].text = "另一张表"


def copied_table(edits: WordEdits) -> None:
    table = edits.document.tables[1]
    table._tbl.addnext(copy.deepcopy(table._tbl))


def no_table(edits: WordEdits) -> None:
    edits.remove(edits.document.tables[1])


def field_row_gone(edits: WordEdits) -> None:
    edits.remove_row("用于水样检测。")


def emptied_cell(edits: WordEdits) -> None:
    edits.retype(edits.cell("36.00"), "")


def figure_changed(edits: WordEdits) -> None:
    edits.retype(edits.paragraph("全年项目支出"), "全年项目支出 50.00 万元，全部用于民生水务。")


def heading_gone(edits: WordEdits) -> None:
    edits.remove(edits.holding("保障饮水安全"))


def section_gone(edits: WordEdits) -> None:
    edits.remove_paragraph("按季通报")


def two_lines_in_a_row(edits: WordEdits) -> None:
    edits.retype(edits.cell("≥240份"), "≥240份\n≥260份")


def column_gone(edits: WordEdits) -> None:
    for row in edits.document.tables[1].rows:
        row._tr.remove(row._tr.tc_lst[-1])


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (moved_row, "换了位置"),
        (moved_paragraph, "这一段换了位置：“"),
        (other_heading, "这一行由程序印出"),
        (other_title, "文本里没有写"),
        (other_label, "栏目的名称由表式印出"),
        (other_head, "栏目的名称由表式印出"),
        (new_table, "多了一张表（“另一张表”）"),
        (copied_table, "整张复制过"),
        (no_table, "没有“水质检测：绩效指标”这张表了"),
        (field_row_gone, "少了一行"),
        (emptied_cell, "清空了"),
        (figure_changed, "改了引用来的数“48.00”"),
        (heading_gone, "Word 里没有这一行了：“"),
        (section_gone, "Word 里没有这一行了：“按季通报"),
        (two_lines_in_a_row, "分成了几行"),
        (column_gone, "的格子移动、拆开或合并过"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_has_no_place_is_refused_by_name(
    office: Office, edit: Callable[[WordEdits], None], told: str
) -> None:
    before = office.text()
    edits = office.export()
    edit(edits)
    code, said = office.take_back(edits)
    assert code == 1
    assert "[ZH04]" in said
    assert told in said
    assert office.text() == before


def test_what_can_be_placed_comes_back_beside_what_cannot(office: Office) -> None:
    edits = office.export()
    other_label(edits)
    edits.retype(edits.cell("≥240份"), "≥260份")
    code, said = office.take_back(edits)
    assert code == 1
    assert "≥260份" in office.text()
    assert "已收回 1 处改动，写进 2025/shuiwu.yaml。" in said


def test_a_cell_changed_on_both_sides_is_for_the_author_to_decide(office: Office) -> None:
    edits = office.export()
    edits.retype(edits.cell("≥240份"), "≥260份")
    place = office.content / "2025" / "shuiwu.yaml"
    place.write_text(office.text().replace("≥240份", "≥250份"), "utf-8")
    code, said = office.take_back(edits)
    assert code == 1
    assert "Word 里是“≥260份”，文本里是“≥250份”" in said
    assert "≥250份" in office.text()


def test_a_table_that_got_other_rows_since_is_not_guessed_at(office: Office) -> None:
    edits = office.export()
    edits.retype(edits.cell("≥240份"), "≥260份")
    place = office.content / "2025" / "shuiwu.yaml"
    row = "      | | 质量指标 | 合格率 | 水样 | ≥98% | 规范 |\n"
    place.write_text(office.text().replace(row, row * 2), "utf-8")
    before = office.text()
    code, said = office.take_back(edits)
    assert code == 1
    assert "导出 Word 以后" in said
    assert office.text() == before


def test_what_came_into_the_text_since_is_not_taken_for_deleted(office: Office) -> None:
    edits = office.export()
    place = office.content / "2025" / "shuiwu.yaml"
    more = office.text().replace("  水质按季抽检。\n", "  水质按季抽检。\n  后来加的一段。\n")
    place.write_text(more + more[more.index("  - 名称: 河道养护") :].replace("80", "81"), "utf-8")
    before = office.text()
    assert office.take_back(edits) == (0, "没有要收回的改动。\n")
    assert office.text() == before


def test_tracked_changes_are_refused(office: Office) -> None:
    edits = office.export()
    run: Any = edits.paragraph("水质按季抽检").runs[0]._r
    inserted: Any = OxmlElement("w:ins")
    run.addprevious(inserted)
    inserted.append(run)
    code, said = office.take_back(edits)
    assert code == 1
    assert "没有处理的修订" in said


def test_a_file_of_another_maker_is_refused(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    document = docx.Document()
    document.add_paragraph("别的文件")
    document.save("b.docx")
    assert main(["import", "b.docx", "--update", "2025/shuiwu"]) == 1
    assert "没有 gongkai word 写的各格的标记" in capsys.readouterr().out


def test_leave_to_write_without_an_update_is_a_wrong_call(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("b.docx").write_bytes(b"")
    assert main(["import", "b.docx", "--write"]) == 2
    assert "--write 要与 --update 合用" in capsys.readouterr().err
