"""What a department's job leaves for the search: its texts as script files, and its keys.

Both are made from one disclosure alone, so that a change of one leaves those of all others.
The keys are no file for a browser: the index of all disclosures is put together from them
(index.py). A file of keys begins with two numbers for each of its lines, in hexadecimal
digits: a digest of the line, by which a line that did not change is known without reading
it, and where it ends. Then the lines themselves: for each key the key, the last of its
texts, and its posting, each with a blank behind.
"""

from __future__ import annotations

import hashlib
import json
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO, Final

from ... import plan
from .files import TextFile
from .folding import fold, keys
from .postings import steps, symbols
from .texts import Findable, Shelf, unlabelled

# A text file is closed once it is as large as this, in bytes: one query reads several.
TEXT_FILE: Final = 8 * 1024
DIGEST: Final = 8
LINES: Final = 2048
"""How many lines a file of keys has; an index has no more key files. search-find.js has it too."""

_DIGESTS: Final = LINES * 8 * 2
_HEAD: Final = _DIGESTS + LINES * 4 * 2
# The hash of Fowler, Noll and Vo (FNV-1a, 32 bits), over UTF-16 code units as JavaScript has.
_SEED: Final = 2166136261
_PRIME: Final = 16777619
_FOLD: Final = 15
_REMEMBERED: Final = 1 << 15


@dataclass(frozen=True, slots=True)
class Shelved:
    """A shelf as an index knows it; `open` gives its file of keys."""

    year: int
    id: str
    department: str
    texts: tuple[TextFile, ...]
    open: Callable[[], BinaryIO]

    @property
    def count(self) -> int:
        return sum(text.count for text in self.texts)


def texts(shelf: Shelf) -> Iterator[tuple[TextFile, str, bytes]]:
    """The files of a shelf's texts, each with its address."""
    folder = plan.disclosure_folder(shelf.year, shelf.id)
    for number, held in enumerate(_packed(map(_record, shelf.findables))):
        data = script(f"{folder}/{number}", f"[{','.join(held)}]")
        name = digest(data)
        address = plan.search_file(folder, f"{number}.{name}.js")
        yield TextFile(len(held), name, len(data)), address, data


def keys_of(shelf: Shelf) -> bytes:
    """The file of a shelf's keys."""
    lines: list[list[str]] = [[] for _ in range(LINES)]
    told: dict[tuple[int, ...], str] = {}
    for key, numbers in sorted(_numbers(shelf).items()):
        posting = told.get(numbers)
        if posting is None:
            posting = told[numbers] = f"{symbols(numbers[-1])} {steps(numbers)}"
        lines[line_of(key)].append(f"{key} {posting} ")
    written = ["".join(line).encode("utf-8") for line in lines]
    digests, ends, end = array("Q"), array("I"), 0
    for line in written:
        digests.append(int.from_bytes(hashlib.sha256(line).digest()[:8], "little"))
        end += len(line)
        ends.append(end)
    head = _native(digests).tobytes() + _native(ends).tobytes()
    return b"".join((head.hex().encode("ascii"), *written))


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a file of keys: a digest of each line, and where it ends."""

    digests: array[int]
    ends: array[int]

    def between(self, first: int, last: int) -> tuple[int, int]:
        """Where the lines from `first` to before `last` stand in the file, first and end."""
        start = self.ends[first - 1] if first else 0
        return _HEAD + start, _HEAD + self.ends[last - 1]


def read_head(file: BinaryIO) -> Head:
    """Read the beginning. Raises ValueError where it is not that of a file of keys."""
    data = file.read(_HEAD).decode("ascii")
    if len(data) != _HEAD:
        raise ValueError("no file of keys")
    digests, ends = array("Q"), array("I")
    digests.frombytes(bytes.fromhex(data[:_DIGESTS]))
    ends.frombytes(bytes.fromhex(data[_DIGESTS:]))
    return Head(_native(digests), _native(ends))


def entries(line: bytes) -> Iterator[tuple[str, str, str]]:
    """Of some lines each key, its last text, its posting."""
    said = line.decode("utf-8").split(" ")
    return zip(said[0::3], said[1::3], said[2::3], strict=False)


@lru_cache(_REMEMBERED)
def line_of(key: str) -> int:
    """The line in which a key stands, whatever the disclosure."""
    found = _SEED
    for unit in memoryview(key.encode(f"utf-16-{sys.byteorder[0]}e")).cast("H"):
        found = (found ^ unit) * _PRIME & 0xFFFFFFFF
    return (found ^ found >> _FOLD) % LINES


def searched(shelf: Shelf, found: Findable) -> str:
    """All that a word is looked for in, folded."""
    said = (shelf.department, f"{shelf.year}年", found.title, found.amount, unlabelled(found.text))
    return fold("\n".join(said))


def _numbers(shelf: Shelf) -> dict[str, tuple[int, ...]]:
    """For each key the numbers of the texts that have it, within the shelf."""
    numbers: dict[str, list[int]] = {}
    for number, found in enumerate(shelf.findables):
        for key in keys(searched(shelf, found)):
            numbers.setdefault(key, []).append(number)
    return {key: tuple(of_key) for key, of_key in numbers.items()}


def _record(found: Findable) -> str:
    address = plan.link(plan.SEARCH, found.address)
    return as_json((found.title, address, found.amount, found.text))


def _packed(records: Iterable[str]) -> Iterator[Sequence[str]]:
    """Texts that follow one another, together as long as they are within the limit."""
    held: list[str] = []
    size = 0
    for record in records:
        more = len(record.encode("utf-8"))
        if held and size + more > TEXT_FILE:
            yield held
            held, size = [], 0
        held.append(record)
        size += more
    if held:
        yield held


def as_json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


_ESCAPED: Final = {sign: f"\\u{ord(sign):04x}" for sign in "<\u2028\u2029"}


def script(name: str, data: str) -> bytes:
    """A file that hands its data over to the reader; no string of it can end the script."""
    for sign, written in _ESCAPED.items():
        data = data.replace(sign, written)
    return f"gongkaiSearch.keep({json.dumps(name)},{data});\n".encode()


def digest(data: bytes) -> str:
    """What tells the file in its name."""
    return hashlib.sha256(data).hexdigest()[:DIGEST]


def _native(numbers: array[int]) -> array[int]:
    """From the order of bytes in a file to that of this machine, or back."""
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
