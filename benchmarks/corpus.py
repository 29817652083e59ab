"""The corpus: faults found by kind, alarms on true texts by rule, how much of the text is read.

    python benchmarks/corpus.py

A fault is found where a rule says something that it did not say of the true text
(tests/checks/corpus/). An amount is read where it is part of a statement, or where
a rule compared it with something.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from generator import checks  # noqa: E402
from generator.diagnostics import Level  # noqa: E402
from generator.evidence.statements.changes import changes  # noqa: E402
from generator.evidence.statements.figures import Figure, Role  # noqa: E402
from generator.evidence.statements.passages import Passage, passages  # noqa: E402
from generator.evidence.statements.shares import completions, shares  # noqa: E402
from generator.evidence.statements.wholes import wholes  # noqa: E402
from generator.evidence.subject import Subject  # noqa: E402
from tests.checks.corpus.cases import KINDS, MEASURED, SEEN, cases, read  # noqa: E402
from tests.checks.test_corpus import BESIDE, LEVELS, alarms, every, results  # noqa: E402

HALVES: Final = (SEEN, MEASURED)
AIM: Final = 0.9
_SUMS: Final = frozenset({Role.STATED, Role.BASE, Role.MOVED, Role.PRICE})


def by_kind() -> dict[str, tuple[int, int]]:
    """A line a kind: faults found and planted in either half; all of them together."""
    tried = {half: Counter(f.kind for _, f, _ in results(half)) for half in HALVES}
    hit = {half: Counter(f.kind for _, f, found in results(half) if found) for half in HALVES}
    print(f"{'错的种类':<8}{'看过的一半':>10}{'只测量的一半':>10}")
    for kind in (*KINDS, "合计"):
        shown = []
        for half in HALVES:
            n = tried[half].total() if kind == "合计" else tried[half][kind]
            k = hit[half].total() if kind == "合计" else hit[half][kind]
            shown.append(f"{k:>6}/{n:<4}{k / n if n else 0:>5.0%}")
        print(f"{kind:<8}  {'  '.join(shown)}")
    return {half: (hit[half].total(), tried[half].total()) for half in HALVES}


def on_true_texts() -> dict[str, Counter[Level]]:
    """Alarms on the true texts, tables and rows by rule; how many of each level."""
    for half in HALVES:
        found = Counter((a.rule, LEVELS[a.rule]) for _, a in alarms(half))
        shown = "、".join(f"{rule}（{level}）{n}" for (rule, level), n in sorted(found.items()))
        print(f"{half}：{len(every(half))} 例真的文字、表和指标，报告 {shown or '没有'}")
    return {half: Counter(LEVELS[a.rule] for _, a in alarms(half)) for half in HALVES}


def amounts(subject: Subject) -> Iterator[tuple[Passage, Figure, bool]]:
    """The amounts of running text, and whether each is read."""
    told: set[int] = set()
    for one in wholes(subject):
        told |= {id(f) for f in (*one.parts, one.whole)}
    told |= {id(share.part) for share in shares(subject) if share.bases}
    for done in completions(subject):
        told |= {id(done.actual), id(done.plan_figure)}
    for _, found in changes(subject):
        for change in found:
            if change.by is not None and (change.now or change.then):
                told |= {id(f) for f in (change.moved, change.then, *change.now[:1])}
    compared = {c.span for c in checks.compare(subject) if c.rule not in BESIDE}
    for passage in passages(subject):
        for figure in passage.figures:
            if figure.role in _SUMS and (figure.is_money or not figure.unit):
                is_read = id(figure) in told or passage.line.at(figure.start) in compared
                yield passage, figure, is_read or figure.role is Role.PRICE


def share_read(name: str, subjects: Iterable[Subject]) -> tuple[int, int]:
    """How many amounts belong to a statement, and how many there are."""
    found = [is_read for subject in subjects for _, _, is_read in amounts(subject)]
    left = found.count(False)
    share = left / len(found) if found else 0.0
    print(f"{name}：{len(found)} 个金额，没有读成话的 {left} 个，占 {share:.1%}。")
    return len(found) - left, len(found)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the corpus shows of each half: faults found and planted, alarms on true texts,
    amounts that are read and all of them."""

    faults: dict[str, tuple[int, int]]
    alarms: dict[str, Counter[Level]]
    read: dict[str, tuple[int, int]]

    @property
    def is_good(self) -> bool:
        """Whether nine of ten faults are found and no true text draws an error."""
        shares = [found / planted for found, planted in self.faults.values()]
        return min(shares) >= AIM and not any(a[Level.ERROR] for a in self.alarms.values())


def shown() -> Shown:
    """Everything, printed as it is found."""
    faults, alarmed = by_kind(), on_true_texts()
    texts = {half: (read(case) for case in cases(half) if case.text) for half in HALVES}
    return Shown(faults, alarmed, {half: share_read(half, texts[half]) for half in HALVES})


if __name__ == "__main__":
    raise SystemExit(0 if shown().is_good else 1)
