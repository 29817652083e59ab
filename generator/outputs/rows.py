"""The rows of a grid in HTML, for pages and for the page that a PDF is made of.

A county's site has half a million cells, so they are written here and not by a template;
what stands around them is in templates/parts/grid.html.j2. A grid stands on two pages,
the disclosure's and its project's, and is written once for both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from markupsafe import Markup

from ..model.tables import Cell, Grid
from .inline import escaped, prose, unbroken

# A text of so many characters is short.
_SHORT: Final = 24
# What fills most of a row: that many columns, from one of the first on.
_BROAD: Final = 3
# The grids of one large disclosure.
_REMEMBERED: Final = 256


def rows(grid: Grid, groups: int, apart: bool) -> Markup:
    """`thead` and `tbody`s of a grid, of which the first `groups` columns are levels.

    Where they stand `apart`, numbers, dates and names in short cells are not broken.
    """
    return _rows(_Same(grid), groups, apart)


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """A grid that is known by being the very same, since comparing its cells takes longer
    than writing them."""

    grid: Grid

    def __hash__(self) -> int:
        return id(self.grid)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.grid is self.grid


@lru_cache(_REMEMBERED)
def _rows(same: _Same, groups: int, apart: bool) -> Markup:
    grid = same.grid
    written = _Rows(grid.amount_heads, groups, apart)
    head = grid.head
    parts = [f"<thead>\n{written.of(head)}</thead>\n"] if head else []
    parts += [f"<tbody>\n{written.of(body)}</tbody>\n" for body in grid.bodies]
    return Markup("".join(parts))


@dataclass(frozen=True, slots=True)
class _Rows:
    """Writes rows; `amounts` are the heads of columns that hold amounts alone."""

    amounts: Collection[str]
    groups: int
    apart: bool

    def of(self, rows: Iterable[tuple[Cell, ...]]) -> str:
        return "".join(map(self.row, rows))

    def row(self, cells: tuple[Cell, ...]) -> str:
        total = ' class="total"' if cells and cells[0].is_total else ""
        return f"<tr{total}>\n{''.join(map(self.cell, cells))}</tr>\n"

    def cell(self, cell: Cell) -> str:
        tag = "th" if cell.is_head else "td"
        classes = " ".join(self.classes(cell))
        scope = f' scope="{cell.scope}"' if cell.is_head else ""
        headers = f' headers="{escaped(" ".join(cell.headers))}"' if cell.headers else ""
        height = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
        width = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
        look = f' class="{classes}"' if classes else ""
        text = "<br>".join(self.lines(cell, self.apart and classes != "number"))
        return (
            f'<{tag} id="{escaped(cell.id)}"{scope}{headers}{height}{width}{look}>{text}</{tag}>\n'
        )

    def lines(self, cell: Cell, apart: bool) -> Iterator[str]:
        if cell.texts:
            yield from map(prose, cell.texts)
            return
        for line in cell.lines:
            yield unbroken(line) if apart and len(line) <= _SHORT else escaped(line)

    def classes(self, cell: Cell) -> Iterator[str]:
        """`number`: a number, the head of a column of them, a dash among them; `blank`: left
        empty and to be filled in; `text`: what fills most of a row; `first` column; `group`:
        the levels before the name of an indicator."""
        if cell.column == 0:
            yield "first"
        if cell.is_head:
            if cell.column < self.groups:
                yield "group"
            if cell.id in self.amounts:
                yield "number"
        elif cell.amount and cell.amount.value is not None:
            yield "number"
        elif cell.is_blank and cell.key and not cell.is_optional:
            yield "blank"
        elif not cell.is_blank and any(head in self.amounts for head in cell.headers):
            yield "number"
        elif cell.colspan > _BROAD and cell.column < _BROAD:
            yield "text"
