"""The rules over real disclosures, sample content and corpus: how right, how fast.

    python benchmarks/checks.py [FOLDER OF REAL DISCLOSURES]

Prints for each rule how many findings there are and how many were judged right
(tests/checks/key.csv, made by reading each of them), then how long all rules
take over a county: 80 departments with 19 tables each, made of the real ones; then
what the corpus shows (benchmarks/corpus.py).
"""

from __future__ import annotations

import os
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

from benchmarks import corpus  # noqa: E402
from generator import checks  # noqa: E402
from generator.evidence.subject import Subject  # noqa: E402
from generator.model.disclosure import Disclosure, Project  # noqa: E402
from tests.checks.judged import Finding, key, real_findings, sample_findings  # noqa: E402
from tests.checks.real import NAMES, disclosure, subject  # noqa: E402

DEPARTMENTS: Final = 80
TABLES: Final = 19
LIMIT: Final = 2.0
AIM: Final = 0.9


def precision(found: list[Finding]) -> float:
    """A line a rule: findings, right ones, not yet judged ones; the share of right ones."""
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
    return share


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


def main() -> int:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else
                  os.environ.get("GONGKAI_REAL") or ROOT.parent / "shared" / "real")  # fmt: skip
    if not folder.is_dir():
        print(f"没有真实的公开文本：{folder}")
        return 2
    share = precision([*real_findings(folder), *sample_findings()])
    seconds, departments, tables = timed(county([disclosure(folder, name) for name in NAMES]))
    print(f"{departments} 个部门、{tables} 张表：全部规则 {seconds:.2f} 秒（限 {LIMIT:.0f} 秒）。")
    corpus.share_read("真实的公开文本", (subject(disclosure(folder, name)) for name in NAMES))
    return 0 if corpus.report() and share >= AIM and seconds < LIMIT else 1


if __name__ == "__main__":
    raise SystemExit(main())
