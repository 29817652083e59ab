"""Which files a job makes, and their addresses; how a page links to another.

Addresses are ASCII and permanent; links are relative and end in a file name, so
that a site works under any path and from `file://`.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

HOME: Final = "index.html"
SEARCH: Final = "search/index.html"
DISCLOSURES_CSV: Final = "disclosures.csv"
DISCLOSURES_JSON: Final = "disclosures.json"
PROJECTS_CSV: Final = "projects.csv"
INDICATORS_CSV: Final = "indicators.csv"
DISCLOSURE_JSON: Final = "disclosure.json"
DISCLOSURE_XLSX: Final = "disclosure.xlsx"
OVERVIEW_SVG: Final = "overview.svg"
YEAR_XLSX: Final = "year.xlsx"
SITE_XLSX: Final = "site.xlsx"
DATA_PACKAGE: Final = "datapackage.json"
LEDGER_JSON: Final = "ledger.json"
LEDGER: Final = "ledger"
CHECKLIST_JSON: Final = "checklist.json"
CHECKLIST: Final = "checklist"
PROJECTS: Final = "projects"


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


def search_file(name: str) -> str:
    return f"search/{name}"


def link(page: str, target: str) -> str:
    """The relative address of `target` (which may end in #anchor) as seen from `page`."""
    path, hash_sign, anchor = target.partition("#")
    if path == page and hash_sign:
        return f"#{anchor}"
    relative = posixpath.relpath(path, posixpath.dirname(page) or ".")
    return quote(relative) + (f"#{quote(anchor)}" if hash_sign else "")
