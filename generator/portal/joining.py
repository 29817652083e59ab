"""Tables of one kind, each of a disclosure, one below the other.

What the departments' jobs wrote is taken over as it stands wherever it fits: the lines of
their CSV files, and the rows in their workbooks, which are not even inflated.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from ..outputs.sheet_rows import Rows
from ..outputs.tabular import Column, Table, as_typed, read_csv, to_csv
from ..outputs.workbook import Row, Sheet, Standing, table_sheet

_END: Final = b"\r\n"


@dataclass(frozen=True, slots=True)
class Part:
    """The table of one disclosure: its CSV file, and its rows in the workbook beside that."""

    csv: Path
    book: Path
    rows: Rows


@dataclass(frozen=True, slots=True)
class Joined:
    """Tables joined: `table` says what they have in common, without a row of it; `heads` are
    those of each part."""

    table: Table
    parts: tuple[Part, ...]
    heads: tuple[list[str], ...]

    @property
    def count(self) -> int:
        """How many rows there are."""
        return sum(part.rows.count for part in self.parts)

    @property
    def wanted(self) -> list[str]:
        """The heads of all columns."""
        return [column.heading for column in self.table.columns]

    def lines(self) -> Iterator[bytes]:
        """The joined table as CSV, that of one disclosure after the other."""
        yield to_csv(self.table)
        for part, heads in zip(self.parts, self.heads, strict=True):
            yield _fitted(part, heads, self.wanted)

    def sheet(self) -> Sheet:
        """The joined table as a sheet. A row may end before the last column."""
        blocks = map(self._block, self.parts, self.heads)
        return replace(table_sheet(self.table), blocks=tuple(blocks))

    def _block(self, part: Part, heads: list[str]) -> tuple[Row, ...] | Standing:
        if heads == self.wanted[: len(heads)]:
            return Standing(part.rows, part.book)
        lines = _fitted(part, heads, self.wanted)
        return read_csv(to_csv(self.table) + lines, self.table).rows


def join(empty: Table, parts: Sequence[Part]) -> Joined:
    """Join tables. `empty` says what they have in common; a further column stands behind,
    blank in the rows of those that lack it."""
    columns = {column.heading: column for column in empty.columns}
    heads = tuple(_heads(part.csv) for part in parts)
    for heading in dict.fromkeys(h for own in heads for h in own):
        columns.setdefault(heading, Column(as_typed(heading)))
    return Joined(replace(empty, columns=tuple(columns.values())), tuple(parts), heads)


def _heads(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return next(csv.reader(lines))


def _fitted(part: Part, heads: list[str], wanted: list[str]) -> bytes:
    """The lines of a table below its head, with a cell for each of the wanted columns."""
    data = part.csv.read_bytes()
    head = to_csv(Table("", "", tuple(Column(as_typed(h)) for h in heads), ()))
    if data.startswith(head) and heads == wanted[: len(heads)]:
        below, missing = data.removeprefix(head), len(wanted) - len(heads)
        if not missing:
            return below
        # Where a cell holds the end of a line, there are more of these than rows.
        if below.count(_END) == part.rows.count:
            return below.replace(_END, b"," * missing + _END)
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    places = {heading: n for n, heading in enumerate(next(rows))}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([row[places[h]] if h in places else "" for h in wanted] for row in rows)
    return out.getvalue().encode("utf-8")
