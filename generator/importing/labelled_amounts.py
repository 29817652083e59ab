"""Several amounts in one text, each with its label: 总额：36；其中财政拨款：30；其他资金：6."""

from __future__ import annotations

import re
from typing import Final

from ..model.amounts import parse_amount
from ..model.words import Words

_LONGEST: Final = 200
_SIGNS: Final = re.compile(r"[；;，、。\n]|,(?!\d)")
_PIECE: Final = re.compile(r"(?:其中[：:]?)?(?P<label>[^：:\d]{2,16})[：:](?P<amount>[^：:]{1,30})")


def labelled_amounts(text: str) -> list[tuple[str, str]]:
    """Each label with its amount as typed; none unless the text is nothing but two or more."""
    if len(text) > _LONGEST:
        return []
    pieces = [piece.strip() for piece in _SIGNS.split(text) if piece.strip()]
    matches = [_PIECE.fullmatch(piece) for piece in pieces]
    found = [(m["label"].strip(), m["amount"].strip()) for m in matches if m is not None]
    is_all = len(found) == len(pieces) > 1 and all(_is_amount(amount) for _, amount in found)
    return found if is_all else []


def _is_amount(text: str) -> bool:
    return parse_amount(Words(text)).value is not None
