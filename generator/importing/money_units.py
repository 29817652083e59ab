"""In which unit a file counts its money, and what says so.

The unit of an amount is known from its own text, the head of its column, its
table, the line above the table, the whole document, the form that it is on, in this
order. Where nothing says it, or two say different things, nobody guesses: the amount
stays as it is, with an error and a remark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ..model.amounts import SUM_UNIT, units_named

# A line of its own above a table: 单位：万元, （金额单位：人民币元）.
LINE: Final = (
    rf"[（(]?(?:(?:金额|计量|货币)?单位|金额)[：:](?:人民币)?({SUM_UNIT}|百元)(?:人民币)?"
    r"(?:[（(][^（）()]{1,20}[）)])?[）)]?"
)
_LINE_AT_END: Final = re.compile(LINE + "$")
_LONGEST_HEAD: Final = 60
_LONGEST_LINE: Final = 80


class Source(StrEnum):
    """What says in which unit an amount is, the nearest first."""

    HEAD = "栏名"
    TABLE = "表内"
    ABOVE = "表上一行"
    DOCUMENT = "全文"
    FORM = "表式"
    NOTHING = "没有写明"


_ORDER: Final = tuple(Source)


@dataclass(frozen=True, slots=True)
class MoneyUnit:
    """A unit and what says so. Blank where nothing does; `other` is one that contradicts it."""

    unit: str = ""
    source: Source = Source.NOTHING
    other: str = ""

    @property
    def is_sure(self) -> bool:
        return bool(self.unit) and not self.other


def said_by(source: Source, text: str) -> list[tuple[Source, str]]:
    """The units that a head, a label or a line names for the amounts it stands by."""
    return [(source, unit) for unit in units_named(text)] if len(text) <= _LONGEST_HEAD else []


def money_above(text: str) -> str:
    """The unit that a line ends with: 单位：万元; blank for none."""
    match = _LINE_AT_END.search("".join(text.split())) if len(text) <= _LONGEST_LINE else None
    return match[1] if match else ""


def decided(said: Iterable[tuple[Source, str]]) -> MoneyUnit:
    """The unit that the nearest source names; two of one source that differ contradict."""
    found: dict[Source, list[str]] = {}
    for source, unit in said:
        if unit:
            found.setdefault(source, []).append(unit)
    for source in _ORDER:
        units = list(dict.fromkeys(found.get(source, ())))
        if len(units) > 1:
            return MoneyUnit(units[0], source, units[1])
        if units:
            return MoneyUnit(units[0], source)
    return MoneyUnit()
