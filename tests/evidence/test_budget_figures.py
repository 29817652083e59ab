"""What the statutory tables tell of a department's money."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from generator.evidence.budget_figures import BudgetFigures, budget_figures, project_total
from generator.model.amounts import parse_amount
from generator.model.disclosure import Disclosure
from generator.model.totals import Total
from generator.model.words import DataTable, Words
from tests.checks.real import subject
from tests.checks.tables.test_statutory_sums import FAMILY, sample, tables, with_table


def told(disclosure: Disclosure) -> BudgetFigures:
    return budget_figures(disclosure, FAMILY, subject(disclosure).document)


def total(disclosure: Disclosure) -> Total:
    return project_total(disclosure, FAMILY, subject(disclosure).document)


def only(*names: str) -> Disclosure:
    """The sample with no other tables than these."""
    sections = (
        replace(
            s,
            prose=tuple(
                p
                for p in s.prose
                if not isinstance(p, DataTable) or not p.definition or p.definition in names
            ),
        )
        for s in sample().sections
    )
    return replace(sample(), sections=tuple(sections))


def changed(name: str, old: str, new: str) -> Disclosure:
    table = tables(sample())[name]
    rows = tuple(tuple(Words(new) if w.text == old else w for w in row) for row in table.rows)
    return with_table(replace(table, rows=rows))


def test_income_and_spending_come_from_the_cells_that_the_definitions_name() -> None:
    found = told(sample())
    assert (found.income, found.spending) == (Decimal("1298.60"), Decimal("1298.60"))
    assert (found.projects, found.three_public) == (Decimal("540.24"), Decimal("6.20"))
    for parts, whole in ((found.sources, found.income), (found.functions, found.spending)):
        assert sum(value for _, value in parts) == whole
    assert dict(found.sources)["政府性基金预算拨款收入"] == 60
    assert dict(found.functions)["住房保障支出"] == Decimal("53.80")
    assert dict(found.kinds)["基本支出"] == Decimal("758.36")


def test_the_tables_of_income_and_of_spending_stand_in_for_the_overview() -> None:
    whole, parts = told(sample()), told(only("部门收入总表", "部门支出总表"))
    assert (parts.income, parts.spending) == (whole.income, whole.spending)
    assert dict(parts.sources)["其他收入"] == 24
    assert dict(parts.functions) == {k: v for k, v in whole.functions if v}
    assert parts.three_public is None


def test_without_tables_nothing_is_told() -> None:
    assert told(only()) == BudgetFigures()


@pytest.mark.parametrize("unit", ["元", "千元", "亿元"])
def test_sums_are_in_wan_whatever_the_unit_of_the_table(unit: str) -> None:
    table = replace(tables(sample())["部门支出总表"], unit=unit)
    wan = parse_amount(Words(f"540.24{unit}")).value
    found = told(with_table(table))
    assert found.projects == dict(found.kinds)["项目支出"] == wan


def test_text_in_place_of_a_number_makes_no_sum() -> None:
    found = told(changed("部门收支总表", "1052.60", "约1000"))
    assert dict(found.functions)["一般公共服务支出"] == Decimal("1052.60")  # of 部门支出总表
    assert told(changed("部门支出总表", "540.24", "约500")).projects is None


def test_a_total_without_budgets_is_that_of_the_published_table() -> None:
    spent = Decimal("540.24")
    assert total(sample()) == Total(spent, 9, 0, 9, spent)
    assert total(only()) == Total(None, 9)


def test_budgets_of_the_projects_go_before_the_table_and_those_without_are_counted() -> None:
    first, *rest = sample().projects
    given = replace(first, budget=parse_amount(Words("60")))
    disclosure = replace(sample(), projects=(given, *rest))
    assert total(disclosure) == Total(Decimal(60), 9, 1)
    assert total(disclosure).missing == 8
