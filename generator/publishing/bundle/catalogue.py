"""The lines of 信息公开目录 as the site publishes them, by the folder that each leads to."""

from __future__ import annotations

import posixpath

from ... import plan
from ...outputs.json_text import json_file
from .pages import parsed

_NOTHING = "—"


def catalogue_entries(page: bytes) -> dict[str, dict[str, str]]:
    """Each line by its columns; what the page shows as — is empty."""
    tables = parsed(page).xpath("//table[@id='catalogue-table']")
    found: dict[str, dict[str, str]] = {}
    for table in tables:
        heads = [" ".join(head.text_content().split()) for head in table.xpath("./thead//th")]
        for row in table.xpath("./tbody/tr"):
            cells = [" ".join(cell.text_content().split()) for cell in row]
            href = row.xpath(".//a/@href")[0]
            target = posixpath.normpath(posixpath.join(posixpath.dirname(plan.CATALOGUE), href))
            found[posixpath.dirname(target)] = {
                head: "" if cell == _NOTHING else cell
                for head, cell in zip(heads, cells, strict=True)
            }
    return found


def entries_json(entries: dict[str, dict[str, str]], url: str) -> bytes:
    """The lines as data, each with the address of its page where the site knows its own."""
    key = "网址" if url else "网页"
    lines = [entry | {key: f"{url}{folder}/{plan.HOME}"} for folder, entry in entries.items()]
    return json_file(lines)
