"""From Word files of a department to its disclosure, in all the ways they are laid out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

from generator.diagnostics import Problems, RuleBook
from generator.importing import import_document
from generator.model.disclosure import Disclosure, Project
from generator.model.words import Subheading
from tests.importing.word_files import (
    GOALS,
    HEADS,
    ROWS,
    added_row,
    element,
    families,
    fields_table,
    imported,
    indicator_table,
    lines,
    new,
    one_grid,
    read,
    saved,
    split,
    texts,
    title_page,
    unit_lines,
)

NAME = "农村饮水水质检测经费"
CAPTION = f"1.{NAME}绩效目标表"


def rows_of(project: Project) -> list[tuple[str, ...]]:
    return [
        (
            str(r.level1),
            str(r.level2),
            str(r.name),
            str(r.description),
            r.target.wording,
            str(r.basis),
        )
        for r in project.indicators.rows
    ]


def prose_of(disclosure: Disclosure, key: str) -> list[str]:
    """The section's paragraphs, its subheadings marked as authors do."""
    section = disclosure.section(key)
    assert section is not None
    marks = {True: "### ", False: ""}
    heads = (isinstance(piece, Subheading) for piece in section.prose)
    return [f"{marks[h]}{text}" for h, text in zip(heads, texts(section.prose), strict=True)]


def remarks(disclosure: Disclosure) -> list[str]:
    return [w.text for w in disclosure.all_remarks()]


def with_projects() -> Document:
    document = new()
    title_page(document)
    lines(document, "第二部分\n预算项目绩效目标")
    return document


def check_project(project: Project) -> None:
    """The project that word_files writes, whole."""
    assert (str(project.name), str(project.code)) == (NAME, "99010125P00312010007P")
    amounts = (project.budget, project.fiscal, project.other)
    assert [a.wording for a in amounts] == ["36.00", "30.00", "6.00"]
    assert [(s.label, s.share.wording) for s in project.plan] == [
        ("3月底", "20%"), ("6月底", "50%"), ("10月底", "80%"), ("12月底", "100%"),
    ]  # fmt: skip
    assert texts(project.purpose) == ["用于全县集中供水工程水样采集和检测。"]
    assert texts(project.goals) == list(GOALS)
    assert rows_of(project) == list(ROWS)


def test_a_project_in_one_grid() -> None:
    document = with_projects()
    lines(document, CAPTION)
    unit_lines(document)
    one_grid(document)
    disclosure = imported(document)
    (project,) = disclosure.projects
    check_project(project)
    assert (project.address, project.address_given) == ("001", True)
    assert (str(disclosure.unit_code), str(disclosure.unit_name)) == ("315001", "云溪县水务局本级")
    assert remarks(disclosure) == []


@pytest.mark.parametrize("between", ["", None])
@pytest.mark.parametrize("merge", [True, False])
def test_a_project_in_two_tables(between: str | None, merge: bool) -> None:
    document = with_projects()
    fields_table(document)
    if between is not None:
        document.add_paragraph(between)
    indicator_table(document, merge=merge)
    disclosure = imported(document)
    check_project(disclosure.projects[0])
    assert remarks(disclosure) == []


@pytest.mark.parametrize("at", range(1, 11))
def test_a_table_broken_over_pages_anywhere(at: int) -> None:
    document = with_projects()
    lines(document, CAPTION)
    split(one_grid(document), at)
    disclosure = imported(document)
    assert len(disclosure.projects) == 1
    assert rows_of(disclosure.projects[0]) == list(ROWS)
    assert texts(disclosure.projects[0].goals) == list(GOALS)


def test_the_head_may_be_repeated_on_the_next_page_and_the_level_left_blank() -> None:
    document = with_projects()
    fields_table(document)
    indicator_table(document, ROWS[:1])
    document.add_paragraph("续表")
    indicator_table(document, [("", *ROWS[1][1:]), ("", *ROWS[2][1:]), ROWS[3]], merge=False)
    disclosure = imported(document)
    assert rows_of(disclosure.projects[0]) == list(ROWS)
    assert remarks(disclosure) == []


