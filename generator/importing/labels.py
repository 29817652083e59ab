"""What a form's printed labels say about the cells beside and below them.

The relations come from the form's drawn layout, never from a fixed place, so
that a table with other columns, or with columns added, is still understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Final

from ..forms import PLACEHOLDER, PLAN, PROSE, TEXT, Column, Form, LayoutCell
from ..lexicon.folding import bare
from ..model.amounts import units_named
from ..model.tables import Cell
from .cell_grid import CellGrid
from .figure_years import OF_THE_YEAR, names_another_year
from .vocabulary import COLUMN_LABELS, FIELD_LABELS, SAME_LABELS

_COLON: Final = re.compile(r"[：:]")
_ASIDE: Final = re.compile(r"[（(][^（）()]*[）)]$")
# 3月底前 says the same as 3月底.
_BEFORE: Final = "前"
_UNITS: Final = re.compile(r".*(?:单位|文字描述)")
_LONGEST_LABEL: Final = 30
_LONGEST_MIXED: Final = 400


class Place(StrEnum):
    """Where the value of a label stands."""

    RIGHT = "right"
    BELOW = "below"
    GROUP = "within the label's rows"
    NONE = "nowhere: it heads other labels"


@dataclass(frozen=True, slots=True)
class Label:
    """A label: the key of its value (a field, or a step such as 支出计划.3月底), and its kind.

    `has_role` says that checks know what the field means. `rank` is 0 for a label of the
    form's own; of two others for one field the lower is surer (`vocabulary`).
    """

    key: str
    place: Place
    kind: str
    has_role: bool = False
    rank: int = 0

    @property
    def is_prose(self) -> bool:
        return self.kind == PROSE and self.place in (Place.RIGHT, Place.GROUP)


@dataclass(frozen=True, slots=True)
class LabelHit:
    """A label found in a cell; `inline` is the value where both stand in one cell."""

    label: Label
    printed: str
    inline: str | None = None


@dataclass(frozen=True)
class Labels:
    """The labels of one form by their bare text, and its cells that mix text and values.

    A text that the form prints several times has as many labels, in that order.
    `offices` are those that sign the form off, by bare text. `year` is the disclosure's as far
    as it is known: what names another is not the label that it would be without.
    """

    by_text: dict[str, tuple[Label, ...]]
    templates: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]
    columns: ColumnNames
    offices: dict[str, str]
    year: str = ""

    def find(self, text: str) -> LabelHit | None:
        """The label that a cell is, or begins with before a colon."""
        if len(text) <= _LONGEST_LABEL and (label := self.known(text)):
            return LabelHit(label, self.printed(text))
        for colon in _COLON.finditer(text[:_LONGEST_LABEL]):
            found = self.known(text[: colon.start()])
            rest = text[colon.end() :].strip()
            if found and found.key and found.place is not Place.NONE and rest:
                return LabelHit(found, text[: colon.end()], rest)
        return None

    def known(self, text: str) -> Label | None:
        """The first label of this text."""
        return next(iter(self.every(text)), None)

    def every(self, text: str) -> tuple[Label, ...]:
        """The labels of this text, but for a leading 其中 or this year, or a closing （…）."""
        found = next((t for t in _tried(text) if t in self.by_text), "")
        if not found or (found != bare(text) and names_another_year(text, self.year)):
            return ()
        return self.by_text[found]

    def printed(self, text: str) -> str:
        """What of a label the form prints itself; what stands in （…） behind it may be more."""
        said = bare(text)
        is_whole = said in self.by_text or said.removeprefix("其中") in self.by_text
        return text if is_whole or units_named(text) else without_aside(text)

    def fill(self, text: str) -> list[tuple[str, str]] | None:
        """(key, value) of a cell such as 资金总额：1816.4 by the layout's own template."""
        if len(text) > _LONGEST_MIXED:
            return None
        for pattern, keys in self.templates:
            match = pattern.fullmatch(text.strip())
            if match:
                return [(k, v.strip()) for k, v in zip(keys, match.groups(), strict=True)]
        return None

    def heads(self, cells: Sequence[Cell]) -> list[tuple[Column, Cell]]:
        """The columns that the cells of a row name; none unless they head an indicator table."""
        return self.columns.heads(cells)

    def has_heads(self, cell_grid: CellGrid) -> bool:
        """Whether some row of a table names columns of indicators.

        What no text of the table says, no row says.
        """
        return bool(self.heads(cell_grid.distinct)) and any(
            self.heads(cell_grid.row(row)) for row in range(cell_grid.height)
        )

    def count(self, cells: Iterable[Cell]) -> int:
        """How many different labels of fields stand among these cells."""
        keyed = {
            text for text, labels in self.by_text.items() if labels[0].key and not labels[0].rank
        }
        return len({bare(c.text) for c in cells} & keyed)


