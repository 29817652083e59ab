"""Prose against indicators: how many, how much a sentence says is to be done (docs/领域.md 11.22).

A figure is tied to an indicator of its unit whose own words stand with it: in a
row (JX090); or in two pieces, shortened, or as the end of what leads to the figure
(JX096, which guesses, and only where one indicator alone fits).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from ...diagnostics import FieldRule, Level
from ...evidence.evidence import DESCRIPTION, GOAL, PURPOSE, SECTION, Line, Row
from ...evidence.reading import (
    COUNTING,
    Said,
    base_unit,
    clauses,
    counting_unit,
    counts_in,
)
from ...evidence.statements import words
from ...evidence.subject import Subject
from ...lexicon.folding import plain_name
from ...lexicon.likeness import common_part
from ...model.amounts import plain_number
from ...model.targets import TargetKind
from ..comparison import Check, Comparison, judged
from ..examples import indicators

TIED: Final = "部门整体目标与项目目标、文字与表格说的是同一件事，应当一致。"

PROSE_COUNT = FieldRule(
    "JX090",
    "文字里的数与指标值不符",
    Level.WARNING,
    why=TIED,
    mend="两处改成一样的数；文字里的数可以写成 {{ 指标(…).指标值 }}，永远一致。",
)
DESCRIBED = FieldRule(
    "JX091",
    "描述里的数与指标值不符",
    Level.WARNING,
    why=TIED,
    mend="两处改成一样的数。",
)
LIKE_COUNT = FieldRule(
    "JX096",
    "文字里的数与意思相近的指标值不同",
    Level.NOTE,
    why=TIED,
    mend="两处改成一样的数；文字里的数可以写成 {{ 指标(…).指标值 }}，永远一致。",
)

_DOING: Final = "完成|开展|组织|实施|全年|计划"
_AFFIX: Final = re.compile(rf"[（(][^（）()]{{0,8}}[）)]$|^(?:{_DOING}|组织开展|年度|新增)+")
# What an indicator's name ends with where a sentence has a figure: 数量, 家数, 里程.
_TIMES: Final = "|".join(unit for unit in COUNTING if len(unit) > 1 and unit.endswith("次"))
_NOUN: Final = re.compile(
    rf"(?:(?:{'|'.join(COUNTING)})数量?|总?数量?|总?量|{_TIMES}|里程|面积|长度|规模|总额)$"
)
_LEAD: Final = re.compile(rf"^(?:{_DOING}|年度内?|年内|预计|力争|共|对|为|在|[^一-鿿])+")
_TAIL: Final = re.compile(
    r"(?:(?:目标值?|任务)|达到?|为|是|共|约|不少于|不低于|不超过|至少|超过|到|[≥≤>=<]){1,12}$"
)


@lru_cache(8192)
def core(name: str) -> str:
    """The words of an indicator that a sentence would say: 食品抽检 of 全年食品抽检批次."""
    name = _AFFIX.sub("", plain_name(name))
    name = _AFFIX.sub("", name)
    return _NOUN.sub("", name)


def number_of(row: Row) -> tuple[Decimal, str] | None:
    """The target's number and unit, a unit in brackets behind the name included."""
    target = row.indicator.target
    if target.kind is not TargetKind.NUMBER or target.number is None or target.upper is not None:
        return None
    unit, factor = base_unit(target.unit)
    if not unit:
        match = re.search(r"[（(]([一-鿿%％]{1,4})[）)]$", row.name)
        unit = match[1].replace("％", "%") if match else ""
    return (target.number * factor, unit) if unit else None


def _same_unit(said: Said, unit: str) -> Decimal | None:
    """The number a text says in this unit: `12万亩` speaks of 亩; 批次 is not 批."""
    factor = _factor(said.unit, unit)
    return None if factor is None else said.number * factor