def test_extra_empty_columns_do_no_harm() -> None:
    document = with_projects()
    table = document.add_table(rows=2, cols=9)
    texts = {(0, 1): "项目编码", (0, 3): "X1", (0, 5): "项目名称", (0, 7): NAME,
             (1, 1): "预算数", (1, 3): "36", (1, 5): "其他资金"}  # fmt: skip
    for (row, column), text in texts.items():
        table.cell(row, column).text = text
    (project,) = imported(document).projects
    assert (str(project.code), str(project.name)) == ("X1", NAME)
    assert (project.budget.wording, project.other.wording) == ("36", "")


def test_labels_may_be_broken_and_hold_their_value() -> None:
    document = with_projects()
    table = document.add_table(rows=2, cols=4)
    for at, text in enumerate(("项目\n编码", "990101\n25P0", f"项目名称：{NAME}", "")):
        table.cell(0, at).text = text
    for at, text in enumerate(("预 算 数", "36.00", "其中：\n财政　资金", "30.00")):
        table.cell(1, at).text = text
    (project,) = imported(document).projects
    assert (str(project.code), str(project.name)) == ("99010125P0", NAME)
    assert (project.budget.wording, project.fiscal.wording) == ("36.00", "30.00")


def test_the_name_comes_from_the_caption_where_the_table_has_none() -> None:
    document = with_projects()
    lines(document, "（一）持续发展经费绩效目标表")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "绩效目标", "持续发展"
    indicator_table(document)
    disclosure = imported(document)
    assert str(disclosure.projects[0].name) == "持续发展经费"
    assert remarks(disclosure) == []


def test_a_caption_that_names_another_project_is_kept_as_a_remark() -> None:
    document = with_projects()
    lines(document, "1.打井经费绩效目标表")
    one_grid(document)
    disclosure = imported(document)
    assert str(disclosure.projects[0].name) == NAME
    assert remarks(disclosure) == ["1.打井经费绩效目标表"]


def test_captions_are_optional_and_projects_follow_each_other() -> None:
    document = with_projects()
    for code in ("X1", "X2", "X3"):
        one_grid(document, name=f"项目{code}", code=code)
        document.add_paragraph("")
    disclosure = imported(document)
    assert [str(p.name) for p in disclosure.projects] == ["项目X1", "项目X2", "项目X3"]
    assert [p.address for p in disclosure.projects] == ["001", "002", "003"]


def test_caption_and_unit_may_stand_in_the_table() -> None:
    document = with_projects()
    table = one_grid(document)
    for text in ("单位：万元", "315001 云溪县水务局本级", CAPTION):
        row = added_row(table)
        row.cells[0].merge(row.cells[-1]).text = text
        table._tbl.remove(row._tr)
        table._tbl.insert(2, row._tr)
    disclosure = imported(document)
    check_project(disclosure.projects[0])
    assert str(disclosure.unit_code) == "315001"
    assert remarks(disclosure) == []


def test_units_that_differ_stay_with_their_projects() -> None:
    document = with_projects()
    for code, unit in (("X1", "315001 云溪县水务局本级"), ("X2", "315002 云溪县水文站")):
        unit_lines(document, unit)
        one_grid(document, name=f"项目{code}", code=code)
    disclosure = imported(document)
    assert not disclosure.unit_code
    assert [str(p.unit_name) for p in disclosure.projects] == ["云溪县水务局本级", "云溪县水文站"]


def test_amounts_in_yuan_say_so() -> None:
    document = with_projects()
    lines(document, "单位：元")
    one_grid(document)
    (project,) = imported(document).projects
    assert (project.budget.wording, project.budget.value) == ("36.00元", Decimal("0.0036"))


