"""Tables that an author heads freely: changes against last year, and 其中 under its row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from ...diagnostics import FieldRule, Level
from ...evidence.prose_tables import ProseTable
from ...evidence.subject import Subject
from ...evidence.table_lines import numbered_groups
from ...lexicon import any_of
from ...lexicon.folding import plain_label, plain_name
from ...model.amounts import plain_number
from ..comparison import Check, Comparison, judged

_GUIDE: Final = "“三公”经费要列明各项和增减变化（地方预决算公开操作规程），各格须相符。"

DIFFERENCE = FieldRule(
    "JX023",
    "表中的增减额不等于本年数减上年数",
    why=_GUIDE,
    mend="核对这一行的三个数；减少的写负数。",
)
OF_WHICH = FieldRule(
    "JX024",
    "表中“其中”各行与上级不符",
    Level.WARNING,
    why=_GUIDE,
    mend="核对这一行和它下面的“其中”。",
)

_NOW: Final = re.compile(r"^(?:本年|今年|当年)(?:度)?(?:预算)?(?:数|安排)?$")
_THEN: Final = re.compile(r"^(?:上年|去年)(?:度)?(?:预算)?(?:数|安排)?$")
_BY: Final = re.compile(r"^(?:比上年|较上年)?(?:增减|增减变化|增减变动)(?:额|数|情况)?$")
_PART: Final = re.compile(r"^其中[:：]?")
_NO_SUM: Final = re.compile(any_of("heads.unsummed", "heads.shares", "%") + "|率$")


def _year_heads(subject: Subject, shown: ProseTable) -> tuple[int, int, int] | None:
    """The columns of this year, last year and the change, where a table has just these."""
    year = subject.disclosure.year
    heads = [re.sub(r"\(.{1,4}\)$", "", plain_name(label)) for label in shown.labels]
    years = (rf"^{year}年(?:预算)?(?:数|安排)?$", rf"^{year - 1}年(?:预算)?(?:数|安排)?$")
    found = []
    for pattern, dated in ((_NOW, years[0]), (_THEN, years[1]), (_BY, "^$")):
        fits = [n for n, h in enumerate(heads) if h and (pattern.match(h) or re.match(dated, h))]
        if len(fits) != 1:
            return None
        found.append(fits[0])
    return found[0], found[1], found[2]


def difference(subject: Subject) -> Iterator[Comparison]:
    """增减额 = 本年 − 上年 in each row, a decrease with its sign."""
    for shown in subject.evidence.tables:
        columns = _year_heads(subject, shown)
        if columns is None:
            continue
        for r, row in enumerate(shown.table.rows):
            now, then, by = (shown.numbers[r][c] for c in columns)
            if now is None or then is None or by is None:
                continue
            name = next((w.text for w in row if w.text), f"第 {r + 1} 行")
            right = plain_number(now - then)
            yield judged(
                DIFFERENCE,
                object=f"{shown.title}·{name}",
                agrees=by == now - then,
                left=plain_number(by),
                right=right,
                cells=tuple(shown.id(r, c) for c in (columns[2], columns[0], columns[1])),
                message=f"“{name}”的增减额是 {plain_number(by)}，本年 {plain_number(now)} 减上年 "
                f"{plain_number(then)} 是 {right}。",
                span=row[columns[2]].span,
            )


def _groups(shown: ProseTable) -> Iterator[tuple[int, list[int]]]:
    """Each row with its parts below it: 其中, or numbered one level deeper."""
    names = [row[0].text if row else "" for row in shown.table.rows]
    totals = [r for r, row in enumerate(shown.table.rows) if shown.is_total(row)]
    yield from numbered_groups(names, totals)
    rows = shown.table.rows
    parts = [bool(row and _PART.match("".join(row[0].text.split()))) for row in rows]
    for r, is_part in enumerate(parts[:-1]):
        if is_part or shown.is_total(rows[r]) or not parts[r + 1]:
            continue
        below = []
        for n in range(r + 1, len(rows)):
            if not parts[n]:
                break
            below.append(n)
        yield r, below


def _make_up(shown: ProseTable, r: int, below: list[int]) -> bool:
    """Whether the row is called by the names of its parts: 公务用车购置及运行维护费."""
    pieces = [x for x in re.split(r"[及与和、]", plain_label(shown.table.rows[r][0].text)) if x]
    names = [plain_label(shown.table.rows[n][0].text) for n in below]
    return len(pieces) == len(names) > 1 and all(any(x in n for n in names) for x in pieces)


def of_which(subject: Subject) -> Iterator[Comparison]:
    """其中 rows do not exceed the row above them, and make it up where it is called by them."""
    for shown in subject.evidence.tables:
        for r, below in _groups(shown):
            is_whole = _make_up(shown, r, below)
            for c, head in enumerate(shown.labels):
                if c and not _NO_SUM.search(head):
                    yield from _of_which(shown, r, below, c, is_whole)


def _of_which(
    shown: ProseTable, r: int, below: list[int], c: int, is_whole: bool
) -> Iterator[Comparison]:
    values = [shown.numbers[n][c] for n in below]
    stated, given = shown.numbers[r][c], [v for v in values if v is not None]
    if stated is None or not given or (is_whole and len(given) != len(values)):
        return
    total = sum(given, Decimal(0))
    if not is_whole and min(stated, *given) < 0:
        return  # a change may be made up of one that rises and one that falls
    name = shown.table.rows[r][0].text
    right = plain_number(total)
    sign = "不等于" if is_whole else "小于"
    yield judged(
        OF_WHICH,
        object=f"{shown.title}·{name}·{shown.labels[c]}",
        agrees=total == stated if is_whole else total <= stated,
        left=plain_number(stated),
        right=right if is_whole else f"≥{right}",
        cells=(shown.id(r, c), *(shown.id(n, c) for n in below)),
        message=f"“{name}”的{shown.labels[c]}是 {plain_number(stated)}，"
        f"{sign}“其中”各行之和 {right}。",
        span=shown.table.rows[r][c].span,
    )


def _table(*rows: str) -> str:
    lines = ["表式: 石家庄2020", "三公经费: |", "  ```表", "  标题: “三公”经费", "  单位: 万元"]
    head = ("| 项目 | 本年预算 | 上年预算 | 增减额 |", "|---|---|---|---|")
    return "\n".join([*lines, *(f"  {row}" for row in (*head, *rows)), "  ```"])


_CARS: Final = "| 公务用车购置及运行费 | 5.00 | 5.40 | -0.40 |"
_BOUGHT: Final = "| 其中：公务用车购置费 | 0.00 | 0.00 | 0.00 |"
CHECKS: Final = (
    Check(
        DIFFERENCE,
        difference,
        fails=_table("| 公务接待费 | 1.20 | 1.40 | -0.30 |"),
        passes=_table("| 公务接待费 | 1.20 | 1.40 | -0.20 |"),
    ),
    Check(
        OF_WHICH,
        of_which,
        fails=_table(_CARS, _BOUGHT, "| 其中：公务用车运行费 | 6.00 | 5.40 | 0.60 |"),
        passes=_table(_CARS, _BOUGHT, "| 其中：公务用车运行费 | 5.00 | 5.40 | -0.40 |"),
        is_sum=True,
    ),
)
