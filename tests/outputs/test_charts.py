"""Charts and 一图读懂: the model's figures and no others, for every family, on paper as well."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

import pytest
from lxml import etree, html

from generator import preparing
from generator.build import Settings
from generator.department.examining import Examined, examine
from generator.forms import Family
from generator.model.amounts import parse_amount, parse_percent
from generator.model.disclosure import Disclosure, Indicator, IndicatorTable, PlanStep, Project
from generator.model.targets import parse_target
from generator.model.totals import Total
from generator.model.words import Words
from generator.outputs.charts.drawing import Drawing, draw
from generator.outputs.charts.key_figures import key_figures
from generator.outputs.charts.overview import headlines, sheet
from generator.outputs.charts.series import (
    Chart,
    ChartKind,
    budgets,
    charts,
    over_the_years,
    sources,
    spending,
)
from generator.outputs.pages import environment
from generator.outputs.wrapping import balanced, width
from tests.conftest import ROOT
from tests.outputs.data_samples import TEMPLATES, Taken, sample_keys, take

# A 绩效自评 has no 一图读懂.
PLANS = [key for key in sample_keys() if not key.endswith("-zp")]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def taken_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Taken]:
    """The built data and pages of a sample, each made once."""
    return cache(lambda key: take(ROOT / "content", tmp_path_factory.mktemp("taken"), key))


@cache
def examined(key: str) -> Examined:
    settings = Settings(ROOT / "content", Path(), (TEMPLATES,))
    job = next(job for job in preparing.prepare(settings, Path()).jobs if job.key == key)
    return examine(job)


def charts_of(key: str) -> dict[str, Chart]:
    found = examined(key)
    assert found.disclosure
    assert found.family
    assert found.document
    return {chart.id: chart for chart in charts(found.disclosure, found.family, found.document)}


def disclosure_of(*projects: Project) -> Disclosure:
    return Disclosure("jia", 2025, "河北", Words("甲局"), projects=projects)


def project(name: str, budget: str, **more: str) -> Project:
    plan = more.get("plan", "")
    steps = (piece.split(" ") for piece in plan.split("，") if plan)
    return Project(
        Words(name),
        "项目",
        name,
        budget=parse_amount(Words(budget)),
        fiscal=parse_amount(Words(more.get("fiscal", ""))),
        other=parse_amount(Words(more.get("other", ""))),
        plan=tuple(PlanStep(label, parse_percent(Words(share))) for label, share in steps),
    )


def targets(project: Project, *rows: tuple[str, str, str]) -> Project:
    """The project with indicators of these classes, names and targets."""
    table = tuple(
        Indicator(Words(name), parse_target(Words(target)), Words("指标"), Words(level))
        for level, name, target in rows
    )
    return Project(
        project.name, project.form, project.address, budget=project.budget,
        indicators=IndicatorTable((), table),
    )  # fmt: skip


@pytest.mark.parametrize("key", PLANS)
def test_the_tables_below_the_charts_hold_the_figures_of_the_model(
    key: str, taken_of: Callable[[str], Taken]
) -> None:
    taken = taken_of(key)
    page = html.parse(str(taken.data.parent / "index.html"))
    shown = {}
    for section in page.iterfind(".//section[@class='chart']"):
        rows = section.findall(".//tbody/tr")
        (heading,) = section.iter("h3")
        if rows:
            cells = [[c.text_content() for c in row] for row in rows]
            shown[heading.get("id")] = {c[0]: Decimal(c[1].replace(",", "")) for c in cells}
    projects = taken.disclosure.projects
    given = {p.name.text: p.budget.value for p in projects if p.budget.value is not None}
    if "chart-budgets" in shown:
        assert shown["chart-budgets"] == given
    else:
        assert len(given) < 2
    if "chart-sources" in shown:
        assert shown["chart-sources"] == {
            "财政资金": sum(p.fiscal.value or 0 for p in projects),
            "其他资金": sum(p.other.value or 0 for p in projects),
        }
    if "chart-spending" in shown:
        for n, step in enumerate(projects[0].plan):
            spent = sum(
                (p.budget.value or 0) * (p.plan[n].share.value or 0) / 100 for p in projects
            )
            assert shown["chart-spending"][step.label] == Decimal(spent).quantize(
                Decimal("0.01"), ROUND_HALF_UP
            )
    assert sum(shown["chart-classes"].values()) == sum(len(p.indicators.rows) for p in projects)


def test_every_kind_of_chart_is_among_the_samples() -> None:
    found = {(chart.id, chart.kind) for key in sample_keys() for chart in charts_of(key).values()}
    assert {
        ("chart-budgets", ChartKind.BARS),
        ("chart-sources", ChartKind.PARTS),
        ("chart-overall-1", ChartKind.PARTS),
        ("chart-spending", ChartKind.COLUMNS),
        ("chart-classes", ChartKind.BARS),
        ("chart-income", ChartKind.PARTS),
        ("chart-functions", ChartKind.BARS),
    } <= found


def test_a_department_that_states_its_income_shows_it_by_kind() -> None:
    income, expenses = (charts_of("2025/zjj")[f"chart-overall-{n}"] for n in (1, 2))
    assert income.title == "部门预算按收入性质分"
    assert [bar.label for bar in expenses.bars] == ["基本支出", "项目支出"]
    overall = examined("2025/zjj").disclosure.overall  # type: ignore[union-attr]
    assert overall
    for chart in (income, expenses):
        assert sum(bar.value for bar in chart.bars) == overall.budget.value


def test_a_department_with_statutory_tables_shows_its_income_and_spending_by_them() -> None:
    found = charts_of("2025/ggfw")
    assert set(found) == {"chart-income", "chart-kinds", "chart-functions", "chart-classes"}
    income, functions = found["chart-income"], found["chart-functions"]
    assert [(b.label, b.wording) for b in income.bars] == [
        ("一般公共预算拨款收入", "1,214.60"),
        ("政府性基金预算拨款收入", "60.00"),
        ("其他收入", "24.00"),
    ]
    assert sum(b.value for b in functions.bars) == sum(b.value for b in income.bars)
    assert [b.label for b in found["chart-kinds"].bars] == ["基本支出", "项目支出"]
    assert "社会保障和就业支出 92.40 万元，占 7.1%" in functions.description


def figures_of(key: str) -> list[tuple[str, str, str]]:
    found = examined(key)
    assert found.disclosure
    assert found.family
    assert found.document
    figures = key_figures(found.disclosure, found.family, found.document)
    return [(f.label, f.value, f.note) for f in figures]


def test_a_disclosure_opens_with_the_sums_that_it_has() -> None:
    assert figures_of("2025/ggfw") == [
        ("收入总计", "1,298.60", ""),
        ("支出总计", "1,298.60", ""),
        ("项目支出", "540.24", "取自“部门支出总表”"),
        ("“三公”经费", "6.20", ""),
        ("项目", "9", ""),
        ("绩效指标", "86", ""),
    ]
    assert [label for label, *_ in figures_of("2025/zjj")] == [
        "部门预算总额", "项目预算合计", "项目", "绩效指标",
    ]  # fmt: skip
    assert [label for label, *_ in figures_of("2024/scjg-zp")][:4] == [
        "全年预算数", "全年执行数", "执行率", "平均总分",
    ]  # fmt: skip


def test_no_strip_of_figures_stands_on_a_page_for_one_figure_alone(
    taken_of: Callable[[str], Taken],
) -> None:
    for key, address in (("2025/ggfw", "001"), ("2025/shuiwu", "001")):
        folder = taken_of(key).data.parent
        strips = {
            page: len(html.parse(str(page)).xpath("//dl[@class='figures']/div"))
            for page in (folder / "index.html", folder / address / "index.html")
        }
        assert 1 not in strips.values(), strips
    facts = html.parse(str(taken_of("2025/ggfw").data.parent / "001/index.html"))
    shown = [div.text_content() for div in facts.xpath("//dl[@class='facts']/div")]
    assert shown == ["部分专项资金绩效目标", "绩效指标9条"]


def test_the_sheet_shows_all_the_figures_that_the_page_opens_with() -> None:
    found = examined("2025/ggfw")
    assert found.disclosure
    assert found.family
    assert found.document
    drawing = sheet(found.disclosure, found.family, found.document, "站")
    shown = [mark.text for mark in drawing.marks]
    for label, value, note in figures_of("2025/ggfw"):
        assert value in shown
        assert [text for text in shown if text.startswith(label)]
        assert not note or note in shown
    assert {"钱从哪里来", "钱用在哪里", "支出构成"} <= set(shown)


def test_sums_over_the_years_stand_side_by_side_and_say_what_they_lack() -> None:
    sums = [(2023, Total(Decimal("628.8"), 5, 5)), (2024, Total()), (2025, Total(Decimal(9), 3, 2))]
    chart = over_the_years(sums)
    assert chart is not None
    assert [(b.label, b.wording, b.percent) for b in chart.bars] == [
        ("2023年", "628.80", ""), ("2025年", "9.00", ""),
    ]  # fmt: skip
    assert "另有 1 个项目没有预算数" in chart.description
    drawing = draw(chart, 328, 14)
    _texts_are_inside(drawing)
    first, second = (box for box in drawing.boxes if box.look == "bar")
    assert first.y + first.height == second.y + second.height
    assert first.height > 50 * second.height
    assert over_the_years(sums[:2]) is None


def test_columns_whose_figures_have_no_room_become_bars_with_every_figure() -> None:
    sums = [(2010 + n, Total(Decimal("1234567.89"), 1, 1)) for n in range(12)]
    chart = over_the_years(sums)
    assert chart is not None
    drawing = draw(chart, 328, 14)
    _texts_are_inside(drawing)
    texts = [mark.text for mark in drawing.marks]
    assert texts.count("1,234,567.89") == 12
    assert "2021年" in texts
    steps = "3月底 25%，6月底 50%，9月底 75%，12月底 100%"
    plan = spending(disclosure_of(project("甲", "12345678.901", plan=steps)))
    assert plan is not None
    assert [b.wording for b in plan.bars][:2] == ["3,086,419.73", "6,172,839.45"]
    texts = [mark.text for mark in draw(plan, 328, 14).marks]
    assert {"3,086,419.73", "25.0%", "3月底"} <= set(texts)


def test_the_largest_budgets_come_first_and_the_rest_as_one() -> None:
    chart = budgets(disclosure_of(*(project(f"项目{n}", str(n)) for n in range(1, 16))))
    assert chart is not None
    assert [bar.label for bar in chart.bars[:2]] == ["项目15", "项目14"]
    assert (chart.bars[-1].label, chart.bars[-1].wording) == ("其余 3 个项目", "6.00")
    assert len(chart.bars) == 13
    assert sum(bar.value for bar in chart.bars) == 120


def test_no_single_project_is_called_the_rest() -> None:
    chart = budgets(disclosure_of(*(project(f"项目{n}", str(n)) for n in range(1, 14))))
    assert chart is not None
    assert "其余" not in chart.bars[-1].label


@pytest.mark.parametrize(
    "amounts", [(), ("5",), ("5", ""), ("5", "（分级填报）"), ("5", "-1", "3")]
)
def test_a_chart_that_would_tell_nothing_or_something_wrong_is_left_out(
    amounts: tuple[str, ...],
) -> None:
    disclosure = disclosure_of(*(project(f"项目{n}", a) for n, a in enumerate(amounts)))
    assert budgets(disclosure) is None
    found = examined("2025/shuiwu")
    assert found.family
    assert found.document
    assert not list(sources(disclosure, found.family, found.document))


def test_a_project_without_a_number_is_told_of() -> None:
    chart = budgets(disclosure_of(project("甲", "1"), project("乙", "2"), project("丙", "待定")))
    assert chart is not None
    assert "另有 1 个项目没有填写数字" in chart.description


def test_a_plan_is_weighted_by_budgets_over_projects_that_give_all_of_it() -> None:
    chart = spending(
        disclosure_of(
            project("甲", "300", plan="6月底 50%，12月底 100%"),
            project("乙", "100", plan="6月底 10%，12月底 100%"),
            project("丙", "999", plan="6月底 ，12月底 100%"),
            project("丁", "", plan="6月底 99%，12月底 100%"),
        )
    )
    assert chart is not None
    assert [(b.label, b.value, b.percent) for b in chart.bars] == [
        ("6月底", Decimal(160), "40.0%"),
        ("12月底", Decimal(400), "100.0%"),
    ]
    assert chart.description.startswith("2 个项目")


def test_headlines_go_round_the_projects_by_budget_and_prefer_quantities() -> None:
    small = targets(project("小", "1"), ("数量指标", "小数量", "≥3个"))
    large = targets(
        project("大", "9"),
        ("成本指标", "大成本", "≤9万元"),
        ("满意度指标", "大满意", "≥90%"),
        ("质量指标", "大定性", "逐步提高"),
        ("数量指标", "大数量", "12处"),
        ("数量指标", "大数量二", "13处"),
    )
    found = headlines(disclosure_of(small, large))
    assert [(h.name, h.wording, h.of) for h in found] == [
        ("大数量", "12处", "大"),
        ("小数量", "≥3个", "小"),
        ("大满意", "≥90%", "大"),
        ("大数量二", "13处", "大"),
    ]


def test_the_same_target_makes_one_headline_and_five_are_enough() -> None:
    rows = [("数量指标", f"第{n}", "1个") for n in range(9)]
    same = targets(project("乙", "1"), ("数量指标", "第0", "1个"))
    found = headlines(disclosure_of(targets(project("甲", "2"), *rows), same))
    assert [h.name for h in found] == [f"第{n}" for n in range(5)]


def _texts_are_inside(drawing: Drawing) -> None:
    for mark in drawing.marks:
        wide = width(mark.text) * mark.size
        left = {"start": mark.x, "middle": mark.x - wide / 2, "end": mark.x - wide}[mark.anchor]
        assert left >= -0.01, mark
        assert left + wide <= drawing.width + 0.01 + mark.size, mark
        assert 0 < mark.y < drawing.height, mark
    for box in drawing.boxes:
        assert box.width >= 0, box
        assert box.height >= 0, box
        assert box.x >= 0, box
        assert box.x + box.width <= drawing.width + 0.01, box


@pytest.mark.parametrize("key", PLANS)
def test_nothing_that_is_drawn_leaves_its_picture(key: str) -> None:
    for chart in charts_of(key).values():
        _texts_are_inside(draw(chart, 328, 14))


@pytest.mark.parametrize("key", PLANS)
def test_the_sheet_is_one_sound_file_that_asks_for_nothing(
    key: str, taken_of: Callable[[str], Taken]
) -> None:
    taken = taken_of(key)
    root = etree.fromstring((taken.data / "overview.svg").read_bytes())
    assert root.tag == f"{SVG}svg"
    assert {etree.QName(element).localname for element in root.iter("*")} <= {
        "svg", "title", "defs", "pattern", "rect", "circle", "text",
    }  # fmt: skip
    values = [value for element in root.iter("*") for value in element.attrib.values()]
    assert not [v for v in values if re.search(r"https?:|data:|url\((?!#)", v)]
    assert not root.xpath("//@style|//@class|//@href")
    text = "".join(root.itertext())
    assert taken.disclosure.department.text in text.replace("\n", "")
    assert ("草案" in text) == taken.disclosure.is_draft
    found = examined(key)
    assert found.disclosure
    assert found.family
    assert found.document
    drawing = sheet(found.disclosure, found.family, found.document, "站")
    _texts_are_inside(drawing)
    assert drawing.height >= 1123


def test_a_disclosure_with_next_to_nothing_has_a_sheet_too() -> None:
    found = examined("2025/shuiwu")
    assert isinstance(found.family, Family)
    assert found.document
    drawing = sheet(disclosure_of(), found.family, found.document, "站")
    assert "项目（个）" in {mark.text for mark in drawing.marks}


def test_a_chart_has_a_title_a_description_and_parts_that_need_no_colour() -> None:
    chart = charts_of("2025/zjj")["chart-overall-1"]
    module = environment((TEMPLATES,)).get_template("parts/charts.html.j2").module
    section = html.fromstring(str(module.chart(chart, draw(chart, 328, 14))))  # type: ignore[attr-defined]
    (svg,) = section.iter("svg")
    assert svg.get("role") == "img"
    names = [section.xpath(f"//*[@id='{id}']")[0] for id in svg.get("aria-labelledby", "").split()]
    assert [n.tag for n in names] == ["title", "desc"]
    assert names[1].text == chart.description
    assert len({box.get("class") for box in svg.findall("rect")}) == 4
    filled = {box.get("fill") for box in svg.findall("rect")} - {None}
    assert filled == {"url(#chart-overall-1-part-2)", "url(#chart-overall-1-part-3)"}
    assert not section.xpath("//@style")


def test_the_lines_of_a_title_are_of_about_the_same_length() -> None:
    title = "示例县公共服务中心2025年部门预算信息公开情况说明"
    first, second = balanced(title, 23.5)
    assert first + second == title
    assert abs(width(first) - width(second)) < 4
