"""Excel's number formats (ECMA-376 Part 1, 18.8.30 and 18.8.31), as a Chinese Excel applies them.

A format has up to four sections (above zero, below, zero, text), or conditions of its own;
a section is literal text around a pattern of digits, a date, a fraction or General.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import count
from typing import Final

from ..numerals import chinese_digits, chinese_number
from .serial_dates import DATE_LETTERS, shown_date

GENERAL: Final = "General"
LONGEST_FORMAT: Final = 255  # Excel's own limit
BUILT_IN: Final = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: "¥#,##0;¥-#,##0", 6: "¥#,##0;¥-#,##0", 7: "¥#,##0.00;¥-#,##0.00", 8: "¥#,##0.00;¥-#,##0.00",
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m/d/yy", 31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"',
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ ¥* #,##0_ ;_ ¥* -#,##0_ ;_ ¥* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}  # fmt: skip

_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_(?P<width>.)|\*(?P<fill>.)'
    r"|\[(?P<bracket>[^\]]{0,255})\]|(?P<general>(?:G/)?通用格式|General)"
    r"|(?P<half>上午/下午|AM/PM|A/P)|(?P<exponent>[eE][+-])|(?P<digit>[0#?])"
    rf"|(?P<date>{DATE_LETTERS})|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION: Final = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_COMPARED: Final[dict[str, Callable[[Decimal, Decimal], bool]]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "=": operator.eq, "<>": operator.ne,
}  # fmt: skip
_IDLE_IN_DATES: Final = ("slash", "comma", "percent", "exponent")
_OF_DIGITS: Final = ("slash", "comma", "point")
_ELAPSED: Final = re.compile(r"h+|m+|s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a section: its kind (a group of _TOKEN, `elapsed`, `point` …) and its text."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """One section; `numerals` is 1 to 3 for [DBNum1] to [DBNum3], 0 for plain digits."""

    tokens: tuple[Token, ...]
    condition: tuple[str, Decimal] | None = None
    numerals: int = 0
    is_chinese: bool = False

    def has(self, *kinds: str) -> bool:
        return any(token.kind in kinds for token in self.tokens)

    @property
    def is_date(self) -> bool:
        return self.has("date", "elapsed", "half")


def shown_number(value: Decimal, code: str, *, from_1904: bool = False) -> str:
    """A number as Excel shows it under a format; outer blanks are left out."""
    sections = _sections(code)
    section, is_absolute = _chosen(sections, value)
    if section is None:
        return general(value)
    number = abs(value) if is_absolute else value
    if section.is_date:
        text = shown_date(number, section.tokens, from_1904, section.is_chinese)
        if text is None:  # Excel shows a row of # for a date before 1900
            return general(value)
    elif section.has("digit") or section.has("general", "text"):
        sign = "-" if number < 0 else ""
        text = sign + _pattern(abs(number), section)
    else:
        text = _literals(section)
    if section.numerals:
        text = _in_numerals(text, section)
    return text.strip()


def shown_text(text: str, code: str) -> str:
    """A text under a format: as it is, but where a section for texts stands around it."""
    sections = _sections(code)
    for section in sections[3:4] or sections if len(sections) in (1, 4) else ():
        if section.has("text"):
            return "".join(text if t.kind == "text" else _literal(t) for t in section.tokens)
    return "" if len(sections) == 4 else text


def general(value: Decimal) -> str:
    """A number under General: eleven characters, as far as no digit before the point is lost."""
    plain = format(value, "f")
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    whole = len(plain.lstrip("-").split(".")[0])
    if len(plain.lstrip("-")) <= 11 or "." not in plain:
        return plain
    rounded = _rounded(value, max(0, 10 - whole))
    if not rounded:
        return plain
    text = format(rounded, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(512)
def _sections(code: str) -> tuple[Section, ...]:
    """The sections of a format; a format that is none is General."""
    if not code or len(code) > LONGEST_FORMAT:
        code = GENERAL
    pieces: list[list[Token]] = [[]]
    extras: list[tuple[tuple[str, Decimal] | None, int, bool]] = [(None, 0, False)]
    for match in _TOKEN.finditer(code):
        kind = str(match.lastgroup)
        text = match[kind]
        if kind == "other" and text == ";":
            pieces.append([])
            extras.append((None, 0, False))
        elif kind == "bracket":
            extras[-1] = _bracket(text, pieces[-1], extras[-1])
        elif kind == "other":
            named = {".": "point", ",": "comma", "%": "percent", "/": "slash", "@": "text"}
            pieces[-1].append(Token(named.get(text, "literal"), text))
        else:
            pieces[-1].append(Token(kind, text))
    made = zip(pieces, extras, strict=True)
    return tuple(Section(_settled(tokens), *extra) for tokens, extra in made)


def _bracket(
    text: str, tokens: list[Token], extra: tuple[tuple[str, Decimal] | None, int, bool]
) -> tuple[tuple[str, Decimal] | None, int, bool]:
    """What a bracket says: a condition, a currency, elapsed time, Chinese digits; or a colour."""
    condition, numerals, is_chinese = extra
    if match := _CONDITION.fullmatch(text.strip()):
        condition = (match[1], Decimal(match[2]))
    elif _ELAPSED.fullmatch(text):
        tokens.append(Token("elapsed", text.lower()))
    elif text.startswith("$"):
        sign, _, place = text[1:].partition("-")
        tokens.append(Token("quoted", sign))
        is_chinese = is_chinese or place.upper().endswith("804")
    elif re.fullmatch(r"DBNum[123]", text, re.IGNORECASE):
        numerals, is_chinese = int(text[-1]), True
    return condition, numerals, is_chinese


def _settled(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Points, commas and strokes that belong to no number or fraction are text; so is a lone e."""
    is_date = any(t.kind in ("date", "elapsed", "half") for t in tokens)
    has_digits = any(t.kind == "digit" for t in tokens)
    kept = []
    for token in tokens:
        if token.kind in (_IDLE_IN_DATES if is_date else () if has_digits else _OF_DIGITS):
            token = Token("literal", token.text)
        kept.append(token)
    return tuple(kept)


