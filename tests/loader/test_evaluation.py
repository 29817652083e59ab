"""A 绩效自评 takes what is to be evaluated from another disclosure, and types nothing twice."""

from __future__ import annotations

from generator.model.amounts import Amount
from generator.model.evaluation import Kind
from tests.evaluations import EVALUATED, EVALUATION, read


def test_projects_targets_and_budgets_come_from_what_is_evaluated() -> None:
    disclosure, problems, _ = read()
    assert not problems.found
    assert disclosure.kind is Kind.EVALUATION
    assert disclosure.evaluated is not None
    assert disclosure.evaluated.id == "ju"
    checked, told = disclosure.projects
    assert [(p.name.text, p.address, p.code.text) for p in (checked, told)] == [
        ("抽检", "chou", "13990124P00584718844T"),
        ("宣传", "xuan", "13990124P005854113368"),
    ]
    assert (checked.budget.wording, checked.other.wording) == ("36.00", "6.00")
    assert [
        (row.level2.text if row.level2 else "", row.name.text, row.target.wording,
         row.achievement.actual.wording if row.achievement else "")
        for row in checked.indicators.rows
    ] == [
        ("数量指标", "检查", "≥4次", "5次"),
        ("质量指标", "检查", "≥90%", "93%"),
        ("社会效益指标", "责任事故起数", "0起", "0起"),
        ("服务对象满意度指标", "群众满意度", "≥95%", "91%"),
    ]  # fmt: skip


def test_rate_weight_and_total_are_computed_where_nobody_typed_them() -> None:
    disclosure, _, _ = read()
    checked, told = (p.evaluation for p in disclosure.projects)
    assert checked is not None
    assert told is not None
    assert (checked.rate.wording, checked.weight.wording) == ("96.25%", "10")
    assert (checked.total.wording, told.total.wording) == ("98.6", "100")
    assert {"执行率", "执行率分值", "总分", "年初预算数", "预期目标"} <= set(
        disclosure.projects[0].filled
    )


def test_what_was_typed_stays_as_typed() -> None:
    typed = EVALUATION.replace("    执行率得分: 9.6\n", "    执行率得分: 9.6\n    总分: 98.60\n", 1)
    disclosure, _, _ = read(typed)
    evaluation = disclosure.projects[0].evaluation
    assert evaluation is not None
    assert evaluation.total.wording == "98.60"
    assert "总分" not in disclosure.projects[0].filled


def test_no_total_is_made_up_where_a_score_is_missing() -> None:
    disclosure, _, _ = read(EVALUATION.replace("| 5次 | 40 | 40 |", "| 5次 | 40 | |"))
    evaluation = disclosure.projects[0].evaluation
    assert evaluation is not None
    assert evaluation.total == Amount()


def test_a_budget_that_is_not_there_may_be_typed() -> None:
    evaluated = EVALUATED.replace("    预算数: 2.00\n", "")
    typed = EVALUATION.replace("  - 名称: 宣传\n", "  - 名称: 宣传\n    年初预算数: 1.80\n")
    disclosure, problems, _ = read(typed, evaluated)
    assert disclosure.projects[1].budget.wording == "1.80"
    assert "年初预算数" not in disclosure.projects[1].filled
    assert not problems.found


def test_indicators_that_nothing_tells_apart_are_taken_in_their_order() -> None:
    twice = EVALUATED.replace("| 产出指标 | 质量指标 | 检查 |", "| 产出指标 | 数量指标 | 检查 |")
    typed = EVALUATION.replace("| 质量指标 | 检查 |", "| 数量指标 | 检查 |")
    disclosure, problems, _ = read(typed, twice)
    assert not problems.found
    actual = [r.achievement.actual.wording for r in disclosure.projects[0].indicators.rows
              if r.achievement]  # fmt: skip
    assert actual == ["93%", "5次", "0起", "91%"]


def test_what_is_evaluated_counts_among_the_files_read() -> None:
    _, _, folder = read()
    assert set(folder.inputs) == {"2024/ju.yaml", "2024/ju-zp.yaml"}


def test_an_evaluation_of_a_disclosure_without_faults_of_its_own_alone() -> None:
    _, problems, _ = read(evaluated=EVALUATED.replace("预算数: 2.00", "预算数: 两万"))
    assert [(d.rule, d.message) for d in problems.found] == [("ZP02", "“2024/ju”有错误，读不出。")]
