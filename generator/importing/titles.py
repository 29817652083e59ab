"""The family's own titles in a Word file: which family it is, and where its sections begin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ..document.outline import split_number
from ..forms import ChapterPlan, Family, SectionPlan
from ..lexicon.folding import bare
from ..model.tables import Cell, Grid
from ..sources.word_source import WordDocument
from ..sources.word_text import WordParagraph
from .cell_grid import CellGrid, distinct
from .front import has_title
from .labels import make_labels, without_aside

LONGEST_TITLE: Final = 50
_ENOUGH_LABELS: Final = 3
_TITLE_PAGE: Final = 40
_YEAR_BEFORE: Final = re.compile(r"^\s*(?:19|20)\d\d\s*年(?:度|初)?")


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much of a family a file shows: its labels and titles, then its classes of indicators.

    `known` are labels of any form that mean a field of this one; they tell that a file
    holds forms, and which family they come nearest to.
    """

    family: Family
    own: int
    classes: int
    known: int

    @property
    def rank(self) -> tuple[int, int, int]:
        return (self.own, self.classes, self.known)

    @property
    def is_usual(self) -> bool:
        """Whether its forms count in 万元, as most do: of families that are as like such a one."""
        return all(form.unit == "万元" for form in self.family.forms.values())

    @property
    def shown(self) -> str:
        return f"{self.family.name}（栏目和标题 {self.own} 处，指标类别 {self.classes} 种）"


def likenesses(document: WordDocument, families: Iterable[Family]) -> list[Likeness]:
    """The families by how much of them the file shows, the likest first."""
    cell_grids = [CellGrid(b) for b in document.blocks if isinstance(b, Grid)]
    cells = distinct(cell for cell_grid in cell_grids for cell in cell_grid.distinct)
    pairs, typed = _class_pairs(cell_grids), _typed_titles(document)
    found = [
        Likeness(
            f,
            _score(document, cells, typed, f),
            _classes_in(pairs, f),
            _known(cell_grids, cells, f),
        )
        for f in families
    ]
    return sorted(found, key=lambda x: (x.rank, x.is_usual), reverse=True)


def recognise(found: Sequence[Likeness]) -> Family | None:
    """The likest family; the nearest one where the file holds forms of none; else None.

    A single one was asked for by its name: it is not to be guessed.
    """
    best = found[0]
    is_near = best.own >= _ENOUGH_LABELS
    if len(found) == 1 or is_near or best.known >= _ENOUGH_LABELS:
        nearest = max(found, key=lambda x: (x.known + x.own, x.classes, x.is_usual))
        return best.family if is_near or len(found) == 1 else nearest.family
    return None


def says_the_unit(found: Sequence[Likeness], family: Family) -> bool:
    """Whether a file shows on which form it is, so that its amounts count in the form's unit.

    Families that it shows as much of, but count in other units, leave that open.
    """
    alike = [x.family for x in found if x.own == found[0].own]
    units = {form.unit for x in (*alike, family) for form in x.forms.values()}
    return len(found) == 1 or (is_recognised(found) and len(units) == 1)


def rivals(found: Sequence[Likeness], family: Family) -> tuple[str, ...]:
    """The other families that a file shows as much of."""
    own = next(x for x in found if x.family is family)
    alike = (x.family.name for x in found if x.rank == own.rank and x.family is not family)
    return tuple(alike) if is_recognised(found) else ()


def is_recognised(found: Sequence[Likeness]) -> bool:
    """Whether the file shows enough of a family to say that it is on its forms."""
    return found[0].own >= _ENOUGH_LABELS or len(found) == 1


def _known(cell_grids: Sequence[CellGrid], cells: Sequence[Cell], family: Family) -> int:
    """How many fields and columns of indicators the file has, by any name."""
    counts = []
    for form in family.forms.values():
        labels = make_labels(form)
        hits = (labels.find(c.text) for c in cells)
        keys = {hit.label.key for hit in hits if hit is not None and hit.label.key}
        has_indicators = any(labels.has_heads(cell_grid) for cell_grid in cell_grids)
        counts.append(len(keys) + 2 * has_indicators)
    return max(counts, default=0)


def _class_pairs(cell_grids: Iterable[CellGrid]) -> set[tuple[str, str]]:
    """What stands side by side in the tables, as classes of indicators do."""
    found = set()
    for cell_grid in cell_grids:
        for (row, column), cell in cell_grid.at.items():
            beside = cell_grid.at.get((row, column + 1))
            if beside is not None and beside is not cell and "指标" in cell.text:
                found.add((_class(cell.text), _class(beside.text)))
    return found


def _class(text: str) -> str:
    return bare(without_aside(text.strip().removesuffix("分")))


def _classes_in(pairs: set[tuple[str, str]], family: Family) -> int:
    own = {(bare(a), bare(b)) for form in family.forms.values() for a, b in form.classes}
    return len(pairs & own)


def _score(document: WordDocument, cells: Sequence[Cell], typed: set[str], family: Family) -> int:
    """How many of the family's labels and titles occur; columns are too common to count.

    The family's own title on the title page decides.
    """
    paragraphs = [b for b in document.blocks if isinstance(b, WordParagraph)]
    titled = _ENOUGH_LABELS if has_title(paragraphs[:_TITLE_PAGE], family) else 0
    found = max((make_labels(form).count(cells) for form in family.forms.values()), default=0)
    titles = {bare(t) for t in _titles(family)}
    return titled + found + len(titles & typed)


def _typed_titles(document: WordDocument) -> set[str]:
    """What stands in paragraphs short enough for a title, with or without number and year."""
    texts = {b.text for b in document.blocks if isinstance(b, WordParagraph)}
    return {
        bare(title)
        for text in texts
        if len(text) <= LONGEST_TITLE
        for title in (text, split_number("".join(text.split()))[1], _YEAR_BEFORE.sub("", text))
    }


def _titles(family: Family) -> list[str]:
    captions = [alias for form in family.forms.values() for alias in form.caption_aliases]
    titles = [t for s in family.sections() for t in titles_of(s)]
    return [p.title for p in family.parts] + titles + captions


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
