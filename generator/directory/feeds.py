"""What machines read of the whole site: sitemap.xml, feed.xml (Atom), robots.txt.

All three name whole addresses, so a site without 网址 has only robots.txt. A
draft and a replaced text are in none of them. The only dates are those that
the authors gave; Atom wants a time of day, and a day begins at midnight in
China where no time was given.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape

from .. import plan
from ..config import Site
from ..summaries import Summary, Withdrawn
from .catalogue import WITHDRAWN, taken_down
from .overview import overview

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_CHINA: Final = datetime.timezone(datetime.timedelta(hours=8))


def changed_on(summaries: Iterable[Summary]) -> datetime.date | None:
    """The last day on which one of these texts was published or corrected; drafts never were."""
    days = (s.corrected_on or s.published_on for s in _public(summaries))
    return max((day for day in days if day), default=None)


def sitemap(
    site: Site, pages: Sequence[tuple[str, datetime.date | None]], summaries: Sequence[Summary]
) -> bytes:
    """`pages` of the site itself with their days, then every published disclosure with its
    projects."""
    lines = [_place(site, page, day) for page, day in pages]
    for s in _public(summaries):
        day = changed_on([s])
        lines.append(_place(site, plan.disclosure_page(s.year, s.id), day))
        lines += [_place(site, plan.project_page(s.year, s.id, p.address), day) for p in s.projects]
    body = "".join(lines)
    return (
        f'{_HEAD}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{body}</urlset>\n'
    ).encode()


def _place(site: Site, page: str, day: datetime.date | None) -> str:
    changed = f"<lastmod>{day}</lastmod>" if day else ""
    return f"<url><loc>{_whole(site, page)}</loc>{changed}</url>\n"


def feed(
    site: Site, summaries: Sequence[Summary], withdrawn: Sequence[Withdrawn] = ()
) -> bytes | None:
    """The published disclosures, the latest first; None where there is none yet."""
    dated = _news(summaries, withdrawn)
    if not dated:
        return None
    head = "".join(
        (
            f"<title>{escape(site.name)}</title>\n",
            f"<id>{escape(site.url)}</id>\n",
            f"<updated>{dated[0].changed.isoformat()}</updated>\n",
            f'<link href="{_whole(site, plan.HOME)}"/>\n',
            f'<link rel="self" href="{_whole(site, plan.FEED)}"/>\n',
        )
    )
    body = "".join(_entry(site, item) for item in dated)
    atom = f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">\n{head}{body}</feed>\n'
    return f"{_HEAD}{atom}".encode()


@dataclass(frozen=True, slots=True)
class _Item:
    """A line of the feed: where it stands, its text, its days."""

    year: int
    folder: str
    title: str
    department: str
    said: str
    published_on: datetime.date
    published_at: datetime.time | None
    changed: datetime.datetime


def _news(summaries: Iterable[Summary], withdrawn: Iterable[Withdrawn]) -> list[_Item]:
    """What has a day on which it was published, the last changed first."""
    items = [
        _Item(
            s.year, plan.disclosure_folder(s.year, s.id), s.title, s.department, overview(s),
            s.published_on, s.published_at, _changed(s),
        )
        for s in _public(summaries)
        if s.published_on
    ]  # fmt: skip
    items += [
        _Item(
            w.year, w.address, f"{WITHDRAWN}：{w.title}", w.department, taken_down(w),
            w.published_on, w.published_at, _moment(w.on, None),
        )
        for w in withdrawn
        if w.is_disclosure and w.published_on
    ]  # fmt: skip
    return sorted(items, key=lambda item: (-item.changed.timestamp(), item.year, item.folder))


def _entry(site: Site, item: _Item) -> str:
    host = urlsplit(site.url).hostname
    folder = f"{site.path}{item.folder}"
    published = _moment(item.published_on, item.published_at)
    return "".join(
        (
            "<entry>\n",
            f"<title>{escape(item.title)}</title>\n",
            f"<id>tag:{host},{item.published_on}:{escape(folder)}</id>\n",
            f"<published>{published.isoformat()}</published>\n",
            f"<updated>{item.changed.isoformat()}</updated>\n",
            f"<author><name>{escape(item.department)}</name></author>\n",
            f'<link href="{_whole(site, f"{item.folder}/{plan.HOME}")}"/>\n',
            f"<summary>{escape(item.said)}</summary>\n",
            "</entry>\n",
        )
    )


def _changed(s: Summary) -> datetime.datetime:
    """When the text was last changed: corrected, else published."""
    if s.corrected_on:
        return _moment(s.corrected_on, None)
    return _moment(s.published_on or datetime.date.min, s.published_at)


def _moment(day: datetime.date, time: datetime.time | None) -> datetime.datetime:
    return datetime.datetime.combine(day, time or datetime.time(), _CHINA)


def robots(site: Site) -> bytes:
    """Everything may be read; drafts and replaced texts say noindex themselves."""
    lines = ["User-agent: *", "Allow: /"]
    lines += [f"Sitemap: {_whole(site, plan.SITE_MAP_XML)}"] if site.url else []
    return "".join(f"{line}\n" for line in lines).encode()


def _public(summaries: Iterable[Summary]) -> list[Summary]:
    return [s for s in summaries if not s.is_draft]


def _whole(site: Site, page: str) -> str:
    return escape(f"{site.url}{quote(page)}")
