"""What every source yields: text with its place, in mappings, lists and tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..diagnostics import Span
from ..model.words import Words


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text: one line, or a block of lines (`is_block`) of which blank ones are left out.

    `is_faulty` where what stands there was reported, so nothing more is said of it.
    """

    lines: tuple[Words, ...]
    span: Span
    is_block: bool = False
    is_faulty: bool = False

    @property
    def is_blank(self) -> bool:
        """Nothing was typed here."""
        return not self.lines and not self.is_faulty

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def words(self) -> Words:
        return Words(self.text, self.lines[0].span if self.lines else self.span)


@dataclass(frozen=True, slots=True)
class Entry:
    """A key with its value."""

    key: Words
    value: Node


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in the order they were typed; duplicate keys were reported and left out.

    `is_torn` where lines were reported and passed over, so that what is missing
    may well have been typed.
    """

    entries: tuple[Entry, ...]
    span: Span
    is_torn: bool = False

    def get(self, key: str) -> Entry | None:
        return next((e for e in self.entries if e.key.text == key), None)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Table:
    """A table of texts: a head, and rows as wide as it."""

    head: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]
    span: Span


Node = Scalar | Mapping | Sequence | Table


def kind_of(node: Node) -> str:
    """The node's kind in Chinese, for messages."""
    match node:
        case Scalar():
            return "文字"
        case Mapping():
            return "若干“键: 值”"
        case Sequence():
            return "列表"
        case Table():
            return "表格"