def _kept(fold: Callable[[str], tuple[str, ...]]) -> Callable[[str], tuple[str, ...]]:
    """Fold a text once: all forms ask for the same ones. Long ones, no labels, are not kept."""
    known = lru_cache(16_384)(fold)
    return lambda text: (known if len(text) <= _LONGEST_MIXED else fold)(text)


@_kept
def _tried(text: str) -> tuple[str, ...]:
    """What a label may be called."""
    said = bare(text)
    plain = said.removeprefix("其中")
    short = bare(without_aside(text))
    dated = (OF_THE_YEAR.sub("", plain), OF_THE_YEAR.sub("", short))
    return (said, plain, short, *dated, short.removeprefix("其中"))


def without_aside(text: str) -> str:
    """A label without what stands in brackets behind it: 中期目标（2023年—2025年）."""
    plain = _ASIDE.sub("", text.strip())
    return text.strip() if plain.endswith(("：", ":")) else plain


@dataclass(frozen=True)
class ColumnNames:
    """The heads of indicator columns: the form's own by bare text, and what others call them.

    `others` are in order, the surest first; one counts only where no cell of the row
    names its column by a name of the form's own. `year` is the disclosure's as far as it is
    known: of two columns of one name that of another year is not the form's.
    """

    own: Mapping[str, Column]
    others: tuple[tuple[str, Column], ...] = ()
    year: str = ""

    @property
    def columns(self) -> dict[str, Column]:
        return {column.key: column for column in self.own.values()}

    def named(self, cells: Sequence[Cell]) -> list[tuple[Column, Cell]]:
        """The columns that the cells of a row name, in the cells' order; one may be named twice."""
        said = [(c, _said(c.text)) for c in cells if c.text]
        found = [(column, c) for c, names in said if (column := _first(names, self.own))]
        taken = {cell.id for _, cell in found}
        every = {name for _, names in said for name in names}
        for name, column in self.others:
            if name not in every or any(column is other for other, _ in found):
                continue
            same = [c for c, names in said if c.id not in taken and name in names]
            found += [(column, cell) for cell in same]
            taken |= {cell.id for cell in same}
        order = {cell.id: at for at, cell in enumerate(cells)}
        return sorted(self._of_its_year(found), key=lambda pair: order[pair[1].id])

    def _of_its_year(self, found: Sequence[tuple[Column, Cell]]) -> list[tuple[Column, Cell]]:
        """Without 2024年指标值 where 2025年指标值, or 指标值 alone, stands beside it."""
        others = {cell.id for _, cell in found if names_another_year(cell.text, self.year)}
        own = [column for column, cell in found if cell.id not in others]
        return [(column, cell) for column, cell in found
                if cell.id not in others or all(column is not x for x in own)]  # fmt: skip

    def heads(self, cells: Sequence[Cell]) -> list[tuple[Column, Cell]]:
        """The columns that a row names, each once; none unless name and value are among them."""
        if len({cell.id for cell in cells if cell.text}) < 2:
            return []
        found: list[tuple[Column, Cell]] = []
        for column, cell in self.named(cells):
            if all(column is not other for other, _ in found):
                found.append((column, cell))
        roles = {column.role for column, _ in found}
        return found if {"名称", self.said} <= roles else []

    @property
    def said(self) -> str:
        """The role of the column that a table of indicators cannot do without."""
        roles = {column.role for column in self.own.values()}
        return "指标值" if "指标值" in roles else "得分"


def columns_by_text(columns: Iterable[Column]) -> dict[str, Column]:
    """Indicator columns by bare title, key and aliases."""
    found: dict[str, Column] = {}
    for column in columns:
        for name in (column.title, column.key, *column.aliases):
            found.setdefault(bare(name), column)
    return found


def column_names(columns: Sequence[Column], year: str = "") -> ColumnNames:
    """The names of a form's columns, and those that other forms give to such columns."""
    own = columns_by_text(columns)
    by_role = {column.role: column for column in columns}
    others = tuple(
        (bare(name), by_role[role])
        for role, names in COLUMN_LABELS.items()
        if role in by_role
        for name in names
        if bare(name) not in own
    )
    return ColumnNames(own, others, year)


def column_named(text: str, columns: Mapping[str, Column]) -> Column | None:
    """The column of this title: 指标值, 年度指标值, 2025年指标值, 指标值（2025年）."""
    return _first(_said(text), columns)


def _first(names: Iterable[str], columns: Mapping[str, Column]) -> Column | None:
    return next((columns[name] for name in names if name in columns), None)


@_kept
def _said(text: str) -> tuple[str, ...]:
    """What a head may mean: itself, or without the year or what stands in brackets."""
    plain, short = bare(text), bare(without_aside(text))
    return (plain, OF_THE_YEAR.sub("", plain), short, OF_THE_YEAR.sub("", short))


