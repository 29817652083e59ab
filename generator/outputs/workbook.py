"""Workbooks (ECMA-376, Part 1): numbers as numbers, codes as text, never a formula.

Written by hand, since a year of a county has some 300 000 cells, and since an
archive of ours holds no hour: the same tables give the same bytes.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from ..model.amounts import plain_number
from ..model.tables import Cell, Grid
from .tabular import ColumnKind, Table, Value
from .wrapping import width

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_TITLE: Final = 31
MOST_ROWS: Final = 1_048_576
LONGEST_TEXT: Final = 32767
_TEXT: Final = "@"
_MONEY: Final = "#,##0.00######"
_FORMATS: Final = {
    ColumnKind.TEXT: _TEXT,
    ColumnKind.NUMBER: "General",
    ColumnKind.COUNT: "#,##0",
    ColumnKind.YEAR: "0",
    ColumnKind.DATE: "yyyy-mm-dd",
}
_HEAD_STYLE, _TEXT_STYLE = 1, 2  # places in the list of cell styles
_LINE: Final = '<bottom style="thin"><color auto="1"/></bottom>'
_NARROWEST, _WIDEST = 8, 48
_DAY_ZERO: Final = datetime.date(1899, 12, 30)
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)

_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SPREADSHEET: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: `head` rows that stay when the rest scrolls, `rows`, a number format a column."""

    title: str
    head: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[Value, ...], ...]
    formats: tuple[str, ...]


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
    return Sheet("说明", (("项", "内容"),), tuple(notes), (_TEXT, _TEXT))


