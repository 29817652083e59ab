"""Sums within the tables that stand in prose (docs/领域.md 2.3, 11.1–11.6)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from ...diagnostics import FieldRule
from ...evidence.prose_tables import ProseTable
from ...evidence.subject import Subject
from ...evidence.table_lines import Side, leaves, sides
from ...forms import TableDefinition
from ...lexicon import any_of
from ...model.amounts import plain_number
from ..comparison import Check, Comparison, judged

_GUIDE: Final = "报表随部门预算公开（预算法第十四条），同一套数应当勾稽相符。"

COLUMN_SUM = FieldRule(
    "JX020",
    "表中一行的合计不等于各列之和",
    why=_GUIDE,
    mend="检查这一行有没有漏填的格子。",
)
ROW_SUM = FieldRule(
    "JX021",
    "表中的合计、小计不等于各行之和",
    why=_GUIDE,
    mend="检查有没有漏填或重复的行，或改正合计。",
)
BOTH_SIDES = FieldRule(
    "JX022",
    "收支总表的收入总计与支出总计不等",
    why=_GUIDE,
    mend="核对收入和支出各项。",
)

_NO_SUM: Final = re.compile(any_of("heads.unsummed", "heads.shares", "%", "预算资金") + "|单位$")
# Columns that make up another one: whole, parts (any of which may lack), how many must be there.
_COLUMNS: Final = (
    (r"合计|总计", (r"^基本支出", r"^项目支出", r"上缴上级", r"经营支出", r"附属单位"), 2),
    (r"合计|总计", ("^" + any_of("sums.staff"), "^" + any_of("sums.public")), 2),
    (r"合计|总计", (r"因公出国", r"^小计|购置(?:及|和)运(?:行|维)", r"公务接待"), 3),
    (r"^小计", (r"购置费?$", r"运(?:行|维).{0,3}费?$"), 2),
    (
        r"合计|总计",
        (r"^一般公共预算", r"基金预算|^政府性基金", r"^财政拨款(?:收入)?$",
         r"国有资本", r"专户", r"事业收入", r"经营收入",
         r"上级补助", r"附属单位", r"其他(?:来源)?收入|其他资金", r"上年结转"),
        3,
    ),
)  # fmt: skip
_COMPILED: Final = tuple(
    (re.compile(whole), tuple(re.compile(p) for p in parts), least)
    for whole, parts, least in _COLUMNS
)


def _definition(subject: Subject, shown: ProseTable) -> TableDefinition | None:
    """The definition of a statutory table: its own sums (JX110, JX111) leave nothing to guess."""
    return subject.family.tables.get(shown.table.definition)


def column_sums(subject: Subject) -> Iterator[Comparison]:
    """In each row the total is the sum of the columns that make it up."""
    for shown in subject.evidence.tables:
        if (defined := _definition(subject, shown)) and defined.within_rows:
            continue
        for whole_head, part_heads, least in _COMPILED:
            whole = shown.column(whole_head)
            parts = [c for p in part_heads if (c := shown.column(p)) is not None and c != whole]
            parts = _own_parts(shown, list(dict.fromkeys(parts)))
            if whole is None or len(parts) < least:
                continue
            for r, row in enumerate(shown.table.rows):
                numbers = shown.numbers[r]
                values = [numbers[c] for c in parts]
                total = numbers[whole]
                given = [v for v in values if v is not None]
                if total is None or (not given and total == 0):
                    continue
                right = sum(given, Decimal(0))
                heads = "、".join(shown.labels[c] for c in parts)
                name = next((w.text for w in row if w.text), f"第 {r + 1} 行")
                yield judged(
                    COLUMN_SUM,
                    object=f"{shown.title}·{name}",
                    agrees=total == right,
                    left=plain_number(total),
                    right=plain_number(right),
                    cells=tuple(shown.id(r, c) for c in (whole, *parts)),
                    message=f"“{name}”这一行的{shown.labels[whole]}是 {plain_number(total)}，"
                    f"{heads}之和是 {plain_number(right)}。",
                    span=row[whole].span,
                )


def _own_parts(shown: ProseTable, parts: list[int]) -> list[int]:
    """Parts none of which holds others: 财政拨款收入 is one only where its sources are not."""
    sources = [c for c in parts if re.match("一般公共预算|政府性基金|基金预算", shown.labels[c])]
    return [c for c in parts if not (sources and shown.labels[c].startswith("财政拨款"))]


def row_sums(subject: Subject) -> Iterator[Comparison]:
    """合计 is the sum of all lines; 小计 that of its own, above or below it."""
    for shown in subject.evidence.tables:
        if (defined := _definition(subject, shown)) and defined.between_rows:
            continue
        for side in sides(shown):
            found = leaves(shown, side) if side.totals else []
            for c in side.columns if found else ():
                if not _NO_SUM.search(shown.labels[c]):
                    yield from _column(shown, c, side, found)


def _column(shown: ProseTable, c: int, side: Side, leaves: Sequence[int]) -> Iterator[Comparison]:
    rows, numbers, totals = shown.table.rows, shown.numbers, side.totals
    if any(rows[r][c].text and numbers[r][c] is None and rows[r][c].text not in "/—－-"
           for r in leaves):  # fmt: skip
        return
    values = {r: numbers[r][c] or Decimal(0) for r in leaves}
    for r in totals:
        stated = numbers[r][c]
        if stated is None or not values:
            continue
        name = "".join((side.names[r] or rows[r][0].text).split())
        sums = list(_sums(r, c, values, totals, numbers, is_sub="小计" in name))
        if not sums:
            continue
        right = min(sums, key=lambda s: abs(s - stated))
        yield judged(
            ROW_SUM,
            object=f"{shown.title}·{name}·{shown.labels[c]}",
            agrees=stated == right,
            left=plain_number(stated),
            right=plain_number(right),
            cells=(shown.id(r, c), *(shown.id(x, c) for x in values)),
            message=f"“{name}”的{shown.labels[c]}是 {plain_number(stated)}，"
            f"各行之和是 {plain_number(right)}，相差 {plain_number(abs(stated - right))}。",
            span=rows[r][c].span,
        )


def _sums(
    r: int,
    c: int,
    values: dict[int, Decimal],
    totals: Sequence[int],
    numbers: Sequence[Sequence[Decimal | None]],
    is_sub: bool,
) -> Iterator[Decimal]:
    """What a row of totals may add up: all lines, those above it, those up to the next total.

    A total below another (总计 under 本年收入合计) goes on from it.
    """
    below = next((t for t in totals if t > r), None)
    above = max((t for t in totals if t < r), default=-1)
    between = [values[x] for x in values if above < x < r]
    yield sum(values.values(), Decimal(0))
    if is_sub:
        own = [values[x] for x in values if r < x and (below is None or x < below)]
        yield from (sum(group, Decimal(0)) for group in (own, between) if group)
    elif len(totals) > 1:
        yield sum((values[x] for x in values if x < r), Decimal(0))
        if above >= 0 and between and (before := numbers[above][c]) is not None:
            yield before + sum(between, Decimal(0))


def both_sides(subject: Subject) -> Iterator[Comparison]:
    """In a table of income and spending side by side both totals are equal."""
    for shown in subject.evidence.tables:
        if (defined := _definition(subject, shown)) and defined.between_rows:
            continue
        found: dict[str, tuple[int, int, Decimal]] = {}
        for r, row in enumerate(shown.table.rows):
            for c, words in enumerate(row[:-1]):
                text = "".join(words.text.split())
                if text in ("收入总计", "支出总计") and (n := shown.numbers[r][c + 1]) is not None:
                    found[text] = (r, c + 1, n)
        if len(found) == 2:
            (r, c, income), (r2, c2, spending) = found["收入总计"], found["支出总计"]
            left, right = plain_number(income), plain_number(spending)
            yield judged(
                BOTH_SIDES,
                object=shown.title,
                agrees=income == spending,
                left=left,
                right=right,
                cells=(shown.id(r, c), shown.id(r2, c2)),
                message=f"收入总计 {left}，支出总计 {right}。",
                span=shown.table.rows[r2][c2].span,
            )


def _table(*rows: str, key: str = "政府采购预算情况") -> str:
    lines = ["表式: 石家庄2020", f"{key}: |", "  ```表", "  标题: 支出表", "  单位: 万元"]
    return "\n".join([*lines, *(f"  {row}" for row in rows), "  ```"])


_HEAD: Final = ("| 科目 | 合计 | 基本支出 | 项目支出 |", "|---|---|---|---|")
_BOTH: Final = ("| 收入 | 预算数 | 支出 | 预算数 |", "|---|---|---|---|")
CHECKS: Final = (
    Check(
        COLUMN_SUM,
        column_sums,
        fails=_table(*_HEAD, "| 行政运行 | 30 | 20 | 9 |"),
        passes=_table(*_HEAD, "| 行政运行 | 30 | 20 | 10 |"),
        is_sum=True,
    ),
    Check(
        ROW_SUM,
        row_sums,
        fails=_table(
            *_HEAD,
            "| 行政运行 | 30 | 20 | 10 |",
            "| 事业运行 | 8 | 8 | 0 |",
            "| 合计 | 39 | 28 | 10 |",
        ),
        passes=_table(
            *_HEAD,
            "| 行政运行 | 30 | 20 | 10 |",
            "| 事业运行 | 8 | 8 | 0 |",
            "| 合计 | 38 | 28 | 10 |",
        ),
        is_sum=True,
    ),
    Check(
        BOTH_SIDES,
        both_sides,
        fails=_table(*_BOTH, "| 收入总计 | 100 | 支出总计 | 90 |"),
        passes=_table(*_BOTH, "| 收入总计 | 100 | 支出总计 | 100 |"),
    ),
)
