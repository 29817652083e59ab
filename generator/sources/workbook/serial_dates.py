"""Dates and times as Excel keeps them, in days since 1900 or 1904, and as it shows them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Protocol

from ..numerals import chinese_number

DATE_LETTERS: Final = "y+|m+|d+|h+|s+|a{3,4}|e+"
_DAYS: Final = "一二三四五六日"
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_WEEKDAYS: Final = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip
_LAST: Final = 2_958_466  # the day after 9999-12-31


class Piece(Protocol):
    """A token of a format: its kind and its text."""

    @property
    def kind(self) -> str: ...
    @property
    def text(self) -> str: ...


def moment(serial: Decimal, from_1904: bool, places: int = 0) -> datetime.datetime | None:
    """The day and time of a serial number; None where Excel has none.

    Excel counts a 29 February 1900 that never was, so earlier days are one off.
    """
    if not 0 <= serial < _LAST:
        return None
    seconds = (serial * 86_400).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    days = 0 if from_1904 else 1 if seconds < 60 * 86_400 else 0
    begin = datetime.datetime(1904, 1, 1) if from_1904 else datetime.datetime(1899, 12, 30)
    try:
        return begin + datetime.timedelta(days=days, microseconds=int(seconds * 1_000_000))
    except OverflowError:
        return None


def shown_date(
    serial: Decimal, tokens: Sequence[Piece], from_1904: bool, is_chinese: bool
) -> str | None:
    """A serial number under the tokens of a date format; None for a day before Excel's first."""
    places = _fraction_places(tokens)
    at = moment(serial, from_1904, places)
    if at is None:
        return None
    has_half = any(t.kind == "half" for t in tokens)
    shown: list[str] = []
    skip = 0
    for n, token in enumerate(tokens):
        if skip:
            skip -= 1
        elif token.kind == "elapsed":
            shown.append(_elapsed(serial, token.text))
        elif token.kind == "half":
            shown.append(_half(at, token.text))
        elif token.kind == "date":
            minutes = token.text[0] in "mM" and _are_minutes(tokens, n)
            shown.append(_part(at, token.text.lower(), minutes, has_half, is_chinese))
        elif token.kind == "point" and places and _is_zero(tokens, n + 1):
            skip = places
            shown.append(f".{at.microsecond:06d}"[: places + 1])
        elif token.kind == "width":
            shown.append(" ")
        elif token.kind not in ("fill", "text"):
            shown.append(token.text)
    return "".join(shown)


def _fraction_places(tokens: Sequence[Piece]) -> int:
    """How many zeros stand behind a point: tenths, hundredths or thousandths of a second."""
    point = next((n for n, t in enumerate(tokens) if t.kind == "point"), len(tokens))
    places = 0
    while _is_zero(tokens, point + 1 + places) and places < 3:
        places += 1
    return places


def _is_zero(tokens: Sequence[Piece], at: int) -> bool:
    return at < len(tokens) and tokens[at].kind == "digit" and tokens[at].text == "0"


def _are_minutes(tokens: Sequence[Piece], at: int) -> bool:
    """`m` means minutes right behind hours or right before seconds."""
    if len(tokens[at].text) > 2:
        return False
    times = [(n, t.text[0].lower()) for n, t in enumerate(tokens) if t.kind in ("date", "elapsed")]
    place = next(i for i, (n, _) in enumerate(times) if n == at)
    before = times[place - 1][1] if place else ""
    after = times[place + 1][1] if place + 1 < len(times) else ""
    return before == "h" or after == "s"


def _elapsed(serial: Decimal, text: str) -> str:
    unit = {"h": 24, "m": 24 * 60, "s": 24 * 3600}[text[0]]
    return f"{int(serial * unit + Decimal('1e-9')):0{len(text)}d}"


def _half(at: datetime.datetime, text: str) -> str:
    first, second = text.split("/")
    return first if at.hour < 12 else second


def _part(at: datetime.datetime, text: str, minutes: bool, has_half: bool, is_chinese: bool) -> str:
    width = len(text)
    match text[0]:
        case "y" | "e":
            return f"{at.year % 100:02d}" if text in ("y", "yy") else f"{at.year:04d}"
        case "m" if minutes:
            return f"{at.minute:0{min(width, 2)}d}"
        case "m":
            if width > 2 and is_chinese:
                return f"{chinese_number(at.month)}月"
            name = _MONTHS[at.month - 1]
            return (str(at.month), f"{at.month:02d}", name[:3], name, name[0])[min(width, 5) - 1]
        case "d":
            day = at.weekday()
            if width > 2 and is_chinese:
                return ("周" if width == 3 else "星期") + _DAYS[day]
            return (str(at.day), f"{at.day:02d}", _WEEKDAYS[day][:3], _WEEKDAYS[day])[
                min(width, 4) - 1
            ]
        case "a":
            return ("" if width == 3 else "星期") + _DAYS[at.weekday()]
        case "h":
            hour = (at.hour % 12 or 12) if has_half else at.hour
            return f"{hour:0{min(width, 2)}d}"
        case _:
            return f"{at.second:0{min(width, 2)}d}"
