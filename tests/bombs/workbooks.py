"""Workbooks made to hurt: each a few kilobytes that claim to be far more."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable
from typing import Final

import openpyxl

from tests.bombs.packages import LAUGHING, RELATION, changed, relations, with_part


def sound_workbook() -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["名称", "编码"])
    book.active.append(["甲", "1"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


WORKBOOK: Final = sound_workbook()
SHEET: Final = "xl/worksheets/sheet1.xml"
SHEET_HEAD = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)
FIRST_CELL = '<row r="1"><c r="A1" t="str"><v>甲</v></c></row>'


def sheet_of(cells: str, after: str = "") -> bytes:
    """A workbook whose sheet has these cells, and these elements behind them."""
    text = f"{SHEET_HEAD}{cells}</sheetData>{after}</worksheet>"
    return changed(WORKBOOK, SHEET, text.encode())


def styled(code: str, number: str = "200") -> bytes:
    """A workbook whose only number has this format, under this number of a format."""
    styles = (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts>'
        f'<numFmt numFmtId="{number}" formatCode="{code}"/></numFmts>'
        f'<cellXfs><xf numFmtId="{number}"/></cellXfs></styleSheet>'
    )
    return changed(
        sheet_of('<row><c s="0"><v>36.5</v></c></row>'), "xl/styles.xml", styles.encode()
    )


def with_one_text_in_every_cell() -> bytes:
    data = with_strings(f"<si><t>{'长' * 30_000}</t></si>")
    cells = ("<row>" + '<c t="s"><v>0</v></c>' * 50 + "</row>") * 400
    return changed(data, SHEET, f"{SHEET_HEAD}{cells}</sheetData></worksheet>".encode())


def filled_with(cell: str) -> bytes:
    """A workbook of 40,000 cells that are all the same."""
    return sheet_of(f"<row>{cell * 50}</row>" * 800)


def links(reference: str) -> str:
    return f'<hyperlinks><hyperlink ref="{reference}" location="x"/></hyperlinks>'


def merges(reference: str, times: int = 1) -> str:
    one = f'<mergeCell ref="{reference}"/>'
    return f"<mergeCells>{one * times}</mergeCells>"


def with_rows_hidden(count: int) -> bytes:
    """Every other row hidden, with a text in it."""
    rows = "".join(
        f'<row r="{n}" hidden="{n % 2}"><c r="A{n}" t="str"><v>甲</v></c></row>'
        for n in range(1, count)
    )
    return sheet_of(rows)


def with_sheets(count: int) -> bytes:
    """The one sheet listed very many times."""
    listed = "".join(
        f'<sheet name="表{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, count + 1)
    )
    book = f"""<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        xmlns:r="{RELATION}"><sheets>{listed}</sheets></workbook>"""
    return changed(WORKBOOK, "xl/workbook.xml", book.encode())


def with_names(count: int) -> bytes:
    """A workbook with very many defined names."""
    names = "".join(f'<definedName name="n{n}">表!$A$1</definedName>' for n in range(count))
    with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as archive:
        book = archive.read("xl/workbook.xml").decode()
    book = re.sub(r"<definedNames\s*/>", "", book)
    book = book.replace("</sheets>", f"</sheets><definedNames>{names}</definedNames>")
    return changed(WORKBOOK, "xl/workbook.xml", book.encode())


def with_comments(count: int) -> bytes:
    """A workbook with a comment on each of very many cells."""
    said = "".join(f'<comment ref="A{n}"/>' for n in range(count))
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    data = with_part(
        sheet_of(FIRST_CELL), "xl/worksheets/_rels/sheet1.xml.rels",
        relations("c1 comments ../comments1.xml").decode(),
    )  # fmt: skip
    return with_part(
        data,
        "xl/comments1.xml",
        f'<comments xmlns="{main}"><commentList>{said}</commentList></comments>',
    )


def with_strings(items: str) -> bytes:
    """A workbook whose every cell shows the first of these shared strings."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as archive:
        every = archive.read("xl/_rels/workbook.xml.rels").decode()
    relation = f'<Relationship Id="s" Type="{RELATION}/sharedStrings" Target="sharedStrings.xml"/>'
    every = every.replace("</Relationships>", f"{relation}</Relationships>")
    cells = '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>'
    data = changed(sheet_of(cells), "xl/_rels/workbook.xml.rels", every.encode())
    return with_part(data, "xl/sharedStrings.xml", f'<sst xmlns="{main}">{items}</sst>')


def with_entries(count: int) -> bytes:
    """A workbook whose directory lists very many parts, none of them there."""
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 3, 20, *[0] * 3, *[0] * 2, *[0] * 3, 1,
                        *[0] * 4, 0, 0) + b"x"  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as archive:
        start = archive.start_dir
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, len(entry) * count, start, 0)
    return WORKBOOK[:start] + entry * count + end


