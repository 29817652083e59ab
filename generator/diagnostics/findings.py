"""Where something stands, and what is wrong there.

A `Span` is a place in a source file. A `Diagnostic` says which rule found what
at a place, and how to mend it. `Problems` gathers them: no reader ever stops at
the first fault.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from ..limits import FINDING_LIMIT
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
    """Collects findings; knows the lines of the files that were read.

    `explained` are keys that are missing for a cause that was told (they stand under a wrong
    name, their table cannot be read), with the place of what lacks them: one cause is told
    once.
    """

    found: list[Diagnostic] = field(default_factory=list)
    lines: dict[str, Sequence[str]] = field(default_factory=dict)
    explained: set[tuple[Span, str]] = field(default_factory=set)
    _told: Counter[tuple[str, str]] = field(default_factory=Counter, repr=False)

    def add(
        self, rule: Rule, span: Span, message: str, hint: str = "", text: str | None = None
    ) -> None:
        """Note a finding; its text is the source line unless `text` says otherwise.

        Of one rule in one file FINDING_LIMIT are noted, and that there are more.
        """
        self._told[rule.id, span.path] += 1
        if self._told[rule.id, span.path] > FINDING_LIMIT:
            if self._told[rule.id, span.path] > FINDING_LIMIT + 1:
                return
            message = f"同样的问题已经列出 {FINDING_LIMIT} 处，从这里起不再一一列出。"
            hint = "先改正前面的，再检查一次；处处都错的，多半是放错了文件或粘贴错了内容。"
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

    def is_explained(self, place: Span, *keys: str) -> bool:
        """Whether the cause was told for which one of the keys is missing."""
        return any((place, key) in self.explained for key in keys)

    def is_full(self, rule: Rule, path: str) -> bool:
        """Whether more findings of the rule in the file would not be told."""
        return self._told[rule.id, path] > FINDING_LIMIT

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
