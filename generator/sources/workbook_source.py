"""A workbook as paragraphs and tables, sheet after sheet, as if it were a Word file.

A row with nothing but one text (a title, a caption, a heading) is a paragraph;
rows that follow one another are a table, its merged cells kept.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import openpyxl
from openpyxl.utils import get_column_letter

from ..diagnostics import Problems, RuleBook, Span
from ..model.tables import Cell, Grid
from ..model.words import Words
from .table_source import ROW_LIMIT, open_workbook, shown_value
from .word_elements import COLUMN_LIMIT
from .word_source import Block, WordDocument
from .word_text import WordParagraph

_CELL_LIMIT: Final = 200_000
# 单位：万元 at the right end of a line above a table.
_MONEY: Final = re.compile(r"[（(]?(?:金额)?单位[：:](?:万元|千元|亿元|元)[）)]?")
_LONGEST_LINE: Final = 60


def _books(data: bytes) -> tuple[Any, Any]:
    """The workbook twice: its values, and what was typed to get them."""
    shown = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return shown, openpyxl.load_workbook(io.BytesIO(data), data_only=False)


def read_workbook(path: str, data: bytes, problems: Problems) -> WordDocument | None:
    """Read the visible sheets of an .xlsx; None, with a diagnostic, where that cannot be done."""
    span = Span(path)
    books = open_workbook(path, data, problems, lambda: _books(data))
    if books is None:
        return None
    shown, typed = books
    reader = _Reader(path, problems)
    blocks: list[Block] = []
    for sheet, formulas in zip(shown.worksheets, typed.worksheets, strict=True):
        if sheet.max_row > ROW_LIMIT or sheet.max_row * sheet.max_column > _CELL_LIMIT:
            problems.add(
                RuleBook.TABLE_TOO_LARGE, span, f"工作表“{sheet.title}”太大，没有读取。",
                "删去多余的空行空列，或分成几个文件。", text="",
            )  # fmt: skip
            return None
        if sheet.sheet_state != "visible":
            reader.notes.append(Words(f"隐藏的工作表：{sheet.title}，没有导入", Span(path, 1, 1)))
            continue
        blocks += reader.sheet(sheet, formulas)
    problems.lines[path] = reader.lines
    if not any(reader.lines):
        problems.add(
            RuleBook.EMPTY_FILE, span, "工作簿里没有文字。", "检查是否选错了文件。", text=""
        )
        return None
    return WordDocument(path, tuple(blocks), tuple(reader.notes))


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
    notes: list[Words] = field(default_factory=list)
    tables: int = 0

    def sheet(self, sheet: Any, formulas: Any) -> Iterator[Block]:
        places = self.places(sheet, formulas)
        rows: list[list[_Place]] = []
        reach = 0
        for number in range(1, max((p.row + p.rowspan for p in places), default=1)):
            begun = [p for p in places if p.row == number]
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

    def places(self, sheet: Any, formulas: Any) -> list[_Place]:
        merged = {(r.min_row, r.min_col): r for r in sheet.merged_cells.ranges}
        hidden = {
            (row, column)
            for r in merged.values()
            for row in range(r.min_row, r.max_row + 1)
            for column in range(r.min_col, r.max_col + 1)
        } - merged.keys()
        width = min(sheet.max_column, COLUMN_LIMIT)
        used = max(
            (
                c.column
                for row in sheet.iter_rows(max_col=width)
                for c in row
                if c.value is not None
            ),
            default=0,
        )
        used = max([used, *(min(r.max_col, COLUMN_LIMIT) for r in merged.values())])
        found = []
        for row in sheet.iter_rows(max_col=max(used, 1)):
            for cell in row:
                at = (cell.row, cell.column)
                if at in hidden:
                    continue
                text = shown_value(cell.value, str(cell.number_format))
                if cell.value is None and formulas.cell(*at).value is not None:
                    self.problems.add(
                        RuleBook.WORKBOOK_FORMULA,
                        Span(self.path),
                        f"工作表“{sheet.title}”的单元格 {get_column_letter(at[1])}{at[0]} "
                        "是公式，但文件里没有存下它的值。",
                        "用 Excel 打开并保存一次，或把公式换成数值。",
                        text=str(formulas.cell(*at).value),
                    )
                range_ = merged.get(at)
                rowspan = range_.max_row - range_.min_row + 1 if range_ else 1
                colspan = min(range_.max_col, used) - range_.min_col + 1 if range_ else 1
                found.append(_Place(*at, text, rowspan, colspan))
        return found

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