def test_a_part_that_the_family_does_not_know_is_named() -> None:
    document = new()
    title_page(document)
    lines(document, "第二部分 专项资金绩效目标：", CAPTION)
    one_grid(document)
    lines(document, "第三部分 预算项目绩效目标：")
    one_grid(document, name="另一个", code="X2")
    disclosure = imported(document)
    assert [p.part for p in disclosure.projects] == ["专项资金绩效目标", ""]
    assert remarks(disclosure) == []


def test_an_indicator_without_second_level_is_kept_as_a_remark() -> None:
    document = with_projects()
    fields_table(document)
    indicator_table(
        document, [ROWS[0], ("满意度指标", "", "群众满意度", "", "≥90%", "")], merge=False
    )
    disclosure = imported(document)
    assert rows_of(disclosure.projects[0]) == [ROWS[0]]
    assert remarks(disclosure) == ["第 2 个表第 3 行：满意度指标｜群众满意度｜≥90%"]


def test_a_note_below_a_table_is_kept_with_the_project() -> None:
    document = with_projects()
    table = one_grid(document)
    row = added_row(table)
    row.cells[0].merge(row.cells[-1]).text = "注：本表由业务科室填报。"
    disclosure = imported(document)
    assert [w.text for w in disclosure.projects[0].remarks] == [
        "第 1 个表第 12 行：注：本表由业务科室填报。"
    ]


def test_a_spending_plan_in_words_is_kept_as_a_remark() -> None:
    document = with_projects()
    table = one_grid(document)
    table.cell(4, 1).text = "按进度"
    disclosure = imported(document)
    assert [s.share.wording for s in disclosure.projects[0].plan] == ["", "50%", "80%", "100%"]
    assert remarks(disclosure) == ["第 1 个表第 5 行：按进度"]


def test_tables_of_another_kind_are_kept_row_by_row() -> None:
    document = with_projects()
    one_grid(document)
    lines(document, "重点工作安排")
    table = document.add_table(rows=2, cols=3)
    for row, pieces in enumerate((("项目名称", "预算数", "数量"), ("打井", "3", "1"))):
        for column, text in enumerate(pieces):
            table.cell(row, column).text = text
    problems = Problems()
    disclosure = imported(document, problems)
    assert len(disclosure.projects) == 1
    assert remarks(disclosure) == [
        "重点工作安排", "第 2 个表第 1 行：项目名称｜预算数｜数量", "第 2 个表第 2 行：打井｜3｜1",
    ]  # fmt: skip
    assert {d.rule for d in problems.found} == {RuleBook.NOT_PLACED.id}


TITLES = [
    ("云溪县水务局\n2025年部门预算绩效文本", ""),
    ("云溪县水务局2025年部门预算绩效文本（草案）", ""),
    ("云溪县水务局 二〇二五年 部门预算绩效文本", ""),
    ("云溪县水务局2025年部门预算绩效公开", "云溪县水务局2025年部门预算绩效公开"),
]


@pytest.mark.parametrize(("typed", "kept"), TITLES)
def test_department_and_year_come_from_the_title(typed: str, kept: str) -> None:
    document = new()
    document.add_paragraph(typed).alignment = WD_ALIGN_PARAGRAPH.CENTER
    lines(document, "(草案)", "云溪县水务局编制", "审核单位：云溪县财政局")
    one_grid(document)
    disclosure = imported(document)
    assert (str(disclosure.department), disclosure.year) == ("云溪县水务局", 2025)
    assert str(disclosure.title) == kept
    assert str(disclosure.compiled_by) == "云溪县水务局"
    assert str(disclosure.reviewed_by) == "云溪县财政局"
    assert remarks(disclosure) == []


def test_a_title_over_two_paragraphs() -> None:
    document = new()
    lines(document, "云溪县水务局", "2025年部门预算绩效文本", "2025年1月")
    one_grid(document)
    disclosure = imported(document)
    assert (str(disclosure.department), disclosure.year) == ("云溪县水务局", 2025)
    assert remarks(disclosure) == ["2025年1月"]


