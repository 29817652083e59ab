"""The pages and files about the site as a whole: catalogue, glossary, map, statement, feeds."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .. import plan
from ..config import Site
from ..jobs import Context
from ..model.evaluation import Kind
from ..summaries import Summary, Withdrawn
from .catalogue import entries
from .feeds import changed_on, feed, robots, sitemap
from .meta import PageMeta, list_meta
from .terms import explained_terms, shared_source


@dataclass(frozen=True, slots=True)
class Page:
    """A page: where it stands, its template, its head and what it shows."""

    address: str
    template: str
    meta: PageMeta
    values: Mapping[str, object] = field(default_factory=dict)


def about_the_site(
    context: Context, summaries: Sequence[Summary], withdrawn: Sequence[Withdrawn] = ()
) -> Iterator[Page]:
    """The pages about the site as a whole."""
    site = context.site

    def page(address: str, name: str, said: str, **values: object) -> Page:
        template = f"pages/{address.partition('/')[0]}.html.j2"
        return Page(address, template, list_meta(site, address, name, said), values)

    yield page(
        plan.CATALOGUE,
        "信息公开目录",
        f"{site.name}公开的全部文本：索引号、标题、发布机构、日期和内容概述。",
        entries=entries(site, summaries, withdrawn),
    )
    terms = explained_terms(summaries)
    yield page(
        plan.GLOSSARY,
        "名词解释",
        f"{site.name}公开的文本里解释过的名词。",
        terms=terms,
        shared=shared_source(terms),
    )
    yield page(
        plan.SITE_MAP,
        "网站地图",
        f"{site.name}的全部页面。",
        public=[s for s in summaries if not s.is_draft],
        departments=departments([s for s in summaries if not s.is_draft]),
    )
    yield page(
        plan.ACCESSIBILITY,
        "无障碍声明",
        f"{site.name}为方便所有人使用做了什么，遇到困难怎样反映。",
        with_pdf=context.with_pdf or any(s.has_pdf for s in summaries),
    )


def for_machines(
    site: Site,
    years: Mapping[int, Sequence[Summary]],
    summaries: Sequence[Summary],
    withdrawn: Sequence[Withdrawn] = (),
) -> Iterator[tuple[str, bytes]]:
    """robots.txt; sitemap and feed too, where the site knows its own address."""
    yield plan.ROBOTS, robots(site)
    if not site.url:
        return
    yield plan.SITE_MAP_XML, sitemap(site, [*_portal_pages(years, summaries)], summaries)
    news = feed(site, summaries, withdrawn)
    if news is not None:
        yield plan.FEED, news


def _portal_pages(
    years: Mapping[int, Sequence[Summary]], summaries: Sequence[Summary]
) -> Iterator[tuple[str, datetime.date | None]]:
    """The pages of the site itself, each with the last day of what it lists."""
    last = changed_on(summaries)
    public = [s for of_year in years.values() for s in of_year if not s.is_draft]
    yield plan.HOME, last
    for year in years:
        yield plan.year_page(year), changed_on(s for s in summaries if s.year == year)
    for year in years:
        of_year = [s for s in public if s.year == year]
        if any(s.projects for s in of_year):
            yield plan.projects_page(year), changed_on(of_year)
    for name in sorted({s.name for s in public}):
        yield plan.department_page(name), changed_on(s for s in public if s.name == name)
    yield plan.CATALOGUE, last
    yield plan.GLOSSARY, changed_on(s for s in summaries if s.terms)
    yield plan.SITE_MAP, last
    yield plan.ACCESSIBILITY, None


def departments(public: Sequence[Summary]) -> list[tuple[str, str]]:
    """The departments with a page over the years: name in addresses, latest name."""
    names = {s.name: s.department for s in reversed(public) if s.kind is Kind.BUDGET}
    return sorted(names.items())
