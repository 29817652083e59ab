"""The figures of a paragraph, each with the role that the words before it give.

A figure is money in 万元, a share in per cent, or a count. What it is called stands
before it, back to the last mark or figure.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Final

from ...lexicon import any_of
from ...lexicon.folding import figure_name, narrow
from ...model.amounts import SUM_UNIT, to_decimal
from ..reading import in_wan
from . import words


class Role(Enum):
    """What a figure is in its sentence."""

    STATED = "数"
    BASE = "比较的数"
    MOVED = "增减额"
    RATE = "增减率"
    SHARE = "占比"
    DONE = "完成率"
    PRICE = "标准或限额"
    COUNT = "个数"
    OTHER = "其他"


class Aspect(Enum):
    """Whether a sum was planned or spent; most are not said to be either."""

    PLAN = "预算"
    ACTUAL = "决算"
    ANY = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: `label` is what stands before it, `word` what says its role.

    `word` is a direction (增加), what a share is of, or the year or plan compared with.
    `depth` counts the brackets that it stands in, `sentence` and `item` the sentences
    and the parts between semicolons.
    """

    number: Decimal
    unit: str
    role: Role
    label: str
    word: str
    start: int
    end: int
    depth: int
    sentence: int
    item: int

    @property
    def is_money(self) -> bool:
        return self.unit.endswith("元")

    @property
    def signed(self) -> Decimal:
        """A change with its sign."""
        return -self.number if self.word in words.DOWN else self.number

    @property
    def aspect(self) -> Aspect:
        if words.ACTUAL.search(self.label):
            return Aspect.ACTUAL
        return Aspect.PLAN if words.BUDGETED.search(self.label) else Aspect.ANY

    @property
    def name(self) -> str:
        """What it is called, as sentences and tables have in common; '' if by nothing.

        Of a change, and of the figure compared with, that is what changed.
        """
        if self.role is Role.STATED or self.role is Role.COUNT:
            return object_name(self.label)
        return object_name(
            words.LEAD.sub("", words.MOVED.sub("", words.AGAINST.sub("", self.label)))
        )


_NUMBER: Final = r"(?<![\d.,])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d{1,6})?|\d{1,15}(?:\.\d{1,6})?)"
_FIGURE: Final = re.compile(  # an empty unit where none is typed
    _NUMBER + rf"\s?(?P<unit>{SUM_UNIT}|%|个百分点|[个家户人名次场台套件份批项辆处座]"
    r"|(?!\d|\.\d|,\d{3}))"
)
_ENDS: Final = "，。；：、！？,;:\n"
_SENTENCE: Final = re.compile(r"[。！？!?\n]")
_ITEM: Final = re.compile(r"[。！？!?\n；;]")
_BRACKET: Final = re.compile(r"[（()）]")
_LONGEST: Final = 60


@lru_cache(8192)
def object_name(label: str) -> str:
    """The name of a sum in the words before it: 公务接待费 of 2024年公务接待费支出决算."""
    name = words.EACH.sub("", words.FILLING.sub("", narrow(label)).strip())
    name = re.sub(r"(?<=费)总?支出$", "", figure_name(name))
    return words.BOTH if words.BALANCED.fullmatch(name) else name


@lru_cache(1024)
def figures_in(text: str) -> tuple[Figure, ...]:
    """The figures of a paragraph, in order."""
    return tuple(_figures(text)) if any("0" <= c <= "9" or "０" <= c <= "９" for c in text) else ()


def _figures(text: str) -> Iterator[Figure]:
    plain = words.PAIR.sub(r"收\1·支", narrow(text))
    sentences = [m.start() for m in _SENTENCE.finditer(plain)]
    items = [m.start() for m in _ITEM.finditer(plain)]
    places, depths = _brackets(plain)
    last, before = 0, ""
    for match in _FIGURE.finditer(plain):
        number, unit = to_decimal(match["number"]), match["unit"]
        start, end = match.span()
        label = words.PAIRED.sub(r"收\1、支", _label(plain, last, start))
        if number is None or not (unit or _is_bare(plain, match, label)):
            continue
        if unit.endswith("元"):
            number = in_wan(number, unit) or Decimal(0)
        role, word = _role(label, unit, plain, end, before)
        at = bisect_right(places, start) - 1
        yield Figure(
            number, unit, role, label, word, start, end, depths[at] if at >= 0 else 0,
            bisect_right(sentences, start), bisect_right(items, start),
        )  # fmt: skip
        last, before = end, label


def _brackets(text: str) -> tuple[list[int], list[int]]:
    """Where the depth of brackets changes, and to what."""
    places, depths, depth = [], [], 0
    for match in _BRACKET.finditer(text):
        depth = depth + 1 if match[0] in "（(" else max(0, depth - 1)
        places.append(match.start())
        depths.append(depth)
    return places, depths


def _label(text: str, begin: int, end: int) -> str:
    start = max(begin, end - _LONGEST)
    at = max(text.rfind(mark, start, end) for mark in _ENDS)
    return text[at + 1 if at >= 0 else start : end]


_AFTER_BARE: Final = re.compile(r"\s?(?:[，。；、,;)）]|$)")
_OF_MONEY: Final = re.compile(
    rf"(?:{any_of('sums.totals', 'funds.carried', 'funds.spent', 'funds.money')}|费|决算数?|预算数)"
    r"(?:为|共|是|数)?\s*$"
)


_NO_MONEY: Final = re.compile(
    rf"(?:{any_of('units.bare')}|比值?|倍|版|率|分|号|第|标准|[a-zA-Z/\-—~～至到])(?:为|是|达到?)?\s*$"
)
_WORD: Final = re.compile(r"[一-鿿）)”]\s?$")


def _is_bare(text: str, match: re.Match[str], label: str) -> bool:
    """Whether a number without a unit stands where a sum of money would."""
    if not _AFTER_BARE.match(text, match.end()) or _NO_MONEY.search(label):
        return False
    is_typed_so = re.fullmatch(r"[\d,]+\.\d\d", match["number"]) is not None
    return bool(_OF_MONEY.search(label) or (is_typed_so and _WORD.search(label)))


def _role(label: str, unit: str, text: str, end: int, before: str) -> tuple[Role, str]:
    """What a figure is, by the words before it."""
    if moved := words.MOVED.search(label):
        if unit == "个百分点":
            return Role.OTHER, ""
        return (Role.RATE if unit == "%" else Role.MOVED), moved["way"]
    if unit == "%":
        if share := words.SHARE.search(label):
            return Role.SHARE, (share["base"] or "").strip()
        if not label.strip("的为 个") and words.SHARE_OF_FIGURE.search(before):
            return Role.SHARE, "的"
        return (Role.DONE, "") if words.DONE.search(label) else (Role.OTHER, "")
    if unit and not unit.endswith("元"):
        return Role.COUNT, ""
    if words.LIMIT.match(text, end) or words.PRICE.search(label):
        return Role.PRICE, ""
    if against := words.AGAINST.search(label):
        return Role.BASE, against["what"]
    return Role.STATED, ""
