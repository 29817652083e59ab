"""The records of an old workbook (BIFF 5 and 8, [MS-XLS]) counted before xlrd reads them.

xlrd takes an area of links apart cell by cell, believes every count that a record gives, and
makes an object of each name and style. So the records are walked as it will read them, those
that say nothing about cells are struck out, and the others are counted.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from struct import unpack_from
from typing import Final, NamedTuple

from xlrd.compdoc import CompDoc

from ...limits import (
    CELL_LIMIT,
    MERGE_LIMIT,
    NODES_AT_MOST,
    OLD_WORKBOOK_LIMIT,
    RECORD_LIMIT,
    SHEET_ROW_LIMIT,
    STYLE_LIMIT,
    WORKBOOK_TEXT_LIMIT,
)
from ..package import Wanted, broken, encrypted, too_large

OLD_WORKBOOK: Final = Wanted(
    "工作簿（.xls）", "用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”。"
)
_STREAMS: Final = ("Workbook", "Book")
_BOF, _EOF, _CONTINUE, _SHEET, _STRINGS, _MERGED, _MANY = 0x809, 0x0A, 0x3C, 0x85, 0xFC, 0xE5, 0xBD
_PASSWORD: Final = 0x2F
_VERSIONS: Final = (0x0500, 0x0600)
# A number, a text, a formula, a truth value or a fault; and a row of numbers.
_CELLS: Final = frozenset({0x203, 0x27E, 0x204, 0xFD, 0xD6, 0x06, 0x205, _MANY})
# Fonts, formats, styles of cells and of names, colours, and columns, each a loop in xlrd.
_STYLES: Final = frozenset({0x31, 0x41E, 0xE0, 0x293, 0x92, 0x7D})
# What else is read: dates, code page, password, rows, the text of a formula, comments.
_OTHERS: Final = frozenset({0x22, 0x42, _PASSWORD, 0x208, 0x207, 0x1C, 0x5D, 0x1B6})
_KEPT: Final = _CELLS | _STYLES | _OTHERS | {_BOF, _EOF, _CONTINUE, _SHEET, _STRINGS, _MERGED}
_STRUCK_OUT: Final = b"\xff\xff"
_IS_WIDE, _HAS_PHONETIC, _HAS_RUNS = 0x01, 0x04, 0x08


class _Record(NamedTuple):
    """A record's kind, where it begins in the stream, and where what it says begins and ends."""

    kind: int
    at: int
    begin: int
    end: int


class Records(NamedTuple):
    """The stream of a workbook without what nobody reads; `others` counts charts and macros."""

    stream: bytes
    others: int


def read_records(data: bytes) -> Records:
    """The records of an old workbook; raises Refusal where there are too many of a kind."""
    if len(data) > OLD_WORKBOOK_LIMIT:  # nothing in it is packed, so it is as large as it says
        raise too_large()
    stream = bytearray(_stream(data))
    if unpack_from("<HHH", stream)[0] != _BOF or unpack_from("<H", stream, 4)[0] not in _VERSIONS:
        raise broken(OLD_WORKBOOK)
    counts = _Counts()
    sheets: list[int] = []
    others = 0
    for record in _counted(stream, 0, counts):
        if record.kind == _SHEET:
            at, _, kind = unpack_from("<IBB", stream, record.begin)
            others += kind != 0
            sheets += [] if kind else [at]
        elif record.kind == _STRINGS:
            _count_strings(stream, record)
        elif record.kind == _PASSWORD:
            raise encrypted(OLD_WORKBOOK)
    for at in sheets:
        _count_places(stream, at, counts)
    return Records(bytes(stream), others)


def _stream(data: bytes) -> bytes:
    package = CompDoc(data, logfile=io.StringIO())
    for name in _STREAMS:
        held, begin, length = package.locate_named_stream(name)
        if held:
            return bytes(held[begin : begin + length])
    raise broken(OLD_WORKBOOK)


