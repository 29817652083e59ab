"""What a save costs in `gongkai serve`: from the edit to the open page, and until all is made.

    python benchmarks/serve.py [--edits 10] [--departments 80]

Opens a page of the sample content, then of a county of so many departments, in a browser,
and changes the department's name in its file so many times. Told are the medians: seconds
until the open page shows the new name, processor seconds of the preview's processes by
then, and processor seconds until everything else is made too. Processor time is what is to
be compared, since other work on the machine does not change it much. Needs Chromium and
Playwright, as the tests do, and Linux.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from county import TABLES, real_folder, write_county  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
TICK: Final = os.sysconf("SC_CLK_TCK")
MINUTE: Final = 60.0


@dataclass(frozen=True, slots=True)
class Edit:
    """Seconds until the page showed it; processor seconds by then, and until all was made."""

    seconds: float
    shown: float
    whole: float


@dataclass(frozen=True, slots=True)
class Preview:
    """A running preview."""

    port: int
    process: int

    @property
    def processor(self) -> float:
        """Processor seconds of its processes until now."""
        return sum(_processor(pid) for pid in _family(self.process))

    def is_done(self, address: str, saves: int) -> bool:
        """Whether everything is made that so many saves have touched."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{address}") as answer:
            text = answer.read().decode("utf-8")
        seen = re.search(r'data-saves="(\d+)" data-done="yes"', text)
        return seen is not None and int(seen[1]) >= saves


def _family(process: int) -> Iterator[int]:
    yield process
    for thread in Path(f"/proc/{process}/task").iterdir():
        for child in (thread / "children").read_text().split():
            yield from _family(int(child))


def _processor(process: int) -> float:
    """Its own time, and that of the children that it waited for."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / TICK


@contextmanager
def serving(content: Path) -> Iterator[Preview]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "generator", "serve", "--content", str(content)]
    process = subprocess.Popen(
        [*command, "--port", str(port)], cwd=ROOT, stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert process.stdout is not None
    assert "预览已就绪" in process.stdout.readline().decode("utf-8")
    try:
        yield Preview(port, process.pid)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def measured(content: Path, source: str, page: Page, edits: int) -> list[Edit]:
    """Change the department's name in a file of the content so many times."""
    place = content / source
    address = f"{source.rpartition('.')[0]}/index.html"
    with serving(content) as preview:
        _until(lambda: preview.is_done(address, 0))
        page.goto(f"http://127.0.0.1:{preview.port}/{address}")
        page.wait_for_function("window.LiveReload?.connector.protocol >= 7")
        return [_edit(preview, place, address, page, n) for n in range(1, edits + 1)]


def _edit(preview: Preview, place: Path, address: str, page: Page, number: int) -> Edit:
    text = place.read_text("utf-8")
    name = f"示例县第{100 + number}局"
    before = preview.processor
    begun = time.monotonic()
    place.write_text(re.sub(r"(?m)^部门: .*", f"部门: {name}", text, count=1), "utf-8")
    page.wait_for_function(f"document.querySelector('h1')?.textContent.includes('{name}')")
    seconds, shown = time.monotonic() - begun, preview.processor - before
    _until(lambda: preview.is_done(address, number))
    return Edit(seconds, shown, preview.processor - before)


def _until(what: Callable[[], bool]) -> None:
    end = time.monotonic() + 20 * MINUTE
    while not what():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.1)


def told(name: str, edits: list[Edit]) -> str:
    seconds = sorted(e.seconds for e in edits)
    return (
        f"{name}: shown after {median(seconds):.2f} s (from {seconds[0]:.2f} to "
        f"{seconds[-1]:.2f}), processor {median(e.shown for e in edits):.2f} s by then, "
        f"{median(e.whole for e in edits):.2f} s until all is made"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--edits", type=int, default=10)
    parser.add_argument("--departments", type=int, default=80)
    given = parser.parse_args()
    from playwright.sync_api import sync_playwright

    chromium = next(found for name in CHROMIUM if (found := shutil.which(name)))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        sample, county = Path(folder) / "sample", Path(folder) / "county"
        shutil.copytree(ROOT / "content", sample)
        edits = measured(sample, "2025/jyj.yaml", browser.new_page(), given.edits)
        print(told("sample", edits), flush=True)
        write_county(county, given.departments, TABLES, real_folder())
        edits = measured(county, "2025/d0001.yaml", browser.new_page(), given.edits)
        print(told(f"county of {given.departments}", edits), flush=True)
        browser.close()


if __name__ == "__main__":
    main()