def _chosen(sections: Sequence[Section], value: Decimal) -> tuple[Section | None, bool]:
    """The section that a number falls under, and whether that shows it without its sign."""
    if any(s.condition for s in sections):
        return _by_condition(sections[:3], value)
    numbers = sections[:3]
    if len(numbers) == 3 and value == 0:
        return numbers[2], False
    if len(numbers) > 1 and value < 0:
        return numbers[1], True
    return numbers[0], False


def _by_condition(sections: Sequence[Section], value: Decimal) -> tuple[Section | None, bool]:
    for place, section in enumerate(sections):
        sign, bound = section.condition or ("", Decimal(0))
        last = place == len(sections) - 1
        if section.condition is None and not last and not (place == 0 and value > 0):
            if place == 1 and value < 0:
                return section, True
            continue
        if section.condition is None or _COMPARED[sign](value, bound):
            below = bound < 0 or (bound == 0 and sign.startswith("<"))
            return section, sign in ("<", "<=", "=") and below and value < 0
    return None, False


def _literal(token: Token) -> str:
    """What a token prints that stands for nothing; a width is a blank, a fill is nothing."""
    if token.kind == "width":
        return " "
    return token.text if token.kind in ("quoted", "escaped", "literal") else ""


def _literals(section: Section) -> str:
    shown = (t.text if t.kind in ("point", "comma", "percent", "slash") else _literal(t)
             for t in section.tokens)  # fmt: skip
    return "".join(shown)


def _pattern(number: Decimal, section: Section) -> str:
    """A number that is not below zero, under digits, a fraction or General."""
    tokens = section.tokens
    number *= Decimal(100) ** sum(t.kind == "percent" for t in tokens)
    if section.has("slash") and section.has("digit"):
        return _fraction(number, tokens)
    if section.has("exponent"):
        return _scientific(number, tokens)
    places = [n for n, t in enumerate(tokens) if t.kind == "digit"]
    point = next((n for n, t in enumerate(tokens) if t.kind == "point"), len(tokens))
    last = max((n for n in places if n < point), default=-1)
    commas = [n for n, t in enumerate(tokens) if t.kind == "comma"]
    scale = sum(last < n for n in commas) if places else 0
    is_grouped = any(n < last for n in commas)
    number /= Decimal(1000) ** scale
    decimals = sum(n > point for n in places)
    text = format(_rounded(number, decimals), f".{decimals}f")
    whole, _, part = text.partition(".")
    filled = _whole(whole, [tokens[n] for n in places if n < point], is_grouped)
    filled += _part(part, [tokens[n] for n in places if n > point])
    digits = iter(filled)
    has_part = any(filled[len([n for n in places if n < point]) :])
    shown = []
    for n, token in enumerate(tokens):
        if token.kind == "digit":
            shown.append(next(digits))
        elif n == point:
            shown.append("." if has_part else "")
        elif token.kind in ("general", "text"):
            shown.append(general(number))
        elif token.kind == "percent":
            shown.append("%")
        else:
            shown.append(_literal(token))
    return "".join(shown)


