"""Old workbooks (BIFF: .xls, and the .et of WPS), by xlrd, with their number formats."""

from __future__ import annotations

import io
from collections.abc import Iterator
from decimal import Decimal
from math import isfinite
from typing import Any, Final

import xlrd

from ..package import Refusal, broken, encrypted
from .book import Area, Book, RawSheet, Texts, TooLarge, Value, book_of
from .number_formats import shown_number, shown_text
from .records import OLD_WORKBOOK, read_records

_NUMBERS: Final = (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE)


def read_xls_book(data: bytes) -> Book:
    """Every sheet of an old workbook; raises Refusal, and TooLarge."""
    try:
        records = read_records(data)
        book = xlrd.open_workbook(
            file_contents=records.stream, logfile=io.StringIO(), formatting_info=True,
            on_demand=True, ragged_rows=True,
        )  # fmt: skip
        texts = Texts()
        others = [f"{records.others} 张图表或宏表"] if records.others else []
        return book_of(_sheets(book, texts), texts, others)
    except (Refusal, TooLarge):
        raise
    except Exception as error:  # what a broken file makes xlrd raise has no bounds
        is_locked = isinstance(error, xlrd.XLRDError) and "encrypt" in str(error).lower()
        raise (encrypted if is_locked else broken)(OLD_WORKBOOK) from error


def _sheets(book: Any, texts: Texts) -> Iterator[RawSheet]:
    for number, name in enumerate(book.sheet_names()):
        if book._sheet_visibility[number]:
            yield RawSheet(name, is_hidden=True)
            continue
        sheet = book.sheet_by_index(number)
        yield RawSheet(
            name,
            tuple(_values(book, sheet, texts)),
            tuple(Area(a + 1, c + 1, b, d) for a, b, c, d in sheet.merged_cells),
            tuple((n + 1, n + 1) for n, info in sheet.rowinfo_map.items() if info.hidden),
            tuple((n + 1, n + 1) for n, info in sheet.colinfo_map.items() if info.hidden),
            further=tuple(
                f"单元格 {xlrd.colname(column)}{row + 1} 的批注"
                for row, column in sorted(sheet.cell_note_map)
            ),
        )
        book.unload_sheet(number)


def _values(book: Any, sheet: Any, texts: Texts) -> Iterator[Value]:
    for row in range(sheet.nrows):
        for column, kind in enumerate(sheet.row_types(row)):
            if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                continue
            at, held = (row + 1, column + 1), sheet.cell_value(row, column)
            if kind == xlrd.XL_CELL_ERROR:
                yield Value(*at, xlrd.error_text_from_code.get(held, "#N/A"), is_error=True)
                continue
            shown = _shown(book, kind, held, _format(book, sheet, row, column))
            text = texts.clean(shown, *at)
            if text or str(held).strip():
                yield Value(*at, text, is_unseen=not text)


def _format(book: Any, sheet: Any, row: int, column: int) -> str:
    style = book.xf_list[sheet.cell_xf_index(row, column)]
    found = book.format_map.get(style.format_key)
    return str(found.format_str) if found is not None else "General"


def _shown(book: Any, kind: int, held: Any, code: str) -> str:
    if kind in _NUMBERS:
        if not isfinite(held):  # Excel writes none, other programs may
            return str(held)
        return shown_number(Decimal(f"{held:.15g}"), code, from_1904=bool(book.datemode))
    if kind == xlrd.XL_CELL_BOOLEAN:
        return "是" if held else "否"
    return shown_text(str(held), code)
