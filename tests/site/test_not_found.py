"""The page that a server shows where there is none: right at any depth, asking nobody else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

from .conftest import SUB_PATH

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_its_links_hold_at_any_depth(page: Page, served: str, site: Path) -> None:
    """Shown under an address that is not there, its style loads and its links lead home."""
    text = (site / "404.html").read_text("utf-8")
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    deep = f"{served}/2025/nobody/001/index.html"
    page.route(deep, lambda route: route.fulfill(status=404, content_type="text/html", body=text))
    page.goto(deep)
    assert not failed
    bands = page.evaluate(
        "getComputedStyle(document.querySelector('.site-header')).backgroundColor"
    )
    assert bands != "rgba(0, 0, 0, 0)"
    links = page.eval_on_selector_all("main a", "all => all.map(a => a.href)")
    assert len(links) == 3
    for link in links:
        assert link.startswith(served)
        with urlopen(link) as answer:
            assert answer.status == 200


def test_opened_from_a_folder_it_asks_for_nothing_of_another_host(page: Page, site: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((site / "404.html").as_uri())
    assert all(url.startswith("file://") for url in asked)
    assert SUB_PATH in (site / "404.html").read_text("utf-8")
