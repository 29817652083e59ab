"""Addresses of disclosures and projects: what may be one, and those that were given up."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Final

from ..diagnostics import Problems, RuleBook, Span
from ..keys import OVERALL_ADDRESS
from ..model.words import Words
from ..sources.keys import Keys
from ..sources.yaml_source import BLANK

# No name of a device on Windows, where sites are copied to; editors read the pattern too, and
# know no flags.
ADDRESS: Final = re.compile(
    r"(?!(?:[cC][oO][nN]|[pP][rR][nN]|[aA][uU][xX]|[nN][uU][lL]|(?:[cC][oO][mM]|[lL][pP][tT])\d)$)"
    r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}"
)
FORMER: Final = "原地址"
# What stands beside the projects' pages; v1, v2 … are former versions.
_RESERVED: Final = frozenset({"checklist", "data", "files", "index", "ledger", OVERALL_ADDRESS})
_VERSION: Final = re.compile(r"v\d+", re.IGNORECASE)
_SEPARATORS: Final = re.compile(r"[，,、；;]")


def can_be_address(text: str) -> bool:
    """Whether a project may stand under it."""
    is_taken = text.lower() in _RESERVED or _VERSION.fullmatch(text)
    return bool(ADDRESS.fullmatch(text)) and not is_taken


def read_former_addresses(
    keys: Keys, current: Container[str], problems: Problems
) -> tuple[str, ...]:
    """`原地址: 旧一, 旧二`: addresses that were given up and still lead here, each once."""
    words = keys.text(FORMER)
    found: list[str] = []
    at = 0
    for piece in _SEPARATORS.split(words.text):
        place = Span(words.span.path, words.span.line, words.span.column + at)
        at += len(piece) + 1
        address = Words(piece.strip(BLANK), place)
        if not address:
            continue
        if address.text in current or address.text in found:
            problems.add(
                RuleBook.BAD_ADDRESS,
                place,
                f"原地址“{address.text}”就是现在的地址，或者写了两次。",
                "只写以前用过、现在不用的地址，每个一次。",
            )
        elif not can_be_address(address.text):
            problems.add(
                RuleBook.BAD_ADDRESS,
                place,
                f"“{address.text}”不能用作地址。",
                "照抄以前的地址；地址由英文字母、数字和连字符组成，例如 001。",
            )
        else:
            found.append(address.text)
    return tuple(found)
