"""Which files a job makes, and their addresses; how a page links to another.

Addresses are ASCII and permanent; links are relative and end in a file name, so
that a site works under any path and from `file://`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import quote

from .model.disclosure import Disclosure

HOME: Final = "index.html"
SEARCH: Final = "search/index.html"
DISCLOSURES_CSV: Final = "disclosures.csv"
DISCLOSURES_JSON: Final = "disclosures.json"
CATALOGUE: Final = "catalogue/index.html"
GLOSSARY: Final = "glossary/index.html"
ACCESSIBILITY: Final = "accessibility/index.html"
SITE_MAP: Final = "map/index.html"
NOT_FOUND: Final = "404.html"
FEED: Final = "feed.xml"
SITE_MAP_XML: Final = "sitemap.xml"
ROBOTS: Final = "robots.txt"
PROJECTS_CSV: Final = "projects.csv"
INDICATORS_CSV: Final = "indicators.csv"
DISCLOSURE_JSON: Final = "disclosure.json"
DISCLOSURE_XLSX: Final = "disclosure.xlsx"
OVERVIEW_SVG: Final = "overview.svg"
WITHDRAWN: Final = "data/withdrawn.json"
YEAR_XLSX: Final = "year.xlsx"
SITE_XLSX: Final = "site.xlsx"
DATA_PACKAGE: Final = "datapackage.json"
LEDGER_JSON: Final = "ledger.json"
LEDGER: Final = "ledger"
CHECKLIST_JSON: Final = "checklist.json"
CHECKLIST: Final = "checklist"
PROJECTS: Final = "projects"

# A page of the ledger leads to one other page from each of its lines.
_REMEMBERED: Final = 256


@dataclass(frozen=True, slots=True)
class Download:
    """A file that a page offers: its address in the site, its size in bytes.

    `group` is the heading under which it stands with its like; blank for the main ones.
    """

    title: str
    address: str
    media_type: str
    format: str
    size: int
    group: str = ""


def year_page(year: int) -> str:
    return f"{year}/index.html"


def projects_page(year: int) -> str:
    return f"{year}/{PROJECTS}/index.html"


def department_page(name: str) -> str:
    """A department over the years, by its name in addresses."""
    return f"departments/{name}/index.html"


def disclosure_folder(year: int, id: str) -> str:
    return f"{year}/{id}"


def disclosure_page(year: int, id: str) -> str:
    return f"{year}/{id}/index.html"


def project_page(year: int, id: str, address: str) -> str:
    return f"{year}/{id}/{address}/index.html"


def ledger_page(year: int, id: str) -> str:
    return f"{year}/{id}/{LEDGER}/index.html"


def checklist_page(year: int, id: str) -> str:
    return f"{year}/{id}/{CHECKLIST}/index.html"


def pdf_file(year: int, id: str) -> str:
    """A former version's is named after it too: 2024/scjg/v1/scjg-v1-2024.pdf."""
    return f"{year}/{id}/{id.replace('/', '-')}-{year}.pdf"


def data_file(year: int, id: str, name: str) -> str:
    return f"{year}/{id}/data/{name}"


def year_data_file(year: int, name: str) -> str:
    return f"{year}/data/{name}"


def site_data_file(name: str) -> str:
    return f"data/{name}"


def attachment_file(year: int, id: str, name: str) -> str:
    return f"{year}/{id}/files/{name}"


def picture_file(year: int, id: str, name: str) -> str:
    """A picture in the text; its name is made from its content, so it never changes."""
    return attachment_file(year, id, name)


def search_file(*path: str) -> str:
    return "/".join(("search", *path))


def former_names(disclosure: Disclosure) -> tuple[str, ...]:
    """Names that it once had; of several versions only the one that stands takes them over."""
    return () if disclosure.version else disclosure.former_ids


def redirects(disclosure: Disclosure) -> Iterator[tuple[str, str]]:
    """Former addresses (原地址) with those that took their place.

    Under a former name of the department every page of it had an address.
    """
    year, id = disclosure.year, disclosure.id
    for name in (id, *former_names(disclosure)):
        if name != id:
            yield disclosure_page(year, name), disclosure_page(year, id)
            yield ledger_page(year, name), ledger_page(year, id)
            yield checklist_page(year, name), checklist_page(year, id)
        for project in disclosure.projects:
            for address in (project.address, *project.former_addresses):
                if (name, address) != (id, project.address):
                    target = project_page(year, id, project.address)
                    yield project_page(year, name, address), target


def kept_pages(disclosure: Disclosure, formers: Iterable[Disclosure]) -> Iterator[tuple[str, str]]:
    """Pages of projects that a correction left out, with those that the former text keeps."""
    year, id = disclosure.year, disclosure.id
    taken = {a for p in disclosure.projects for a in (p.address, *p.former_addresses)}
    for former in formers:
        for project in former.projects:
            if project.address not in taken:
                taken.add(project.address)
                target = project_page(year, former.id, project.address)
                yield project_page(year, id, project.address), target


def link(page: str, target: str) -> str:
    """The relative address of `target` (which may end in #anchor) as seen from `page`."""
    path, hash_sign, anchor = target.partition("#")
    if path == page and hash_sign:
        return f"#{anchor}"
    return _relative(path, page) + (f"#{quote(anchor)}" if hash_sign else "")


@lru_cache(_REMEMBERED)
def _relative(path: str, page: str) -> str:
    """A path as seen from a page, quoted; both are addresses in the site, without `..`."""
    to, here = path.split("/"), page.split("/")[:-1]
    common = next((n for n, (a, b) in enumerate(zip(to, here, strict=False)) if a != b), None)
    if common is None:
        common = min(len(to) - 1, len(here))
    return quote("/".join([".."] * (len(here) - common) + to[common:]))
