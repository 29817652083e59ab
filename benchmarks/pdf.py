"""How fast PDFs are made, beside plain WeasyPrint and Typst.

    python benchmarks/pdf.py [--projects 34] [--departments 8] [--table FILE]

Makes the same print pages (a) with plain WeasyPrint: automatic table layout, no tags, one
process; (b) as `gongkai build` does: tagged, checked, several workers; (c) with Typst
(scripts/bench.sh installs it), the text and the tables plainly set, for the distance to the
limit. First one disclosure with so many projects, then a batch of departments with ten each,
all of the texts that benchmarks/county.py takes. Every figure is of this one run, in processor
time without the start of Python; ratios are against (a).
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import costs, tables  # noqa: E402
from benchmarks.county import real_folder, write_county  # noqa: E402
from benchmarks.installed import FAILED, NOT_INSTALLED, version  # noqa: E402
from benchmarks.print_pages import print_pages  # noqa: E402

PROJECTS: Final = 34
DEPARTMENTS: Final = 8
PROJECTS_EACH: Final = 10
WORKERS: Final = 2
PRINTING: Final = ROOT / "benchmarks/printing.py"
HEAD: Final = ("文本", "怎么做", "处理器秒", "与原样 WeasyPrint 比", "内存")
Row = tuple[str, str, str, str, str]


def write_pages(departments: int, projects: int, folder: Path) -> int:
    """Write the print pages of so many departments; gives the number of their tables."""
    content, pages = folder / "content", folder / "pages"
    write_county(content, departments, projects, real_folder())
    pages.mkdir()
    count = 0
    for key, html in print_pages(content):
        (pages / f"{key.replace('/', '-')}.html").write_bytes(html)
        count += html.count(b"<table")
    return count


def measured(way: str, folder: Path, workers: int = 1) -> tuple[float, int]:
    """Processor seconds and memory in MB of one way, in a process of its own."""
    command = [sys.executable, str(PRINTING), way, str(folder / "pages"), str(workers)]
    seconds, memory = json.loads(costs.run(command, folder).said.splitlines()[-1])
    return seconds, memory


def compare(departments: int, projects: int, folder: Path) -> Iterator[Row]:
    """A row for every way."""
    count = write_pages(departments, projects, folder)
    text = f"{departments} 份，{count} 张表"
    print(text, flush=True)
    base, memory = measured("plain", folder)

    def row(name: str, seconds: float, memory: int) -> Row:
        print(f"  {name}：{seconds:.2f} 秒，快 {base / seconds:.1f} 倍，{memory} MB", flush=True)
        return text, name, f"{seconds:.2f}", f"{base / seconds:.1f} 倍", f"{memory} MB"

    yield row("原样 WeasyPrint（无标签）", base, memory)
    yield row("gongkai（带标签），一个进程", *measured("ours", folder))
    if departments > 1:
        name = f"gongkai（带标签），{WORKERS} 个进程，按最忙的"
        yield row(name, *measured("ours", folder, WORKERS))
    typst = version("typst")
    if typst is None:
        yield text, "Typst", NOT_INSTALLED, "", ""
        return
    try:
        yield row(f"Typst {typst}（简单排，带标签）", *measured("typst", folder))
    except RuntimeError as fault:
        print(f"  {fault}", flush=True)
        yield text, f"Typst {typst}", FAILED, "", ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--projects", type=int, default=PROJECTS, help="第一份有几个项目")
    parser.add_argument("--departments", type=int, default=DEPARTMENTS, help="一批有几个部门")
    tables.add_table_option(parser)
    given = parser.parse_args()
    rows: list[Row] = []
    for departments, projects in ((1, given.projects), (given.departments, PROJECTS_EACH)):
        with tempfile.TemporaryDirectory() as folder:
            rows += compare(departments, projects, Path(folder))
    tables.tell(tables.table(HEAD, rows), given.table)


if __name__ == "__main__":
    main()
