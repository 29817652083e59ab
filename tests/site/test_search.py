"""The search in a browser: it shows what a plain scan of all texts finds, wherever it is served."""

from __future__ import annotations

import json
import random
import re
import shutil
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

import pytest

from generator import plan
from generator.outputs.search.folding import BLANKS, fold, words
from generator.outputs.search.texts import Findable, Shelf
from tests.conftest import ROOT
from tests.outputs.search_reader import Reader as Index
from tests.outputs.search_reader import Record, indexed
from tests.strategies import FRAGMENTS

from .conftest import Reader, serve
from .test_reading import AXE, OVERFLOW, axe

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

# Each takes a third of a second in a browser.
SUBSTRINGS = {"from a folder": 200, "from a strict server": 40}
FIRST_QUERY = 300 * 1024
DONE = """() => document.querySelector('#search-results').getAttribute('aria-busy') === 'false'
  && !document.querySelector('[data-reading]')
  && document.querySelector('#search-status').textContent"""
SHOWN = """() => [...document.querySelectorAll('.hit a')].map(a => a.getAttribute('href'))"""


@pytest.fixture(scope="module")
def index(county: Path) -> Index:
    files = {
        p.relative_to(county).as_posix(): p.read_bytes() for p in county.glob("search/**/*.js")
    }
    (manifest,) = (address for address in files if "manifest" in address)
    return Index(files, manifest)


@pytest.fixture(scope="module")
def served_sample(county: Path) -> Iterator[str]:
    with serve(county) as address:
        yield address


def ask(page: Page, site: str, query: str, **filters: str) -> list[str]:
    """The addresses of all that a query shows, with 显示更多 pressed to the end."""
    page.goto(f"{site}/search/index.html?{urlencode({'q': query, **filters})}")
    page.wait_for_function(DONE)
    more = page.get_by_role("button", name="显示更多")
    while more.is_visible():
        shown = page.locator(".hit").count()
        status = page.inner_text("#search-status")
        assert f"显示 {shown} 条" in status or f"至少找到 {shown} 条" in status
        more.click()
        page.wait_for_function(DONE)
    return cast("list[str]", page.evaluate(SHOWN))


def addresses(records: list[Record]) -> list[str]:
    return [record.address for record in records]


def substrings(index: Index, count: int) -> list[str]:
    """Parts of texts, of one to twelve characters; some of two parts that need not belong."""
    chance = random.Random(2025)
    lines = [line for r in index.records for line in (r.title, *r.text.split("\n")) if line]

    def part() -> str:
        line = chance.choice(lines)
        length = chance.randint(1, 12)
        start = chance.randrange(len(line))
        return line[start : start + length]

    parts = iter(lambda: part() if chance.random() < 0.9 else f"{part()} {part()}", None)
    found: list[str] = []
    while len(found) < count:
        one = next(parts)
        if words(one):
            found.append(one)
    return found


@pytest.mark.parametrize("way", SUBSTRINGS)
def test_random_parts_of_the_content_are_found_as_a_plain_scan_finds_them(
    desktop: Reader, county: Path, served_sample: str, index: Index, way: str
) -> None:
    site = county.as_uri() if way == "from a folder" else served_sample
    several = 0
    for query in substrings(index, SUBSTRINGS[way]):
        expected = addresses(index.scan(query))
        assert ask(desktop.page, site, query) == expected, query
        total = f"共找到 {len(expected)} 条" if expected else "没有找到"
        assert total in desktop.page.inner_text("#search-status"), query
        several += len(expected) > 1
    assert several > SUBSTRINGS[way] // 4
    assert not desktop.messages
    assert all(url.startswith(site) for url in desktop.requests)


