"""Workbooks (ECMA-376, Part 1): numbers as numbers, codes as text, never a formula.

Written by hand, since a year of a county has some 300 000 cells. No cell names its place
and all workbooks have the same styles, so that rows of one can stand in another as they
are: those of a year are the rows of its disclosures, one below the other.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from ..model.amounts import plain_number
from ..model.tables import Cell, Grid
from .archive import Archive, Segment, archive, deflated, size_of
from .sheet_rows import Rows
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
_STYLES: Final = {format: n for n, format in enumerate((*_FORMATS.values(), _MONEY), _TEXT_STYLE)}
_LINE: Final = '<bottom style="thin"><color auto="1"/></bottom>'
_NARROWEST, _WIDEST = 8, 48
_DAY_ZERO: Final = datetime.date(1899, 12, 30)

_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SPREADSHEET: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"


Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Rows that another workbook has."""

    rows: Rows
    place: Path


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: `head` rows that stay when the rest scrolls, a number format a column, then
    `rows` in blocks, some of which other workbooks have."""

    title: str
    head: tuple[tuple[str, ...], ...]
    blocks: tuple[tuple[Row, ...] | Standing, ...]
    formats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook, and where in it the rows of its sheets stand, block by block."""

    archive: Archive
    rows: tuple[tuple[Rows, ...], ...]

    def read(self) -> bytes:
        """The file as a whole."""
        return b"".join(self.archive.chunks())


def table_sheet(table: Table) -> Sheet:
    """A flat table as a sheet."""
    formats = tuple(_MONEY if c.unit == "万元" else _FORMATS[c.kind] for c in table.columns)
    return Sheet(table.title, (tuple(c.title for c in table.columns),), (table.rows,), formats)


def grid_sheet(grid: Grid) -> Sheet:
    """A laid-out table as a sheet: amounts as numbers, the rest as printed, merges undone."""
    rows = [_cells(row, len(grid.widths)) for row in grid.rows()]
    head = tuple(tuple(c.text if c else "" for c in row) for row in rows[: grid.head_rows])
    body = tuple(tuple(_value(c) for c in row) for row in rows[grid.head_rows :])
    return Sheet(grid.caption, head, (body,), (_MONEY,) * len(grid.widths))


def notes_sheet(notes: Iterable[tuple[str, Value]]) -> Sheet:
    """What a reader of the workbook should know, as pairs."""
    return Sheet("说明", (("项", "内容"),), (tuple(notes),), (_TEXT, _TEXT))


def workbook(sheets: Sequence[Sheet], title: str) -> Workbook:
    """An XLSX file. Sheets of one title are told apart by a number."""
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
        "xl/styles.xml": _styles(),
    }
    made = [_sheet(sheet) for sheet in sheets]
    places = [f"xl/worksheets/sheet{number}.xml" for number in range(1, len(sheets) + 1)]
    whole = archive(
        (
            *((name, (deflated((part,)),)) for name, part in parts.items()),
            *zip(places, (segments for segments, _ in made), strict=True),
        )
    )
    rows = (
        tuple(map(_at, blocks, segments[1:], whole.starts[place][1:]))
        for place, (segments, blocks) in zip(places, made, strict=True)
    )
    return Workbook(whole, tuple(rows))


def _at(rows: Rows, segment: Segment, start: int) -> Rows:
    return replace(rows, start=start, length=size_of(segment.data))


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


def _widths(rows: Iterable[Sequence[Value]]) -> Iterator[int]:
    """Columns as wide as the longest line of their cells, within reason; in tenths."""
    for column in zip(*rows, strict=True):
        longest: float = _NARROWEST
        for value in dict.fromkeys(column):
            lines = _shown(value).split("\n")
            longest = max(longest, *(width(line) * 2 + 2 for line in lines))
            if longest >= _WIDEST:
                break
        yield round(min(_WIDEST, longest) * 10)


def _shown(value: Value) -> str:
    if value is None:
        return ""
    return f"{value:,.2f}" if isinstance(value, Decimal) else str(value)


def _sheet(sheet: Sheet) -> tuple[list[Segment], list[Rows]]:
    """A sheet in segments, its beginning, its blocks of rows, its end; and what the blocks are."""
    styles = [_STYLES[format] for format in sheet.formats]
    blocks = [_block(block, styles) for block in sheet.blocks]
    rows = [rows for rows, _ in blocks]
    widest = list(_widths(sheet.head)) or [_NARROWEST * 10] * len(styles)
    for widths in (r.widths for r in rows):
        widest[: len(widths)] = map(max, widths, widest)
    begin = deflated(_begin(sheet, widest, styles))
    end = deflated(("</sheetData></worksheet>",))
    return [begin, *(segment for _, segment in blocks), end], rows


def _block(block: tuple[Row, ...] | Standing, styles: Sequence[int]) -> tuple[Rows, Segment]:
    """What rows are, and they themselves, a row at a time: those of a county take a gigabyte."""
    if isinstance(block, Standing):
        return block.rows, block.rows.segment(block.place)
    segment = deflated(_row(row, styles) for row in block)
    widths = tuple(_widths(block))
    return Rows(len(block), widths, segment.checksum, segment.size, 0, 0), segment


def _begin(sheet: Sheet, widths: Iterable[int], styles: Sequence[int]) -> Iterator[str]:
    """What stands before the rows: the panes, the widths of the columns, the head."""
    below = len(sheet.head) + 1
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{size / 10:.1f}" customWidth="1"/>'
        for n, size in enumerate(widths, 1)
    )
    yield (
        f'{_XML}<worksheet xmlns="{_SPREADSHEET}"><sheetViews><sheetView workbookViewId="0">'
        f'<pane ySplit="{below - 1}" topLeftCell="A{below}" activePane="bottomLeft"'
        f' state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
        f"<cols>{columns}</cols><sheetData>"
    )
    yield from (_row(head, styles, True) for head in sheet.head)


def _row(values: Sequence[Value], styles: Sequence[int], is_head: bool = False) -> str:
    cells = [_cell(value, style, is_head) for value, style in zip(values, styles, strict=True)]
    return f"<row>{''.join(cells)}</row>"


def _cell(value: Value, style: int, is_head: bool) -> str:
    """A cell; a text is one even where it looks like a formula or an error value."""
    if isinstance(value, str):
        style = _HEAD_STYLE if is_head else _TEXT_STYLE
        if not value:
            return f'<c s="{style}"/>'
        text = value if len(value) <= LONGEST_TEXT else f"{value[: LONGEST_TEXT - 1]}…"
        return (
            f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
        )
    if value is None:
        return f'<c s="{style}"/>'
    return f'<c s="{style}"><v>{_number(value)}</v></c>'


def _number(value: int | Decimal | datetime.date) -> str:
    if isinstance(value, Decimal):
        return plain_number(value)
    return str((value - _DAY_ZERO).days if isinstance(value, datetime.date) else value)


def _styles() -> str:
    """Cell styles: 0 the default, 1 a head, 2 text, then the number formats in order."""
    formats = _STYLES
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
