"""The index as script files, which a page may load from a folder and under a strict policy.

Everything to be found has a number, in the order of the years (the latest first) and
departments. Key files hold, for each character and pair of neighbours, the numbers of
the texts that have it; text files hold the texts, to be looked through for longer
words and to be shown. The manifest lists both with their digests, so that every file
but the search page may be kept by a browser for ever. templates/scripts/search-find.js
is the reader.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ... import plan
from .folding import fold, keys
from .texts import Findable, Shelf

# A file is closed once it is as large as this, in bytes: one query reads several of each.
KEY_FILE: Final = 7 * 1024
TEXT_FILE: Final = 8 * 1024
DIGEST: Final = 8

# What a number is written with: printable ASCII that a script's string need not escape.
_SYMBOLS: Final = "".join(chr(n) for n in range(35, 127) if chr(n) != "\\")
_BASE: Final = 45
_BITS: Final = 6
_SET: Final = "!"


@dataclass(frozen=True, slots=True)
class Index:
    """The files by their addresses; `manifest` is the one that lists the others."""

    manifest: str
    files: tuple[tuple[str, bytes], ...]


def make_index(shelves: Iterable[Shelf]) -> Index:
    """Index the shelves in the order in which results are shown."""
    texts, postings, listed = (
        _Files("t", "[]", TEXT_FILE),
        _Postings(),
        list[tuple[int, str, str, int]](),
    )
    for shelf in shelves:
        listed.append((shelf.year, shelf.id, shelf.department, len(shelf.findables)))
        for found in shelf.findables:
            postings.add(searched(shelf, found))
            texts.add(json.dumps(_record(found), ensure_ascii=False))
    texts.close()
    key_files = _Files("k", "{}", KEY_FILE)
    firsts = list(_write_keys(postings, key_files))
    departments = list(dict.fromkeys((id, name) for _, id, name, _ in listed))
    manifest = {
        "departments": departments,
        "shelves": [(year, departments.index((i, name)), n) for year, i, name, n in listed],
        "firsts": firsts,
        "keys": key_files.digests,
        "counts": texts.counts,
        "sizes": [-(-size // 1024) for size in texts.sizes],
        "texts": texts.digests,
    }
    data = _script("manifest", json.dumps(manifest, ensure_ascii=False, separators=(",", ":")))
    address = plan.search_file(f"manifest.{_digest(data)}.js")
    return Index(address, ((address, data), *key_files.written, *texts.written))


def searched(shelf: Shelf, found: Findable) -> str:
    """All that a word is looked for in, folded."""
    return fold(
        "\n".join((shelf.department, f"{shelf.year}年", found.title, found.amount, found.text))
    )


def _record(found: Findable) -> tuple[str, str, str, str]:
    return (found.title, plan.link(plan.SEARCH, found.address), found.amount, found.text)


class _Postings:
    """For each key the numbers of the texts that have it."""

    def __init__(self) -> None:
        self.count = 0
        self._numbers: dict[str, array[int]] = {}

    def add(self, text: str) -> None:
        for key in keys(text):
            self._numbers.setdefault(key, array("I")).append(self.count)
        self.count += 1

    def in_order(self) -> Iterator[tuple[str, array[int]]]:
        """By UTF-16 code units, as JavaScript compares strings."""
        for key in sorted(self._numbers, key=lambda key: key.encode("utf-16-be", "surrogatepass")):
            yield key, self._numbers[key]


class _Files:
    """Script files of one kind, lists or maps, filled one after another up to a size."""

    def __init__(self, kind: str, brackets: str, limit: int) -> None:
        self.written: list[tuple[str, bytes]] = []
        self.counts: list[int] = []
        self.sizes: list[int] = []
        self.digests = ""
        self._kind, self._limit = kind, limit
        self._open, self._close = brackets[0], brackets[1]
        self._held: list[str] = []
        self._size = 0

    def add(self, item: str) -> bool:
        """Take an item in; say whether a new file was begun for it."""
        size = len(item.encode("utf-8")) + 1
        if self._held and self._size + size > self._limit:
            self.close()
        self._held.append(item)
        self._size += size
        return len(self._held) == 1

    def close(self) -> None:
        if not self._held:
            return
        name = f"{self._kind}{len(self.written)}"
        data = _script(name, self._open + ",".join(self._held) + self._close)
        digest = _digest(data)
        self.written.append((plan.search_file(f"{name}.{digest}.js"), data))
        self.counts.append(len(self._held))
        self.sizes.append(len(data))
        self.digests += digest
        self._held, self._size = [], 0


def _write_keys(postings: _Postings, files: _Files) -> Iterator[str]:
    """Fill the key files; gives the first key of each."""
    for key, numbers in postings.in_order():
        entry = (
            f"{json.dumps(key, ensure_ascii=False)}:{json.dumps(encode(numbers, postings.count))}"
        )
        if files.add(entry):
            yield key
    files.close()


def encode(numbers: Sequence[int], count: int) -> str:
    """Rising numbers below `count`: the steps between them, or one bit for each, if shorter."""
    if len(numbers) > count // _BITS:
        return _as_bits(numbers, count)
    steps = "".join(map(_symbols, _steps(numbers)))
    return steps if len(steps) <= count // _BITS + 1 else _as_bits(numbers, count)


def _steps(numbers: Sequence[int]) -> Iterator[int]:
    before = -1
    for number in numbers:
        yield number - before - 1
        before = number


def _symbols(step: int) -> str:
    """A step in base 45, the lowest digit first; a symbol above 44 says that more follow."""
    written = ""
    while step >= _BASE:
        step, digit = divmod(step, _BASE)
        written += _SYMBOLS[digit + _BASE]
    return written + _SYMBOLS[step]


def _as_bits(numbers: Sequence[int], count: int) -> str:
    bits = [0] * (-(-count // _BITS))
    for number in numbers:
        bits[number // _BITS] |= 1 << number % _BITS
    return _SET + "".join(_SYMBOLS[b] for b in bits)


def _script(name: str, data: str) -> bytes:
    """A file that hands its data over to the reader; no string of it can end the script."""
    safe = data.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"gongkaiSearch.keep({json.dumps(name)},{safe});\n".encode()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:DIGEST]
