"""Lists of departments and projects: plain tables that a script lets one sort and filter."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from pypdf import PdfReader

from generator import plan
from generator.config import Site
from generator.model.amounts import Amount
from generator.model.disclosure import Status
from generator.model.targets import Target
from generator.model.totals import Total
from generator.outputs.pages import assets, render
from generator.summaries import ProjectSummary, Summary
from tests.conftest import ROOT

from .conftest import PAGES, Reader, stored

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

ROOTS = (ROOT / "templates",)
COUNT = 1_500


def made(id: str, department: str, numbers: range) -> Summary:
    """A department with a project for each number; one in a hundred has no budget."""

    def budget(n: int) -> Amount:
        return Amount() if n % 100 == 99 else Amount("…", Decimal(n * 7 % 2000) + Decimal("0.5"))

    projects = tuple(
        ProjectSummary(
            f"{department}第{n}号项目",
            f"{n:04}",
            "",
            "",
            budget(n),
            (("指标", Target()),) * (n % 9),
        )
        for n in numbers
    )
    total = Total(Decimal(1), len(projects), len(projects))
    return Summary(
        2025, id, department, department, Status.PUBLIC, None, None, projects, total, False
    )


@pytest.fixture(scope="module")
def long_list(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a year with very many projects."""
    site = tmp_path_factory.mktemp("long")
    offices = [made("jyj", "教育局", range(900)), made("wjj", "卫健局", range(900, COUNT))]
    values = {"site": Site(), "year": 2025, "public": offices}
    address = plan.projects_page(2025)
    page = render(ROOTS, "pages/projects.html.j2", address, values)
    for path, data in ((address, page), *assets(ROOTS)):
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(data)
    return site / address


@pytest.fixture
def long_page(browser: Browser, long_list: Path) -> Iterator[Page]:
    with browser.new_context(locale="zh-CN") as context:
        page = context.new_page()
        page.goto(long_list.as_uri())
        yield page


def column(page: Page, number: int) -> list[str]:
    """What the visible rows have in a column, counted from one."""
    cells = page.locator(f".listing tbody tr:visible > :nth-child({number})")
    return [text.strip() for text in cells.all_inner_texts()]


def numbers(texts: list[str]) -> list[float]:
    return [float(text.replace(",", "")) for text in texts]


def head(page: Page, name: str) -> Locator:
    return page.get_by_role("columnheader").filter(has_text=name)


def test_a_column_sorts_both_ways_and_back_by_the_keyboard(desktop: Reader) -> None:
    desktop.page.goto(f"{desktop.site.as_uri()}/2025/projects/index.html")
    page = desktop.page
    at_first = column(page, 1)
    button = page.get_by_role("button", name="预算数")
    spoken = page.locator("[data-order]")
    button.focus()
    page.keyboard.press("Enter")
    assert head(page, "预算数").get_attribute("aria-sort") == "descending"
    found = numbers(column(page, 3))
    assert found == sorted(found, reverse=True)
    assert spoken.inner_text() == "已按预算数从大到小排列。"
    page.keyboard.press("Space")
    assert head(page, "预算数").get_attribute("aria-sort") == "ascending"
    assert numbers(column(page, 3)) == sorted(found)
    page.keyboard.press("Enter")
    assert head(page, "预算数").get_attribute("aria-sort") is None
    assert column(page, 1) == at_first
    assert spoken.inner_text() == "已恢复原来的顺序。"
    assert not desktop.messages


def test_names_sort_as_a_chinese_dictionary_does_and_only_one_column_at_a_time(
    desktop: Reader,
) -> None:
    desktop.open("year 2024")
    page = desktop.page
    table = page.locator("#public-table")
    table.get_by_role("button", name="项目预算合计").click()
    table.get_by_role("button", name="部门").click()
    names = table.locator("tbody th")
    assert names.all_inner_texts() == ["示例县教育局", "示例县市场监督管理局"]
    said = page.locator("#public-table").locator("xpath=../..").locator("[data-order]")
    assert said.inner_text() == "已按部门升序排列。"
    assert page.locator("[aria-sort]").count() == 1
    table.get_by_role("button", name="部门").click()
    assert names.all_inner_texts() == ["示例县市场监督管理局", "示例县教育局"]


