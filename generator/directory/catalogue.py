"""信息公开目录: a line for each disclosure, and the number that it is found by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..config import Site
from ..loader.corrections import is_version
from ..model.disclosure import Disclosure
from ..outputs.datasets import published
from ..summaries import Summary
from .overview import overview

VALID = "有效"


@dataclass(frozen=True, slots=True)
class Entry:
    """A disclosure as the catalogue lists it; dates as data, blank where nobody gave them."""

    index: str
    title: str
    year: int
    id: str
    theme: str
    genre: str
    publisher: str
    written_on: str
    approved_on: str
    published_on: str
    validity: str
    overview: str


def index_number(site: Site, disclosure: Disclosure) -> str:
    """The number typed, else 前缀 + 标识/年-序号; empty where the site has no prefix.

    The serial counts the versions of a text: the first is 001, its correction
    002. So a number never changes when other disclosures come or go.
    """
    d = disclosure
    if d.index_number or not site.index_prefix:
        return d.index_number.text
    before = d.correction.of.text
    serial = int(d.version[1:]) if d.version else int(before[1:]) + 1 if is_version(before) else 1
    return f"{site.index_prefix}{d.name}/{d.year}-{serial:03}"


def entries(site: Site, summaries: Sequence[Summary]) -> tuple[Entry, ...]:
    """The published disclosures, the latest first."""
    public = [s for s in summaries if not s.is_draft]
    return tuple(
        Entry(
            index=s.index_number,
            title=s.title,
            year=s.year,
            id=s.id,
            theme=site.theme,
            genre=site.genre,
            publisher=s.department,
            written_on=str(s.written_on or ""),
            approved_on=str(s.approved_on or ""),
            published_on=published(s.published_on, s.published_at),
            validity=VALID,
            overview=overview(s),
        )
        for s in sorted(public, key=lambda s: (-s.year, s.id))
    )
