"""The sums of a disclosure that sentences name: 收入合计, 基本支出, “三公”经费 and so on."""

from __future__ import annotations

import re
from typing import Final

from ..lexicon import any_of

# What a sum is called; a label that speaks of another year or of a change names none.
OTHER: Final = re.compile(
    any_of("funds.carried", "asides.compared", "增加", "减少", "增长", "下降")
)
_YEAR: Final = re.compile(r"(\d{4})年")
SPENDING, INCOME, BASIC, PROJECTS = "支出合计", "收入合计", "基本支出", "项目支出"
STAFF, PUBLIC, THREE_PUBLIC, ABROAD = "人员经费", "公用经费", "三公经费", "因公出国（境）费"
VEHICLES, VEHICLE_BUYING, VEHICLE_RUNNING, RECEPTION = (
    "公务用车费",
    "公务用车购置费",
    "公务用车运行费",
    "公务接待费",
)
FURTHER: Final = "上缴、经营和补助支出"
_NAMES: Final = (
    (ABROAD, re.compile(any_of("sums.abroad"))),
    (RECEPTION, re.compile(any_of("sums.reception"))),
    (VEHICLES, re.compile(r"公务用车购置(?:费)?(?:及|和|与|、)(?:公务用车)?运(?:行|维)")),
    (VEHICLE_RUNNING, re.compile(any_of("sums.vehicle_running"))),
    (VEHICLE_BUYING, re.compile(any_of("sums.vehicle_buying"))),
    (THREE_PUBLIC, re.compile(r"[“\"]?三公[”\"]?\s?经费")),
    (STAFF, re.compile(any_of("sums.staff"))),
    (PUBLIC, re.compile(any_of("sums.public"))),
    (BASIC, re.compile(any_of("sums.basic"))),
    (PROJECTS, re.compile(any_of("sums.projects"))),
    (FURTHER, re.compile(any_of("sums.further"))),
    (SPENDING, re.compile(any_of("sums.spending"))),
    (INCOME, re.compile(any_of("sums.income"))),
)
SOURCE: Final = re.compile(any_of("sums.sources"))


def named_figure(label: str, year: int) -> str:
    """What a sum of this year is, by the words before it; '' for anything else."""
    years = [int(y) for y in _YEAR.findall(label)]
    if OTHER.search(label) or any(y != year for y in years):
        return ""
    return sum_name(label)


def sum_name(label: str) -> str:
    """The name of a sum in the words before it, of whatever year; '' where there is none."""
    name = next((name for name, pattern in _NAMES if pattern.search(label)), "")
    return "" if name in (INCOME, SPENDING) and SOURCE.search(label) else name
