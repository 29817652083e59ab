"""schema.org/Dataset for search engines of data: a block of data in a page, no script.

A policy that forbids scripts says nothing of it, since a browser does not run
what is of another type.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from markupsafe import Markup

from ..config import Site
from ..plan import Download


@dataclass(frozen=True, slots=True)
class Described:
    """What a collection of data is: `creator` an organization, `years` those that it covers."""

    title: str
    description: str
    creator: str
    years: tuple[int, ...]
    published_on: datetime.date | None = None


def linked_data(
    described: Described, site: Site, files: Iterable[Download], link: Callable[[str], str]
) -> Markup:
    """JSON-LD to stand in a page; addresses are relative to it."""
    first, last = min(described.years), max(described.years)
    record = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": described.title,
        "description": described.description,
        "inLanguage": "zh-CN",
        "temporalCoverage": str(last) if first == last else f"{first}/{last}",
        "creator": {"@type": "Organization", "name": described.creator},
        "distribution": [
            {
                "@type": "DataDownload",
                "name": file.title,
                "contentUrl": link(file.address),
                "encodingFormat": file.media_type,
                "contentSize": str(file.size),
            }
            for file in files
        ],
    }
    optional = {
        "spatialCoverage": site.short_name,
        "license": site.license,
        "datePublished": str(described.published_on or ""),
    }
    record |= {key: value for key, value in optional.items() if value}
    text = json.dumps(record, ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c"))
