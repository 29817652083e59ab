"""Where lines of cells do not end: inside an amount with its unit, inside a code, before a
last character.

Chinese may be broken after any character, so the names of indicators would end in a line of
one character, and ≤1500元/份 in a line of its unit. Where a column is too narrow for what
should stay whole, its table is set in smaller type, down to 小五.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from ...document.layout.widths import em, parts
from .breaks import mark
from .heights import SMALL, rooms

_WHOLE: Final = "whole"  # the class of what stands on one line
_SURE: Final = 0.9  # a text up to this share of the room surely has one line
# What no line ends in anyhow, as long as a line holds it.
_NEVER_BROKEN: Final = re.compile(r"[\dA-Za-z][\dA-Za-z.,]*|.")
_EQUAL: Final = re.compile(r"[\u3400-\u9fff]+")
_END: Final = re.compile(r"[\u3400-\u9fff]{2}[）”》」]?[。；，、]?$")


def set_small(root: Any) -> None:
    """Set tables in smaller type where a number or code does not find room otherwise."""
    for table in root.iter("table"):
        for group in table.iter("thead", "tbody"):
            if any(_lacks_room(p.cell, room / character) for p, room, character in rooms(group)):
                mark(table, SMALL)
                break


def keep_together(root: Any) -> None:
    """Mark what stays on one line, in the cells whose texts take more than one."""
    for group in root.iter("thead", "tbody"):
        for placed, room, character in rooms(group):
            cell, held = placed.cell, room / character
            _keep(cell, cell, "text", held)
            for child in list(cell):
                if child.tag == "br":
                    _keep(cell, child, "tail", held)


def _lacks_room(cell: Any, held: float) -> bool:
    return any(
        em(piece) > held
        for line in cell.itertext()
        if em(line) > held
        for piece in parts(line)[1::2]
    )


def _keep(cell: Any, holder: Any, place: str, held: float) -> None:
    """Put spans round what stays whole in a line of a cell, where a line of `held` em holds it."""
    line = getattr(holder, place) or ""
    if em(line) <= held * _SURE:
        return
    pieces = list(_pieces(line, held))
    setattr(holder, place, "")
    last, after = (None, 0) if holder is cell else (holder, cell.index(holder) + 1)
    for text, is_whole in pieces:
        if is_whole:
            last = cell.makeelement("span", {"class": _WHOLE})
            last.text = text
            cell.insert(after, last)
            after += 1
        elif last is None:
            cell.text = (cell.text or "") + text
        else:
            last.tail = (last.tail or "") + text


def _pieces(line: str, held: float) -> Iterator[tuple[str, bool]]:
    """A line cut up into what may be broken and what may not, the last characters among these."""
    cut = parts(line)
    end = _END.search(cut[-1])
    if end and _may_end_alone(line, held):
        cut[-1:] = [cut[-1][: end.start()], end[0], ""]
    elif len(cut) > 1 and len(cut[-1]) == 1:
        cut[-2:] = [cut[-2] + cut[-1], ""]
    elif len(cut) > 2 and not cut[-1] and len(cut[-2]) == 1:
        cut[-3:] = [cut[-3][:-1], cut[-3][-1:] + cut[-2], ""]
    for number, piece in enumerate(cut):
        if piece:
            yield (
                piece,
                bool(number % 2) and not _NEVER_BROKEN.fullmatch(piece) and em(piece) <= held,
            )


def _may_end_alone(line: str, held: float) -> bool:
    """Whether the last line may be one character long; where all are equally wide, they are
    counted, with a little doubt about how many a line holds."""
    if not _EQUAL.fullmatch(line):
        return True
    characters = range(int(held * _SURE), int(held / _SURE) + 1)
    return any(len(line) % count == 1 for count in characters if count > 1)
