"""A second reader of the search's files, which does what templates/scripts/search-find.js does."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.outputs.search.folding import fold, words

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
            r'gongkaiSearch\.keep\("(\w+)",(.*)\);\n', self.files[address].decode(), re.DOTALL
        )
        assert match is not None
        assert match[1] == name
        return json.loads(match[2])

    def _numbered(self, kind: str, n: int, digests: str) -> Any:
        name = f"{kind}{n}"
        return self._load(name, f"search/{name}.{digests[8 * n : 8 * n + 8]}.js")

    def _records(self) -> list[Record]:
        contents = [
            fields
            for n in range(len(self.manifest["counts"]))
            for fields in self._numbered("t", n, self.manifest["texts"])
        ]
        owners = [
            (year, self.manifest["departments"][department][1])
            for year, department, count in self.manifest["shelves"]
            for _ in range(count)
        ]
        return [Record(*owner, *fields) for owner, fields in zip(owners, contents, strict=True)]

    def posting(self, key: str) -> set[int]:
        """The numbers of the texts that have a key."""
        ordered = [first.encode("utf-16-be") for first in self.manifest["firsts"]]
        n = bisect_right(ordered, key.encode("utf-16-be")) - 1
        if n < 0:
            return set()
        own, *pairs = self._numbered("k", n, self.manifest["keys"]).get(key[0], "").split(" ")
        if len(key) == 1:
            return set(decode(own))
        return {number for pair in pairs if pair[0] == key[1] for number in decode(pair[1:])}

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


def _keys(word: str) -> list[str]:
    pairs = [word[n : n + 2] for n in range(len(word) - 1)]
    return pairs or [word]
