"""A whole and the parts that the same paragraph names: 其中, 包括, 按…分 (fault 22).

A list after 其中 need not be complete. It has to make up the whole where it says
so (按资金来源分), where its parts are known to (货物、工程、服务), or where their names
make up the whole's (购置及运行); else it only must not exceed it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Final

from ...diagnostics import Level, Rule
from ...evidence.evidence import Line
from ...evidence.named_sums import OTHER, sum_name
from ...evidence.reading import Said, amounts_in
from ...evidence.subject import Subject
from ...evidence.table_figures import folded
from ...model.amounts import plain_number
from ..comparison import Check, Comparison, judged
from .tables import under_headings

PARTS = Rule("JX008", "文字里的分项之和与总数不符", Level.WARNING)
PARTS_SHORT = Rule("JX009", "文字里“其中”各项加不到总数", Level.NOTE)

_MARK: Final = re.compile(
    r"其中|包括|(?P<split>(?<=[。；;，,\n])\s?按[^，。；、\d]{2,8}(?:划?分|分类))"
)
_INNER: Final = re.compile(r"包括|其中|[（(]")
_OPEN_LIST: Final = re.compile(r"等|主要|重点|新增")
_CARRIED: Final = re.compile(r"(?:上年)?(?:结转|结余)")  # a source like any other
_LIMIT: Final = re.compile(r"\s?(?:及以[上下]|以[上下内])")
_PARTITIONS: Final = (
    re.compile(r"货物|工程|服务"), re.compile(r"基本支出|项目支出"),
    re.compile(r"人员(?:经费|支出)|公用(?:经费|支出)"), re.compile(r"因公出国|公务用车|公务接待"),
)  # fmt: skip
# Sums that JX011 to JX016 compare with their parts.
_KNOWN: Final = frozenset({"收入合计", "支出合计", "基本支出", "三公经费", "公务用车费"})
# Parts that come so near to the whole are probably meant to be all of it.
_NEARLY: Final = Decimal("0.8")
_FARTHEST: Final = 40
_MOST_LISTS: Final = 40  # so that no text makes a rule slow


@dataclass(frozen=True, slots=True)
class _List:
    """A whole with its parts; `is_complete` where they have to make it up."""

    whole: Said
    parts: tuple[Said, ...]
    name: str
    is_complete: bool
    is_open: bool


def _lists(line: Line, heading: str) -> Iterator[_List]:
    text = line.text
    sums = [s for s in amounts_in(text) if not _LIMIT.match(text, s.end)]
    plain = [s for s in sums if not OTHER.search(_CARRIED.sub("", s.label))
             and not _is_other_year(text, s)]  # fmt: skip
    for mark in islice(_MARK.finditer(text), _MOST_LISTS):
        before = [s for s in plain if s.end <= mark.start()]
        if not before:
            continue
        end = _end(text, mark.start(), mark.end())
        parts = tuple(s for s in plain if mark.end() <= s.start < end)
        if len(parts) < 2:
            continue
        whole = _split(before, parts) if mark["split"] else before[-1]
        if not mark["split"] and not _follows(text, whole.end, mark.start()):
            continue
        name = folded(whole.label) or folded(heading)
        said = text[mark.start() : end]
        complete = bool(mark["split"]) or _is_partition(parts) or _is_composed(name, parts)
        yield _List(whole, parts, name, complete, bool(_OPEN_LIST.search(said)))


def _split(before: Sequence[Said], parts: Sequence[Said]) -> Said:
    """What a list by source or kind splits: a sum that it makes up, else the paragraph's first."""
    total = sum((p.number for p in parts), Decimal(0))
    return next((s for s in before if s.number == total), before[0])


def _is_other_year(text: str, said: Said) -> bool:
    return bool(re.search(r"(?:上年|去年)[^，。；、\d]{0,6}$", text[: said.start].rstrip()))


def _follows(text: str, end: int, start: int) -> bool:
    """Whether a list belongs to the sum before it: only how that changed stands between."""
    between = text[end:start]
    return len(between) <= _FARTHEST and not re.search(r"[；;\n]|。.*。", between)


