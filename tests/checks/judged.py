"""The key: each finding in the real disclosures and the sample content, read and judged by hand."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.build import Settings, check
from generator.checks.comparison import Comparison, Outcome
from tests.checks.real import NAMES, disclosure, findings, subject
from tests.conftest import TEMPLATES

KEY = Path(__file__).with_name("key.csv")
CONTENT = TEMPLATES.parent / "content"


@dataclass(frozen=True, order=True)
class Finding:
    """A finding as the key names it: the document, the rule, the object, what stands there."""

    document: str
    rule: str
    object: str
    left: str

    @classmethod
    def of(cls, document: str, c: Comparison) -> Finding:
        return cls(document, c.rule, c.object, c.left[:40])


def real_findings(folder: Path) -> Iterator[Finding]:
    for name in NAMES:
        for c in findings(subject(disclosure(folder, name))):
            yield Finding.of(name, c)


def sample_findings() -> Iterator[Finding]:
    """What the rules find in the sample content, the planted faults among it."""
    report = check(Settings(CONTENT, Path(), (TEMPLATES,)), lambda *_: None)
    for result in report.results:
        for c in result.comparisons:
            if c.outcome is Outcome.DISAGREE:
                yield Finding.of(f"content/{result.key}", c)


def key() -> dict[Finding, bool]:
    """Each judged finding, and whether it was right."""
    with KEY.open(encoding="utf-8", newline="") as file:
        return {
            Finding(r["文件"], r["规则"], r["对象"], r["所见"]): r["判断"] == "对"
            for r in csv.DictReader(file)
        }
