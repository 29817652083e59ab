"""Rows of tables that break over pages keep each other company, where that leaves no hole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.outputs.pdf.engine import boxes, root_box
from tests.outputs.pdf_reader import Pdf, Tag
from tests.outputs.pdf_samples import REAL, Made
from tests.outputs.table_below_text import table_below_text

HOLE = 1 / 4  # what a page may leave empty so that rows stand together
TALL = 1 / 8  # of a page: a row that may stand alone rather than leave a hole
TOTALS = ("合计", "总计", "收入总计")


@dataclass(frozen=True)
class Piece:
    """What of a table stands on a page: of its rows and its title how much of the page's
    height lies below their tops, and of each row its own share of that height."""

    rows: tuple[float, ...]
    heights: tuple[float, ...]
    title: float = 0


def pieces(before: int, groups: Sequence[Sequence[int]]) -> list[Piece]:
    """After so many lines of text a table of groups of rows, each of so many lines."""
    texts = [["<br>".join(["办公费"] * lines) for lines in group] for group in groups]
    found = [piece(page) for page in table_below_text(before, texts)]
    return [piece for piece in found if piece.rows]


def piece(page: Any) -> Piece:
    area = root_box(page)
    foot = area.content_box_y() + area.height
    rows = [
        b for b in boxes(page) if b.element_tag == "tr" and b.element.getparent().tag != "thead"
    ]
    titles = [b for b in boxes(page) if b.element_tag == "p" and b.element.get("class")]
    return Piece(
        tuple((foot - row.position_y) / area.height for row in rows),
        tuple(row.height / area.height for row in rows),
        max(((foot - title.position_y) / area.height for title in titles), default=0),
    )


def ends_well(upper: Piece, lower: Piece, is_first: bool, is_last: bool) -> bool:
    """Whether a page ends well inside a table, which may begin on it or end on the next."""
    missing = 3 - len(lower.rows) if is_last else 0
    left = len(upper.rows) - max(0, missing)
    if missing > 0 and left >= (2 if is_first else 1):
        return upper.rows[left] > HOLE
    if is_first and (missing > 0 or len(upper.rows) < 2):
        is_low = len(upper.rows) < 2 and upper.heights[0] < TALL
        return upper.title > 0.97 or (upper.title > HOLE and not is_low)
    return True


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 21),
    st.lists(st.lists(st.integers(1, 9), min_size=1, max_size=9), min_size=1, max_size=5),
)
def test_rows_of_any_height_stand_alone_only_where_a_hole_would_be_left(
    before: int, groups: list[list[int]]
) -> None:
    found = pieces(before, groups)
    assert sum(len(piece.rows) for piece in found) == sum(map(len, groups))
    for number in range(len(found) - 1):
        upper, lower = found[number : number + 2]
        assert ends_well(upper, lower, number == 0, number == len(found) - 2)


@pytest.mark.parametrize("before", range(14, 19))
def test_a_table_of_one_row_is_not_torn(before: int) -> None:
    assert len(pieces(before, [[7]])) == 1


@pytest.mark.parametrize("rows", range(24, 30))
def test_the_last_row_comes_with_two_others(rows: int) -> None:
    found = pieces(1, [[1]] * rows)
    assert len(found[-1].rows) >= 3
    assert sum(len(piece.rows) for piece in found) == rows


@pytest.mark.parametrize("before", range(17, 22))
def test_no_row_stands_alone_under_its_head(before: int) -> None:
    assert all(len(piece.rows) > 1 for piece in pieces(before, [[3]] * 12))


def rows_by_page(table: Tag) -> dict[int, list[Tag]]:
    """The rows of a table's bodies, by the pages that they stand on."""
    found: dict[int, list[Tag]] = {}
    for row in (row for body in table.kids if body.role == "TBody" for row in body.kids):
        for page in sorted({page for cell in row.walk() for page in cell.pages}):
            found.setdefault(page, []).append(row)
    return found


@pytest.mark.parametrize("name", ["2025/ggfw", *REAL])
def test_no_page_holds_only_a_total_and_a_row(pdf_of: Callable[[str], Made], name: str) -> None:
    for table in Pdf(pdf_of(name).pdf).root.all("Table"):
        pages = rows_by_page(table)
        last = pages[max(pages)] if pages else []
        if len(pages) > 1 and last[-1].whole_text.startswith(TOTALS):
            assert len(last) >= 3, table.whole_text
