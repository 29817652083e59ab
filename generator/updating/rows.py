"""Rows of a table that were changed, added or removed, as edits of its lines in a text file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..model.tables import Grid, GridKind
from ..outputs.word.flow import plain_lines
from .changes import RowsChange, WantedRow
from .edits import Edit
from .source_rows import NotARow, SourceRow, read_row

_LEVELS = 2
"""The first columns of a table of indicators in which a blank cell says what stands above."""


@dataclass(frozen=True, slots=True)
class _Source:
    """The rows of a table in its file, by the row of the grid, and where its columns stand."""

    path: str
    rows: Mapping[int, SourceRow]
    places: Mapping[int, int]
    levels: tuple[int, ...]


def edit_rows(change: RowsChange, lines: Callable[[str], Sequence[str]]) -> list[Edit]:
    """The edits that make a table's rows those wanted. Raises NotARow where its lines in the
    file are no rows that can be written anew."""
    source = _source(change.table.grid, lines)
    return list(_edits(change.rows, source))


def _source(grid: Grid, lines: Callable[[str], Sequence[str]]) -> _Source:
    found: dict[int, SourceRow] = {}
    places: dict[int, int] = {}
    path = ""
    for row, cells in enumerate(grid.rows(grid.head_rows), grid.head_rows):
        own = [c for c in cells if c.rowspan == 1 and c.span.path]
        if not own:
            raise NotARow("a table that was not typed")
        span = own[-1].span
        if path and span.path != path:
            raise NotARow("a table in two files")
        path = span.path
        found[row] = read_row(path, lines(path)[span.line - 1], span.line - 1)
        for cell in cells:
            if cell.span.line == span.line and cell.text:
                at = found[row].index(cell.span.column)
                if at is not None and found[row].texts[at] == cell.text:
                    places.setdefault(cell.column, at)
    _guess(places, len(grid.widths), found)
    repeats = grid.kind is GridKind.INDICATORS
    names = [c.column for c in grid.cells if c.row < grid.head_rows and c.key] if repeats else []
    levels = tuple(n for n in names if any(
        c.column == n and c.rowspan >= 1 and c.row >= grid.head_rows and c.is_head
        for c in grid.cells
    ))[:-1] if names else ()  # fmt: skip
    return _Source(path, found, places, levels[:_LEVELS])


def _guess(places: dict[int, int], width: int, rows: Mapping[int, SourceRow]) -> None:
    """A column that is blank throughout is the only one that is left."""
    missing = [n for n in range(width) if n not in places]
    count = min((len(row.pieces) for row in rows.values()), default=0)
    left = [n for n in range(count) if n not in places.values()]
    if len(missing) == len(left):
        places.update(zip(missing, left, strict=True))
    elif missing:
        raise NotARow("a column that cannot be found")


def _edits(wanted: Sequence[WantedRow], source: _Source) -> Iterator[Edit]:
    kept = {row.row for row in wanted}
    first = min(source.rows)
    above: dict[int, str] = {}
    at = source.rows[first].line  # new rows come before this line
    pattern = source.rows[first]
    for row in wanted:
        own = source.rows[row.row] if row.row is not None else None
        texts = _texts(row, own, pattern, above, source)
        above = {n: row.texts[n] for n in source.levels}
        if own is None:
            line = pattern.with_texts(texts)
            yield Edit(source.path, (at, 0), (at, 0), f"{line}\n")
            continue
        made = own.with_texts(texts)
        old = own.with_texts(own.texts)
        if made != old:
            yield Edit(source.path, (own.line, 0), (own.line, len(old)), made)
        at, pattern = own.line + 1, own
    for number, gone in source.rows.items():
        if number not in kept:
            yield Edit(source.path, (gone.line, 0), (gone.line + 1, 0), "")


def _texts(
    row: WantedRow,
    own: SourceRow | None,
    pattern: SourceRow,
    above: Mapping[int, str],
    source: _Source,
) -> list[str]:
    """What each cell of a line says: as Word has it, a level that repeats blank as it was."""
    texts = list(own.texts if own is not None else pattern.texts)
    said = {n: row.texts[n] for n in source.places}
    same = [above.get(n) == said[n] for n in source.levels]
    blank: set[int] = set()
    for k, n in enumerate(source.levels):
        was_blank = own is None or not texts[source.places[n]]
        if all(same[: k + 1]) and was_blank:
            blank.add(n)
    if source.levels and source.levels[0] not in blank:
        blank.clear()  # where the first level is said, the second is too
    for n, at in source.places.items():
        text = "" if n in blank else said[n]
        if plain_lines(texts[at]) != text:
            texts[at] = text
    return texts
