"""The glossary of the whole site: each term with its explanations and where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .. import plan
from ..jobs import Summary


@dataclass(frozen=True, slots=True)
class Place:
    """A disclosure that explains a term, and the address of the explanation."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Explained:
    """A term; each explanation with the disclosures that give it in these words."""

    term: str
    meanings: tuple[tuple[str, tuple[Place, ...]], ...]


def explained_terms(summaries: Sequence[Summary]) -> tuple[Explained, ...]:
    """The terms of all published disclosures, sorted; the same words are told once."""
    found: dict[str, dict[str, list[Place]]] = {}
    for s in (s for s in summaries if not s.is_draft):
        page = plan.disclosure_page(s.year, s.id)
        for m in s.terms:
            places = found.setdefault(m.term, {}).setdefault(m.meaning, [])
            places.append(Place(s.title, f"{page}#{m.id}"))
    return tuple(
        Explained(term, tuple((words, tuple(places)) for words, places in meanings.items()))
        for term, meanings in sorted(found.items())
    )
