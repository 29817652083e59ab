"""The parts of WeasyPrint that it does not promise to keep, all of them.

Its version is capped in pyproject.toml for their sake; `tests/outputs/test_pdf_engine.py`
names what breaks when one changes. Needs Pango, which Windows lacks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from cssselect2 import ElementWrapper  # type: ignore[import-untyped]
from weasyprint import CSS, HTML
from weasyprint.text.ffi import pango


class ParsedPage(HTML):  # type: ignore[misc]
    """A page that brings its own element tree and what browsers know by themselves."""

    etree_element: Any
    browser_style: CSS  # in place of WeasyPrint's own style of HTML

    @property
    def wrapper_element(self) -> ElementWrapper:
        return ElementWrapper.from_html_root(self.etree_element, content_language=None)

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [self.browser_style]


def root_box(page: Any) -> Any:
    """The box of a laid-out page, which holds all others."""
    return page._page_box


def boxes(page: Any, placeholders: bool = False) -> Iterator[Any]:
    """Every box of a laid-out page; with what waits for its place, where asked."""
    found: Iterator[Any] = page._page_box.descendants(placeholders=placeholders)
    return found


@contextmanager
def marked(stream: Any) -> Iterator[dict[Any, Any]]:
    """While a page is painted into a stream, its boxes are marked; the numbers by box."""
    stream._tags = {}
    yield stream._tags
    stream._tags = None


def forget(page: Any, fonts: Mapping[Any, Any]) -> None:
    """Let go of the boxes of a painted page, and of the copies of font files.

    HarfBuzz has each file mapped; a copy of it, 20 MB, would only wait here.
    """
    page._page_box.children = ()
    for font in fonts.values():
        font.file_content = font.file_content[:4]


def pango_version() -> str:
    number: int = pango.pango_version()
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"
