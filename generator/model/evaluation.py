"""绩效自评: what was achieved of a year's targets, and how it scores (docs/领域.md 5.2).

The targets themselves are those of the disclosure that is evaluated; nobody types
them again. Scores are points of 100, of which the execution of the budget has
10 unless the author says otherwise (财预〔2020〕10号).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Final

from ..lexicon.folding import narrow
from .amounts import Amount, plain_number, to_decimal
from .targets import Target
from .words import Prose, Words

EXECUTION_WEIGHT: Final = Amount("10", Decimal(10))
FULL_SCORE: Final = Decimal(100)


class Kind(StrEnum):
    """What a disclosure is (类型)."""

    BUDGET = "部门预算"
    EVALUATION = "绩效自评"


@dataclass(frozen=True, slots=True)
class Achievement:
    """What became of one indicator; `reason` says why it fell short and what will be done."""

    actual: Target
    weight: Amount = Amount()
    score: Amount = Amount()
    reason: Words = Words()


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What became of one project.

    `budget` (全年预算数) and `spent` (全年执行数) are in the form's unit (万元), `rate` in
    percent, the others in points. `outcome` is what was achieved of the goals, in words.
    """

    budget: Amount = Amount()
    spent: Amount = Amount()
    rate: Amount = Amount()
    weight: Amount = Amount()
    score: Amount = Amount()
    total: Amount = Amount()
    outcome: Prose = ()

    @property
    def exact_rate(self) -> Decimal | None:
        """What the two sums give, in percent; None where one is no number or nothing was set."""
        return execution_rate(self.budget.value, self.spent.value)


@dataclass(frozen=True, slots=True)
class Execution:
    """What was set and spent in all, in 万元, with the mean of the projects' total scores."""

    budget: Decimal
    spent: Decimal
    mean: Decimal | None

    @property
    def rate(self) -> Amount:
        rate = execution_rate(self.budget, self.spent)
        return Amount() if rate is None else percent(rate)


def execution_rate(budget: Decimal | None, spent: Decimal | None) -> Decimal | None:
    """全年执行数 ÷ 全年预算数, in percent."""
    if budget is None or spent is None or budget <= 0:
        return None
    return spent * 100 / budget


def percent(value: Decimal) -> Amount:
    """A share in percent to two places: `97.4%`."""
    rounded = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return Amount(f"{plain_number(rounded)}%", rounded)


def points(value: Decimal) -> Amount:
    """Points as they are printed, without idle zeros."""
    return Amount(plain_number(value), value)


def parse_points(words: Words) -> Amount:
    """Read `9.5` or `9.5分`."""
    text = narrow(words.text).strip().removesuffix("分").strip()
    return Amount(words.text, to_decimal(text), words.span)
