"""The whole sample site, built once for every check of this folder."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from generator.build import Settings, build
from tests.conftest import ROOT, Once, lacks

PATH = "/yjsgk"
MODULES = Path(__file__).parent / "node_modules"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here looks at every page: it is left to `make audit`."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker("audit")


@pytest.fixture(scope="session")
def site(once: Once) -> Path:
    """The folder of the sample county's site."""
    return once("audit", _build) / "site"


def _build(folder: Path) -> None:
    settings = Settings(ROOT / "content", folder / "site", (ROOT / "templates",), jobs=2)
    report = build(settings, lambda *_: None)
    assert report.published is not None, [d.message for d in report.diagnostics]


@pytest.fixture(scope="session")
def pages(site: Path) -> list[Path]:
    """All but the pages that only lead to another."""
    found = sorted(p for p in site.rglob("*.html") if b'http-equiv="refresh"' not in p.read_bytes())
    assert len(found) > 100
    return found


@pytest.fixture(scope="session")
def nu_checker() -> Path:
    jar = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    return jar if jar.is_file() else lacks("the Nu HTML checker")


@pytest.fixture(scope="session")
def npm_command() -> Callable[[str], Path]:
    """Finds a command of the npm packages by its name."""

    def find(name: str) -> Path:
        command = MODULES / ".bin" / name
        return command if command.is_file() else lacks(f"{name} of tests/audit/package.json")

    return find


@pytest.fixture(scope="session")
def lighthouse(npm_command: Callable[[str], Path]) -> Path:
    return npm_command("lighthouse")


class _Quiet(SimpleHTTPRequestHandler):
    """The site below the path that its own settings name (网址)."""

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix(PATH))

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """The address of the site on a server of this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{PATH}"
        server.shutdown()
