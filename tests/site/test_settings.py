"""阅读设置: by keyboard alone, kept from page to page, in force before the first paint."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import pytest

from generator import plan
from generator.config import Site
from generator.outputs.pages import assets, render
from tests.conftest import ROOT

from .conftest import PAGES, Reader

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT_STATE = "() => ({...document.documentElement.dataset})"
PAPER = "() => getComputedStyle(document.body).backgroundColor"
TYPE_SIZE = "() => parseFloat(getComputedStyle(document.body).fontSize)"
LEADING = "() => parseFloat(getComputedStyle(document.body).lineHeight)"

# A browser's speech with one Chinese voice of the machine and one of a far-away server. It
# keeps what it was told, and has said it as soon as `finish` is called.
VOICES: Final = """
window.told = [];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, 'speechSynthesis', {value: {
  getVoices: () => [{lang: 'zh-CN', localService: false, name: 'far'},
                    {lang: 'zh-CN', localService: true, name: 'near'}],
  speak(words) { this.now = words; window.told.push([words.voice.name, words.text]); },
  cancel() { this.now = null; },
  finish() { this.now.onend(); },
  addEventListener() {},
}});
"""


def open_settings(reader: Reader, kind: str = "home") -> None:
    reader.open(kind)
    reader.page.get_by_role("button", name="阅读设置").click()


def choose(reader: Reader, group: str, option: str) -> None:
    reader.page.get_by_role("group", name=group).get_by_text(option, exact=True).click()


def test_every_setting_is_reached_and_changed_by_the_keyboard_alone(desktop: Reader) -> None:
    page, keys = desktop.page, desktop.page.keyboard
    desktop.open("disclosure")
    button = page.get_by_role("button", name="阅读设置")
    for _ in range(5):
        keys.press("Tab")
        if button.evaluate("b => b === document.activeElement"):
            break
    assert button.get_attribute("aria-expanded") == "false"
    keys.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    for key in ("Tab", "ArrowRight", "ArrowRight", "Tab", "ArrowLeft", "Tab", "ArrowRight"):
        keys.press(key)
    chosen = {"size": "150", "theme": "contrast", "spacing": "wide"}
    assert desktop.measure(ROOT_STATE) == chosen
    keys.press("Tab")
    keys.press("Enter")
    assert desktop.measure(ROOT_STATE) == {}
    assert page.locator("#settings [role=status]").inner_text() == "已恢复默认。"
    assert page.get_by_role("radio", name="自动").is_checked()
    keys.press("Escape")
    assert not page.locator("#settings").is_visible()
    assert button.evaluate("b => b === document.activeElement")
    assert not desktop.messages


def test_each_setting_does_what_it_says(desktop: Reader) -> None:
    open_settings(desktop)
    size, leading = (cast("float", desktop.measure(m)) for m in (TYPE_SIZE, LEADING))
    papers = []
    for theme in ("浅色", "深色", "高对比"):
        choose(desktop, "颜色", theme)
        papers.append(desktop.measure(PAPER))
    assert papers == ["rgb(255, 255, 255)", "rgb(22, 24, 27)", "rgb(0, 0, 0)"]
    choose(desktop, "行距", "加宽")
    assert cast("float", desktop.measure(LEADING)) > 1.2 * leading
    choose(desktop, "字号", "200%")
    assert desktop.measure(TYPE_SIZE) == 2 * size


def test_settings_hold_on_the_next_page_before_any_of_it_is_painted(desktop: Reader) -> None:
    open_settings(desktop)
    choose(desktop, "字号", "150%")
    choose(desktop, "颜色", "深色")
    desktop.page.add_init_script("""
      new MutationObserver((_, watch) => {
        if (document.body) {
          window.first = {...document.documentElement.dataset};
          watch.disconnect();
        }
      }).observe(document, {childList: true, subtree: true});""")
    desktop.page.locator("main").get_by_role("link", name="示例县市场监督管理局").first.click()
    desktop.page.wait_for_load_state()
    assert desktop.measure("() => window.first") == {"size": "150", "theme": "dark"}
    desktop.page.get_by_role("button", name="阅读设置").click()
    assert desktop.page.get_by_role("radio", name="深色").is_checked()
    assert not desktop.messages


def test_a_window_beside_it_follows(desktop: Reader) -> None:
    open_settings(desktop)
    other = desktop.page.context.new_page()
    other.goto(desktop.page.url)
    choose(desktop, "颜色", "高对比")
    other.wait_for_function("() => document.documentElement.dataset.theme === 'contrast'")


def test_a_browser_that_keeps_nothing_still_obeys(browser: Browser, site: Path) -> None:
    with browser.new_context(locale="zh-CN") as context:
        page = context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.add_init_script("""Object.defineProperty(window, 'localStorage',
          {get() { throw new DOMException('denied', 'SecurityError'); }})""")
        page.goto(f"{site.as_uri()}/{PAGES['home']}")
        page.get_by_role("button", name="阅读设置").click()
        page.get_by_text("200%").click()
        assert page.evaluate(ROOT_STATE) == {"size": "200"}
        assert not faults


def test_the_choice_of_the_reader_outweighs_that_of_the_system(
    browser: Browser, site: Path
) -> None:
    with browser.new_context(locale="zh-CN", color_scheme="dark") as context:
        page = context.new_page()
        page.goto(f"{site.as_uri()}/{PAGES['home']}")
        assert page.evaluate(PAPER) == "rgb(22, 24, 27)"
        page.get_by_role("button", name="阅读设置").click()
        page.get_by_text("浅色").click()
        assert page.evaluate(PAPER) == "rgb(255, 255, 255)"
        page.emulate_media(media="print")
        page.get_by_text("高对比").dispatch_event("click")
        assert page.evaluate(PAPER) == "rgb(255, 255, 255)"


def test_forced_colours_still_show_which_option_is_chosen(browser: Browser, site: Path) -> None:
    with browser.new_context(locale="zh-CN", forced_colors="active") as context:
        page = context.new_page()
        page.goto(f"{site.as_uri()}/{PAGES['projects']}")
        page.get_by_role("button", name="阅读设置").click()
        background = "e => getComputedStyle(e).backgroundColor"
        chosen, other = (
            page.locator("#settings").get_by_text(name, exact=True).evaluate(background)
            for name in ("自动", "深色")
        )
        assert chosen != other


def test_a_theme_by_folder_changes_the_light_colours_and_leaves_dark_ones_readable(
    browser: Browser, tmp_path: Path
) -> None:
    (tmp_path / "templates/styles/site").mkdir(parents=True)
    theme = ":root { --band: #123456; --ink: #000001 }\n"
    (tmp_path / "templates/styles/site/theme.css").write_text(theme, "utf-8")
    roots = (tmp_path / "templates", ROOT / "templates")
    page_values = {"site": Site(), "year": 2025, "years": {}, "departments": [], "evaluations": []}
    page_values |= {"downloads": (), "linked_data": None}
    address = plan.year_page(2025)
    html = render(roots, "pages/year.html.j2", address, page_values)
    for path, data in ((address, html), *assets(roots)):
        (tmp_path / "site" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / path).write_bytes(data)
    header = "() => getComputedStyle(document.querySelector('.site-header')).backgroundColor"
    for scheme, ink in (("light", "rgb(0, 0, 1)"), ("dark", "rgb(235, 232, 227)")):
        with browser.new_context(color_scheme=cast("Any", scheme)) as context:
            page = context.new_page()
            page.goto((tmp_path / "site" / address).as_uri())
            assert page.evaluate("() => getComputedStyle(document.body).color") == ink
            assert (page.evaluate(header) == "rgb(18, 52, 86)") is (scheme == "light")


def test_without_script_there_is_no_button_that_does_nothing(browser: Browser, site: Path) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site.as_uri()}/{PAGES['year']}")
        assert page.locator(":is(button, input):visible").all_inner_texts() == ["", "搜索"]


def test_without_a_chinese_voice_on_the_machine_nothing_offers_to_read(desktop: Reader) -> None:
    only_far = VOICES.replace("localService: true", "localService: false")
    for voices in ("", only_far):
        desktop.page.add_init_script(voices)
        open_settings(desktop)
        assert not desktop.page.get_by_role("button", name="朗读本页").is_visible()


def test_the_page_is_read_in_order_and_a_row_of_a_table_with_its_heads(desktop: Reader) -> None:
    page = desktop.page
    page.add_init_script(VOICES)
    open_settings(desktop, "project")
    page.get_by_role("button", name="朗读本页").click()
    assert page.evaluate("() => document.activeElement.textContent") == "暂停"
    for _ in range(60):
        assert page.locator(".spoken").count() == 1
        page.evaluate("() => speechSynthesis.finish()")
        if not page.locator("#reader").is_visible():
            break
    told = cast("list[list[str]]", page.evaluate("() => told"))
    assert {voice for voice, _ in told} == {"near"}
    texts = [text for _, text in told]
    assert texts[:2] == ["食品安全抽检经费", "部门全文：示例县市场监督管理局2025年部门预算绩效文本"]
    assert "预算数，61.20万元" in texts
    assert (
        "一级指标，产出指标；二级指标，数量指标；三级指标，食品抽检批次；"
        "绩效指标描述，全年完成抽样并出具报告的批次；指标值，大于等于765批次/年；"
        "指标值确定依据，食品安全抽检年度计划"
    ) in texts
    assert page.locator(".spoken").count() == 0
    assert not desktop.messages


def test_a_chart_is_read_by_its_title_unit_and_description_and_once(desktop: Reader) -> None:
    page = desktop.page
    page.add_init_script(VOICES)
    open_settings(desktop, "disclosure")
    page.get_by_text("数据表").first.click()
    page.get_by_role("button", name="朗读本页").click()
    for _ in range(60):
        page.evaluate("() => speechSynthesis.finish()")
    texts = cast("list[str]", page.evaluate("() => told.map(([, text]) => text)"))
    charts = cast(
        "list[str]",
        page.evaluate(
            """() => [...document.querySelectorAll('.chart:has(svg)')].map(chart =>
              `${chart.querySelector('title').textContent}，单位：`
              + `${chart.querySelector('.unit').textContent}。`
              + chart.querySelector('desc').textContent.replace(/(\\d),(?=\\d{3})/g, '$1'))"""
        ),
    )
    assert len(charts) > 2
    assert [text for text in texts if "，单位：" in text] == charts
    assert not [text for text in texts if text.endswith(("万元万元", "预算万元", "类别条"))]
    descriptions = [text.partition("。")[2] for text in charts]
    assert not [text for text in texts if text in descriptions]


def test_reading_pauses_goes_back_and_stops_at_the_escape_key(desktop: Reader) -> None:
    page = desktop.page
    page.add_init_script(VOICES)
    open_settings(desktop, "disclosure")
    page.get_by_role("button", name="朗读本页").click()
    bar = page.get_by_role("region", name="正在朗读")
    for name in ("下一段", "下一段", "上一段", "暂停", "继续"):
        bar.get_by_role("button", name=name).click()
    told = cast("list[list[str]]", page.evaluate("() => told.map(([, text]) => text)"))
    assert len(told) == 5
    assert told[1] == told[3] == told[4]
    assert bar.locator(".place").inner_text().startswith("2 / ")
    page.keyboard.press("Escape")
    assert not bar.is_visible()
    assert page.evaluate("() => speechSynthesis.now") is None
    assert page.evaluate("() => document.activeElement.textContent") == "朗读本页"


def test_a_page_read_aloud_keeps_the_spoken_passage_in_sight(phone: Reader) -> None:
    phone.page.add_init_script(VOICES)
    open_settings(phone, "disclosure")
    phone.page.get_by_role("button", name="朗读本页").click()
    for _ in range(25):
        phone.page.evaluate("() => speechSynthesis.finish()")
    bar = phone.page.locator("#reader").bounding_box()
    spoken = phone.page.locator(".spoken").bounding_box()
    assert bar is not None
    assert spoken is not None
    assert bar["y"] == pytest.approx(0, abs=1)
    assert bar["height"] <= spoken["y"] <= 740


@pytest.mark.parametrize("size", ["100", "200"])
def test_the_controls_are_large_enough_for_a_finger(
    browser: Browser, site: Path, size: str
) -> None:
    viewport = cast("Any", {"width": 360, "height": 740})
    with browser.new_context(viewport=viewport, locale="zh-CN") as context:
        page = context.new_page()
        page.add_init_script(VOICES)
        page.add_init_script(
            f"localStorage.setItem('gongkai-settings', '{{\"size\": \"{size}\"}}')"
        )
        page.goto(f"{site.as_uri()}/{PAGES['project']}")
        page.get_by_role("button", name="阅读设置").click()
        page.get_by_role("button", name="朗读本页").click()
        boxes = page.evaluate("""() => [...document.querySelectorAll('button, .choices label')]
          .map(e => [e.textContent, e.getBoundingClientRect().toJSON()])""")
        assert len(boxes) == 19
        assert not [b for b in boxes if min(b[1]["width"], b[1]["height"]) < 43.9]
        assert page.evaluate("() => document.documentElement.scrollWidth") == 360
