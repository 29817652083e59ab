"""The year of a text against the days on which it was approved and published."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Final

from ...diagnostics import FieldRule
from ...evidence.subject import Subject
from ...model.evaluation import Kind
from ..comparison import EVERY_KIND, Check, Comparison, judged

OTHER_YEAR: Final = FieldRule(
    "JX087",
    "批复日期或公开日期不在年度该有的时候",
    why="预算在当年批复、公开（有的地方上年年底就批复），自评在当年年底到下一年公开；"
    "别的年份，不是日期就是年度写错了，多半是沿用了上一年的文件（预算法第十四条）。",
    mend="核对“年度”“批复日期”“公开日期”；确实补公开的，用豁免写明原因。",
)

# The first month that fits a year's texts stands in the year before, for a budget, or in the
# year itself; the last day ends the year or the next.
_FIRST_MONTH: Final = 11


def other_year(subject: Subject) -> Iterator[Comparison]:
    """A budget of 2025 is approved and published from November 2024 to December 2025, what
    evaluates it from November 2025 to December 2026."""
    d = subject.disclosure
    later = 0 if d.kind is Kind.BUDGET else 1
    first = datetime.date(d.year - 1 + later, _FIRST_MONTH, 1)
    last = datetime.date(d.year + later, 12, 31)
    for key, day in (("批复日期", d.approved_on), ("公开日期", d.published_on)):
        if day is not None:
            yield judged(
                OTHER_YEAR,
                object=key,
                agrees=first <= day <= last,
                left=day.isoformat(),
                right=f"{first.isoformat()} 至 {last.isoformat()}",
                cells=(),
                message=f"{key} {day} 与年度 {d.year} 对不上："
                f"{d.year}年的{d.kind}应在 {first} 至 {last} 之间。",
                span=d.published_span if key == "公开日期" else d.span,
            )


CHECKS: Final = (
    Check(
        OTHER_YEAR,
        other_year,
        fails="批复日期: 2024-02-10\n公开日期: 2024-02-21",
        passes="批复日期: 2025-02-10\n公开日期: 2025-02-21",
        kinds=EVERY_KIND,
    ),
)