def printed_head(text: str) -> str:
    """What of a column's title the form prints, or says by the year that it is of."""
    aside = _ASIDE.search(text.strip())
    said = bare(aside[0]) if aside is not None else ""
    is_plain = not said or OF_THE_YEAR.fullmatch(said) or bool(units_named(text))
    return text if is_plain or _UNITS.fullmatch(said) else without_aside(text)


def make_labels(form: Form, year: str = "") -> Labels:
    """The labels of a form, in a disclosure of that year as far as it is known."""
    by_text: dict[str, list[Label]] = {}
    owners: dict[str, Label] = {}
    for cell in form.layout:
        key = _only_key(cell)
        if key:
            label = _label(form, cell, key)
            if label is not None:
                text, made = label
                by_text.setdefault(bare(text), []).append(made)
                if made.kind == PLAN:
                    by_text.setdefault(bare(text) + _BEFORE, [made])
                owners.setdefault(key, made)
    for field in form.fields:
        default = Label("" if field.kind == PLAN else field.key,
                        Place.NONE if field.kind == PLAN else Place.RIGHT, field.kind,
                        bool(field.role))  # fmt: skip
        for name in (field.title, *field.aliases):
            by_text.setdefault(bare(name), [owners.get(field.key, default)])
    heads = [c.text for c in form.layout if not c.keys]
    heads += [form.indicators_caption, form.fields_caption, form.sign_off_title, *form.offices]
    for text in heads:
        by_text.setdefault(bare(text), [Label("", Place.NONE, TEXT)])
        by_text.setdefault(bare(without_aside(text)), [Label("", Place.NONE, TEXT)])
    by_text.pop("", None)
    _add_known(by_text, form)
    mixed = [c for c in form.layout if c.keys and not _only_key(c)]
    templates = tuple((_pattern(c.text), c.keys) for c in mixed)
    offices = {bare(office): office for office in form.offices}
    every = {text: tuple(labels) for text, labels in by_text.items()}
    return Labels(every, templates, column_names(form.columns, year), offices, year)


def _add_known(by_text: dict[str, list[Label]], form: Form) -> None:
    """Add what other forms call the fields of this one, behind the form's own labels."""
    groups: list[tuple[tuple[str, ...], Label | None]] = []
    for role, names in FIELD_LABELS.items():
        field = form.by_role(role)
        groups.append((names, _of_field(by_text, field.key) if field else None))
    for names in SAME_LABELS:
        own = (by_text[bare(n)][0] for n in names if bare(n) in by_text)
        groups.append((names, next((label for label in own if label.key), None)))
    for names, label in groups:
        for rank, name in enumerate(names, 1):
            if label is not None:
                by_text.setdefault(bare(name), [replace(label, rank=rank)])


def _of_field(by_text: Mapping[str, list[Label]], key: str) -> Label | None:
    return next((x for labels in by_text.values() for x in labels if x.key == key), None)


def _only_key(cell: LayoutCell) -> str:
    """The key of a cell that shows one value and nothing else."""
    match = PLACEHOLDER.fullmatch(cell.text)
    return match[1] if match else ""


def _label(form: Form, cell: LayoutCell, key: str) -> tuple[str, Label] | None:
    """The label of a value: at its left in the same row, exactly above, or heading its rows."""
    field = form.field(key.split(".")[0])
    kind = field.kind if field else TEXT
    has_role = field is not None and bool(field.role)
    left = _covering(form.layout, cell.row, cell.column - 1)
    above = _covering(form.layout, cell.row - 1, cell.column)
    if left is not None and not left.keys and left.row == cell.row:
        return left.text, Label(key, Place.RIGHT, kind, has_role)
    if (
        above is not None and not above.keys
        and (above.column, above.colspan) == (cell.column, cell.colspan)
    ):  # fmt: skip
        return above.text, Label(key, Place.BELOW, kind, has_role)
    if left is not None and not left.keys:
        return left.text, Label(key, Place.GROUP, kind, has_role)
    return None


def _covering(layout: Iterable[LayoutCell], row: int, column: int) -> LayoutCell | None:
    return next(
        (
            c
            for c in layout
            if c.row <= row < c.row + c.rowspan and c.column <= column < c.column + c.colspan
        ),
        None,
    )


def _pattern(template: str) -> re.Pattern[str]:
    """A template such as 资金总额：【资金总额】 as a pattern that minds no blanks."""
    pieces = PLACEHOLDER.split(template)
    literal = [r"\s*".join(re.escape(c) for c in p if not c.isspace()) for p in pieces[::2]]
    return re.compile(r"\s*(.*?)\s*".join(literal), re.DOTALL)
