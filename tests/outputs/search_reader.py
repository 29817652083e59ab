"""A second reader of the search's files, which does what templates/scripts/search-find.js does."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from types import MappingProxyType
from typing import Any

from generator.outputs.search.folding import fold, words
from generator.outputs.search.index import Index, make_index
from generator.outputs.search.shelves import Shelved, keys_of, texts
from generator.outputs.search.texts import Shelf

_SYMBOLS = [chr(n) for n in range(35, 127) if chr(n) != "\\"]
_VALUES = {symbol: n for n, symbol in enumerate(_SYMBOLS)}


@dataclass(frozen=True, slots=True)
class Record:
    """A text as the files of the index hold it, and all that is looked through of it."""

    year: int
    department: str
    title: str
    address: str
    amount: str
    text: str

    @property
    def searched(self) -> str:
        text = re.sub(r"^.*\t", "", self.text, flags=re.MULTILINE)
        parts = (self.department, f"{self.year}年", self.title, self.amount, text)
        return fold("\n".join(parts))


def decode(posting: str) -> list[int]:
    """The numbers of a posting."""
    if posting.startswith("!"):
        values = [_VALUES[symbol] for symbol in posting[1:]]
        return [
            6 * n + bit for n, value in enumerate(values) for bit in range(6) if value >> bit & 1
        ]
    numbers, step, weight, last = [], 0, 1, -1
    for symbol in posting:
        value = _VALUES[symbol]
        step += (value % 45 if value < 90 else value - 45) * weight
        weight *= 45
        if value < 45:
            last += step + 1
            numbers.append(last)
            step, weight = 0, 1
    return numbers


class Reader:
    """The index in the given files, by their addresses."""

    def __init__(self, files: Mapping[str, bytes], manifest: str) -> None:
        self.files = files
        self.manifest: dict[str, Any] = self._load("manifest", manifest)
        self.records = tuple(self._records())

    def _load(self, name: str, address: str) -> Any:
        match = re.fullmatch(
            r'gongkaiSearch\.keep\("([^"]+)",(.*)\);\n', self.files[address].decode(), re.DOTALL
        )
        assert match is not None
        assert match[1] == name
        return json.loads(match[2])

    def _numbered(self, name: str, n: int, digests: str) -> Any:
        return self._load(name, f"search/{name}.{digests[8 * n : 8 * n + 8]}.js")

    def _records(self) -> list[Record]:
        records: list[Record] = []
        file = 0
        for year, department, counts in self.manifest["shelves"]:
            id, name = self.manifest["departments"][department]
            for n, count in enumerate(counts):
                held = self._numbered(f"{year}/{id}/{n}", file, self.manifest["texts"])
                assert len(held) == count
                records += [Record(year, name, *fields) for fields in held]
                file += 1
        return records

    def posting(self, key: str) -> set[int]:
        """The numbers of the texts that have a key."""
        files = len(self.manifest["keys"]) // 8
        if not files:
            return set()
        n = _line(key) * files // 2048
        said = self._numbered(f"k{n}", n, self.manifest["keys"]).split(" ")
        return set(decode(dict(zip(said[0::2], said[1::2], strict=True)).get(key, "")))

    def candidates(self, query: str) -> set[int]:
        """The texts that may have all the words; they do where no word is longer than two."""
        keys = [key for word in words(query) for key in _keys(word)]
        found = [self.posting(key) for key in keys]
        return set.intersection(*found) if found else set()

    def find(self, query: str) -> list[Record]:
        """What a search shows, in its order."""
        return [self.records[n] for n in sorted(self.candidates(query)) if self.has(n, query)]

    def has(self, number: int, query: str) -> bool:
        return all(word in self.records[number].searched for word in words(query))

    def scan(self, query: str) -> list[Record]:
        """What a look through every text finds."""
        asked = words(query)
        return [r for r in self.records if asked and all(word in r.searched for word in asked)]


def indexed(
    shelves: Sequence[Shelf], standing: Mapping[str, str] = MappingProxyType({})
) -> tuple[Index, dict[str, bytes]]:
    """An index of these shelves, and all files made for it by their addresses."""
    shelved, files = [], dict[str, bytes]()
    for shelf in shelves:
        made = [*texts(shelf)]
        opened = partial(BytesIO, keys_of(shelf))
        own = tuple(text for text, _, _ in made)
        shelved.append(Shelved(shelf.year, shelf.id, shelf.department, own, opened))
        files |= {address: data for _, address, data in made}
    index = make_index(shelved, standing)
    return index, files | dict(index.files)


def _line(key: str) -> int:
    """The place of a key: FNV-1a over its UTF-16 code units, folded to eleven bits."""
    found = 0x811C9DC5
    data = key.encode("utf-16-le")
    for low, high in zip(data[0::2], data[1::2], strict=True):
        found = ((found ^ (low | high << 8)) * 0x01000193) % 2**32
    return (found ^ found >> 15) % 2048


def _keys(word: str) -> list[str]:
    pairs = [word[n : n + 2] for n in range(len(word) - 1)]
    return pairs or [word]
