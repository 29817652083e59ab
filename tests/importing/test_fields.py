"""Rows of fields as other years and offices print them."""

from __future__ import annotations

import pytest

from generator.diagnostics import Problems
from generator.model.disclosure import Disclosure, Project
from tests.importing.word_files import drawn, imported, lines, new, texts, title_page

TARGETS = """
| 一级指标 | 二级指标 | 三级指标 | 指标值 | 指标值确定依据 |
| 产出指标 | 数量指标 | 水样份数 | ≥240份 | 计划 |
| 满意度指标 | 服务对象满意度指标 | 满意度 | ≥90% | 问卷 |
"""


def of_hebei(drawing: str) -> Disclosure:
    document = new()
    title_page(document)
    lines(document, "第二部分 预算项目绩效目标")
    drawn(document, drawing)
    drawn(document, TARGETS)
    return imported(document)


def of_the_ministry(drawing: str, problems: Problems | None = None) -> Disclosure:
    document = new()
    lines(document, "云溪县水务局2023年部门预算绩效目标")
    drawn(document, drawing)
    return imported(document, problems)


def remarks(disclosure: Disclosure) -> list[str]:
    return [str(words) for words in disclosure.all_remarks()]


def others(project: Project) -> list[tuple[str, str]]:
    return [(str(o.column), str(o.text)) for o in project.others]


def values(project: Project) -> dict[str, list[str]]:
    return {key: texts(prose) for key, prose in project.extra}


def test_fields_that_no_form_knows_do_not_run_into_the_text_beside_them() -> None:
    disclosure = of_hebei(
        """
        | 项目名称 | 饮水检测 | ← | ← | 项目类别 | 业务费 | ← |
        | 预算规模及资金用途 | 预算数 | 36.00 | 其中：一般公共 | 30.00 | 政府性基金 | 6.00 |
        | ↑ | 用于水样采集。 | ← | ← | ← | ← | ← |
        | 绩效目标 | 掌握水质¶公布结果 | ← | ← | ← | ← | ← |
        | 备注 | 新增项目 | ← | ← | ← | ← | ← |
        """
    )
    (project,) = disclosure.projects
    assert (project.budget.wording, texts(project.purpose)) == ("36.00", ["用于水样采集。"])
    assert texts(project.goals) == ["掌握水质", "公布结果"]
    assert others(project) == [
        ("项目类别", "业务费"),
        ("其中：一般公共", "30.00"),
        ("政府性基金", "6.00"),
        ("备注", "新增项目"),
    ]
    assert remarks(disclosure) == []


def test_text_may_stand_under_its_label() -> None:
    disclosure = of_hebei(
        """
        | 项目名称 | 饮水检测 | 项目编码 | 123 |
        | 绩效目标 | ← | ← | ← |
        | 掌握水质 | ← | ← | ← |
        """
    )
    assert texts(disclosure.projects[0].goals) == ["掌握水质"]
    assert remarks(disclosure) == []


def test_a_value_may_stand_under_its_label() -> None:
    disclosure = of_hebei(
        """
        | 项目名称 | 饮水检测 | 预算数 |
        | 实施单位 | 监测中心 | 36.00 |
        | 项目编码 | 123 | 新增 |
        """
    )
    (project,) = disclosure.projects
    assert (project.budget.wording, str(project.code)) == ("36.00", "123")
    assert others(project) == [("实施单位", "监测中心")]
    assert remarks(disclosure) == ["第 1 个表第 3 行：新增"]


def test_what_a_label_says_in_brackets_is_kept() -> None:
    disclosure = of_hebei(
        """
        | 项目名称 | 饮水检测 | 项目编码（21位） | 123 |
        | 绩效目标（2025年—2027年） | 掌握水质 | ← | ← |
        """
    )
    (project,) = disclosure.projects
    assert (str(project.code), texts(project.goals)) == ("123", ["掌握水质"])
    assert remarks(disclosure) == [
        "第 1 个表第 1 行：项目编码（21位）",
        "第 1 个表第 2 行：绩效目标（2025年—2027年）",
    ]


