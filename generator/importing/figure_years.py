"""Which year an amount's label speaks of: this year's budget, or what came before or after.

A label may name the year (2025年预算数), or say it by the disclosure's own (上年执行数, 本年预算).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from ..lexicon.folding import bare

# A leading year, as labels print it before the name that they share with every year.
OF_THE_YEAR: Final = re.compile(r"^(?:(?P<year>(?:19|20)\d\d)年?度?|[本当今]年度?|年度)")
BEFORE: Final = re.compile(r"前年|上年|去年|往年|上一年|历史|以前年度|上期")
_AFTER: Final = re.compile(r"下年|明年|后年|中期|长期|未来")
# With or without 年 behind it: 2024预算数; but no part of a longer number.
_ANY_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ASIDE: Final = re.compile(r"[（(][^（）()]*[）)]")
# What a column of this year's amounts is called behind its year; nothing more may say so too.
_BUDGET: Final = re.compile(
    r"(?:年初)?(?:预算|安排|申请|申报)(?:数|额|金额|安排数?|资金)?(?:合计|小计|总计|总额|总数)?"
    r"|资金(?:总额|合计|数额)?|金额(?:合计)?|总金额|总额"
)
_SUM: Final = frozenset({"合计", "小计", "总计"})


def names_another_year(text: str, year: str) -> bool:
    """Whether a label names one year, and not `year` (blank where it is unknown)."""
    named = set(_ANY_YEAR.findall(bare(text)))
    return bool(year) and len(named) == 1 and year not in named


def is_of_another_year(text: str, year: str) -> bool:
    """Whether a head speaks of another year: 2024年, or of the one before or after, 上年."""
    said = bare(_ASIDE.sub("", text))
    return bool(names_another_year(text, year) or BEFORE.search(said) or _AFTER.search(said))


def budget_column(texts: Iterable[str], year: str) -> int | None:
    """Which of the heads side by side is that of this year's budget; None where none surely is.

    The one that names the year goes before one that says 本年, that before 预算数, and that
    before 合计.
    """
    ranks = [_rank(text, year) for text in texts]
    best = max(ranks, default=0)
    return ranks.index(best) if best and ranks.count(best) == 1 else None


def _rank(text: str, year: str) -> int:
    """How surely a head is that of this year's budget: 0 for not at all."""
    if is_of_another_year(text, year):
        return 0
    said = bare(_ASIDE.sub("", text))
    match = OF_THE_YEAR.match(said)
    rest = said[match.end() :] if match else said
    if match and (not rest or rest in _SUM or _BUDGET.fullmatch(rest)):
        return 4 if match["year"] and year else 3
    if _BUDGET.fullmatch(rest):
        return 2
    return 1 if rest in _SUM else 0
