"""名词解释: the terms that a disclosure explains, pointed to where they first occur."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from ..forms import GLOSSARY, SectionPlan
from ..model.texts import Piece, Term, Text
from .layout import Block, Document, Laid
from .outline import split_number

_ENTRY: Final = re.compile(r"(?P<term>[^：:，。；]{2,30})[：:](?P<meaning>.+)")


@dataclass(frozen=True, slots=True)
class Meaning:
    """A term with its explanation; `id` is the anchor of the paragraph that explains it."""

    term: str
    meaning: str
    id: str


def explain(document: Document) -> Document:
    """Give the glossary's paragraphs anchors, and each section's first use of a term a pointer."""
    by_term = {m.term: m for laid in document.walk() if _is_glossary(laid)
               for m in _meanings(laid).values()}  # fmt: skip
    if not by_term:
        return document
    # Longer terms first, so that 一般公共预算拨款收入 is not taken for a shorter one in it.
    longest_first = sorted(by_term, key=len, reverse=True)
    pattern = re.compile("|".join(re.escape(term) for term in longest_first))

    def visit(laid: Laid) -> Laid:
        if _is_glossary(laid):
            blocks = _anchored(laid)
        else:
            seen: set[str] = set()
            blocks = tuple(
                _marked(block, pattern, by_term, seen) if isinstance(block, Text) else block
                for block in laid.blocks
            )
        return Laid(laid.entry, blocks, tuple(visit(child) for child in laid.children))

    return Document(document.outline, tuple(visit(part) for part in document.parts))


def meanings(document: Document) -> tuple[Meaning, ...]:
    """Every term that a document explains, in the order of its glossary."""
    return tuple(
        meaning
        for laid in document.walk()
        if _is_glossary(laid)
        for meaning in _meanings(laid).values()
    )


def _is_glossary(laid: Laid) -> bool:
    return isinstance(laid.entry.of, SectionPlan) and laid.entry.of.kind == GLOSSARY


def _meanings(laid: Laid) -> dict[int, Meaning]:
    """The terms that a glossary's paragraphs explain, by the paragraph's place."""
    found = {}
    for number, block in enumerate(laid.blocks):
        match = _ENTRY.fullmatch(split_number(block.plain)[1]) if isinstance(block, Text) else None
        if match:
            found[number] = Meaning(
                match["term"], match["meaning"], f"{laid.entry.id}-mc{number + 1}"
            )
    return found


def _anchored(laid: Laid) -> tuple[Block, ...]:
    meanings = _meanings(laid)
    return tuple(
        replace(block, id=meanings[number].id)
        if number in meanings and isinstance(block, Text)
        else block
        for number, block in enumerate(laid.blocks)
    )


def _marked(
    text: Text, pattern: re.Pattern[str], by_term: dict[str, Meaning], seen: set[str]
) -> Text:
    """The paragraph with pointers at terms that `seen` does not hold yet."""
    pieces: list[Piece] = []
    for piece in text.pieces:
        if not isinstance(piece, str):
            pieces.append(piece)
            continue
        at = 0
        for match in pattern.finditer(piece):
            if match[0] in seen:
                continue
            seen.add(match[0])
            meaning = by_term[match[0]]
            pieces += [piece[at : match.start()], Term(match[0], meaning.id, meaning.meaning)]
            at = match.end()
        pieces.append(piece[at:])
    return replace(text, pieces=tuple(p for p in pieces if p))
