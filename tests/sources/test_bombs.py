"""Word files and workbooks that would swell: refused, with the bytes that were unpacked counted."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from generator.diagnostics import Problems
from generator.sources.table_source import read_xlsx
from generator.sources.package import UNPACKED_LIMIT
from generator.sources.word_source import read_word
from generator.sources.workbook_source import read_workbook
from tests.importing.word_files import new, saved

Reader = Callable[[str, bytes, Problems], object]
MEGABYTE = 2**20


def sound_workbook() -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["名称", "编码"])
    book.active.append(["甲", "1"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


WORKBOOK, DOCUMENT = sound_workbook(), saved(new())
SHEET, TEXT = "xl/worksheets/sheet1.xml", "word/document.xml"
READERS = [
    pytest.param(read_xlsx, WORKBOOK, SHEET, UNPACKED_LIMIT, id="table"),
    pytest.param(read_workbook, WORKBOOK, SHEET, UNPACKED_LIMIT, id="workbook"),
    pytest.param(read_word, DOCUMENT, TEXT, UNPACKED_LIMIT, id="word"),
]


def changed(data: bytes, name: str, part: bytes) -> bytes:
    """The package with one part exchanged."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for item in old.infolist():
            made.writestr(item.filename, part if item.filename == name else old.read(item))
        assert name in old.namelist()
    return out.getvalue()


def claiming(data: bytes, name: str, size: int) -> bytes:
    """The package, its directory claiming another size for a part."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        start = archive.start_dir
    made, at = bytearray(data), start
    while made[at : at + 4] == b"PK\x01\x02":
        lengths = struct.unpack("<HHH", made[at + 28 : at + 34])
        if made[at + 46 : at + 46 + lengths[0]].decode() == name:
            made[at + 24 : at + 28] = struct.pack("<I", size)
        at += 46 + sum(lengths)
    return bytes(made)


@pytest.fixture
def unpacked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of all pieces that come out of archives."""
    sizes: list[int] = []
    own = zipfile.ZipExtFile._read1  # type: ignore[attr-defined]

    def counted(self: zipfile.ZipExtFile, n: int) -> bytes:
        data: bytes = own(self, n)
        sizes.append(len(data))
        return data

    monkeypatch.setattr(zipfile.ZipExtFile, "_read1", counted)
    return sizes


def refused(read: Reader, data: bytes) -> list[str]:
    problems = Problems()
    assert read("a", data, problems) is None
    return [d.rule for d in problems.found]


@pytest.mark.parametrize(("read", "data", "part", "limit"), READERS)
def test_the_count_sees_what_is_unpacked(
    read: Reader, data: bytes, part: str, limit: int, unpacked: list[int]
) -> None:
    read("a", data, Problems())
    assert sum(unpacked) > 1000


@pytest.mark.parametrize(("read", "data", "part", "limit"), READERS)
def test_a_package_that_says_how_large_it_is_is_never_unpacked(
    read: Reader, data: bytes, part: str, limit: int, unpacked: list[int]
) -> None:
    assert refused(read, claiming(data, part, limit + 1)) == ["WJ02"]
    assert sum(unpacked) < 4 * MEGABYTE


@pytest.mark.parametrize(("read", "data", "part", "limit"), READERS)
def test_a_part_larger_than_it_says_is_cut_off(
    read: Reader, data: bytes, part: str, limit: int, unpacked: list[int]
) -> None:
    huge = changed(data, part, b"<x>" + b" " * (32 * MEGABYTE) + b"</x>")
    assert len(huge) < MEGABYTE
    assert refused(read, claiming(huge, part, 100)) == ["WJ01"]
    assert sum(unpacked) < 4 * MEGABYTE


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
BOMB = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]><x>&l11;</x>'
QUADRATIC = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "{"a" * 9999}">]><x>{"&a;" * 999}</x>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>'


@pytest.mark.parametrize(("read", "data", "part", "limit"), READERS)
@pytest.mark.parametrize("bomb", [BOMB, QUADRATIC, OUTSIDE], ids=["laughs", "quadratic", "file"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_before_they_swell(
    read: Reader, data: bytes, part: str, limit: int, bomb: str, encoding: str,
    unpacked: list[int],
) -> None:  # fmt: skip
    text = bomb.replace("?>", f' encoding="{encoding}"?>', 1)
    assert refused(read, changed(data, part, text.encode(encoding))) == ["WJ01"]
    assert sum(unpacked) < 4 * MEGABYTE


@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"])
@pytest.mark.parametrize("read", [read_xlsx, read_workbook])
def test_no_part_of_a_workbook_may_hold_entities(read: Reader, name: str) -> None:
    assert refused(read, changed(WORKBOOK, name, BOMB.encode())) == ["WJ01"]