@lru_cache(8192)
def _factor(said: str, unit: str) -> Decimal | None:
    """How many of a unit one of the unit that a text says is; None where it is another one."""
    text = said.replace("％", "%")
    factor = Decimal(1)
    if text.startswith("万") and not unit.startswith("万"):
        text, factor = text[1:], Decimal(10_000)
    if not text.startswith(unit):
        return None
    rest = text[len(unit) :]
    if unit != "%" and rest[:1] in ("次", "月", "级", "层", "性", "体", "类", "部", "工", "重"):
        return None
    return factor


_SPEAKING: Final = frozenset({SECTION, GOAL, PURPOSE, DESCRIPTION})
_DIGIT: Final = re.compile(r"\d")
_MARK: Final = re.compile(r"[、：:]")
_SURE, _LEAST, _ENDING = 3, 2, 4


class _Known(NamedTuple):
    """A row whose number a sentence may say, and the words that it would say it by."""

    row: Row
    words: str
    number: Decimal
    unit: str


class _Told(NamedTuple):
    """A figure of a clause, the words that lead to it, the same in short, and all about it."""

    said: Said
    label: str
    short: str
    text: str


class _Rows:
    """The rows that a text may speak of, in order and by their unit."""

    def __init__(self, rows: Sequence[_Known]) -> None:
        self.by_unit: dict[str, list[_Known]] = {}
        self._by_start: dict[str, list[tuple[int, _Known]]] = {}
        for n, known in enumerate(rows):
            self.by_unit.setdefault(known.unit, []).append(known)
            if len(known.words) >= _SURE:
                self._by_start.setdefault(known.words[:_SURE], []).append((n, known))

    def named(self, text: str) -> list[_Known]:
        """The rows whose words a text holds, in their order."""
        found = {}
        for at in range(len(text) - _SURE + 1):
            for n, known in self._by_start.get(text[at : at + _SURE], ()):
                if text.startswith(known.words, at):
                    found[n] = known
        return [known for _, known in sorted(found.items())]

    def fitting(self, said: Said) -> Iterator[_Known]:
        """Those whose number is of the unit of a figure."""
        for unit, rows in self.by_unit.items():
            if _same_unit(said, unit) is not None:
                yield from rows


class _Clause(NamedTuple):
    """A clause with figures, and the rows that it may speak of."""

    line: Line
    start: int
    text: str
    told: tuple[_Told, ...]
    rows: _Rows


def _known(subject: Subject) -> tuple[list[_Known], dict[int, list[_Known]]]:
    """Rows whose number a sentence may say: the department's, and those of each project."""
    wholes: list[_Known] = []
    parts: dict[int, list[_Known]] = {}
    for row in subject.evidence.rows:
        number, words = number_of(row), core(row.name)
        if number is None or len(words) < _LEAST:
            continue
        known = _Known(row, words, *number)
        if row.project is None or row.project is subject.disclosure.overall:
            wholes.append(known)
        else:
            parts.setdefault(id(row.project), []).append(known)
    return wholes, parts


def _clauses(subject: Subject) -> Iterator[_Clause]:
    """The clauses that may speak of indicators.

    A section may speak of every indicator, a project's text of its own and of the
    department's; a description is held against its own row by JX091.
    """
    wholes, parts = _known(subject)
    everything = _Rows([*wholes, *(x for rows in parts.values() for x in rows)])
    bare, overall = _Rows(wholes), subject.disclosure.overall
    own: dict[int, _Rows] = {}
    for line in subject.evidence.lines:
        if line.kind not in _SPEAKING or not _DIGIT.search(line.text):
            continue
        key = id(line.project)
        if line.project is None or (line.project is overall and line.kind == GOAL):
            rows = everything
        elif line.kind == DESCRIPTION or key not in parts:
            rows = bare
        else:
            rows = own[key] = own.get(key) or _Rows([*wholes, *parts[key]])
        for start, clause in clauses(line.text) if rows.by_unit else ():
            if not _DIGIT.search(clause) or words.OTHER_TIME.search(clause):
                continue
            if line.kind != DESCRIPTION or rows.named(plain_name(clause)):
                yield _Clause(line, start, clause, tuple(_told(clause)), rows)


