"""Tables of indicators: where their columns stand, and what a row says in each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ..forms import Column
from ..lexicon.folding import bare
from ..model.disclosure import OtherEntry
from ..model.tables import Cell
from ..model.words import NOWHERE, Words
from .cell_grid import CellGrid, lines_of, overlap
from .drafts import joined
from .figure_years import BEFORE
from .labels import ColumnNames, column_named
from .ledger import Ledger
from .terms import YEARLY, terms_of
from .vocabulary import COLUMN_LABELS

LEVELS: Final = ("一级", "二级")
VALUE: Final = "指标值"
ORDER: Final = "序号"
# 符号｜值｜单位: pieces of one target. Other columns below one head are targets of their own.
_PIECE: Final = re.compile(r".*(?:符号|性质|方向|值|单位|单位文字描述)")
_SIGN: Final = re.compile(r".*符号|(?:绩效)?(?:指标)?(?:性质|方向)")
_UNIT: Final = re.compile(r"(?:绩效)?(?:指标)?(?:计量|度量|指标值|值)?单位(?:文字描述)?")
# Years before this one, whose values stand beside this year's below one head.
# What a sign's column says of a target without a sign: the target says so itself.
_KINDS: Final = frozenset({"定性", "定量"})
_HEAD_ROWS: Final = 3
_TERM_BEFORE: Final = re.compile(r"^(?:中长期|中期|长期|实施期)(?:绩效)?")
_NAMES: Final = frozenset(bare(name) for name in COLUMN_LABELS["名称"])
# What a head over both levels says.
_WIDE: Final = frozenset({"绩效指标", "指标", "指标类别", "指标类型", "指标分类", "一二级指标"})
_PAIR: Final = 2
CLASS_SCORE: Final = re.compile(
    r"(?P<of>.{1,16}?)(?P<score>[（(]\d{1,3}(?:[-－—~～至]\d{1,3})?分?[）)]分?)"
)
_SCORE_OF_CLASS: Final = "指标类分值"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a column stands: its first place, its last + 1, and the head cells of its parts."""

    column: Column
    first: int
    last: int
    parts: tuple[Cell, ...] = ()
    head: Cell | None = None

    @property
    def is_graded(self) -> bool:
        """Whether the columns below the head are targets of their own: 优｜良｜中｜差."""
        titles = [bare(part.text) for part in self.parts]
        return len(titles) > 1 and any(t and not _PIECE.fullmatch(t) for t in titles)

    def holds(self, cell: Cell) -> bool:
        return self.first <= cell.column and cell.column + cell.colspan <= self.last

    def shows(self, head: Cell, row: int) -> bool:
        """Whether nothing is lost with a cell of this column's head, which begins in a row."""
        said = bare(head.text)
        return head.row <= row or bool(_PIECE.fullmatch(said) or YEARLY.fullmatch(said))

    def words(self, cells: Sequence[Cell]) -> Words:
        """What these cells say together."""
        said = [(c, joined(lines_of(c))) for c in cells if not c.is_blank]
        if self.is_graded:
            named = (f"{self.part(cell)}{words.text}" for cell, words in said)
            return Words("；".join(named), said[0][1].span) if said else Words()
        if len(said) > 1 and said[0][1].text in _KINDS:
            said = said[1:]
        return joined([words for _, words in said])

    def parts_over(self, cell: Cell) -> list[Cell]:
        """The head cells with text over a cell, below the column's own."""
        over = (p for p in self.parts if p.column <= cell.column < p.column + p.colspan)
        return [part for part in over if not part.is_blank]

    def part(self, cell: Cell) -> str:
        """The name of the part that a cell stands in, as a label."""
        title = "·".join("".join(part.text.split()) for part in self.parts_over(cell))
        return f"{title}：" if title else ""


