"""What the edited text files say, against what Word says: there and nowhere else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ..diagnostics import Diagnostic, Level, RuleBook, Span
from ..outputs.word import Flow, Line
from ..outputs.word.flow import plain_lines
from .changes import Compared
from .comparing import compare
from .reading import ReadLine, ReadPiece


def fresh_errors(
    before: Iterable[Diagnostic], after: Iterable[Diagnostic]
) -> tuple[Diagnostic, ...]:
    """The errors that were not there before the edits."""
    known = {(d.rule, d.message) for d in before}
    return tuple(d for d in after if d.level is Level.ERROR and (d.rule, d.message) not in known)


def said_otherwise(
    before: Flow, after: Flow, pieces: Sequence[ReadPiece], compared: Compared, key: str
) -> tuple[Diagnostic, ...]:
    """What the disclosure `key` says after the edits that Word does not.

    A change that did not come about, unless the text files have no room for it, and a text
    that neither Word nor the disclosure had before.
    """
    rule, hint = RuleBook.NOT_TAKEN_BACK, "请在文本里改这一处。"
    left = ((f"没有收成：{told}", span) for _, told, span in compare(after, pieces).changes
            if told not in compared.unplaced)  # fmt: skip
    new = Counter(_typed(after)) - Counter(_typed(before)) - Counter(_in_word(pieces))
    other = ((f"别处会跟着变：{text}", Span(key)) for text in new)
    return tuple(
        Diagnostic(rule.id, rule.level, message, span, "", hint)
        for message, span in (*left, *other)
    )


def _typed(flow: Flow) -> Iterator[str]:
    """What authors typed, as it is printed; not what follows from it."""
    for piece in flow.pieces:
        if isinstance(piece, Line):
            has_figures = piece.shown is not None and piece.shown.has_figures
            if piece.words is not None and not has_figures:
                yield plain_lines(piece.label)
        else:
            yield from (plain_lines(c.text) for c in piece.grid.cells if not c.texts)


def _in_word(pieces: Sequence[ReadPiece]) -> Iterator[str]:
    for piece in pieces:
        if isinstance(piece, ReadLine):
            yield piece.text
        else:
            yield from (cell.text for row in piece.rows for cell in row.cells)
