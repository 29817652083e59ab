"""Numbers as attributes hold them, and in Chinese characters, plain (二十一) and legal (贰拾壹)."""

from __future__ import annotations

import re
from typing import Final

_PLAIN: Final = "零一二三四五六七八九", "十百千"
_LEGAL: Final = "零壹贰叁肆伍陆柒捌玖", "拾佰仟"
_GROUPS: Final = "", "万", "亿"
_SMALL: Final = re.compile(r"-?[0-9]{1,8}")


def small_number(text: str | None, default: int = 0) -> int:
    """A whole number of up to eight digits, as an attribute holds one; the default for others.

    What only looks like digits (²) is none, and nobody means one of a thousand digits.
    """
    return int(text) if text and _SMALL.fullmatch(text) else default


def chinese_number(n: int, *, legal: bool = False) -> str:
    """1 → 一, 10 → 十, 21 → 二十一, 105 → 一百零五, 12_000 → 一万二千; digits beyond 亿亿."""
    digits, places = _LEGAL if legal else _PLAIN
    if not 0 <= n < 10**12:
        return str(n)
    if n == 0:
        return digits[0]
    text = ""
    for at, sign in reversed(list(enumerate(_GROUPS))):
        group = n // 10_000**at % 10_000
        if group:
            zero = digits[0] if text and group < 1_000 else ""
            text += zero + _group(group, digits, places) + sign
    one_ten = digits[1] + places[0]
    return text[1:] if text.startswith(one_ten) and not legal else text


def _group(n: int, digits: str, places: str) -> str:
    text, pending_zero = "", False
    for at, digit in enumerate(reversed(str(n))):
        if digit == "0":
            pending_zero = bool(text)
            continue
        zero = digits[0] if pending_zero else ""
        pending_zero = False
        text = digits[int(digit)] + (places[at - 1] if at else "") + zero + text
    return text


def chinese_digits(text: str, *, legal: bool = False) -> str:
    """Digit by digit, as years are written: 2025 → 二〇二五."""
    digits = _LEGAL[0] if legal else "〇" + _PLAIN[0][1:]
    return text.translate(str.maketrans("0123456789", digits))
