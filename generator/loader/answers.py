"""What an author says beside the figures, a row each: 豁免 and 不公开."""

from __future__ import annotations

from typing import Final

from ..diagnostics import Problems, RuleBook
from ..keys import WAIVER_COLUMNS, WAIVERS, WITHHELD, WITHHELD_COLUMNS, WITHHELD_OPTIONAL
from ..model.amounts import parse_amount
from ..model.disclosure import Waiver, Withheld
from ..sources.keys import Keys
from ..sources.records import read_records
from .amounts import report_amount

_SECRET: Final = ("涉密", "不公开")


def read_waivers(keys: Keys, problems: Problems) -> tuple[Waiver, ...]:
    """The author's answers to findings."""
    found = []
    for cells, place in read_records(keys, WAIVERS, WAIVER_COLUMNS, (), problems):
        rule, object, left, right, reason = (cells[column] for column in WAIVER_COLUMNS)
        found.append(Waiver(rule, object, left, right, reason, place))
    return tuple(found)


def read_withheld(keys: Keys, problems: Problems) -> tuple[Withheld, ...]:
    """What the law lets the department leave out; an amount may be secret itself."""
    found = []
    for cells, place in read_records(keys, WITHHELD, WITHHELD_COLUMNS, WITHHELD_OPTIONAL, problems):
        item, typed = cells["事项"], cells["金额"]
        amount = parse_amount(typed)
        if not item:
            problems.add(
                RuleBook.NOT_FILLED,
                place,
                "这一行没有写“事项”。",
                "写上没有公开的是什么，例如“一个涉密项目”；名称本身涉密的不写名称。",
            )
        if typed.text not in _SECRET:
            report_amount(amount, "金额", "万元", problems, "；金额也不公开的，空着")
        found.append(Withheld(item, cells["依据"], cells["说明"], amount, cells["范围"], place))
    return tuple(found)
