"""Word files and workbooks that would swell: refused, with the bytes that were unpacked counted."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from generator.diagnostics import Level, Problems
from generator.limits import NODES_A_BYTE, NODES_IN_ANY_CASE, UNPACKED_LIMIT
from generator.sources.package import Package
from generator.sources.table_source import read_xlsx
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


SHEET_HEAD = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
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
    strings = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<si><t>{'长' * 30_000}</t></si></sst>"
    )
    cells = ("<row>" + '<c t="s"><v>0</v></c>' * 50 + "</row>") * 400
    relation = f'<Relationship Id="s" Type="{RELATION}/sharedStrings" Target="sharedStrings.xml"/>'
    with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as archive:
        relations = archive.read("xl/_rels/workbook.xml.rels").decode()
    relations = relations.replace("</Relationships>", f"{relation}</Relationships>")
    data = changed(sheet_of(cells), "xl/_rels/workbook.xml.rels", relations.encode())
    return with_part(data, "xl/sharedStrings.xml", strings)


def with_headers(count: int) -> bytes:
    """A Word file that names one large header very many times."""
    header = f'<w:hdr xmlns:w="{WORDS}">{"<w:p><w:r><w:t>甲</w:t></w:r></w:p>" * 5000}</w:hdr>'
    relations = "".join(
        f'<Relationship Id="h{n}" Type="{RELATION}/header" Target="h.xml"/>' for n in range(count)
    )
    data = changed(
        DOCUMENT, "word/_rels/document.xml.rels",
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{relations}</Relationships>".encode(),
    )  # fmt: skip
    return with_part(data, "word/h.xml", header)


def with_part(data: bytes, name: str, part: str) -> bytes:
    """The package with one part more."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, part)
    return out.getvalue()


def document_of(body: str) -> bytes:
    text = f'<w:document xmlns:w="{WORDS}"><w:body>{body}</w:body></w:document>'
    return changed(DOCUMENT, TEXT, text.encode())


def links(reference: str) -> str:
    return f'<hyperlinks><hyperlink ref="{reference}" location="x"/></hyperlinks>'


def merges(reference: str, times: int = 1) -> str:
    one = f'<mergeCell ref="{reference}"/>'
    return f"<mergeCells>{one * times}</mergeCells>"


EVERYWHERE = "A1:XFD1048576"
# What is made, with which reader, and what it must come to: read, or refused by a rule.
BITES: dict[str, tuple[Callable[[], bytes], str]] = {
    "a merge over the sheet": (lambda: sheet_of(FIRST_CELL, merges(EVERYWHERE)), "read"),
    "a link over the sheet": (lambda: sheet_of(FIRST_CELL, links(EVERYWHERE)), "read"),
    "merges over one another": (
        lambda: sheet_of(f'{FIRST_CELL}<row r="19999"><c><v>1</v></c></row>',
                         merges("A1:B19999", 49_000)), "read",
    ),
    "too many merges": (lambda: sheet_of(FIRST_CELL, merges("A1:B2", 300_000)), "WJ02"),
    "cells of nothing": (lambda: sheet_of(f"<row>{'<c/>' * 1_000_000}</row>"), "WJ02"),
    "cells just under the size": (
        lambda: sheet_of(f"<row>{'<c><v>1</v></c>' * 20}</row>" * 100_000), "WJ02",
    ),
    "a row far away": (lambda: sheet_of('<row r="1048576"><c><v>1</v></c></row>'), "BG07"),
    "a column far away": (lambda: sheet_of('<row r="1"><c r="XFD1"><v>1</v></c></row>'), "BG07"),
    "one long text everywhere": (with_one_text_in_every_cell, "WJ02"),
    "hidden columns without end": (
        lambda: sheet_of(FIRST_CELL, '<cols><col min="1" max="99999999" hidden="0"/></cols>'),
        "read",
    ),
    "a format without end": (lambda: styled("0" * 200_000), "read"),
    "a format of open brackets": (lambda: styled("[" * 200), "read"),
    "a format with a number of its own": (lambda: styled("0", "²"), "read"),
    "a format with a number without end": (lambda: styled("0", "9" * 5_000), "read"),
    "a style below none": (lambda: sheet_of('<row><c s="-3"><v>1</v></c></row>'), "read"),
    "a text with a number of its own": (
        lambda: sheet_of('<row><c t="s"><v>²</v></c><c><v>1</v></c></row>'), "read",
    ),
    "nests": (lambda: sheet_of("<row>" * 5_000 + "</row>" * 5_000), "WJ02"),
}  # fmt: skip


@pytest.mark.parametrize("name", BITES)
@pytest.mark.parametrize("read", [read_xlsx, read_workbook])
def test_small_workbooks_cost_little_whatever_they_claim(
    read: Reader, name: str, nodes: list[int]
) -> None:
    make, outcome = BITES[name]
    data, problems = make(), Problems()
    assert len(data) < MEGABYTE
    found = read("a.xlsx", data, problems)
    errors = [d.rule for d in problems.found if d.level is Level.ERROR]
    assert (["read"] if found is not None else errors) == [outcome]
    assert len(nodes) <= NODES_IN_ANY_CASE + NODES_A_BYTE * len(data) + 1


@pytest.mark.parametrize(
    ("make", "is_read"),
    [
        (lambda: document_of("<w:p/>" * 1_000_000), False),
        (lambda: document_of(f"<w:p>{'<w:r><w:t>x</w:t></w:r>' * 400_000}</w:p>"), False),
        (lambda: with_headers(2_000), True),
    ],
    ids=["paragraphs", "runs", "headers"],
)
def test_small_word_files_cost_little(
    make: Callable[[], bytes], is_read: bool, nodes: list[int]
) -> None:
    data, problems = make(), Problems()
    found = read_word("a.docx", data, problems)
    assert (found is not None) == is_read
    assert [d.rule for d in problems.found] == ([] if is_read else ["WJ02"])
    assert len(nodes) <= NODES_IN_ANY_CASE + NODES_A_BYTE * len(data) + 1


@pytest.fixture
def nodes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each element that is read."""
    counted: list[int] = []
    own = Package.count_node

    def count(self: Package) -> None:
        counted.append(1)
        own(self)

    monkeypatch.setattr(Package, "count_node", count)
    return counted


def test_a_file_that_is_large_indeed_may_have_many_nodes() -> None:
    rows = "".join(
        f"<row>{''.join(f'<c><v>{n * 7919 % 100_003 + k / 7}</v></c>' for k in range(20))}</row>"
        for n in range(9_000)
    )
    problems = Problems()
    data = sheet_of(rows)
    assert len(data) > MEGABYTE // 2
    assert read_workbook("a.xlsx", data, problems) is not None
    assert not problems.found
