"""Old workbooks (BIFF: .xls, and the .et of WPS), by xlrd, with their number formats."""

from __future__ import annotations

import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

import xlrd

from ...limits import CELL_LIMIT, OLD_WORKBOOK_LIMIT
from ..package import Refusal, Wanted, broken, encrypted, too_large
from .book import Area, Book, RawSheet, Texts, TooLarge, Value, book_of
from .number_formats import shown_number, shown_text

OLD_WORKBOOK: Final = Wanted(
    "工作簿（.xls）", "用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”。"
)
_NUMBERS: Final = (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE)


def read_xls_book(data: bytes) -> Book:
    """Every sheet of an old workbook; raises Refusal, and TooLarge."""
    if len(data) > OLD_WORKBOOK_LIMIT:  # nothing in it is packed, so it is as large as it says
        raise too_large()
    try:
        book = xlrd.open_workbook(
            file_contents=data, logfile=io.StringIO(), formatting_info=True, on_demand=True,
            ragged_rows=True,
        )  # fmt: skip
        texts = Texts()
        return book_of(_sheets(book, texts), texts)
    except (Refusal, TooLarge):
        raise
    except Exception as error:  # what a broken file makes xlrd raise has no bounds
        is_locked = isinstance(error, xlrd.XLRDError) and "encrypt" in str(error).lower()
        raise (encrypted if is_locked else broken)(OLD_WORKBOOK) from error


def _sheets(book: Any, texts: Texts) -> Iterator[RawSheet]:
    total = 0
    for number, name in enumerate(book.sheet_names()):
        if book._sheet_visibility[number]:
            yield RawSheet(name, is_hidden=True)
            continue
        sheet = book.sheet_by_index(number)
        values = tuple(_values(book, sheet, texts))
        total += len(values)
        if total > CELL_LIMIT:
            raise too_large()
        yield RawSheet(
            name,
            values,
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
        for column in range(sheet.row_len(row)):
            kind, held = sheet.cell_type(row, column), sheet.cell_value(row, column)
            if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                continue
            at = (row + 1, column + 1)
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
        return shown_number(Decimal(f"{held:.15g}"), code, from_1904=bool(book.datemode))
    if kind == xlrd.XL_CELL_BOOLEAN:
        return "是" if held else "否"
    return shown_text(str(held), code)
