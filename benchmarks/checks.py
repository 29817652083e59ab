"""The rules over real disclosures, sample content and corpus: how right, how fast.

    python benchmarks/checks.py [--real FOLDER] [--table FILE]

Prints for each rule how many findings there are and how many were judged right
(tests/checks/key.csv, made by reading each of them), then how long all rules
take over a county: 80 departments with 19 tables each, made of the real ones; then
what the corpus shows (benchmarks/corpus.py), which needs no real disclosures.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import corpus, tables  # noqa: E402
from benchmarks.county import real_folder  # noqa: E402
from generator import checks  # noqa: E402
from generator.evidence.subject import Subject  # noqa: E402
from generator.model.disclosure import Disclosure, Project  # noqa: E402
from tests.checks.judged import Finding, key, real_findings, sample_findings  # noqa: E402
from tests.checks.real import NAMES, disclosure, subject  # noqa: E402

DEPARTMENTS: Final = 80
TABLES: Final = 19
NAME_OF: Final = dict(zip(corpus.HALVES, ("看过的一半", "只测量的一半"), strict=True))
LIMIT: Final = 2.0
AIM: Final = 0.9
Row = tuple[str, str]


def precision(found: list[Finding]) -> tuple[int, int]:
    """A line a rule: findings, right ones, not yet judged ones; how many are right of those
    judged."""
    known = key()
    by_rule: dict[str, list[Finding]] = defaultdict(list)
    for finding in found:
        by_rule[finding.rule].append(finding)
    print(f"{'规则':<8}{'级别':<4}{'发现':>4}{'正确':>6}{'未判':>6}  题目")
    judged = right = 0
    for check in checks.CHECKS:
        mine = by_rule.get(check.rule.id, [])
        verdicts = [known[f] for f in mine if f in known]
        judged, right = judged + len(verdicts), right + sum(verdicts)
        print(
            f"{check.rule.id:<10}{check.rule.level:<4}{len(mine):>6}{sum(verdicts):>8}"
            f"{len(mine) - len(verdicts):>8}  {check.rule.title}"
        )
    share = right / judged if judged else 0.0
    print(f"共 {len(found)} 处，判过 {judged} 处，正确 {right} 处，占 {share:.1%}。")
    return right, judged


def county(real: list[Disclosure]) -> Iterator[Subject]:
    """Departments with as many tables as a county's have on the average."""
    numbered = cycle(range(len(real)))
    for _ in range(DEPARTMENTS):
        one = real[next(numbered)]
        projects = [replace(p, address=f"{n:03}") for n, p in enumerate(_tables(one.projects), 1)]
        yield subject(replace(one, projects=tuple(projects)))


def _tables(projects: tuple[Project, ...]) -> Iterator[Project]:
    return islice(cycle(projects), TABLES)


def timed(subjects: Iterable[Subject]) -> tuple[float, int, int]:
    """The processor seconds of all rules, the shared view included; departments, tables."""
    seconds, departments, tables = 0.0, 0, 0
    for one in subjects:
        start = time.process_time()  # other work on the machine does not count
        checks.compare(one)
        seconds += time.process_time() - start
        departments, tables = departments + 1, tables + len(one.disclosure.projects)
    return seconds, departments, tables


def on_real_texts(folder: Path) -> tuple[list[Row], bool]:
    """What the rules say of the real disclosures, how long they take over a county of them,
    how much of their text is read; whether that is good enough."""
    right, judged = precision([*real_findings(folder), *sample_findings()])
    seconds, departments, count = timed(county([disclosure(folder, name) for name in NAMES]))
    print(f"{departments} 个部门、{count} 张表：全部规则 {seconds:.2f} 秒（限 {LIMIT:.0f} 秒）。")
    read = corpus.share_read("真实的公开文本", (subject(disclosure(folder, n)) for n in NAMES))
    rows = [
        ("真实文本和示例里报告的，判为正确的", _share(right, judged)),
        ("真实文本里的金额，读成话的", _share(*read)),
        (f"{departments} 个部门、{count} 张表，全部规则", f"{seconds:.2f} 秒"),
    ]
    return rows, right / judged >= AIM and seconds < LIMIT


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole}（{part / max(1, whole):.1%}）"


def on_corpus(shown: corpus.Shown) -> Iterator[Row]:
    for half, (found, planted) in shown.faults.items():
        name = f"语料（{NAME_OF[half]}）"
        yield f"{name}里放的错，找出的", _share(found, planted)
        told = "、".join(f"{level} {n}" for level, n in shown.alarms[half].items())
        yield f"{name}里真的文字、表和指标，误报的", told or "没有"
        yield f"{name}里的金额，读成话的", _share(*shown.read[half])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--real", type=Path, default=real_folder(), help="真实公开文本的文件夹")
    tables.add_table_option(parser)
    given = parser.parse_args()
    rows: list[Row] = [("真实的公开文本", "没有，没有测")]
    is_good = True
    if given.real.is_dir():
        rows, is_good = on_real_texts(given.real)
    shown = corpus.shown()
    rows += on_corpus(shown)
    tables.tell(tables.table(("测什么", "结果"), rows), given.table)
    return 0 if is_good and shown.is_good else 1


if __name__ == "__main__":
    raise SystemExit(main())
