"""Where lines of short cells do not end: inside an amount with its unit, before a last character.

Chinese may be broken after any character, so the names of indicators would end in a line of
one character, and ≤1500元/份 in a line of its unit.
"""

from __future__ import annotations

import re
from typing import Any, Final

from ..wrapping import width
from .breaks import rooms

_WHOLE: Final = "whole"  # the class of what stands on one line
_SHORT: Final = 24  # characters; longer texts are set as prose is
_SURE: Final = 0.9  # a text up to this share of the room surely has one line
_TARGET: Final = re.compile(r"[≥≤><＞＜=≈]?\d[\d,.]*[^\d\s，。；、（）()]{0,8}")
_END: Final = re.compile(r"(?:[\u3400-\u9fff]|\d[\d,.]{0,8})[\u3400-\u9fff][）。]?$")


def keep_together(root: Any) -> None:
    """Mark what stays on one line, in the cells whose texts take more than one."""
    for group in root.iter("thead", "tbody"):
        for placed, room, character in rooms(group):
            cell = placed.cell
            text = cell.text or ""
            em = room / character
            if len(cell) == 0 and len(text) <= _SHORT and width(text) > em * _SURE:
                _keep(cell, text, em)


def _keep(cell: Any, text: str, em: float) -> None:
    """Put a text's end, or a target as a whole, on one line where a line holds it."""
    if _TARGET.fullmatch(text) and width(text) <= em:
        start = 0
    elif (end := _END.search(text)) and len(text) > len(end[0]) + 1 and width(end[0]) <= em:
        start = end.start()
    else:
        return
    cell.text = text[:start]
    kept = cell.makeelement("span", {"class": _WHOLE})
    kept.text = text[start:]
    cell.append(kept)
