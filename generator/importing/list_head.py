"""The head of a list of projects: which column holds what, whatever it is called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from ..forms import Form
from ..lexicon.folding import bare
from ..model.tables import Cell
from .cell_grid import CellGrid
from .figure_years import budget_column, is_of_another_year
from .indicator_columns import ORDER, Heads, read_head
from .labels import Labels
from .money_units import Source, UnitSaid, said_by
from .vocabulary import LIST_LABELS, TOTALS, UNIT_CODES, UNIT_NAMES

_LEAST_COLUMNS: Final = 3
_FIRST_ROWS: Final = 8
_DEEPEST: Final = 4
_LONGEST_LABEL: Final = 30
_NAME: Final = "项目名称"
# Heads of lists whose rows are things to buy or to own, accounts, people: no projects.
_OTHER_LISTS: Final = ("采购", "品目", "单价", "数量", "规格", "资产", "车辆", "行次")
# What one column at least says of projects, in a list without indicators.
_SAY_OF_PROJECTS: Final = ("预算数", "绩效目标")
UNIT_CODE: Final = "单位编码"
UNIT_NAME: Final = "单位名称"


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column: its places, its title, the key of its field ('' for one that the form lacks).

    `units` are those of money that its heads name, the nearest first, `rank` how sure the key is.
    """

    first: int
    last: int
    title: str
    heads: tuple[Cell, ...]
    key: str = ""
    rank: int = 0
    units: tuple[UnitSaid, ...] = ()


@dataclass(frozen=True)
class ListHead:
    """The head of a list: its rows, its columns, and where its indicators stand.

    `name` is the column of the projects' names, `order` that of 序号 (-1 for none).
    """

    row: int
    depth: int
    columns: tuple[ListColumn, ...]
    name: ListColumn
    indicators: Heads | None
    order: int
    width: int

    @property
    def below(self) -> int:
        return self.row + self.depth

    @property
    def names_units_too(self) -> bool:
        """Whether units and their projects stand in one column: 单位名称（项目名称）."""
        said = bare(self.name.title)
        return _NAME in said and "单位" in said

    def has(self, key: str) -> bool:
        return any(column.key == key for column in self.columns)


def list_head(cell_grid: CellGrid, form: Form, labels: Labels) -> ListHead | None:
    """The head of a list of projects on a form; None where the table is none.

    A list has a column of names and, beside it, indicators or the projects' budgets.
    """
    for row in range(min(cell_grid.height, _FIRST_ROWS)):
        if len(cell_grid.beginning(row)) < _LEAST_COLUMNS:
            continue
        depth = head_rows(cell_grid, row)
        found = _read(cell_grid, row, depth, form, labels)
        if found is not None:
            return None if _is_form(cell_grid, found, labels) else found
    return None


def _is_form(cell_grid: CellGrid, head: ListHead, labels: Labels) -> bool:
    """Whether what seemed a head is a row of a form: values stand in it, or labels below it."""
    titles = [c.title for c in head.columns]
    if any(_is_number(title) or _has_value(title, labels) for title in titles):
        return True
    heads = (c for r in range(head.row, head.below) for c in cell_grid.row(r))
    said = {bare(c.text) for c in heads} | TOTALS
    below = (c for r in range(head.below, cell_grid.height) for c in cell_grid.beginning(r))
    named = (c for c in below if len(c.text) <= _LONGEST_LABEL and bare(c.text) not in said)
    return any((label := labels.known(c.text)) is not None and label.key for c in named)


def _has_value(title: str, labels: Labels) -> bool:
    """Whether a value stands behind its label in one cell: 项目名称：打井."""
    hit = labels.find(title)
    return hit is not None and hit.inline is not None


def head_rows(cell_grid: CellGrid, row: int) -> int:
    """How many rows a head takes: as deep as its cells reach, and what parts a wide one."""
    cells = [c for c in cell_grid.row(row) if c.row == row]
    reach = max((c.row + c.rowspan for c in cells), default=row + 1) - row
    if reach == 1 and any(c.colspan > 1 for c in cells):
        wide = [c for c in cells if c.colspan > 1]
        below = cell_grid.beginning(row + 1)
        within = [c for c in below if any(_is_below(c, head) for head in wide)]
        is_part = len(within) > 1 and len(within) == len(below)
        reach = 2 if is_part and not any(_is_number(c.text) for c in below) else 1
    return min(reach, _DEEPEST, cell_grid.height - row)


def _is_below(cell: Cell, head: Cell) -> bool:
    return head.column <= cell.column < head.column + head.colspan


def _is_number(text: str) -> bool:
    return text.strip().replace(",", "").replace(".", "", 1).isdigit()


