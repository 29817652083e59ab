"""When a target counts as missed, and which rules look at a 绩效自评 at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.build import Settings, check
from generator.checks.comparison import Comparison, Outcome
from generator.checks.projects.evaluations import missed
from generator.evidence.evidence import Row
from generator.model.disclosure import Indicator
from generator.model.evaluation import Achievement
from generator.model.targets import parse_target
from generator.model.words import Words
from tests.conftest import ROOT
from tests.evaluations import EVALUATED, EVALUATION, write_content


def row(target: str, actual: str, name: str = "检查", kind: str = "数量") -> Row:
    achieved = Achievement(parse_target(Words(actual)))
    indicator = Indicator(Words(name), parse_target(Words(target)), achievement=achieved)
    return Row(indicator, "抽检", 1, None, None, {}, name, kind)


@pytest.mark.parametrize(
    ("target", "actual", "short"),
    [
        ("≥4次", "4次", False), ("≥4次", "3次", True), (">4次", "4次", True),
        ("≤7天", "6天", False), ("≤7天", "8天", True), ("<7天", "7天", True),
        ("≥90%", "89.9%", True), ("85%以上", "85%", False), ("100%", "99%", True),
        ("3个", "2个", True), ("3个", "4个", False), ("0起", "1起", True), ("0起", "0起", False),
        ("80-90%", "85%", False), ("80-90%", "95%", True), ("80-90%", "70%", True),
        ("≥2万份", "19000份", True), ("≥2万份", "2.1万份", False), ("≥2万份", "2.1", False),
        ("≤36万元", "359000元", False), ("≤36万元", "36.1万元", True),
        ("≥720批次/年", "735批次", False),
        ("2024年11月30日", "2024年12月1日", True), ("9月底前完成", "9月30日", False),
        ("9月底前完成", "2024年10月1日", True), ("12月底前完成", "12月13日完成", False),
        ("增强", "部分完成", True), ("≥4次", "未完成", True), ("5天", "6天", True),
        ("5天", "4天", False),
        # What cannot be told is not judged.
        ("增强", "增强", None), ("≥4次", "5场", None), ("≥4次", "", None), ("≥4次", "≥4次", None),
        ("≥90%", "较高", None), ("长期", "2024年", None), ("9月底前完成", "按期", None),
    ],
)  # fmt: skip
def test_what_falls_short_of_its_target(target: str, actual: str, short: bool | None) -> None:
    assert missed(row(target, actual), 2024) is short


def test_costs_and_bad_events_are_better_the_fewer() -> None:
    assert missed(row("36万元", "30万元", kind="成本"), 2024) is False
    assert missed(row("36万元", "40万元", kind="成本"), 2024) is True
    assert missed(row("2次", "3次", name="责任事故次数"), 2024) is True


def findings(tmp_path: Path, evaluation: str, evaluated: str = EVALUATED) -> list[Comparison]:
    write_content(tmp_path, evaluation, evaluated)
    report = check(Settings(tmp_path, Path(), (ROOT / "templates",)), lambda *_: None)
    (result,) = (r for r in report.results if r.key == "2024/ju-zp")
    return [c for c in result.comparisons if c.outcome is Outcome.DISAGREE]


def test_nothing_is_found_in_a_sound_evaluation(tmp_path: Path) -> None:
    assert findings(tmp_path, EVALUATION) == []


def test_faults_of_the_evaluated_are_not_told_again(tmp_path: Path) -> None:
    faulty = EVALUATED.replace("| ≥90% | 年度计划 |\n      | 效益", "| ≥100% | |\n      | 效益")
    faulty = faulty.replace("抽检投入", "××抽检投入").replace("公开\n", "草案\n", 1)
    evaluation = EVALUATION.replace("状态: 公开", "状态: 草案").replace("93% | 30", "100% | 30")
    assert findings(tmp_path, evaluation, faulty) == []


def test_its_own_words_and_cells_are_looked_at(tmp_path: Path) -> None:
    evaluation = (
        EVALUATION.replace("宣传完成", "宣传××场")
        .replace("样本偏少", "样本（偏少")
        .replace("    全年执行数: 2.00\n", "")
    )
    found = {(c.rule, c.object) for c in findings(tmp_path, evaluation)}
    assert found == {
        ("JX001", "宣传·全年执行数"),
        ("JX060", "“宣传”的完成情况"),
        ("JX061", "“抽检”的指标“群众满意度”"),
    }
