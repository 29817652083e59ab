"""Text as a search compares it, so that 1,816.4 is found as １８１６．４.

templates/scripts/fold.js does the same to what a reader types;
tests/site/test_search.py holds the two against each other. For the sake of that twin
it stands apart from the folds of the lexicon: what Python calls a blank or a letter
is not what a browser does, so that it names its signs one by one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from operator import add
from typing import Final

# Named one by one, since Python and JavaScript do not agree on what \s is; invisible
# joiners and marks count as blanks too. A line's end is none: nothing is found across it.
BLANKS: Final = (
    "\t\x0b\x0c\r \x85\xa0\xad\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
    "\u2009\u200a\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)
LINE: Final = "\n"
BORDER: Final = "│"
"""Stands between the cells of a row; nothing is found across it either."""
_BLANK_RUN: Final = re.compile(f"[{BLANKS}]+")
_BORDER_RUN: Final = re.compile(f"[ {LINE}{BORDER}]+")
_IDLE_BLANK: Final = re.compile(r"(?<![0-9a-z]) | (?![0-9a-z])")
_BETWEEN_DIGITS: Final = re.compile(r"(?<=[0-9]),(?=[0-9])")


def fold(text: str) -> str:
    """Full-width as half-width, capitals as small letters, no thousands separators.

    Blanks go, but between two letters or digits of ASCII one stays as a border.
    """
    folded = "".join(map(_folded, unicodedata.normalize("NFC", text)))
    spaced = _BLANK_RUN.sub(" ", folded)
    return _BETWEEN_DIGITS.sub("", _IDLE_BLANK.sub("", spaced))


@cache
def _folded(character: str) -> str:
    """One character on its own, so that a part of a text folds as it does within the whole."""
    return unicodedata.normalize("NFKC", character).lower()


def words(query: str) -> tuple[str, ...]:
    """The words of a query, folded, each once; all of them must be found."""
    parts = (fold(part) for part in re.split(f"[{BLANKS}{LINE}{BORDER}]+", query))
    return tuple(dict.fromkeys(part for part in parts if part))


def keys(folded: str) -> set[str]:
    """What a text is indexed by: its characters, and its pairs of neighbours."""
    found: set[str] = set()
    for piece in _BORDER_RUN.split(folded):
        found.update(piece)
        found.update(map(add, piece, piece[1:]))
    return found
