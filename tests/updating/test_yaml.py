"""What was changed in Word comes back into a YAML file, and nothing else changes."""

from __future__ import annotations

import pytest

from tests.updating.conftest import Office


@pytest.mark.parametrize(
    ("old", "new", "typed"),
    [
        ("36.00", "38.50", ("预算数: 36.00", "预算数: 38.50")),
        ("50%", "55%", ("支出计划: 3月底20%，6月底50%，10月底80%，12月底100%",
                        "支出计划: 3月底20%，6月底55%，10月底80%，12月底100%")),
        ("用于水样检测。", "用于水样检测和公布。",
         ("用途: 用于水样检测。", "用途: 用于水样检测和公布。")),
        ("水质检测", "水质监测", ("- 名称: 水质检测", "- 名称: 水质监测")),
        ("≥240份", "≥260份", ("| 产出指标 | 数量指标 | 份数 |  | ≥240份 | 计划 |",
                              "| 产出指标 | 数量指标 | 份数 |  | ≥260份 | 计划 |")),
        ("点位", "取水点|位", ("|          |          | 点位 | 全县 | ≥12个 | 计划 |",
                               "|          |          | 取水点\\|位 | 全县 | ≥12个 | 计划 |")),
        ("规范", "检测规范", ("| | 质量指标 | 合格率 | 水样 | ≥98% | 规范 |",
                              "| | 质量指标 | 合格率 | 水样 | ≥98% | 检测规范 |")),
        ("社会效益指标", "可持续影响指标",
         ("| 效益指标 | 社会效益指标 | 整改率 | 问题 | 100% | 计划 |",
          "| 效益指标 | 可持续影响指标 | 整改率 | 问题 | 100% | 计划 |")),
    ],
)  # fmt: skip
def test_a_cell_comes_back_in_its_place(
    office: Office, old: str, new: str, typed: tuple[str, str]
) -> None:
    before = office.text()
    edits = office.export()
    edits.retype(edits.cell(old), new)
    code, said = office.take_back(edits)
    assert code == 0, said
    assert office.changed(before, office.text()) == [typed]
    assert f"{old} → {new}" in said


def test_nothing_is_written_without_leave(office: Office) -> None:
    before = office.text()
    edits = office.export()
    edits.retype(edits.cell("≥240份"), "≥260份")
    code, said = office.take_back(edits, write=False)
    assert code == 0
    assert office.text() == before
    assert "-      | 产出指标 | 数量指标 | 份数 |  | ≥240份 | 计划 |" in said
    assert "+      | 产出指标 | 数量指标 | 份数 |  | ≥260份 | 计划 |" in said
    assert "加上 --write" in said


def test_a_cell_that_lost_its_name_is_known_by_its_place(office: Office) -> None:
    before = office.text()
    edits = office.export()
    cell = edits.cell("≥240份")
    edits.retype(cell, "≥260份")
    edits.forget(cell)
    assert office.take_back(edits)[0] == 0
    assert len(office.changed(before, office.text())) == 1


def test_a_blank_cell_is_filled(office: Office) -> None:
    before = office.text()
    edits = office.export()
    _, row = edits.row("份数")
    edits.retype(row.cells[3], "全年水样")
    assert office.take_back(edits)[0] == 0
    ((_, new),) = office.changed(before, office.text())
    assert new == "| 产出指标 | 数量指标 | 份数 | 全年水样 | ≥240份 | 计划 |"


def test_a_field_that_the_text_lacks_gets_its_key(office: Office) -> None:
    edits = office.export()
    _, row = edits.row("12.00")
    # A cell stands once for each column that it spans.
    label = max(n for n, cell in enumerate(row.cells) if cell.text.startswith("其他资金"))
    edits.retype(row.cells[label + 1], "2.00")
    code, said = office.take_back(edits)
    assert code == 0, said
    assert "    预算数: 12.00\n    其他资金: 2.00\n    绩效目标: |\n" in office.text()


def test_lines_of_a_cell_are_changed_added_and_removed_one_by_one(office: Office) -> None:
    edits = office.export()
    edits.retype(edits.cell("掌握水质状况\n结果公布"), "掌握全县水质状况\n结果公布\n按季通报")
    assert office.take_back(edits)[0] == 0
    assert "      掌握全县水质状况\n      结果公布\n      按季通报\n    绩效指标" in office.text()
    edits = office.export()
    edits.retype(edits.cell("掌握全县水质状况\n结果公布\n按季通报"), "按季通报")
    assert office.take_back(edits)[0] == 0
    assert "    绩效目标: |\n      按季通报\n    绩效指标" in office.text()


