"""Figures of running text: what the rules find fault with, and what they leave alone."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from generator import checks
from generator.checks.comparison import Outcome
from generator.lexicon.folding import figure_name
from tests.checks.examples import check_of, compared, everything

ROOM = "generator.checks.prose."
USUAL = Path(__file__).with_name("usual")
OF_PROSE = {c.rule.id for c in checks.CHECKS if c.compare.__module__.startswith(ROOM)}


def found(rule: str, text: str) -> bool:
    check = check_of(rule)
    return any(c.outcome is Outcome.DISAGREE for c in compared(check, text))


@pytest.mark.parametrize("name", ["预算说明", "绩效目标"])
def test_what_is_usually_written_is_left_alone(name: str) -> None:
    text = (USUAL / f"{name}.yaml").read_text("utf-8")
    told = [c for c in everything(text) if c.rule in OF_PROSE]
    assert [c.message for c in told if c.outcome is Outcome.DISAGREE] == []
    assert len([c for c in told if c.outcome is Outcome.AGREE]) > 12


def section(text: str, table: str = "", key: str = "三公经费") -> str:
    lines = ["表式: 石家庄2020", f"{key}: |", *(f"  {line}" for line in text.split("\n"))]
    return "\n".join([*lines, *(f"  {line}" for line in table.split("\n") if table)])


SPENT = """\
```表
标题: “三公”经费预算情况
单位: 万元
合计行: 合计
| 项目 | 本年预算 | 上年预算 | 增减额 |
|---|---|---|---|
| 公务用车购置及运行维护费 | 5.00 | 5.40 | -0.40 |
| 其中：公务用车购置费 | 0.00 | 0.00 | 0.00 |
| 其中：公务用车运行维护费 | 5.00 | 5.40 | -0.40 |
| 公务接待费 | 1.20 | 1.40 | -0.20 |
| 合计 | 6.20 | 6.80 | -0.60 |
```"""


@pytest.mark.parametrize(
    ("rule", "text", "finds"),
    [
        ("JX018", "机关运行经费 60 万元，比上年的 50 万元增加 10 万元，增长 25%。", True),
        ("JX018", "机关运行经费 60 万元，比上年的 50 万元增加 10 万元，增长 20%。", False),
        ("JX018", "机关运行经费 60 万元，比上年增加 10 万元，增长 20%。", False),
        ("JX018", "机关运行经费 60 万元，比上年的 50 万元增长 25%。", True),
        ("JX018", "机关运行经费 59.80 万元，比上年的 61.45 万元减少 1.65 万元，下降 2.7%。",
         False),
        ("JX018", "机关运行经费 60 万元，比上年的 0 万元增加 60 万元，增长 100%。", False),
        ("JX018", "支出 150 万元，其中：项目支出 50 万元，比上年增加 20 万元，增长 15.38%", False),
        ("JX019", "机关运行经费比上年增加 30.00 万元，下降 5.66%。", True),
        ("JX019", "增加 30.00 万元，下降 5.66%。", True),
        ("JX019", "会议费比上年增加 30 万元，培训费比上年下降 5%。", False),
        ("JX019", "比上年增加 30 万元，主要是能耗下降 5%。", False),
        ("JX017", "公务接待费 4 万元，与上年的 6 万元持平。", True),
        ("JX017", "公务接待费 4 万元，与上年的 4 万元持平。", False),
        ("JX017", "公务接待费 4 万元，比上年预算 6 万元减少 3 万元。", True),
        ("JX017", "公务接待费增加到 4 万元，比上年的 3 万元多安排会议费 6 万元。", False),
        ("JX034", "支出比上年的 90 万元增加 9 万元。其中：甲比上年的 60 万元增加 4 万元；"
                  "乙比上年的 30 万元增加 6 万元。", True),
        ("JX034", "支出比上年的 90 万元增加 10 万元。其中：甲比上年的 60 万元增加 4 万元；"
                  "丙比上年的 20 万元增加 5 万元。", False),
        ("JX008", "安排 14 万元。其中：购置费 2 万元，比上年减少 1 万元；运行费 10 万元。", False),
        ("JX008", "采购 90 万元，其中：货物类 50 万元，工程类 20 万元，服务类 30 万元。", True),
        ("JX008", "采购 100 万元。按资金来源分，一般公共预算 60 万元，其他收入 30 万元。", True),
        ("JX008", "支出 150 万元，其中项目支出 90 万元。按来源分，拨款 60 万元，上年结转 30 万元。",
         False),
        ("JX008", "项目支出 100 万元，其中：甲 30 万元，乙 20 万元。", False),
        ("JX008", "项目支出 40 万元，其中：甲 30 万元，乙 20 万元。", True),
        ("JX008", "其中购买单价 20 万元以上的设备 5 万元，包括甲 3 万元、乙 4 万元。", True),
        ("JX009", "项目支出 100 万元，其中：甲 60 万元，乙 35 万元。", True),
        ("JX009", "项目支出 100 万元，其中：甲 60 万元，乙 35 万元等。", False),
        ("JX009", "项目支出 100 万元，其中：甲 30 万元，乙 20 万元。", False),
    ],
)  # fmt: skip
def test_figures_of_one_paragraph(rule: str, text: str, finds: bool) -> None:
    assert found(rule, section(text)) == finds


@pytest.mark.parametrize(
    ("text", "finds"),
    [
        ("“三公”经费预算 20.00 万元。", True),
        ("2025 年，本部门财政拨款“三公”经费预算 6.20 万元。", False),
        ("“三公”经费预算 6.20 万元，比上年的 6.90 万元减少 0.70 万元。", True),
        ("公务接待费比上年增加 0.20 万元。", True),
        ("公务接待费比上年减少 0.20 万元。", False),
        ("公务接待费比上年的 1.40 万元减少 0.10 万元。", True),
        ("示例县某中心公务接待费 0.50 万元。", False),
        ("示例县某中心本级公务接待费 0.50 万元。", True),
        ("会议费 3 万元。", False),
        ("公务接待费 5 万元以下的，由办公室审批。", False),
        ("上年公务接待费结转 3 万元。", False),
    ],
)
def test_a_sentence_against_the_table_of_its_section(text: str, finds: bool) -> None:
    assert found("JX095", section(text, SPENT)) == finds


def test_a_part_that_is_wrong_is_told_once() -> None:
    text = "支出1000万元，其中：基本支出{}万元，占60%；项目支出400万元，占40%。"
    assert found("JX012", section(text.format(700)))
    assert not found("JX014", section(text.format(700)))
    assert found("JX014", section(text.format(600).replace("60%", "66%")))


def test_under_a_heading_a_sentence_may_leave_out_the_name() -> None:
    text = "### 公务接待费\n安排 {} 万元，主要是压减陪餐人数。"
    assert found("JX095", section(SPENT + "\n" + text.format("1.50")))
    assert not found("JX095", section(SPENT + "\n" + text.format("1.20")))
    assert not found("JX095", section(SPENT + "\n" + text.replace("安排", "财政拨款").format(1)))


def test_the_parts_of_a_heading_are_those_that_its_name_joins() -> None:
    text = "### 公务用车购置及运行费\n安排 14 万元。"
    text += "其中：公务用车购置费 2 万元，公务用车运行费 {} 万元。"
    assert found("JX016", section(text.format("10")))
    assert not found("JX016", section(text.format("12")))


def test_counts_of_assets_are_those_of_the_table() -> None:
    table = (
        "```表\n标题: 固定资产\n单位: 万元\n| 项目 | 数量 | 价值 |\n|---|---|---|\n"
        "| 1、车辆（台、辆） | 2 | 31.60 |\n"
        "| 2、单价在20万元以上的设备（台、套） | 3 | 96.40 |\n```"
    )
    for cars, machines, finds in ((2, 3, False), (5, 3, True), (2, 6, True)):
        text = f"其中车辆 {cars} 辆，单价在 20 万元以上的设备 {machines} 台（套）。"
        assert found("JX095", section(text, table, "国有资产信息")) == finds


def test_a_table_of_one_source_says_nothing_of_the_whole() -> None:
    rows = "| 201 | 服务 | 90 | 60 | 30 |\n| | 合计 | 90 | 60 | 30 |"
    table = f"```表\n表: 一般公共预算支出表\n{rows}\n```"
    assert not found("JX095", section("基本支出 80 万元。", table))
    assert found("JX095", section("一般公共预算安排的支出中，基本支出 80 万元。", table))


@pytest.mark.parametrize(
    ("by", "part", "finds"),
    [("-0.20", "5.00", False), ("0.20", "5.00", True), ("-0.20", "6.00", True)],
)
def test_a_table_of_two_years(by: str, part: str, finds: bool) -> None:
    table = SPENT.replace("1.40 | -0.20", f"1.40 | {by}").replace(
        "运行维护费 | 5.00 | 5.40 | -0.40 |\n| 公务接待",
        f"运行维护费 | {part} | 5.40 | -0.40 |\n| 公务接待",
    )
    rules = ("JX023", "JX024")
    assert any(found(rule, section("“三公”经费见表。", table)) for rule in rules) == finds


def indicators(text: str, *rows: str, name: str = "数字经济发展专项资金") -> str:
    lines = [f"总体绩效目标: |\n  {text}", "项目:", f"  - 名称: {name}", "    绩效指标: |",
             "      | 一级指标 | 二级指标 | 三级指标 | 指标值 |", "      |---|---|---|---|",
             *(f"      | 产出指标 | 数量指标 | {row} |" for row in rows)]  # fmt: skip
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("rule", "text", "row", "finds"),
    [
        ("JX090", "支持企业上云 30 家。", "支持企业上云家数 | ≥40家", True),
        ("JX090", "支持企业上云 40 家。", "支持企业上云家数 | ≥40家", False),
        ("JX090", "建设村级养老服务站 20 个。", "建设村级养老服务站数量 | ≥16个", True),
        ("JX090", "新建高标准农田目标为 1.5 万亩。", "新建高标准农田面积 | ≥1.1万亩", True),
        ("JX090", "上年支持企业上云 30 家。", "支持企业上云家数 | ≥40家", False),
        ("JX096", "修复县乡道路面 20 公里。", "修复路面里程 | 29公里", True),
        ("JX096", "改造城镇老旧小区 10 个。", "改造老旧小区个数 | 12个", True),
        ("JX096", "应急成品粮 300 吨、原粮 6000 吨。", "储备原粮数量 | 8000吨", True),
        ("JX096", "检查食品生产企业 30 家。", "检查食品经营企业家数 | ≥400家", False),
        ("JX096", "数字经济奖励 2000 户。", "奖励户数 | ≥2300户", True),
        ("JX096", "另行奖励 2000 户。", "奖励户数 | ≥2300户", False),
        ("JX090", "1.40 家企业上云", "支持企业上云家数 | ≥40家", False),
    ],
)  # fmt: skip
def test_how_much_a_sentence_says_against_an_indicator(
    rule: str, text: str, row: str, finds: bool
) -> None:
    assert found(rule, indicators(text, row)) == finds


def test_each_figure_of_a_list_has_its_own_indicator() -> None:
    rows = ("应急储备成品粮数量 | 300吨", "储备原粮数量 | 8000吨")
    text = indicators("应急储备成品粮 300 吨、原粮 8000 吨。", *rows)
    assert not found("JX090", text)
    assert not found("JX096", text)


def test_nothing_is_said_where_two_indicators_may_be_meant() -> None:
    rows = ("修复路面里程 | 29公里", "修复边沟里程 | 9公里")
    assert not found("JX096", indicators("修复 20 公里。", *rows))


def projects(text: str) -> str:
    return (
        f"总体绩效目标: |\n  {text}\n项目:\n  - 名称: 农村公路日常养护补助资金\n    预算数: 30.00\n"
        "  - 名称: 县乡道路面修复工程\n    预算数: 20.00"
    )


@pytest.mark.parametrize(
    ("rule", "text", "finds"),
    [
        ("JX093", "全年项目 6 个。", True),
        ("JX093", "统筹安排项目 5 个。", True),
        ("JX093", "全年公开项目 4 个，预算合计 50.00 万元。", True),
        ("JX093", "全年公开项目 2 个，预算合计 40.00 万元。", True),
        ("JX093", "全年公开项目 2 个，预算合计 50.00 万元。", False),
        ("JX093", "部门预算 90.00 万元，其中项目支出 34.00 万元。", True),
        ("JX093", "对 3 个项目全部开展监控。", True),
        ("JX093", "选取 1 个项目开展评价。", False),
        ("JX093", "全年安排重点项目 1 个。", False),
        ("JX093", "项目建设 3 个月内完成。", False),
        ("JX092", "其中，农村公路日常养护 33.00 万元。", True),
        ("JX092", "其中，农村公路日常养护 30.00 万元，县乡道路面修复 20.00 万元。", False),
        ("JX092", "安排县级资金 33.00 万元。", False),
        ("JX092", "农村公路日常养护补助资金中安排检测 5.00 万元。", False),
        ("JX097", "推进农村公路养护常态化，抓好日常养护，安排资金 33.00 万元。", True),
        ("JX097", "推进农村公路养护常态化，抓好日常养护，安排资金 30.00 万元。", False),
        ("JX097", "推进客运服务，安排资金 33.00 万元。", False),
    ],
)
def test_what_a_sentence_says_of_the_projects(rule: str, text: str, finds: bool) -> None:
    assert found(rule, projects(text)) == finds


def test_the_amount_bought_is_not_the_amount_of_the_budget() -> None:
    table = (
        "```表\n标题: 部门政府采购预算\n单位: 万元\n| 项目名称 | 预算金额 | 数量 | 单价 | 金额 |\n"
        "|---|---|---|---|---|\n| 设备购置 | 20.00 | 10 | 0.5 | {} |\n```"
    )
    for amount, finds in (("6.00", True), ("5.00", False)):
        text = f"安排政府采购预算 {amount} 万元。"
        typed = section(text, table.format(amount), "政府采购预算情况")
        assert found("JX025", typed) == finds
        assert not found("JX027", typed)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("（一）政府性基金预算拨款收入", "政府性基金收入"),
        ("政府性基金预算收入", "政府性基金收入"),
        ("2025 年，本部门财政拨款“三公”经费预算", "三公经费"), ("和日常公用经费", "公用经费"),
        ("财政拨款支出", "财政支出"),
        ("公务用车购置及运维费", "公务用车购置及运行费"), ("安排", ""), ("部门预算", "部门预算"),
    ],
)  # fmt: skip
def test_names_of_tables_and_sentences_fold_alike(label: str, name: str) -> None:
    assert figure_name(label) == name


@pytest.mark.parametrize(
    ("name", "row", "text"),
    [
        ("三公经费支出表", "| 6.20 | 0 | 5.00 | 0 | 5.00 | 1.20 |", "“三公”经费预算 {} 万元。"),
        ("三公经费支出表", "| 6.20 | 0 | 5.00 | 0 | 5.00 | 1.20 |", "公务接待费 {} 万元。"),
        ("部门收支总表", "| 收入总计 | 810 | 支出总计 | 810 |", "2025 年预算收入 {} 万元。"),
        ("财政拨款收支总表", "| 收入总计 | 90 | 支出总计 | 90 | 90 | 0 | 0 |",
         "2025 年财政拨款支出 {} 万元。"),
        ("部门支出总表", "| | 合计 | 70 | 40 | 30 | 0 | 0 | 0 |", "项目支出 {} 万元。"),
    ],
)  # fmt: skip
def test_a_sentence_against_a_statutory_table(name: str, row: str, text: str) -> None:
    table = f"```表\n表: {name}\n{row}\n```"
    assert found("JX095", section(text.format("999.00"), table))
    right = {"公务接待费": "1.20", "“三公”": "6.20", "2025 年预算收入": "810", "项目": "30"}
    right |= {"2025 年财政": "90"}
    (value,) = [number for word, number in right.items() if text.startswith(word)]
    assert not found("JX095", section(text.format(value), table))


@pytest.mark.parametrize(
    "piece",
    ["其中9万元，包括", "比上年的9万元增加9万元，", "项目9个，9万元、", "9万元，增长9%；", "占9%，",
     "合计9万元：9万元，", "（一）9万元。", "预算9万元，决算9万元，完成预算的9%，", "1个"],
)  # fmt: skip
def test_no_paragraph_makes_the_rules_slow(piece: str) -> None:
    started = time.process_time()
    everything(section((piece * 1500)[:29_000], SPENT))
    assert time.process_time() - started < 12
