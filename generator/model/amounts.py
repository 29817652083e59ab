"""Money: Decimal in 万元, keeping the author's wording."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, NamedTuple

from ..diagnostics import Span
from ..lexicon import one_of
from ..lexicon.folding import narrow
from .words import NOWHERE, Words

NOT_APPLICABLE: Final = frozenset({"/", "／", "—", "——", "－", "-"})

_IN_WAN: Final = {
    "元": Decimal("0.0001"),
    "百元": Decimal("0.01"),
    "千元": Decimal("0.1"),
    "万元": Decimal(1),
    "十万元": Decimal(10),
    "百万元": Decimal(100),
    "千万元": Decimal(1000),
    "亿元": Decimal(10000),
}
UNITS: Final = ("元", "千元", "万元", "万", "亿元")
"""The units that a form, a table or a site may count in."""
# What a sum in running text, or a line above a table, is in.
SUM_UNIT: Final = one_of(unit for unit in UNITS if unit.endswith("元"))
# What else amounts, heads and lines call them; 千 and 百 alone may count anything.
_SHORT: Final = {"万": "万元", "亿": "亿元", "百万": "百万元", "千万": "千万元", "圆": "元"}
_NAMES: Final = "|".join(sorted((*_IN_WAN, *_SHORT), key=len, reverse=True))
# So that a number of any unit is exact in any other, within the 28 digits of Decimal.
LONGEST_NUMBER: Final = 24
_LONGEST_AMOUNT: Final = 60

_GROUPED: Final = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
_PLAIN: Final = re.compile(rf"(?P<sign>[-−]?)(?P<number>{_GROUPED})")
# Blanks and apostrophes part thousands in some exports; no other number has blanks in it.
_MONEY: Final = re.compile(
    rf"(?:人民币|RMB)?(?P<sign>[-−]?)[¥￥]?(?P<below>[-−]?)"
    rf"(?P<number>{_GROUPED}|[0-9]{{1,3}}(?:[\s'’][0-9]{{3}})+(?:\.[0-9]+)?)"
    rf"(?:人民币)?(?:(?P<unit>{_NAMES})整?|\((?P<aside>{_NAMES})\))?(?:人民币)?"
)
_BRACKETED: Final = re.compile(rf"\(([^()]+)\)((?:{_NAMES})?)")
_GROUPING: Final = re.compile(r"[,\s'’]")
_OUTER_BLANKS: Final = re.compile(r"(?<![0-9])\s+|\s+(?![0-9])")

# Where a head or a line names its unit: in brackets, behind 单位, or between 以 and 为单位.
_IN_BRACKETS: Final = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]{1,40})[)\]】〕]")
_BEHIND: Final = re.compile(r"单\s?位[为是]?\s?[:：]?([^()\[\]【】〔〕]{1,40})")
_BETWEEN: Final = re.compile(r"[以按]([^以按]{1,8}?)(?:为单位|计)")
_AT_END: Final = re.compile(r"[\s/]([^\s/]{1,6})$")
_PARTS: Final = re.compile(r"[\s、,;:：]+|(?:金额|货币|计量)?单\s?位[为是]?|币种|人民币|[和及]")


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money (or a share in a spending plan) as typed and as a number.

    `value` is in 万元 (a share in percent); None for a blank cell, a 不适用 mark, or
    text such as （分级填报）. `unit` is the one that the wording itself names, '' where it
    is a number alone, which counts in the unit of its form.
    """

    wording: str = ""
    value: Decimal | None = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)
    unit: str = ""

    def __bool__(self) -> bool:
        return bool(self.wording)

    @property
    def is_text(self) -> bool:
        """Words stand where a number is usual."""
        return bool(self.wording) and self.value is None and self.wording not in NOT_APPLICABLE

    def shown(self, unit: str) -> str:
        """What is printed where `unit` stands already, in a head or behind: never a second one.

        A number is printed as it was typed, where it names no unit or this one.
        """
        if not self.unit or self.value is None:
            return self.wording
        if self.unit == unit_called(unit):
            read = _parts(self.wording)
            return read.sign + read.number if read else self.wording
        return money(in_unit(self.value, unit))