def _whole(digits: str, places: Sequence[Token], is_grouped: bool) -> list[str]:
    """The digits before the point, one for each place, the first with all that are left over."""
    digits = digits.lstrip("0")
    least = len(places) - next((n for n, t in enumerate(places) if t.text == "0"), len(places))
    digits = digits.rjust(least, "0")
    marked = [
        d + ("," if is_grouped and left and left % 3 == 0 else "")
        for d, left in zip(digits, range(len(digits) - 1, -1, -1), strict=True)
    ]
    if not places:
        return []
    spare = len(marked) - len(places)
    if spare >= 0:
        return ["".join(marked[: spare + 1]), *marked[spare + 1 :]]
    return [""] * -spare + marked


def _part(digits: str, places: Sequence[Token]) -> list[str]:
    """The digits behind the point; `#` and `?` show no zeros at the end."""
    kept = list(digits)
    for n in range(len(kept) - 1, -1, -1):
        if kept[n] != "0" or places[n].text == "0":
            break
        kept[n] = ""
    return kept


def _scientific(number: Decimal, tokens: Sequence[Token]) -> str:
    at = next(n for n, t in enumerate(tokens) if t.kind == "exponent")
    point = next((n for n, t in enumerate(tokens) if t.kind == "point"), at)
    ahead = sum(t.kind == "digit" for t in tokens[: min(point, at)]) or 1
    behind = sum(t.kind == "digit" for t in tokens[point:at])
    power = (number.adjusted() // ahead * ahead) if number else 0
    power = power if ahead > 1 else (number.adjusted() if number else 0)
    mantissa = _rounded(number.scaleb(-power), behind)
    width = sum(t.kind == "digit" for t in tokens[at:])
    sign = "-" if power < 0 else "+" if "+" in tokens[at].text else ""
    return f"{mantissa:.{behind}f}E{sign}{abs(power):0{width}d}"


def _fraction(number: Decimal, tokens: Sequence[Token]) -> str:
    """`# ?/?`, `# ??/??`, `?/8`: whole and rest, or one fraction; a whole number has no rest."""
    stroke = next(n for n, t in enumerate(tokens) if t.kind == "slash")
    below = tokens[stroke + 1 :]
    width = sum(t.kind == "digit" for t in below)
    fixed = "".join(t.text for t in below if t.text.isdigit() and t.text.isascii())
    blank = next((n for n, t in enumerate(tokens[:stroke]) if t.text == " "), stroke)
    has_whole = any(t.kind == "digit" for t in tokens[:blank]) and blank < stroke
    whole = int(number) if has_whole else 0
    rest = Fraction(number) - whole
    if fixed.strip("0"):
        bottom = int(fixed)
        top = int(rest * bottom + Fraction(1, 2))
    else:
        near = rest.limit_denominator(max(10 ** min(width, 4) - 1, 1))
        top, bottom = near.numerator, near.denominator
    if has_whole and top == bottom:
        whole, top = whole + 1, 0
    if has_whole and not top:
        return str(whole)
    return f"{whole} {top}/{bottom}" if has_whole and whole else f"{top}/{bottom}"


def _rounded(value: Decimal, places: int) -> Decimal:
    """Half a unit goes up, as in Excel; a number too long to be rounded stays."""
    if -int(value.as_tuple().exponent) <= places:
        return value
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _in_numerals(text: str, section: Section) -> str:
    """The digits of a text as [DBNum1] to [DBNum3] write them; a year digit by digit."""
    if section.numerals == 3:
        return text.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    legal = section.numerals == 2
    is_year = {"date"} == {t.kind for t in section.tokens if t.text.lower().startswith(("y", "e"))}
    order = count()

    def written(match: re.Match[str]) -> str:
        whole, _, part = match[0].partition(".")
        if (section.is_date and is_year and next(order) == 0) or len(whole) > 12:
            return chinese_digits(match[0], legal=legal)
        number = chinese_number(int(whole), legal=legal)
        return number + ("点" + chinese_digits(part, legal=legal) if part else "")

    return re.sub(r"\d+(?:\.\d+)?", written, text.replace(",", ""))
