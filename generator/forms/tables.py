"""What a table definition is made of: columns, rows with a name, and the sums that must hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ..diagnostics import Span
from ..lexicon.folding import plain_label, plain_name
from ..model.headers import paths
from ..model.words import NOWHERE, DataTable

TEXT_COLUMN, AMOUNT_COLUMN, COUNT_COLUMN, CODE_COLUMN = "文字", "金额", "数量", "编码"
COLUMN_KINDS: Final = (TEXT_COLUMN, AMOUNT_COLUMN, COUNT_COLUMN, CODE_COLUMN)

# Words of the sums that stand for rows by their place, not by their name.
EVERY_ROW: Final = "各行"
SUBJECT, SUBJECTS_BELOW = "科目", "下级科目"
EQUALS, AT_MOST = "=", "≤"

_UNIT: Final = re.compile(r"\([^()]{1,6}\)$")
# What may stand before the name of a head (2025年预算数) or of a table (表3 2025年部门…).
_OF_THE_YEAR: Final = re.compile(r"^(?:(?:19|20)\d\d年度?|本年度?|当年|年度)")
_BEFORE_NAME: Final = re.compile(
    r"^(?:(?:附?表|公开表)\d{1,2}(?:-\d{1,2})?(?=\D|(?:19|20)\d\d年)[、.:]?|\d{1,2}[、.]|[一二三四五六七八九十]{1,3}、"
    r"|\([一二三四五六七八九十\d]{1,3}\)|(?:19|20)\d\d年度?|部门|单位|本级)"
)
_BEHIND_NAME: Final = re.compile(r"\([^()]*(?:表\d*|\d{4}年度?)\)$|(?<=表)\d{2}-\d{1,2}(?:表)?$")


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: `above` are the heads over its own, the topmost first.

    `unit` is its own where it is not the table's; one that is `optional` may be
    left out by an author.
    """

    key: str
    title: str
    above: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    kind: str = AMOUNT_COLUMN
    unit: str = ""
    optional: bool = False

    @property
    def is_label(self) -> bool:
        """Whether it names the row for the numbers at its right."""
        return self.kind in (TEXT_COLUMN, CODE_COLUMN)

    @property
    def printed(self) -> str:
        return f"{self.title}（{self.unit}）" if self.unit else self.title

    def is_called(self, head: str) -> bool:
        """Whether a typed head means this column; the year before it does not count."""
        names = {plain_name(name) for name in (self.title, self.printed, *self.aliases)}
        said = plain_name(head)
        if said in names or _OF_THE_YEAR.sub("", said) in names:
            return True
        return bool(self.unit) and _UNIT.sub("", said) in names


@dataclass(frozen=True, slots=True)
class Term:
    """A figure in a sum: a column of the same row, a row, or a cell (of another table)."""

    column: str = ""
    row: str = ""
    table: str = ""
    sign: int = 1


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum that must hold: `left` is equal to, or at most, what `right` adds up to."""

    left: Term
    right: tuple[Term, ...]
    operator: str = EQUALS
    text: str = ""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class RowName:
    """A row that sums speak of, and what else it may be called."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableDefinition:
    """A statutory table. Amounts are in `unit`; `id` is its address, ASCII; `number` its place.

    `totals` are the names of the rows that are totals. `empty_note` may hold
    【部门】 and 【年度】. `origin` says where its columns and rows come from.
    """

    name: str
    id: str
    number: int
    aliases: tuple[str, ...]
    title: str
    unit: str
    columns: tuple[TableColumn, ...]
    totals: tuple[str, ...] = ()
    rows: tuple[RowName, ...] = ()
    within_rows: tuple[Sum, ...] = ()
    between_rows: tuple[Sum, ...] = ()
    between_tables: tuple[Sum, ...] = ()
    empty_note: str = ""
    origin: str = ""
    span: Span = field(default=NOWHERE, compare=False, repr=False)

    def column(self, key: str) -> TableColumn | None:
        return next((c for c in self.columns if c.key == key), None)

    def fitting(self, head: Sequence[Sequence[str]]) -> tuple[TableColumn, ...] | None:
        """The columns that a typed head names, in the definition's order; None where it does not.

        The lowest head of each column counts; blanks in it do not.
        """
        given = [path[-1] if path else "" for path in paths(head)]
        found: list[TableColumn] = []
        for column in self.columns:
            if len(found) < len(given) and column.is_called(given[len(found)]):
                found.append(column)
            elif not column.optional:
                return None
        return tuple(found) if found and len(found) == len(given) else None

    def of_width(self, width: int) -> tuple[TableColumn, ...] | None:
        """The columns of rows without a head: all, or all that are not optional."""
        needed = tuple(c for c in self.columns if not c.optional)
        return next((cs for cs in (self.columns, needed) if len(cs) == width), None)

    def head(self, columns: Sequence[TableColumn]) -> tuple[tuple[str, ...], ...]:
        """The head as printed; an empty cell goes on from the one above or at its left."""
        trees = [(*column.above, column.printed) for column in columns]
        depth = max((len(tree) for tree in trees), default=0)
        rows = []
        for level in range(depth):
            row = []
            for n, tree in enumerate(trees):
                goes_on = (
                    n > 0
                    and level < len(tree) - 1
                    and trees[n - 1][: level + 1] == tree[: level + 1]
                    and len(trees[n - 1]) > level + 1
                )
                row.append(tree[level] if level < len(tree) and not goes_on else "")
            rows.append(tuple(row))
        return tuple(rows)

    def row_name(self, text: str) -> str:
        """The name of a row by its label: 合计 for “总 计：” where that is an alias."""
        label = plain_label(text)
        for row in self.rows:
            if label in (plain_label(row.name), *(plain_label(a) for a in row.aliases)):
                return row.name
        return next((t for t in self.totals if plain_label(t) == label), label)

    def is_total(self, text: str) -> bool:
        """Whether a label is, or ends with, the name of a total (某中心小计)."""
        return bool(text) and self.row_name(text).endswith(self.totals)


