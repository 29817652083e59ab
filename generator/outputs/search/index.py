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
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeVar

from ... import plan
from .folding import fold, keys
from .texts import Findable, Shelf, unlabelled

# A file is closed once it is as large as this, in bytes: one query reads several of each.
KEY_FILE: Final = 7 * 1024
TEXT_FILE: Final = 8 * 1024
DIGEST: Final = 8

# What a number is written with: printable ASCII that a script's string need not escape.
_SYMBOLS: Final = "".join(chr(n) for n in range(35, 127) if chr(n) != "\\")
_BASE: Final = 45
_BITS: Final = 6
_SET: Final = "!"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Index:
    """The files by their addresses; `manifest` is the one that lists the others."""

    manifest: str
    files: tuple[tuple[str, bytes], ...]


def make_index(shelves: Iterable[Shelf]) -> Index:
    """Index the shelves in the order in which results are shown."""
    listed: list[tuple[int, str, str, int]] = []
    postings, texts, keyed = _Postings(), _Files("t"), _Files("k")
    records = _records(shelves, listed, postings)
    for part in _packed(records, _size, TEXT_FILE):
        texts.add(f"[{','.join(part)}]", len(part))
    firsts = []
    for entries in _packed(postings.entries(), lambda entry: entry.size, KEY_FILE):
        firsts.append(entries[0].key)
        keyed.add(_json(_by_first_character(entries)), len(entries))
    departments = list(dict.fromkeys((id, name) for _, id, name, _ in listed))
    manifest = {
        "departments": departments,
        "shelves": [(year, departments.index((i, name)), n) for year, i, name, n in listed],
        "firsts": firsts,
        "keys": keyed.digests,
        "counts": texts.counts,
        "sizes": [-(-len(data) // 1024) for _, data in texts.written],
        "texts": texts.digests,
    }
    data = _script("manifest", _json(manifest))
    address = plan.search_file(f"manifest.{_digest(data)}.js")
    return Index(address, ((address, data), *keyed.written, *texts.written))


def searched(shelf: Shelf, found: Findable) -> str:
    """All that a word is looked for in, folded."""
    said = (shelf.department, f"{shelf.year}年", found.title, found.amount, unlabelled(found.text))
    return fold("\n".join(said))


def _records(
    shelves: Iterable[Shelf], listed: list[tuple[int, str, str, int]], postings: _Postings
) -> Iterator[str]:
    """Each text as it is written; on the way its shelf is listed and its keys are noted."""
    for shelf in shelves:
        listed.append((shelf.year, shelf.id, shelf.department, len(shelf.findables)))
        for found in shelf.findables:
            postings.add(searched(shelf, found))
            address = plan.link(plan.SEARCH, found.address)
            yield _json((found.title, address, found.amount, found.text))


@dataclass(frozen=True, slots=True)
class _Entry:
    """A key with its posting."""

    key: str
    posting: str

    @property
    def size(self) -> int:
        """What it takes in a file, about."""
        return _size(self.key) + len(self.posting)


class _Postings:
    """For each key the numbers of the texts that have it."""

    def __init__(self) -> None:
        self.count = 0
        self._numbers: defaultdict[str, array[int]] = defaultdict(partial(array, "I"))

    def add(self, text: str) -> None:
        for key in keys(text):
            self._numbers[key].append(self.count)
        self.count += 1

    def entries(self) -> Iterator[_Entry]:
        """By UTF-16 code units, as JavaScript compares strings."""
        for key in sorted(self._numbers, key=lambda key: key.encode("utf-16-be")):
            yield _Entry(key, encode(self._numbers[key], self.count))


class _Files:
    """Numbered script files of one kind, and how many items each holds."""

    def __init__(self, kind: str) -> None:
        self.written: list[tuple[str, bytes]] = []
        self.counts: list[int] = []
        self.digests = ""
        self._kind = kind

    def add(self, data: str, count: int) -> None:
        name = f"{self._kind}{len(self.written)}"
        script = _script(name, data)
        digest = _digest(script)
        self.written.append((plan.search_file(f"{name}.{digest}.js"), script))
        self.counts.append(count)
        self.digests += digest


def _packed(items: Iterable[T], weigh: Callable[[T], int], limit: int) -> Iterator[list[T]]:
    """Items that follow one another, together as long as they are within the limit."""
    held: list[T] = []
    size = 0
    for item in items:
        more = weigh(item)
        if held and size + more > limit:
            yield held
            held, size = [], 0
        held.append(item)
        size += more
    if held:
        yield held


def _by_first_character(entries: Iterable[_Entry]) -> dict[str, str]:
    """For each first character its own posting, then each neighbour with that of the pair.

    The character's own is blank where an earlier file holds it.
    """
    grouped: dict[str, str] = {}
    for entry in entries:
        first, second = entry.key[0], entry.key[1:]
        if not second:
            grouped[first] = entry.posting
        else:
            grouped[first] = f"{grouped.get(first, '')} {second}{entry.posting}"
    return grouped


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


def _size(text: str) -> int:
    return len(text.encode("utf-8"))


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


_ESCAPED: Final = {sign: f"\\u{ord(sign):04x}" for sign in "<\u2028\u2029"}


def _script(name: str, data: str) -> bytes:
    """A file that hands its data over to the reader; no string of it can end the script."""
    for sign, written in _ESCAPED.items():
        data = data.replace(sign, written)
    return f"gongkaiSearch.keep({json.dumps(name)},{data});\n".encode()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:DIGEST]
