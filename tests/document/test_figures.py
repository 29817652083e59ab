"""`{{ … }}` in prose: exactly one match, or a finding that says how to mend it."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Diagnostic, Problems, Span
from generator.document.figures import Figures
from generator.document.outline import make_outline
from generator.model.amounts import Amount, parse_amount
from generator.model.disclosure import Disclosure, Indicator, IndicatorTable, Project, Section
from generator.model.targets import parse_target
from generator.model.texts import Figure, Text
from generator.model.words import DataTable, Words
from tests.strategies import families

FAMILY = families()["河北"]


def indicator(level2: str, name: str, target: str) -> Indicator:
    return Indicator(Words(name), parse_target(Words(target)), Words("产出指标"), Words(level2))


def project(name: str, code: str, budget: str, *rows: Indicator) -> Project:
    return Project(
        Words(name),
        "项目",
        code,
        Words(code),
        budget=parse_amount(Words(budget)),
        fiscal=Amount("/"),
        indicators=IndicatorTable(rows=rows),
    )


def table(caption: str, head: list[str], *rows: list[str]) -> DataTable:
    return DataTable(
        Words(caption),
        (tuple(Words(x) for x in head),),
        tuple(tuple(Words(x) for x in row) for row in rows),
        totals=("合计",),
    )


TABLES = Section(
    "总体绩效目标",
    (
        table("部门政府采购预算", ["项目", "数量", "合计"], ["合计", "3", "739.33"]),
        table("车辆情况表", ["项目", "数量"], ["轿车", "9"], ["合计", "9"]),
        table("房屋情况表", ["项目", "面积", "价值"], ["合计", "10", "20"]),
    ),
)
DISCLOSURE = Disclosure(
    "scjg",
    2025,
    "河北",
    Words("某局"),
    sections=(TABLES,),
    projects=(
        project(
            "抽检", "A1", "36.00",
            indicator("数量指标", "次数", "≥1,200批次"),
            indicator("质量指标", "合格率", "≥98%"),
            indicator("时效指标", "合格率", "逐步提高"),
        ),
        project("巡查", "A2", "100万元"),
        project("同名", "A3", "0.5"),
        project("同名", "A4", ""),
    ),
)  # fmt: skip
OUTLINE = make_outline(DISCLOSURE, FAMILY, Problems())


def fill(text: str) -> tuple[Text, list[Diagnostic]]:
    problems = Problems()
    figures = Figures(DISCLOSURE, OUTLINE, problems)
    return figures.fill(Words(text, Span("a.yaml", 3, 5))), problems.found


@pytest.mark.parametrize(
    ("reference", "text", "value"),
    [
        ("项目预算合计", "136.50", "136.5"),
        ("项目数", "4", "4"),
        ('项目("抽检").预算数', "36.00", "36"),
        ('项目("A1").预算数', "36.00", "36"),
        ("项目('巡查').预算数", "100万元", "100"),
        ("项目（“巡查”）．预算数", "100万元", "100"),
        ("项目(‘抽检’).名称", "抽检", ""),
        ('项目("抽检").编码', "A1", ""),
        ('指标("抽检", "次数").指标值', "≥1,200批次", "1200"),
        ('指标("抽检"，"次数").数值', "1200", "1200"),
        ('指标("抽检", "质量指标", "合格率").指标值', "≥98%", "98"),
        ('指标("抽检", "时效指标", "合格率").指标值', "逐步提高", ""),
        ('见表("巡查")', "见“2.巡查绩效目标表”", ""),
        ('见表("政府采购")', "见“部门政府采购预算”", ""),
        ('表("政府采购").合计', "739.33", "739.33"),
        ('表("车辆情况表").合计', "9", "9"),
    ],
)
def test_a_reference_gives_the_figure_as_typed_and_its_number(
    reference: str, text: str, value: str
) -> None:
    for written in (f"{{{{{reference}}}}}", f"{{{{ {reference} }}}}", f"{{{{　{reference}　}}}}"):
        filled, found = fill(f"共{written}。")
        before, figure, after = filled.pieces
        assert isinstance(figure, Figure)
        assert (before, figure.text, figure.value, after) == ("共", text, value, "。")
        assert figure.reference == reference
        assert not found


@pytest.mark.parametrize(
    ("text", "rule", "column"),
    [
        ("甲{{ 项目预算合计", "YY01", 6),
        ("甲 }} {{ 项目数 }}", "YY01", 7),
        ("{{ 项目数 }} }}", "YY01", 15),
        ("{{ {{ 项目数 }} }}", "YY01", 5),
        ("{{}}", "YY01", 5),
        ("{{ 总数 }}", "YY01", 5),
        ("{{ 项目数.预算数 }}", "YY01", 5),
        ("{{ 求和(1) }}", "YY01", 5),
        ("{{ 项目(抽检).预算数 }}", "YY01", 5),
        ('{{ 项目("抽检" "巡查").预算数 }}', "YY01", 5),
        ('{{ 项目("抽检").总数 }}', "YY01", 5),
        ('{{ 项目("抽检") }}', "YY01", 5),
        ("{{ 项目() }}", "YY01", 5),
        ('{{ 指标("抽检").指标值 }}', "YY01", 5),
        ('{{ 指标("抽检", "次数").完成值 }}', "YY01", 5),
        ('{{ 见表("抽检").编码 }}', "YY01", 5),
        ('{{ 表("房屋情况表").合计 }}', "YY03", 5),
        ('{{ 表("情况表").合计 }}', "YY03", 5),
        ('{{ 表("食堂").合计 }}', "YY02", 5),
        ('{{ 表("车辆情况表").小计 }}', "YY01", 5),
        ('{{ 项目("抽检").__class__ }}', "YY01", 5),
        ('{{ 项目("无").预算数 }}', "YY02", 5),
        ('{{ 项目("").预算数 }}', "YY02", 5),
        ('{{ 指标("抽检", "无").指标值 }}', "YY02", 5),
        ('{{ 指标("抽检", "数量指标", "合格率").指标值 }}', "YY02", 5),
        ('{{ 指标("抽检", "时效指标", "合格率").数值 }}', "YY02", 5),
        ('{{ 指标("巡查", "次数").指标值 }}', "YY02", 5),
        ('{{ 项目("同名").预算数 }}', "YY03", 5),
        ('{{ 指标("抽检", "合格率").指标值 }}', "YY03", 5),
    ],
)
def test_a_faulty_reference_is_told_where_it_stands_and_printed_as_typed(
    text: str, rule: str, column: int
) -> None:
    filled, found = fill(text)
    assert (found[0].rule, found[0].span) == (rule, Span("a.yaml", 3, column))
    assert found[0].hint
    if "项目数 }}" not in text:
        assert filled.plain == text


def test_a_reference_to_what_is_not_filled_in_yet_says_so_where_it_stands() -> None:
    filled, found = fill('共 {{ 项目("A4").预算数 }} 万元')
    assert filled.plain == "共 （待填写） 万元"
    assert [(d.rule, d.span) for d in found] == [("NR19", Span("a.yaml", 3, 7))]


def test_every_faulty_reference_of_a_line_is_told() -> None:
    _, found = fill("{{ 甲 }}，{{ 项目数 }}，{{ 乙 }}，{{ 丙")
    assert [d.span.column for d in found] == [5, 23, 31]


def test_the_sum_counts_no_blank_and_no_stroke() -> None:
    assert DISCLOSURE.project_total == Decimal("136.50")


PIECES = st.sampled_from(
    ("{{", "}}", "{", "}", " ", "　", "项目", "指标", "见表", "项目数", "(", ")", "（", "）", '"',
     "'",
     "“", "”", ",", "，", ".", "．", "抽检", "次数", "预算数", "\\", "|", "%}", "{#")
)  # fmt: skip


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=25).map("".join)))
def test_any_text_is_filled_and_nothing_of_it_is_lost(text: str) -> None:
    filled, found = fill(text)
    assert found or filled.plain == text or "{{" in text
    assert all(d.span.column <= len(text) + 5 for d in found)


@pytest.mark.parametrize(
    "text",
    ["{" * 300_000, "{{" + " " * 300_000 + "x", "{{ 项目" * 50_000, '{{ 项目("' * 50_000,
     "{{ a" + " " * 190 + "b }}" * 2000, "}}" * 100_000],
    ids=["braces", "blanks", "words", "quotes", "calls", "ends"],
)  # fmt: skip
def test_no_line_takes_long(text: str) -> None:
    begin = time.perf_counter()
    fill(text)
    assert time.perf_counter() - begin < 3