def test_the_year_may_be_given_but_not_contradicted() -> None:
    document = new()
    one_grid(document)
    problems = Problems()
    options: dict[str, Any] = {"id": "a", "problems": problems}
    assert import_document(read(saved(document)), families(), year=None, **options) is None
    assert [d.rule for d in problems.found] == [RuleBook.MISSING_KEY.id]
    given = import_document(read(saved(document)), families(), year=2025, **options)
    assert given is not None
    assert given.year == 2025
    other = with_projects()
    one_grid(other)
    import_document(read(saved(other)), families(), year=2024, **options)
    assert RuleBook.WRONG_YEAR.id in [d.rule for d in problems.found]


def test_a_contents_typed_by_hand_is_dropped() -> None:
    document = new()
    title_page(document)
    lines(document, "目  录", "第一部分 部门整体绩效目标", "一、总体绩效目标……1",
          f"{CAPTION}\t6")  # fmt: skip
    lines(document, "第一部分 部门整体绩效目标", "一、总体绩效目标", "保障农村饮水安全。")
    lines(document, CAPTION)
    one_grid(document)
    disclosure = imported(document)
    assert prose_of(disclosure, "总体绩效目标") == ["保障农村饮水安全。"]
    assert remarks(disclosure) == []


LONG = (
    "成立预算绩效工作领导小组，按季度通报各项目的支出进度和绩效目标完成情况，确保年度目标如期完成。"
)


@pytest.mark.parametrize(
    "titles",
    [
        ("一、总体绩效目标", "二、分项绩效目标", "三、工作保障措施"),
        ("（二）总体绩效目标", "3.分项绩效目标：", "工作 保障措施"),
        ("总体绩效目标", "分项绩效目标", "工作保障措施"),
    ],
)
def test_sections_with_any_numbering(titles: tuple[str, str, str]) -> None:
    document = new()
    title_page(document)
    lines(document, titles[0], "保障农村饮水安全。\n改善河道面貌。", titles[1])
    lines(document, "1.饮水监测。一是按季抽检；二是公布结果。", "2.一方面，清淤；另一方面，养护。")
    lines(document, titles[2], "1、加强组织领导", LONG, "2、加强监控", LONG)
    one_grid(document)
    disclosure = imported(document)
    assert prose_of(disclosure, "总体绩效目标") == ["保障农村饮水安全。", "改善河道面貌。"]
    assert prose_of(disclosure, "工作保障措施") == [
        "### 加强组织领导", LONG, "### 加强监控", LONG,
    ]  # fmt: skip
    assert [(str(g.title), texts(g.text)) for g in disclosure.subgoals] == [
        ("饮水监测", ["一是按季抽检；二是公布结果。"]),
        ("", ["一方面，清淤；另一方面，养护。"]),
    ]
    assert remarks(disclosure) == []


def test_numbers_that_do_not_run_on_are_kept_as_typed_for_all() -> None:
    document = new()
    title_page(document)
    lines(document, "二、分项绩效目标", "1.饮水监测。按季抽检。", "3.河道清淤。养护。")
    lines(document, "三、工作保障措施", "一、加强组织领导", LONG, "二、加强监控", LONG)
    one_grid(document)
    disclosure = imported(document)
    assert [str(g.title) for g in disclosure.subgoals] == ["1.饮水监测", "3.河道清淤"]
    assert prose_of(disclosure, "工作保障措施")[::2] == ["### 一、加强组织领导", "### 二、加强监控"]
    assert remarks(disclosure) == []


