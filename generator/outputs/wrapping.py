"""How wide text is, and where its lines end, without a font at hand.

A Chinese character is one em wide; the rest is taken a little wider than most
fonts have it, so that what is said to fit does fit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Final

_NARROW: Final = 0.6
_WIDE: Final = frozenset("WFA")  # wide, full-width, and what Chinese fonts make so (≥ “ ”)
_NEVER_FIRST: Final = "，。、；：？！）》】”’％%…,.;:?!)"
_NEVER_LAST: Final = "（《【“‘(≥≤"
_PIECE: Final = re.compile(r"[0-9A-Za-z.,%/:_-]+|.", re.DOTALL)


def width(text: str) -> float:
    """The width in em."""
    return sum(map(_em, text))


@cache
def _em(character: str) -> float:
    return 1 if unicodedata.east_asian_width(character) in _WIDE else _NARROW


def wrap(text: str, em: float, most: int = 0) -> tuple[str, ...]:
    """Lines no wider than `em`; numbers and words stay whole where a line holds them.

    With `most`, so many lines at most, the last of them ending in …
    """
    lines = tuple(_lines(" ".join(text.split()), em))
    if not most or len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and width(last + "…") > em:
        last = last[:-1]
    return (*lines[: most - 1], last + "…")


def balanced(text: str, em: float) -> tuple[str, ...]:
    """As few lines as `wrap` makes, of about the same length: for titles."""
    most = len(wrap(text, em))
    narrow = next((n for n in range(4, int(em)) if len(wrap(text, n)) <= most), em)
    return wrap(text, narrow)


def _lines(text: str, em: float) -> Iterator[str]:
    line = ""
    for piece in _pieces(text, em):
        if line and width(line + piece) > em and piece not in _NEVER_FIRST:
            kept = line.rstrip(_NEVER_LAST) or line
            yield kept.rstrip()
            line = line[len(kept) :]
        line += piece if line or piece != " " else ""
    if line.rstrip():
        yield line.rstrip()


def _pieces(text: str, em: float) -> Iterator[str]:
    for piece in _PIECE.findall(text):
        if width(piece) <= em:
            yield piece
        else:
            yield from piece