def _records(stream: bytearray, at: int) -> Iterator[_Record]:
    """The records from one on to the end of what it begins; a chart within is passed over."""
    is_within = False
    begins = at
    while 0 <= at <= len(stream) - 4:
        kind, length = unpack_from("<HH", stream, at)
        record = _Record(kind, at, at + 4, min(at + 4 + length, len(stream)))
        yield record
        if kind == _EOF and not is_within:
            return
        is_within = (is_within or (kind == _BOF and at != begins)) and kind != _EOF
        at += 4 + length


@dataclass(slots=True)
class _Counts:
    """What all sheets of a workbook together hold."""

    records: int = 0
    cells: int = 0
    styles: int = 0
    merged: int = 0
    rows: int = 0
    places: int = 0

    def check(self) -> None:
        """Raises Refusal where something is too much."""
        if (
            self.records > RECORD_LIMIT
            or self.cells > CELL_LIMIT
            or self.styles > STYLE_LIMIT
            or self.merged > MERGE_LIMIT
            or self.rows > CELL_LIMIT
            or self.places > NODES_AT_MOST
        ):
            raise too_large()


def _counted(stream: bytearray, at: int, counts: _Counts) -> Iterator[_Record]:
    """The records that are read, each counted; the others are struck out."""
    for record in _records(stream, at):
        kind, _, begin, end = record
        counts.records += 1
        if kind not in _KEPT:
            stream[record.at : record.at + 2] = _STRUCK_OUT
        if kind in _CELLS:
            counts.cells += max(1, (end - begin) // 6) if kind == _MANY else 1
        elif kind in _STYLES:
            counts.styles += 1
        elif kind == _MERGED and end - begin >= 2:
            counts.merged += unpack_from("<H", stream, begin)[0]
        counts.check()
        if kind in _KEPT:
            yield record


def _count_places(stream: bytearray, at: int, counts: _Counts) -> None:
    """Count a sheet: its rows, and each of them as wide as it is to its last cell."""
    widths: dict[int, int] = {}
    for kind, _, begin, end in _counted(stream, at, counts):
        if kind in _CELLS and end - begin >= 4:
            row, column = unpack_from("<HH", stream, begin)
            column += (end - begin) // 6 if kind == _MANY else 1
            widths[row] = max(widths.get(row, 0), column)
    rows = max(widths, default=0)
    counts.rows += rows
    counts.places += sum(widths.values())
    counts.check()
    if rows > SHEET_ROW_LIMIT:
        raise too_large()


def _count_strings(stream: bytearray, record: _Record) -> None:
    """Walk the shared strings as xlrd does: their number, lengths and runs as they claim them.

    Raises Refusal: one that says that it ends before it begins would be read again and again.
    """
    pieces = [(record.begin, record.end)]
    for further in _records(stream, record.end):
        if further.kind != _CONTINUE:
            break
        pieces.append((further.begin, further.end))
    number = unpack_from("<I", stream, record.begin + 4)[0]
    piece, at = 0, record.begin + 8
    total = runs = 0
    if number > CELL_LIMIT:
        raise too_large()
    for _ in range(number):
        length, options = unpack_from("<HB", stream, at)
        at += 3
        run_count = phonetic = 0
        if options & _HAS_RUNS:
            run_count, at = unpack_from("<H", stream, at)[0], at + 2
        if options & _HAS_PHONETIC:
            phonetic, at = unpack_from("<i", stream, at)[0], at + 4
        total, runs = total + length, runs + run_count
        if total > WORKBOOK_TEXT_LIMIT or runs > CELL_LIMIT:
            raise too_large()
        if phonetic < 0:
            raise broken(OLD_WORKBOOK)
        while True:
            width = 2 if options & _IS_WIDE else 1
            held = min((pieces[piece][1] - at) // width, length)
            at, length = at + held * width, length - held
            if not length:
                break
            piece += 1
            at, options = pieces[piece][0] + 1, stream[pieces[piece][0]]
        for skipped in (4 * run_count, phonetic):
            at += skipped
            while at >= pieces[piece][1] and piece + 1 < len(pieces):
                at += pieces[piece + 1][0] - pieces[piece][1]
                piece += 1
