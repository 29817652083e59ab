"""Layouts that offices use and no form has: each reads as a careful clerk would read it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from generator.diagnostics import Problems, Span
from generator.importing import Imported, read_disclosure
from generator.model.disclosure import Project
from generator.model.tables import Cell, Grid
from generator.model.words import DataTable
from generator.sources.opening import read_document
from generator.sources.word_source import WordDocument
from generator.sources.word_text import WordParagraph
from tests.importing.test_field_cases import budgets, others, remarks, targets
from tests.importing.word_files import families

TITLE = "云溪县水务局2025年部门预算公开"
LEFT, ABOVE = "<", "^"
HEADS = ("一级指标", "二级指标", "三级指标", "指标值")
Rows = Sequence[Sequence[str]]


def document(*blocks: str | Rows) -> WordDocument:
    """Lines and tables; in a table `<` is merged into the cell at its left, `^` into that above."""
    made: list[WordParagraph | Grid] = []
    line = 0
    for at, block in enumerate(blocks):
        if isinstance(block, str):
            line += 1
            made.append(WordParagraph(block, span=_span(line)))
            continue
        width = max(map(len, block))
        rows = [[*row, *[""] * (width - len(row))] for row in block]
        cells = []
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                if text in (LEFT, ABOVE):
                    continue
                line += 1
                across = _run(row[c + 1 :], LEFT)
                down = _run([below[c] for below in rows[r + 1 :]], ABOVE)
                lines = tuple(text.split("\n"))
                cell = Cell(f"{at}-{r}-{c}", r, c, lines, down, across, span=_span(line))
                cells.append(cell)
        made.append(Grid(f"t{at}", "", (), tuple(cells)))
    return WordDocument("测试.docx", tuple(made))


def _run(texts: Sequence[str], sign: str) -> int:
    return 1 + next((n for n, text in enumerate(texts) if text != sign), len(texts))


def _span(line: int) -> Span:
    return Span("测试.docx", line, 1)


def read(*blocks: str | Rows) -> tuple[Imported, Problems]:
    problems = Problems()
    made = read_disclosure(document(*blocks), families(), id="a", year=None, problems=problems)
    assert made is not None, problems.found
    assert made.account.closes
    return made, problems


def classes(project: Project) -> list[tuple[str, str]]:
    return [(str(row.level1), str(row.level2)) for row in project.indicators.rows]


def form(name: str, budget: str, *rows: Sequence[str], unit: str = "") -> Rows:
    return [
        ["项目名称", name, LEFT, LEFT],
        [f"预算数{unit}", budget, "主管部门", "云溪县水务局"],
        ["年度目标", f"做好{name}", LEFT, LEFT],
        HEADS,
        *rows,
    ]


QUANTITY = ("产出指标", "数量指标", "检测份数", "≥240份")


def test_forms_side_by_side_are_projects_of_their_own() -> None:
    left, right = (form(n, b, QUANTITY) for n, b in (("水质检测", "36.00"), ("节水", "8.50")))
    both = [[*a, *b] for a, b in zip(left, right, strict=True)]
    made, _ = read(TITLE, "单位：万元", [["项目支出绩效目标表", *[LEFT] * 7], *both])
    assert budgets(made.disclosure) == [("水质检测", Decimal("36.00")), ("节水", Decimal("8.50"))]
    assert [targets(p) for p in made.disclosure.projects] == [[("检测份数", "≥240份")]] * 2
    assert remarks(made.disclosure) == []


@pytest.mark.parametrize("above", [True, False], ids=["labels above", "labels in the head"])
def test_of_two_lists_side_by_side_the_right_one_is_this_year_s(above: bool) -> None:
    terms = ["总体目标", "中期目标", LEFT, LEFT, "年度目标", LEFT]
    goals = [ABOVE, "三年检测九百份", LEFT, LEFT, "今年检测三百份", LEFT]
    head = ["一级指标", "二级指标", "三级指标", "中期指标值", "三级指标", "年度指标值"]
    plain = ["一级指标", "二级指标", "三级指标", "指标值", "三级指标", "指标值"]
    made, _ = read(
        TITLE,
        "单位：万元",
        [
            ["项目名称", "水质检测", LEFT, LEFT, LEFT, LEFT],
            ["年度资金总额", "36.00", LEFT, "财政拨款", "36.00", LEFT],
            terms,
            goals,
            plain if above else head,
            ["产出指标", "数量指标", "检测份数", "≥900份", "检测份数", "≥300份"],
            [ABOVE, "质量指标", "合格率", "≥95%", "合格率", "≥90%"],
        ],
    )
    (project,) = made.disclosure.projects
    assert targets(project) == [("检测份数", "≥300份"), ("合格率", "≥90%")]
    ((key, lasting),) = project.long_term
    assert key == "中期绩效指标"
    assert [row.target.wording for row in lasting.rows] == ["≥900份", "≥95%"]


def test_where_nothing_says_which_column_is_this_year_s_it_is_told() -> None:
    made, problems = read(
        TITLE,
        "单位：万元",
        [
            ["项目名称", "水质检测", LEFT, LEFT, LEFT],
            ["预算数", "36.00", LEFT, LEFT, LEFT],
            [*HEADS, "指标值"],
            [*QUANTITY, "≥300份"],
        ],
    )
    assert targets(made.disclosure.projects[0]) == [("检测份数", "≥240份")]
    assert any("没有写明哪一列是本年度的" in d.message for d in problems.found)


def test_values_of_years_before_stand_beside_this_year_s() -> None:
    made, _ = read(
        TITLE,
        "单位：万元",
        [
            ["项目名称", "水质检测", LEFT, LEFT, LEFT, LEFT],
            ["预算数", "36.00", LEFT, LEFT, LEFT, LEFT],
            ["一级指标", "二级指标", "三级指标", "指标值", LEFT, LEFT],
            [ABOVE, ABOVE, ABOVE, "前年指标值", "上年指标值", "预计当年实现值"],
            ["产出指标", "数量指标", "检测份数", "200份", "220份", "240份"],
        ],
    )
    (project,) = made.disclosure.projects
    assert targets(project) == [("检测份数", "240份")]
    assert sorted(t for texts in others(project).values() for t in texts) == ["200份", "220份"]


def test_levels_below_one_wide_head() -> None:
    made, _ = read(
        TITLE,
        "单位：万元",
        [
            ["项目名称：水质检测", LEFT, "项目负责人：（略）", LEFT],
            ["预算数", "36.00", "主管部门", "云溪县水务局"],
            ["绩效指标", LEFT, "指标内容", "指标值"],
            ["产出指标", "数量指标", "检测份数", "≥240份"],
            [ABOVE, "质量指标", "合格率", "≥98%"],
        ],
    )
    (project,) = made.disclosure.projects
    assert classes(project) == [("产出指标", "数量指标"), ("产出指标", "质量指标")]
    assert targets(project) == [("检测份数", "≥240份"), ("合格率", "≥98%")]
    assert remarks(made.disclosure) == []


def test_a_sum_below_indicators_is_none_of_them() -> None:
    made, _ = read(
        TITLE, "单位：元", form("水质检测", "360000", QUANTITY, ["合计", LEFT, LEFT, "360000"])
    )
    (project,) = made.disclosure.projects
    assert (project.budget.value, targets(project)) == (Decimal("36.00"), [("检测份数", "≥240份")])
    assert remarks(made.disclosure) == ["第 1 个表第 6 行：合计｜360000"]


LIST = ["单位名称", "项目名称", "预算数", "绩效目标"]


def test_sums_of_units_in_a_column_of_their_own() -> None:
    rows = [
        LIST,
        ["合计", "", "60.00", ""],
        ["云溪县水务局", "", "60.00", ""],
        ["云溪县水质监测站", "水质检测", "36.00", "检测水样"],
        ["云溪县河道管理所", "河道保洁", "24.00", "保洁河道"],
    ]
    made, problems = read(TITLE, "单位：万元", rows)
    assert budgets(made.disclosure) == [
        ("水质检测", Decimal("36.00")), ("河道保洁", Decimal("24.00")),
    ]  # fmt: skip
    assert [str(p.unit_name) for p in made.disclosure.projects] == [
        "云溪县水质监测站", "云溪县河道管理所",
    ]  # fmt: skip
    assert problems.found == []
    wrong = [[*row[:2], "61.00", ""] if row[0] == "合计" else row for row in rows]
    _, problems = read(TITLE, "单位：万元", wrong)
    assert [d.rule for d in problems.found if "合计" in d.message] == ["NR21"]


def test_rows_that_group_a_list_are_no_units_and_notes_are_no_projects() -> None:
    made, problems = read(
        TITLE,
        "单位：万元",
        [
            ["序号", "项目名称", "预算数", "绩效目标"],
            ["一", "运转类项目", "20.00", ""],
            ["1", "物业管理", "20.00", "保障运转"],
            ["二", "特定目标类项目", "96.00", ""],
            ["1", "水质检测", "¥36.00", "检测水样"],
            ["2", "河道保洁", "60万元", "保洁河道"],
            ["", "总计", "116.00", ""],
            ["注：本表只列重点项目。", LEFT, LEFT, LEFT],
        ],
    )
    projects = made.disclosure.projects
    assert [p.budget.value for p in projects] == [Decimal("20.00"), Decimal("36.00"), Decimal(60)]
    assert [others(p)["所属类别"] for p in projects] == [
        ["运转类项目"], ["特定目标类项目"], ["特定目标类项目"],
    ]  # fmt: skip
    assert not any(p.unit_name for p in projects)
    assert remarks(made.disclosure) == ["第 1 个表第 8 行：注：本表只列重点项目。"]
    assert [d.rule for d in problems.found] == ["NR17"]


def test_this_year_s_budget_comes_before_that_of_all_years() -> None:
    made, _ = read(
        TITLE,
        "单位：万元",
        [
            ["项目名称", "水质检测", "项目编码", "X1"],
            ["项目总预算", "500.00", "项目当年预算", "180.00"],
            ["年度目标", "检测水样", LEFT, LEFT],
            HEADS,
            QUANTITY,
        ],
    )
    (project,) = made.disclosure.projects
    assert project.budget.value == Decimal("180.00")
    (whole,) = others(project)["项目总预算"]
    assert whole.startswith("500.00")


def test_an_amount_without_a_unit_is_told_where_others_say_theirs() -> None:
    rows = [
        ["项目名称", "预算金额", "绩效目标"],
        ["水质检测", "360000元", "检测水样"],
        ["河道保洁", "12.5", "保洁河道"],
    ]
    made, problems = read(TITLE, rows)
    assert budgets(made.disclosure)[0] == ("水质检测", Decimal("36.00"))
    assert [d.text for d in problems.found if d.rule == "NR20"] == ["12.5"]


def test_projects_in_labelled_lines_of_text() -> None:
    made, _ = read(
        "2025年部门预算绩效目标公开",
        "云溪县水务局",
        "一、项目名称：水质检测",
        "项目金额：12.5万元",
        "绩效目标：检测水样240份。",
        "",
        "二、项目名称：河道保洁",
        "预算金额：80000元",
        "绩效目标：保洁河道两条。",
        "绩效指标：保洁长度≥20公里；合格率≥95%。",
    )
    disclosure = made.disclosure
    assert str(disclosure.department) == "云溪县水务局"
    assert budgets(disclosure) == [("水质检测", Decimal("12.5")), ("河道保洁", Decimal("8.00"))]
    assert others(disclosure.projects[1]) == {"绩效指标": ["保洁长度≥20公里；合格率≥95%。"]}
    assert remarks(disclosure) == []


@pytest.mark.parametrize(
    ("caption", "department"),
    [
        ("云溪县水务局2025年项目支出绩效目标表", "云溪县水务局"),
        ("2025年云溪县水务局项目支出绩效目标表", "云溪县水务局"),
        ("吉林省云溪市水务局项目绩效目标表（2025年度）", "吉林省云溪市水务局"),
    ],
)
def test_a_title_of_a_table_may_begin_with_the_office(caption: str, department: str) -> None:
    made, _ = read("附件2", caption, "单位：万元", form("水质检测", "36.00", QUANTITY))
    assert (str(made.disclosure.department), made.disclosure.year) == (department, 2025)
    assert remarks(made.disclosure) == []


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("2025年项目支出绩效目标执行监控表", "绩效监控表"),
        ("云溪县水务局2025年水质检测项目事前绩效评估报告", "事前绩效评估报告"),
    ],
)
def test_other_kinds_are_named_as_what_they_are(title: str, kind: str) -> None:
    problems = Problems()
    found = document(title, form("水质检测", "36.00", QUANTITY))
    assert read_disclosure(found, families(), id="a", year=2025, problems=problems) is None
    assert [kind in d.message for d in problems.found] == [True]


def evaluation(name: str, *, total: str = "自评总分") -> Rows:
    return [
        ["部门名称" if name.endswith("局") else "项目名称", name, LEFT, LEFT, LEFT, LEFT],
        ["资金情况（元）", "", "年初预算数", "全年预算数", "全年执行数", "执行率"],
        [ABOVE, "年度资金总额", "360000", "350000", "343000", "98%"],
        ["年度总体目标", "预期目标", LEFT, "全年实际完成情况", LEFT, LEFT],
        [ABOVE, "检测水样240份", LEFT, "检测水样250份", LEFT, LEFT],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "得分"],
        ["产出指标", "数量指标", "检测份数", "≥240份", "250份", "50"],
        [total, LEFT, LEFT, LEFT, LEFT, "98"],
    ]


@pytest.mark.parametrize("name", ["水质检测", "云溪县水务局"], ids=["a project", "a department"])
@pytest.mark.parametrize("total", ["自评总分", "综合得分", "合计得分"])
def test_a_self_evaluation_of_a_project_or_of_a_department(name: str, total: str) -> None:
    made, _ = read("2024年度项目支出绩效自评表", evaluation(name, total=total))
    (project,) = made.disclosure.projects
    assert (str(project.name), project.budget.value) == (name, Decimal("36.00"))
    assert project.evaluation is not None
    assert project.evaluation.spent.value == Decimal("34.30")
    assert project.evaluation.total.value == Decimal(98)
    assert [p.words.text for p in project.evaluation.outcome] == ["检测水样250份"]
    assert targets(project) == [("检测份数", "≥240份")]
    assert remarks(made.disclosure) == []


def test_the_sum_of_a_list_may_stand_on_its_next_page() -> None:
    first = [["项目名称", "预算数", "绩效目标"], ["水质检测", "36.00", "检测水样"]]
    rest = [["河道保洁", "24.00", "保洁河道"], ["合计", "60.00", ""]]
    made, problems = read(TITLE, "单位：万元", first, "续表", rest)
    assert [amount for _, amount in budgets(made.disclosure)] == [Decimal("36.00"), Decimal(24)]
    assert problems.found == []
    made, problems = read(TITLE, "单位：万元", first, "续表", [["合计", "36.00", ""]])
    assert problems.found == []


def test_cells_of_a_statutory_table_with_their_unit_count_in_the_table_s() -> None:
    table = [
        ["合计", "因公出国（境）费", "公务用车购置及运行费", LEFT, LEFT, "公务接待费"],
        [ABOVE, ABOVE, "小计", "公务用车购置费", "公务用车运行费", ABOVE],
        ["180000元", "0", "12.00", "0", "12万元", "6.00"],
    ]
    made, _ = read(
        TITLE, "第二部分 部门预算表", "表1 “三公”经费支出表", "单位：万元", table,
        "第三部分 项目绩效目标", "项目支出绩效目标表",
        form("水质检测", "36.00", QUANTITY, unit="（万元）"),
    )  # fmt: skip
    pieces = [p for s in made.disclosure.sections for p in s.prose if isinstance(p, DataTable)]
    (found,) = pieces
    assert [str(p.name) for p in made.disclosure.projects] == ["水质检测"]
    assert [[w.text for w in row] for row in found.rows] == [
        ["18.00", "0", "12.00", "0", "12", "6.00"]
    ]
    assert "换算成表的单位" in made.account.csv().decode("utf-8-sig")


@pytest.mark.parametrize("coding", ["gbk", "utf-8-sig"])
def test_a_csv_file_is_read_as_the_sheet_that_it_was(coding: str) -> None:
    text = (
        f"{TITLE},,\r\n,,单位：元\r\n项目名称,预算数,绩效目标\r\n"
        '水质检测,"360,000",检测水样\r\n河道保洁,125500,"保洁河道\n清理淤泥"\r\n'
        '合计,"485,500",\r\n'
    )
    problems = Problems()
    found = read_document("清单.CSV", text.encode(coding), problems)
    assert found is not None
    made = read_disclosure(found, families(), id="a", year=None, problems=problems)
    assert made is not None
    assert budgets(made.disclosure) == [
        ("水质检测", Decimal("36.00")), ("河道保洁", Decimal("12.55")),
    ]  # fmt: skip
    assert remarks(made.disclosure) == []
    assert problems.found == []


def test_dots_that_hold_room_for_more_are_no_indicator() -> None:
    made, _ = read(
        TITLE,
        "单位：万元",
        form("水质检测", "36.00", QUANTITY, (ABOVE, "时效指标", "……", "")),
    )
    assert targets(made.disclosure.projects[0]) == [("检测份数", "≥240份")]
    assert remarks(made.disclosure) == []


def test_rows_that_part_a_project_of_a_list_are_no_projects() -> None:
    made, problems = read(
        TITLE,
        "单位：元",
        [
            ["项目名称", "预算数", "绩效目标"],
            ["水质检测", "500000", "检测水样"],
            ["其中：采样费", "300000", ""],
            ["化验费", "200000", ""],
            ["河道保洁", "120000", "保洁河道"],
            ["合计", "620000", ""],
        ],
    )
    assert [amount for _, amount in budgets(made.disclosure)] == [Decimal(50), Decimal(12)]
    first, second = made.disclosure.projects
    assert sorted(others(first)) == ["其中：采样费", "化验费"]
    assert others(second) == {}
    assert problems.found == []
    assert remarks(made.disclosure) == []
