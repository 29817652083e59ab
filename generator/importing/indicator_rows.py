"""Rows of tables of indicators: what each says, and what of the table the forms print."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from ..diagnostics import Problems, RuleBook
from ..forms import Column
from ..lexicon.folding import bare
from ..model.tables import Cell, Grid
from ..model.words import Words
from .cell_grid import CellGrid
from .indicator_columns import CLASS_SCORE, LEVELS, Heads, level_keys, read_head
from .labels import ColumnNames, printed_head
from .ledger import Ledger
from .vocabulary import NOTES, may_stay_blank

# What remarks call the head of a column in which nothing stands.
EMPTY_COLUMN: Final = "空栏"
_DOTS: Final = re.compile(r"[….·。．\s]{1,12}")
_FOOT: Final = re.compile(r"[^：:≥≤<>\d]{1,12}[：:].*", re.DOTALL)


def indicator_row(
    heads: Heads, cells: Sequence[Cell], above: dict[str, Words] | None, levels: Sequence[str]
) -> dict[str, Words] | None:
    """One indicator by column key; None for a row that says none.

    `above` is the indicator before it, `levels` are the keys of first and second level.
    A blank level repeats the one above (so do merged cells of a table that was
    broken over pages). A new first level with a blank second one cannot be kept
    as an indicator. Nor is 填报人：…　联系电话：… one.
    """
    row = heads.words(cells)
    if not any(row.get(c.key) for c in heads.columns if c.role not in LEVELS) or _is_foot(cells):
        return None
    if _is_placeholder(heads, row):
        return None
    for at, key in enumerate(levels):
        if row.get(key) or above is None or not (key in row or key in above):
            continue
        same = all(row.get(k, Words()) == above.get(k, Words()) for k in levels[:at])
        if not same and above.get(key):
            return None
        row[key] = above.get(key, Words())
    return {key: _without_score(words) if key in levels else words for key, words in row.items()}


def _is_placeholder(heads: Heads, row: Mapping[str, Words]) -> bool:
    """Whether a row says …… where a form has room for more."""
    said = {c.role: row.get(c.key, Words()).text for c in heads.columns if c.role not in LEVELS}
    texts = [text for text in said.values() if text]
    return bool(texts) and all(map(is_dots, texts))


def is_dots(text: str) -> bool:
    """Whether a text is nothing but ……."""
    return _DOTS.fullmatch(text) is not None


def _without_score(words: Words) -> Words:
    match = CLASS_SCORE.fullmatch("".join(words.text.split()))
    return Words(match["of"], words.span) if match is not None else words


def _is_foot(cells: Sequence[Cell]) -> bool:
    """Whether every cell of a row is a label with its value, or the first one says 备注."""
    row = max(cell.row for cell in cells)
    said = [c.text.strip() for c in cells if c.row == row and not c.is_blank]
    if said and bare(said[0]) in NOTES:
        return True
    return len(said) > 1 and all(_FOOT.fullmatch(text) for text in said)


def _titles(column: Column) -> set[str]:
    """What the form itself calls a column, with what stands in brackets: 全年（目标值）."""
    return {bare(name) for name in (column.title, *column.aliases)}


def match_head(heads: Heads, cell_grid: CellGrid, row: int, ledger: Ledger) -> None:
    """Book the cells of a head that name known columns, and the parts that targets show."""
    for title, _, unknown in heads.others:
        match_unknown(title, unknown, ledger)
    for head in (p.head for _, places in heads.lasting for p in places):
        if head is not None:
            ledger.match_all(head.span, "表头")
    for at in range(row, row + heads.depth):
        for cell in cell_grid.row(at):
            place = next((p for p in heads.places if p.holds(cell) or p.head is cell), None)
            if cell.column == heads.order or (place is not None and place.shows(cell, row)):
                is_own = place is not None and bare(cell.text) in _titles(place.column)
                ledger.match(cell.span, cell.text if is_own else printed_head(cell.text))


def report_unsure(heads: Heads, problems: Problems) -> None:
    """Say that nothing tells which of several columns of targets is this year's."""
    if heads.unsure is not None:
        title = "".join(heads.unsure.text.split())
        problems.add(
            RuleBook.NOT_PLACED,
            heads.unsure.span,
            f"有几列“{title}”，没有写明哪一列是本年度的，暂取最左边的一列。",
            "其余的写在“其他栏目”；核对后把本年度的值改到“绩效指标”里。",
            text=title,
        )


def match_unknown(title: str, heads: Sequence[Cell], ledger: Ledger) -> None:
    """Book the head of a column that the form does not know, if offices leave such ones blank.

    Any other head is booked with what stands below it. Where nothing does, it says something
    that no cell tells: it stays to be looked at.
    """
    for cell in heads:
        if may_stay_blank(title):
            ledger.match_all(cell.span, "表头")
        else:
            ledger.explain(cell.span, EMPTY_COLUMN, "")


def subgoal_table(
    grid: Grid, columns: ColumnNames, ledger: Ledger
) -> tuple[list[Column], list[dict[str, Words]]] | None:
    """An indicator table among the sub-goals: its columns and rows; None where it is none."""
    cell_grid = CellGrid(grid)
    heads: Heads | None = None
    rows: list[dict[str, Words]] = []
    row = 0
    while row < cell_grid.height:
        found = read_head(cell_grid, row, columns)
        if found is not None:
            match_head(found, cell_grid, row, ledger)
            heads = found
        elif heads is not None:
            above = rows[-1] if rows else None
            cells = cell_grid.row(row)
            made = indicator_row(heads, cells, above, level_keys(columns.columns.values()))
            if made is not None:
                heads.book(cells, made, ledger)
                rows.append(made)
        row += found.depth if found is not None else 1
    return (heads.columns, rows) if heads else None
