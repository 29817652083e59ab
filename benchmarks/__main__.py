"""All benchmarks, one after another, into docs/性能.md: what `make bench` runs.

    python -m benchmarks [NAME …] [--sizes 10,80,400] [--page FILE]

Each benchmark is a process of its own, and its table takes the place of the one in the
section of the page that is marked with its name; the text around the sections stays. One
that fails leaves its section as it was, and the others run all the same; the exit code is
then 1.
"""

from __future__ import annotations

import argparse
import datetime
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .tables import replaced, sections

HERE: Final = Path(__file__).resolve().parent
PAGE: Final = HERE.parent / "docs" / "性能.md"
SIZES: Final = (10, 80, 400)
# The preview is tried on a county of this size, or on the largest where all are smaller.
PREVIEWED: Final = 80


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A benchmark: the name of its module and section, what it measures, and what it is told
    for counties of some sizes."""

    name: str
    title: str
    words: Callable[[Sequence[int]], Sequence[str]] = lambda sizes: ()


def _sizes(sizes: Sequence[int]) -> Sequence[str]:
    return "--sizes", ",".join(map(str, sizes))


def _preview(sizes: Sequence[int]) -> Sequence[str]:
    return "--edits", "5", "--departments", str(min(PREVIEWED, max(sizes)))


BENCHMARKS: Final = (
    Benchmark("build", "一个县的生成和增长，与 Hugo、Eleventy、MkDocs、Pelican 并排", _sizes),
    Benchmark("pdf", "PDF，与原样 WeasyPrint、Typst 并排"),
    Benchmark("page_fill", "PDF 的页满不满"),
    Benchmark("search", "搜索，与 Pagefind 并排", lambda sizes: ("--queries", "10")),
    Benchmark("serve", "边写边看", _preview),
    Benchmark("checks", "规则：对不对，快不快"),
    Benchmark("growth", "规则随文字的增长"),
)


def measure(benchmark: Benchmark, sizes: Sequence[int]) -> str | None:
    """The table of a benchmark, with when and how long it was measured; None where it failed."""
    load, began = os.getloadavg()[0], time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "table.md"
        script = HERE / f"{benchmark.name}.py"
        command = [sys.executable, str(script), *benchmark.words(sizes), "--table", str(place)]
        status = subprocess.run(command, cwd=HERE.parent, check=False).returncode
        table = place.read_text("utf-8") if place.is_file() else ""
    took = time.monotonic() - began
    if not table:
        print(f"==> {benchmark.name} 没有测成（{status}），表没有改。", flush=True)
        return None
    if status != 0:
        print(f"==> 注意：{benchmark.name} 没有达到它自己的限度。", flush=True)
    print(f"==> {benchmark.name} 用了 {took:.0f} 秒。", flush=True)
    measured = f"{datetime.date.today()}，{os.cpu_count()} 个核，开始时平均负载 {load:.1f}"
    return f"{table}\n{measured}，测了 {took:.0f} 秒。"


def sizes(words: str) -> tuple[int, ...]:
    """Numbers of departments, as typed."""
    return tuple(int(word) for word in words.split(","))


def main() -> int:
    names = [b.name for b in BENCHMARKS]
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="测量快慢和内存")
    parser.add_argument("names", nargs="*", metavar="名称", help=f"{'、'.join(names)}；不写就全部")
    parser.add_argument("--sizes", type=sizes, default=SIZES, help="县有几个部门，用逗号分开")
    parser.add_argument("--page", type=Path, default=PAGE, help="写进哪一页")
    given = parser.parse_args()
    if unknown := sorted(set(given.names) - set(names)):
        parser.error(f"没有 {'、'.join(unknown)}；有的是 {'、'.join(names)}")
    chosen = [b for b in BENCHMARKS if not given.names or b.name in given.names]
    there = sections(given.page.read_text("utf-8"))
    if missing := [b.name for b in chosen if there.count(b.name) != 1]:
        parser.error(f"{given.page.name} 里没有给 {'、'.join(missing)} 的标记，或者不止一处")
    began, failed = time.monotonic(), []
    for number, benchmark in enumerate(chosen, 1):
        print(f"==> {number}/{len(chosen)} {benchmark.name}：{benchmark.title}", flush=True)
        table = measure(benchmark, given.sizes)
        if table is None:
            failed.append(benchmark.name)
            continue
        page = given.page.read_text("utf-8")  # as it is now: it may have been edited meanwhile
        given.page.write_text(replaced(page, benchmark.name, table), "utf-8")
    minutes = (time.monotonic() - began) / 60
    print(f"==> 一共 {minutes:.1f} 分钟，写进 {given.page.name}。")
    if failed:
        print(f"==> 没有测成：{'、'.join(failed)}。")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