def _read(cell_grid: CellGrid, row: int, depth: int, form: Form, labels: Labels) -> ListHead | None:
    heads = _indicators(cell_grid, row, depth, labels)
    name_key = _name_key(form)
    taken = {at for p in heads.places for at in range(p.first, p.last)} if heads else set()
    order = -1
    columns: list[ListColumn] = []
    for column in _leaves(cell_grid, row, depth):
        if column.first in taken:
            continue
        if bare(column.title) == ORDER and order < 0:
            order = column.first
        else:
            columns.append(_of_its_year(_with_key(column, form, labels, name_key), labels.year))
    columns = _with_budget(_each_key_once(columns), form, labels.year)
    name = next((c for c in columns if c.key == name_key), None)
    if name is None and heads is not None:
        columns, name = _named_at_last(columns, name_key)
    asked = {of.key for role in _SAY_OF_PROJECTS if (of := form.by_role(role)) is not None}
    if name is None or not (heads or any(c.key in asked for c in columns)):
        return None
    titles = "".join(c.title for c in columns)
    if heads is None and (len(columns) < _LEAST_COLUMNS or any(w in titles for w in _OTHER_LISTS)):
        return None
    return ListHead(row, depth, tuple(columns), name, heads, order, cell_grid.width)


def _name_key(form: Form) -> str:
    """The key of what a row of the list is named by: the project, or the department itself."""
    named = form.by_role("名称")
    if named is not None:
        return named.key
    return next((f.key for f in form.fields if f.key == "部门名称"), "名称")


def _indicators(cell_grid: CellGrid, row: int, depth: int, labels: Labels) -> Heads | None:
    """Where the indicators of a list stand, if it has any."""
    for at in range(row, row + depth):
        if (found := read_head(cell_grid, at, labels.columns)) is not None:
            return replace(found, others=(), order=-1)
    return None


def _leaves(cell_grid: CellGrid, row: int, depth: int) -> list[ListColumn]:
    """The columns by the lowest head of each, titled by all its heads from the top."""
    found: list[ListColumn] = []
    last = row + depth - 1
    for at in range(cell_grid.width):
        leaf = cell_grid.at.get((last, at))
        if leaf is not None and found and found[-1].heads[-1:] == (leaf,):
            found[-1] = replace(found[-1], last=at + 1)
            continue
        over = (cell_grid.at.get((r, at)) for r in range(row, row + depth))
        heads = tuple(dict.fromkeys(c for c in over if c is not None and not c.is_blank))
        if heads:
            title = "".join(heads[-1].text.split())
            units = tuple(s for c in reversed(heads) for s in said_by(Source.HEAD, c.text))
            found.append(ListColumn(at, at + 1, title, heads, units=units))
    return found


def _with_key(column: ListColumn, form: Form, labels: Labels, name_key: str) -> ListColumn:
    said = bare(column.title)
    if form.by_role("名称") is not None and _NAME in said:
        return replace(column, key=name_key, rank=-1 if said == _NAME else 1)
    named = sorted(labels.every(column.title), key=lambda known: not known.has_role)
    label = next(iter(named), None)
    if label is not None and label.key and not (label.key == name_key and _NAME in said):
        return replace(column, key=label.key, rank=label.rank)
    if said in UNIT_CODES and name_key == "名称":
        return replace(column, key=UNIT_CODE)
    if said in UNIT_NAMES and name_key == "名称":
        return replace(column, key=UNIT_NAME)
    for role, names in LIST_LABELS.items():
        field = form.by_role(role)
        if field is not None and role != "名称" and said in names:
            return replace(column, key=field.key, rank=100 + names.index(said))
    return column


def _of_its_year(column: ListColumn, year: str) -> ListColumn:
    """A column under a head that speaks of another year is one of its own, named by both."""
    over = column.heads[:-1]
    if not any(is_of_another_year(head.text, year) for head in over):
        return column
    title = "·".join(bare(head.text) for head in column.heads)
    return replace(column, key="", rank=0, title=title)


def _with_budget(columns: list[ListColumn], form: Form, year: str) -> list[ListColumn]:
    """The columns, one of them that of the budget where only its year says so: 2025年."""
    of = form.by_role("预算数")
    if of is None or any(column.key == of.key for column in columns):
        return columns
    free = [column for column in columns if not column.key]
    at = budget_column(["·".join(c.text for c in column.heads) for column in free], year)
    found = free[at] if at is not None else None
    return [replace(c, key=of.key) if c is found else c for c in columns]


def _each_key_once(columns: Sequence[ListColumn]) -> list[ListColumn]:
    """Of several columns for one field the surest; the others are columns of their own."""
    best: dict[str, ListColumn] = {}
    for column in columns:
        if column.key and (column.key not in best or column.rank < best[column.key].rank):
            best[column.key] = column
    return [c if best.get(c.key) is c else _lesser(c) for c in columns]


def _lesser(column: ListColumn) -> ListColumn:
    """A column whose field a surer one has: that of a unit's name, or one of its own."""
    is_unit = column.key == "名称" and bare(column.title) in UNIT_NAMES
    return replace(column, key=UNIT_NAME if is_unit else "", rank=0)


def _named_at_last(
    columns: Sequence[ListColumn], name_key: str
) -> tuple[list[ListColumn], ListColumn | None]:
    """A list whose names stand under 项目 alone."""
    for at, column in enumerate(columns):
        if name_key == "名称" and bare(column.title) in LIST_LABELS["名称"]:
            named = replace(column, key=name_key)
            return [*columns[:at], named, *columns[at + 1 :]], named
    return list(columns), None
