"""Income and spending of a department, as its published statutory tables have them.

Cells are found through the tables' definitions (templates/tables): by the names of
rows and the keys of columns, whatever an author's own heads and aliases are. Where a
table is not there, or text stands in place of a number, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ..document.layout import Document
from ..forms import Family
from ..forms.tables import EVERY_ROW
from ..lexicon.folding import plain_label
from ..model.disclosure import Disclosure
from ..model.totals import TABLE, Total
from .statutory_cells import Statutory, the_table
from .subject import Subject

_OVERVIEW: Final = "部门收支总表"
_INCOME: Final = "部门收入总表"
_THREE_PUBLIC: Final = "三公经费支出表"
_WHOLE: Final = "合计"
_PROJECTS: Final = "项目支出"

Parts = tuple[tuple[str, Decimal], ...]
"""What a sum is made of: names and amounts in 万元, in the order of the table."""


@dataclass(frozen=True, slots=True)
class BudgetFigures:
    """Sums in 万元, None where no table has them; what they are made of, empty likewise.

    `kinds` of spending are 基本支出, 项目支出 and what else there is; `functions` are
    the 类 of 功能分类.
    """

    income: Decimal | None = None
    spending: Decimal | None = None
    projects: Decimal | None = None
    three_public: Decimal | None = None
    sources: Parts = ()
    kinds: Parts = ()
    functions: Parts = ()


def budget_figures(disclosure: Disclosure, family: Family, document: Document) -> BudgetFigures:
    """What the tables of a disclosure tell of its money."""
    subject = Subject(disclosure, family, document)
    kinds = tuple(_across(subject, TABLE))
    return BudgetFigures(
        income=_first(subject, (_OVERVIEW, "收入总计", "收入"), (_INCOME, _WHOLE, _WHOLE)),
        spending=_first(subject, (_OVERVIEW, "支出总计", "支出"), (TABLE, _WHOLE, _WHOLE)),
        projects=_first(subject, (TABLE, _WHOLE, _PROJECTS)),
        three_public=_first(subject, (_THREE_PUBLIC, EVERY_ROW, _WHOLE)),
        sources=tuple(_down(subject, _OVERVIEW, "收入")) or tuple(_across(subject, _INCOME)),
        kinds=kinds,
        functions=tuple(_down(subject, _OVERVIEW, "支出")) or tuple(_down(subject, TABLE, _WHOLE)),
    )


def project_total(disclosure: Disclosure, family: Family, document: Document) -> Total:
    """Σ of the projects' budgets; where none has one, 项目支出 of the published table."""
    projects = len(disclosure.projects)
    if disclosure.has_budgets:
        budgeted = sum(p.budget.value is not None for p in disclosure.projects)
        return Total(disclosure.project_total, projects, budgeted)
    spent = budget_figures(disclosure, family, document).projects if projects else None
    if spent is None:
        return Total(projects=projects)
    return Total(spent, projects, tabled=projects, from_table=spent)


def _first(subject: Subject, *places: tuple[str, str, str]) -> Decimal | None:
    """A figure from the first of these places (table, row, column) that has it."""
    found = (_figure(subject, *place) for place in places)
    return next((value for value in found if value is not None), None)


def _figure(subject: Subject, name: str, row: str, key: str) -> Decimal | None:
    """A cell in 万元. Of the tables only 三公 says 0 by being empty: others are just not filled."""
    table = the_table(subject, name)
    c = table.at(key) if table else None
    if table is None or c is None or not (table.rows or name == _THREE_PUBLIC):
        return None
    figure = table.figure(row, c)
    return table.in_wan(figure, c).value if figure else None


def _down(subject: Subject, name: str, key: str) -> Iterator[tuple[str, Decimal]]:
    """The rows that make up a column, by name; none where one of them is text."""
    table = the_table(subject, name)
    c = table.at(key) if table else None
    if table is None or c is None or table.sum(rows := table.counted(c), c) is None:
        return
    for r in rows:
        figure = table.cell(r, c)
        if figure is not None:
            names = table.labels(r, c) or [table.row_name(r, c)]
            yield plain_label(names[-1]), table.in_wan(figure, c).value


def _across(subject: Subject, name: str) -> Iterator[tuple[str, Decimal]]:
    """The columns that make up the row of totals, by their heads; none where one is text."""
    table = the_table(subject, name)
    whole = table.at(_WHOLE) if table else None
    rows = table.called(_WHOLE, whole) if table and whole is not None else []
    if table is None or len(rows) != 1:
        return
    found = [(table.columns[c].title, c, table.cell(rows[0], c)) for c in _parts(table)]
    if all(figure for *_, figure in found):
        for title, c, figure in found:
            if figure is not None:
                yield title, table.in_wan(figure, c).value


def _parts(table: Statutory) -> list[int]:
    return [c for c in table.numbers if table.columns[c].key != _WHOLE]
