"""Where a number comes from: each figure in prose, with the cell that holds it.

A figure knows where the author typed its value, and so does the cell that shows that
value: the place is what ties the two together. What is computed (项目预算合计) points
to the heading of what it is computed from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count

from ..diagnostics import Span
from ..model.tables import Cell, Grid
from ..model.texts import Figure, Illustration, Note, Piece, Text
from ..model.words import NOWHERE
from .layout import Block, Document, Laid


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure where it stands: under which heading, in which paragraph (from 1) or cell."""

    figure: Figure
    heading: str
    paragraph: int
    cell: str = ""


def trace(document: Document) -> Document:
    """Give every figure an anchor of its own and the anchor of what it comes from."""
    if next(mentions(document), None) is None:
        return document
    sources: dict[Span, tuple[str, str]] = {}
    for laid in document.walk():
        for grid in laid.grids:
            for cell in grid.cells:
                if cell.span != NOWHERE:
                    sources.setdefault(cell.span, (cell.id, _unit(cell, grid)))
    tracer = _Tracer(sources)
    parts = tuple(_each(part, tracer.figure) for part in document.parts)
    return replace(document, parts=parts)


def _unit(cell: Cell, grid: Grid) -> str:
    return cell.unit or (grid.unit if cell.amount else "")


@dataclass
class _Tracer:
    """Numbers the figures as they come."""

    sources: Mapping[Span, tuple[str, str]]
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def figure(self, figure: Figure) -> Figure:
        cell, unit = self.sources.get(figure.source, ("", ""))
        return replace(
            figure,
            id=f"f{next(self.numbers)}",
            target=figure.target or cell,
            unit=figure.unit or unit,
        )


def seen_from(laid: Laid, elsewhere: Callable[[str], str]) -> Laid:
    """What stands under a heading, on a page of its own.

    `elsewhere` gives the address of an anchor that the page does not have.
    """
    here = {cell.id for part in laid.walk() for grid in part.grids for cell in grid.cells}

    def point(figure: Figure) -> Figure:
        if not figure.target or figure.target in here:
            return figure
        return replace(figure, href=elsewhere(figure.target))

    return _each(laid, point)


def mentions(document: Document) -> Iterator[Mention]:
    """Every figure in prose, in the order of the text."""
    for laid in document.walk():
        paragraphs = count(1)
        for block in laid.blocks:
            if isinstance(block, Text):
                number = next(paragraphs)
                yield from (Mention(f, laid.entry.label, number) for f in _figures(block))
                continue
            if isinstance(block, Illustration):
                number = next(paragraphs)
                yield from (Mention(f, laid.entry.label, number) for f in _figures(block.caption))
                continue
            for cell in block.cells:
                for number, text in enumerate(cell.texts, 1):
                    found = _figures(text)
                    yield from (Mention(f, laid.entry.label, number, cell.id) for f in found)


def _figures(text: Text) -> Iterator[Figure]:
    """The figures of a paragraph and of its notes."""
    for piece in text.pieces:
        if isinstance(piece, Figure):
            yield piece
        elif isinstance(piece, Note):
            yield from _figures(piece.content)


def _each(laid: Laid, change: Callable[[Figure], Figure]) -> Laid:
    """The same with every figure changed, in the order of the text."""
    blocks = tuple(_in_block(block, change) for block in laid.blocks)
    return Laid(laid.entry, blocks, tuple(_each(child, change) for child in laid.children))


def _in_block(block: Block, change: Callable[[Figure], Figure]) -> Block:
    if isinstance(block, Illustration):
        return replace(block, caption=_in_text(block.caption, change))
    return _in_text(block, change) if isinstance(block, Text) else _in_grid(block, change)


def _in_grid(grid: Grid, change: Callable[[Figure], Figure]) -> Grid:
    if not any(cell.texts for cell in grid.cells):
        return grid
    cells = tuple(
        replace(cell, texts=tuple(_in_text(text, change) for text in cell.texts))
        if cell.texts
        else cell
        for cell in grid.cells
    )
    return replace(grid, cells=cells)


def _in_text(text: Text, change: Callable[[Figure], Figure]) -> Text:
    if not text.has_figures:
        return text
    return replace(text, pieces=tuple(_in_piece(piece, change) for piece in text.pieces))


def _in_piece(piece: Piece, change: Callable[[Figure], Figure]) -> Piece:
    if isinstance(piece, Note):
        return replace(piece, content=_in_text(piece.content, change))
    return change(piece) if isinstance(piece, Figure) else piece
