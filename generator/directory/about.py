"""The pages and files about the site as a whole: catalogue, glossary, map, statement, feeds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .. import plan
from ..config import Site
from ..jobs import Context, Summary
from .catalogue import entries
from .feeds import feed, robots, sitemap
from .meta import PageMeta, list_meta
from .terms import explained_terms, shared_source


@dataclass(frozen=True, slots=True)
class Page:
    """A page: where it stands, its template, its head and what it shows."""

    address: str
    template: str
    meta: PageMeta
    values: Mapping[str, object] = field(default_factory=dict)


def about_the_site(context: Context, summaries: Sequence[Summary]) -> Iterator[Page]:
    """The pages about the site as a whole."""
    site = context.site

    def page(address: str, name: str, said: str, **values: object) -> Page:
        template = f"pages/{address.partition('/')[0]}.html.j2"
        return Page(address, template, list_meta(site, address, name, said), values)

    yield page(
        plan.CATALOGUE,
        "信息公开目录",
        f"{site.name}公开的全部文本：索引号、标题、发布机构、日期和内容概述。",
        entries=entries(site, summaries),
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
    )
    yield page(
        plan.ACCESSIBILITY,
        "无障碍声明",
        f"{site.name}为方便所有人使用做了什么，遇到困难怎样反映。",
        with_pdf=context.with_pdf,
    )


def for_machines(
    site: Site, years: Mapping[int, Sequence[Summary]], summaries: Sequence[Summary]
) -> Iterator[tuple[str, bytes]]:
    """robots.txt; sitemap and feed too, where the site knows its own address."""
    yield plan.ROBOTS, robots(site)
    if not site.url:
        return
    pages = [plan.HOME, *(plan.year_page(year) for year in years)]
    public = [s for of_year in years.values() for s in of_year if not s.is_draft]
    pages += [
        plan.projects_page(y) for y in years if any(s.year == y and s.projects for s in public)
    ]
    pages += [plan.department_page(name) for name in sorted({s.name for s in public})]
    pages += [plan.CATALOGUE, plan.GLOSSARY, plan.SITE_MAP, plan.ACCESSIBILITY]
    yield plan.SITE_MAP_XML, sitemap(site, pages, summaries)
    news = feed(site, summaries)
    if news is not None:
        yield plan.FEED, news
