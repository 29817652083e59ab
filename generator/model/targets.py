"""The value of an indicator: `≥90%`, `12月底前完成`, `逐步提高` and all between.

The budget system keeps 计算符号, 指标值 and 计量单位 apart (docs/领域.md 3.4); a
target here does the same, beside the author's wording, which is what gets printed.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Final

from ..diagnostics import Span
from ..lexicon.folding import narrow
from .amounts import NOT_APPLICABLE, to_decimal
from .words import NOWHERE, Words


class TargetKind(StrEnum):
    """What sort of value it is."""

    NUMBER = "数值"
    DATE = "日期"
    DEADLINE = "期限"
    PERIOD = "期间"
    TEXT = "定性"
    NOT_APPLICABLE = "不适用"
    BLANK = "空白"


@dataclass(frozen=True, slots=True)
class Target:
    """A target split into its parts; `wording` is what was typed.

    `operator` is one of ≥ ≤ > < = or empty. `number` (and `upper`, for a range
    such as 80-90%) goes with `unit` exactly as typed (万份 stays 万份).
    `approximate` marks 余, 约 and 左右. `date` is the day, or the last day of
    the month or year, that a date, deadline or period ends with where it can be
    told; `year` is None in 12月底前完成, so `date` is None too.
    """

    wording: str = ""
    kind: TargetKind = TargetKind.BLANK
    operator: str = ""
    number: Decimal | None = None
    upper: Decimal | None = None
    unit: str = ""
    approximate: bool = False
    date: datetime.date | None = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)

    def __bool__(self) -> bool:
        return bool(self.wording)


_OPERATORS: Final = {
    "≥": "≥", "≧": "≥", "⩾": "≥", ">=": "≥", "=>": "≥", "大于等于": "≥", "大于或等于": "≥",
    "不少于": "≥", "不低于": "≥", "不小于": "≥", "至少": "≥",
    "≤": "≤", "≦": "≤", "⩽": "≤", "<=": "≤", "=<": "≤", "小于等于": "≤", "小于或等于": "≤",
    "不超过": "≤", "不高于": "≤", "不大于": "≤", "不多于": "≤", "至多": "≤", "控制在": "≤",
    "＞": ">", ">": ">", "大于": ">", "超过": ">", "高于": ">",
    "＜": "<", "<": "<", "小于": "<", "低于": "<", "少于": "<",
    "=": "=", "＝": "=", "等于": "=", "达到": "",
}  # fmt: skip
_OPERATOR: Final = "|".join(re.escape(o) for o in sorted(_OPERATORS, key=len, reverse=True))
_SUFFIXES: Final = {"以上": "≥", "以下": "≤", "以内": "≤", "之内": "≤", "左右": ""}
_NUMBER: Final = r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
# No clause and no clock: 1套，2台 and 5:30 are text. Nor 1e5, nor a day that is none.
_UNIT: Final = r"(?![eE]\d|[年月].*\d)[^\d\s,。;:≥≤<>=][^,。;:≥≤<>=]*"
_WITHIN: Final = re.compile(r"(?<=[时钟日天周月年])内$")

_QUANTITY: Final = re.compile(
    rf"(?P<operator>{_OPERATOR})?\s?(?P<about>约|大约)?\s?"
    rf"(?P<number>{_NUMBER})(?P<lower_unit>%?)"
    rf"(?:\s?(?:-|~|～|—|至|到)\s?(?P<upper>{_NUMBER}))?\s?(?P<more>余|多)?\s?(?P<unit>{_UNIT})?"
)
_DATE: Final = re.compile(
    r"(?P<year>\d{4})(?:年|[-./])(?P<month>\d{1,2})(?:月|[-./])(?P<day>\d{1,2})日?"
)
_PERIOD: Final = re.compile(
    r"(?:(?P<year>\d{4})年?(?:度|全年)?)?"
    r"(?:(?P<first>\d{1,2})月?(?:-|~|～|—|至|到)(?P<last>\d{1,2})月(?:份|底)?)?"
    r"|(?P<year_from>\d{4})年?(?:-|~|～|—|至|到)(?P<year_to>\d{4})年"
)
# A point in time with a bound: 12月底前完成, 每月25日前缴纳, 不超过12月份, 2024年底前.
_DEADLINE: Final = re.compile(
    r"(?P<bound>不超过|不晚于|不迟于|截至|截止到?|于)?\s?"
    r"(?P<every>每(?:年|季度?|月|周|日)|次(?:年|月)|当(?:年|月|日))?\s?"
    r"(?:(?P<year>\d{4})年(?:度)?)?\s?"
    r"(?:(?P<month>\d{1,2})月(?:份)?|月|第?(?P<quarter>[一二三四])季度|(?P<half>[上下])半年|年)?\s?"
    r"(?:(?P<day>\d{1,2})日|[底末初中]|(?P<third>[上中下])旬)?\s?"
    r"(?P<before>(?:之|以)?前)?\s?"
    r"(?P<verb>[完支拨缴发兑报公投办实验通到落结建提召启举印采][^\d，。；;]{0,12})?"
)
_LAST_MONTHS: Final = {"一": "3", "二": "6", "三": "9", "四": "12", "上": "6", "下": "12"}
_LAST_DAYS: Final = {"上": "10", "中": "20"}
LONGEST_TARGET: Final = 400


def parse_target(words: Words) -> Target:
    """Split a target; never fails: what cannot be split is qualitative."""
    wording, span = words.text, words.span
    # Runs of blanks as one: the patterns below allow blanks at many places in a row.
    text = re.sub(r"\s+", " ", narrow(wording).replace("，", ",")).strip()
    if not text:
        return Target(wording, TargetKind.BLANK, span=span)
    if wording.strip() in NOT_APPLICABLE:
        return Target(wording, TargetKind.NOT_APPLICABLE, span=span)
    if len(text) > LONGEST_TARGET:
        return Target(wording, TargetKind.TEXT, span=span)
    timely = _timely(text)
    if timely is not None:
        kind, date = timely
        return Target(wording, kind, date=date, span=span)
    return _quantity(text, words) or Target(wording, TargetKind.TEXT, span=span)


def compose_target(sign: Words, value: Words, unit: Words) -> Target:
    """A target whose sign, value and unit stand apart (≥ | 95 | %), in one wording: `≥95%`.

    A value that is no bare number says all by itself; so does the sign or unit that stands
    with it. What is no sign (定性, 正向) is no part of the wording.
    """
    own = parse_target(value)
    if own.kind is not TargetKind.NUMBER:
        return own
    before = sign.text if not own.operator and narrow(sign.text) in _OPERATORS else ""
    behind = "" if own.unit or unit.text in NOT_APPLICABLE else unit.text
    if not (before or behind):
        return own
    return parse_target(Words(f"{before}{value.text}{behind}", value.span))


def _timely(text: str) -> tuple[TargetKind, datetime.date | None] | None:
    if match := _DATE.fullmatch(text):
        date = _day(match["year"], match["month"], match["day"])
        return (TargetKind.DATE, date) if date else None
    match = _PERIOD.fullmatch(text)
    if match and (match["year_to"] or match["last"] or "年" in text):
        year, last = match["year_to"] or match["year"], match["last"] or "12"
        return TargetKind.PERIOD, _day(year, last, None) if year else None
    match = _DEADLINE.fullmatch(text)
    if match is None or not _names_a_time(match):
        return None
    if not (match["before"] or match["bound"] or match["verb"] or match["every"]):
        return (TargetKind.DATE, None) if match["month"] and match["day"] else _end_of(text, match)
    return TargetKind.DEADLINE, _deadline_day(match)


def _names_a_time(match: re.Match[str]) -> bool:
    """A deadline needs a point in time, not a verb alone and not a bare number."""
    before_verb = match.string[: match.start("verb")] if match["verb"] else match.string
    return bool(re.search(r"[年月日季旬]", before_verb))


def _end_of(text: str, match: re.Match[str]) -> tuple[TargetKind, datetime.date | None] | None:
    """`12月底`, `2024年底`, `2024年6月`: a point in time without 前; `第四季度` is a period."""
    if match["quarter"] or match["half"] or match["third"]:
        return TargetKind.PERIOD, _deadline_day(match)
    if re.search(r"[底末]$", text) or (match["year"] and match["month"]):
        return TargetKind.DEADLINE, _deadline_day(match)
    return None


def _deadline_day(match: re.Match[str]) -> datetime.date | None:
    if not match["year"] or match["every"]:
        return None
    month = match["month"] or _LAST_MONTHS.get(match["quarter"] or match["half"] or "", "12")
    return _day(match["year"], month, match["day"] or _LAST_DAYS.get(match["third"] or ""))


def _day(year: str, month: str, day: str | None) -> datetime.date | None:
    try:
        if day:
            return datetime.date(int(year), int(month), int(day))
        first = datetime.date(int(year), int(month), 1)
        following = (first + datetime.timedelta(days=31)).replace(day=1)
        return following - datetime.timedelta(days=1)
    except (ValueError, OverflowError):
        return None


def _quantity(text: str, words: Words) -> Target | None:
    match = _QUANTITY.fullmatch(text)
    if match is None:
        return None
    number = to_decimal(match["number"])
    upper = to_decimal(match["upper"]) if match["upper"] else None
    if number is None or (match["lower_unit"] and match["upper"] is None and match["more"]):
        return None
    unit = match["lower_unit"] + (match["unit"] or "").strip()
    if match["upper"] and match["lower_unit"]:
        unit = (match["unit"] or match["lower_unit"]).strip()
    operator = _OPERATORS.get(match["operator"] or "", "")
    approximate = bool(match["about"] or match["more"])
    for suffix, meaning in _SUFFIXES.items():
        if suffix in unit:
            unit = unit.replace(suffix, "", 1).strip()
            operator = operator or meaning
            approximate = approximate or not meaning
            break
    if _WITHIN.search(unit):
        unit, operator = _WITHIN.sub("", unit), operator or "≤"
    return Target(
        words.text, TargetKind.NUMBER, operator, number, upper, unit, approximate, span=words.span
    )
