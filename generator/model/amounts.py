"""Money: Decimal in 万元, keeping the author's wording."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from ..diagnostics import Span
from .words import NOWHERE, Words

NOT_APPLICABLE: Final = frozenset({"/", "／", "—", "——", "－", "-"})

_IN_WAN: Final = {
    "元": Decimal("0.0001"),
    "千元": Decimal("0.1"),
    "万元": Decimal(1),
    "万": Decimal(1),
    "亿元": Decimal(10000),
}
UNITS: Final = tuple(_IN_WAN)
_MONEY: Final = re.compile(
    r"(?P<sign>[-−]?)(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*"
    r"(?P<unit>元|千元|万元|万|亿元)?"
)
LONGEST_NUMBER: Final = 30


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money (or a share in a spending plan) as typed and as a number.

    `value` is in the form's unit, 万元 unless the form says otherwise; None for
    a blank cell, a 不适用 mark, or text such as （分级填报）.
    """

    wording: str = ""
    value: Decimal | None = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)

    def __bool__(self) -> bool:
        return bool(self.wording)

    @property
    def is_text(self) -> bool:
        """Words stand where a number is usual."""
        return bool(self.wording) and self.value is None and self.wording not in NOT_APPLICABLE


def plain_digits(text: str) -> str:
    """Full-width digits, points and commas as ASCII ones (`３６．００` → `36.00`)."""
    return "".join(unicodedata.normalize("NFKC", c) if "！" <= c <= "～" else c for c in text)


def to_decimal(text: str) -> Decimal | None:
    """A plain or grouped number; None for anything else (so no `1e999`, no `NaN`)."""
    match = _MONEY.fullmatch(plain_digits(text).strip())
    if match is None or match["unit"] or len(match["number"]) > LONGEST_NUMBER:
        return None
    return Decimal(match["sign"].replace("−", "-") + match["number"].replace(",", ""))


def parse_amount(words: Words, unit: str = "万元") -> Amount:
    """Read `36.00`, `100万元` or `1,816.4`; a number without a unit is in `unit`."""
    match = _MONEY.fullmatch(plain_digits(words.text).strip())
    if match is None or len(match["number"]) > LONGEST_NUMBER:
        return Amount(words.text, None, words.span)
    number = Decimal(match["sign"].replace("−", "-") + match["number"].replace(",", ""))
    if match["unit"]:
        number = number * _IN_WAN[match["unit"]] / _IN_WAN[unit]
    return Amount(words.text, number, words.span)


def parse_percent(words: Words) -> Amount:
    """Read `20%` or `20`; the value is in percent."""
    text = plain_digits(words.text).strip()
    value = to_decimal(text.removesuffix("%").strip())
    return Amount(words.text, value, words.span)


def plain_number(value: Decimal) -> str:
    """A Decimal in plain digits, never in exponents, without idle trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(value: Decimal) -> str:
    """万元 with thousands separators, at least two places."""
    places = max(2, -int(value.normalize().as_tuple().exponent)) if value else 2
    return f"{value:,.{places}f}"
