"""What gongkai takes of WeasyPrint without its promise: each part by name, on a small page."""

from __future__ import annotations

import ast
import importlib.metadata
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, lacks

try:
    import weasyprint
    from weasyprint import HTML
    from weasyprint.text.ffi import pango

    from generator.outputs.pdf.engine import Layout, boxes
    from generator.outputs.pdf.source import PrintPage
except OSError as error:
    lacks(f"Pango ({error})")

PDF = ROOT / "generator" / "outputs" / "pdf"
TEMPLATES = ROOT / "templates"
PAGE = (
    "<h1>标题</h1><p><a href='#x'>一</a></p>"
    "<table id=x style='border-collapse: collapse'><tr><td>二</td></tr></table>"
)
# What only WeasyPrint's own code should touch.
PRIVATE = re.compile(
    r"\b_(?:tags|page_box|ua_stylesheets)\b|page_maker|weasyprint\.(?:text|layout)\b"
)


@pytest.fixture(scope="module")
def document() -> Any:
    return HTML(string=PAGE).render()


def painted(document: Any) -> dict[str, Any]:
    """A stream's marks after the first page was painted into it."""
    seen: dict[str, Any] = {}
    page = document.pages[0]
    paint = page.paint

    def watch(stream: Any, scale: float = 1) -> None:
        stream._tags = {}
        paint(stream, scale)
        seen.update(enumerate(stream._tags.items()))  # type: ignore[arg-type]
        stream._tags = None

    page.paint = watch
    document.write_pdf()
    return seen


def made_twice() -> list[int]:
    """The pages of a document of one page, each of which was made once more."""
    seen: list[int] = []

    def twice(layout: Layout, index: int) -> None:
        seen.extend([index, index])
        layout.make(index)
        layout.make(index)
        assert not layout.start(index)
        assert not layout.end(index)

    (page,) = PrintPage("<h1>标题</h1>", (TEMPLATES,)).lay_out(twice).pages
    assert any(box.element_tag == "h1" for box in boxes(page))
    return seen


PARTS: dict[str, Callable[[Any], bool]] = {
    "Page._page_box.descendants": lambda d: any(
        box.element_tag == "td" for box in d.pages[0]._page_box.descendants(placeholders=True)
    ),
    "Page._page_box.children": lambda d: isinstance(d.pages[0]._page_box.children, (list, tuple)),
    "box.element, box.style": lambda d: all(
        hasattr(box, "element") and box.style["font_family"]
        for box in d.pages[0]._page_box.descendants()
    ),
    "Page.links of four": lambda d: [len(link) for link in d.pages[0].links] == [4],
    "HTML._ua_stylesheets": lambda d: callable(getattr(HTML, "_ua_stylesheets", None)),
    "HTML.wrapper_element": lambda d: hasattr(HTML(string=PAGE), "wrapper_element"),
    "HTML.etree_element": lambda d: hasattr(HTML(string=PAGE), "etree_element"),
    "text.ffi.pango": lambda d: pango.pango_version() > 10000,
    "Document.fonts: missing, family, to_unicode, file_content": lambda d: all(
        hasattr(font, name)
        for font in d.fonts.values()
        for name in ("missing", "family", "to_unicode", "file_content")
    ),
    "layout.page.remake_page, context.page_maker": lambda d: made_twice() == [0, 0],
    "Table.collapsed_border_grid, a line for each row and side": lambda d: (
        [
            [(len(line), len(line[0])) for line in box.collapsed_border_grid]
            for box in d.pages[0]._page_box.descendants()
            if hasattr(box, "collapsed_border_grid")
        ]
        == [[(1, 2), (2, 1)]]
    ),
    "Stream._tags": lambda d: any("mcid" in mark for _, mark in painted(d).values()),
}


@pytest.mark.parametrize("part", PARTS)
def test_this_part_of_weasyprint_is_as_it_was(document: Any, part: str) -> None:
    assert PARTS[part](document), f"{part} changed in WeasyPrint {weasyprint.VERSION}"


@pytest.mark.parametrize("path", sorted(PDF.glob("*.py")), ids=lambda p: p.name)
def test_nothing_but_the_engine_touches_them(path: Path) -> None:
    code = ast.unparse(ast.parse(path.read_text("utf-8")))
    assert path.name == "engine.py" or not PRIVATE.search(code)


def test_the_version_is_capped_for_their_sake() -> None:
    wanted = importlib.metadata.requires("gongkai") or []
    assert any(re.fullmatch(r"weasyprint[<>=,\d. ]*<71[<>=,\d. ]*", line) for line in wanted)