def _end(text: str, mark: int, after: int) -> int:
    """Where a list ends: with its bracket, its sentence, or where one of its parts is split."""
    inside = text.rfind("（", max(0, mark - 2), mark) >= 0 or text.rfind("(", 0, mark) == mark - 1
    marks = "）)。" if inside else "。"
    ends = [n for m in marks if (n := text.find(m, after)) >= 0]
    if not inside and text.startswith("包括", mark):
        ends += [n for m in "；;" if (n := text.find(m, after)) >= 0]
    return min(ends, default=len(text))


def _is_partition(parts: Sequence[Said]) -> bool:
    """Whether the parts are such as make up a whole: 货物、工程、服务, all of them named."""
    for partition in _PARTITIONS:
        named = {match[0] for p in parts if (match := partition.search(p.label))}
        if len(named) == partition.pattern.count("|") + 1 and len(parts) == len(named):
            return True
    return False


def _is_composed(whole: str, parts: Sequence[Said]) -> bool:
    """Whether the whole is called by its parts: 公务用车购置及运行费."""
    pieces = [x for x in re.split(r"[及与和、]", whole) if len(x) >= 2]
    names = [folded(p.label) for p in parts]
    return len(pieces) == len(parts) and all(any(x in n for n in names) for x in pieces)


def _without_inner(text: str, found: _List) -> bool:
    """Whether no part is split again, so that the parts stand side by side."""
    first, last = found.parts[0].start, found.parts[-1].end
    return not _INNER.search(text, first, last)


def _found(subject: Subject) -> tuple[tuple[Line, _List], ...]:
    def made() -> tuple[tuple[Line, _List], ...]:
        return tuple(
            (line, x) for line, heading in under_headings(subject)
            if "元" in line.text and _MARK.search(line.text)
            for x in _lists(line, heading)
            if sum_name(x.whole.label) not in _KNOWN and _without_inner(line.text, x)
        )  # fmt: skip

    return subject.evidence.once("lists of prose", made)


def parts(subject: Subject) -> Iterator[Comparison]:
    """Parts that make up the whole sum to it; others do not exceed it."""
    for line, one in _found(subject):
        total = sum((p.number for p in one.parts), Decimal(0))
        if one.is_complete or total >= one.whole.number:
            yield _held(PARTS, line, one, total, one.whole.number == total)


def parts_short(subject: Subject) -> Iterator[Comparison]:
    """Parts that nearly make up the whole are probably meant to."""
    for line, one in _found(subject):
        total = sum((p.number for p in one.parts), Decimal(0))
        whole = one.whole.number
        if not one.is_complete and not one.is_open and _NEARLY * whole <= total <= whole:
            yield _held(PARTS_SHORT, line, one, total, total == whole)


def _held(rule: Rule, line: Line, one: _List, total: Decimal, agrees: bool) -> Comparison:
    left, right = plain_number(one.whole.number), plain_number(total)
    shown = " + ".join(plain_number(p.number) for p in one.parts)
    return judged(
        rule,
        object=f"{line.where}·{one.name or '总数'}分项",
        agrees=agrees,
        left=left,
        right=right,
        cells=line.cells,
        message=f"总数写的是 {left} 万元，分项 {shown} = {right} 万元，"
        f"相差 {plain_number(abs(one.whole.number - total))} 万元。",
        hint="核对总数和各个分项；没有列全的，写明“等”。",
        span=line.at(one.whole.start),
    )


def _prose(text: str) -> str:
    return f"表式: 石家庄2020\n政府采购预算情况: |\n  {text}"


_WHY: Final = "文字说明里的分项和总数说的是同一套数，应当相符（地方预决算公开操作规程）。"
CHECKS: Final = (
    Check(
        PARTS, _WHY, parts,
        _prose("安排政府采购预算100万元，其中：货物类50万元，工程类20万元，服务类20万元。"),
        _prose("安排政府采购预算100万元，其中：货物类50万元，工程类20万元，服务类30万元。"),
        is_sum=True,
    ),
    Check(
        PARTS_SHORT, _WHY, parts_short,
        _prose("拟购置固定资产100万元，其中设备80万元、家具15万元。"),
        _prose("拟购置固定资产100万元，其中设备80万元、家具20万元。"),
        is_sum=True,
    ),
)  # fmt: skip