def test_a_very_long_list_shows_its_beginning_and_more_on_demand(long_page: Page) -> None:
    page = long_page
    assert len(column(page, 1)) == 100
    assert "显示了前 100 个，共 1500 个。" in page.locator(".more").inner_text()
    page.get_by_role("button", name="再显示 100 个").click()
    assert len(column(page, 1)) == 200
    focused = page.evaluate("() => document.activeElement.textContent")
    assert focused == "教育局第100号项目"
    page.get_by_role("button", name="全部显示").click()
    assert len(column(page, 1)) == COUNT
    assert not page.locator(".more").is_visible()


def test_a_filter_finds_every_word_in_any_row_and_counts_live(long_page: Page) -> None:
    page = long_page
    field, status = page.get_by_label("筛选项目"), page.locator(".filter [role=status]")
    assert status.inner_text() == "共 1500 个项目"
    field.press_sequentially("卫健局 第１２３")
    expected = [f"卫健局第{n}号项目" for n in range(1230, 1240)]
    assert column(page, 1) == expected
    assert status.inner_text() == "找到 10 个，共 1500 个项目"
    for query in ("1015.5", "1,015.50", "１０１５．５０"):
        field.fill(query)
        assert [text.split()[-1] for text in column(page, 3)] == ["1,015.50"]
    field.fill("没有这样的")
    assert column(page, 1) == []
    assert status.inner_text() == "没有找到。换一个词试试，或者清空筛选框。"
    field.fill("")
    assert len(column(page, 1)) == 100


def test_what_is_sorted_is_all_of_a_long_list_and_blanks_come_last(long_page: Page) -> None:
    page = long_page
    page.get_by_role("button", name="全部显示").click()
    for _ in range(2):
        page.get_by_role("button", name="预算数").click()
        texts = column(page, 3)
        assert texts[-15:] == ["—"] * 15
        assert "—" not in texts[:-15]


def test_without_script_a_list_is_one_whole_plain_table(browser: Browser, long_list: Path) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(long_list.as_uri())
        assert page.locator("tbody tr:visible").count() == COUNT
        assert page.locator("main :is(button, input):visible").count() == 0


def test_a_very_long_list_is_light(long_list: Path) -> None:
    assert long_list.stat().st_size < COUNT * 256


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_while_a_page_loads_or_is_scrolled(
    browser: Browser, site: Path, long_list: Path, width: int
) -> None:
    shifts = """() => new Promise(done => {
      let sum = 0;
      new PerformanceObserver(list => list.getEntries().forEach(e => { sum += e.value; }))
        .observe({type: 'layout-shift', buffered: true});
      scrollTo(0, 600);
      setTimeout(() => done(sum), 150);
    })"""
    viewport = cast("Any", {"width": width, "height": 800})
    with browser.new_context(viewport=viewport, locale="zh-CN") as context:
        page = context.new_page()
        page.add_init_script(stored(size="150", theme="dark"))
        for address in (*((site / path).as_uri() for path in PAGES.values()), long_list.as_uri()):
            page.goto(address)
            assert page.evaluate(shifts) == 0, address


def test_the_arrow_of_the_sorted_column_shows_its_direction(desktop: Reader) -> None:
    desktop.page.goto(f"{desktop.site.as_uri()}/2025/projects/index.html")
    arrow = """() => getComputedStyle(
      document.querySelector('th.number .sorter'), '::after').clipPath"""
    seen = [desktop.measure(arrow)]
    for _ in range(3):
        desktop.page.get_by_role("button", name="预算数").click()
        seen.append(desktop.measure(arrow))
    assert len(set(seen)) == 3
    assert seen[3] == seen[0]


def test_a_printed_list_names_its_columns_on_every_page(long_page: Page, tmp_path: Path) -> None:
    long_page.get_by_role("button", name="再显示 100 个").click()
    long_page.pdf(path=tmp_path / "list.pdf")
    pages = PdfReader(tmp_path / "list.pdf").pages
    assert len(pages) > 3
    for page in pages[:-1]:
        assert "预算数" in page.extract_text()
