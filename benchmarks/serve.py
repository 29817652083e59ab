"""What a save costs in `gongkai serve`: from the edit to the open page, and until all is made.

    python benchmarks/serve.py [--edits 10] [--departments 80] [--table FILE]

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
sys.path.insert(0, str(ROOT))

from benchmarks import tables  # noqa: E402
from benchmarks.browser import NO_BROWSER, launched  # noqa: E402
from benchmarks.county import TABLES, real_folder, write_county  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HEAD: Final = ("内容", "保存到网页显示（最快到最慢）", "其中处理器时间", "到其余都做好的处理器时间")
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


def row(name: str, edits: list[Edit]) -> tuple[str, ...]:
    """The medians of some edits."""
    seconds = sorted(e.seconds for e in edits)
    shown, whole = median(e.shown for e in edits), median(e.whole for e in edits)
    told = f"{median(seconds):.2f} 秒（{seconds[0]:.2f} 到 {seconds[-1]:.2f}）"
    print(f"  {name} {told}", flush=True)
    return name, told, f"{shown:.2f} 秒", f"{whole:.2f} 秒"


def rows(departments: int, edits: int, browser: Browser, folder: Path) -> Iterator[tuple[str, ...]]:
    """A row for the sample content, and one for a county."""
    sample, county = folder / "sample", folder / "county"
    shutil.copytree(ROOT / "content", sample)
    yield row("示例", measured(sample, "2025/jyj.yaml", browser.new_page(), edits))
    write_county(county, departments, TABLES, real_folder())
    found = measured(county, "2025/d0001.yaml", browser.new_page(), edits)
    yield row(f"{departments} 个部门的县", found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--edits", type=int, default=10, help="改几次")
    parser.add_argument("--departments", type=int, default=80, help="县有几个部门")
    tables.add_table_option(parser)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        text = f"{NO_BROWSER}。\n"
        if browser is not None:
            found = rows(given.departments, given.edits, browser, Path(folder))
            text = tables.table(HEAD, found)
        tables.tell(text, given.table)


if __name__ == "__main__":
    main()
