"""What the whole suite shares: the real disclosures, a browser, and how hypothesis runs."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = ROOT / "templates"
ON_CI = os.environ.get("CI", "").lower() in {"1", "true"}

Once = Callable[[str, Callable[[Path], object]], Path]

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("dev", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if ON_CI else "dev"))


def lacks(part: str) -> NoReturn:
    """Skip for want of a system part; on CI, which installs them all, fail instead."""
    if ON_CI:
        pytest.fail(f"{part} is missing", pytrace=False)
    pytest.skip(f"{part} is missing: `make test` installs it where it can")


def lacks_file(path: Path, variable: str) -> NoReturn:
    """Skip for want of a real file; on CI, where they stand beside the repository, fail."""
    if ON_CI:
        pytest.fail(f"{path} is missing", pytrace=False)
    pytest.skip(f"{path} is missing: set {variable} to the folder of such files")


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """A folder by its name that all processes of a run share, made by the first that asks."""
    own = tmp_path_factory.getbasetemp()
    base = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "shared"
    base.mkdir(exist_ok=True)

    def shared(name: str, make: Callable[[Path], object]) -> Path:
        folder, unfinished = base / name, base / f"{name}.unfinished"
        with (base / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not folder.exists():
                shutil.rmtree(unfinished, ignore_errors=True)
                unfinished.mkdir()
                make(unfinished)
                unfinished.rename(folder)
        return folder

    return shared


@pytest.fixture(scope="session")
def county(once: Once) -> Path:
    """The sample county's site without PDFs, built by two workers; only to be read."""

    def make(folder: Path) -> None:
        from generator.build import Settings, build

        settings = Settings(ROOT / "content", folder / "site", (TEMPLATES,), 2, with_pdf=False)
        assert build(settings, lambda *_: None).published is not None

    return once("sample", make) / "site"


@pytest.fixture(scope="session")
def real() -> Path:
    """The folder of real disclosures: $GONGKAI_REAL, else shared/real beside the repository."""
    folder = Path(os.environ.get("GONGKAI_REAL") or ROOT.parent / "shared" / "real")
    return folder if folder.is_dir() else lacks_file(folder, "GONGKAI_REAL")


@pytest.fixture(scope="session")
def real_file(real: Path) -> Callable[[str], Path]:
    """One real file by its name; the test is skipped where it is not there."""

    def find(name: str) -> Path:
        path = real / name
        return path if path.is_file() else lacks_file(path, "GONGKAI_REAL")

    return find


@pytest.fixture(scope="session")
def field_case() -> Callable[[str], Path]:
    """A field case by its path: $GONGKAI_FIELD, else shared/field beside the repository."""
    folder = Path(os.environ.get("GONGKAI_FIELD") or ROOT.parent / "shared" / "field")

    def find(name: str) -> Path:
        path = folder / name
        return path if path.exists() else lacks_file(path, "GONGKAI_FIELD")

    return find


@pytest.fixture
def field_file(field_case: Callable[[str], Path]) -> Callable[[str], Path]:
    """The one file of a field case, by the beginning of its folder's name."""

    def find(case: str) -> Path:
        folder = field_case("README.md").parent
        found = sorted(folder.glob(f"{case}*/*.*"))
        return found[0] if found else lacks_file(folder / case, "GONGKAI_FIELD")

    return find


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The system's Chromium; none is downloaded."""
    for name in CHROMIUM_NAMES:
        if found := shutil.which(name):
            return Path(found)
    lacks("Chromium")


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    """One headless Chromium for the whole run, driven by Playwright."""
    with ExitStack() as stack:
        try:
            from playwright.sync_api import sync_playwright

            driver = stack.enter_context(sync_playwright())
        except Exception as error:  # not installed, or its driver lacks a library
            lacks(f"a working Playwright ({error})")
        browser = driver.chromium.launch(executable_path=chromium, args=[*CHROMIUM_ARGS])
        stack.callback(browser.close)
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page in a context of its own."""
    context = browser.new_context(locale="zh-CN")
    yield context.new_page()
    context.close()
