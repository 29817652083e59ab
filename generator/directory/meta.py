"""What a page says of itself in its head (docs/领域.md 6.1), by the kind of page.

A home page names the site; a list adds its column; an article its title, date
and source. A date that nobody gave is left out, never made up; so is the time
of day, where only the date is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from .. import plan
from ..config import Site
from ..model.disclosure import Disclosure, Project
from ..outputs.datasets import published
from ..summaries import Summary
from .overview import overview

COLUMN_TYPE: Final = "预决算公开"
KEYWORDS: Final = ("部门预算", "预算绩效", "绩效目标", "信息公开")


@dataclass(frozen=True, slots=True)
class Article:
    """What an article's head adds: `published` is `2025-02-21 09:30`, or the date alone."""

    title: str
    published: str
    source: str


@dataclass(frozen=True, slots=True)
class PageMeta:
    """A page's head. `column` is the list's name where the page is one; `url` is whole or empty."""

    title: str
    description: str
    keywords: tuple[str, ...] = KEYWORDS
    column: str = ""
    article: Article | None = None
    url: str = ""

    @property
    def column_type(self) -> str:
        return COLUMN_TYPE

    @property
    def kind(self) -> str:
        """The type that Open Graph knows."""
        return "article" if self.article else "website"


def home_meta(site: Site) -> PageMeta:
    said = "".join(paragraph.words.text for paragraph in site.description)
    return PageMeta(site.name, said or site.name, url=_url(site, plan.HOME))


def list_meta(site: Site, page: str, name: str, description: str) -> PageMeta:
    """A list, or a page about the site as a whole."""
    return PageMeta(name, description, column=name, url=_url(site, page))


def year_meta(site: Site, year: int) -> PageMeta:
    name = f"{year}年部门预算绩效公开"
    return list_meta(
        site, plan.year_page(year), name, f"{site.name}：{year}年各部门的预算绩效文本。"
    )


def projects_meta(site: Site, year: int) -> PageMeta:
    said = f"{site.name}：{year}年各部门公开的全部项目，可按部门、预算数查看。"
    return list_meta(site, plan.projects_page(year), f"{year}年部门预算项目", said)


def department_meta(site: Site, id: str, department: str) -> PageMeta:
    name = f"{department}历年预算绩效公开"
    said = f"{name}：各年的预算、新增和结束的项目、指标值的变化。"
    return list_meta(site, plan.department_page(id), name, said)


def search_meta(site: Site) -> PageMeta:
    said = f"在{site.name}里搜索部门、项目、金额和绩效目标。"
    return list_meta(site, plan.SEARCH, "搜索", said)


def disclosure_meta(site: Site, disclosure: Disclosure, summary: Summary) -> PageMeta:
    page = plan.disclosure_page(disclosure.year, disclosure.id)
    return _article(site, disclosure, page, summary.title, f"{summary.title}：{overview(summary)}")


def project_meta(site: Site, disclosure: Disclosure, project: Project) -> PageMeta:
    page = plan.project_page(disclosure.year, disclosure.id, project.address)
    budget, evaluation = "预算、支出计划、绩效目标和绩效指标", "预算执行、目标完成情况和得分"
    said = (
        f"{disclosure.owner}{disclosure.year}年项目“{project.label}”的"
        f"{evaluation if project.evaluation else budget}。"
    )
    return _article(site, disclosure, page, project.label, said)


def ledger_meta(site: Site, disclosure: Disclosure, title: str) -> PageMeta:
    page = plan.ledger_page(disclosure.year, disclosure.id)
    said = f"{title}公开前核对了哪些数字，结果如何。"
    return _article(site, disclosure, page, f"{title}勾稽台账", said)


def checklist_meta(site: Site, disclosure: Disclosure, title: str) -> PageMeta:
    page = plan.checklist_page(disclosure.year, disclosure.id)
    said = f"{title}按规定应当公开哪些内容，各在哪里。"
    return _article(site, disclosure, page, f"{title}公开事项清单", said)


def _article(site: Site, disclosure: Disclosure, page: str, title: str, said: str) -> PageMeta:
    """An article of a disclosure; a draft was not published on any day."""
    d = disclosure
    on = "" if d.is_draft else published(d.published_on, d.published_at)
    source = d.owner
    keywords = (source, f"{d.year}年", *KEYWORDS)
    return PageMeta(title, said, keywords, "", Article(title, on, source), _url(site, page))


def _url(site: Site, page: str) -> str:
    return f"{site.url}{page}" if site.url else ""