@pytest.mark.parametrize("row", ["预算规模及资金用途（元）| 预算数 ", "资金用途 | 预算数（元）"])
def test_a_label_may_say_that_amounts_are_in_yuan(row: str) -> None:
    disclosure = of_hebei(
        f"""
        | 项目名称 | 饮水检测 | 项目编码 | 123 |
        | {row} | 360000 | ← |
        """
    )
    assert disclosure.projects[0].budget.wording == "360000元"
    assert remarks(disclosure) == []


def test_a_step_that_the_form_does_not_have_is_kept_with_its_share() -> None:
    disclosure = of_hebei(
        """
        | 项目名称 | 饮水检测 | 项目编码 | 123 |
        | 资金支出计划（%） | 3月底 | 9月底 | 12月底 |
        | ↑ | 20% | 80% | 100% |
        """
    )
    steps = [(s.label, s.share.wording) for s in disclosure.projects[0].plan if s.share]
    assert steps == [("3月底", "20%"), ("12月底", "100%")]
    assert remarks(disclosure) == ["第 1 个表第 3 行：9月底：80%"]


def test_every_line_of_steps_that_the_form_does_not_have_is_kept() -> None:
    disclosure = of_hebei(
        """
        | 项目名称 | 饮水检测 | 项目编码 | 123 |
        | 资金支出计划（%） | 3月底 | 前一季度 | 12月底 |
        | 资金支出计划（%） | 6月底 | 第二季度 | 10月底 |
        | ↑ | 20% | 第三季度 | 100% |
        """
    )
    kept = "".join(remarks(disclosure))
    assert all(text in kept for text in ("前一季度", "第二季度", "第三季度"))


def test_a_label_printed_twice_names_each_of_its_fields_in_turn() -> None:
    disclosure = of_the_ministry(
        """
        | 项目名称 | 水质检测 | ← | ← | ← |
        | 项目资金（万元） | 中期资金总额 | 108 | 年度资金总额 | 36 |
        | ↑ | 其中：财政拨款 | 90 | 其中：财政拨款 | 30 |
        | ↑ | 其他资金 | 18 | 其他资金 | 6 |
        | 总体目标 | 中期目标（2023年—2025年） | ← | 年度目标 | ← |
        | ↑ | 三年全覆盖 | ← | 全年达标 | ← |
        | 一级指标 | 二级指标 | 三级指标 | 指标值 | ← |
        | 产出指标 | 数量指标 | 水样份数 | ≥240份 | ← |
        """
    )
    (project,) = disclosure.projects
    assert [a.wording for a in (project.budget, project.fiscal, project.other)] == ["36", "30", "6"]
    assert texts(project.goals) == ["全年达标"]
    assert values(project) == {
        "实施期资金总额": ["108"], "实施期财政拨款": ["90"], "实施期其他资金": ["18"],
        "实施期总目标": ["三年全覆盖"],
    }  # fmt: skip
    assert remarks(disclosure) == ["第 1 个表第 5 行：中期目标（2023年—2025年）"]


