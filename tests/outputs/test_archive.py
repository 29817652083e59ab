"""Archives put together of pieces are read by anybody as if made at once."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from generator.outputs.archive import Slice, archive, deflated, holds, joined

_TEXTS = st.lists(st.text(max_size=40), max_size=4)
_PARTS = st.dictionaries(
    st.text("abc/.", min_size=1, max_size=8), st.lists(_TEXTS, max_size=4), max_size=3
)


@given(st.lists(st.binary(max_size=300), max_size=5))
def test_checksums_are_joined_without_the_bytes(pieces: list[bytes]) -> None:
    segments = [deflated([piece.decode("latin-1")]) for piece in pieces]
    whole = b"".join(piece.decode("latin-1").encode() for piece in pieces)
    assert joined(segments) == (zlib.crc32(whole), len(whole))


@given(_PARTS)
def test_an_archive_has_the_texts_of_all_its_segments(parts: dict[str, list[list[str]]]) -> None:
    made = archive((name, [deflated(t) for t in texts]) for name, texts in parts.items())
    with zipfile.ZipFile(BytesIO(b"".join(made.chunks()))) as read:
        assert read.testzip() is None
        assert read.namelist() == [*parts]
        for name, texts in parts.items():
            assert read.read(name) == "".join("".join(t) for t in texts).encode()


def test_a_segment_of_one_archive_stands_in_another_as_it_is(tmp_path: Path) -> None:
    segments = [deflated(["甲" * 50_000]), deflated(["乙丙" * 9]), deflated(["丁"])]
    first = archive([("a", segments)])
    place = tmp_path / "a.zip"
    place.write_bytes(b"".join(first.chunks()))
    size = len(b"".join(archive([("a", segments[1:2])]).chunks()))
    middle = segments[1].data
    assert isinstance(middle, bytes)
    taken = replace(segments[1], data=Slice(place, first.starts["a"][1], len(middle)))
    assert holds(taken)
    second = b"".join(archive([("a", [taken])]).chunks())
    assert len(second) == size
    with zipfile.ZipFile(BytesIO(second)) as read:
        assert read.read("a").decode() == "乙丙" * 9


def test_a_segment_that_was_changed_or_is_gone_is_told(tmp_path: Path) -> None:
    segment = deflated(["甲乙" * 99])
    assert holds(segment)
    assert not holds(replace(segment, checksum=segment.checksum ^ 1))
    assert not holds(replace(segment, data=b"\xff" * 30))
    assert not holds(replace(segment, data=Slice(tmp_path / "none", 0, 9)))
