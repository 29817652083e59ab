"""In which unit a file counts its money, and what says so.

The unit of an amount is known from its own text, the head of its column, its
table, the line above the table, the whole document, the form that it is on, in this
order. Where nothing says it, or two of one table say different things, nobody guesses: the
amount stays as it is, with an error and a remark that names both places. A column of prices
or standards (单价（元）) counts in the unit of its own head: the table's is that of sums.
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


_ORDER: Final = tuple(Source)
# What speaks for the amounts of one table: two of these that differ contradict each other.
_OF_A_TABLE: Final = (Source.HEAD, Source.TABLE, Source.ABOVE)
# A price, a rate for each: its unit is its own and says nothing of the sums beside it.
_SUM: Final = re.compile(
    r"资金|预算|决算|执行|拨款|金额|收入|合计|小计|经费|支出|基金|总额|结转|结余|安排"
)
_NO_SUM: Final = re.compile(r"率|比例|占比|比重|%|％|分值|得分|权重|人数|数量|编码|代码")
_YEAR: Final = re.compile(r"(?:19|20)\d\d年?度?|[上本去今前]年度?")
_RATE: Final = re.compile(r"单价|均价|人均|户均|亩均|每(?!年)|标准|元\s?[/／]")


@dataclass(frozen=True, slots=True)
class UnitSaid:
    """That a source names a unit: `text` is what it says there, blank for a form's own unit."""

    source: Source
    unit: str
    text: str = ""

    @property
    def place(self) -> str:
        """Where it stands, for a reader: 栏名“预算数（元）”."""
        return f"{self.source}“{self.text}”" if self.text else str(self.source)


@dataclass(frozen=True, slots=True)
class MoneyUnit:
    """A unit and what says so. Blank where nothing does; `rival` is what contradicts it."""

    by: UnitSaid | None = None
    rival: UnitSaid | None = None

    @property
    def unit(self) -> str:
        return self.by.unit if self.by is not None else ""

    @property
    def is_sure(self) -> bool:
        return self.by is not None and self.rival is None

    @property
    def contradiction(self) -> str:
        """Both places that name a unit, and which each names; blank where they agree."""
        if self.by is None or self.rival is None:
            return ""
        pair = (self.by, self.rival)
        return "，".join(f"{said.place}写的是{said.unit}" for said in pair)

    @property
    def shown(self) -> str:
        """What decided the unit, for the account."""
        if self.by is None:
            return "单位没有写明"
        if self.rival is not None:
            return f"单位互相矛盾：{self.contradiction}"
        return f"单位是{self.unit}，{_SAYS.get(self.by.source, '见')}{self.by.place}"


_SAYS: Final = {Source.FORM: "取自", Source.DOCUMENT: "取自"}


def said_by(source: Source, text: str) -> list[UnitSaid]:
    """The units that a head, a label or a line names for the amounts it stands by."""
    if len(text) > _LONGEST_HEAD:
        return []
    together = "".join(text.split())
    return [UnitSaid(source, unit, together) for unit in units_named(text)]


def is_rate(text: str) -> bool:
    """Whether a head is that of a price or a standard: 单价（元）, 补助标准（元/人）."""
    return _RATE.search(text) is not None


def heads_money(heads: Iterable[str]) -> bool:
    """Whether the heads over a column say that its figures are sums of money, or only whose
    year they are: 2024年."""
    titles = "".join(heads)
    if _NO_SUM.search(titles):
        return False
    return _SUM.search(titles) is not None or _YEAR.fullmatch(titles) is not None


def money_above(text: str) -> str:
    """The unit that a line ends with: 单位：万元; blank for none."""
    match = _LINE_AT_END.search("".join(text.split())) if len(text) <= _LONGEST_LINE else None
    return match[1] if match else ""


def decided(said: Iterable[UnitSaid]) -> MoneyUnit:
    """The unit that the nearest source names; another source of the same table that differs
    contradicts it, whichever is the nearer."""
    ranked = sorted((s for s in said if s.unit), key=lambda s: _ORDER.index(s.source))
    if not ranked:
        return MoneyUnit()
    first = ranked[0]
    rivals = (s for s in ranked if s.source in _OF_A_TABLE and s.unit != first.unit)
    return MoneyUnit(first, next(rivals, None))