def test_text_is_folded_in_the_browser_as_it_was_in_the_index(desktop: Reader) -> None:
    chance = random.Random(1)
    assigned = [
        chr(n) for n in range(1, 0x20000) if unicodedata.category(chr(n)) not in ("Cn", "Cs")
    ]
    pieces = (*FRAGMENTS, *BLANKS, "1,234", "a b", "\n", "│", "É", "e\u0301", "Σ", "İ", "，")
    mixed = ["".join(chance.choices(pieces, k=5)) for _ in range(3000)]
    desktop.page.add_script_tag(path=ROOT / "templates/scripts/fold.js")
    texts = [*assigned, *mixed]
    folded = cast(
        "list[str]", desktop.page.evaluate("texts => texts.map(gongkaiSearch.fold)", texts)
    )
    assert [t for t, f in zip(texts, folded, strict=True) if fold(t) != f] == []
    traced = "texts => texts.map(text => gongkaiSearch.trace(text.normalize('NFC')))"
    for text, trace in zip(texts, desktop.page.evaluate(traced, texts), strict=True):
        assert trace["folded"] == fold(text), text
        assert len(trace["places"]) == len(trace["folded"].encode("utf-16-le")) // 2, text
        assert trace["places"] == sorted(trace["places"]), text
    split = desktop.page.evaluate("texts => texts.map(gongkaiSearch.words)", mixed)
    assert split == [list(words(text)) for text in mixed]


def test_a_filter_leaves_the_results_of_one_year_and_department(
    desktop: Reader, county: Path, index: Index
) -> None:
    found = index.scan("满意度")
    wanted = [r for r in found if r.year == 2025 and r.address.startswith("../2025/scjg/")]
    shown = ask(desktop.page, county.as_uri(), "满意度", year="2025", department="scjg")
    assert shown == addresses(wanted)
    assert 0 < len(wanted) < len(found)
    assert desktop.page.input_value("#search-year") == "2025"
    assert desktop.page.locator(".found-shelf h2").inner_text().endswith(f"{len(wanted)} 条")


def test_results_stand_under_their_department_and_year_with_amount_and_marks(
    desktop: Reader, county: Path, index: Index
) -> None:
    ask(desktop.page, county.as_uri(), "河道清淤 １１７．２")
    (expected,) = index.scan("河道清淤 117.2")
    assert desktop.page.locator(".found-shelf h2").inner_text().startswith("示例县水务局 2025年")
    hit = desktop.page.locator(".hit")
    assert hit.locator("a").inner_text() == expected.title == "河道清淤养护"
    assert hit.locator(".amount").inner_text() == "117.20万元"
    assert set(hit.locator("mark").all_inner_texts()) == {"河道清淤", "117.2"}
    assert "河道清淤养护总成本 │ 清淤和日常养护全部支出 │ ≤117.2万元" in hit.inner_text()


def test_a_mark_shows_the_words_as_they_were_typed(desktop: Reader) -> None:
    for part in ("fold", "search-find", "search-show"):
        desktop.page.add_script_tag(path=ROOT / f"templates/scripts/{part}.js")
    show = """([text, words]) => {
      const record = {shelf: {year: 2025, id: 'a', department: '某局'}, title: '题',
                      address: '#', amount: '', text, folded: gongkaiSearch.fold(text)};
      const place = document.createElement('div');
      gongkaiSearch.show(place, [record], words);
      return [...place.querySelectorAll('mark')].map(m => m.textContent);
    }"""

    def marks(text: str, query: str) -> object:
        return desktop.page.evaluate(show, [text, list(words(query))])

    assert marks("共１，８１６．４万元", "1816.4") == ["１，８１６．４"]
    assert marks("农 村 饮\u3000水", "村饮水") == ["村 饮\u3000水"]
    assert marks("𠮷野家的𠮷", "𠮷") == ["𠮷", "𠮷"]
    assert marks(f"{'前' * 300}农村{'后' * 300}", "农村") == ["农村"]
    assert marks("甲乙丙", "甲乙 乙丙") == ["甲乙丙"]
    assert marks("甲\n乙\n丙", "丙 甲") == ["甲", "丙"]
    assert marks("甲 │ 乙", "甲│乙") == ["甲", "乙"]


