"""Which files a job makes, and their addresses; how a page links to another.

Addresses are ASCII and permanent; links are relative and end in a file name, so
that a site works under any path and from `file://`.
"""

from __future__ import annotations

import posixpath
from typing import Final
from urllib.parse import quote

HOME: Final = "index.html"
SEARCH: Final = "search/index.html"
PROJECTS_CSV: Final = "projects.csv"
INDICATORS_CSV: Final = "indicators.csv"
DISCLOSURE_JSON: Final = "disclosure.json"
LEDGER_JSON: Final = "ledger.json"
LEDGER: Final = "ledger"
CHECKLIST_JSON: Final = "checklist.json"
CHECKLIST: Final = "checklist"


def year_page(year: int) -> str:
    return f"{year}/index.html"


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
    return f"{year}/{id}/{id}-{year}.pdf"


def data_file(year: int, id: str, name: str) -> str:
    return f"{year}/{id}/data/{name}"


def table_file(id: str) -> str:
    """The name of a statutory table's data, below a disclosure's data; `id` is its definition's."""
    return f"tables/{id}.csv"


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