def test_one_line_becomes_several(office: Office) -> None:
    edits = office.export()
    edits.retype(edits.cell("用于水样检测。"), "用于水样检测。\n用于公布。")
    assert office.take_back(edits)[0] == 0
    assert "    用途: |\n      用于水样检测。\n      用于公布。\n    绩效目标" in office.text()


def test_a_paragraph_comes_back_and_keeps_its_references(office: Office) -> None:
    edits = office.export()
    edits.retype(edits.paragraph("全年项目支出"), "全年安排项目支出 48.00 万元，用于民生水务。")
    code, said = office.take_back(edits)
    assert code == 0, said
    assert "  全年安排项目支出 {{ 项目预算合计 }} 万元，用于民生水务。\n" in office.text()


def test_paragraphs_are_added_and_removed(office: Office) -> None:
    edits = office.export()
    edits.add_paragraph("水质按季抽检", "# 抽检由县里统一安排。")
    edits.remove_paragraph("结果当月公布")
    code, said = office.take_back(edits)
    assert code == 0, said
    assert "  水质按季抽检。\n\n  \\# 抽检由县里统一安排。\n分项绩效目标:" in office.text()


def test_a_subheading_and_the_title_of_a_goal_come_back_without_their_numbers(
    office: Office,
) -> None:
    before = office.text()
    edits = office.export()
    head, goal = edits.holding("保障饮水安全"), edits.holding("河道清淤")
    edits.retype(head, head.text.replace("饮水", "供水"))
    edits.retype(goal, goal.text.replace("清淤", "清淤养护"))
    code, said = office.take_back(edits)
    assert code == 0, said
    assert office.changed(before, office.text()) == [
        ("### 保障饮水安全", "### 保障供水安全"),
        ("- 标题: 河道清淤", "- 标题: 河道清淤养护"),
    ]


def test_a_row_is_added_within_its_class(office: Office) -> None:
    edits = office.export()
    edits.add_row("点位", [None, None, "频次", "每季", "≥4次", "计划"])
    assert office.take_back(edits)[0] == 0
    assert (
        "      |          |          | 点位 | 全县 | ≥12个 | 计划 |\n"
        "      |          |          | 频次 | 每季 | ≥4次 | 计划 |\n"
        "      | | 质量指标 | 合格率 | 水样 | ≥98% | 规范 |\n"
    ) in office.text()


def test_rows_are_removed_and_what_they_headed_keeps_its_class(office: Office) -> None:
    edits = office.export()
    edits.remove_row("整改率")
    assert office.take_back(edits)[0] == 0
    assert "整改率" not in office.text()
    edits = office.export()
    first = edits.row("份数")[1].cells[0].text
    edits.retype(edits.unmerge("点位", 0), first)
    edits.remove_row("份数")
    code, said = office.take_back(edits)
    assert code == 0, said
    assert "      | 产出指标 | 数量指标 | 点位 | 全县 | ≥12个 | 计划 |\n" in office.text()


def test_taking_back_twice_finds_nothing_more(office: Office) -> None:
    edits = office.export()
    edits.retype(edits.cell("≥240份"), "≥260份")
    edits.add_paragraph("水质按季抽检", "抽检由县里统一安排。")
    edits.add_row("点位", [None, None, "频次", "每季", "≥4次", "计划"])
    assert office.take_back(edits)[0] == 0
    after = office.text()
    code, said = office.take_back(edits)
    assert (code, said) == (0, "没有要收回的改动。\n")
    assert office.text() == after


def test_line_ends_and_encoding_stay_as_they_are(office: Office) -> None:
    place = office.content / "2025" / "shuiwu.yaml"
    place.write_bytes(office.text().replace("\n", "\r\n").encode("gb18030"))
    before = place.read_bytes()
    edits = office.export()
    edits.retype(edits.cell("≥240份"), "≥260份")
    edits.add_paragraph("水质按季抽检", "抽检由县里统一安排。")
    assert office.take_back(edits)[0] == 0
    wanted = before.replace("≥240份".encode("gb18030"), "≥260份".encode("gb18030"))
    line = "  水质按季抽检。\r\n".encode("gb18030")
    wanted = wanted.replace(line, line + "  抽检由县里统一安排。\r\n".encode("gb18030"))
    assert place.read_bytes() == wanted


def test_changes_on_both_sides_meet_where_they_are_apart(office: Office) -> None:
    edits = office.export()
    edits.retype(edits.cell("≥240份"), "≥260份")
    place = office.content / "2025" / "shuiwu.yaml"
    place.write_text(
        office.text().replace("≥90%", "≥92%").replace("汛后复查", "汛后全面复查"), "utf-8"
    )
    code, said = office.take_back(edits)
    assert code == 0, said
    assert "≥260份" in office.text()
    assert "≥92%" in office.text()
    assert "汛后全面复查" in office.text()
