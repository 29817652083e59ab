"""The rules that look back a year: what they find, and how much they let pass."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generator.build import Report, Settings
from generator.build import check as check_all
from generator.checks.comparison import Outcome
from tests.checks.examples import check_of, compared
from tests.conftest import ROOT, TEMPLATES

KEPT, NEW = "99010124P00312010007P", "99010125P003120100088"
OTHER_OLD, OTHER_PLACE = "99010123P00312010007P", "99010225P00312010009R"


def found(rule: str, before: str, now: str) -> list[str]:
    """The objects of what a rule finds in a disclosure, given that of the year before."""
    comparisons = compared(replace(check_of(rule), before=before), now)
    return [c.object for c in comparisons if c.outcome is Outcome.DISAGREE]


def coded(*projects: tuple[str, str]) -> str:
    return "项目:" + "".join(f"\n  - 名称: {name}\n    编码: {code}" for name, code in projects)


@pytest.mark.parametrize(
    ("before", "now", "finds"),
    [
        ("计量检定经费", "食品抽检经费", True),
        ("食品抽检经费", "食品安全抽检专项", False),
        ("2024年食品抽检", "2025年食品抽检", False),
        ("农村散媒宣传", "农村散煤宣传", False),
        ("专项资金", "补助资金", False),  # nothing in the names to tell them by
    ],
)
def test_a_code_under_another_name(before: str, now: str, finds: bool) -> None:
    projects = found("JX120", coded((before, KEPT)), coded((now, KEPT)))
    assert projects == ([f"{now}·编码"] if finds else [])


def test_two_codes_that_changed_places_are_both_found() -> None:
    before = coded(("食品安全抽检", KEPT), ("食品安全抽检宣传", NEW))
    now = coded(("食品安全抽检", NEW), ("食品安全抽检宣传", KEPT))
    assert found("JX120", before, now) == ["食品安全抽检·编码", "食品安全抽检宣传·编码"]


@pytest.mark.parametrize(
    ("code", "finds"),
    [(KEPT, False), (NEW, False), (OTHER_OLD, True), (OTHER_PLACE, True), ("待定", False)],
)
def test_a_project_keeps_its_code_or_gets_one_of_this_year(code: str, finds: bool) -> None:
    assert bool(found("JX121", coded(("抽检", KEPT)), coded(("抽检", code)))) == finds


def test_a_code_that_goes_on_is_not_called_old() -> None:
    now = coded(("抽检", KEPT))
    assert found("JX080", "", now) == ["抽检·编码"]
    assert found("JX080", coded(("抽检", KEPT)), now) == []


def planned(budget: str, samples: str = "≥240份", faults: str = "≤3起", cost: str = "") -> str:
    return (
        f"项目:\n  - 名称: 食品抽检\n    预算数: {budget}\n    绩效指标: |\n"
        "      | 一级指标 | 二级指标 | 三级指标 | 指标值 |\n      |---|---|---|---|\n"
        f"      | 产出指标 | 数量指标 | 抽检份数 | {samples} |\n"
        f"      | 产出指标 | 数量指标 | 投诉起数 | {faults} |\n"
        "      | 产出指标 | 质量指标 | 报告合格率 | ≥98% |\n"
        f"      | 产出指标 | 成本指标 | 总成本 | {cost or f'≤{budget}万元'} |"
    )


@pytest.mark.parametrize(
    ("now", "finds"),
    [
        (planned("43.2"), True),
        (planned("28.8"), True),
        (planned("43"), False),  # less than a fifth
        (planned("43.2", "≥241份"), False),
        (planned("43.2", cost="≤0.18万元/份"), False),  # what one costs was looked at
    ],
)
def test_targets_word_for_word_while_the_budget_changes_by_a_fifth(now: str, finds: bool) -> None:
    assert bool(found("JX122", planned("36"), now)) == finds


@pytest.mark.parametrize(
    ("now", "lowered"),
    [
        (planned("40", "≥200份"), ["食品抽检·抽检份数"]),
        (planned("39", "≥200份"), []),  # less than a tenth
        (planned("40", "≥200次"), []),
        (planned("40", "200份"), []),
        (planned("40", faults="≤1起"), []),
        (planned("40", "≥280份"), []),
    ],
)
def test_a_target_below_last_years_while_the_budget_rises(now: str, lowered: list[str]) -> None:
    assert found("JX124", planned("36"), now) == lowered


@pytest.mark.parametrize(
    ("text", "finds"),
    [
        ("2024年底前完成改造", True),
        ("于2024.6.30前完成改造", True),
        ("实施《2024年抽检计划》", False),
        ("落实2024年印发的抽检办法", False),
        ("自2024年起实施三年行动", False),
        ("2024年—2026年分年实施", False),
        ("执行县办〔2024〕7号文件", False),
        ("2024年全面完成抽检", False),  # the rule of stale years tells it
        ("全面完成抽检", False),
    ],
)
def test_last_year_in_a_text_that_was_carried_over(text: str, finds: bool) -> None:
    content = f"总体绩效目标: |\n  {text}"
    assert bool(found("JX123", content, content)) == finds
    assert found("JX123", "总体绩效目标: |\n  别的文字", content) == []


@pytest.mark.parametrize(
    ("text", "finds"),
    [
        ("公务接待费4万元，比上年的7万元减少3万元。", True),
        ("公务接待费4万元，比2024年预算7万元减少3万元。", True),
        ("公务接待费比上年的7万元减少3万元。", True),
        ("公务接待费4万元，比上年的6万元减少2万元。", False),
        ("公务接待费4万元，比2023年的7万元减少3万元。", False),
        ("公务接待费4万元，比上年减少2万元。", False),
        ("公务接待费4万元。上年结转7万元。", False),
        ("会议费4万元，比上年的7万元减少3万元。", False),
    ],
)
def test_last_years_figure_is_the_one_that_was_published(text: str, finds: bool) -> None:
    def told(text: str) -> str:
        return f"表式: 石家庄2020\n三公经费: |\n  {text}"

    before = told("公务接待费6万元，比上年的5万元增加1万元。")
    assert bool(found("JX126", before, told(text))) == finds
    twice = told("公务接待费6万元。\n  下属单位公务接待费2万元。")
    assert not found("JX126", twice, told(text))


def test_a_department_that_was_renamed() -> None:
    before = "部门: 示例县质监局\n单位编码: 414001"
    assert found("JX125", before, "部门: 示例县市场监管局\n单位编码: 414001") == ["部门名称"]
    assert found("JX125", before, "部门: 示例县质监局") == []


def content(folder: Path, before: str) -> Report:
    """A whole site with last year's disclosure as given."""
    for year, text in ((2025, ""), (2024, before)):
        place = folder / str(year) / "jyj.yaml"
        place.parent.mkdir()
        text = text or (ROOT / "content/2025/jyj.yaml").read_text("utf-8")
        place.write_text(text, "utf-8")
    (folder / "站点.yaml").write_bytes((ROOT / "content/站点.yaml").read_bytes())
    return check_all(Settings(folder, Path(), (TEMPLATES,)), lambda *_: None)


def test_last_years_files_are_among_what_a_disclosure_is_made_from(tmp_path: Path) -> None:
    report = content(tmp_path, (ROOT / "content/2024/jyj.v1.yaml").read_text("utf-8"))
    last, this = sorted(report.results, key=lambda r: r.key)
    assert set(last.inputs) < set(this.inputs)
    assert not report.diagnostics


@pytest.mark.parametrize("before", ["部门: 某局\n年度: 2023\n表式: 没有\n", "部门：某局\n\t- {"])
def test_a_fault_in_last_years_file_is_told_once_and_blocks_only_that(
    tmp_path: Path, before: str
) -> None:
    last, this = sorted(content(tmp_path, before).results, key=lambda r: r.key)
    assert last.blocked
    assert last.diagnostics
    assert not this.blocked
    assert not this.diagnostics