def _told(clause: str) -> Iterator[_Told]:
    """The figures of a clause, each with its own words: from one mark or figure to the next."""
    found = sorted(counts_in(clause), key=lambda s: s.start)
    for n, said in enumerate(found):
        next_one = found[n + 1].start if n + 1 < len(found) else len(clause)
        mark = _MARK.search(clause, said.start, next_one)
        behind = clause[said.start : mark.start() if mark else next_one]
        label = plain_name(re.split(r"\d", said.label)[-1])
        plain = _TAIL.sub("", label)
        yield _Told(said, plain, _LEAD.sub("", plain), label + plain_name(behind))


def _tied(subject: Subject) -> tuple[tuple[_Clause, _Told, list[_Known]], ...]:
    """The figures of all clauses with the rows whose words stand with them, if any."""

    def made() -> Iterator[tuple[_Clause, _Told, list[_Known]]]:
        for clause in _clauses(subject):
            for told in clause.told:
                yield clause, told, _sure(told, clause)

    return subject.evidence.once("counts of prose", lambda: tuple(made()))


def prose_counts(subject: Subject) -> Iterator[Comparison]:
    """`完成全年1600批次食品抽检任务` against 食品抽检批次 ≥650批次."""
    for clause, told, sure in _tied(subject):
        if sure:
            yield _judged(PROSE_COUNT, clause, told, sure)
        elif mistyped := _of_other_unit(told, clause.rows):
            yield _judged(PROSE_COUNT, clause, told, mistyped)


def _of_other_unit(told: _Told, rows: _Rows) -> list[_Known]:
    """The rows that a share has the words and the number of, but not the unit: 24% for ≥24场."""
    if not told.said.unit.startswith(("%", "％")):
        return []
    named = [k for k in rows.named(told.text) if k.number == told.said.number]
    return named if named and all(counting_unit(k.unit) for k in named) else []


def like_counts(subject: Subject) -> Iterator[Comparison]:
    """`修复县乡道路面20公里` against 修复路面里程 ≥27公里, where no other row fits."""
    for clause, told, sure in _tied(subject):
        if sure or clause.line.kind == DESCRIPTION:
            continue
        if fits := _alike(told, clause):
            yield _judged(LIKE_COUNT, clause, told, fits)


def _sure(told: _Told, clause: _Clause) -> list[_Known]:
    """The rows whose words stand with a figure, the most exact ones.

    Where a clause has but one figure that may be an indicator's, all its words count.
    """
    fits = _worded(told, told.text, clause.rows)
    if not fits and _is_alone(told, clause):
        fits = _worded(told, plain_name(clause.text), clause.rows)
    return fits


def _worded(told: _Told, text: str, rows: _Rows) -> list[_Known]:
    tied = rows.named(text)
    longest = max((len(k.words) for k in tied), default=0)
    return [k for k in tied if len(k.words) == longest
            and _same_unit(told.said, k.unit) is not None]  # fmt: skip


def _is_alone(told: _Told, clause: _Clause) -> bool:
    others = (t for t in clause.told if t is not told)
    return not any(True for other in others for _ in clause.rows.fitting(other.said))


def _alike(told: _Told, clause: _Clause) -> list[_Known]:
    """The rows that a figure may mean; none where different ones may be meant."""
    meant = (k for k in clause.rows.fitting(told.said) if _means(told, k.words))
    fits = [k for k in meant if len(k.words) >= _SURE or _is_of(k.row, clause)]
    return fits if len({k.words for k in fits}) == 1 else []


def _is_of(row: Row, clause: _Clause) -> bool:
    """Whether a clause speaks of a row's project, so that a short word (奖励) may be the row's."""
    if row.project is None or row.project is clause.line.project:
        return True
    name = plain_name(row.project.name.text)
    return len(common_part(name, plain_name(clause.text))) >= _SURE


