"""Findings as comments: each on the cell or the line that it speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...diagnostics import Diagnostic, Span
from .flow import Flow, Line, Role


def comments_on(flow: Flow, found: Iterable[Diagnostic]) -> dict[str, list[str]]:
    """What is said of each place, by its name; no finding is left out.

    One in a line of the text that is not printed stands on the nearest place above, and
    one in a file that shows nowhere on the title; both say where they are meant.
    """
    places = sorted(_places(flow), key=lambda place: place[0])
    title = flow.cover[0].mark
    comments: dict[str, list[str]] = {}
    for diagnostic in found:
        mark, is_exact = _place_of(diagnostic.span, places, title)
        comments.setdefault(mark, []).append(_said(diagnostic, is_exact))
    return comments


def _places(flow: Flow) -> Iterator[tuple[Span, str]]:
    """Where what is printed was typed, with its name here."""
    for piece in flow.pieces:
        if isinstance(piece, Line):
            if piece.picture is not None:
                yield piece.picture.of.span, piece.mark
            elif piece.role is Role.FOOTNOTE:
                continue  # Word has no comments there: they stand where the note is cited
            elif piece.words is not None and piece.words.span.path:
                yield piece.words.span, piece.mark
        else:
            yield from ((c.span, piece.marks[c.id]) for c in piece.grid.cells if c.span.path)


def _place_of(span: Span, places: list[tuple[Span, str]], title: str) -> tuple[str, bool]:
    in_file = [(s, mark) for s, mark in places if s.path == span.path]
    on_line = [(s, mark) for s, mark in in_file if s.line == span.line]
    if on_line:
        before = [mark for s, mark in on_line if s.column <= span.column]
        return (before[-1] if before else on_line[0][1]), True
    above = [mark for s, mark in in_file if s.line < span.line]
    return (above[-1] if above else title), False


def _said(diagnostic: Diagnostic, is_exact: bool) -> str:
    place = "" if is_exact else f"（{diagnostic.span.path} 第 {diagnostic.span.line} 行）"
    hint = f"\n改法：{diagnostic.hint}" if diagnostic.hint else ""
    return f"{diagnostic.level} {diagnostic.rule}：{diagnostic.message}{place}{hint}"
