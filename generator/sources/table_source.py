"""Tables in files of their own: CSV and XLSX."""

from __future__ import annotations

import csv
import datetime
import io
import warnings
import zipfile
from decimal import Decimal
from typing import Final

import openpyxl
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.utils.exceptions import InvalidFileException

from ..diagnostics import Problems, RuleBook, Span
from ..files import SourceText
from ..model.words import Words
from .nodes import Table
from .pipe_table import COLUMN_LIMIT

ROW_LIMIT: Final = 20_000
UNPACKED_LIMIT: Final = 256 * 1024 * 1024


def read_csv(source: SourceText, problems: Problems) -> Table | None:
    """A CSV file: a head, then rows; a quoted cell may hold line breaks."""
    text = "\n".join(source.lines)
    reader = csv.reader(io.StringIO(text), strict=True)
    rows: list[tuple[Words, ...]] = []
    begin = 1
    try:
        for values in reader:
            if any(v.strip() for v in values):
                rows.append(
                    tuple(
                        Words(_clean(v), Span(source.path, begin, n + 1))
                        for n, v in enumerate(values)
                    )
                )
            begin = reader.line_num + 1
            if len(rows) > ROW_LIMIT:
                _too_large(source.path, problems)
                return None
    except csv.Error:
        problems.add(
            RuleBook.NOT_A_TABLE,
            Span(source.path, begin, 1),
            "CSV 在这里读不下去：引号没有成对。",
            "用 Excel 打开检查这一行，再另存为“CSV UTF-8”。",
        )
        return None
    return _checked(rows, source.path, problems)


def read_xlsx(path: str, data: bytes, problems: Problems) -> Table | None:
    """The first sheet of a workbook: each cell as Excel shows it."""
    span = Span(path)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(item.file_size for item in archive.infolist()) > UNPACKED_LIMIT:
                raise OverflowError
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
            formulas = openpyxl.load_workbook(io.BytesIO(data), data_only=False)
    except OverflowError:
        problems.add(RuleBook.TOO_LARGE, span, "工作簿展开后太大，没有读取。", "检查文件来源。")
        return None
    except (
        zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError,
        AttributeError, IndexError, SyntaxError, EOFError, OSError, NotImplementedError,
    ):  # fmt: skip
        problems.add(
            RuleBook.UNREADABLE, span, "不是完好的 XLSX 工作簿。", "用 Excel 打开，另存为 .xlsx。"
        )
        return None
    if not book.worksheets:
        problems.add(RuleBook.EMPTY_FILE, span, "工作簿里没有工作表。", "把表放进第一张工作表。")
        return None
    sheet, source = book.worksheets[0], formulas.worksheets[0]
    if sheet.max_row > ROW_LIMIT or sheet.max_column > COLUMN_LIMIT * 4:
        _too_large(path, problems)
        return None
    rows = []
    for row, formula_row in zip(sheet.iter_rows(), source.iter_rows(), strict=True):
        words = tuple(
            _sheet_words(path, cell, formula, problems)
            for cell, formula in zip(row, formula_row, strict=True)
            if isinstance(cell, SheetCell) or cell.value is None
        )
        if any(words):
            rows.append(words)
    width = max((n + 1 for row in rows for n, w in enumerate(row) if w), default=0)
    return _checked([row[:width] for row in rows], path, problems)


def _sheet_words(path: str, cell: object, formula: object, problems: Problems) -> Words:
    row, column = getattr(cell, "row", 1), getattr(cell, "column", 1)
    span = Span(path, int(row), int(column))
    value = getattr(cell, "value", None)
    typed = getattr(formula, "value", None)
    if value is None and typed is not None:
        problems.add(
            RuleBook.WORKBOOK_FORMULA,
            span,
            f"单元格 {getattr(cell, 'coordinate', '')} 是公式，但文件里没有存下它的值。",
            "用 Excel 打开并保存一次，或把公式换成数值。",
            text=str(typed),
        )
    return Words(_shown(value, str(getattr(cell, "number_format", ""))), span)


def _shown(value: object, number_format: str) -> str:
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
    number = Decimal(repr(value))
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
        text = format(number, "f").rstrip("0").rstrip(".") if "." in str(number) else str(value)
    return f"{text}%" if percent else text


def _checked(rows: list[tuple[Words, ...]], path: str, problems: Problems) -> Table | None:
    if not rows:
        problems.add(
            RuleBook.EMPTY_FILE, Span(path), "表是空的。", "第一行写列名，下面各行写内容。"
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
        if len(row) < len(head) or any(row[len(head) :]):
            problems.add(
                RuleBook.ROW_WIDTH,
                row[0].span,
                f"表头有 {len(head)} 列，这一行有 {len(row)} 列。",
                "检查这一行是否多了或少了逗号；文字里有逗号时整格加引号。",
            )
            continue
        kept.append(row[: len(head)])
    return Table(head, tuple(kept), Span(path))


def _too_large(path: str, problems: Problems) -> None:
    problems.add(
        RuleBook.TABLE_TOO_LARGE,
        Span(path),
        f"表超过 {ROW_LIMIT} 行或 {COLUMN_LIMIT} 列，没有读取。",
        "删去多余的空行空列，或分成几个文件。",
    )


def _clean(text: str) -> str:
    return "\n".join(
        line.strip(" \t\u3000\r") for line in text.replace("\r\n", "\n").split("\n")
    ).strip("\n")
