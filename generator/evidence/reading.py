"""Reading figures and names out of running text: bounded patterns, no guessing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from ..lexicon import any_of, words
from ..lexicon.folding import narrow
from ..model import amounts
from ..model.amounts import LONGEST_NUMBER, SUM_UNIT, UNITS, to_decimal

_NUMBER: Final = r"(?<![\d.,])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d{1,6})?|\d{1,15}(?:\.\d{1,6})?)"
_AMOUNT: Final = re.compile(_NUMBER + rf"\s?(?P<unit>{SUM_UNIT})")
_COUNT: Final = re.compile(_NUMBER + r"\s?(?P<unit>[^\d\s，。；：、,.;:（）()“”《》]{1,8})")
_SPOKEN: Final = re.compile(
    r"(?<![一二三四五六七八九十百千第每其])(?P<number>[一两二三四五六七八九十])"
    rf"(?P<unit>{any_of('units.usual', 'units.spoken')})"
)
_ENDS: Final = "，。；：、！？,;:"
_DIGITS: Final = {c: n for n, c in enumerate("一二三四五六七八九十", 1)} | {"两": 2}

# Units that count things; the longest first.
COUNTING: Final = words("units.usual", "units.spoken", "units.further")
_TIME: Final = re.compile(f"个?{any_of('units.spans', '百分点')}")
MONEY: Final = (*UNITS, "亿")


@dataclass(frozen=True, slots=True)
class Said:
    """A figure in a text: its number, unit, what stands before it in the clause, its place."""

    label: str
    number: Decimal
    unit: str
    start: int
    end: int


def amounts_in(text: str) -> Iterator[Said]:
    """Sums of money, in 万元; the label goes back to the last mark or the last sum."""
    last = 0
    for match in _AMOUNT.finditer(narrow(text)):
        number = to_decimal(match["number"])
        if number is not None:
            label = _label(text, last, match.start())
            value = amounts.in_wan(number, match["unit"])
            yield Said(label, value, match["unit"], match.start(), match.end())
        last = match.end()


def counts_in(text: str) -> Iterator[Said]:
    """Numbers with the words behind them, in digits or (一次, 两家) in words."""
    for match in _COUNT.finditer(narrow(text)):
        typed, start = match["number"], match.start()
        if "." in typed and not text[:start].strip() and counting_unit(match["unit"]):
            # 1.3 个基层所: the number of a list, and three of them
            start, typed = start + typed.index(".") + 1, typed.partition(".")[2]
        number = to_decimal(typed)
        if number is not None and len(typed) <= LONGEST_NUMBER:
            yield Said(_label(text, 0, start), number, match["unit"], start, match.end())
    for match in _SPOKEN.finditer(text):
        number = Decimal(_DIGITS[match["number"]])
        label = _label(text, 0, match.start())
        yield Said(label, number, match["unit"], match.start(), match.end())


def _label(text: str, begin: int, end: int) -> str:
    start = max(begin, end - 60)
    for index in range(end - 1, start - 1, -1):
        if text[index] in _ENDS:
            return text[index + 1 : end]
    return text[start:end]


_CLAUSE: Final = re.compile(r"(?:[^，。；！？,;!?\n]|(?<=\d),(?=\d))+")


def clauses(text: str) -> Iterator[tuple[int, str]]:
    """The clauses of a text with their places."""
    for match in _CLAUSE.finditer(text):
        yield match.start(), match[0]


@lru_cache(8192)
def counting_unit(unit: str) -> str:
    """The unit of counting that a unit begins with (批次/年 → 批次, 个村居 → 个), else ''."""
    if _TIME.match(unit):
        return ""
    return next((u for u in COUNTING if unit.startswith(u)), "")


@lru_cache(8192)
def base_unit(unit: str) -> tuple[str, Decimal]:
    """A unit without 万/亿 in front and without `/年` or `年` behind, and its factor."""
    factor = Decimal(1)
    for prefix, times in (("万", 10_000), ("亿", 100_000_000), ("千", 1_000)):
        if unit.startswith(prefix) and len(unit) > 1 and unit not in MONEY:
            unit, factor = unit[1:], Decimal(times)
            break
    return re.sub(r"[/每](?:年|月|季度)$", "", unit), factor


def in_wan(number: Decimal, unit: str) -> Decimal | None:
    """Money in 万元, where the unit is one of money alone."""
    return amounts.in_wan(number, unit) if amounts.unit_called(unit) else None
