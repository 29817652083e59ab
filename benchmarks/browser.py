"""A browser for the benchmarks that look at pages: Chromium, driven by Playwright."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NO_BROWSER: Final = "没有 Chromium 和 Playwright，没有测"
_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_OPTIONS: Final = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@contextmanager
def launched() -> Iterator[Browser | None]:
    """A headless browser; None where it or its driver is not installed."""
    executable = next(filter(None, map(shutil.which, _NAMES)), None)
    if executable is None or importlib.util.find_spec("playwright") is None:
        print(NO_BROWSER, flush=True)
        yield None
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=executable, args=[*_OPTIONS])
        yield browser
        browser.close()
