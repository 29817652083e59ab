"""The XML of a sheet and of the shared strings, read as it streams by: no tree is made of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol
from xml.parsers import expat

from ...limits import CELL_LIMIT, MERGE_LIMIT
from ..numerals import small_number
from ..package import Package, broken, too_large
from .book import Area

_CHUNK: Final = 1 << 16
_REFERENCE: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LONGEST_TEXT: Final = 32_767  # Excel's own limit for a cell
_ON: Final = ("1", "true", "on")


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell as the file holds it: its type and style, its value and its formula as texts."""

    row: int
    column: int
    kind: str
    style: int
    value: str | None
    formula: str | None


@dataclass
class SheetXml:
    """What a sheet's XML says."""

    cells: list[RawCell] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)


def reference(text: str) -> tuple[int, int] | None:
    """`C3` as (3, 3): row and column; None for anything else."""
    match = _REFERENCE.fullmatch(text)
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


def area(text: str) -> Area | None:
    """`A1:C3` as an area."""
    first, _, last = text.partition(":")
    begin, end = reference(first), reference(last or first)
    if begin is None or end is None:
        return None
    top, bottom = sorted((begin[0], end[0]))
    left, right = sorted((begin[1], end[1]))
    return Area(top, left, bottom, right)


def _is_hidden(attributes: Mapping[str, str], size: str) -> bool:
    """Whether a row or column is hidden, or has no height or width at all."""
    extent = attributes.get(size)
    return attributes.get("hidden") in _ON or (
        bool(extent) and re.fullmatch(r"0*+(?:\.0*+)?", extent or "") is not None
    )


class _Reader(Protocol):
    """What is told of each element, its name without a prefix."""

    def started(self, name: str, attributes: dict[str, str]) -> None: ...

    def ended(self, name: str) -> None: ...


class _Stream:
    """An expat parser that counts the elements and tells a reader of each."""

    def __init__(self, package: Package, reader: _Reader) -> None:
        self.package, self.reader = package, reader
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.begin
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.said
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.text: list[str] | None = None
        self.length = 0
        self.depth = 0

    def read(self, data: bytes) -> None:
        try:
            for at in range(0, len(data), _CHUNK):
                self.parser.Parse(data[at : at + _CHUNK], False)
            self.parser.Parse(b"", True)
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise broken(self.package.wanted) from error

    def doctype(self, *_: object) -> None:
        """Excel writes none; the entities of one can swell to any size."""
        raise broken(self.package.wanted)

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self.package.count_node()
        self.depth += 1
        if self.depth > 60:
            raise too_large()
        self.reader.started(name.rpartition(":")[2], attributes)

    def end(self, name: str) -> None:
        self.depth -= 1
        self.reader.ended(name.rpartition(":")[2])

    def said(self, text: str) -> None:
        if self.text is not None and self.length <= _LONGEST_TEXT:
            self.text.append(text)
            self.length += len(text)

    def listen(self) -> None:
        self.text, self.length = [], 0

    def heard(self) -> str:
        text = "".join(self.text or ())
        self.text = None
        return text


class _Sheet:
    def __init__(self, package: Package) -> None:
        self.stream = _Stream(package, self)
        self.found = SheetXml()
        self.row = self.column = 0
        self.kind, self.style = "n", 0
        self.value: str | None = None
        self.formula: str | None = None
        self.in_phonetic = 0

    def started(self, name: str, attributes: dict[str, str]) -> None:
        found = self.found
        if name == "c":
            self.begin_cell(attributes)
        elif name in ("v", "f") or (name == "t" and not self.in_phonetic):
            self.stream.listen()
        elif name == "row":
            self.begin_row(attributes)
        elif name == "rPh":
            self.in_phonetic += 1
        elif name == "mergeCell":
            merged = area(attributes.get("ref", ""))
            if len(found.merged) >= MERGE_LIMIT:
                raise too_large()
            found.merged += [merged] if merged else []
        elif name == "col" and _is_hidden(attributes, "width"):
            span = (small_number(attributes.get("min")), small_number(attributes.get("max")))
            found.hidden_columns.append(span)

    def begin_row(self, attributes: dict[str, str]) -> None:
        self.row = max(small_number(attributes.get("r"), self.row + 1), 0)
        self.column = 0
        if _is_hidden(attributes, "ht"):
            self.found.hidden_rows.append((self.row, self.row))

    def begin_cell(self, attributes: dict[str, str]) -> None:
        at = reference(attributes.get("r", ""))
        self.column = at[1] if at else self.column + 1
        self.row = at[0] if at else max(self.row, 1)
        self.kind, self.style = attributes.get("t", "n"), small_number(attributes.get("s"))
        self.value = self.formula = None

    def ended(self, name: str) -> None:
        if name == "v":
            self.value = self.stream.heard()
        elif name == "f":
            self.formula = self.stream.heard()
        elif name == "t" and not self.in_phonetic and self.stream.text is not None:
            self.value = (self.value or "") + self.stream.heard()
        elif name == "rPh":
            self.in_phonetic -= 1
        elif name == "c" and (self.value is not None or self.formula is not None):
            if len(self.found.cells) >= CELL_LIMIT:
                raise too_large()
            self.found.cells.append(
                RawCell(self.row, self.column, self.kind, self.style, self.value, self.formula)
            )


class _Strings:
    """Keeps the wanted ones of the shared strings."""

    def __init__(self, package: Package, wanted: Iterable[int]) -> None:
        self.stream = _Stream(package, self)
        self.wanted = set(wanted)
        self.found: dict[int, str] = {}
        self.at = -1
        self.pieces: list[str] = []
        self.in_phonetic = 0

    def started(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self.at += 1
            self.pieces = []
        elif name == "rPh":
            self.in_phonetic += 1
        elif name == "t" and not self.in_phonetic and self.at in self.wanted:
            self.stream.listen()

    def ended(self, name: str) -> None:
        if name == "t" and self.stream.text is not None:
            self.pieces.append(self.stream.heard())
        elif name == "rPh":
            self.in_phonetic -= 1
        elif name == "si" and self.at in self.wanted:
            self.found[self.at] = "".join(self.pieces)


def read_sheet(package: Package, part: str) -> SheetXml:
    """The cells, merged areas and hidden rows and columns of a sheet. Raises Refusal."""
    data = package.read(part)
    if data is None:
        raise broken(package.wanted)
    sheet = _Sheet(package)
    sheet.stream.read(data)
    return sheet.found


def read_strings(package: Package, part: str, wanted: Iterable[int]) -> dict[int, str]:
    """The shared strings with these numbers. Raises Refusal."""
    data = package.read(part)
    strings = _Strings(package, wanted)
    if data is not None:
        strings.stream.read(data)
    return strings.found


def unescaped(text: str) -> str:
    """`_x000D_` as the character that it stands for; a control character is left out."""

    def sign(match: re.Match[str]) -> str:
        character = chr(int(match[1], 16))
        return character if character.isprintable() or character in "\n\t" else ""

    return _ESCAPED.sub(sign, text) if "_x" in text else text
