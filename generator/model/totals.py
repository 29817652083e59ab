"""What the budgets of several projects come to, never without what the sum counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from typing import Final

from .amounts import money

TABLE: Final = "部门支出总表"
"""The statutory table whose 项目支出 stands in where no project of a text has a budget."""


@dataclass(frozen=True, slots=True)
class Total:
    """A sum over projects, in 万元; None where nothing of it is known.

    Of `projects`, `budgeted` count with a budget of their own. For `tabled` the form
    asks for none; the sum has for them `from_table`, the 项目支出 of TABLE. What is
    neither is `missing`: the sum does not have it.
    """

    value: Decimal | None = None
    projects: int = 0
    budgeted: int = 0
    tabled: int = 0
    from_table: Decimal = Decimal(0)

    def __add__(self, other: Total) -> Total:
        known = [v for v in (self.value, other.value) if v is not None]
        return Total(
            sum(known, Decimal(0)) if known else None,
            self.projects + other.projects,
            self.budgeted + other.budgeted,
            self.tabled + other.tabled,
            self.from_table + other.from_table,
        )

    @property
    def missing(self) -> int:
        return self.projects - self.budgeted - self.tabled

    def is_comparable(self, other: Total) -> bool:
        """Whether both count the same: all projects, from the same source."""
        return not (self.missing or other.missing) and bool(self.tabled) == bool(other.tabled)

    @property
    def note(self) -> str:
        """What a reader must know of the sum; nothing where it is that of all budgets."""
        if self.missing and self.missing == self.projects:
            return f"{self.projects} 个项目都没有预算数，没有合计。"
        said = []
        if self.missing:
            said.append(f"{self.budgeted} 个项目有预算数")
        if self.tabled:
            said.append(
                f"{self.tabled} 个项目没有预算数，"
                f"按“{TABLE}”的项目支出 {money(self.from_table)} 万元计入"
            )
        if self.missing:
            said.append(f"另有 {self.missing} 个项目没有预算数，不在合计内")
        return "；".join(said) + "。" if said else ""

    @property
    def brief(self) -> str:
        """The same in a few words, for the cell of a list."""
        if self.value is None:
            return "没有预算数" if self.missing else ""
        said = [f"按{TABLE}"] if self.tabled else []
        said += [f"缺 {self.missing} 个项目"] if self.missing else []
        return "，".join(said)


def together(totals: Iterable[Total]) -> Total:
    """The totals of several texts as one."""
    return reduce(Total.__add__, totals, Total())
