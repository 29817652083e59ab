"""Tables in files of their own: CSV and XLSX."""

from __future__ import annotations

import datetime
import io
import warnings
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import zip_longest
from typing import Final, TypeVar

import openpyxl
from openpyxl.utils import get_column_letter

from ..diagnostics import Problems, RuleBook, Span
from ..files import SourceText, report_control
from ..model.amounts import plain_number
from ..model.words import Words
from .nodes import Table
from .pipe_table import COLUMN_LIMIT, report_width

ROW_LIMIT: Final = 20_000
UNPACKED_LIMIT: Final = 64 * 1024 * 1024


def read_csv(source: SourceText, problems: Problems) -> Table | None:
    """A CSV file: a head, then rows; a quoted cell may hold line breaks."""
    rows = csv_rows(source, problems)
    return _checked(rows, source.path, problems) if rows is not None else None


def csv_rows(source: SourceText, problems: Problems) -> list[tuple[Words, ...]] | None:
    """The rows of a CSV file as they stand, blank ones left out."""
    rows: list[tuple[Words, ...]] = []
    number = 0
    while number < len(source.lines):
        try:
            row, number = _csv_row(source, number)
        except _Unpaired as fault:
            problems.add(
                RuleBook.NOT_A_TABLE,
                fault.span,
                "CSV 在这里读不下去：引号没有成对。",
                "整格加引号的，格里的引号要写两个；用 Excel 打开检查，再另存为“CSV UTF-8”。",
            )
            return None
        if any(row):
            rows.append(row)
        if len(rows) > ROW_LIMIT:
            _too_large(source.path, problems)
            return None
    return rows


class _Unpaired(Exception):
    """A quotation mark that is not closed, or closed before the cell ends."""

    def __init__(self, span: Span) -> None:
        super().__init__(str(span))
        self.span = span


def _csv_row(source: SourceText, number: int) -> tuple[tuple[Words, ...], int]:
    """The cells of the row that begins at a line, and the line where the next one begins."""
    cells: list[Words] = []
    line, at = source.lines[number], 0
    while True:
        span = Span(source.path, number + 1, at + 1)
        if line[at : at + 1] == '"':
            text, number, at = _quoted_cell(source, number, at, span)
            line = source.lines[number]
        else:
            end = line.find(",", at)
            end = len(line) if end < 0 else end
            text, at = line[at:end], end
        cells.append(Words(_clean(text), span))
        if at >= len(line):
            return tuple(cells), number + 1
        at += 1


def _quoted_cell(source: SourceText, number: int, at: int, span: Span) -> tuple[str, int, int]:
    """The text of a cell in quotation marks, and where it ends (line, column)."""
    pieces: list[str] = []
    line, at = source.lines[number], at + 1
    while True:
        end = line.find('"', at)
        if end < 0:
            pieces += (line[at:], "\n")
            number, at = number + 1, 0
            if number >= len(source.lines):
                raise _Unpaired(span)
            line = source.lines[number]
        elif line[end + 1 : end + 2] == '"':
            pieces.append(line[at : end + 1])
            at = end + 2
        elif line[end + 1 : end + 2] in ("", ","):
            pieces.append(line[at:end])
            return "".join(pieces), number, end + 1
        else:
            raise _Unpaired(Span(source.path, number + 1, end + 1))


def read_xlsx(path: str, data: bytes, problems: Problems) -> Table | None:
    """The first sheet of a workbook: each cell as Excel shows it."""
    rows = xlsx_rows(path, data, problems)
    return _checked(rows, path, problems) if rows is not None else None


def xlsx_rows(path: str, data: bytes, problems: Problems) -> list[tuple[Words, ...]] | None:
    """The rows of a workbook's first sheet, blank ones and idle columns left out."""
    rows = open_workbook(path, data, problems, lambda: list(_sheet_rows(path, data, problems)))
    if rows is None:
        return None
    width = max((n + 1 for row in rows for n, w in enumerate(row) if w), default=0)
    if len(rows) > ROW_LIMIT or width > COLUMN_LIMIT:
        _too_large(path, problems)
        return None
    return [row[:width] for row in rows if any(row)]


Read = TypeVar("Read")


def open_workbook(
    path: str, data: bytes, problems: Problems, read: Callable[[], Read]
) -> Read | None:
    """What `read` makes of a workbook; None, with a diagnostic, where it is broken or a bomb."""
    span = Span(path)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(item.file_size for item in archive.infolist())
            has_doctype = unpacked <= UNPACKED_LIMIT and _has_doctype(archive)
        if has_doctype:  # Excel writes none; its entities can swell to any size
            raise ValueError
        if unpacked > UNPACKED_LIMIT:
            problems.add(
                RuleBook.TOO_LARGE, span, "工作簿展开后太大，没有读取。", "检查文件来源。", text=""
            )
            return None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return read()
    except Exception:  # what a broken workbook makes openpyxl raise has no bounds
        problems.add(
            RuleBook.UNREADABLE, span, "不是完好的 XLSX 工作簿。", "用 Excel 打开，另存为 .xlsx。",
            text="",
        )  # fmt: skip
        return None


