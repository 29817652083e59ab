"""Charts in a browser: legible on a phone, in every colour scheme, and on their own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from .conftest import PAGES, Reader

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Lines of text that leave their picture, or lie on one another.
# (A line's box is taller than its letters.)
MISPLACED = """() => [...document.querySelectorAll('svg')].flatMap(svg => {
  const frame = svg.getBoundingClientRect();
  const lines = [...svg.querySelectorAll('text')].map(t =>
    [t.textContent, t.getBoundingClientRect()]);
  const out = lines.filter(([, b]) => b.left < frame.left - 1 || b.right > frame.right + 1
    || b.top < frame.top - 4 || b.bottom > frame.bottom + 1).map(([text]) => 'out: ' + text);
  const over = lines.flatMap(([text, a], n) => lines.slice(n + 1).filter(([, b]) =>
    a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 8 && b.top < a.bottom - 8)
    .map(([other]) => `over: ${text} / ${other}`));
  return [...out, ...over];
})"""
SIZES = """() => [...document.querySelectorAll('.chart svg')].map(svg =>
  14 * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width)"""
FILLS = """() => ['.bar', 'text', '.ground'].map(name =>
  getComputedStyle(document.querySelector(`.chart ${name}`)).fill)"""


@pytest.mark.parametrize("kind", ["disclosure", "draft", "department"])
def test_no_line_of_a_chart_leaves_its_picture_or_lies_on_another(phone: Reader, kind: str) -> None:
    phone.open(kind)
    assert phone.measure("() => document.querySelectorAll('.chart svg').length")
    assert phone.measure(MISPLACED) == []


def test_a_department_draws_its_sums_over_the_years_beside_their_table(phone: Reader) -> None:
    phone.open("department")
    table = phone.page.get_by_role("table", name="各年的公开")
    sums = table.locator("tbody td:nth-of-type(3)").all_inner_texts()
    picture = phone.page.get_by_role("img", name="各年的项目预算合计")
    shown = picture.locator("text.value").all_text_contents()
    assert shown == sums[::-1]
    assert len(shown) == 2
    described = picture.locator("desc").text_content() or ""
    assert all(figure in described for figure in shown)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_type_of_a_chart_is_as_large_as_other_small_type(phone: Reader, width: int) -> None:
    phone.page.set_viewport_size({"width": width, "height": 700})
    phone.open("disclosure")
    sizes = cast("list[float]", phone.measure(SIZES))
    assert sizes
    assert all(13.9 <= size <= 18.1 for size in sizes), sizes


def test_the_sheet_stands_on_its_own(desktop: Reader) -> None:
    sheets = sorted(desktop.site.rglob("overview.svg"))
    assert len(sheets) == 5
    for sheet in sheets:
        desktop.page.goto(sheet.as_uri())
        assert desktop.measure(MISPLACED) == [], sheet
    assert not desktop.messages
    assert len(desktop.requests) == len(sheets)


def test_the_figures_of_a_chart_are_a_table_for_those_who_want_one(phone: Reader) -> None:
    phone.open("disclosure")
    section = phone.page.locator(".chart", has=phone.page.locator("#chart-budgets"))
    table = section.get_by_role("table")
    assert not table.is_visible()
    section.get_by_text("数据表").click()
    assert table.is_visible()
    assert table.get_by_role("rowheader").count() == section.locator("svg .bar").count()
    picture = section.get_by_role("img")
    assert picture.count() == 1


def test_whoever_chooses_the_colours_sees_the_bars(browser: Browser, site: Path) -> None:
    for options in ({"forced_colors": "active"}, {"contrast": "more"}, {"color_scheme": "dark"}):
        with browser.new_context(**cast("Any", options)) as context:
            page = context.new_page()
            page.goto(f"{site.as_uri()}/{PAGES['disclosure']}")
            bar, text, ground = page.evaluate(FILLS)
            assert bar != ground, options
            assert text != ground, options