def workbook(sheets: Sequence[Sheet], title: str) -> bytes:
    """An XLSX file. Sheets of one title are told apart by a number."""
    styles = list(dict.fromkeys(f for sheet in sheets for f in sheet.formats if f != _TEXT))
    numbered = {_TEXT: _TEXT_STYLE} | {
        format: n for n, format in enumerate(styles, _TEXT_STYLE + 1)
    }
    names = tuple(_titles(sheets))
    parts = {
        "[Content_Types].xml": _types(len(sheets)),
        "_rels/.rels": _relationships(
            (
                (f"{_OFFICE}/officeDocument", "xl/workbook.xml"),
                (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            )
        ),
        "docProps/core.xml": _about(title),
        "xl/workbook.xml": _book(names),
        "xl/_rels/workbook.xml.rels": _relationships(
            (
                *(
                    (f"{_OFFICE}/worksheet", f"worksheets/sheet{n + 1}.xml")
                    for n in range(len(sheets))
                ),
                (f"{_OFFICE}/styles", "styles.xml"),
            )
        ),
        "xl/styles.xml": _styles(numbered),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            _put(archive, name, (part,))
        for number, sheet in enumerate(sheets, 1):
            _put(archive, f"xl/worksheets/sheet{number}.xml", _sheet(sheet, numbered))
    return out.getvalue()


def _cells(row: Sequence[Cell], columns: int) -> list[Cell | None]:
    places = {cell.column: cell for cell in row}
    return [places.get(column) for column in range(columns)]


def _value(cell: Cell | None) -> Value:
    if cell is None:
        return ""
    return cell.text if cell.number is None else cell.number


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


def _widths(sheet: Sheet) -> Iterator[float]:
    """Columns as wide as the longest line of their cells, within reason; in characters."""
    for column in zip(*sheet.head, *sheet.rows, strict=True):
        longest: float = _NARROWEST
        for value in dict.fromkeys(column):
            lines = _shown(value).split("\n")
            longest = max(longest, *(width(line) * 2 + 2 for line in lines))
            if longest >= _WIDEST:
                break
        yield min(_WIDEST, longest)


def _shown(value: Value) -> str:
    if value is None:
        return ""
    return f"{value:,.2f}" if isinstance(value, Decimal) else str(value)


def _sheet(sheet: Sheet, styles: Mapping[str, int]) -> Iterator[str]:
    """A sheet piece by piece: as one text that of a county takes a gigabyte."""
    below = len(sheet.head) + 1
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{size:.1f}" customWidth="1"/>'
        for n, size in enumerate(_widths(sheet), 1)
    )
    own = [styles[format] for format in sheet.formats]
    names = [_letters(n) for n in range(len(own))]
    yield (
        f'{_XML}<worksheet xmlns="{_SPREADSHEET}"><sheetViews><sheetView workbookViewId="0">'
        f'<pane ySplit="{below - 1}" topLeftCell="A{below}" activePane="bottomLeft"'
        f' state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
        f"<cols>{columns}</cols><sheetData>"
    )
    for number, head in enumerate(sheet.head, 1):
        yield _row(number, head, names, own, True)
    for number, row in enumerate(sheet.rows, below):
        yield _row(number, row, names, own)
    yield "</sheetData></worksheet>"


def _row(
    number: int,
    values: Sequence[Value],
    names: Sequence[str],
    styles: Sequence[int],
    is_head: bool = False,
) -> str:
    """A row; `names` are those of its columns (A, B, …)."""
    cells = [
        _cell(f"{name}{number}", value, style, is_head)
        for name, value, style in zip(names, values, styles, strict=True)
    ]
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(place: str, value: Value, style: int, is_head: bool) -> str:
    """A cell; a text is one even where it looks like a formula or an error value."""
    if isinstance(value, str):
        style = _HEAD_STYLE if is_head else _TEXT_STYLE
        if not value:
            return f'<c r="{place}" s="{style}"/>'
        text = value if len(value) <= LONGEST_TEXT else f"{value[: LONGEST_TEXT - 1]}…"
        return (
            f'<c r="{place}" s="{style}" t="inlineStr"><is>'
            f'<t xml:space="preserve">{escape(text)}</t></is></c>'
        )
    if value is None:
        return f'<c r="{place}" s="{style}"/>'
    return f'<c r="{place}" s="{style}"><v>{_number(value)}</v></c>'


def _number(value: int | Decimal | datetime.date) -> str:
    if isinstance(value, Decimal):
        return plain_number(value)
    return str((value - _DAY_ZERO).days if isinstance(value, datetime.date) else value)


def _letters(column: int) -> str:
    """A column's name: A, B, …, Z, AA, …; counted from 0."""
    name = chr(65 + column % 26)
    return name if column < 26 else _letters(column // 26 - 1) + name


def _styles(formats: Mapping[str, int]) -> str:
    """Cell styles: 0 the default, 1 a head, 2 text, then the number formats in order."""
    codes = "".join(
        f'<numFmt numFmtId="{162 + n}" formatCode={quoteattr(format)}/>'
        for format, n in formats.items()
    )
    top = '<alignment vertical="top" wrapText="1"/>'
    apply = 'applyNumberFormat="1" applyAlignment="1"'
    cells = "".join(
        f'<xf numFmtId="{162 + n}" fontId="0" fillId="0" borderId="0" xfId="0" {apply}>{top}</xf>'
        for n in formats.values()
    )
    font = '<sz val="11"/><name val="等线"/><family val="2"/>'
    sides = "<left/><right/><top/>{}<diagonal/>"
    return (
        f'{_XML}<styleSheet xmlns="{_SPREADSHEET}">'
        f'<numFmts count="{len(formats)}">{codes}</numFmts>'
        f'<fonts count="2"><font>{font}</font><font><b/>{font}</font></fonts>'
        '<fills count="3"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid">'
        '<fgColor rgb="FFF2F2F2"/><bgColor indexed="64"/></patternFill></fill></fills>'
        f'<borders count="2"><border>{sides.format("<bottom/>")}</border>'
        f"<border>{sides.format(_LINE)}</border></borders>"
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        f'</cellStyleXfs><cellXfs count="{2 + len(formats)}">'
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="49" fontId="1" fillId="2" borderId="1" xfId="0" applyFont="1"'
        f' applyFill="1" applyBorder="1" {apply}>{top}</xf>{cells}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    )


def _types(sheets: int) -> str:
    overrides = {
        "/xl/workbook.xml": f"{_MAIN_TYPE}.sheet.main+xml",
        "/xl/styles.xml": f"{_MAIN_TYPE}.styles+xml",
        **{
            f"/xl/worksheets/sheet{n + 1}.xml": f"{_MAIN_TYPE}.worksheet+xml" for n in range(sheets)
        },
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    named = "".join(
        f'<Override PartName="{name}" ContentType="{type}"/>' for name, type in overrides.items()
    )
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{named}</Types>'
    )


def _relationships(targets: Iterable[tuple[str, str]]) -> str:
    """What belongs to a part: (type, address) of each, named rId1, rId2, …"""
    listed = "".join(
        f'<Relationship Id="rId{n}" Type="{type}" Target="{target}"/>'
        for n, (type, target) in enumerate(targets, 1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _book(names: Sequence[str]) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>'
        for n, name in enumerate(names, 1)
    )
    return (
        f'{_XML}<workbook xmlns="{_SPREADSHEET}" xmlns:r="{_OFFICE}">'
        f"<bookViews><workbookView/></bookViews><sheets>{sheets}</sheets></workbook>"
    )


def _about(title: str) -> str:
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:creator>gongkai</dc:creator><dc:title>{escape(title)}</dc:title></cp:coreProperties>"
    )


def _put(archive: zipfile.ZipFile, name: str, pieces: Iterable[str]) -> None:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 0  # whatever the system it is made on
    with archive.open(info, "w") as part:
        for piece in pieces:
            part.write(piece.encode("utf-8"))
