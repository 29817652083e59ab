"""How wide text is without a font at hand, which pieces of it stay whole, and what room they need.

Widths of text are in em, those of columns in a terminal's columns, two an em: so many of
them stand in a line of a page (`LINE`) or of a page on its side (`WIDE_LINE`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from ...forms import shares
from ...lexicon import any_of

# What the text area of the PDF holds in the type of tables (print.css).
LINE, WIDE_LINE = 84, 140
# What a cell's padding and rules take.
PADDING: Final = 2.0
# A longer piece, such as the address of a page, is broken rather than given more room; the
# code of a project, 21 characters, is none.
LONGEST: Final = 28.0

_NARROW: Final = 0.6
_WIDE: Final = frozenset("WFA")  # wide, full-width, and what Chinese fonts make so (≥ “ ”)
# Taken a little wider than most fonts have them, in bold type too.
_OWN: Final = {
    **dict.fromkeys("MWmw%@&", 1.1),
    **dict.fromkeys("ABCDEFGHJKLNOPQRSTUVXYZ", 0.86),
    **dict.fromkeys(".,:;'|!iljIt()[]-/ ", 0.42),
}
_SIGN: Final = "≥≤><＞＜=＝≈±"
_UNIT: Final = (
    r"(?:[%％‰℃㎡]|[余多]?[百千万亿]{0,2}"
    + any_of("units.usual", "units.spoken", "units.further", "units.spans", "units.days",
             "units.long", "元", "公里", "平方米", "立方米", "公斤", "吨", "亩", "倍")
    + r"(?:/(?:[\u3400-\u9fff]{1,2}|[A-Za-z]{1,3}))?|[百千万亿]{1,2})"
)  # fmt: skip
# A code, an amount with its sign and its unit: a run without a place to break. An address
# may be broken at its slashes.
_RUN: Final = rf"[!-.0->@-~{_SIGN}]+(?:(?<=\d){_UNIT})?"
_RUNS: Final = re.compile(_RUN)
_PARTS: Final = re.compile(f"({_RUN})")
# A short text that is a number with its unit, whatever that is, is one piece.
_TARGET: Final = re.compile(rf"[{_SIGN}]?\d[\d,.]*[^\d\s，。；、（）()]{{0,8}}(?:（\w{{1,3}}）)?")


def em(text: str) -> float:
    """The width in em; a Chinese character is one wide."""
    return sum(map(_em, text))


@cache
def _em(character: str) -> float:
    if own := _OWN.get(character):
        return own
    return 1 if unicodedata.east_asian_width(character) in _WIDE else _NARROW


def parts(text: str) -> list[str]:
    """A text cut up: every second piece, from the second on, had better not be broken."""
    return ["", text, ""] if _TARGET.fullmatch(text) else _PARTS.split(text)


def unbroken(text: str) -> float:
    """How wide the widest piece is that had better not be broken, in a terminal's columns."""
    wholes = [text] if _TARGET.fullmatch(text) else _RUNS.findall(text)
    return min(2 * max(map(em, wholes), default=0.0), LONGEST)


def held(own: Sequence[float], needs: Iterable[tuple[int, int, float]]) -> tuple[float, ...]:
    """Shares of a line, in percent, near those of a form, in which nothing need be broken.

    `needs` are (column, columns, room): so wide what stands there must be, in a terminal's
    columns without the padding. Columns with room to spare give what others lack.
    """
    least = [0.0] * len(own)
    for column, span, room in needs:
        at = range(column, column + span)
        whole = sum(own[c] for c in at) or 1
        for c in at:
            needed = (room + PADDING) * 100 / LINE * own[c] / whole
            least[c] = max(least[c], needed)
    if all(has >= needed for has, needed in zip(own, least, strict=True)):
        return tuple(own)
    if sum(least) >= sum(own):
        return shares(least)
    lacking = sum(max(0.0, needed - has) for has, needed in zip(own, least, strict=True))
    spare = [max(0.0, has - needed) for has, needed in zip(own, least, strict=True)]
    return shares([
        max(has, needed) - lacking * free / (sum(spare) or 1)
        for has, needed, free in zip(own, least, spare, strict=True)
    ])  # fmt: skip
