"""Prose against tables: a figure named as a row or a column is (docs/领域.md 11.22).

A name ties only as a whole, after folding; in the section where the table stands
the department may stand before it (中心本级机关运行经费). Under a heading that names a row
a sentence may leave the name out. Several tables may hold a figure of one name:
the sentence is right where one of them agrees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from ...diagnostics import FieldRule, Level
from ...evidence.evidence import GOAL, SECTION, Line
from ...evidence.named_sums import OTHER, named_figure, sum_name
from ...evidence.reading import MONEY, counts_in
from ...evidence.statements.changes import Change, changes
from ...evidence.statements.figures import Figure, Role, object_name
from ...evidence.statements.passages import Passage, passages
from ...evidence.subject import Subject
from ...evidence.table_figures import Known, Time, is_of_whole, known_figures
from ...lexicon import any_of
from ...lexicon.folding import figure_name, plain_label
from ...model.amounts import plain_number
from ..comparison import Check, Comparison, judged

PROSE_TABLE = FieldRule(
    "JX095",
    "文字里的数与表里的数不符",
    Level.WARNING,
    why="文字说明是表的说明，两处说的是同一套数。",
    mend="对照表改正写错的一处；说的不是同一个数的，把名称写完整。",
)

# What other rules compare: JX027, JX029 and JX093.
_ELSEWHERE: Final = re.compile(
    rf"政府采购预算|固定资产|项目(?:支出)?(?:预算)?{any_of('sums.totals')}"
)
_LIMIT: Final = re.compile(r"\s?(?:[（(]含[）)])?(?:及以[上下]|以[上下内]|左右|起)")
_MONEY: Final = "万元"
_SHORTEST_NAME, _MOST_VALUES = 4, 4
# A sum that its heading names: 2025 年安排 5 万元; never 财政拨款 5 万元, which is a part.
_BARE: Final = re.compile(
    r"(?:\d{4}\s?年度?|本年度?|全年|当年|共计?|拟|计划|预算数?|支出|经费|安排|合计|总额|为|是|[，,：:\s])+"
)
# The department itself, not a unit of it.
_OWN: Final = re.compile(r".{0,10}(?:本级|机关|本部门|全部门)的?")
_BALANCED: Final = "收支"


def prose_tables(subject: Subject) -> Iterator[Comparison]:
    """The sums and counts of sections, and what they say of the year before."""
    known = known_figures(subject)
    if not known:
        return
    changed = {id(passage): found for passage, found in changes(subject)}
    stated = _stated(subject)
    for passage in speaking(subject):
        found = changed.get(id(passage), ())
        yield from _this_year(passage, found, known)
        for one in found:
            if not one.is_plan:
                yield from _of_change(one, known, stated)


def speaking(subject: Subject) -> Iterator[Passage]:
    """The paragraphs that speak for the department: its sections and its own goals."""
    overall = subject.disclosure.overall
    for passage in passages(subject):
        line = passage.line
        if (line.project is None and line.kind == SECTION) or (
            line.project is not None and line.project is overall and line.kind == GOAL
        ):
            yield passage


def _stated(subject: Subject) -> dict[str, set[Decimal]]:
    """What the prose itself says of the well-known sums, for what has to be worked out."""
    found: dict[str, set[Decimal]] = {}
    for passage in speaking(subject):
        seen: set[str] = set()
        for figure in passage.figures:
            name = named_figure(figure.label, subject.disclosure.year) if figure.is_money else ""
            if name and name not in seen:
                seen.add(name)
                found.setdefault(name, set()).add(figure.number)
    return found


def _this_year(
    passage: Passage, found: Sequence[Change], known: Mapping[str, tuple[Known, ...]]
) -> Iterator[Comparison]:
    line, heading = passage.line, passage.heading
    past = {c.then.start for c in found if c.then}
    sums = ((f.label, f.number, f.unit or _MONEY, f.start, f.end) for f in passage.figures
            if f.role is Role.STATED)  # fmt: skip
    counts = ((s.label, s.number, s.unit, s.start, s.end) for s in counts_in(line.text)
              if not s.unit.startswith(MONEY))  # fmt: skip
    for label, number, unit, start, end in (*sums, *counts):
        if start in past or OTHER.search(label) or _ELSEWHERE.search(label):
            continue
        if _LIMIT.match(line.text, end):
            continue
        for tied in _candidates(_names(label, heading), unit, Time.NOW, line, known):
            yield _judged(line, start, _shown(label, heading), number, tied)


def _names(label: str, heading: str) -> tuple[str, ...]:
    """What a figure is called: by its own clause, else by the heading above; the surest first."""
    if _BARE.fullmatch(label) and heading:
        return (figure_name(heading),)
    return tuple(dict.fromkeys((figure_name(label), object_name(label))))


def _shown(label: str, heading: str) -> str:
    """The same as it is typed."""
    is_bare = heading and _BARE.fullmatch(label)
    shown = "".join((plain_label(heading) if is_bare else label).split())
    return re.sub(r"^(?:其中|和|及|以及)[:：]?|[为是]$", "", shown)


def _candidates(
    names: Sequence[str],
    unit: str,
    time: Time,
    line: Line,
    known: Mapping[str, tuple[Known, ...]],
) -> Iterator[tuple[Known, ...]]:
    """The figures of tables that bear one of the names, at most one group of them."""
    is_balanced = _BALANCED in names
    if is_balanced:
        names = ("收入", "支出")
    groups = [k for n in dict.fromkeys(names) for k in known.get(n, ())
              if not (is_balanced and "决算" in k.table)]  # fmt: skip
    name = names[0]
    if not groups and len(name) > _SHORTEST_NAME:
        ends = [n for n in known if len(n) >= _SHORTEST_NAME and name.endswith(n)]
        longest = max(ends, key=len, default="")
        if longest and _OWN.fullmatch(name.removesuffix(longest)):
            groups = [k for k in known.get(longest, ()) if k.section == line.where]
    fits = tuple(k for k in groups if k.time is time and _has_unit(k, unit))
    if not any(is_of_whole(k, line.text) for k in fits):
        return
    if 0 < len({k.number for k in fits}) <= _MOST_VALUES:
        yield fits


def _has_unit(known: Known, unit: str) -> bool:
    if _MONEY in known.units:
        return unit.endswith("元")
    return any(unit.startswith(u) for u in known.units)


def _of_change(
    one: Change, known: Mapping[str, tuple[Known, ...]], stated: Mapping[str, set[Decimal]]
) -> Iterator[Comparison]:
    """Last year's figure, the change, and this year's figure where it has to be worked out."""
    line, heading = one.passage.line, one.passage.heading
    own = _own_sum(one)
    label = one.about or (own.label if own else "")
    names, shown = _names(label, heading), _shown(label, heading)
    then, start = (one.then.number, one.then.start) if one.then else (None, one.end)
    of_change = [*_candidates(names, _MONEY, Time.CHANGE, line, known)]
    if then is None and own is not None and one.by is not None and not of_change:
        then = own.number - one.by
    if then is not None:
        for tied in _candidates(names, _MONEY, Time.THEN, line, known):
            yield _judged(line, start, f"上年{shown}", then, tied)
    if one.by is not None:
        for tied in of_change:
            yield _judged(line, one.end, f"{shown}的增减额", one.by, tied)
    if own is None and one.after is not None and one.then is not None:
        groups = [*_candidates(names, _MONEY, Time.NOW, line, known)]
        values = stated.get(sum_name(label), set())
        if not groups and values:
            said = (Known(names[0], v, (_MONEY,), Time.NOW, "文字", "", ()) for v in values)
            groups = [tuple(said)]
        for tied in groups:
            yield _judged(line, one.then.start, f"由增减算出的{shown}", one.after, tied)


def _own_sum(one: Change) -> Figure | None:
    """The sum of the same sentence that changed."""
    first = one.now[0] if one.now and one.passage.has(one.now[0]) else None
    if first is None or first.start > one.start:
        return None
    between = one.passage.text[first.end : one.start]
    return first if "。" not in between else None


def _judged(
    line: Line, start: int, shown: str, number: Decimal, tied: Sequence[Known]
) -> Comparison:
    nearest = min(tied, key=lambda k: abs(k.number - number))
    left, right = plain_number(number), plain_number(nearest.number)
    unit = _MONEY if _MONEY in nearest.units else nearest.units[0]
    where = "文字别处" if nearest.table == "文字" else f"“{nearest.table}”里"
    return judged(
        PROSE_TABLE,
        object=f"{line.where}·{shown}",
        agrees=any(k.number == number for k in tied),
        left=left,
        right=right,
        cells=(*line.cells, *(i for k in tied for i in k.cells)),
        message=f"这里{shown}是 {left} {unit}，{where}是 {right} {unit}。",
        span=line.at(start),
    )


def _text(text: str, funds: str = "1.20") -> str:
    return "\n".join([
        "表式: 石家庄2020", "三公经费: |", f"  {text}", "  ```表", "  标题: “三公”经费预算情况",
        "  单位: 万元", "  合计行: 合计", "  | 项目 | 本年预算 | 上年预算 | 增减额 |",
        "  |---|---|---|---|", f"  | 公务接待费 | {funds} | 1.40 | -0.20 |",
        f"  | 合计 | {funds} | 1.40 | -0.20 |", "  ```",
    ])  # fmt: skip


CHECKS: Final = (
    Check(
        PROSE_TABLE,
        prose_tables,
        fails=_text("公务接待费安排12.00万元，比上年减少0.20万元。"),
        passes=_text("公务接待费安排1.20万元，比上年减少0.20万元。"),
    ),
)
