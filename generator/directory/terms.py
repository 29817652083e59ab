"""The glossary of the whole site: each term with its explanations and where they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from .. import plan
from ..summaries import Summary

_MARKS: Final = re.compile(r"[\s“”‘’\"'《》〈〉（）()【】]")


@dataclass(frozen=True, slots=True)
class Explanation:
    """A disclosure that explains a term, and the address of the explanation."""

    title: str
    address: str

    @property
    def page(self) -> str:
        """The disclosure itself."""
        return self.address.partition("#")[0]


@dataclass(frozen=True, slots=True)
class Explained:
    """A term; each explanation with the disclosures that give it in these words."""

    term: str
    meanings: tuple[tuple[str, tuple[Explanation, ...]], ...]


def explained_terms(summaries: Sequence[Summary]) -> tuple[Explained, ...]:
    """The terms of all published disclosures, by their sounds; the same words are told once."""
    found: dict[str, dict[str, list[Explanation]]] = {}
    for s in (s for s in summaries if not s.is_draft):
        page = plan.disclosure_page(s.year, s.id)
        for m in s.terms:
            places = found.setdefault(m.term, {}).setdefault(m.meaning, [])
            places.append(Explanation(s.title, f"{page}#{m.id}"))
    return tuple(
        Explained(term, tuple((words, tuple(places)) for words, places in meanings.items()))
        for term, meanings in sorted(found.items(), key=lambda item: _by_sound(item[0]))
    )


def _by_sound(term: str) -> bytes:
    """A term's place in the glossary, its marks apart.

    The frequent characters of GB 2312 stand in the order of their pinyin, and GB 18030
    keeps that; the rarer ones follow by their radicals.
    """
    return _MARKS.sub("", term).encode("gb18030", "replace")


def shared_source(terms: Sequence[Explained]) -> Explanation | None:
    """The one disclosure that gives every explanation, where there is only that."""
    every = [place for t in terms for _, places in t.meanings for place in places]
    return every[0] if len(every) > 1 and len({place.page for place in every}) == 1 else None
