"""The lines around tables and the title page as other offices write them."""

from __future__ import annotations

import pytest
from docx.document import Document

from generator.diagnostics import Problems
from generator.model.disclosure import Disclosure
from tests.importing.word_files import drawn, imported, lines, new, texts

TARGETS = """
| 绩效目标 | 掌握水质 | ← | ← | ← |
| 一级指标 | 二级指标 | 三级指标 | 指标值 | 指标值确定依据 |
| 产出指标 | 数量指标 | 水样份数 | ≥240份 | 计划 |
"""


def situation() -> Document:
    """The beginning of a text whose projects have their names in the captions alone."""
    document = new()
    lines(document, "云溪县水务局2021年部门预算信息公开情况说明", "五、预算绩效信息")
    lines(document, "第二部分 预算项目绩效目标")
    return document


def hunan(document: Document, name: str) -> None:
    drawn(
        document,
        f"""
        | 项目支出名称 | {name} | 预算部门 | 云溪县水务局 |
        | 年度本级预算金额 | 36 | 该项目支出上级资金 | 0 |
        | 本年度绩效目标 | 掌握水质 | ← | ← |
        | 一级指标 | 二级指标 | 三级指标 | 指标值及单位 |
        | 产出指标 | 数量指标 | 水样份数 | 240份 |
        """,
    )


def remarks(disclosure: Disclosure) -> list[str]:
    return [str(words) for words in disclosure.all_remarks()]


@pytest.mark.parametrize(
    "number", ["表{}", "表 {}：", "附表{}、", "表5-{} ", "附件{}：", "表{}.", "（{}）"]
)
def test_captions_may_be_numbered_as_tables(number: str) -> None:
    document = situation()
    for n, name in enumerate(("水质检测", "河道清淤"), 1):
        lines(document, f"{number.format(n)}{name}绩效目标表", "单位：万元")
        drawn(document, TARGETS)
    disclosure = imported(document)
    assert [str(p.name) for p in disclosure.projects] == ["水质检测", "河道清淤"]
    assert remarks(disclosure) == []


def test_a_line_with_department_and_unit_of_money_stands_above_a_table() -> None:
    document = situation()
    for name in ("水质检测", "河道清淤"):
        lines(document, f"{name}绩效目标表", "部门：云溪县水务局　　　　　单位：万元")
        drawn(document, TARGETS)
    disclosure = imported(document)
    assert [str(p.name) for p in disclosure.projects] == ["水质检测", "河道清淤"]
    assert remarks(disclosure) == []


def test_a_caption_may_say_project_where_the_name_does_not() -> None:
    document = new()
    lines(document, "云溪县水务局2025年部门预算绩效文本", "（一）水质检测项目绩效目标表")
    drawn(document, "| 项目编码 | 123 | 项目名称 | 水质检测 |\n" + "| 绩效目标 | 甲 | ← | ← |")
    disclosure = imported(document)
    assert [str(p.name) for p in disclosure.projects] == ["水质检测"]
    assert remarks(disclosure) == []


def test_the_unit_that_filled_in_a_table_is_kept_where_it_is_not_the_department() -> None:
    document = new()
    lines(document, "云溪县水务局2022年部门预算绩效目标", "二、项目支出绩效目标")
    for unit, name in (("云溪县水务局", "水质检测"), ("云溪县水文站", "水文观测")):
        lines(document, "2022年项目支出绩效目标表", f"填报单位（盖章）：{unit}　　单位：万元")
        hunan(document, name)
    disclosure = imported(document)
    assert [str(p.name) for p in disclosure.projects] == ["水质检测", "水文观测"]
    assert [[str(w) for w in p.remarks] for p in disclosure.projects] == [
        [],
        ["填报单位（盖章）：云溪县水文站 单位：万元"],
    ]


def test_an_attachment_s_number_is_no_part_of_the_department_s_name() -> None:
    document = new()
    lines(document, "附件2", "云溪县水务局2022年部门预算绩效目标", "二、项目支出绩效目标")
    hunan(document, "水质检测")
    disclosure = imported(document)
    assert str(disclosure.department) == "云溪县水务局"
    assert remarks(disclosure) == []


def test_a_chapter_that_the_family_does_not_know_ends_the_one_above() -> None:
    document = new()
    lines(
        document, "云溪县水务局2021年部门预算信息公开情况说明",
        "三、机关运行经费安排情况", "安排81.5万元。", "1.办公费", "60万元。",
        "四、预算绩效管理工作情况", "纳入绩效管理的项目3个。",
        "六、政府采购预算情况", "无。", "七、重点项目：", "饮水工程。",
    )  # fmt: skip
    disclosure = imported(document)
    found = {s.key: texts(s.prose) for s in disclosure.sections}
    assert found["机关运行经费安排情况"] == ["安排81.5万元。", "1.办公费", "60万元。"]
    assert found["政府采购预算情况"] == ["无。"]
    assert remarks(disclosure) == [
        "四、预算绩效管理工作情况", "纳入绩效管理的项目3个。", "七、重点项目：", "饮水工程。",
    ]  # fmt: skip