@dataclass(frozen=True, slots=True)
class Heads:
    """Where the columns of an indicator table stand, and the rows that its head takes.

    `others` are the columns that the form does not know: title, place, head cells;
    `order` is the column of 序号, -1 for none. `term` is the key of indicators that are
    not this year's, blank for this year's; `lasting` are the columns of such targets
    beside this year's, by key. `unsure` is the head of targets that was taken for this
    year's though nothing tells which of several it is.
    """

    places: tuple[Place, ...]
    width: int
    depth: int = 1
    others: tuple[tuple[str, int, tuple[Cell, ...]], ...] = ()
    order: int = -1
    term: str = ""
    lasting: tuple[tuple[str, tuple[Place, ...]], ...] = ()
    unsure: Cell | None = None

    @property
    def columns(self) -> list[Column]:
        return [place.column for place in self.places]

    def cells(self, row: Sequence[Cell]) -> dict[str, list[Cell]]:
        """The cells of each column in a row; only levels may share one."""
        chosen: dict[str, list[Cell]] = {}
        taken: dict[str, str] = {}
        for place in self.places:
            column = place.column
            best = max(row, key=lambda c: overlap(c, place.first, place.last), default=None)
            if best is None or overlap(best, place.first, place.last) <= 0:
                continue
            owner = taken.setdefault(best.id, column.role)
            if owner != column.role and not (owner in LEVELS and column.role in LEVELS):
                continue
            within = [c for c in row if place.holds(c)] if column.role == VALUE else []
            chosen[column.key] = within if best in within else [best]
        return chosen

    def words(self, row: Sequence[Cell]) -> dict[str, Words]:
        """What a row says in each column."""
        found = self.cells(row)
        return {
            place.column.key: place.words(found[place.column.key])
            for place in self.places
            if place.column.key in found
        }

    def book(
        self, row: Sequence[Cell], said: Mapping[str, Words], ledger: Ledger
    ) -> list[OtherEntry]:
        """Book the cells that share one target; give what stands in columns no form knows."""
        for key, cells in self.cells(row).items():
            place = next(p for p in self.places if p.column.key == key)
            for cell in cells:
                if len(cells) > 1 and cell.span != said[key].span:
                    ledger.match_all(cell.span)
                if place.is_graded and not cell.is_blank:
                    for part in place.parts_over(cell):
                        ledger.match_all(part.span)
        for cell in row:
            if cell.column == self.order and cell.text.strip().isdigit():
                ledger.match_all(cell.span)
        by_role = {column.role: column.key for column in self.columns}
        name = said.get(by_role.get("名称", ""), Words())
        found = [entry for key in level_keys(self.columns) for entry in self.scores(row, key)]
        for title, at, heads in self.others:
            for cell in row:
                if cell.column == at and not cell.is_blank:
                    column = Words(title, heads[0].span)
                    found.append(OtherEntry(column, name, joined(lines_of(cell))))
                    for head in heads:
                        ledger.match_all(head.span, "表头")
        return found

    def scores(self, row: Sequence[Cell], key: str) -> Iterator[OtherEntry]:
        """The points behind the name of a class: 成本指标（0-20）分."""
        for cell in self.cells(row).get(key, ()):
            match = CLASS_SCORE.fullmatch("".join(cell.text.split()))
            if match is not None:
                said = (Words(match["of"], NOWHERE), Words(match["score"], cell.span))
                yield OtherEntry(Words(_SCORE_OF_CLASS), *said)

    def lasting_rows(
        self, row: Sequence[Cell], made: Mapping[str, Words]
    ) -> Iterator[tuple[str, list[Column], dict[str, Words]]]:
        """What a row says of more than this year: key, columns, and the words by column."""
        value = next((c.key for c in self.columns if c.role == VALUE), "")
        for key, places in self.lasting:
            said = Heads(places, self.width).words(row)
            if said.get(value):
                whole = {k: w for k, w in made.items() if k in _same_keys(self.columns)}
                columns = [c for c in self.columns if c.key in whole or c.key in said]
                yield key, columns, whole | {k: w for k, w in said.items() if w}


def _same_keys(columns: Sequence[Column]) -> set[str]:
    """The columns that targets of several terms share: the levels and the name."""
    return {c.key for c in columns if c.role in (*LEVELS, "名称")}


def read_head(cell_grid: CellGrid, row: int, columns: ColumnNames) -> Heads | None:
    """The columns that a row names, with the rows of the head below it; None for another row."""
    cells = cell_grid.row(row)
    if not columns.heads(cells):
        return None
    by_key = columns.columns
    levels = _wide_levels(columns, cells)
    named = _named(columns, cells, levels)
    targets = next((key for key in named if by_key[key].role == VALUE), "")
    terms = terms_of(cell_grid, row, named, targets)
    found = [(by_key[key], cell) for key, cell in terms.this_year.items()]
    depth = _depth(cell_grid, row, found)
    chosen = frozenset(cell.id for _, cell in found)
    places = tuple(_place(cell_grid, row, depth, column, cell, chosen) for column, cell in found)
    lasting: dict[str, list[Place]] = {}
    for key, cell, term in terms.lasting:
        place = _place(cell_grid, row, depth, by_key[key], cell, frozenset())
        lasting.setdefault(term, []).append(place)
    taken = (*levels, *places, *(place for some in lasting.values() for place in some))
    order = next((c.column for c in cells if bare(c.text) == ORDER), -1)
    return Heads(
        (*levels, *places),
        cell_grid.width,
        depth,
        tuple(o for o in _others(cell_grid, row, depth, taken) if o[1] != order),
        order,
        lasting=tuple((term, tuple(some)) for term, some in lasting.items()),
        unsure=None if terms.is_sure else terms.this_year[targets],
    )


def _named(
    columns: ColumnNames, cells: Sequence[Cell], levels: Sequence[Place]
) -> dict[str, list[Cell]]:
    """The head cells of each column; those of more years too: 中期指标值 beside 年度指标值."""
    wide = {place.head.id for place in levels if place.head is not None}
    free = [c for c in cells if c.id not in wide]
    named: dict[str, list[Cell]] = {}
    for own, cell in columns.named(free):
        named.setdefault(own.key, []).append(cell)
    taken = {cell.id for every in named.values() for cell in every}
    for cell in free:
        plain = _TERM_BEFORE.sub("", bare(cell.text))
        column = column_named(plain, columns.own) if plain != bare(cell.text) else None
        if column is not None and column.key in named and cell.id not in taken:
            every = sorted([*named[column.key], cell], key=lambda c: c.column)
            named[column.key] = every
    by_role = {column.role: column.key for column in columns.columns.values()}
    if levels and by_role["名称"] not in named:
        name = next(c for c in free if bare(c.text) in _NAMES)
        named = {k: [c for c in v if c is not name] for k, v in named.items()}
        named = {k: v for k, v in named.items() if v} | {by_role["名称"]: [name]}
    return named


