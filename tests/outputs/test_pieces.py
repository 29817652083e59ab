"""Tables cut between columns for paper: nothing is lost, and every cell keeps its heads."""

from __future__ import annotations

from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from generator.document.layout.tables import data_grid
from generator.model.tables import Cell, Grid
from generator.model.words import DataTable, Words
from generator.outputs.pieces import on_paper, pieces


def grid(columns: int, group: int = 1) -> Grid:
    """A table of long amounts; in the first row of its head, so many columns share a cell."""
    top = [f"组{n}" if n == 0 or n % group == 0 else "" for n in range(columns)]
    below = [f"列{n}" for n in range(columns)]
    rows = [[f"行{r}", *(f"{r}{n:03},111,222.33" for n in range(1, columns))] for r in range(2)]
    words = [[tuple(map(Words, row)) for row in part] for part in ([top, below], rows)]
    return data_grid("b", DataTable(Words("预算"), tuple(words[0]), tuple(words[1])))


def heads(grid: Grid, cell: Cell) -> list[str]:
    found = [grid.cell(id) for id in cell.headers]
    return [head.text for head in found if head is not None]


def values(*grids: Grid) -> list[tuple[str, str, list[str]]]:
    return sorted((c.id, c.text, heads(g, c)) for g in grids for c in g.cells if not c.is_head)


@given(st.integers(2, 40), st.integers(1, 5))
def test_every_value_stands_in_one_piece_under_its_own_heads(columns: int, group: int) -> None:
    whole = grid(columns, group)
    cut = [*pieces(whole)]
    assert values(*cut) == values(whole)
    for piece in cut:
        assert all(piece.cell(id) for cell in piece.cells for id in cell.headers)
        assert sum(c.colspan for c in piece.head[0]) == len(piece.widths)


@given(st.integers(2, 40))
def test_no_id_stands_twice(columns: int) -> None:
    cut = [*pieces(grid(columns, 3))]
    ids = [*chain.from_iterable((piece.id, *(c.id for c in piece.cells)) for piece in cut)]
    assert len(ids) == len(set(ids))


def test_each_piece_begins_with_the_first_column_and_says_that_it_goes_on() -> None:
    cut = [*pieces(grid(30))]
    assert len(cut) > 2
    assert [[c.text for c in piece.cells if c.column == 0] for piece in cut] == [
        ["组0", "列0", "行0", "行1"]
    ] * len(cut)
    assert [piece.caption for piece in cut][:3] == ["预算", "预算（续1）", "预算（续2）"]


def test_pieces_are_about_equally_wide() -> None:
    columns = [len(piece.widths) for piece in pieces(grid(30))]
    assert max(columns) - min(columns) <= 1


def test_a_table_that_a_page_holds_is_left_alone() -> None:
    small = grid(4)
    assert [*on_paper([small])] == [small]
