"""What a build costs: from nothing, with nothing changed, after one edit; how that grows; and
what other generators take for the same pages.

    python benchmarks/build.py [--sizes 10,80,400] [--table FILE]

Builds counties of so many departments with 19 tables each, HTML and data, as the command
does once its modules are compiled. Processor time counts the workers too and is what is
compared, since other work on the machine changes it less than the clock; memory is the
largest that the build's own process had. Hugo, Eleventy, MkDocs and Pelican build as many
pages of the same text (scripts/bench.sh installs them).
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import tables  # noqa: E402
from benchmarks.costs import Cost, median, run  # noqa: E402
from benchmarks.county import TABLES, real_folder, write_county  # noqa: E402
from benchmarks.generators import Generator, generators, pages_of, taken  # noqa: E402
from benchmarks.installed import FAILED, NOT_INSTALLED  # noqa: E402

SIZES: Final = (10, 80, 400)
WORKERS: Final = 2
BUILD: Final = ("build", "--no-pdf", "--jobs", str(WORKERS))
CHECK: Final = ("check", "--jobs", str(WORKERS))
GROWTH: Final = (
    "部门", "表", "从头生成", "什么都没变", "改了一处", "只核对", "从头，每个部门", "主进程内存",
    "工作进程内存",
)  # fmt: skip
SIDE_BY_SIDE: Final = ("网页", "程序", "处理器（钟表）秒", "内存", "从头生成是它的几倍")
# Runs a command as `gongkai` would; the last line tells the memory of its process and of a
# worker in MB.
RUN: Final = """
import json, resource, sys
from generator.cli import main
status = main(sys.argv[1:])
own, workers = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print()
print(json.dumps([own.ru_maxrss / 1024, workers.ru_maxrss / 1024]))
sys.exit(status)
"""


@dataclass(frozen=True, slots=True)
class County:
    """What a county of some size cost, in seconds, and the memory of the build from nothing
    in MB; what other generators took for its pages, or why there is nothing."""

    departments: int
    cold: Cost
    nothing: Cost
    edit: Cost
    check: Cost
    parent: float
    worker: float
    others: tuple[tuple[Generator, Cost | str], ...]

    @property
    def tables(self) -> int:
        return self.departments * TABLES


def gongkai(folder: Path, compiled: Path, *words: str) -> Cost:
    """Run a command in a fresh process; it has to end well."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONPYCACHEPREFIX": str(compiled),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return run([sys.executable, "-c", RUN, *words], folder, environment)


def memory(cost: Cost) -> tuple[float, float]:
    """The memory of a command's own process and of a worker, in MB."""
    parent, worker = json.loads(cost.said.splitlines()[-1])
    return parent, worker


def measured(departments: int, folder: Path, compiled: Path) -> County:
    """Build a county from nothing, again, and after edits; check it; let the others build it."""
    print(f"{departments} 个部门：写出内容", flush=True)
    content = folder / "content"
    write_county(content, departments, TABLES, real_folder())
    shutil.copytree(ROOT / "templates", folder / "templates")
    if not compiled.is_dir():
        gongkai(folder, compiled, *BUILD)

    def from_nothing() -> Cost:
        shutil.rmtree(folder / "site", ignore_errors=True)
        shutil.rmtree(folder / ".site.cache", ignore_errors=True)
        return gongkai(folder, compiled, *BUILD)

    edited = next(p for p in sorted(content.glob("20*/*.yaml")))

    def after_an_edit() -> Cost:
        text = edited.read_text("utf-8")
        changed = text.replace("绩效目标: |\n      ", "绩效目标: |\n      按期", 1)
        assert changed != text, edited
        edited.write_text(changed, "utf-8")
        return gongkai(folder, compiled, *BUILD)

    cold = told("从头生成", median(from_nothing))
    gongkai(folder, compiled, *BUILD)  # reads what was written in the last two seconds once more
    nothing = told("什么都没变", median(lambda: gongkai(folder, compiled, *BUILD)))
    edit = told("改了一处", median(after_an_edit))
    check = told("只核对", median(lambda: gongkai(folder, compiled, *CHECK)))
    others = tuple((g, beside(g, folder)) for g in generators())
    return County(departments, cold, nothing, edit, check, *memory(cold), others)


def told(what: str, cost: Cost) -> Cost:
    print(f"  {what} {cost} 秒", flush=True)
    return cost


def beside(generator: Generator, folder: Path) -> Cost | str:
    """What another generator takes for the pages of the county, or why there is nothing."""
    if generator.version is None:
        print(f"  {generator.name} {NOT_INSTALLED}", flush=True)
        return NOT_INSTALLED
    try:
        cost = taken(generator, folder / generator.name, pages_of(folder / "content"))
    except RuntimeError as fault:
        print(f"  {fault}", flush=True)
        return FAILED
    return told(generator.name, cost)


def growth(found: Sequence[County]) -> Iterator[tuple[object, ...]]:
    for c in found:
        each = f"{c.cold.seconds / c.departments:.2f}"
        mb = (f"{size:.0f} MB" for size in (c.parent, c.worker))
        yield c.departments, c.tables, c.cold, c.nothing, c.edit, c.check, each, *mb


def side_by_side(found: Sequence[County]) -> Iterator[tuple[object, ...]]:
    for c in found:
        size = f"{c.parent:.0f}＋{WORKERS}×{c.worker:.0f} MB"
        yield c.tables, "gongkai 从头生成", c.cold, size, ""
        nothing = f"{c.nothing.memory:.0f} MB"
        yield c.tables, "gongkai 什么都没变", c.nothing, nothing, _ratio(c.cold, c.nothing)
        for generator, cost in c.others:
            if isinstance(cost, str):
                yield c.tables, generator.name, cost, "", ""
                continue
            name = f"{generator.name}（{generator.version}）"
            yield c.tables, name, cost, f"{cost.memory:.0f} MB", _ratio(c.cold, cost)


def _ratio(cost: Cost, other: Cost) -> str:
    return f"{cost.seconds / other.seconds:.1f}"


def report(found: Sequence[County]) -> str:
    """Both tables: seconds of the processor, those of the clock behind."""
    grown = tables.table(GROWTH, growth(found))
    beside = tables.table(SIDE_BY_SIDE, side_by_side(found))
    return f"{grown}\n同样的文字和表格，别的生成器从头做：\n\n{beside}"


def sizes(words: str) -> tuple[int, ...]:
    """Numbers of departments, as typed."""
    return tuple(int(word) for word in words.split(","))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", type=sizes, default=SIZES, help="部门数，用逗号分开")
    tables.add_table_option(parser)
    given = parser.parse_args()
    found = []
    with tempfile.TemporaryDirectory() as compiled:
        for size in given.sizes:
            with tempfile.TemporaryDirectory() as folder:
                found.append(measured(size, Path(folder), Path(compiled) / "modules"))
    tables.tell(report(found), given.table)


if __name__ == "__main__":
    main()
