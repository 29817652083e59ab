"""What the rules demand of a disclosure, item by item (公开事项清单)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Whether what is demanded is there."""

    PRESENT = "有"
    MISSING = "无"
    NOT_APPLICABLE = "不适用"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that the rules demand: by which rule, whether it is there, what and where.

    `anchor` is that of the disclosure's page, '' where there is no place to point to.
    """

    group: str
    name: str
    source: str
    state: State
    said: str = ""
    anchor: str = ""
