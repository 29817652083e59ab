"""What is known of a disclosure's files in the search, without reading them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ... import plan

_KEYS: Final = "keys.txt"


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file of texts: how many it holds, the digest in its name, its size in bytes."""

    count: int
    digest: str
    size: int


def keys_file(year: int, id: str) -> str:
    """The address of a disclosure's keys."""
    return plan.search_file(plan.disclosure_folder(year, id), _KEYS)
