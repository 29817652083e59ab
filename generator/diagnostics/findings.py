"""Where something stands, and what is wrong there.

A `Span` is a place in a source file. A `Diagnostic` says which rule found what
at a place, and how to mend it. `Problems` gathers them: no reader ever stops at
the first fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from ..signs import CleanedLines
from .rulebook import IN_DRAFTS
from .rules import LEVEL_ORDER, Level, Rule


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a file of the content: lines and columns count from 1.

    `path` is relative to the content folder, with forward slashes. In a
    workbook `line` is the row and `column` the column of the cell.
    """

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"

    @property
    def in_workbook(self) -> bool:
        return self.path.endswith(".xlsx")


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: `text` is the offending line (or cell) itself."""

    rule: str
    level: Level
    message: str
    span: Span
    text: str = ""
    hint: str = ""

    @property
    def sort_key(self) -> tuple[Span, int, str, str]:
        return (self.span, LEVEL_ORDER[self.level], self.rule, self.message)


@dataclass
class Problems:
    """Collects findings; knows the lines of the files that were read."""

    found: list[Diagnostic] = field(default_factory=list)
    lines: dict[str, Sequence[str]] = field(default_factory=dict)

    def add(
        self, rule: Rule, span: Span, message: str, hint: str = "", text: str | None = None
    ) -> None:
        """Note a finding; its text is the source line unless `text` says otherwise."""
        shown = self.line_at(span) if text is None else text
        said, mend = nested(message), nested(hint)
        place = self.in_file(span)
        self.found.append(Diagnostic(rule.id, rule.level, said, place, shown, mend))

    def in_file(self, span: Span) -> Span:
        """The place in the file itself, where signs that nobody sees were cleaned of its line."""
        lines = self.lines.get(span.path)
        if not isinstance(lines, CleanedLines):
            return span
        return Span(span.path, span.line, lines.column(span.line, span.column))

    def line_at(self, span: Span) -> str:
        lines = self.lines.get(span.path, ())
        return lines[span.line - 1] if 0 < span.line <= len(lines) else ""

    @property
    def has_errors(self) -> bool:
        return any(d.level is Level.ERROR for d in self.found)

    @property
    def has_faults(self) -> bool:
        """Whether there is an error that a draft may not have either."""
        return any(d.level is Level.ERROR and d.rule not in IN_DRAFTS for d in self.found)


def in_order(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sort by place, then gravity; the same finding at the same place counts once."""
    return sorted(dict.fromkeys(found), key=lambda d: d.sort_key)


def nested(text: str) -> str:
    """The text with ‘ ’ for the quotation marks inside others (GB/T 15834): “甲‘乙’丙”.

    Left as it is where a mark lacks its partner.
    """
    depth, marked = 0, []
    for character in text:
        depth += (character == "“") - (character == "”" and depth > 0)
        inner = depth > 1 if character == "“" else depth > 0
        marked.append(_INNER.get(character, character) if inner else character)
    return "".join(marked) if text.count("“") == text.count("”") else text


_INNER: Final = {"“": "‘", "”": "’"}


def counts(found: Iterable[Diagnostic]) -> dict[Level, int]:
    """How many findings there are of each level."""
    result = dict.fromkeys(Level, 0)
    for diagnostic in found:
        result[diagnostic.level] += 1
    return result