def heads_of(found: Iterable[tuple[Column, Cell]], width: int) -> Heads:
    places = tuple(Place(column, c.column, c.column + c.colspan, head=c) for column, c in found)
    return Heads(places, width)


def _wide_levels(columns: ColumnNames, cells: Sequence[Cell]) -> tuple[Place, ...]:
    """The levels below one wide head: 绩效指标 over two columns, with 指标内容 right of it."""
    levels = [c for c in columns.columns.values() if c.role in LEVELS]
    for at, cell in enumerate(cells):
        said = bare(cell.text)
        others = [c for c, _ in columns.named(cells[at + 1 :])]
        if (
            cell.colspan == len(levels) == _PAIR
            and said in _WIDE
            and any(bare(c.text) in _NAMES for c in cells[at + 1 :])
            and not any(c.role in LEVELS for c in others)
        ):
            ordered = sorted(levels, key=lambda c: LEVELS.index(c.role))
            return tuple(
                Place(column, cell.column + n, cell.column + n + 1, head=cell)
                for n, column in enumerate(ordered)
            )
    return ()


def _depth(cell_grid: CellGrid, row: int, found: Sequence[tuple[Column, Cell]]) -> int:
    """How many rows the head takes: as far as the names' cell reaches down.

    So does a row below it that says nothing but what stands in the parts of one column.
    """
    reach = max(c.row + c.rowspan for column, c in found if column.role == "名称") - row
    if reach > 1:
        return min(reach, _HEAD_ROWS)
    wide = [cell for _, cell in found if cell.colspan > 1]
    below = cell_grid.beginning(row + 1)
    within = [c for c in below if any(_is_below(c, head) for head in wide)]
    is_part = len(within) > 1 and len(within) == len(below)
    return 2 if is_part and all(_PIECE.fullmatch(bare(c.text)) for c in within) else 1


def _is_below(cell: Cell, head: Cell) -> bool:
    ends = head.column + head.colspan
    return head.column <= cell.column and cell.column + cell.colspan <= ends


def _place(
    cell_grid: CellGrid,
    row: int,
    depth: int,
    column: Column,
    head: Cell,
    taken: frozenset[str],
) -> Place:
    """A column's place with its parts; a target's, with the sign and the unit beside it.

    A sign or unit that is the head of a column of its own (`taken`) stays apart.
    """
    first, last = head.column, head.column + head.colspan
    parts = [
        cell
        for at in range(head.row + head.rowspan, row + depth)
        for cell in cell_grid.row(at)
        if cell.row == at and _is_below(cell, head)
    ]
    this_year = [p for p in parts if YEARLY.search(p.text) and not BEFORE.search(p.text)]
    if len(this_year) == 1 and any(BEFORE.search(p.text) for p in parts):
        (own,) = this_year
        return Place(column, own.column, own.column + own.colspan, (), own)
    if column.role == VALUE and not parts:
        for cell in cell_grid.row(row):
            end = cell.column + cell.colspan
            if cell.id in taken:
                continue
            if end == first and _SIGN.fullmatch(bare(cell.text)):
                first = cell.column
            elif cell.column == last and _UNIT.fullmatch(bare(cell.text)):
                last = end
    return Place(column, first, last, tuple(parts), head)


def _others(
    cell_grid: CellGrid, row: int, depth: int, places: Sequence[Place]
) -> Iterator[tuple[str, int, tuple[Cell, ...]]]:
    """The columns right of the first that are nobody's place, each with its title."""
    begin = min(place.first for place in places)
    known = {at for place in places for at in range(place.first, place.last)}
    for at in range(begin, cell_grid.width):
        over = [cell_grid.at.get((r, at)) for r in range(row, row + depth)]
        heads = tuple(dict.fromkeys(c for c in over if c is not None and not c.is_blank))
        if at not in known and heads:
            yield "".join("".join(c.text.split()) for c in heads), at, heads


def continued(heads: Heads, cell_grid: CellGrid) -> Heads | None:
    """The same columns for a table that goes on without a head; None where it cannot."""
    if cell_grid.width == heads.width:
        return heads
    rows = [cell_grid.row(r) for r in range(cell_grid.height)]
    if not rows or any(len(row) != len(heads.places) for row in rows):
        return None
    return heads_of(zip(heads.columns, rows[0], strict=True), cell_grid.width)


def level_keys(columns: Iterable[Column]) -> list[str]:
    """The keys of first and second level, in this order."""
    by_role = {c.role: c.key for c in columns}
    return [by_role[role] for role in LEVELS if role in by_role]
