"""The search at ten thousand project pages: bytes and time of a first query, beside Pagefind.

    python benchmarks/search.py [FOLDER] [--queries N]

Builds the index of an invented county in FOLDER (a temporary one unless named), opens the
search page in Chromium with an empty cache, submits a query, and holds what is shown
against a plain scan; bytes count from the empty page on until nothing more is read without
being asked for, time from the query to its first answer. Then the same with Pagefind
over the same texts as pages; Pagefind is installed from PyPI into FOLDER (pagefind,
pagefind_bin_extended: about 100 MB).
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import io
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Final

from playwright.sync_api import Browser, sync_playwright

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from search_corpus import county, queries  # noqa: E402

from generator import plan  # noqa: E402
from generator.config import Site  # noqa: E402
from generator.outputs.pages import assets, render  # noqa: E402
from generator.outputs.search.folding import words  # noqa: E402
from generator.outputs.search.index import make_index  # noqa: E402
from generator.outputs.search.shelves import Shelved, keys_of, searched, texts  # noqa: E402
from generator.outputs.search.texts import Shelf  # noqa: E402
from tests.conftest import CHROMIUM_ARGS, CHROMIUM_NAMES  # noqa: E402

BYTES: Final = 300 * 1024
SECONDS: Final = 0.1
TRIES: Final = 3
SHOWN_BY_PAGEFIND: Final = 10
# Both submit the query to a page that stands open, and wait for the first answer on it.
ASK: Final = """query => new Promise(resolve => {
  const form = document.querySelector('#search-form');
  const results = document.querySelector('#search-results');
  form.elements.q.value = query;
  const start = performance.now();
  form.requestSubmit();
  new MutationObserver(() => {
    if (results.getAttribute('aria-busy') === 'false') resolve(performance.now() - start);
  }).observe(results, {attributes: true});
})"""
ASK_PAGEFIND: Final = """async query => {
  const start = performance.now();
  const found = await window.pagefind.search(query);
  await Promise.all(found.results.slice(0, %d).map(result => result.data()));
  window.results = found.results.length;
  return performance.now() - start;
}"""
PROJECT_PAGE: Final = """<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>{}</title>
<main data-pagefind-body>{}</main></html>"""
PAGEFIND_PAGE: Final = """<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>t</title>
<script type="module">
window.pagefind = await import('./pagefind/pagefind.js');
await window.pagefind.init();
</script></html>"""


class _Counting(http.server.SimpleHTTPRequestHandler):
    """Serves files over connections that stay open, and remembers what it sent."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    sent: ClassVar[list[bytes]] = []

    def copyfile(self, source: Any, outputfile: Any) -> None:
        data = source.read()
        self.sent.append(data)
        outputfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    handler = functools.partial(_Counting, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@dataclass(frozen=True)
class Asked:
    """One query: bytes moved from an empty page on, the same gzipped; seconds from the query
    to the first answer."""

    query: str
    size: int
    zipped: int
    seconds: float


def ask(
    browser: Browser, address: str, script: str, query: str, look: Callable[[Any], None]
) -> Asked:
    """Ask with an empty cache, several times; `look` is given the page once it has answered.

    The fastest counts: the others tell of what else the machine had to do.
    """
    seconds = []
    for _ in range(TRIES):
        with browser.new_context() as context:
            page = context.new_page()
            _Counting.sent.clear()
            page.goto(address)
            page.wait_for_load_state("networkidle")
            seconds.append(page.evaluate(script, query) / 1000)
            page.wait_for_function("() => !document.querySelector('[data-reading]')")
            sent = [*_Counting.sent]
            look(page)
    zipped = (min(len(data), len(gzip.compress(data))) for data in sent)
    return Asked(query, sum(map(len, sent)), sum(zipped), min(seconds))


def build_ours(shelves: list[Shelf], folder: Path) -> float:
    """Write index, search page and style; gives the index's seconds of the processor."""
    start = time.process_time()
    shelved, files = [], []
    for shelf in shelves:
        made = [*texts(shelf)]
        own = tuple(text for text, _, _ in made)
        opened = functools.partial(io.BytesIO, keys_of(shelf))
        shelved.append(Shelved(shelf.year, shelf.id, shelf.department, own, opened))
        files += [(address, data) for _, address, data in made]
    index = make_index(shelved)
    seconds = time.process_time() - start
    roots = (ROOT / "templates",)
    values = {"site": Site(name="某县"), "years": [2025], "departments": [("a", "某局", [])]}
    page = render(roots, "pages/search.html.j2", plan.SEARCH, values | {"manifest": index.manifest})
    for address, data in ((plan.SEARCH, page), *files, *index.files, *assets(roots)):
        (folder / address).parent.mkdir(parents=True, exist_ok=True)
        (folder / address).write_bytes(data)
    return seconds


def build_pagefind(shelves: list[Shelf], folder: Path, tools: Path) -> float:
    """Write every text as a page and let Pagefind index them; gives its processor seconds."""
    if not (tools / "pagefind").is_dir():
        wanted = ("pagefind", "pagefind_bin_extended")
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(tools)]
        subprocess.run([*command, *wanted], check=True)
    for shelf in shelves:
        for one in shelf.findables:
            place = folder / one.address
            place.parent.mkdir(parents=True, exist_ok=True)
            lines = (f"{shelf.department}", f"{shelf.year}年", one.amount, *one.text.split("\n"))
            body = f"<h1>{one.title}</h1>" + "".join(f"<p>{line}</p>" for line in lines)
            place.write_text(PROJECT_PAGE.format(one.title, body), "utf-8")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "pagefind", "--site", str(folder), "--quiet"],
        check=True, env={"PYTHONPATH": str(tools), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    (folder / "find.html").write_text(PAGEFIND_PAGE, "utf-8")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def size_of(folder: Path) -> tuple[int, int, int]:
    """Files, bytes, and bytes gzipped."""
    contents = [p.read_bytes() for p in folder.rglob("*") if p.is_file()]
    zipped = (min(len(data), len(gzip.compress(data))) for data in contents)
    return len(contents), sum(map(len, contents)), sum(zipped)


def scanner(shelves: list[Shelf]) -> Callable[[str], list[str]]:
    """A plain scan: the addresses of the texts that have all the words."""
    texts = [(one.address, searched(shelf, one)) for shelf in shelves for one in shelf.findables]

    def scan(query: str) -> list[str]:
        asked = words(query)
        return [address for address, text in texts if all(word in text for word in asked)]

    return scan


def check_ours(page: Any, expected: list[str]) -> None:
    """What is shown first is what a scan finds first, and a number told is the right one."""
    links = page.evaluate("() => [...document.querySelectorAll('.hit a')].map(a => a.pathname)")
    shown = [link.lstrip("/") for link in links]
    status = page.inner_text("#search-status")
    assert shown == expected[: len(shown)], status
    if status.startswith("共找到"):
        assert f"共找到 {len(expected)} 条" in status, (status, len(expected))
    assert bool(shown) == bool(expected), status


def report(name: str, asked: list[Asked]) -> tuple[int, float]:
    """Print the bytes and times of one search engine; gives the most bytes and the median time."""
    largest = max(asked, key=lambda a: a.size)
    seconds = [a.seconds for a in asked]
    print(f"{name}：{len(asked)} 次首次查询，字节最多的是“{largest.query}”")
    for title, unit, values in (
        ("字节", "KB", [a.size / 1024 for a in asked]),
        ("压缩后", "KB", [a.zipped / 1024 for a in asked]),
        ("时间", "毫秒", [second * 1000 for second in seconds]),
    ):
        print(
            f"  {title}：中位 {statistics.median(values):.0f} {unit}，最大 {max(values):.0f} {unit}"
        )
    return largest.size, statistics.median(seconds)


def run(folder: Path, count: int) -> bool:
    shelves = list(county())
    scan, asked_for = scanner(shelves), queries(shelves, count)
    ours, theirs = folder / "ours", folder / "pagefind-site"
    for place in (ours, theirs):
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
    pages = sum(len(shelf.findables) for shelf in shelves)
    length = sum(len(one.text) for shelf in shelves for one in shelf.findables) // pages
    print(f"{pages} 个项目页，每页约 {length} 字")
    built = {"gongkai": build_ours(shelves, ours)}
    built["Pagefind"] = build_pagefind(shelves, theirs, folder / "tools")
    sizes = {"gongkai": size_of(ours / "search"), "Pagefind": size_of(theirs / "pagefind")}
    for name, (files, size, zipped) in sizes.items():
        print(f"{name} 的索引：{files} 个文件，{size / 1e6:.1f} MB"
              f"（压缩后 {zipped / 1e6:.1f} MB），处理器用 {built[name]:.1f} 秒")  # fmt: skip
    executable = next(filter(None, map(shutil.which, CHROMIUM_NAMES)))
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=executable, args=[*CHROMIUM_ARGS])
        with serving(ours) as address:
            submit = functools.partial(ask, browser, f"{address}/{plan.SEARCH}", ASK)
            submit("指标", lambda _: None)  # the browser's own first steps
            first = [
                submit(query, lambda page, q=query: check_ours(page, scan(q)))
                for query in asked_for
            ]
        largest, median = report("gongkai", first)
        print("  结果：与逐页查找一致")
        wrong: set[str] = set()

        def compare(page: Any, query: str) -> None:
            if page.evaluate("() => window.results") != len(scan(query)):
                wrong.add(query)

        with serving(theirs) as address:
            script = ASK_PAGEFIND % SHOWN_BY_PAGEFIND
            second = [
                ask(browser, f"{address}/find.html", script, q, functools.partial(compare, query=q))
                for q in asked_for
            ]
        their_largest, their_median = report("Pagefind", second)
        print(f"  结果：{len(wrong)} 次与逐页查找的条数不同，如“{'”“'.join(sorted(wrong)[:3])}”")
        browser.close()
    print(f"与 Pagefind 之比：首次查询最大字节 {largest / their_largest:.2f}，"
          f"时间中位 {median / their_median:.2f}，"
          f"索引 {sizes['gongkai'][1] / sizes['Pagefind'][1]:.2f}，"
          f"生成时间 {built['gongkai'] / built['Pagefind']:.2f}")  # fmt: skip
    return largest <= BYTES and median <= SECONDS


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--queries", type=int, default=60)
    given = parser.parse_args()
    if given.folder:
        return 0 if run(given.folder, given.queries) else 1
    with tempfile.TemporaryDirectory() as folder:
        return 0 if run(Path(folder), given.queries) else 1


if __name__ == "__main__":
    raise SystemExit(main())
