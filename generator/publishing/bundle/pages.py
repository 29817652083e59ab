"""Pages of a site that stand without it: what leads out leads to the web, or nowhere."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit

from lxml import html

from ... import plan
from ..links import resolved

_LINKING: Final = ("href", "src", "action")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a bundle holds (`inside`), and where the whole site stands on the web, or ''."""

    inside: Collection[str]
    url: str

    def outside(self, target: str, anchor: str) -> str:
        """The whole address of a page that the bundle lacks; empty where nobody knows it."""
        hash_sign = f"#{quote(anchor)}" if anchor else ""
        return f"{self.url}{quote(target)}{hash_sign}" if self.url else ""


def parsed(page: bytes) -> html.HtmlElement:
    """A page of ours as a tree."""
    return html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))


def site_url(page: bytes, path: str) -> str:
    """Where the site stands, from what a page says of its own address; '' where it does not."""
    found = parsed(page).xpath("//meta[@name='Url']/@content")
    url = str(found[0]) if found else ""
    return url.removesuffix(path) if url.endswith(path) else ""


def detached(page: bytes, path: str, bounds: Bounds) -> bytes:
    """The page with its links within the bundle's bounds; the same bytes where they are.

    Links of the 404 page begin at the site's root on its server; here they are relative,
    so that it can be opened from a folder.
    """
    tree, root, changed = parsed(page), urlsplit(bounds.url).path, False
    for element in list(tree.iter("a", "link", "form", "script", "img")):
        for attribute in _LINKING:
            link = element.get(attribute)
            found = resolved(path, link, root) if link is not None else None
            if found is None:
                continue
            target, anchor = found
            if target in bounds.inside:
                if not str(link).startswith("/"):
                    continue
                hash_sign = f"#{anchor}" if anchor else ""
                element.set(attribute, plan.link(path, f"{target}{hash_sign}"))
            else:
                _lead_out(element, attribute, bounds.outside(target, anchor))
            changed = True
    if not changed:
        return page
    return html.tostring(tree, encoding="utf-8", doctype="<!DOCTYPE html>") + b"\n"


def _lead_out(element: html.HtmlElement, attribute: str, address: str) -> None:
    """Let a link lead to the web; without an address its text stays and leads nowhere."""
    if address and element.tag in ("a", "form"):
        element.set(attribute, address)
    elif element.tag == "a":
        del element.attrib[attribute]
    else:
        element.drop_tree()
