"""Where on its page a finding belongs: the cells and paragraphs that it speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..department.examining import Examined
from ..diagnostics import Diagnostic, Span, nested
from .events import Finding


def anchored(examined: Examined, found: Iterable[Diagnostic]) -> Iterator[Finding]:
    """The findings with their anchors.

    A rule names the cells that it compared; the one that stands where the finding does comes
    first. What no rule found belongs to the cell that was typed at its place, else to the
    only one that was typed in its line.
    """
    compared = {
        (c.rule, nested(c.message), c.span.path, c.span.line): c.cells
        for c in examined.comparisons
        if c.is_open
    }
    typed: dict[Span, str] = {}
    lines: dict[tuple[str, int], set[str]] = {}
    for cell in examined.document.cells if examined.document else ():
        typed.setdefault(cell.span, cell.id)
        lines.setdefault((cell.span.path, cell.span.line), set()).add(cell.id)
    for one in found:
        line = (one.span.path, one.span.line)
        here = typed.get(one.span)
        cells = compared.get((one.rule, one.message, *line), ())
        alone = lines.get(line, set())
        if here is None and not cells and len(alone) == 1:
            here = next(iter(alone))
        first = (here,) if here is not None else ()
        yield Finding(one, (*first, *(c for c in cells if c != here)))
