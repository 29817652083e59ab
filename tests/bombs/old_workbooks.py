"""Old workbooks (.xls) made record by record, as no program would write them."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Final

_SECTOR: Final = 512
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_IN_HEADER: Final = 109  # sectors of the table that a header lists: enough for 7 MB
_SMALL: Final = 4096  # what is shorter would stand in another stream
BOF, EOF, SHEET, STRINGS, CONTINUE, FORMAT, STYLE = 0x809, 0x0A, 0x85, 0xFC, 0x3C, 0x41E, 0xE0
NUMBER, TEXT, SHARED, COLUMN, ROW, MERGED, LINK, NAME = (
    0x203, 0x204, 0xFD, 0x7D, 0x208, 0xE5, 0x1B8, 0x18,
)  # fmt: skip


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def begin(kind: int) -> bytes:
    """What begins the globals (5) or a sheet (0x10) of BIFF 8."""
    return record(BOF, struct.pack("<HHHHII", 0x600, kind, 0, 0, 0, 0))


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    return record(NUMBER, struct.pack("<HHHd", row, column, style, value))


def text(row: int, column: int, said: str) -> bytes:
    head = struct.pack("<HHHHB", row, column, 0, len(said), 1)
    return record(TEXT, head + said.encode("utf-16-le"))


def shared(row: int, column: int, at: int) -> bytes:
    return record(SHARED, struct.pack("<HHHI", row, column, 0, at))


def string(length: int, options: int, rest: bytes = b"") -> bytes:
    """One of the shared strings, with what it claims of itself."""
    return struct.pack("<HB", length, options) + rest


def strings(count: int, said: bytes) -> bytes:
    """The shared strings, as many as claimed, split into records as they must be."""
    data = struct.pack("<II", count, count) + said
    pieces = [data[at : at + 8000] for at in range(0, len(data), 8000)]
    return record(STRINGS, pieces[0]) + b"".join(record(CONTINUE, p) for p in pieces[1:])


def workbook(*sheets: bytes, more: bytes = b"", at: list[int] | None = None) -> bytes:
    """A workbook of sheets, each the records between its first and last; `more` goes before.

    `at` places the sheets elsewhere than where they stand.
    """
    style = record(STYLE, bytes(20))
    fixed = begin(5) + style + more
    heads = len(sheets) if at is None else len(at)
    length = len(fixed) + heads * len(_listed(0, 0)) + len(record(EOF))
    bodies = [begin(0x10) + sheet + record(EOF) for sheet in sheets]
    places, here = [], length
    for body in bodies:
        places.append(here)
        here += len(body)
    chosen = places if at is None else [places[n] for n in at]
    listed = b"".join(_listed(place, n) for n, place in enumerate(chosen))
    return container(fixed + listed + record(EOF) + b"".join(bodies))


def _listed(place: int, number: int) -> bytes:
    name = f"{number:06}".encode()
    return record(SHEET, struct.pack("<IBBBB", place, 0, 0, len(name), 0) + name)


def sample() -> bytes:
    """A list of projects as an old workbook, with texts, numbers, a format and a merged area."""
    said = ("名称", "预算数", "绩效目标", "甲项目", "乙项目", "完成全年检测任务")
    held = b"".join(string(len(x), 1, x.encode("utf-16-le")) for x in said)
    code = "#,##0.00"
    form = record(FORMAT, struct.pack("<HHB", 200, len(code), 0) + code.encode())
    styled = record(STYLE, struct.pack("<HHH", 0, 200, 0) + bytes(14))
    rows = [shared(0, n, n) for n in range(3)]
    for row in (1, 2):
        rows += [shared(row, 0, 2 + row), number(row, 1, 36.5 * row, 1), shared(row, 2, 5)]
    rows += [text(3, 0, "合计"), number(3, 1, 109.5, 1)]
    rows += [record(MERGED, struct.pack("<HHHHH", 1, 1, 2, 2, 2)), record(ROW, bytes(16))]
    return workbook(b"".join(rows), more=form + styled + strings(len(said), held))


def container(stream: bytes) -> bytes:
    """A compound file ([MS-CFB]) whose only stream is the workbook's."""
    stream = stream.ljust(_SMALL, b"\0")
    stream += bytes(-len(stream) % _SECTOR)
    count = len(stream) // _SECTOR
    tables = 1
    while tables * _SECTOR // 4 < count + 1 + tables:
        tables += 1
    assert tables <= _IN_HEADER
    chain = [*range(1, count), _END, _END, *[_TABLE] * tables]
    chain += [_FREE] * (tables * _SECTOR // 4 - len(chain))
    first_table = count + 1
    listed = [*range(first_table, first_table + tables)]
    listed += [_FREE] * (_IN_HEADER - tables)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack(
        "<HHHHH6x9I", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, count, 0, _SMALL, _END, 0, _END, 0
    )  # fmt: skip
    header += struct.pack(f"<{_IN_HEADER}I", *listed)
    assert len(header) == _SECTOR
    directory = _entry("Root Entry", 5, _END, 0, 1) + _entry("Workbook", 2, 0, len(stream), _FREE)
    directory += bytes(_SECTOR - len(directory))
    return header + stream + directory + struct.pack(f"<{len(chain)}I", *chain)


def _entry(name: str, kind: int, first: int, size: int, child: int) -> bytes:
    said = name.encode("utf-16-le")
    head = said.ljust(64, b"\0") + struct.pack(
        "<HBBIII", len(said) + 2, kind, 1, _FREE, _FREE, child
    )
    return head + bytes(36) + struct.pack("<III", first, size, 0)


_ONE: Final = text(0, 0, "甲")
# Each is small, or no larger than an honest one may be, and claims to be far more.
OLD_WORKBOOKS: Final[dict[str, Callable[[], bytes]]] = {
    "a link over the sheet": lambda: workbook(
        _ONE + record(LINK, struct.pack("<HHHH", 0, 0xFFFF, 0, 0xFF) + bytes(24))
    ),
    "a merge over the sheet": lambda: workbook(
        _ONE + record(MERGED, struct.pack("<HHHHH", 1, 0, 0xFFFF, 0, 0xFF))
    ),
    "merges": lambda: workbook(
        _ONE + record(MERGED, struct.pack("<H", 1000) + bytes(8000)) * 700
    ),
    "styles": lambda: workbook(_ONE, more=record(STYLE, bytes(20)) * 250_000),
    "columns set again and again": lambda: workbook(
        _ONE + record(COLUMN, struct.pack("<HHHHHH", 0, 255, 2000, 0, 0, 0)) * 300_000
    ),
    "names": lambda: workbook(_ONE, more=record(NAME, bytes(15)) * 300_000),
    "records of nothing": lambda: workbook(_ONE + record(0x1234) * 1_500_000),
    "one sheet listed again and again": lambda: workbook(
        record(0x1234) * 100_000 + _ONE, at=[0] * 2_000
    ),
    "rows far away": lambda: workbook(*[text(65_535, 0, "")] * 2_000),
    "columns far away": lambda: workbook(*[text(9_999, 255, "甲")] * 300),
    "wide rows": lambda: workbook(b"".join(number(n, 255, 1) for n in range(19_999))),
    "cells": lambda: workbook(b"".join(number(n // 250, n % 250, n) for n in range(300_000))),
    "rows of numbers": lambda: workbook(
        b"".join(record(0xBD, struct.pack("<HH", n, 0) + bytes(6 * 250 + 2)) for n in range(4_000))
    ),
    "strings by claim": lambda: workbook(shared(0, 0, 0), more=strings(0xFFFFFFFF, b"")),
    "strings of nothing": lambda: workbook(
        shared(0, 0, 0), more=strings(2_000_000, string(0, 0) * 2_000_000)
    ),
    "a string that ends before it begins": lambda: workbook(
        shared(0, 0, 0),
        more=strings(190_000, string(7_000, 4, struct.pack("<i", -7_007) + b"a" * 7_000)),
    ),
    "strings of many runs": lambda: workbook(
        shared(0, 0, 0),
        more=strings(20, string(1, 8, struct.pack("<H", 0xFFFF) + bytes(262_141)) * 20),
    ),
    "one long text everywhere": lambda: workbook(
        b"".join(shared(n // 200, n % 200, 0) for n in range(100_000)),
        more=strings(1, string(7_900, 0, b"a" * 7_900)),
    ),
    "a number that is none": lambda: workbook(_ONE + number(1, 0, float("nan"))),
    "a number without end": lambda: workbook(_ONE + number(1, 0, float("-inf"))),
    "a style that is not there": lambda: workbook(_ONE + number(1, 0, 1, 0xFFFF)),
}  # fmt: skip
