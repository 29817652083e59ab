"""The pages in a browser: for every eye, hand, screen and server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from unicodedata import normalize

import pytest
from pypdf import PdfReader

from .conftest import PAGES, Reader, stored

if TYPE_CHECKING:
    from playwright.sync_api import Browser

axe = pytest.importorskip("axe_playwright_python.base")

# All of axe's rules: those for WCAG AAA contrast and the experimental ones too. Of a disclosure's
# many projects it looks at two: measuring the contrast of every cell takes it seconds.
AXE = """async () => {
  const rules = axe.getRules().filter(r => !r.tags.includes('deprecated')).map(r => r.ruleId);
  const chosen = {runOnly: {type: 'rule', values: rules}, resultTypes: ['violations']};
  const found = await axe.run({exclude: [['.project-section:nth-of-type(n+3)']]}, chosen);
  return found.violations.map(v => ({rule: v.id, nodes: v.nodes.slice(0, 3).map(
    n => n.html.slice(0, 160) + ' ' + (n.any[0] || n.all[0] || n.none[0] || {}).message)}));
}"""
# Buttons and fields, and links that make up lists and navigation, with their size.
SMALL_TARGETS = """() => [...document.querySelectorAll(
    'nav a, ul a, .site-header a, .site-footer a, .list a, .source a, .own-page a, .onward a, ' +
    'button, input:not([type=radio]), label:has(input)')]
  .map(a => [a.textContent.trim(), a.getBoundingClientRect()])
  .filter(([, box]) => box.height && (box.height < 43.9 || box.width < 43.9))
  .map(([text, box]) => `${text} ${box.width}×${box.height}`)"""
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


# Each width, size and set of colours once; `make audit` takes every page through them.
@pytest.mark.parametrize(
    ("width", "size", "theme"),
    [(360, "100", "light"), (360, "200", "contrast"), (1280, "100", "dark")],
)
def test_axe_finds_nothing_in_any_kind_of_page(
    browser: Browser, site: Path, width: int, size: str, theme: str
) -> None:
    viewport = cast("Any", {"width": width, "height": 800})
    with browser.new_context(viewport=viewport) as context:
        page = context.new_page()
        page.add_init_script(stored(theme=theme, size=size, spacing="wide"))
        found = {}
        for kind, address in PAGES.items():
            page.goto(f"{site.as_uri()}/{address}")
            page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
            page.get_by_role("button", name="阅读设置").click()
            page.evaluate(axe.AXE_SCRIPT)
            found[kind] = page.evaluate(AXE)
    violations = {kind: v for kind, v in found.items() if v}
    assert not violations, json.dumps(violations, ensure_ascii=False, indent=1)


def test_a_page_opened_from_a_folder_asks_only_for_files_beside_it(desktop: Reader) -> None:
    for kind in PAGES:
        desktop.open(kind)
    assert not desktop.messages
    assert desktop.requests
    assert all(url.startswith(desktop.site.as_uri()) for url in desktop.requests)


def test_a_strict_server_under_a_sub_path_shows_the_site_without_complaint(
    desktop: Reader, served: str
) -> None:
    desktop.page.goto(f"{served}/index.html")
    for name in ("示例县市场监督管理局", "单独查看", "2025年", "首页"):
        desktop.page.get_by_role("link", name=name).first.click()
        desktop.page.wait_for_load_state()
        assert desktop.measure("() => getComputedStyle(document.body).margin") == "0px"
    assert desktop.page.url == f"{served}/index.html"
    assert not desktop.messages
    assert all(url.startswith(served) for url in desktop.requests)


@pytest.mark.parametrize("settings", [{}, {"size": "200", "spacing": "wide"}])
@pytest.mark.parametrize("width", [1280, 360, 320])  # 320 px is 1280 px at 400 %
def test_no_page_scrolls_sideways(phone: Reader, width: int, settings: dict[str, str]) -> None:
    phone.page.set_viewport_size({"width": width, "height": 400})
    phone.page.add_init_script(stored(**settings))
    for kind in PAGES:
        phone.open(kind)
        phone.page.get_by_role("button", name="阅读设置").click()
        assert phone.measure(OVERFLOW) == 0, kind


# What lies outside the window but not in a region that scrolls, and text that its box cuts off.
LOST = """() => [...document.querySelectorAll('body *')].filter(e => {
    const box = e.getBoundingClientRect(), style = getComputedStyle(e);
    if (!box.width || e.closest('.scroll') || e.closest('.visually-hidden, .caption-of, .skip')
        || (e.matches('input[type=radio]'))) return false;
    return box.right > innerWidth + 1 || box.left < -1
      || (style.overflowX === 'hidden' && e.scrollWidth > e.clientWidth + 1);
  }).map(e => e.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("width", [1280, 320])
def test_the_largest_type_loses_nothing(phone: Reader, width: int) -> None:
    phone.page.set_viewport_size({"width": width, "height": 800})
    phone.page.add_init_script(stored(size="200", spacing="wide"))
    for kind in PAGES:
        phone.open(kind)
        assert phone.measure(LOST) == [], kind


@pytest.mark.parametrize("settings", [{}, {"size": "200"}])
def test_the_first_column_leaves_room_for_the_one_beside_it(
    phone: Reader, settings: dict[str, str]
) -> None:
    phone.page.set_viewport_size({"width": 320, "height": 800})
    phone.page.add_init_script(stored(**settings))
    shares = """() => [...document.querySelectorAll('.scroll')].map(region => {
      const firsts = [...region.querySelectorAll('.first:not([colspan]), .list tbody th')];
      return Math.max(0, ...firsts.map(cell => cell.offsetWidth)) / region.clientWidth;
    })"""
    for kind in PAGES:
        phone.open(kind)
        assert max([0, *cast("list[float]", phone.measure(shares))]) <= 0.67, kind


def test_links_in_lists_and_navigation_are_large_enough_for_a_finger(phone: Reader) -> None:
    for kind in PAGES:
        phone.open(kind, "#contents")
        assert phone.measure(SMALL_TARGETS) == [], kind


def test_on_a_phone_the_contents_unfold_without_script_and_fold_once_one_is_chosen(
    browser: Browser, site: Path
) -> None:
    size = {"width": 360, "height": 740}
    with browser.new_context(viewport=cast("Any", size), java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site.as_uri()}/{PAGES['disclosure']}")
        entry = page.get_by_role("navigation", name="目录").get_by_role("link", name="食品安全抽检")
        assert not entry.is_visible()
        page.get_by_role("link", name="展开目录").click()
        entry.click()
        assert not entry.is_visible()
        box = page.locator("#xm-001").bounding_box()
        assert box is not None
        assert 0 <= box["y"] < 100


def test_on_a_wide_screen_the_contents_stay_beside_the_text(desktop: Reader) -> None:
    desktop.open("disclosure", "#xm-004")
    box = desktop.page.get_by_role("navigation", name="目录").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 10
    assert box["x"] < 100


def test_words_for_a_screen_reader_in_a_wide_table_do_not_widen_the_page(phone: Reader) -> None:
    phone.open("department")
    width = "() => document.documentElement.scrollWidth"
    before = phone.measure(width)
    phone.measure("""() => {
      const words = document.createElement('span');
      words.className = 'visually-hidden';
      words.textContent = '全文：部门预算绩效文本';
      document.querySelector('#years-table tbody td:last-child').append(words);
    }""")
    assert phone.measure(width) == before


def test_a_wide_table_scrolls_in_its_region_and_its_first_column_stays(phone: Reader) -> None:
    phone.open("project")
    for table in ("table.fields", "table.rows"):
        head = phone.page.locator(f"{table} tbody th.first").first
        before = head.bounding_box()
        phone.measure(f"() => document.querySelector('{table}').parentNode.scrollBy(200, 0)")
        assert phone.measure(f"() => document.querySelector('{table}').parentNode.scrollLeft")
        assert head.bounding_box() == before


@pytest.mark.parametrize("kind", ["project", "evaluated project"])
def test_the_targets_of_a_wide_table_are_seen_on_a_phone_without_scrolling(
    phone: Reader, kind: str
) -> None:
    phone.open(kind)
    beyond = """() => [...document.querySelectorAll('.indicators td')]
      .filter(cell => /^[≥≤]\\d/.test(cell.textContent)).map(cell => {
        const range = document.createRange();
        range.selectNodeContents(cell);
        const region = cell.closest('.scroll').getBoundingClientRect();
        return range.getBoundingClientRect().right - region.right;
      })"""
    found = cast("list[float]", phone.measure(beyond))
    assert found
    assert max(found) <= 0


@pytest.mark.parametrize("width", [360, 700, 1280])
def test_a_table_says_that_it_scrolls_where_it_does_and_only_there(
    browser: Browser, site: Path, width: int
) -> None:
    """Without script too."""
    said = """() => [...document.querySelectorAll('.scroll')].filter(e => e.clientWidth)
      .filter(e => getComputedStyle(e.querySelector('caption'), '::after').content
        .includes('左右滑动') !== e.scrollWidth > e.clientWidth)
      .map(e => `${e.textContent.trim().slice(0, 20)} ${e.scrollWidth} ${e.clientWidth}`)"""
    viewport = cast("Any", {"width": width, "height": 800})
    with browser.new_context(viewport=viewport, java_script_enabled=False) as context:
        page = context.new_page()
        for kind, address in PAGES.items():
            page.goto(f"{site.as_uri()}/{address}")
            # The style depends on a scroll timeline, which the browser only samples with a frame.
            page.screenshot()
            assert page.evaluate(said) == [], kind


def test_long_text_in_a_form_is_read_on_a_phone_without_scrolling_sideways(phone: Reader) -> None:
    phone.open("draft project")
    ends = """() => [...document.querySelectorAll('td.text')].map(cell => {
      const range = document.createRange();
      range.selectNodeContents(cell);
      const region = cell.closest('.scroll');
      return range.getBoundingClientRect().right - region.getBoundingClientRect().right;
    })"""
    found = cast("list[float]", phone.measure(ends))
    assert found
    assert max(found) <= 0


def test_the_first_key_press_offers_to_skip_to_the_text(desktop: Reader) -> None:
    desktop.open("disclosure")
    desktop.page.keyboard.press("Tab")
    skip = desktop.page.get_by_role("link", name="跳到正文")
    box = skip.bounding_box()
    assert box is not None
    assert box["y"] >= 0
    desktop.page.keyboard.press("Enter")
    assert desktop.measure("() => document.activeElement.id") == "main"


def test_whatever_the_tab_key_reaches_shows_a_ring(desktop: Reader) -> None:
    desktop.open("project")
    outline = "() => getComputedStyle(document.activeElement).outlineStyle"
    tag = "() => document.activeElement.tagName + document.activeElement.className"
    seen = []
    for _ in range(30):
        desktop.page.keyboard.press("Tab")
        seen.append(desktop.measure(tag))
        if seen[-1] == "BODY":
            break
        assert desktop.measure(outline) == "solid", seen
    assert seen.count("DIVscroll") == 2


@pytest.mark.parametrize("kind", ["draft", "draft project"])
def test_a_draft_says_so_above_its_title_and_on_every_project(phone: Reader, kind: str) -> None:
    phone.open(kind)
    assert phone.page.locator(".draft-note").inner_text().startswith("草案")
    marks = """() => [...document.querySelectorAll('h3.project')]
      .map(h => getComputedStyle(h, '::after').content)"""
    assert set(cast("list[str]", phone.measure(marks))) <= {'"草案"'}


def test_high_contrast_and_forced_colours_lose_no_text(browser: Browser, site: Path) -> None:
    for options in ({"contrast": "more"}, {"forced_colors": "active"}):
        with browser.new_context(**cast("Any", options)) as context:
            page = context.new_page()
            page.goto(f"{site.as_uri()}/{PAGES['blank project']}")
            page.evaluate(axe.AXE_SCRIPT)
            assert page.evaluate(AXE) == [], options


def test_paper_shows_the_whole_table_and_no_navigation(desktop: Reader) -> None:
    desktop.page.emulate_media(media="print")
    desktop.page.set_viewport_size({"width": 680, "height": 1000})
    desktop.open("draft")
    assert desktop.page.locator("nav:visible").count() == 0
    assert desktop.measure(OVERFLOW) == 0
    wide = """() => [...document.querySelectorAll('.scroll')]
      .filter(region => region.scrollWidth > region.clientWidth).length"""
    assert desktop.measure(wide) == 0


def test_a_printed_heading_keeps_its_number_beside_its_words(
    desktop: Reader, tmp_path: Path
) -> None:
    """Whatever stands above it, a heading of two lines is on one sheet."""
    for filling in range(720, 840, 24):
        desktop.open("disclosure")
        desktop.measure(f"""() => {{
          const part = document.querySelectorAll('.part-section')[1];
          document.querySelector('main').replaceChildren(part);
          const above = document.createElement('p');
          above.id = 'above';
          part.before(above);
          const sheet = new CSSStyleSheet();
          sheet.replaceSync('#above {{ height: {filling}px }}');
          document.adoptedStyleSheets = [sheet];
        }}""")
        desktop.page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
        pages = PdfReader(tmp_path / "page.pdf").pages
        texts = ["".join(normalize("NFKC", page.extract_text()).split()) for page in pages]
        (sheet,) = (text for text in texts if "第二部分" in text)
        assert "第二部分预算项目绩效目标" in sheet, filling
