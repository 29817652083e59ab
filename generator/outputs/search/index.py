"""The index as script files, which a page may load from a folder and under a strict policy.

Everything to be found has a number, in the order of the years (the latest first) and
departments. Key files hold, for each character and pair of neighbours, the numbers of
the texts that have it; the texts stand in files of each disclosure (shelves.py), to be
looked through for longer words and to be shown. The manifest lists both with their
digests, so that every file but the search page may be kept by a browser for ever.
templates/scripts/search-find.js is the reader.

A key stands in the file that its hash names, so that a key more or less moves no other.
A key file is made anew only where some disclosure's share of it changed, or the numbers did.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from types import MappingProxyType
from typing import Final

from ... import plan
from .postings import joined, number_of, shorter
from .shelves import LINES, Head, Shelved, as_json, digest, entries, read_head, script

# There are so many key files that they come to about this size in bytes.
KEY_FILE: Final = 7 * 1024
# What the shelves say of a key is about twice what the index says of it.
_SHARES: Final = 2
# So many key files are in the making at once.
_AT_ONCE: Final = 128


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A key file with the digest of all that it is made from."""

    inputs: str
    address: str


@dataclass(frozen=True, slots=True)
class Index:
    """The files that had to be made by their addresses; `manifest` is the one that lists
    all, `keys` are the key files, made or standing."""

    manifest: str
    keys: tuple[KeyFile, ...]
    files: tuple[tuple[str, bytes], ...]


def make_index(
    shelves: Sequence[Shelved], standing: Mapping[str, str] = MappingProxyType({})
) -> Index:
    """Index the shelves in the order in which results are shown.

    `standing` are the addresses of key files that need not be made, by the digests of
    what they were made from.
    """
    heads = [_head(shelf) for shelf in shelves]
    inputs = _inputs(shelves, heads)
    new = [n for n, of_file in enumerate(inputs) if of_file not in standing]
    made: dict[int, str] = {}
    files: list[tuple[str, bytes]] = []
    for n, data in _key_files(shelves, heads, new, len(inputs)):
        made[n] = plan.search_file(f"k{n}.{digest(data)}.js")
        files.append((made[n], data))
    keys = tuple(KeyFile(i, made[n] if n in made else standing[i]) for n, i in enumerate(inputs))
    data = script("manifest", as_json(_manifest(shelves, keys)))
    address = plan.search_file(f"manifest.{digest(data)}.js")
    return Index(address, keys, ((address, data), *files))


def _manifest(shelves: Sequence[Shelved], keys: Sequence[KeyFile]) -> dict[str, object]:
    departments = list(dict.fromkeys((s.id, s.department) for s in shelves))
    places = {department: n for n, department in enumerate(departments)}
    texts = [text for s in shelves for text in s.texts]
    return {
        "departments": departments,
        "shelves": [
            (s.year, places[s.id, s.department], [t.count for t in s.texts]) for s in shelves
        ],
        "keys": "".join(k.address.split(".")[1] for k in keys),
        "sizes": [-(-text.size // 1024) for text in texts],
        "texts": "".join(text.digest for text in texts),
    }


def _head(shelf: Shelved) -> Head:
    with shelf.open() as file:
        return read_head(file)


def _inputs(shelves: Sequence[Shelved], heads: Sequence[Head]) -> list[str]:
    """For each key file a digest of the lines that it is made from and of all numbers."""
    files = _file_count(heads)
    numbers = array("Q", (shelf.count for shelf in shelves)).tobytes()
    numbering = hashlib.sha256(b"%d " % files + numbers).digest()
    digests = array("Q")
    for head in heads:
        digests.extend(head.digests)
    inputs = []
    for n in range(files):
        told = hashlib.sha256(b"%d " % n + numbering)
        for line in _lines(n, files):
            told.update(digests[line::LINES].tobytes())
        inputs.append(told.hexdigest()[:32])
    return inputs


def _file_count(heads: Sequence[Head]) -> int:
    """A power of two, so that it changes seldom."""
    size = sum(head.ends[-1] for head in heads) // _SHARES
    wanted = -(-size // KEY_FILE)
    return 0 if not size else min(LINES, 1 << max(0, wanted - 1).bit_length())


def _lines(n: int, files: int) -> range:
    """The lines that make a key file."""
    return range(n * LINES // files, (n + 1) * LINES // files)


def _key_files(
    shelves: Sequence[Shelved], heads: Sequence[Head], wanted: Sequence[int], files: int
) -> Iterator[tuple[int, bytes]]:
    """The wanted key files by their numbers, some in memory at a time."""
    count = sum(shelf.count for shelf in shelves)
    starts = [0, *accumulate(shelf.count for shelf in shelves)]
    for begin in range(0, len(wanted), _AT_ONCE):
        some = {n: _Postings() for n in wanted[begin : begin + _AT_ONCE]}
        first, last = _lines(min(some), files).start, _lines(max(some), files).stop
        for shelf, head, start in zip(shelves, heads, starts, strict=False):
            offset, end = head.between(first, last)
            with shelf.open() as file:
                file.seek(offset)
                data = file.read(end - offset)
            for n, postings in some.items():
                lines = _lines(n, files)
                begins, ends = head.between(lines.start, lines.stop)
                postings.add(data[begins - offset : ends - offset], start)
        for n, postings in some.items():
            yield n, script(f"k{n}", as_json(postings.said(count)))


class _Postings:
    """The postings of one key file's keys."""

    def __init__(self) -> None:
        self._said: dict[str, str] = {}
        self._last: dict[str, int] = {}

    def add(self, lines: bytes, start: int) -> None:
        """Take over the lines of a shelf whose numbers begin at `start`."""
        said, lasts = self._said, self._last
        for key, last, posting in entries(lines):
            said[key] = joined(said.get(key, ""), lasts.get(key, -1), posting, start)
            lasts[key] = start + number_of(last)

    def said(self, count: int) -> str:
        """Each key with its posting, a blank between them."""
        return " ".join(f"{key} {shorter(self._said[key], count)}" for key in sorted(self._said))
