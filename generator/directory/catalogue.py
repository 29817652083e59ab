"""信息公开目录: a line for each disclosure, and the number that it is found by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..config import Site
from ..loader.corrections import is_version
from ..model.disclosure import Disclosure
from ..outputs.datasets import published
from ..summaries import Summary, Withdrawn
from .overview import overview

VALID = "有效"
WITHDRAWN = "已撤下"


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


def entries(
    site: Site, summaries: Sequence[Summary], withdrawn: Sequence[Withdrawn] = ()
) -> tuple[Entry, ...]:
    """The published disclosures, the latest first; what was taken down keeps its line."""
    lines = [*_standing(site, summaries), *_taken_down(site, withdrawn)]
    return tuple(sorted(lines, key=lambda e: (-e.year, e.id)))


def _standing(site: Site, summaries: Sequence[Summary]) -> Iterator[Entry]:
    public = [s for s in summaries if not s.is_draft]
    for s in public:
        yield Entry(
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


def _taken_down(site: Site, withdrawn: Sequence[Withdrawn]) -> Iterator[Entry]:
    for w in withdrawn:
        if w.is_disclosure:
            yield Entry(
                index=w.index_number,
                title=w.title or w.address,
                year=w.year,
                id=w.address.partition("/")[2],
                theme=site.theme,
                genre=site.genre,
                publisher=w.department,
                written_on=str(w.written_on or ""),
                approved_on=str(w.approved_on or ""),
                published_on=published(w.published_on, w.published_at),
                validity=WITHDRAWN,
                overview=taken_down(w),
            )


def taken_down(withdrawn: Withdrawn) -> str:
    """What is said of it where a text had its overview."""
    on = withdrawn.on
    day = f"{on.year}年{on.month}月{on.day}日"
    return f"{day}撤下。理由：{withdrawn.reason}。依据：{withdrawn.basis}。"
