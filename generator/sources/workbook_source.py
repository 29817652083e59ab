"""A workbook as paragraphs and tables, sheet after sheet, as if it were a Word file.

A row with nothing but one text (a title, a caption, a heading) is a paragraph;
rows that follow one another are a table, its merged cells kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from ..diagnostics import Problems, RuleBook, Span
from ..files import read_text
from ..limits import IMPORTED_COLUMN_LIMIT
from ..model.amounts import SUM_UNIT
from ..model.tables import Cell, Grid
from ..model.words import Words
from .table_source import csv_rows, read_book, report_without_value
from .word_source import Block, WordDocument
from .word_text import WordParagraph
from .workbook.book import Sheet, SheetCell

# 单位：万元 at the right end of a line above a table.
_MONEY: Final = re.compile(rf"[（(]?(?:金额)?单位[：:](?:{SUM_UNIT})[）)]?")
_LONGEST_LINE: Final = 60


def read_workbook(path: str, data: bytes, problems: Problems) -> WordDocument | None:
    """Read the visible sheets of a workbook; None, with a diagnostic, where that cannot be done.

    What one does not see of it is named in the notes.
    """
    span = Span(path)
    book = read_book(path, data, problems)
    if book is None:
        return None
    reader = _Reader(path, problems)
    blocks: list[Block] = []
    for sheet in book.sheets:
        if len(sheet.columns) > IMPORTED_COLUMN_LIMIT:
            problems.add(
                RuleBook.TABLE_TOO_LARGE, span,
                f"工作表“{sheet.title}”超过 {IMPORTED_COLUMN_LIMIT} 列，没有读取。",
                "删去多余的空列，或分成几张表。", text="",
            )  # fmt: skip
            return None
        blocks += reader.sheet(sheet)
    problems.lines[path] = reader.lines
    notes = tuple(Words(f"{what}，没有导入", Span(path)) for what in book.all_unread())
    if not any(reader.lines) and not notes:
        problems.add(
            RuleBook.EMPTY_FILE, span, "工作簿里没有文字。", "检查是否选错了文件。", text=""
        )
        return None
    return WordDocument(path, tuple(blocks), notes)


def read_csv_file(path: str, data: bytes, problems: Problems) -> WordDocument | None:
    """A CSV file as the one sheet that it was saved from; None, with a diagnostic."""
    source = read_text(path, data, problems)
    rows = csv_rows(source, problems) if source is not None else None
    if not rows:
        return None
    width = max(map(len, rows))
    if width > IMPORTED_COLUMN_LIMIT:
        message = f"这个文件超过 {IMPORTED_COLUMN_LIMIT} 列，没有读取。"
        hint = "删去多余的空列，或分成几张表。"
        problems.add(RuleBook.TABLE_TOO_LARGE, Span(path), message, hint, text="")
        return None
    cells = tuple(
        SheetCell(row, column, words.text)
        for row, said in enumerate(rows, 1)
        for column, words in enumerate(said, 1)
        if words
    )
    reader = _Reader(path, problems)
    sheet = Sheet("", cells, tuple(range(1, len(rows) + 1)), tuple(range(1, width + 1)))
    blocks = tuple(reader.sheet(sheet))
    problems.lines[path] = reader.lines
    return WordDocument(path, blocks)


@dataclass(frozen=True, slots=True)
class _Place:
    """A cell with text, or a merged one, at its top left."""

    row: int
    column: int
    text: str
    rowspan: int = 1
    colspan: int = 1


@dataclass
class _Reader:
    """Reads sheets; a span's line counts paragraphs and cells in reading order."""

    path: str
    problems: Problems
    lines: list[str] = field(default_factory=list)
    tables: int = 0

    def sheet(self, sheet: Sheet) -> Iterator[Block]:
        for value in sheet.without_value:
            where = f"工作表“{sheet.title}”的"
            report_without_value(value, Span(self.path), self.problems, where)
        rows: list[list[_Place]] = []
        reach = 0
        for number, begun in enumerate(_rows(sheet)):
            said = [p for p in begun if p.text.strip()]
            covered = number < reach
            reach = max([reach, *(p.row + p.rowspan for p in begun)])
            if covered or (said and not _is_line(begun, said)):
                rows.append(begun)
                continue
            if rows:
                yield self.table(rows)
                rows = []
            for place in said:
                yield self.paragraph(place)
        if rows:
            yield self.table(rows)

    def span(self, text: str) -> Span:
        self.lines.append(" ".join(text.split()))
        return Span(self.path, len(self.lines), 1)

    def paragraph(self, place: _Place) -> WordParagraph:
        return WordParagraph(place.text, centred=place.colspan > 1, span=self.span(place.text))

    def table(self, rows: list[list[_Place]]) -> Grid:
        self.tables += 1
        id = f"t{self.tables}"
        held = [p for places in rows for p in places if p.text.strip() or p.colspan > 1]
        first = min(p.column for p in held)
        last = max(p.column + p.colspan for p in held)
        cells = tuple(
            Cell(
                f"{id}-{row + 1}-{p.column}", row, p.column - first, tuple(p.text.split("\n")),
                p.rowspan, p.colspan, span=self.span(p.text),
            )
            for row, places in enumerate(rows)
            for p in places
            if first <= p.column < last
        )  # fmt: skip
        columns = max((c.column + c.colspan for c in cells), default=1)
        return Grid(id, "", (round(100 / columns, 2),) * columns, cells)


def _is_line(begun: list[_Place], said: list[_Place]) -> bool:
    """Whether a row is a line of text: one text alone, or short ones before 单位：万元."""
    if any(p.rowspan > 1 for p in begun):
        return False
    if len(said) == 1:
        return True
    last = "".join(said[-1].text.split())
    return (
        len(said) <= 3
        and _MONEY.fullmatch(last) is not None
        and all(len(p.text) <= _LONGEST_LINE for p in said)
    )


def _rows(sheet: Sheet) -> Iterator[list[_Place]]:
    """The visible rows, each with a place for every cell that begins in it, blank ones too."""
    columns = {column: n for n, column in enumerate(sheet.columns)}
    by_row: dict[int, list[_Place]] = {}
    at_row = {row: n for n, row in enumerate(sheet.rows)}
    for cell in sheet.cells:
        place = _Place(at_row[cell.row], columns[cell.column], cell.text, cell.rowspan,
                       cell.colspan)  # fmt: skip
        by_row.setdefault(place.row, []).append(place)
    covered: list[_Place] = []
    for row in range(len(sheet.rows)):
        covered = [p for p in covered if p.row + p.rowspan > row]
        covered += [p for p in by_row.get(row, ()) if p.rowspan > 1 or p.colspan > 1]
        yield _with_blanks(row, by_row.get(row, ()), covered, len(columns))


def _with_blanks(
    row: int, begun: Sequence[_Place], covered: Sequence[_Place], width: int
) -> list[_Place]:
    taken = {p.column for p in begun}
    taken.update(c for p in covered for c in range(p.column, p.column + p.colspan))
    blanks = (_Place(row, column, "") for column in range(width) if column not in taken)
    return sorted((*begun, *blanks), key=lambda p: p.column)
