"""How the time of each rule, of reading and laying out, and of each expression grows with the text.

    python benchmarks/growth.py [--expressions] [--table FILE]

Two sample disclosures are made larger: each project, sub-goal and paragraph several times,
projects under names and codes of their own. What is printed is processor time at both sizes
and its growth as a power of the text's: 1 is linear, 2 the square. Evidence that rules share
counts for the first that asks for it. `--expressions` goes on with every regular expression
on the text that hurts it most (tests/expressions.py), which takes minutes.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from math import log
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import tables  # noqa: E402
from generator.checks import CHECKS, compare_one  # noqa: E402
from generator.contents import find  # noqa: E402
from generator.diagnostics import Problems  # noqa: E402
from generator.document.figures import Figures  # noqa: E402
from generator.document.layout import lay_out  # noqa: E402
from generator.document.outline import make_outline  # noqa: E402
from generator.evidence.subject import Subject  # noqa: E402
from generator.files import Folder  # noqa: E402
from generator.forms import Family, load_families  # noqa: E402
from generator.loader import load  # noqa: E402
from generator.model.disclosure import Disclosure, Project, Section  # noqa: E402
from generator.model.words import Paragraph, Picture, SectionPiece, Words  # noqa: E402
from generator.sources.prose_marks import without_marks  # noqa: E402
from generator.writing import write  # noqa: E402
from tests.expressions import SIZES, expressions, measured  # noqa: E402

SAMPLES: Final = ("2025/jyj", "2025/ggfw")
TIMES: Final = (8, 32)
HEAD: Final = ("文本", "文字多了", "读、排、全部规则", "随文字", "增长最快的一步")
# Below this a time says nothing.
MEASURABLE: Final = 0.005
Made = TypeVar("Made")


class Times(NamedTuple):
    """Characters of the content and seconds of each step, by its name."""

    characters: int
    seconds: dict[str, float]


def larger(disclosure: Disclosure, times: int) -> Disclosure:
    """The disclosure with everything in it so many times."""
    numbers = range(times)
    return replace(
        disclosure,
        projects=tuple(_named(p, n) for n in numbers for p in disclosure.projects),
        subgoals=disclosure.subgoals * times,
        sections=tuple(replace(s, prose=_repeatable(s) * times) for s in disclosure.sections),
        attachments=(),
        waivers=(),
    )


def _repeatable(section: Section) -> tuple[SectionPiece, ...]:
    """The pieces of a section that may stand there twice: no picture, no footnote."""
    return tuple(
        replace(piece, words=_unmarked(piece), notes=()) if isinstance(piece, Paragraph) else piece
        for piece in section.prose
        if not isinstance(piece, Picture)
    )


def _unmarked(paragraph: Paragraph) -> Words:
    text, _ = without_marks(paragraph.words.text, [note.mark for note in paragraph.notes])
    return replace(paragraph.words, text=text)


def _named(project: Project, number: int) -> Project:
    """A project under a name, code and address of its own; the first keeps the name, which
    the text refers to."""
    return replace(
        project,
        name=Words(f"{project.name.text}（{number}）") if number else project.name,
        code=Words(f"{project.code.text[:-5]}{number:05}") if project.code else project.code,
        address=f"{project.address}-{number}",
    )


def times_of(disclosure: Disclosure, family: Family, families: dict[str, Family]) -> Times:
    """What each step and each rule takes with a disclosure."""
    seconds: dict[str, float] = {}

    def timed(name: str, make: Callable[[], Made]) -> Made:
        begin = time.process_time()
        made = make()
        seconds[name] = min(time.process_time() - begin, seconds.get(name, float("inf")))
        return made

    problems = Problems()
    with tempfile.TemporaryDirectory() as name:
        files = write(disclosure, family, "folder")
        for path, data in files.items():
            place = Path(name) / str(disclosure.year) / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        folder = Folder(Path(name))
        (found,) = find(folder, problems)
        read = timed("读（loader）", lambda: load(folder, found, families, problems))
    if read is None:
        raise SystemExit(f"读不进来：{[str(d) for d in problems.found[:3]]}")
    outline = timed("编号（outline）", lambda: make_outline(read, family, problems))
    fill = Figures(read, outline, problems).fill
    document = timed("排（layout）", lambda: lay_out(read, family, outline, fill))
    earlier = replace(read, year=read.year - 1)
    for _ in range(2):  # the better time of two
        subject = Subject(read, family, document, earlier)
        for check in CHECKS:
            timed(f"{check.rule.id} {check.rule.title}", partial(compare_one, check, subject))
    return Times(sum(len(d) for d in files.values()), seconds)


def growth(small: Times, large: Times) -> Iterator[tuple[str, float, float, float | None]]:
    """Each step: seconds at both sizes, and the power by which they grow, where measurable."""
    scale = log(large.characters / small.characters)
    for name, second in large.seconds.items():
        first = small.seconds[name]
        power = log(second / first) / scale if second > MEASURABLE and first > 0 else None
        yield name, first, second, power


def report_content() -> Iterator[tuple[object, ...]]:
    """Print the growth of all steps for each sample; a row of the table for each."""
    problems = Problems()
    families = load_families([ROOT / "templates"], problems)
    folder = Folder(ROOT / "content")
    found = {f.base: f for f in find(folder, problems)}
    for base in SAMPLES:
        disclosure = load(folder, found[base], families, problems)
        assert disclosure is not None, base
        family = families[disclosure.family]
        small, large = (times_of(larger(disclosure, n), family, families) for n in TIMES)
        projects = [len(disclosure.projects) * n for n in TIMES]
        print(f"\n{base}：{projects[0]} 和 {projects[1]} 个项目，"
              f"{small.characters:,} 和 {large.characters:,} 字节")  # fmt: skip
        grown = [*growth(small, large)]
        for name, first, second, power in grown:
            grows = "—" if power is None else f"n^{power:.2f}"
            print(f"{first * 1000:>9.1f} ms {second * 1000:>9.1f} ms  {grows:>7}  {name}")
        first, second = sum(small.seconds.values()), sum(large.seconds.values())
        print(f"共 {first:.2f} 秒和 {second:.2f} 秒")
        scale = large.characters / small.characters
        steepest = max((p, name) for name, _, _, p in grown if p is not None)
        yield (
            f"{projects[0]} 和 {projects[1]} 个项目", f"{scale:.1f} 倍",
            f"{first:.2f} 和 {second:.2f} 秒", f"n^{log(second / first) / log(scale):.2f}",
            f"{steepest[1]}（n^{steepest[0]:.2f}）",
        )  # fmt: skip


def report_expressions() -> None:
    """Print, for each expression, its milliseconds on the worst text, and the power of the
    text by which they grow; blank where no text takes a measurable time."""
    sizes = "、".join(map(str, SIZES))
    print(f"\n{len(expressions())} 个正则表达式，最坏的文字 {sizes} 字时的毫秒：")
    for expression in expressions():
        found = measured(expression)
        sizes = " ".join(f"{s * 1000:>7.2f}" for s in found.seconds) if found.attack else ""
        grows = "—" if found.power is None else f"n^{found.power:.2f}"
        steep = "  太陡" if found.is_steep else ""
        print(f"{sizes:>23}  {grows:>7}  {expression.place}  {found.attack}{steep}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--expressions", action="store_true", help="再逐个试正则表达式")
    tables.add_table_option(parser)
    given = parser.parse_args()
    rows = [*report_content()]
    if given.expressions:
        report_expressions()
    tables.tell(tables.table(HEAD, rows), given.table)


if __name__ == "__main__":
    main()