def labels_of(columns: Sequence[TableColumn], at: int) -> tuple[int, ...]:
    """The columns that name a row for the number in column `at`.

    They stand at its left. In a table of two sides (收入 and 支出), each with its
    labels under the same top head as its numbers, only those of its own side count.
    """
    labels = [n for n in range(at) if columns[n].is_label]
    side = columns[at].above[:1]
    own = [n for n in labels if side and columns[n].above[:1] == side]
    return tuple(own or labels)


def subject_column(columns: Sequence[TableColumn]) -> int | None:
    """The column of codes (科目编码) that make a tree of the rows: the first, or none."""
    return 0 if columns and columns[0].kind == CODE_COLUMN else None


def find_table(tables: Mapping[str, TableDefinition], name: str) -> TableDefinition | None:
    """The definition of that name, title or alias; blanks and quotation marks do not count.

    Nor do a number, a year and 部门 before the name, where it is not known with them, nor
    the number behind it in brackets: 表3 2025年部门收支总体情况表（公开表1）.
    """
    wanted = _BEHIND_NAME.sub("", plain_name(name))
    while wanted:
        found = next((t for t in tables.values() if wanted in _names(t)), None)
        shorter = _BEFORE_NAME.sub("", wanted, count=1)
        if found is not None or shorter == wanted:
            return found
        wanted = shorter
    return None


def table_addresses(
    tables: Sequence[DataTable], definitions: Mapping[str, TableDefinition]
) -> tuple[str, ...]:
    """A name in ASCII for each table of a text, none twice: its address in files and anchors.

    The definition's for a statutory table, else the author's; else that of the definition
    whose title ends the caption (某局固定资产占用情况表); else the table's place: table-2.
    """
    fixed = [_fixed_name(table, definitions) for table in tables]
    taken = set(fixed)
    names = []
    for number, (table, name) in enumerate(zip(tables, fixed, strict=True), 1):
        if not name:
            alike = _ending(table.caption.text, definitions)
            name = alike if alike not in taken else f"table-{number}"
        taken.add(name)
        names.append(name)
    return tuple(names)


def _fixed_name(table: DataTable, definitions: Mapping[str, TableDefinition]) -> str:
    definition = definitions.get(table.definition)
    return definition.id if definition else table.name


def _ending(caption: str, definitions: Mapping[str, TableDefinition]) -> str:
    """The id of the definition with the longest name that the caption ends with; else ''."""
    wanted = plain_name(caption)
    found = [(len(n), t.id) for t in definitions.values() for n in _names(t) if wanted.endswith(n)]
    return max(found, default=(0, ""))[1]


def _names(table: TableDefinition) -> Iterable[str]:
    return {plain_name(name) for name in (table.name, table.title, *table.aliases)}