def _has_doctype(archive: zipfile.ZipFile) -> bool:
    """Whether any XML of a workbook has a document type, in whatever encoding a parser takes."""
    parts = (archive.read(item) for item in archive.infolist() if _is_xml(item.filename))
    return any(b"<!DOCTYPE" in part.replace(b"\0", b"") for part in parts)


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _sheet_rows(path: str, data: bytes, problems: Problems) -> Iterator[tuple[Words, ...]]:
    """The rows of the first sheet, streamed: a huge or sparse sheet costs nothing beyond the caps.

    Each cell is read twice, for its value and for the formula behind it.
    """
    books = [
        openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=values)
        for values in (True, False)
    ]
    sheets = [book.worksheets[0] for book in books]
    for sheet in sheets:
        sheet.reset_dimensions()  # what the file claims of its size may be wrong
    shown, typed = (
        sheet.iter_rows(max_row=ROW_LIMIT + 1, max_col=COLUMN_LIMIT + 1) for sheet in sheets
    )
    for number, (row, formulas) in enumerate(zip_longest(shown, typed, fillvalue=()), 1):
        if all(cell.value is None for cell in (*row, *formulas)):
            yield ()
            continue
        cells = zip_longest(row, formulas)
        yield tuple(
            _sheet_words(Span(path, number, column), cell, formula, problems)
            for column, (cell, formula) in enumerate(cells, 1)
        )


def _sheet_words(span: Span, cell: object, formula: object, problems: Problems) -> Words:
    value = getattr(cell, "value", None)
    typed = getattr(formula, "value", None)
    if value is None and typed is not None:
        problems.add(
            RuleBook.WORKBOOK_FORMULA,
            span,
            f"单元格 {get_column_letter(span.column)}{span.line} 是公式，但文件里没有存下它的值。",
            "用 Excel 打开并保存一次，或把公式换成数值。",
            text=str(typed),
        )
    text = shown_value(value, str(getattr(cell, "number_format", "")))
    report_control(text, span, problems)
    return Words(text, span)


def shown_value(value: object, number_format: str) -> str:
    """A cell's value as Excel shows it, for the formats that finance tables use."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else str(value)
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, int | float):
        return _shown_number(value, number_format.split(";")[0])
    return _clean(str(value))


def _shown_number(value: float, number_format: str) -> str:
    number = Decimal(f"{value:.15g}")  # as precise as Excel is: 0.1+0.2 is 0.3
    percent = number_format.endswith("%")
    if percent:
        number *= 100
    pattern = number_format.rstrip("%")
    grouped = "," if "#,##0" in pattern else ""
    if "." in pattern and set(pattern) <= set("#,0._ )\\"):
        digits = sum(c == "0" for c in pattern.rsplit(".", 1)[1])
        text = format(number, f"{grouped}.{digits}f")
    elif pattern in ("0", "#,##0"):
        text = format(number, f"{grouped}.0f")
    else:
        text = plain_number(number)
    return f"{text}%" if percent else text


def _checked(rows: list[tuple[Words, ...]], path: str, problems: Problems) -> Table | None:
    if not rows:
        problems.add(
            RuleBook.EMPTY_FILE, Span(path), "表是空的。", "第一行写列名，下面各行写内容。", text=""
        )
        return None
    head = rows[0]
    while head and not head[-1]:
        head = head[:-1]
    if len(head) > COLUMN_LIMIT:
        _too_large(path, problems)
        return None
    kept = []
    for row in rows[1:]:
        beyond = next((w for w in row[len(head) :] if w), None)
        if len(row) >= len(head) and beyond is None:
            kept.append(row[: len(head)])
            continue
        report_width((beyond or row[-1]).span, len(head), len(row), problems)
    return Table(head, tuple(kept), head[0].span)


def _too_large(path: str, problems: Problems) -> None:
    problems.add(
        RuleBook.TABLE_TOO_LARGE,
        Span(path),
        f"表超过 {ROW_LIMIT} 行或 {COLUMN_LIMIT} 列，没有读取。",
        "删去多余的空行空列，或分成几个文件。",
        text="",
    )


def _clean(text: str) -> str:
    return "\n".join(
        line.strip(" \t\u3000\r") for line in text.replace("\r\n", "\n").split("\n")
    ).strip("\n")
