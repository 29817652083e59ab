"""What templates are given: filters, styles, and the macro that prints a grid."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import cast

import pytest

from generator import plan
from generator.document.outline import CHAPTER, STATUTORY, SUBHEADING, Entry
from generator.model.amounts import Amount, money
from generator.model.disclosure import Status
from generator.model.tables import Cell, CellRole, Grid, GridKind
from generator.model.texts import Figure, Text
from generator.model.totals import Total
from generator.outputs.inline import kept, prose, unbroken
from generator.outputs.pages import asset_paths, assets, day, environment, share
from generator.outputs.styles import PALETTES, SHEETS
from generator.summaries import ProjectSummary, Summary
from tests.conftest import ROOT

ROOTS = (ROOT / "templates",)

GRID = Grid(
    id="t",
    caption="供水：维修<经费>：项目概况",
    widths=(30.5, 69.5),
    kind=GridKind.FIELDS,
    cells=(
        Cell("t-h", 0, 0, ("预算数",), role=CellRole.ROW_HEAD),
        Cell("t-v", 0, 1, ("1,200.50",), headers=("t-h",), amount=Amount("1", Decimal(1))),
        Cell("t-g", 1, 0, ("目标",), role=CellRole.ROW_HEAD),
        Cell("t-w", 1, 1, ("一<二", "三"), headers=("t-g",), colspan=4),
        Cell("t-b", 2, 1, ("",), key="用途"),
    ),
    unit="万元",
)


def printed(macro: str, *values: object, template: str = "parts/grid.html.j2") -> str:
    module = environment(ROOTS).get_template(template).module
    return str(getattr(module, macro)(*values))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0", "0.00"),
        ("0.0000", "0.00"),
        ("1234567.5", "1,234,567.50"),
        ("36.123456", "36.123456"),
        ("1E+3", "1,000.00"),
    ],
)
def test_money_has_thousands_and_at_least_two_places(value: str, text: str) -> None:
    assert money(Decimal(value)) == text


def test_a_day_is_written_as_chinese_text_writes_it() -> None:
    assert day(datetime.date(2025, 2, 1)) == "2025年2月1日"


def test_a_title_keeps_each_year_in_one_piece_and_stays_the_same_text() -> None:
    title = kept("甲局<2025年度>与2024年")
    assert re.findall(r'<span class="kept">(.*?)</span>', title) == ["2025年度", "2024年"]
    assert title.striptags() == "甲局<2025年度>与2024年"


def test_a_figure_in_prose_carries_its_number_and_everything_else_is_escaped() -> None:
    text = Text(("共 <b>", Figure("1,200.50", "1200.5"), Figure("见表1")))
    assert prose(text) == '共 &lt;b&gt;<data value="1200.5">1,200.50</data>见表1'


def test_a_figure_points_to_its_cell_and_its_name_stays_the_number() -> None:
    text = Text((Figure("36.00", "36", id="f1", target="t1r1c2"),))
    marked = '<a class="figure" id="f1" href="#t1r1c2"><data value="36">36.00</data></a>'
    assert prose(text) == marked
    assert prose(text, links=False) == '<data value="36">36.00</data>'


def test_a_grid_of_a_page_has_no_style_of_its_own_but_a_class_that_the_sheet_knows() -> None:
    (style,) = (data.decode() for path, data in assets(ROOTS) if path.endswith(".css"))
    html = printed("grid", GRID, False)
    classes = re.findall(r'<col class="([^"]+)">', html)
    assert classes == ["w-30", "w-70"]
    assert all(f".{name}{{width:" in style for name in classes)
    assert "style=" not in html


def test_a_grid_of_a_pdf_has_its_exact_widths() -> None:
    html = printed("grid", GRID)
    assert re.findall(r'<col style="width:([^"]+)%">', html) == ["30.5", "69.5"]


def test_no_width_falls_off_the_scale() -> None:
    assert [share(w) for w in (0, 0.2, 33.33, 66.67, 100, 120)] == [1, 1, 33, 67, 100, 100]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("≤1006.6万元", ["≤1006.6"]),
        ("2025年11月15日前", ["2025年11月15日"]),
        ("2025年1月至2025年12月", ["2025年1月", "2025年12月"]),
        ("其中：财政资金", ["财政资金"]),
        ("≥95%", ["≥95%"]),
        ("13990125P00317212118E", []),
        ("<3&次", ["<3"]),
    ],
)
def test_no_number_or_date_of_a_short_cell_is_broken(text: str, whole: list[str]) -> None:
    marked = str(unbroken(text))
    found = re.findall(r'<span class="kept">(.*?)</span>', marked)
    assert [unescape(piece) for piece in found] == whole
    assert unescape(re.sub("<[^>]+>", "", marked)) == text


def test_a_grid_marks_numbers_blanks_and_long_text_for_the_style() -> None:
    html = printed("grid", GRID, False)
    assert '<td id="t-v" headers="t-h" class="number">1,200.50</td>' in html
    assert '<td id="t-b" class="blank"></td>' in html
    assert '<td id="t-w" headers="t-g" colspan="4" class="text">一&lt;二<br>三</td>' in html
    assert '<th id="t-h" scope="row" class="first">预算数</th>' in html


def test_the_head_of_a_column_of_amounts_stands_over_them() -> None:
    amount = Amount("1", Decimal(1))
    cells = (
        Cell("g", 0, 0, ("来源",), colspan=2, role=CellRole.COLUMN_HEAD),
        Cell("h0", 0, 0, ("项目",), role=CellRole.COLUMN_HEAD),
        Cell("h1", 0, 1, ("预算数",), role=CellRole.COLUMN_HEAD),
        Cell("h2", 0, 2, ("说明",), role=CellRole.COLUMN_HEAD),
        *(Cell(f"n{n}", n, 0, ("甲",), role=CellRole.ROW_HEAD) for n in (1, 2, 3)),
        Cell("a1", 1, 1, ("1.00",), amount=amount, headers=("g", "h1", "n1")),
        Cell("a2", 2, 1, ("",), headers=("h1", "n2")),
        Cell("a3", 3, 1, ("—",), headers=("h1", "n3")),
        Cell("b1", 1, 2, ("1.00",), amount=amount, headers=("h2", "n1")),
        Cell("b2", 2, 2, ("分级填报",), headers=("h2", "n2")),
        Cell("b3", 3, 2, ("—",), headers=("h2", "n3")),
    )
    html = printed("grid", Grid("t", "表", (40, 30, 30), cells, head_rows=1), False)
    assert re.findall(r'<th id="(\w+)" scope="col" class="number">', html) == ["h1"]
    assert re.findall(r'<td id="(\w+)" headers="[^"]*" class="number">', html) == ["a1", "b1", "a3"]


def test_a_caption_names_the_project_for_those_who_hear_it() -> None:
    html = printed("grid", GRID, False)
    assert '<span class="caption-of">供水：维修&lt;经费&gt;：</span>项目概况</caption>' in html


def test_the_contents_of_a_page_reach_what_stands_below_a_heading_that_they_leave_out() -> None:
    table = Entry("bg-a", STATUTORY, 3, "", "收支总表")
    heading = Entry("zj-1-1", SUBHEADING, 2, "1、", "收支", (table,))
    chapter = Entry("zj-1", CHAPTER, 1, "十、", "部门预算表", (heading,))
    html = printed("contents", (chapter,), template="parts/document.html.j2")
    assert re.findall(r'<a href="#([\w-]+)">', html) == ["zj-1", "bg-a"]
    assert html.count("<ol>") == html.count("</ol>") == 2


def test_a_table_of_the_contents_has_its_anchor_on_the_page() -> None:
    html = printed("grid", replace(GRID, anchor="bg-a", number="1、"), False)
    assert '<div id="bg-a" class="scroll"' in html
    assert "1、供水：维修&lt;经费&gt;：" in html
    assert 'id="bg-a"' not in printed("grid", replace(GRID, anchor="bg-a"), True, False)


def test_a_list_shows_the_pdf_where_there_is_one_and_no_column_where_there_is_none() -> None:
    project = ProjectSummary("项目", "001", "", "", Amount("1", Decimal(1)))
    total = Total(Decimal(1), 1, 1)
    with_pdf, without = (
        Summary(2025, id, "甲局", "甲局文本", Status.PUBLIC, None, None, (project,), total, pdf)
        for id, pdf in (("jia", True), ("yi", False))
    )

    def links(address: str) -> str:
        return plan.link("index.html", address)

    def listed(*summaries: Summary) -> str:
        values = (list(summaries), 2025, "list", "部门", links, plan)
        return printed("departments", *values, template="parts/lists.html.j2")

    assert "2025/jia/jia-2025.pdf" in listed(with_pdf, without)
    assert listed(with_pdf, without).count('class="file"') == 3
    assert 'class="file"' not in listed(without)


def test_a_list_says_below_a_sum_what_it_counts() -> None:
    def cell(total: Total) -> str:
        summary = Summary(2025, "jia", "甲", "甲", Status.PUBLIC, None, None, (), total, False)
        values = ([summary], 2025, "list", "部门", lambda address: address, plan)
        page = printed("departments", *values, template="parts/lists.html.j2")
        _, shown = re.findall(r'<td class="number">(.*?)</td>', page)
        return str(shown)

    assert cell(Total(Decimal(7), 2, 2)) == "7.00"
    assert cell(Total(Decimal(7), 3, 2)) == '7.00<span class="basis">缺 1 个项目</span>'
    assert cell(Total(None, 3)) == '—<span class="basis">没有预算数</span>'


def test_the_sheet_is_one_file_without_comments_named_by_its_content(tmp_path: Path) -> None:
    before = asset_paths(ROOTS)
    (style,) = (data.decode() for path, data in assets(ROOTS) if path == before["site"])
    assert "/*" not in style
    assert len(style) < 40 * 1024
    (tmp_path / "styles/site").mkdir(parents=True)
    (tmp_path / "styles/site/tokens.css").write_text(":root { --red: #900 }\n", "utf-8")
    after = asset_paths((tmp_path, *ROOTS))
    assert after["site"] != before["site"]
    assert after["icon"] == before["icon"]


def test_a_theme_of_a_site_comes_last_and_copies_nothing(tmp_path: Path) -> None:
    (tmp_path / "styles/site").mkdir(parents=True)
    (tmp_path / "styles/site/theme.css").write_text(":root { --band: #123456 }\n", "utf-8")
    roots = (tmp_path, *ROOTS)
    (plain,) = (data for path, data in assets(ROOTS) if path.endswith(".css"))
    (themed,) = (data for path, data in assets(roots) if path.endswith(".css"))
    assert themed == plain + b":root { --band: #123456 }\n"


def test_a_palette_holds_where_the_system_asks_for_it_and_where_the_reader_chose_it() -> None:
    (style,) = (data.decode() for path, data in assets(ROOTS) if path.endswith(".css"))
    for media, root in (case for cases in PALETTES.values() for case in cases):
        assert f"@media {media}{{\n{root}{{\ncolor-scheme:" in style


def test_every_property_that_a_sheet_uses_is_set_in_the_tokens() -> None:
    sheets = {name: (ROOTS[0] / f"styles/site/{name}.css").read_text("utf-8") for name in SHEETS}
    known = set(re.findall(r"(--[\w-]+):", sheets["tokens"])) | {"--table", "--slide"}
    used = cast("set[str]", set(re.findall(r"var\((--[\w-]+)", "".join(sheets.values()))))
    assert used <= known


def test_only_the_tokens_and_the_print_rules_name_a_colour() -> None:
    for name in set(SHEETS) - {"tokens", "paper"}:
        sheet = (ROOTS[0] / f"styles/site/{name}.css").read_text("utf-8")
        assert not re.search(r"#[0-9a-f]{3,8}\b|rgb\(", sheet), name
