"""Heads of indicator tables as other years and offices print them."""

from __future__ import annotations

import pytest

from generator.diagnostics import Problems
from generator.model.disclosure import Disclosure, Project
from tests.importing.word_files import drawn, fields_table, imported, lines, new, title_page

LAST = "| 满意度指标 | 服务对象满意度指标 | 用水户满意度 |"


def with_indicators(drawing: str, problems: Problems | None = None) -> Disclosure:
    """A project's fields, then its indicators as drawn."""
    document = new()
    title_page(document)
    lines(document, "第二部分 预算项目绩效目标", "1.农村饮水水质检测经费绩效目标表")
    fields_table(document)
    lines(document, "")
    drawn(document, drawing)
    return imported(document, problems)


def targets(project: Project) -> list[tuple[str, str]]:
    return [(str(row.name), row.target.wording) for row in project.indicators.rows]


def others(project: Project) -> list[tuple[str, str, str]]:
    return [(str(o.column), str(o.indicator), str(o.text)) for o in project.others]


def remarks(disclosure: Disclosure) -> list[str]:
    return [str(words) for words in disclosure.all_remarks()]


PARTED = (
    """
    | 一级指标 | 二级指标 | 三级指标 | 指标值 | ← | ← | 指标值确定依据 |
    | ↑ | ↑ | ↑ | 符号 | 值 | 单位（文字描述） | ↑ |
    """,
    """
    | 一级指标 | 二级指标 | 三级指标 | 指标值 | ← | ← | 指标值确定依据 |
    | | | | 符号 | 值 | 单位 | |
    """,
    """
    | 一级指标 | 二级指标 | 三级指标 | 指标值 | ← | ← | 指标值确定依据 |
    """,
    """
    | 一级指标 | 二级指标 | 三级指标 | 计算符号 | 指标值 | 计量单位 | 指标值确定依据 |
    """,
)


@pytest.mark.parametrize("head", PARTED)
def test_a_target_in_several_columns_is_one_target(head: str) -> None:
    disclosure = with_indicators(
        head.strip()
        + """
        | 产出指标 | 数量指标 | 清淤长度 | ≥ | 13 | 公里 | 年度计划 |
        | ↑ | 质量指标 | 防洪能力 | 定性 | 增强 | | 年度计划 |
        | 满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥ | 90 | % | 问卷调查 |
        """
    )
    (project,) = disclosure.projects
    assert targets(project) == [
        ("清淤长度", "≥13公里"),
        ("防洪能力", "增强"),
        ("群众满意度", "≥90%"),
    ]
    assert str(project.indicators.rows[1].basis) == "年度计划"
    assert remarks(disclosure) == []


def test_grades_stand_in_the_target_each_with_its_name() -> None:
    problems = Problems()
    disclosure = with_indicators(
        """
        | 一级指标 | 二级指标 | 三级指标 | 评价标准 | ← | ← | ← |
        | ↑ | ↑ | ↑ | 优 | 良 | 中 | 差 |
        | 产出指标 | 数量指标 | 水样份数 | ≥240份 | ≥220份 | ≥200份 | <200份 |
        | 满意度指标 | 服务对象满意度指标 | 满意度 | ≥90% | ≥80% | | |
        """,
        problems,
    )
    (project,) = disclosure.projects
    assert targets(project) == [
        ("水样份数", "优：≥240份；良：≥220份；中：≥200份；差：<200份"),
        ("满意度", "优：≥90%；良：≥80%"),
    ]
    assert remarks(disclosure) == []
    assert ["合写" in finding.message for finding in problems.found] == [True]


@pytest.mark.parametrize(
    "head",
    [
        """
        | 一级指标 | 二级指标 | 三级指标 | 指标值 | 指标值 |
        | ↑ | ↑ | ↑ | （中期） | （年度） |
        """,
        """
        | 绩效目标 | ← | ← | 实施期目标 | 年度目标 |
        | 一级指标 | 二级指标 | 三级指标 | 指标值 | 指标值 |
        """,
    ],
)
def test_of_two_columns_of_targets_the_year_s_counts_and_the_other_is_kept_apart(
    head: str,
) -> None:
    disclosure = with_indicators(
        head.strip()
        + """
        | 产出指标 | 数量指标 | 水样份数 | ≥720份 | ≥240份 |
        | 满意度指标 | 服务对象满意度指标 | 满意度 | ≥90% | ≥88% |
        """
    )
    assert targets(disclosure.projects[0]) == [("水样份数", "≥240份"), ("满意度", "≥88%")]
    ((key, table),) = disclosure.projects[0].long_term
    assert key in ("中期绩效指标", "实施期绩效指标")
    assert [(str(r.name), r.target.wording) for r in table.rows] == [
        ("水样份数", "≥720份"),
        ("满意度", "≥90%"),
    ]


def test_a_column_that_no_form_knows_is_kept_with_its_name_and_its_indicator() -> None:
    disclosure = with_indicators(
        """
        | 一级指标 | 二级指标 | 三级指标 | 指标值 | 指标值确定依据 | 分值 | 备注 |
        | 产出指标 | 数量指标 | 水样份数 | ≥240份 | 计划 | 10 | 分季度 |
        | 满意度指标 | 服务对象满意度指标 | 满意度 | ≥90% | 问卷 | 20 | |
        """
    )
    assert others(disclosure.projects[0]) == [
        ("分值", "水样份数", "10"),
        ("备注", "水样份数", "分季度"),
        ("分值", "满意度", "20"),
    ]
    assert remarks(disclosure) == []


