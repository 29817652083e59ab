"""A target whose date lies in a former year: last year's, left in (docs/领域.md 11.26)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ...diagnostics import FieldRule
from ...evidence.evidence import VALUE
from ...evidence.subject import Subject
from ..comparison import Check, Comparison, Outcome, clean
from ..examples import indicators

FORMER_DEADLINE = FieldRule(
    "JX135",
    "指标的日期是往年的",
    why="预算年度里的指标不能以往年的日期为期限，多半是沿用上一年的文本没有改"
    "（参照财预〔2015〕88号）。",
    mend="改成本年度的日期。",
)

# A date alone, or one by which something is done. A year without a month is the basis of a
# comparison as often as a date.
_DEADLINE: Final = re.compile(
    r"[≤<于在]?\s?(?P<year>20\d\d)\s?(?:年\s?(?:\d{1,2}\s?月|[底末])|[-/.]\d{1,2}[-/.]\d{1,2})"
    r"(?:\s?\d{1,2}\s?日|[上中下]旬|[底末初])?(?:之前|以前|前|内)?(?:按期|按时)?(?:全部|全面)?"
    r"(?:完成|完工|竣工|建成|到位|发放|拨付|支付|投入使用|交付|验收)?"
)


def is_deadline_of(text: str, before: int) -> bool:
    """Whether a target is a date in a year before this one."""
    match = _DEADLINE.fullmatch(text.strip())
    return match is not None and int(match["year"]) < before


def former_deadline(subject: Subject) -> Iterator[Comparison]:
    """A target's date in a year before the one that is budgeted."""
    year = subject.disclosure.year

    def found() -> Iterator[Comparison]:
        for line in subject.evidence.lines:
            if line.kind == VALUE and is_deadline_of(line.text, year):
                yield Comparison(
                    FORMER_DEADLINE.id, line.where, Outcome.DISAGREE, line.text, f"{year}年",
                    line.cells,
                    f"{line.where}的期限是“{line.text}”，这是 {year} 年的公开。",
                    FORMER_DEADLINE.mend, line.at(0),
                )  # fmt: skip

    return clean(FORMER_DEADLINE, found(), f"{year}年")


CHECKS: Final = (
    Check(
        FORMER_DEADLINE,
        former_deadline,
        fails=indicators("产出指标 | 时效指标 | 完成时间 | 2024年12月底前"),
        passes=indicators("产出指标 | 时效指标 | 完成时间 | 2025年12月底前"),
    ),
)
