"""Word files and workbooks that would swell: refused, with the bytes that were unpacked counted."""

from __future__ import annotations

import zipfile
from collections.abc import Callable

import pytest

from generator.diagnostics import Level, Problems
from generator.limits import NODES_A_BYTE, NODES_IN_ANY_CASE, UNPACKED_LIMIT
from generator.sources.package import Package
from generator.sources.table_source import read_xlsx
from generator.sources.word_source import read_word
from generator.sources.workbook_source import read_workbook
from tests.bombs.documents import DOCUMENT, DOCUMENTS, TEXT
from tests.bombs.packages import LAUGHING, OUTSIDE, QUADRATIC, changed, claiming
from tests.bombs.workbooks import SHEET, WORKBOOK, WORKBOOKS, sheet_of

Reader = Callable[[str, bytes, Problems], object]
MEGABYTE = 2**20


READERS = [
    pytest.param(read_xlsx, WORKBOOK, SHEET, UNPACKED_LIMIT, id="table"),
    pytest.param(read_workbook, WORKBOOK, SHEET, UNPACKED_LIMIT, id="workbook"),
    pytest.param(read_word, DOCUMENT, TEXT, UNPACKED_LIMIT, id="word"),
]


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


@pytest.mark.parametrize(("read", "data", "part", "limit"), READERS)
@pytest.mark.parametrize(
    "bomb", [LAUGHING, QUADRATIC, OUTSIDE], ids=["laughs", "quadratic", "file"]
)
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
    assert refused(read, changed(WORKBOOK, name, LAUGHING.encode())) == ["WJ01"]


# What a workbook comes to: read, or refused by a rule.
OUTCOMES = {
    "a merge over the sheet": "read",
    "a link over the sheet": "read",
    "merges over one another": "read",
    "too many merges": "WJ02",
    "cells of nothing": "WJ02",
    "cells just under the size": "WJ02",
    "a row far away": "BG07",
    "a column far away": "BG07",
    "one long text everywhere": "WJ02",
    "hidden columns without end": "read",
    "a format without end": "read",
    "a format of open brackets": "read",
    "a format with a number of its own": "read",
    "a format with a number without end": "read",
    "a style that is not there": "read",
    "a style below none": "read",
    "a text with a number of its own": "read",
    "nests": "WJ02",
}


@pytest.mark.parametrize("name", OUTCOMES)
@pytest.mark.parametrize("read", [read_xlsx, read_workbook])
def test_small_workbooks_cost_little_whatever_they_claim(
    read: Reader, name: str, nodes: list[int]
) -> None:
    data, problems = WORKBOOKS[name](), Problems()
    assert len(data) < MEGABYTE
    found = read("a.xlsx", data, problems)
    errors = [d.rule for d in problems.found if d.level is Level.ERROR]
    assert (["read"] if found is not None else errors) == [OUTCOMES[name]]
    assert len(nodes) <= NODES_IN_ANY_CASE + NODES_A_BYTE * len(data) + 1


@pytest.mark.parametrize(
    ("name", "is_read"), [("paragraphs", False), ("runs", False), ("headers", True)]
)
def test_small_word_files_cost_little(name: str, is_read: bool, nodes: list[int]) -> None:
    data, problems = DOCUMENTS[name](), Problems()
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
