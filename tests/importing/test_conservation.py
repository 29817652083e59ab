"""Money conserved: an amount dropped, doubled or out of scale does not close the account."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from generator.diagnostics import Problems
from generator.importing import Imported, read_disclosure
from generator.importing.account import Account, make_account
from generator.importing.conservation import report_money
from generator.importing.ledger import make_ledger
from generator.model.amounts import parse_amount
from generator.model.disclosure import Disclosure, Project
from generator.model.words import Words
from generator.sources.word_source import WordDocument
from tests.importing.test_money_units import a_form, a_list
from tests.importing.test_random_layouts import TITLE, Page, Table, as_word
from tests.importing.word_files import families

Change = Callable[[Project], Project]


def imported(document: WordDocument) -> tuple[Imported, Problems]:
    problems = Problems()
    made = read_disclosure(document, families(), id="a", year=None, problems=problems)
    assert made is not None, problems.found
    return made, problems


def written(*blocks: str | Table) -> WordDocument:
    return as_word(Page([TITLE, *blocks]))


def account_of(document: WordDocument, disclosure: Disclosure) -> Account:
    """The account that would be kept had the file been read as this disclosure."""
    ledger = make_ledger(document)
    return make_account(ledger, disclosure, frozenset(), document)


def changed(document: WordDocument, change: Change) -> Account:
    """The account where the first project was read otherwise than it was."""
    disclosure = imported(document)[0].disclosure
    first, *others = disclosure.projects
    return account_of(document, replace(disclosure, projects=(change(first), *others)))


def dropped(project: Project) -> Project:
    return replace(project, budget=parse_amount(Words()))


def doubled(project: Project) -> Project:
    return replace(project, other=project.budget)


def out_of_scale(project: Project) -> Project:
    value = project.budget.value
    assert value is not None
    return replace(project, budget=replace(project.budget, value=value * 10_000))


def misread(project: Project) -> Project:
    value = project.budget.value
    assert value is not None
    return replace(project, budget=replace(project.budget, value=value + 1))


SOURCES = (
    ("a list with own units", [a_list(own="元")]),
    ("a list in the form's unit", ["单位：万元", a_list()]),
    ("a form", [a_form("项目资金（万元）")]),
)


@pytest.mark.parametrize("blocks", [blocks for _, blocks in SOURCES], ids=[n for n, _ in SOURCES])
@pytest.mark.parametrize("change", [dropped, doubled, out_of_scale, misread])
def test_what_was_read_otherwise_than_it_stands_does_not_close(
    blocks: list[str | Table], change: Change
) -> None:
    document = written(*blocks)
    assert all(table.closes for table in changed(document, lambda project: project).money)
    account = changed(document, change)
    (table,) = account.money
    assert not table.closes
    assert not account.closes
    assert "金额对不上：第 1 个表" in account.summary
    assert "不相符" in account.csv().decode("utf-8-sig")
    problems = Problems()
    (remark,) = report_money(account.money, problems)
    assert "第 1 个表" in remark.text
    assert [(d.rule, "第 1 个表" in d.message) for d in problems.found] == [("NR21", True)]


@pytest.mark.parametrize("unit", ["元", "万元", "千元"])
def test_projects_and_totals_come_to_what_stands_in_the_table(unit: str) -> None:
    table = a_list(f"（{unit}）")
    table.rows.append(["合计", "485000", "485000", "", "", "", "", ""])
    made, problems = imported(written(table))
    (money,) = made.account.money
    assert (money.count, money.source) == (6, Decimal(485_000 * 4))
    sum_of_rows = Decimal(485_000)
    assert money.went == {"项目": sum_of_rows, "其他栏目": sum_of_rows, "合计": 2 * sum_of_rows}
    assert "1 个表的 6 处金额，逐表相符" in made.account.summary
    assert not [found for found in problems.found if found.rule == "NR21"]


def test_a_total_that_is_wrong_stands_in_a_remark_and_its_money_too() -> None:
    table = a_list("（元）")
    table.rows.append(["合计", "999999", "485000", "", "", "", "", ""])
    made, problems = imported(written(table))
    (money,) = made.account.money
    assert money.closes
    assert money.went["待核"] == Decimal(999_999 + 485_000)
    assert [found.rule for found in problems.found if found.rule == "NR21"] == ["NR21"]


def test_a_table_without_money_is_none_of_the_account() -> None:
    made, _ = imported(written(a_list(own="元"), Table([["姓名", "人数"], ["甲", "3"]])))
    assert [table.table for table in made.account.money] == [1]
