"""The portal in parts, each with what it shows, so that none is made anew for another's sake.

A year's part shows the disclosures of the year, a department's those of the department;
two show all of them: the search, and what speaks of the whole site. The search alone knows
the texts of a disclosure, for the others its summary and data are all there is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from ..config import Site
from ..jobs import Made
from ..model.evaluation import Kind
from ..summaries import Withdrawn
from ..summaries.records import Listed


class Portion(StrEnum):
    """What a part of the portal is about."""

    YEAR = "year"
    DEPARTMENT = "department"
    SEARCH = "search"
    SITE = "site"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the portal: `of` is the year or the department, empty where it is of all.

    `listed` are the disclosures that it shows, the latest year first, with the digests of
    what it shows of them; `years` are all years of the site, and `with_feed` says whether it
    has a feed, which every page tells. `former` are the pieces that the last build made of it
    and that still stand: what it is made from does not depend on them.
    """

    portion: Portion
    of: str
    listed: tuple[Listed, ...]
    years: tuple[int, ...]
    with_feed: bool
    withdrawn: tuple[Withdrawn, ...] = ()
    former: tuple[Made, ...] = field(default=(), repr=False, compare=False)

    @property
    def key(self) -> str:
        """Its name among the results of a build; no disclosure's begins like this."""
        return f"portal/{self.portion}/{self.of}".rstrip("/")

    @property
    def inputs(self) -> str:
        """A digest of what it is made from, beside what all jobs share."""
        return hashlib.sha256(repr(self).encode("utf-8")).hexdigest()[:32]


def parts(
    site: Site, listed: Sequence[Listed], withdrawn: Sequence[Withdrawn] = ()
) -> Iterator[Part]:
    """The parts of a portal that lists these disclosures, those first that take longest.

    What was taken down is told on the pages about the whole site.
    """
    standing = sorted(listed, key=lambda one: (-one.year, one.id))
    years = tuple(dict.fromkeys(one.year for one in standing))
    with_feed = bool(site.url) and (
        any(one.is_news for one in standing)
        or any(w.is_disclosure and w.published_on for w in withdrawn)
    )

    def part(portion: Portion, of: str, shown: Sequence[Listed]) -> Part:
        return Part(portion, of, tuple(shown), years, with_feed)

    yield part(Portion.SEARCH, "", [replace(one, summary="", data=()) for one in standing])
    known = [replace(one, texts=(), keys="") for one in standing]
    yield replace(part(Portion.SITE, "", known), withdrawn=tuple(withdrawn))
    for year in years:
        yield part(Portion.YEAR, str(year), [one for one in known if one.year == year])
    public: dict[str, list[Listed]] = {}
    for one in known:
        if one.kind is Kind.BUDGET and not one.is_draft:
            public.setdefault(one.name, []).append(replace(one, data=()))
    for name, of_name in sorted(public.items()):
        yield part(Portion.DEPARTMENT, name, of_name)
