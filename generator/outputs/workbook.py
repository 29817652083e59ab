"""Workbooks: numbers as numbers, codes as text, no formula, the same bytes for the same tables."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from ..model.tables import Cell, Grid
from .tabular import ColumnKind, Table, Value
from .wrapping import width

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_TITLE: Final = 31
_MONEY: Final = "#,##0.00######"
_FORMATS: Final = {
    ColumnKind.TEXT: "@",
    ColumnKind.NUMBER: "#,##0.########",
    ColumnKind.COUNT: "#,##0",
    ColumnKind.YEAR: "0",
    ColumnKind.DATE: "yyyy-mm-dd",
}
_NARROWEST, _WIDEST = 8, 48
_CORE: Final = "docProps/core.xml"
_DATES: Final = re.compile(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>", re.DOTALL)
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: `head` rows that stay when the rest scrolls, `rows`, a number format a column."""

    title: str
    head: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[Value, ...], ...]
    formats: tuple[str, ...] = ()


def table_sheet(table: Table) -> Sheet:
    """A flat table as a sheet."""
    formats = tuple(_MONEY if c.unit == "万元" else _FORMATS[c.kind] for c in table.columns)
    return Sheet(table.title, (tuple(c.title for c in table.columns),), table.rows, formats)


def grid_sheet(grid: Grid) -> Sheet:
    """A laid-out table as a sheet: amounts as numbers, the rest as printed, merges undone."""
    rows = [_cells(row, len(grid.widths)) for row in grid.rows()]
    head = tuple(tuple(c.text if c else "" for c in row) for row in rows[: grid.head_rows])
    body = tuple(tuple(_value(c) for c in row) for row in rows[grid.head_rows :])
    return Sheet(grid.caption, head, body, (_MONEY,) * len(grid.widths))


def notes_sheet(notes: Iterable[tuple[str, Value]]) -> Sheet:
    """What a reader of the workbook should know, as pairs."""
    return Sheet("说明", (("项", "内容"),), tuple(notes), ("@", "@"))


def workbook(sheets: Sequence[Sheet], title: str) -> bytes:
    """An XLSX file. Sheets of one title are told apart by a number."""
    book = Workbook(write_only=True)
    book.properties.title = title
    book.properties.creator = "gongkai"
    for sheet, name in zip(sheets, _titles(sheets), strict=True):
        _write(book.create_sheet(name), sheet)
    out = io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)).save()
    return _undated(out.getvalue())


def _cells(row: Sequence[Cell], columns: int) -> list[Cell | None]:
    places = {cell.column: cell for cell in row}
    return [places.get(column) for column in range(columns)]


def _value(cell: Cell | None) -> Value:
    if cell is None:
        return ""
    return cell.amount.value if cell.amount and cell.amount.value is not None else cell.text


def _titles(sheets: Iterable[Sheet]) -> Iterator[str]:
    """Titles as Excel takes them: no more than 31 characters, none of []:*?/\\, none twice."""
    seen: set[str] = set()
    for sheet in sheets:
        wanted = re.sub(r"[\[\]:*?/\\]", " ", sheet.title).strip(" '") or "表"
        name, number = wanted[:LONGEST_TITLE], 1
        while name.casefold() in seen:
            number += 1
            name = f"{wanted[: LONGEST_TITLE - len(str(number))]}{number}"
        seen.add(name.casefold())
        yield name


def _write(place: Any, sheet: Sheet) -> None:
    for number, size in enumerate(_widths(sheet), 1):
        place.column_dimensions[get_column_letter(number)].width = size
    place.freeze_panes = f"A{len(sheet.head) + 1}"
    bold, line = Font(bold=True), Border(bottom=Side("thin"))
    fill = PatternFill("solid", fgColor="F2F2F2")
    top = Alignment(vertical="top", wrap_text=True)
    for row in sheet.head:
        cells = [_cell(place, text, "@") for text in row]
        for cell in cells:
            cell.font, cell.border, cell.fill, cell.alignment = bold, line, fill, top
        place.append(cells)
    for values in sheet.rows:
        cells = [_cell(place, v, f) for v, f in zip(values, sheet.formats, strict=True)]
        for cell in cells:
            cell.alignment = top
        place.append(cells)


def _cell(place: Any, value: Any, format: str) -> Any:
    """A cell; a text is one even where it looks like a formula or an error value."""
    cell = WriteOnlyCell(place, None if value == "" else value)
    if isinstance(value, str):
        cell.number_format = "@"
        if value:
            cell.data_type = "s"
    else:
        cell.number_format = format
    return cell


def _widths(sheet: Sheet) -> Iterator[float]:
    """Columns as wide as the longest line of their cells, within reason; in characters."""
    for column in zip(*sheet.head, *sheet.rows, strict=True):
        lines = (line for value in column for line in _shown(value).split("\n"))
        longest = max(width(line) for line in lines) * 2 + 2
        yield min(_WIDEST, max(_NARROWEST, longest))


def _shown(value: Value) -> str:
    if value is None:
        return ""
    return f"{value:,.2f}" if isinstance(value, Decimal) else str(value)


def _undated(data: bytes) -> bytes:
    """The same archive without the hour at which it was made."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as made,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept,
    ):
        for name in made.namelist():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0  # whatever the system it is made on
            kept.writestr(
                info, _DATES.sub(b"", made.read(name)) if name == _CORE else made.read(name)
            )
    return out.getvalue()