def test_a_query_is_asked_and_its_first_result_opened_by_keys_alone(
    desktop: Reader, county: Path
) -> None:
    page = desktop.page
    page.goto(f"{county.as_uri()}/2025/scjg/001/index.html")
    focused = "() => document.activeElement.id || document.activeElement.className"
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate(focused) == "site-search":
            break
    assert page.evaluate(focused) == "site-search"
    page.keyboard.type("供水")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/index.html?q=*")
    page.wait_for_function(DONE)
    assert page.get_by_role("status").inner_text().startswith("共找到")
    assert page.input_value("#search-words") == "供水"
    assert page.title().startswith("供水 - 搜索")
    first = page.locator(".hit a").first
    address = cast("str", first.get_attribute("href"))
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.matches('.hit a')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{address.removeprefix('../')}")
    assert "供水" in page.inner_text("main")


def test_asking_anew_answers_in_the_page_and_going_back_gives_the_former_answer(
    desktop: Reader, county: Path, served_sample: str, index: Index
) -> None:
    page = desktop.page
    for site in (county.as_uri(), served_sample):
        first = ask(page, site, "供水", year="2025")
        page.evaluate("() => { window.stays = true; }")
        page.fill("#search-words", "河道清淤 117")
        page.select_option("#search-year", "")
        page.keyboard.press("Enter")
        page.wait_for_function(DONE)
        assert page.evaluate(SHOWN) == addresses(index.scan("河道清淤 117"))
        assert page.title().startswith("河道清淤 117 - 搜索 - ")
        page.get_by_role("link", name="跳到正文").focus()
        page.keyboard.press("Enter")
        assert page.url.endswith("#main")
        assert page.evaluate(SHOWN) == addresses(index.scan("河道清淤 117"))
        page.go_back()
        page.go_back()
        page.wait_for_function(DONE)
        assert page.evaluate(SHOWN) == first
        assert (page.input_value("#search-words"), page.input_value("#search-year")) == (
            "供水", "2025",
        )  # fmt: skip
        assert page.title().startswith("供水 - 搜索 - ")
        assert page.evaluate("() => window.stays")


def test_an_answer_that_a_later_query_overtakes_is_not_shown(
    desktop: Reader, served_sample: str, index: Index
) -> None:
    page = desktop.page
    held: list[Route] = []
    is_held = True

    def hold(route: Route) -> None:
        if is_held:
            held.append(route)
        else:
            route.continue_()

    page.goto(f"{served_sample}/search/index.html")
    page.wait_for_load_state("networkidle")
    page.route("**/search/*/*/*.js", hold)
    for query in ("河道清淤养护", "供水"):
        page.fill("#search-words", query)
        with page.expect_request("**/search/*/*/*.js"):
            page.keyboard.press("Enter")
    is_held = False
    while held:
        held.pop().continue_()
    page.wait_for_function(DONE)
    page.wait_for_load_state("networkidle")
    shown = cast("list[str]", page.evaluate(SHOWN))
    assert shown
    assert shown == addresses(index.scan("供水"))[: len(shown)]


def test_more_results_are_shown_by_a_key_which_leads_to_the_first_of_them(
    desktop: Reader, county: Path
) -> None:
    page = desktop.page
    page.goto(f"{county.as_uri()}/search/index.html?q=的")
    page.wait_for_function(DONE)
    before = page.locator(".hit").count()
    page.get_by_role("button", name="显示更多").focus()
    page.keyboard.press("Enter")
    page.wait_for_function(f"() => document.querySelectorAll('.hit').length > {before}")
    page.wait_for_function(DONE)
    place = "() => [...document.querySelectorAll('.hit a')].indexOf(document.activeElement)"
    assert page.evaluate(place) == before


def test_a_long_word_of_which_not_all_was_read_has_no_false_number(
    desktop: Reader, county: Path, tmp_path: Path
) -> None:
    """Its pairs stand in all the texts, the word itself in three of the first and in the last."""
    filling = "水利 利部。" + "岸" * 2000
    texts = ["水利部" + filling if n in (0, 1, 2, 199) else filling for n in range(200)]
    found = tuple(Findable(f"第{n}", "2025/a/index.html", "", text) for n, text in enumerate(texts))
    site = with_index(county, tmp_path, Shelf(2025, "a", "某局", found))
    page = desktop.page
    page.goto(f"{site.as_uri()}/search/index.html?q=水利部")
    page.wait_for_function(DONE)
    status = page.inner_text("#search-status")
    assert status.startswith("至少找到 3 条，还有 1")
    assert page.locator(".count").inner_text() == "至少 3 条"
    assert len(ask(page, site.as_uri(), "水利部")) == 4
    assert page.inner_text("#search-status") == "共找到 4 条。"
    assert page.locator(".count").inner_text() == "4 条"