def test_who_filled_in_the_table_is_no_indicator() -> None:
    disclosure = with_indicators(
        """
        | 一级指标 | 二级指标 | 三级指标 | 指标值 | 指标值确定依据 |
        | 产出指标 | 数量指标 | 水样份数 | ≥240份 | 计划 |
        | 备注 | | 续建项目 | | |
        | 填报人：（略） | ← | 联系电话： | 填报日期：2025年1月 | ← |
        """
    )
    assert targets(disclosure.projects[0]) == [("水样份数", "≥240份")]
    assert remarks(disclosure) == [
        "第 2 个表第 3 行：备注｜续建项目",
        "第 2 个表第 4 行：填报人：（略）｜联系电话：｜填报日期：2025年1月",
    ]


@pytest.mark.parametrize(
    "title", ["年度指标值", "2025年指标值", "指标值（2025年）", "本年指标值", "目标值"]
)
def test_the_year_s_targets_stand_beside_those_of_the_year_before(title: str) -> None:
    disclosure = with_indicators(
        f"""
        | 序号 | 一级指标 | 二级指标 | 三级指标 | 上年指标值 | {title} |
        | 1 | 产出指标 | 数量指标 | 水样份数 | ≥230份 | ≥240份 |
        | 2 | ↑ | 质量指标 | 合格率 | | ≥98% |
        """
    )
    (project,) = disclosure.projects
    assert targets(project) == [("水样份数", "≥240份"), ("合格率", "≥98%")]
    assert others(project) == [("上年指标值", "水样份数", "≥230份")]
    assert remarks(disclosure) == []


def test_a_label_at_the_side_of_all_indicators_is_no_remark() -> None:
    disclosure = with_indicators(
        """
        | 项目年度绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | ↑ | 产出指标 | 数量指标 | 水样份数 | ≥240份 |
        | ↑ | ↑ | 质量指标 | 合格率 | ≥98% |
        """
    )
    assert targets(disclosure.projects[0]) == [("水样份数", "≥240份"), ("合格率", "≥98%")]
    assert remarks(disclosure) == []


def test_several_projects_may_stand_in_one_table() -> None:
    document = new()
    title_page(document)
    drawn(
        document,
        """
        | 1.水质检测绩效目标表 | ← | ← | ← | ← |
        | 项目编码 | 123 | 项目名称 | 水质检测 | ← |
        | 序号 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | 1 | 产出指标 | 数量指标 | 水样份数 | ≥240份 |
        | 备注 | 续建 | ← | ← | ← |
        | 2.河道清淤绩效目标表 | ← | ← | ← | ← |
        | 项目编码 | 124 | 项目名称 | 河道清淤 | ← |
        | 序号 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | 1 | 产出指标 | 数量指标 | 清淤长度 | ≥13公里 |
        | 项目编码 | | 项目名称 | | |
        """,
    )
    problems = Problems()
    disclosure = imported(document, problems)
    assert [(str(p.name), targets(p)) for p in disclosure.projects] == [
        ("水质检测", [("水样份数", "≥240份")]),
        ("河道清淤", [("清淤长度", "≥13公里")]),
        ("", []),
    ]
    assert [[str(w) for w in p.remarks] for p in disclosure.projects] == [
        ["第 1 个表第 5 行：备注｜续建"], [], [],
    ]  # fmt: skip
    assert remarks(disclosure) == ["第 1 个表第 5 行：备注｜续建"]
    (unnamed,) = (finding for finding in problems.found if "没有名称" in finding.message)
    assert unnamed.span.path == "测试.docx"


def test_a_head_merged_into_the_rows_below_swallows_no_indicator() -> None:
    disclosure = with_indicators(
        """
        | 一级指标 | 二级指标 | 三级指标 | 指标值 | 指标值确定依据 |
        | 产出指标 | 数量指标 | 水样份数 | ≥240份 | ↑ |
        | 产出指标 | 质量指标 | 合格率 | 全部合格 | ↑ |
        """
    )
    assert targets(disclosure.projects[0]) == [("水样份数", "≥240份"), ("合格率", "全部合格")]


def test_targets_of_several_years_stand_together_each_with_its_year() -> None:
    disclosure = with_indicators(
        """
        | 一级指标 | 二级指标 | 三级指标 | 指标值 | ← | 指标值确定依据 |
        | ↑ | ↑ | ↑ | 2025年 | 2026年 | ↑ |
        | 产出指标 | 数量指标 | 水样份数 | ≥240份 | ≥250份 | 计划 |
        """
    )
    assert targets(disclosure.projects[0]) == [("水样份数", "2025年：≥240份；2026年：≥250份")]
    assert remarks(disclosure) == []


def test_what_a_title_says_in_brackets_is_kept_unless_it_is_the_year() -> None:
    disclosure = with_indicators(
        """
        | 一级指标 | 二级指标 | 三级指标（细化） | 指标值（2025年） | ← | 指标值确定依据 |
        | ↑ | ↑ | ↑ | （年度） | （含追加） | ↑ |
        | 产出指标 | 数量指标 | 水样份数 | ≥240份 | ← | 计划 |
        """
    )
    assert [str(row.name) for row in disclosure.projects[0].indicators.rows] == ["水样份数"]
    assert any("细化" in text for text in remarks(disclosure))
    assert any("含追加" in text for text in [*remarks(disclosure), *targets_of(disclosure)])


def targets_of(disclosure: Disclosure) -> list[str]:
    return [target for project in disclosure.projects for _, target in targets(project)]


def test_a_side_label_whose_table_breaks_below_the_head_is_no_remark() -> None:
    document = new()
    title_page(document)
    fields_table(document)
    drawn(document, "| 项目年度绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |")
    lines(document, "")
    drawn(document, "| | 产出指标 | 数量指标 | 水样份数 | ≥240份 |")
    disclosure = imported(document)
    assert targets(disclosure.projects[0]) == [("水样份数", "≥240份")]
    assert remarks(disclosure) == []
