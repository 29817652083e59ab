"""Where the rows of a table stand in a workbook, so that another workbook can take them over."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .archive import Segment, Slice


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows that stand in a workbook: how many, the widths of the columns (tenths of a
    character), their checksum and size, and where in the file they stand deflated."""

    count: int
    widths: tuple[int, ...]
    checksum: int
    size: int
    start: int
    length: int

    def segment(self, place: Path) -> Segment:
        """The rows, to be read where the workbook stands."""
        return Segment(self.checksum, self.size, Slice(place, self.start, self.length))