@pytest.mark.parametrize("way", ["from a folder", "from a strict server"])
def test_a_small_rest_is_looked_through_unasked_until_the_number_is_exact(
    desktop: Reader, county: Path, tmp_path: Path, way: str
) -> None:
    """Its pairs stand in far more texts than the first step of an answer reads."""
    filling = "水利 利部。" + "岸" * 800
    texts = ["水利部" + filling if n in (0, 29) else filling for n in range(30)]
    found = tuple(Findable(f"第{n}", "2025/a/index.html", "", text) for n, text in enumerate(texts))
    site = with_index(county, tmp_path, Shelf(2025, "a", "某局", found))
    with serve(site) as served:
        address = site.as_uri() if way == "from a folder" else served
        desktop.page.goto(f"{address}/search/index.html?q=水利部")
        desktop.page.wait_for_function(DONE)
        assert desktop.page.inner_text("#search-status") == "共找到 2 条。"
        assert desktop.page.locator(".hit").count() == 2
        assert not desktop.page.get_by_role("button", name="显示更多").is_visible()


def with_index(county: Path, folder: Path, *shelves: Shelf) -> Path:
    """The county's search page in a folder of its own, with another index."""
    index, files = indexed(shelves)
    shutil.copytree(county / "assets", folder / "assets")
    for address, data in files.items():
        (folder / address).parent.mkdir(parents=True, exist_ok=True)
        (folder / address).write_bytes(data)
    page = (county / plan.SEARCH).read_text("utf-8")
    manifest = plan.link(plan.SEARCH, index.manifest)
    page = re.sub('data-manifest="[^"]+"', f'data-manifest="{manifest}"', page)
    (folder / plan.SEARCH).write_text(page, "utf-8")
    return folder


def test_a_rest_that_does_not_come_leaves_what_was_found_and_can_be_asked_for(
    desktop: Reader, county: Path, tmp_path: Path
) -> None:
    filling = "水利 利部。" + "岸" * 800
    texts = ["水利部" + filling if n in (0, 29) else filling for n in range(30)]
    found = tuple(Findable(f"第{n}", "2025/a/index.html", "", text) for n, text in enumerate(texts))
    site = with_index(county, tmp_path, Shelf(2025, "a", "某局", found))
    page = desktop.page
    page.route("**/search/*/*/9.*.js", lambda route: route.abort())
    page.goto(f"{site.as_uri()}/search/index.html?q=水利部")
    page.wait_for_function(DONE)
    assert page.inner_text("#search-status").startswith("至少找到 1 条，还有")
    assert not page.get_by_role("alert").is_visible()
    page.unroute("**/search/*/*/9.*.js")
    page.get_by_role("button", name="显示更多").click()
    page.wait_for_function(DONE)
    assert page.inner_text("#search-status") == "共找到 2 条。"


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("query", ["供水", "水质监测", "查无此词"])
def test_nothing_moves_while_an_answer_arrives(
    desktop: Reader, served_sample: str, width: int, query: str
) -> None:
    page = desktop.page
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{served_sample}/search/index.html?q={query}")
    page.wait_for_function(DONE)
    shifts = """() => new Promise(done => {
      let sum = 0;
      new PerformanceObserver(list => list.getEntries().forEach(e => { sum += e.value; }))
        .observe({type: 'layout-shift', buffered: true});
      setTimeout(() => done(sum), 150);
    })"""
    assert page.evaluate(shifts) == 0


def test_a_departments_self_evaluation_is_found_under_the_department(
    desktop: Reader, county: Path, index: Index
) -> None:
    shown = ask(desktop.page, county.as_uri(), "满意度", year="2024", department="scjg")
    found = [r.address for r in index.scan("满意度") if r.year == 2024]
    own = [a for a in found if a.startswith(("../2024/scjg/", "../2024/scjg-zp/"))]
    assert shown == own
    assert any("scjg-zp" in address for address in own)
    names = desktop.page.locator("#search-department option").all_inner_texts()
    assert not [name for name in names if "绩效自评" in name]