def to_decimal(text: str) -> Decimal | None:
    """A plain or grouped number; None for anything else (so no `1e999`, no `NaN`)."""
    match = _PLAIN.fullmatch(narrow(text).strip())
    return _decimal(match["sign"], match["number"]) if match else None


def parse_amount(words: Words, unit: str = "万元") -> Amount:
    """Read `36.00`, `100万元`, `1,816.4`, `￥420 000 元` or `(36.00)`, which is below zero.

    `unit` is what a number alone counts in: that of its head, table or form. One that
    the text names comes before it; the two may contradict, which is for the caller to say.
    """
    read = _parts(words.text)
    number = _decimal(read.sign, read.number) if read else None
    if read is None or number is None:
        return Amount(words.text, None, words.span)
    return Amount(words.text, in_wan(number, read.unit or unit), words.span, read.unit)


class _Parts(NamedTuple):
    sign: str
    number: str
    unit: str


def _parts(text: str) -> _Parts | None:
    """The sign, the digits as typed and the unit of an amount; None where it is none."""
    if len(text) > _LONGEST_AMOUNT:
        return None
    said = _OUTER_BLANKS.sub("", narrow(text))
    bracketed = _BRACKETED.fullmatch(said)
    match = _MONEY.fullmatch(bracketed[1] + bracketed[2] if bracketed else said)
    if match is None:
        return None
    signs = ("-" if bracketed else "") + match["sign"] + match["below"]
    unit = unit_called(match["unit"] or match["aside"] or "")
    return _Parts(signs, match["number"], unit) if len(signs) < 2 else None


def _decimal(sign: str, number: str) -> Decimal | None:
    if len(number) > LONGEST_NUMBER:
        return None
    return Decimal(sign.replace("−", "-") + _GROUPING.sub("", number))


def unit_called(name: str) -> str:
    """The unit of money with this name (万 is 万元); '' for any other text."""
    unit = _SHORT.get(name, name)
    return unit if unit in _IN_WAN else ""


def in_wan(number: Decimal, unit: str) -> Decimal:
    """A number of `unit` in 万元, exactly; 420000元 is 42.00, without further zeros."""
    factor = _IN_WAN[unit_called(unit)]
    value = number * factor
    return value if factor >= 1 else round(value, _places(value))


def in_unit(value: Decimal, unit: str) -> Decimal:
    """A value in 万元 as a number of `unit`, exactly."""
    return value / _IN_WAN[unit_called(unit)]


def units_named(text: str) -> tuple[str, ...]:
    """The units of money that a head, a caption or a line gives for the amounts it stands by.

    `预算数（元）`, `单位：万元`, `金额单位:人民币元`, `预算数/万元`, `以千元为单位`; each once, in
    order. More than one contradict each other. A measure (元/人, 万元产值) is none.
    """
    plain = "".join(" " if c.isspace() else c for c in narrow(text)).strip()
    found = [(m.start(1), m[1]) for p in (_IN_BRACKETS, _BEHIND, _BETWEEN, _AT_END)
             for m in p.finditer(plain)]  # fmt: skip
    parts = [part for _, said in (*sorted(found), (0, plain)) for part in _PARTS.split(said)]
    return tuple(dict.fromkeys(unit for part in parts if (unit := unit_called(part))))


def parse_percent(words: Words) -> Amount:
    """Read `20%` or `20`; the value is in percent."""
    text = narrow(words.text).strip()
    value = to_decimal(text.removesuffix("%").strip())
    return Amount(words.text, value, words.span)


def plain_number(value: Decimal) -> str:
    """A Decimal in plain digits, never in exponents, without idle trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(value: Decimal) -> str:
    """万元 with thousands separators, at least two places."""
    return f"{value:,.{_places(value)}f}"


def _places(value: Decimal) -> int:
    """How many decimals a sum of money is shown with."""
    return max(2, -int(value.normalize().as_tuple().exponent)) if value else 2
