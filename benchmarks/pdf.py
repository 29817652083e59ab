"""How fast PDFs are made, against plain WeasyPrint and, where installed, Typst.

    python benchmarks/pdf.py [--file 公开文本.docx] [--departments 8] [--workers 2]

Renders the same print pages (a) with plain WeasyPrint: automatic table layout, no
tags, one process; (b) as `gongkai build` does: tagged, checked, several workers;
(c) with Typst (pip install typst), for the distance to the limit. One document of
68 tables, or the one given, then a batch of departments. Every figure is of this
one run, in processor time without the start of Python; several workers take what the
busiest takes, which is what one waits for where each has a core. Ratios are against (a).
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import lxml.html

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from generator import build  # noqa: E402
from generator.build import Settings  # noqa: E402
from generator.cli import main as gongkai  # noqa: E402
from tests.outputs.pdf_samples import HEAD, MIDDLE, PROJECT, page_of, write_content  # noqa: E402

TEMPLATES = (ROOT / "templates",)
FONT = "Noto Serif CJK SC"
ROW = "      | {} | {} | 检测水样份数{} | 全年检测的水样，按计划分次检测 | ≥{}份 | 年度检测计划 |\n"


def text(projects: int) -> str:
    """A department with a form of two tables for each project."""
    rows = "".join(
        ROW.format("" if n else "产出指标", "" if n % 3 else f"指标类{n}", n, n + 1)
        for n in range(6)
    )
    goals = "      掌握全县集中供水工程水质状况，按时完成全部检测。\n" * 3
    goal = "      | 产出指标 | 数量指标 | 检测次数 | ≥12次 |\n"
    forms = (PROJECT.format(number=n, goals=goals, rows=rows) for n in range(projects))
    return HEAD + goal + MIDDLE + "".join(forms)


def pages(content: Path) -> list[bytes]:
    """The print page of each disclosure in a content folder."""
    prepared = build.prepare(Settings(content, content / "site", TEMPLATES), content / "site")
    return [page_of(job) for job in prepared.jobs]


def plain(html: bytes) -> bytes:
    from weasyprint import CSS, HTML

    style = TEMPLATES[0] / "styles" / "print.css"
    automatic = CSS(string="table { table-layout: auto !important } col { width: auto !important }")
    done: bytes = HTML(string=html.decode()).write_pdf(stylesheets=[CSS(style), automatic])
    return done


def ours(html: bytes) -> bytes:
    from generator.outputs.pdf import render_pdf

    return render_pdf(TEMPLATES, html, "0" * 32)


def typst(html: bytes) -> bytes:
    compiler: Any = importlib.import_module("typst")
    done: bytes = compiler.compile("\n".join(typst_lines(html)).encode("utf-8"))
    return done


def typst_lines(html: bytes) -> Iterator[str]:
    """The same text and tables, plainly set."""
    yield f'#set text(font: "{FONT}", size: 10.5pt, lang: "zh")'
    yield '#set page(paper: "a4", margin: (top: 37mm, right: 26mm, bottom: 35mm, left: 28mm))'
    body: Any = lxml.html.document_fromstring(html.decode()).body
    for element in body.iter("h1", "h2", "h3", "h4", "p", "table"):
        if element.tag == "table":
            yield f"#table(columns: {len(list(element.iter('col')))},"
            for cell in element.iter("th", "td"):
                spans = f"colspan: {cell.get('colspan', 1)}, rowspan: {cell.get('rowspan', 1)}"
                yield f"table.cell({spans})[#{quoted(cell.text_content())}],"
            yield ")"
        else:
            level = int(element.tag[1]) if element.tag[0] == "h" else 0
            words = quoted(element.text_content())
            yield f"#heading(level: {level}, {words})" if level else f"#par[#{words}]"


def quoted(words: str) -> str:
    escaped = words.strip().replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


def warm(way: Callable[[bytes], bytes]) -> None:
    """Import what a way needs, and let it find its fonts."""
    way(
        b'<!DOCTYPE html><html lang="zh-CN"><head><title>x</title></head><body>'
        b'<main id="main"><h1>\xe9\xa2\x98</h1></main></body></html>'
    )


def one_after_another(way: Callable[[bytes], bytes], pages: Sequence[bytes]) -> tuple[float, int]:
    """Seconds for all pages in this process, and its peak memory in MB."""
    warm(way)
    start = time.process_time()
    for html in pages:
        way(html)
    return time.process_time() - start, peak()


def measured(way: Callable[[bytes], bytes], pages: Sequence[bytes]) -> tuple[float, int]:
    """The same in a fresh process, which no earlier measurement has filled."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(one_after_another, way, pages).result()


def shared(pages: Sequence[bytes], workers: int) -> tuple[float, int]:
    """Seconds of the busiest of some workers forked after the imports, and the largest peak."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(_shared, pages, workers).result()


def _shared(pages: Sequence[bytes], workers: int) -> tuple[float, int]:
    import generator.outputs.pdf.source  # noqa: F401 (as in a build, before the fork)

    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork")) as pool:
        done = list(pool.map(ours_in_a_worker, pages))
    busy: Counter[int] = Counter()
    for worker, seconds, _ in done:
        busy[worker] += seconds
    return max(busy.values()), max(memory for _, _, memory in done)


def ours_in_a_worker(html: bytes) -> tuple[int, float, int]:
    start = time.process_time()
    ours(html)
    return os.getpid(), time.process_time() - start, peak()


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def report(name: str, result: tuple[float, int], base: tuple[float, int]) -> None:
    seconds, memory = result
    ratio = base[0] / seconds
    print(f"  {name:<34}{seconds:8.2f} s{ratio:8.2f} ×{memory:7d} MB", flush=True)


def compare(title: str, pages: Sequence[bytes], workers: int) -> None:
    tables = sum(html.count(b"<table") for html in pages)
    print(f"{title}: {len(pages)} document(s), {tables} tables", flush=True)
    base = measured(plain, pages)
    report("(a) plain WeasyPrint, untagged", base, base)
    report("(b) ours, tagged, one process", measured(ours, pages), base)
    if len(pages) > 1:
        report(f"(b) ours, tagged, {workers} workers", shared(pages, workers), base)
    if importlib.util.find_spec("typst"):
        report("(c) Typst, untagged", measured(typst, pages), base)
    else:
        print("  (c) Typst is not installed")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--file", type=Path, help="a Word file to import as the one document")
    parser.add_argument("--departments", type=int, default=8)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        one, batch = Path(folder) / "one", Path(folder) / "batch"
        if options.file:
            gongkai(["import", str(options.file), "--into", str(one / "2020" / "file")])
        else:
            write_content(one, "2025/one", text(34))
        for number in range(options.departments):
            write_content(batch, f"2025/d{number}", text(10))
        compare("one document", pages(one), options.workers)
        compare("a batch", pages(batch), options.workers)


if __name__ == "__main__":
    main()
