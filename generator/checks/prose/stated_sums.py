"""Sums that running text states: a whole and its parts, both sides (docs/领域.md 11.1–11.4).

A list need not name every part. Where it is known to, its parts make up the whole;
else they must not exceed it, and where they come near to it they are probably
meant to be all (JX009). Which rule tells of a list is decided by what it lists.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from ...diagnostics import FieldRule, Level
from ...evidence.evidence import FIELD, SECTION
from ...evidence.named_sums import INCOME, SPENDING, named_figure, sum_name
from ...evidence.statements import words
from ...evidence.statements.figures import Aspect, Figure, Role
from ...evidence.statements.parts import Parts
from ...evidence.statements.passages import Passage, passages
from ...evidence.statements.wholes import wholes
from ...evidence.subject import Subject
from ...model.amounts import plain_number
from ..comparison import Check, Comparison, judged

_GUIDE: Final = "文字说明和收支总表说的是同一套数，应当一致。"
_WHY: Final = "文字说明里的分项和总数说的是同一套数，应当相符。"

PARTS = FieldRule(
    "JX008",
    "文字里的分项之和与总数不符",
    Level.WARNING,
    why=_WHY,
    mend="核对总数和各个分项；没有列全的，写明“等”。",
)
PARTS_SHORT = FieldRule(
    "JX009",
    "文字里“其中”各项加不到总数",
    Level.NOTE,
    why=_WHY,
    mend="核对总数和各个分项；没有列全的，写明“等”。",
)
INCOME_IS_SPENDING = FieldRule(
    "JX010",
    "文字里的收入合计与支出合计不等",
    Level.WARNING,
    why=_GUIDE,
    mend="对照收支总表，改正写错的数。",
)
INCOME_PARTS = FieldRule(
    "JX011",
    "文字里的收入明细之和不等于收入合计",
    Level.WARNING,
    why=_GUIDE,
    mend="补上没有写的来源，或改正写错的数。",
)
SPENDING_PARTS = FieldRule(
    "JX012",
    "文字里的支出不等于基本支出与项目支出之和",
    Level.WARNING,
    why=_GUIDE,
    mend="对照预算表，改正写错的数。",
)
BASIC_PARTS = FieldRule(
    "JX013",
    "文字里的基本支出不等于人员经费与公用经费之和",
    Level.WARNING,
    why="基本支出由人员经费和公用经费组成，公开的数须相符。",
    mend="对照预算表，改正写错的数。",
)
THREE_PUBLIC = FieldRule(
    "JX015",
    "“三公”经费不等于各项之和",
    Level.WARNING,
    why="“三公”经费按出国、用车、接待三项公开（地方预决算公开操作规程）。",
    mend="对照预算表，改正写错的数。",
)
VEHICLES = FieldRule(
    "JX016",
    "公务用车费不等于购置费与运行费之和",
    Level.WARNING,
    why="公务用车费分购置费和运行费公开（地方预决算公开操作规程）。",
    mend="对照预算表，改正写错的数。",
)

# By the division that the parts follow (words.PARTITIONS); any other list is of JX008.
_BY_PARTITION: Final = {
    "基本支出": SPENDING_PARTS,
    "人员(?:经费|支出)": BASIC_PARTS,
    "因公出国": THREE_PUBLIC,
    "公务用车购置|购置费": VEHICLES,
}


def _rule(one: Parts) -> FieldRule:
    """Which rule a list is told of by."""
    if one.partition:
        return _BY_PARTITION.get(one.partition[0], PARTS)
    if "收入" in one.wholes[0].label and all(words.SOURCE.search(p.label) for p in one.parts):
        return INCOME_PARTS
    return PARTS


def _is_all(one: Parts) -> bool:
    """Whether the parts have to make up the whole.

    Who lists classes of spending or sources of income lists all of them; a list
    that is far from the whole is not one of all.
    """
    if one.is_complete:
        return True
    kinds = (words.FUNCTION, words.SOURCE)
    is_classed = any(all(kind.search(p.label) for p in one.parts) for kind in kinds)
    return is_classed and one.is_near and not one.is_open and one.is_sure


def _judged_lists(subject: Subject) -> tuple[tuple[FieldRule, Parts], ...]:
    """The lists that hold or do not, each with its rule."""

    def made() -> Iterator[tuple[FieldRule, Parts]]:
        for one in wholes(subject):
            if one.agrees:
                yield (_rule(one) if _is_all(one) else PARTS_SHORT), one
            elif not (one.is_sure or one.partition):
                continue
            elif _is_all(one) or (one.total > one.whole.number and _is_attached(one)):
                yield _rule(one), one
            elif one.is_near and not one.is_open:
                yield PARTS_SHORT, one

    return subject.evidence.once("judged lists", lambda: tuple(made()))


def wrong_parts(subject: Subject) -> frozenset[int]:
    """The figures, by identity, of lists that do not hold: what is wrong with one is told there."""
    lists = (one for _, one in _judged_lists(subject) if not one.agrees)
    return frozenset(id(figure) for one in lists for figure in one.parts)


def _is_attached(one: Parts) -> bool:
    """Whether the whole stands in front of its parts, in the same paragraph."""
    whole = one.wholes[0]
    return len(one.wholes) == 1 and one.passage.has(whole)


def _told_by(rule: FieldRule, subject: Subject) -> Iterator[Comparison]:
    for by, one in _judged_lists(subject):
        if by is rule:
            yield _held(rule, one)


def _held(rule: FieldRule, one: Parts) -> Comparison:
    line, whole = one.passage.line, one.whole
    unit = "万元" if whole.is_money or not whole.unit else whole.unit
    left, right = plain_number(whole.number), plain_number(one.total)
    shown = " + ".join(_shown(part) for part in one.parts)
    return judged(
        rule,
        object=f"{line.where}·{_called(whole) or '总数'}分项",
        agrees=one.agrees,
        left=left,
        right=right,
        cells=line.cells,
        message=f"这里写{_called(whole) or '总数'} {left} {unit}，而 {shown} = {right} {unit}，"
        f"相差 {plain_number(abs(whole.number - one.total))} {unit}。",
        span=line.at(whole.start if one.passage.has(whole) else one.parts[0].start),
    )


def _called(figure: Figure) -> str:
    """The usual name of a sum, else what stands before it."""
    return sum_name(figure.label) or figure.name


def _shown(figure: Figure) -> str:
    return f"{_called(figure)} {plain_number(figure.number)}".strip()


def parts(subject: Subject) -> Iterator[Comparison]:
    """Parts that make up a whole sum to it; others do not exceed it."""
    yield from _told_by(PARTS, subject)


def parts_short(subject: Subject) -> Iterator[Comparison]:
    """Parts that nearly make up the whole are probably meant to."""
    yield from _told_by(PARTS_SHORT, subject)


def income_parts(subject: Subject) -> Iterator[Comparison]:
    """The sources sum to the income."""
    yield from _told_by(INCOME_PARTS, subject)


def spending_parts(subject: Subject) -> Iterator[Comparison]:
    yield from _told_by(SPENDING_PARTS, subject)


def basic_parts(subject: Subject) -> Iterator[Comparison]:
    yield from _told_by(BASIC_PARTS, subject)


def three_public(subject: Subject) -> Iterator[Comparison]:
    yield from _told_by(THREE_PUBLIC, subject)


def vehicles(subject: Subject) -> Iterator[Comparison]:
    yield from _told_by(VEHICLES, subject)


def income_is_spending(subject: Subject) -> Iterator[Comparison]:
    """收入合计 = 支出合计, wherever in a budget's text each is first named.

    In final accounts what came in and what was spent differ by what is carried over.
    """
    first: dict[str, tuple[Passage, Figure]] = {}
    both: set[Decimal] = set()
    for passage in passages(subject):
        if passage.line.kind not in (SECTION, FIELD):
            continue
        is_budget = "预算" in passage.text
        for figure in passage.figures:
            if figure.aspect is Aspect.ACTUAL or words.LEFT_OVER.search(figure.label):
                return
            if figure.role is Role.STATED and figure.name == words.BOTH:
                both.add(figure.number)
            is_told = is_budget or "总计" in figure.label
            name = named_figure(figure.label, subject.disclosure.year) if is_told else ""
            if name:
                first.setdefault(name, (passage, figure))
    if INCOME in first and SPENDING in first:
        (above, income), (passage, spending) = first[INCOME], first[SPENDING]
        if both and not both & {income.number, spending.number}:
            return  # both sides with what was carried over
        left, right = plain_number(income.number), plain_number(spending.number)
        yield judged(
            INCOME_IS_SPENDING,
            object="收支合计",
            agrees=income.number == spending.number,
            left=left,
            right=right,
            cells=tuple(dict.fromkeys((*above.line.cells, *passage.line.cells))),
            message=f"收入合计写的是 {left} 万元，支出合计写的是 {right} 万元。",
            span=passage.line.at(spending.start),
        )


def _prose(text: str, key: str = "部门预算安排的总体情况") -> str:
    return f"表式: 石家庄2020\n{key}: |\n  {text}"


CHECKS: Final = (
    Check(
        PARTS,
        parts,
        fails=_prose("安排政府采购预算100万元，其中：货物类50万元，工程类20万元，服务类20万元。"),
        passes=_prose("安排政府采购预算100万元，其中：货物类50万元，工程类20万元，服务类30万元。"),
        is_sum=True,
    ),
    Check(
        PARTS_SHORT,
        parts_short,
        fails=_prose("拟购置固定资产100万元，其中设备80万元、家具15万元。"),
        passes=_prose("拟购置固定资产100万元，其中设备80万元、家具20万元。"),
        is_sum=True,
    ),
    Check(
        INCOME_IS_SPENDING,
        income_is_spending,
        fails=_prose("预算收入7070.37万元。支出预算7060.37万元。"),
        passes=_prose("预算收入7070.37万元。支出预算7070.37万元。"),
    ),
    Check(
        INCOME_PARTS,
        income_parts,
        fails=_prose("预算收入100万元，其中：一般公共预算收入80万元，事业收入10万元。"),
        passes=_prose("预算收入100万元，其中：一般公共预算收入80万元，事业收入20万元。"),
        is_sum=True,
    ),
    Check(
        SPENDING_PARTS,
        spending_parts,
        fails=_prose("支出预算7070.37万元，其中基本支出2307.34万元；项目支出4753.03万元。"),
        passes=_prose("支出预算7070.37万元，其中基本支出2307.34万元；项目支出4763.03万元。"),
        is_sum=True,
    ),
    Check(
        BASIC_PARTS,
        basic_parts,
        fails=_prose("基本支出2307.34万元，包括人员经费2118.12万元和日常公用经费188.22万元。"),
        passes=_prose("基本支出2307.34万元，包括人员经费2118.12万元和日常公用经费189.22万元。"),
        is_sum=True,
    ),
    Check(
        THREE_PUBLIC,
        three_public,
        fails=_prose(
            "“三公”经费15万元，其中因公出国（境）费0万元；公务用车购置及运维费12万元；"
            "公务接待费4万元。",
            "三公经费",
        ),
        passes=_prose(
            "“三公”经费16万元，其中因公出国（境）费0万元；公务用车购置及运维费12万元；"
            "公务接待费4万元。",
            "三公经费",
        ),
        is_sum=True,
    ),
    Check(
        VEHICLES,
        vehicles,
        fails=_prose(
            "公务用车购置及运维费12万元（其中：公务用车购置费为10万元，公务用车运维费0万元）。",
            "三公经费",
        ),
        passes=_prose(
            "公务用车购置及运维费12万元（其中：公务用车购置费为12万元，公务用车运维费0万元）。",
            "三公经费",
        ),
        is_sum=True,
    ),
)
