"""The search at ten thousand project pages: bytes and time of a first query, beside Pagefind.

    python benchmarks/search.py [--queries 60] [--table FILE]

Builds the index of an invented county, opens the search page in Chromium with an empty cache,
submits a query, and holds what is shown against a plain scan; bytes count from the empty page
on until nothing more is read without being asked for, time from the query to its first answer.
Then the same with Pagefind over the same texts as pages (scripts/bench.sh installs it).
"""

from __future__ import annotations

import argparse
import functools
import gzip
import io
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import costs, installed, tables  # noqa: E402
from benchmarks.asking import ASK, ASK_PAGEFIND, Asked, ask, serving  # noqa: E402
from benchmarks.browser import NO_BROWSER, launched  # noqa: E402
from benchmarks.search_corpus import county, queries  # noqa: E402
from generator import plan  # noqa: E402
from generator.config import Site  # noqa: E402
from generator.outputs.pages import assets, render  # noqa: E402
from generator.outputs.search.folding import words  # noqa: E402
from generator.outputs.search.index import make_index  # noqa: E402
from generator.outputs.search.shelves import Shelved, keys_of, searched, texts  # noqa: E402
from generator.outputs.search.texts import Shelf  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BYTES: Final = 300 * 1024
SECONDS: Final = 0.1
QUERIES: Final = 60
HEAD: Final = (
    "程序", "生成索引，处理器秒", "索引（压缩后）", "文件", "首次查询的字节，中位和最大",
    "到看见结果，中位和最大", "与逐页查找不同的查询",
)  # fmt: skip
PROJECT_PAGE: Final = """<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>{}</title>
<main data-pagefind-body>{}</main></html>"""
PAGEFIND_PAGE: Final = """<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>t</title>
<script type="module">
window.pagefind = await import('./pagefind/pagefind.js');
await window.pagefind.init();
</script></html>"""
Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """A built index: its processor seconds, files, bytes, and bytes gzipped."""

    seconds: float
    files: int
    size: int
    zipped: int

    @property
    def cells(self) -> Row:
        size = f"{self.size / 1e6:.1f} MB（{self.zipped / 1e6:.1f} MB）"
        return f"{self.seconds:.1f}", size, self.files


def build_ours(shelves: list[Shelf], folder: Path) -> Index:
    """Write index, search page and style."""
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
    return Index(seconds, *size_of(folder / "search"))


def build_pagefind(shelves: list[Shelf], folder: Path, program: Path) -> Index:
    """Write every text as a page and let Pagefind index them."""
    for shelf in shelves:
        for one in shelf.findables:
            place = folder / one.address
            place.parent.mkdir(parents=True, exist_ok=True)
            lines = (f"{shelf.department}", f"{shelf.year}年", one.amount, *one.text.split("\n"))
            body = f"<h1>{one.title}</h1>" + "".join(f"<p>{line}</p>" for line in lines)
            place.write_text(PROJECT_PAGE.format(one.title, body), "utf-8")
    cost = costs.run([program, "--site", folder, "--quiet"], folder)
    (folder / "find.html").write_text(PAGEFIND_PAGE, "utf-8")
    return Index(cost.seconds, *size_of(folder / "pagefind"))


def pagefind(shelves: list[Shelf], folder: Path) -> Index | str:
    """Pagefind's index of the texts, or why there is none."""
    program = installed.program("pagefind_bin*/pagefind*")
    if program is None:
        print(f"Pagefind {installed.NOT_INSTALLED}", flush=True)
        return installed.NOT_INSTALLED
    try:
        return build_pagefind(shelves, folder, program)
    except RuntimeError as fault:
        print(fault, flush=True)
        return installed.FAILED


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


def spread(values: Sequence[float], unit: str) -> str:
    return f"{statistics.median(values):.0f} 和 {max(values):.0f} {unit}"


def answers(asked: Sequence[Asked], wrong: int) -> Row:
    """What the first queries cost."""
    size = spread([a.size / 1024 for a in asked], "KB")
    return size, spread([a.seconds * 1000 for a in asked], "毫秒"), f"{wrong}/{len(asked)}"


def ask_ours(
    browser: Browser, folder: Path, asked_for: Sequence[str], scan: Callable[[str], list[str]]
) -> list[Asked]:
    """Ask our search; every answer has to be what a scan finds."""
    with serving(folder) as address:
        submit = functools.partial(ask, browser, f"{address}/{plan.SEARCH}", ASK)
        submit("指标", lambda _: None)  # the browser's own first steps
        asked = []
        for query in asked_for:
            asked.append(submit(query, functools.partial(check_ours, expected=scan(query))))
        return asked


def ask_pagefind(
    browser: Browser, folder: Path, asked_for: Sequence[str], scan: Callable[[str], list[str]]
) -> tuple[list[Asked], int]:
    """Ask Pagefind; how often it finds another number of pages than a scan."""
    wrong: set[str] = set()

    def compare(page: Any, query: str) -> None:
        if page.evaluate("() => window.results") != len(scan(query)):
            wrong.add(query)

    with serving(folder) as address:
        submit = functools.partial(ask, browser, f"{address}/find.html", ASK_PAGEFIND)
        asked = [submit(query, functools.partial(compare, query=query)) for query in asked_for]
    print(f"  {len(wrong)} 次与逐页查找的条数不同，如“{'”“'.join(sorted(wrong)[:3])}”", flush=True)
    return asked, sum(query in wrong for query in asked_for)


def measured(folder: Path, count: int) -> tuple[list[Row], bool]:
    """A row for each; whether ours keeps within its bytes and its time."""
    shelves = list(county())
    scan, asked_for = scanner(shelves), queries(shelves, count)
    places = {name: folder / name for name in ("ours", "pagefind")}
    for place in places.values():
        place.mkdir()
    pages = sum(len(shelf.findables) for shelf in shelves)
    length = sum(len(one.text) for shelf in shelves for one in shelf.findables) // pages
    print(f"{pages} 个项目页，每页约 {length} 字：做索引", flush=True)
    ours = build_ours(shelves, places["ours"])
    theirs = pagefind(shelves, places["pagefind"])
    our_answers: Row = (NO_BROWSER, "", "")
    their_answers, is_good = our_answers, True
    with launched() as browser:
        if browser is not None:
            print(f"查询 {len(asked_for)} 次", flush=True)
            first = ask_ours(browser, places["ours"], asked_for, scan)
            is_quick = statistics.median(a.seconds for a in first) <= SECONDS
            is_good = is_quick and max(a.size for a in first) <= BYTES
            our_answers = answers(first, 0)
            if isinstance(theirs, Index):
                their_answers = answers(*ask_pagefind(browser, places["pagefind"], asked_for, scan))
    rows: list[Row] = [("gongkai", *ours.cells, *our_answers)]
    name = f"Pagefind {installed.version('pagefind') or ''}".strip()
    if isinstance(theirs, Index):
        rows.append((name, *theirs.cells, *their_answers))
    else:
        rows.append((name, theirs, *[""] * 5))
    return rows, is_good


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--queries", type=int, default=QUERIES, help="查询几次")
    tables.add_table_option(parser)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows, is_good = measured(Path(folder), given.queries)
    tables.tell(tables.table(HEAD, rows), given.table)
    return 0 if is_good else 1


if __name__ == "__main__":
    raise SystemExit(main())
