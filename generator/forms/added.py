"""A family with the sections that one disclosure adds to it (另加章节).

They become sections of the family like its own, so that whatever reads, numbers, prints
and writes these needs to know nothing of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from ..model.disclosure import AddedSection, Disclosure
from .types import PROSE_SECTION, ChapterPlan, Family, PartPlan, SectionPlan

# What 接在 says of a section that stands before all others.
AT_START: Final = "开头"


def family_of(disclosure: Disclosure, families: Mapping[str, Family]) -> Family:
    """The family of a disclosure, with the sections that it adds."""
    return with_added(families[disclosure.family], disclosure.added)


def with_added(family: Family, added: Sequence[AddedSection]) -> Family:
    """The family with further sections, each behind the place that it names.

    Several behind one place stand in the order of their rows. A place that is none
    (`places`) counts as the end.
    """
    if family.added == tuple(added):
        return family
    chapters = family.chapters
    last: dict[str, str] = {}
    for item in added:
        section = SectionPlan(
            item.key.text,
            item.title.text or item.key.text,
            item.kind.text or PROSE_SECTION,
            required=True,
        )
        place = item.after.text
        chapters = _behind(chapters, last.get(place, place), section)
        last[place] = item.key.text
    return replace(family, chapters=chapters, added=tuple(added))


def places(family: Family) -> Iterator[str]:
    """What 接在 may name: the sections, the topmost chapters and parts."""
    yield AT_START
    for chapter in family.chapters:
        yield from _names(chapter)
        for part in chapter.parts:
            yield from (section.key for section in part.sections)


def _names(chapter: ChapterPlan) -> tuple[str, ...]:
    """What a topmost place of the text is called; one without a title by its single part."""
    if chapter.section is not None:
        return (chapter.section.key,)
    if chapter.title:
        return (chapter.title,)
    return tuple(part.title for part in chapter.parts[-1:])


def _behind(
    chapters: tuple[ChapterPlan, ...], place: str, section: SectionPlan
) -> tuple[ChapterPlan, ...]:
    chapter = ChapterPlan(section.title, section)
    if place == AT_START:
        return (chapter, *chapters)
    for at, before in enumerate(chapters, 1):
        if place in _names(before):
            return (*chapters[:at], chapter, *chapters[at:])
        if any(place == s.key for part in before.parts for s in part.sections):
            parts = tuple(_in_part(part, place, section) for part in before.parts)
            return (*chapters[: at - 1], replace(before, parts=parts), *chapters[at:])
    return (*chapters, chapter)


def _in_part(part: PartPlan, place: str, section: SectionPlan) -> PartPlan:
    keys = [s.key for s in part.sections]
    if place not in keys:
        return part
    at = keys.index(place) + 1
    return replace(part, sections=(*part.sections[:at], section, *part.sections[at:]))
