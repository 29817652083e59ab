"""ZIP archives put together of pieces: what is deflated once can go into several.

A part is deflated in segments, each of which needs nothing of those before it, so that a
segment may be taken from another file as it is. Archives hold no hour and no system: the
same parts give the same bytes.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

_LOCAL: Final = struct.Struct("<4s5H3L2H")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_VERSION: Final = 20
_DEFLATED: Final = 8
_TIME, _DATE = 0, 1 << 5 | 1  # midnight of the first day that ZIP knows, 1980-01-01
# The last block of a deflated stream, with nothing in it.
_LAST: Final = b"\x03\x00"
_POLYNOMIAL: Final = 0xEDB88320
_ONE: Final = 1 << 31


@dataclass(frozen=True, slots=True)
class Slice:
    """Some bytes of a file."""

    place: Path
    start: int
    size: int

    def read(self) -> bytes:
        """The bytes. Raises OSError where the file is gone."""
        with self.place.open("rb") as file:
            file.seek(self.start)
            return file.read(self.size)


Piece = bytes | Slice


def size_of(piece: Piece) -> int:
    return len(piece) if isinstance(piece, bytes) else piece.size


def read(piece: Piece) -> bytes:
    return piece if isinstance(piece, bytes) else piece.read()


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of a deflated part: the checksum and size of what it holds, and its bytes."""

    checksum: int
    size: int
    data: Piece


def deflated(texts: Iterable[str]) -> Segment:
    """Texts as one segment; they come one by one, since together they may be very large."""
    deflate = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    checksum = size = 0
    written = []
    for text in texts:
        plain = text.encode("utf-8")
        checksum, size = zlib.crc32(plain, checksum), size + len(plain)
        written.append(deflate.compress(plain))
    return Segment(checksum, size, b"".join((*written, deflate.flush(zlib.Z_SYNC_FLUSH))))


def holds(segment: Segment) -> bool:
    """Whether a segment holds what it says; not where its file was changed or is gone."""
    try:
        plain = zlib.decompressobj(wbits=-zlib.MAX_WBITS).decompress(read(segment.data))
    except (OSError, zlib.error):
        return False
    return (zlib.crc32(plain), len(plain)) == (segment.checksum, segment.size)


@dataclass(frozen=True, slots=True)
class Archive:
    """The pieces of an archive, and where in it each segment of each part begins."""

    pieces: tuple[Piece, ...]
    starts: dict[str, tuple[int, ...]]

    def chunks(self) -> Iterator[bytes]:
        """Its bytes, a piece at a time."""
        return map(read, self.pieces)


def archive(parts: Iterable[tuple[str, Sequence[Segment]]]) -> Archive:
    """An archive of parts under their names (ASCII)."""
    pieces: list[Piece] = []
    directory: list[bytes] = []
    starts: dict[str, tuple[int, ...]] = {}
    at = 0
    for name, segments in parts:
        checksum, plain = joined(segments)
        size = sum(size_of(s.data) for s in segments) + len(_LAST)
        told = (0, _DEFLATED, _TIME, _DATE, checksum, size, plain, len(name), 0)
        coded = name.encode("ascii")
        pieces.append(_LOCAL.pack(b"PK\3\4", _VERSION, *told) + coded)
        entry = _CENTRAL.pack(b"PK\1\2", _VERSION, _VERSION, *told, 0, 0, 0, 0, at)
        directory.append(entry + coded)
        at += size_of(pieces[-1])
        begins = []
        for segment in segments:
            begins.append(at)
            pieces.append(segment.data)
            at += size_of(segment.data)
        starts[name] = tuple(begins)
        pieces.append(_LAST)
        at += len(_LAST)
    listed = b"".join(directory)
    count = len(directory)
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(listed), at, 0)
    return Archive((*pieces, listed, end), starts)


def joined(segments: Iterable[Segment]) -> tuple[int, int]:
    """The checksum and the size of all that the segments hold, one behind the other."""
    checksum = size = 0
    for segment in segments:
        checksum = _product(_shift(segment.size), checksum) ^ segment.checksum
        size += segment.size
    return checksum, size


def _shift(size: int) -> int:
    """What a checksum is multiplied by for so many bytes that follow: x to the power of the
    bits, modulo the polynomial of CRC-32, the highest power in the lowest bit."""
    product, exponent = _ONE, 3
    while size:
        if size & 1:
            product = _product(_square(exponent), product)
        size >>= 1
        exponent += 1
    return product


@cache
def _square(exponent: int) -> int:
    """x to the power of 2 to that power."""
    if not exponent:
        return _ONE >> 1
    root = _square(exponent - 1)
    return _product(root, root)


def _product(one: int, other: int) -> int:
    """The product of two polynomials modulo that of CRC-32."""
    product, bit = 0, _ONE
    while one:
        if one & bit:
            product ^= other
            one ^= bit
        bit >>= 1
        other = other >> 1 ^ (_POLYNOMIAL if other & 1 else 0)
    return product
