"""The family's own titles in a Word file: which family it is, and where its sections begin."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ..document.outline import split_number
from ..forms import ChapterPlan, Family, SectionPlan
from ..lexicon.folding import bare
from ..model.tables import Grid
from ..sources.word_source import WordDocument
from ..sources.word_text import WordParagraph
from .front import has_title
from .labels import make_labels

LONGEST_TITLE: Final = 50
_ENOUGH_LABELS: Final = 3
_TITLE_PAGE: Final = 40


def recognise(document: WordDocument, families: Iterable[Family]) -> Family | None:
    """The family whose labels and titles the file shows most; None where it shows too few.

    A single one was asked for by its name: it is not to be guessed.
    """
    known = list(families)
    if len(known) == 1:
        return known[0]
    score, best = max(((_score(document, f), f) for f in known), key=lambda pair: pair[0])
    return best if score >= _ENOUGH_LABELS else None


def _score(document: WordDocument, family: Family) -> int:
    """How many of the family's labels and titles occur; columns are too common to count.

    The family's own title on the title page decides.
    """
    paragraphs = [b for b in document.blocks if isinstance(b, WordParagraph)]
    titled = _ENOUGH_LABELS if has_title(paragraphs[:_TITLE_PAGE], family) else 0
    cells = [c for b in document.blocks if isinstance(b, Grid) for c in b.cells]
    found = max((make_labels(form).count(cells) for form in family.forms.values()), default=0)
    titles = {bare(t) for t in _titles(family)}
    typed = {
        bare(title)
        for b in paragraphs
        if len(b.text) <= LONGEST_TITLE
        for title in (b.text, split_number("".join(b.text.split()))[1])
    }
    return titled + found + len(titles & typed)


def _titles(family: Family) -> list[str]:
    return [p.title for p in family.parts] + [t for s in family.sections() for t in titles_of(s)]


def titles_of(plan: SectionPlan | ChapterPlan) -> tuple[str, ...]:
    """The title that the family prints, and those of other years and offices."""
    return (plan.title, *plan.aliases)


@dataclass(frozen=True)
class Titles:
    """Tells the titles of a family's parts and sections, with any number or none."""

    family: Family

    def section_of(self, paragraph: WordParagraph) -> SectionPlan | None:
        """The family's section that a paragraph is the title of."""
        title = _bare_title(paragraph)
        return next((s for s in self.family.sections() if _is_in(title, titles_of(s))), None)

    def is_title(self, paragraph: WordParagraph) -> bool:
        return self.section_of(paragraph) is not None or self.part_of(paragraph) is not None

    def is_own(self, paragraph: WordParagraph) -> bool:
        """Whether the family prints just this title; a longer one says more."""
        own = [p.title for p in self.family.parts]
        own += [t for c in self.family.chapters for t in titles_of(c)]
        return _is_in(_bare_title(paragraph), own)

    def part_of(self, paragraph: WordParagraph) -> str | None:
        """The part that a paragraph is the title of: blank for one of the family's own."""
        title = _bare_title(paragraph)
        if self.is_own(paragraph):
            return ""
        ends = [bare(p.title) for p in self.family.parts if p.form]
        if any(text.endswith(end) for text in title for end in ends):
            return ""
        together = "".join(paragraph.text.split()).rstrip("：:")
        number, name = split_number(together)
        is_part = number.startswith("第") and "部分" in number
        return name if is_part and len(name) <= LONGEST_TITLE else None


def _is_in(title: set[str], titles: Iterable[str]) -> bool:
    return any(bare(t) in title for t in titles)


def _bare_title(paragraph: WordParagraph) -> set[str]:
    """What a short paragraph may be the title of, with and without its number."""
    together = "".join(paragraph.text.split())
    if len(together) > LONGEST_TITLE:
        return set()
    return {bare(together), bare(split_number(together)[1])} - {""}