def test_a_label_that_heads_a_column_of_amounts_has_none_of_them() -> None:
    disclosure = of_the_ministry(
        """
        | 部门（单位）名称 | 云溪县水务局 | ← | ← | ← | ← |
        | 年度主要任务 | 任务名称 | 主要内容 | 预算金额 | 财政拨款 | 其他资金 |
        | ↑ | 饮水安全 | 水质检测 | 36 | 30 | 6 |
        | ↑ | 河道养护 | 清淤保洁 | 50 | 50 | 0 |
        | ↑ | 金额合计 | ← | 86 | 80 | 6 |
        | 年度总体目标 | 保障饮水安全 | ← | ← | ← | ← |
        | 一级指标 | 二级指标 | 三级指标 | 指标值 | ← | ← |
        | 产出指标 | 数量指标 | 水样份数 | ≥240份 | ← | ← |
        """
    )
    assert disclosure.overall is not None
    assert disclosure.overall.budget.wording == "86"
    assert not disclosure.overall.fiscal
    assert values(disclosure.overall)["年度主要任务"] == [
        "任务名称　主要内容　预算金额　财政拨款　其他资金",
        "饮水安全　水质检测　36　30　6",
        "河道养护　清淤保洁　50　50　0",
    ]
    assert remarks(disclosure) == ["第 1 个表第 5 行：财政拨款：80｜其他资金：6"]


OVERALL = """
| 部门名称 | {} | ← |
| 年度预算申请（万元） | 资金总额 | 100.00 |
| 整体绩效目标 | 保障饮水 | ← |
| 财政局审核意见 | 预算股意见 | 同意 |
"""


def test_a_second_form_of_a_whole_department_is_kept_with_its_labels() -> None:
    document = new()
    lines(document, "云溪县水务局2022年部门预算绩效目标")
    for unit in ("云溪县水务局", "云溪县水文站"):
        lines(document, "2022年部门整体支出绩效目标表")
        drawn(document, OVERALL.format(unit))
    problems = Problems()
    disclosure = imported(document, problems)
    assert disclosure.overall is not None
    assert values(disclosure.overall)["部门名称"] == ["云溪县水务局"]
    assert remarks(disclosure) == [
        "2022年部门整体支出绩效目标表",
        "第 2 个表第 1 行：部门名称｜云溪县水文站",
        "第 2 个表第 2 行：年度预算申请（万元）｜资金总额｜100.00",
        "第 2 个表第 3 行：整体绩效目标｜保障饮水",
        "第 2 个表第 4 行：财政局审核意见｜预算股意见｜同意",
    ]
    assert sum("只能有一张" in finding.message for finding in problems.found) == 1


def test_the_date_of_an_opinion_may_stand_beside_it() -> None:
    document = new()
    lines(document, "云溪县水务局2022年部门预算绩效目标", "2022年部门整体支出绩效目标表")
    drawn(
        document,
        """
        | 部门名称 | 云溪县水务局 | ← | ← |
        | 资金总额 | 100.00 | ← | ← |
        | 财政局审核意见 | 预算股意见 | 同意 | 日期：2022年1月4日 |
        | ↑ | 业务股室意见 | 同意上报 | 2022年1月5日 |
        | ↑ | 绩效管理股意见 | | 日期： |
        """,
    )
    disclosure = imported(document)
    assert disclosure.overall is not None
    assert [(str(o.office), str(o.opinion), str(o.date)) for o in disclosure.overall.opinions] == [
        ("预算股意见", "同意", "2022年1月4日"),
        ("业务股室意见", "同意上报", "2022年1月5日"),
    ]
    assert remarks(disclosure) == []


def test_labels_of_other_years_are_aliases() -> None:
    disclosure = of_hebei(
        """
        | 项目编码 | 123 | ← | 项目名称 | 饮水检测 | ← | ← |
        | 预算规模及资金用途 | 年度预算数 | 36.00 | 其中：财政拨款 | 30.00 | 其他资金 | 6.00 |
        | ↑ | 用于水样采集。 | ← | ← | ← | ← | ← |
        | 资金支出计划（％） | 3月底前 | ← | 6月底前 | 10月底前 | 12月底前 | ← |
        | ↑ | 20 | ← | 50 | 80 | 100 | ← |
        """
    )
    (project,) = disclosure.projects
    amounts = (project.budget, project.fiscal, project.other)
    assert [amount.wording for amount in amounts] == ["36.00", "30.00", "6.00"]
    assert [step.share.value for step in project.plan] == [20, 50, 80, 100]
    assert remarks(disclosure) == []