def with_external_links(count: int) -> bytes:
    """A workbook that names very many others, in folders above and at addresses."""
    lines = [f"x{n} externalLink ../../../../etc/passwd{n}" for n in range(count)]
    made = relations("rId1 worksheet /xl/worksheets/sheet1.xml", *lines)
    return changed(WORKBOOK, "xl/_rels/workbook.xml.rels", made)


EVERYWHERE: Final = "A1:XFD1048576"
# Each is small, and claims to be far more than it is.
WORKBOOKS: Final[dict[str, Callable[[], bytes]]] = {
    "a merge over the sheet": lambda: sheet_of(FIRST_CELL, merges(EVERYWHERE)),
    "a link over the sheet": lambda: sheet_of(FIRST_CELL, links(EVERYWHERE)),
    "merges over one another": lambda: sheet_of(
        f'{FIRST_CELL}<row r="19999"><c><v>1</v></c></row>', merges("A1:B19999", 49_000)
    ),
    "too many merges": lambda: sheet_of(FIRST_CELL, merges("A1:B2", 300_000)),
    "cells of nothing": lambda: sheet_of(f"<row>{'<c/>' * 1_000_000}</row>"),
    "cells just under the size": lambda: sheet_of(
        f"<row>{'<c><v>1</v></c>' * 20}</row>" * 100_000
    ),
    "a row far away": lambda: sheet_of('<row r="1048576"><c><v>1</v></c></row>'),
    "a column far away": lambda: sheet_of('<row r="1"><c r="XFD1"><v>1</v></c></row>'),
    "one long text everywhere": with_one_text_in_every_cell,
    "hidden columns without end": lambda: sheet_of(
        FIRST_CELL, '<cols><col min="1" max="99999999" hidden="0"/></cols>'
    ),
    "a format without end": lambda: styled("0" * 200_000),
    "a format of open brackets": lambda: styled("[" * 200),
    "a format with a number of its own": lambda: styled("0", "²"),
    "a format with a number without end": lambda: styled("0", "9" * 5_000),
    "a style that is not there": lambda: sheet_of('<row><c s="99999"><v>1</v></c></row>'),
    "a style below none": lambda: sheet_of('<row><c s="-3"><v>1</v></c></row>'),
    "a text with a number of its own": lambda: sheet_of(
        '<row><c t="s"><v>²</v></c><c><v>1</v></c></row>'
    ),
    "nests": lambda: sheet_of("<row>" * 5_000 + "</row>" * 5_000),
    "every column there is": lambda: sheet_of(
        f'<row r="1">{"".join(f"<c><v>{n}</v></c>" for n in range(16_384))}</row>'
    ),
    "columns hidden again and again": lambda: sheet_of(
        f'{FIRST_CELL}<row><c r="IV1"><v>1</v></c></row>',
        "<cols>" + '<col min="1" max="16384" hidden="1"/>' * 90_000 + "</cols>",
    ),
    "rows hidden by turns": lambda: with_rows_hidden(19_000),
    "one sheet listed again and again": lambda: with_sheets(3_000),
    "names": lambda: with_names(90_000),
    "comments": lambda: with_comments(90_000),
    "formulas without values": lambda: filled_with("<c><f>A1</f></c>"),
    "faults": lambda: filled_with('<c t="e"><v>#REF!</v></c>'),
    "signs that nobody sees": lambda: filled_with(
        '<c t="str"><v>甲\u200b\u202e</v></c>'
    ),
    "a string of pieces": lambda: with_strings(f"<si>{'<r><t>甲</t></r>' * 40_000}</si>"),
    "strings of nothing": lambda: with_strings("<si/>" * 90_000),
    "a string without end": lambda: with_strings(f"<si><t>{'甲' * 20_000_000}</t></si>"),
    "a directory without end": lambda: with_entries(300_000),
    "links to other workbooks": lambda: with_external_links(90_000),
    "a large number": lambda: sheet_of("<row><c><v>1e308</v></c></row>"),
    "a format of fractions": lambda: styled("# ????????????/????????????"),
    "a format of Chinese digits": lambda: styled("[DBNum2]" * 30),
    "two parts of one name": lambda: with_part(WORKBOOK, SHEET.upper(), "<x/>"),
    "parts outside": lambda: with_part(with_part(WORKBOOK, "../../etc/x", "甲"), "/etc/y", "乙"),
    "properties with entities": lambda: changed(WORKBOOK, "docProps/core.xml", LAUGHING.encode()),
}  # fmt: skip
