"""Ways to make PDFs of print pages, each measured in a process that does nothing else.

    python benchmarks/printing.py WAY FOLDER [WORKERS]

WAY is one of `plain` (WeasyPrint as it comes, without tags), `ours` and `typst`. Prints as
JSON the processor seconds for all pages of the folder, the start of Python and imports not
counted, and the peak memory in MB; of several workers what the busiest took, which is what
one waits for where each has a core, and the largest memory of one.
"""

from __future__ import annotations

import importlib
import json
import multiprocessing
import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, Final

import lxml.html

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import installed  # noqa: E402

TEMPLATES: Final = (ROOT / "templates",)
FONT: Final = "Noto Serif CJK SC"
_EMPTY: Final = """<!DOCTYPE html><html lang="zh-CN"><head><title>x</title></head><body>
<main id="main"><h1>题</h1></main></body></html>"""


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
    done: bytes = compiler.compile("\n".join(_typst_lines(html)).encode("utf-8"))
    return done


def _typst_lines(html: bytes) -> Iterator[str]:
    """The same text and tables, plainly set."""
    yield f'#set text(font: "{FONT}", size: 10.5pt, lang: "zh")'
    yield '#set page(paper: "a4", margin: (top: 37mm, right: 26mm, bottom: 35mm, left: 28mm))'
    body: Any = lxml.html.document_fromstring(html.decode()).body
    for element in body.iter("h1", "h2", "h3", "h4", "p", "table"):
        if element.tag == "table":
            yield f"#table(columns: {len(list(element.iter('col')))},"
            for cell in element.iter("th", "td"):
                spans = f"colspan: {cell.get('colspan', 1)}, rowspan: {cell.get('rowspan', 1)}"
                yield f"table.cell({spans})[#{_quoted(cell.text_content())}],"
            yield ")"
        else:
            level = int(element.tag[1]) if element.tag[0] == "h" else 0
            words = _quoted(element.text_content())
            yield f"#heading(level: {level}, {words})" if level else f"#par[#{words}]"


def _quoted(words: str) -> str:
    escaped = words.strip().replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


WAYS: Final[dict[str, Callable[[bytes], bytes]]] = {"plain": plain, "ours": ours, "typst": typst}


def one_after_another(way: str, pages: Sequence[bytes]) -> tuple[float, int]:
    """Seconds for all pages in this process, and its peak memory in MB."""
    WAYS[way](_EMPTY.encode("utf-8"))  # imports what it needs, and finds its fonts
    start = time.process_time()
    for html in pages:
        WAYS[way](html)
    return time.process_time() - start, _peak()


def shared(way: str, pages: Sequence[bytes], workers: int) -> tuple[float, int]:
    """Seconds of the busiest of some workers forked after the imports, and the largest peak."""
    import generator.outputs.pdf.source  # noqa: F401 (as in a build, before the fork)

    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork")) as pool:
        done = list(pool.map(_in_a_worker, [way] * len(pages), pages))
    busy: Counter[int] = Counter()
    milliseconds = 1000
    for worker, seconds, _ in done:
        busy[worker] += round(seconds * milliseconds)
    return max(busy.values()) / milliseconds, max(memory for _, _, memory in done)


def _in_a_worker(way: str, html: bytes) -> tuple[int, float, int]:
    start = time.process_time()
    WAYS[way](html)
    return os.getpid(), time.process_time() - start, _peak()


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    way, folder, *rest = sys.argv[1:]
    workers = int(rest[0]) if rest else 1
    packages = installed.packages()
    if packages and way == "typst":
        sys.path.append(str(packages))  # behind gongkai's own
    pages = [file.read_bytes() for file in sorted(Path(folder).iterdir())]
    found = one_after_another(way, pages) if workers == 1 else shared(way, pages, workers)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