def _means(told: _Told, words: str) -> bool:
    """Whether the words of an indicator stand in two pieces, or shortened, with a figure."""
    if told.label.endswith(words):
        return True
    if words[:_LEAST] in told.text and words[-_LEAST:] in told.text:  # else no pieces are
        pieces = ((words[:n], words[n:]) for n in range(_LEAST, len(words) - _LEAST + 1))
        if any(a in told.text and b in told.text for a, b in pieces):
            return True
    if len(told.short) >= max(_LEAST, len(words) / 2) and told.short in words:
        return True
    if not told.label.endswith(words[-_ENDING:]):
        return False
    ending = _common_end(told.label, words)
    return ending >= _ENDING and ending * 5 >= len(words) * 3


def _common_end(a: str, b: str) -> int:
    """How many letters two texts share at their ends."""
    pairs = enumerate(zip(reversed(a), reversed(b), strict=False))
    return next((n for n, (x, y) in pairs if x != y), min(len(a), len(b)))


def _judged(rule: FieldRule, clause: _Clause, told: _Told, fits: Sequence[_Known]) -> Comparison:
    """A figure against the rows it speaks of: one of them, or all of them together."""
    line, said, row = clause.line, told.said, fits[0].row
    value = _same_unit(said, fits[0].unit)
    numbers = [k.number for k in fits]
    target = row.indicator.target
    unit = said.unit if len(said.unit) <= 3 else base_unit(target.unit)[0]
    return judged(
        rule,
        object=f"{line.where}·{row.name}",
        agrees=value in (*numbers, sum(numbers, Decimal(0))),
        left=f"{plain_number(said.number)}{unit}",
        right=target.wording,
        cells=(*line.cells, *(i for k in fits for i in k.row.cells("指标值"))),
        message=f"{line.where}写“{clause.text.strip()}”，指标“{row.name}”是“{target.wording}”。",
        span=line.at(clause.start + said.start),
    )


def described(subject: Subject) -> Iterator[Comparison]:
    """A description that names a number in the target's unit names the target's number."""
    for row in subject.evidence.rows:
        number, words = number_of(row), row.indicator.description
        if number is None or words is None or not words.text:
            continue
        said = [
            n for s in counts_in(words.text) if (n := _same_unit(s, number[1])) is not None
            and not re.search(r"每|年$|第", s.label)
        ]  # fmt: skip
        if not said:
            continue
        shown = "、".join(plain_number(n) for n in said)
        target = row.indicator.target
        yield judged(
            DESCRIBED,
            object=row.label,
            agrees=number[0] in (*said, sum(said, Decimal(0))),
            left=f"{shown}{number[1]}",
            right=target.wording,
            cells=row.cells("描述", "指标值"),
            message=f"“{row.name}”的描述写的是 {shown}{number[1]}，指标值是“{target.wording}”。",
            span=target.span,
        )


def overall_says(text: str) -> str:
    """An example: the overall goals say this, of a project with 30 万元 and ≥650批次."""
    return f"总体绩效目标: |\n  {text}\n" + indicators(
        "产出指标 | 数量指标 | 食品抽检批次 | ≥650批次", budget="30.00"
    ).replace("名称: 抽检", "名称: 食品抽检经费")


def _described(text: str) -> str:
    return (
        "项目:\n  - 名称: 抽检\n    绩效指标: |\n"
        "      | 一级指标 | 二级指标 | 三级指标 | 描述 | 指标值 |\n      |---|---|---|---|---|\n"
        f"      | 产出指标 | 数量指标 | 公司审计 | {text} | ≥5家 |"
    )


CHECKS: Final = (
    Check(
        PROSE_COUNT,
        prose_counts,
        fails=overall_says("完成全年1600批次食品抽检任务。"),
        passes=overall_says("完成全年650批次食品抽检任务。"),
    ),
    Check(
        DESCRIBED,
        described,
        fails=_described("对辖区4家公司开展审计"),
        passes=_described("对辖区5家公司开展审计"),
    ),
    Check(
        LIKE_COUNT,
        like_counts,
        fails=overall_says("食品监督抽检1600批次。"),
        passes=overall_says("食品监督抽检650批次。"),
    ),
)