def test_indicators_may_begin_below_their_label() -> None:
    document = new()
    lines(
        document, "云溪县水务局2025年部门预算绩效文本", "二、分项绩效目标", "1.河道养护",
        "绩效目标：常年保洁。", "绩效指标：",
        "①保洁长度，指标值：13公里", "②保洁次数，指标值：365次",
    )  # fmt: skip
    (goal,) = imported(document).subgoals
    assert texts(goal.goal) == ["常年保洁。"]
    assert [(str(r.name), r.target.wording) for r in goal.indicators.rows] == [
        ("①保洁长度", "13公里"),
        ("②保洁次数", "365次"),
    ]


def test_the_number_of_an_official_letter_is_no_part_of_the_department_s_name() -> None:
    document = new()
    lines(
        document,
        "云水字〔2025〕3号",
        "云溪县水务局2025年部门预算绩效文本",
        "一、总体绩效目标",
        "无。",
    )
    disclosure = imported(document)
    assert str(disclosure.department) == "云溪县水务局"
    assert remarks(disclosure) == ["云水字〔2025〕3号"]


def test_titles_of_other_years_open_their_sections_and_are_reported() -> None:
    document = new()
    lines(
        document, "云溪县水务局2021年部门预算信息公开情况说明",
        "三、机关运行经费", "安排81.5万元。",
        "五、绩效预算信息情况", "（一）部门总体绩效目标", "保障饮水。", "（二）分职责绩效目标",
        "1、饮水安全。按季抽检。", "（三）实现年度发展规划目标的保障措施", "加强领导。",
    )  # fmt: skip
    problems = Problems()
    disclosure = imported(document, problems)
    assert {s.key: texts(s.prose) for s in disclosure.sections} == {
        "机关运行经费安排情况": ["安排81.5万元。"],
        "总体绩效目标": ["保障饮水。"],
        "工作保障措施": ["加强领导。"],
    }
    assert [texts(goal.text) for goal in disclosure.subgoals] == [["按季抽检。"]]
    assert remarks(disclosure) == []
    assert sum("在表式里是" in finding.message for finding in problems.found) == 3


@pytest.mark.parametrize("page", ["- 2 -", "—2—", "第 2 页", "第2页 共9页"])
def test_a_table_goes_on_below_a_page_number_that_was_typed(page: str) -> None:
    document = situation()
    lines(document, "水质检测绩效目标表")
    drawn(document, TARGETS)
    lines(document, page)
    drawn(document, "| 效果指标 | 社会效益指标 | 整改率 | 100% | 计划 |")
    disclosure = imported(document)
    (project,) = disclosure.projects
    assert [str(row.name) for row in project.indicators.rows] == ["水样份数", "整改率"]
    assert remarks(disclosure) == []


def test_the_title_of_a_part_without_projects_is_kept() -> None:
    document = situation()
    lines(document, "第三部分 其他绩效情况")
    assert remarks(imported(document)) == ["第三部分 其他绩效情况"]


def test_the_title_above_the_projects_may_be_longer_than_the_family_s() -> None:
    document = new()
    lines(
        document, "云溪县水务局2025年部门预算绩效文本",
        "（三）工作保障措施", "加强领导。", "三、2025年部门预算项目绩效目标", "水质检测绩效目标表",
    )  # fmt: skip
    drawn(document, "| 项目编码 | 123 | 项目名称 | 水质检测 |\n" + "| 绩效目标 | 甲 | ← | ← |")
    disclosure = imported(document)
    (section,) = disclosure.sections
    assert texts(section.prose) == ["加强领导。"]
    assert disclosure.projects[0].part == ""
    assert remarks(disclosure) == ["三、2025年部门预算项目绩效目标"]


@pytest.mark.parametrize("caption", ["项目支出绩效目标表", "项目支出绩效目标申报表"])
def test_the_year_may_stand_on_a_line_below_the_caption(caption: str) -> None:
    document = new()
    lines(document, "云溪县水务局2023年部门预算绩效目标")
    for name, year in (("水质检测", "（2023年度）"), ("水文观测", "（2022年度）")):
        lines(document, caption, year, "填报单位（盖章）：云溪县水务局")
        hunan(document, name)
    disclosure = imported(document)
    assert [str(p.name) for p in disclosure.projects] == ["水质检测", "水文观测"]
    assert remarks(disclosure) == ["（2022年度）"]
