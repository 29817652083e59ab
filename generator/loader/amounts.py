"""What an amount may not be: words, or a number whose unit nobody can tell."""

from __future__ import annotations

from typing import Final

from ..diagnostics import Problems, RuleBook
from ..model.amounts import Amount

YUAN_SIGNS: Final = "￥¥"


def report_amount(
    amount: Amount, key: str, unit: str, problems: Problems, otherwise: str = ""
) -> None:
    """Report an amount that is no number, or whose ￥ speaks of 元 where its form counts in more.

    `otherwise` is what else the hint says.
    """
    if amount.is_text:
        problems.add(
            RuleBook.BAD_AMOUNT,
            amount.span,
            f"“{key}”不是金额：{amount.wording}",
            f"写成一个数，例如 36.00（单位{unit}），或者连单位写，例如 420000元{otherwise}。",
        )
    elif unit != "元" and not amount.unit and any(sign in amount.wording for sign in YUAN_SIGNS):
        problems.add(
            RuleBook.BAD_AMOUNT,
            amount.span,
            f"“{key}”写了“￥”，没有写单位，看不出是元还是{unit}：{amount.wording}",
            f"删去“￥”，只写数字（单位{unit}）；或者写上单位，例如 420000元。",
        )
