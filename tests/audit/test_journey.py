"""From the home page to a project's PDF, by keys alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FOCUSED = "selector => document.activeElement.matches(selector)"
DONE = "() => document.querySelector('#search-results')?.getAttribute('aria-busy') === 'false'"


def test_a_project_is_searched_for_and_its_pdf_asked_for_by_keys_alone(
    browser: Browser, served: str
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
        with page.expect_request("**/2025/scjg/scjg-2025.pdf*"):
            page.keyboard.press("Enter")


def tab_to(page: Page, selector: str) -> None:
    """Go from one thing to the next until the wanted one has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED, selector):
            return
    raise AssertionError(f"{selector} is not reached")
