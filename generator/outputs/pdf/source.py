"""A print page as WeasyPrint wants it: parsed, styled, and cut off from everything else."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

import lxml.html
from weasyprint import CSS
from weasyprint.urls import URLFetcher, URLFetcherResponse

from ..pages import find_template
from .engine import Layout, ParsedPage
from .pictures import for_paper
from .tags import ID
from .versions import STYLE

BASE_STYLE: Final = "print/base.css"
LARGEST_FILE: Final = 8 * 2**20
PICTURE: Final = "picture"  # the scheme of a picture's address in a print page


class Refused(ValueError):
    """A print page or stylesheet asked for a file that it may not have."""


class Fetcher(URLFetcher):  # type: ignore[misc]
    """Hands out files of the template roots and the page's own pictures, and nothing else: no
    network, no data URLs."""

    def __init__(
        self, roots: tuple[Path, ...], pictures: Mapping[str, bytes] = MappingProxyType({})
    ) -> None:
        super().__init__(allowed_protocols=("file", PICTURE), allow_redirects=False)
        self.roots = tuple(root.resolve() for root in roots)
        self.pictures = pictures

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        parts = urlsplit(url)
        if parts.scheme == PICTURE and parts.path in self.pictures:
            return URLFetcherResponse(url, for_paper(self.pictures[parts.path]))
        if parts.scheme != "file" or parts.netloc:
            raise Refused("only files of the templates may be used")
        path = Path(url2pathname(unquote(parts.path))).resolve()
        if not any(path.is_relative_to(root) for root in self.roots) or not path.is_file():
            raise Refused("only files of the templates may be used")
        if path.stat().st_size > LARGEST_FILE:
            raise Refused("the file is too large")
        return URLFetcherResponse(url, path.read_bytes())


@functools.cache
def fetcher(roots: tuple[Path, ...]) -> Fetcher:
    return Fetcher(roots)


@functools.cache
def base_style(roots: tuple[Path, ...]) -> CSS:
    """What browsers know by themselves, as far as print pages need it."""
    return CSS(string=find_template(roots, BASE_STYLE).read_text("utf-8"))


@functools.cache
def print_style(roots: tuple[Path, ...]) -> CSS:
    """The style of print pages. It names fonts of the system and brings none of its own, so
    it is parsed once for all of a process's pages."""
    path = find_template(roots, STYLE)
    return CSS(
        string=path.read_text("utf-8"),
        base_url=path.resolve().as_uri(),
        url_fetcher=fetcher(roots),
    )


class PrintPage(ParsedPage):
    """A page parsed by lxml, five times faster than WeasyPrint's own parser.

    Its element tree may be changed before it is laid out.
    """

    def __init__(
        self,
        html: str,
        roots: tuple[Path, ...],
        pictures: Mapping[str, bytes] = MappingProxyType({}),
    ) -> None:
        self.roots = roots
        self.base_url = find_template(roots, STYLE).resolve().as_uri()
        self.url_fetcher = Fetcher(roots, pictures) if pictures else fetcher(roots)
        self.media_type = "print"
        self.browser_style = base_style(roots)
        parser = lxml.html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True)
        self.etree_element = lxml.html.document_fromstring(html, parser=parser)
        linked = {a.get("href", "")[1:] for a in self.etree_element.iter("a")}
        for element in self.etree_element.iter("table", "td", "th"):
            # An anchor a cell would give each cell a style of its own, an anchor a table one to
            # all that is in it: a third of the time. So only those that something points at
            # keep theirs.
            element.set(ID, element.get("id", ""))
            if element.get("id", "") not in linked:
                element.attrib.pop("id", None)

    def lay_out(self, maker: Callable[[Layout, int], None] | None = None) -> Any:
        """Lay out the pages, each made by `maker`; what comes back is WeasyPrint's document."""
        self.maker = maker
        try:
            return self.render(stylesheets=[print_style(self.roots)], output_intent="srgb")
        finally:
            self.maker = self.layout = None
