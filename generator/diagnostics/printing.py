"""Findings as a terminal shows them, and as plain data."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Final

from .findings import Diagnostic


def display_width(text: str) -> int:
    """Columns that the text takes on a terminal: a Chinese character takes two."""
    return len(text) if text.isascii() else sum(map(_columns, text))


@cache
def _columns(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


_LONGEST_EXCERPT: Final = 100
# Control characters as the pictures of them, so that no content ever steers a terminal.
_VISIBLE: Final = {n: chr(0x2400 + n) for n in range(32)} | {
    9: " ", 0x7F: "\u2421", **dict.fromkeys((*range(0x80, 0xA0), 0x2028, 0x2029), "\ufffd"),
    # Signs that nobody sees have a place of their own, or the mark below would stand aside.
    **dict.fromkeys((0xAD, 0x61C, *range(0x200B, 0x2010), *range(0x202A, 0x202F)), "\ufffd"),
    **dict.fromkeys((*range(0x2060, 0x2070), *range(0xFE00, 0xFE10), 0xFEFF), "\ufffd"),
}  # fmt: skip


def visible(text: str) -> str:
    """The text on one line, with control characters as the pictures of them."""
    return text.translate(_VISIBLE)


def parted(text: str, column: int) -> tuple[str, str]:
    """Cut a long line around a column (from 1): what is shown before it, and from it on."""
    index = min(max(column - 1, 0), len(text))
    start = 0 if index < _LONGEST_EXCERPT else index - _LONGEST_EXCERPT // 2
    end = start + _LONGEST_EXCERPT
    head = "…" if start else ""
    tail = "…" if end < len(text) else ""
    return f"{head}{visible(text[start:index])}", f"{visible(text[index:end])}{tail}"


def excerpt(text: str, column: int) -> tuple[str, int]:
    """The part of a line shown, and how wide it is before the column."""
    before, after = parted(text, column)
    return before + after, display_width(before)


def as_text(diagnostic: Diagnostic) -> Iterator[str]:
    """The lines to print for one finding: place and message, the line, a caret, the hint."""
    d = diagnostic
    yield visible(f"{d.span}: {d.level}[{d.rule}] {d.message}")
    if d.text.strip():
        # In a workbook the columns are cells, and the text is that of one cell.
        shown, before = excerpt(d.text, 1 if d.span.in_workbook else d.span.column)
        yield f"    {shown}"
        yield f"    {' ' * before}^"
    if d.hint:
        yield visible(f"    改法：{d.hint}")


def as_record(diagnostic: Diagnostic) -> dict[str, str | int]:
    """The finding as plain data, for `check --format json`."""
    d = diagnostic
    return {
        "rule": d.rule,
        "level": str(d.level),
        "message": d.message,
        "path": d.span.path,
        "line": d.span.line,
        "column": d.span.column,
        "text": d.text,
        "hint": d.hint,
    }