def test_a_number_is_shown_with_the_label_of_its_form_in_which_nothing_is_found(
    desktop: Reader, county: Path
) -> None:
    ask(desktop.page, county.as_uri(), "43.70", year="2025")
    excerpts = desktop.page.locator(".excerpt").all_inner_texts()
    assert excerpts
    assert not [text for text in excerpts if re.fullmatch(r"[\d.,%]+", text)]
    assert "预算数（万元）：43.70" in excerpts
    assert ask(desktop.page, county.as_uri(), "预算数（万元）") == []


def test_a_first_query_moves_less_than_its_budget(desktop: Reader, served_sample: str) -> None:
    sizes: list[int] = []
    desktop.page.on("response", lambda response: sizes.append(len(response.body())))
    for query in ("的", "满意度指标", "示例县水务局 供水 维修 2025年"):
        sizes.clear()
        desktop.page.goto(f"{served_sample}/search/index.html?q={query}")
        desktop.page.wait_for_function(DONE)
        assert len(sizes) > 4
        assert sum(sizes) <= FIRST_QUERY, query


def test_a_file_that_does_not_come_is_told_and_asked_for_again(
    desktop: Reader, served_sample: str, index: Index
) -> None:
    page = desktop.page

    def refuse(route: Route) -> None:
        route.abort()

    page.route("**/search/*/*/*.js", refuse)
    page.goto(f"{served_sample}/search/index.html?q=河道清淤养护")
    alert = page.get_by_role("alert")
    alert.get_by_role("button", name="再试一次").wait_for()
    assert "没有读到" in alert.inner_text()
    assert page.locator(".hit").count() == 0
    page.unroute("**/search/*/*/*.js", refuse)
    alert.get_by_role("button", name="再试一次").click()
    page.locator(".hit").first.wait_for()
    assert page.evaluate(SHOWN) == addresses(index.scan("河道清淤养护"))
    assert not alert.is_visible()


def test_nothing_found_and_nothing_asked_are_said(desktop: Reader, county: Path) -> None:
    assert ask(desktop.page, county.as_uri(), "查无此词") == []
    assert desktop.page.inner_text("#search-status") == "没有找到。"
    assert desktop.page.locator("#search-hint").is_visible()
    desktop.page.goto(f"{county.as_uri()}/search/index.html?q=%20")
    assert desktop.page.locator("#search-status").inner_text() == ""
    assert not desktop.page.locator("#search-hint").is_visible()


def test_without_script_the_page_leads_to_the_years(browser: Browser, county: Path) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{county.as_uri()}/search/index.html?q=供水")
        page.get_by_role("link", name="2025年各部门").click()
        assert page.url == f"{county.as_uri()}/2025/index.html"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_in_results(
    browser: Browser, county: Path, width: int, scheme: str
) -> None:
    size = {"width": width, "height": 800}
    with browser.new_context(
        viewport=cast("Any", size), color_scheme=cast("Any", scheme)
    ) as context:
        page = context.new_page()
        page.goto(f"{county.as_uri()}/search/index.html?q=供水")
        page.wait_for_function(DONE)
        page.evaluate(axe.AXE_SCRIPT)
        found = page.evaluate(AXE)
        assert page.evaluate(OVERFLOW) == 0
    assert not found, json.dumps(found, ensure_ascii=False, indent=1)


def test_fields_buttons_and_results_are_large_enough_for_a_finger(
    phone: Reader, county: Path
) -> None:
    small = """() => [...document.querySelectorAll('input, select, button, .hit a')]
      .map(e => [e.outerHTML.slice(0, 60), e.getBoundingClientRect()])
      .filter(([, box]) => box.height && (box.height < 43.9 || box.width < 43.9))
      .map(([text, box]) => `${text} ${box.width}×${box.height}`)"""
    ask(phone.page, county.as_uri(), "供水")
    assert phone.measure(small) == []
    phone.open("home")
    assert phone.measure(small) == []