def test_a_bold_run_in_title_and_a_title_on_a_line_of_its_own() -> None:
    document = new()
    title_page(document)
    lines(document, "二、分项绩效目标")
    paragraph = document.add_paragraph("1.")
    paragraph.add_run("饮水监测：").bold = True
    paragraph.runs[0].bold = True
    paragraph.add_run("按季抽检；公布结果")
    lines(
        document,
        "2.河道清淤",
        "汛前完成清淤，全年保持河道畅通，按月巡查河道并记录巡查结果。",
        "并做好养护。",
    )
    one_grid(document)
    disclosure = imported(document)
    assert [(str(g.title), texts(g.text)) for g in disclosure.subgoals] == [
        ("饮水监测", ["按季抽检；公布结果"]),
        (
            "河道清淤",
            ["汛前完成清淤，全年保持河道畅通，按月巡查河道并记录巡查结果。", "并做好养护。"],
        ),
    ]
    assert remarks(disclosure) == []


def test_sub_goals_with_goal_and_indicators() -> None:
    document = new()
    title_page(document)
    lines(document, "二、分项绩效目标", "（一）河道清淤", "绩效目标：汛前完成清淤。")
    lines(
        document,
        "绩效指标：清淤长度，指标值：≥13公里",
        "险情处置率，指标值：100%",
        "（二）饮水监测",
    )
    lines(document, "绩效目标：按季抽检。")
    indicator_table(document, [("抽检次数", "≥4次")], ("绩效指标", "指标值"), merge=False)
    one_grid(document)
    first, second = imported(document).subgoals
    assert texts(first.goal) == ["汛前完成清淤。"]
    assert [(str(r.name), r.target.wording) for r in first.indicators.rows] == [
        ("清淤长度", "≥13公里"), ("险情处置率", "100%"),
    ]  # fmt: skip
    assert [(str(r.name), r.target.wording) for r in second.indicators.rows] == [
        ("抽检次数", "≥4次")
    ]


def test_sections_without_titles_are_inferred_from_their_numbers_and_reported() -> None:
    document = new()
    title_page(document)
    lines(document, "第一部分 部门整体绩效目标", LONG * 3)
    lines(document, "1.饮水监测。按季抽检；公布结果。", "2.河道清淤。一是清淤；二是养护。")
    lines(document, "1、加强组织领导", LONG, "2、加强监控", LONG)
    one_grid(document)
    problems = Problems()
    disclosure = imported(document, problems)
    assert prose_of(disclosure, "总体绩效目标") == [LONG * 3]
    assert [str(g.title) for g in disclosure.subgoals] == ["饮水监测", "河道清淤"]
    assert prose_of(disclosure, "工作保障措施")[::2] == ["### 加强组织领导", "### 加强监控"]
    assert [d.rule for d in problems.found] == [RuleBook.NOT_PLACED.id] * 3


def test_text_below_a_heading_that_no_form_knows_becomes_remarks() -> None:
    document = new()
    title_page(document)
    document.add_heading("一、总体绩效目标", 2)
    lines(document, "保障农村饮水安全。")
    document.add_heading("二、机关运行经费", 2)
    lines(document, "共计 3 万元。")
    one_grid(document)
    disclosure = imported(document)
    assert prose_of(disclosure, "总体绩效目标") == ["保障农村饮水安全。"]
    assert remarks(disclosure) == ["二、机关运行经费", "共计 3 万元。"]


def test_notes_of_the_word_file_become_remarks() -> None:
    document = with_projects()
    one_grid(document)
    box = "<w:txbxContent><w:p><w:r><w:t>框里的字</w:t></w:r></w:p></w:txbxContent>"
    document.add_paragraph()._p.append(element(f"<w:r><w:pict>{box}</w:pict></w:r>"))
    problems = Problems()
    assert remarks(imported(document, problems)) == ["文本框：框里的字"]
    assert [d.text for d in problems.found] == ["文本框：框里的字"]


def test_a_file_of_no_known_form_says_so() -> None:
    document = new()
    lines(document, "关于召开会议的通知", "请各单位参加。")
    problems = Problems()
    found = import_document(read(saved(document)), families(), id="a", year=2025, problems=problems)
    assert found is None
    assert "表式" in problems.found[0].message


def test_heads_are_those_of_the_form() -> None:
    form = families()["河北"].forms["项目"]
    assert tuple(c.title for c in form.columns) == HEADS
