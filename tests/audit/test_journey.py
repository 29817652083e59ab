"""From the home page to a project's PDF, by keys alone."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.request import urlopen

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

FOCUSED = "selector => document.activeElement.matches(selector)"
DONE = "() => document.querySelector('#search-results')?.getAttribute('aria-busy') === 'false'"


def test_a_project_is_searched_for_and_its_pdf_fetched_by_keys_alone(
    browser: Browser, served: str, site: Path
) -> None:
    with browser.new_context(locale="zh-CN") as context:
        page = context.new_page()
        page.goto(f"{served}/index.html")
        tab_to(page, "#site-search")
        page.keyboard.type("食品安全抽检")
        page.keyboard.press("Enter")
        page.wait_for_function(DONE)
        tab_to(page, ".hit a[href*='2025/scjg/001/']")
        page.keyboard.press("Enter")
        page.wait_for_url("**/2025/scjg/001/index.html*")
        tab_to(page, "a[type='application/pdf']")
        # The browser's own PDF viewer is kept out: a context closed while it starts hangs for good.
        page.route("**/*.pdf*", lambda route: route.fulfill(status=204))
        with page.expect_response("**/2025/scjg/scjg-2025.pdf*") as response:
            page.keyboard.press("Enter")
        with urlopen(response.value.url) as pdf:
            assert pdf.read() == (site / "2025/scjg/scjg-2025.pdf").read_bytes()


def tab_to(page: Page, selector: str) -> None:
    """Go from one thing to the next until the wanted one has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED, selector):
            return
    raise AssertionError(f"{selector} is not reached")
