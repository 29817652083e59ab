"""What gongkai takes of WeasyPrint without its promise: each part by name, on a small page."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pydyf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT, lacks

try:
    import weasyprint
    from weasyprint import HTML
    from weasyprint.text.ffi import pango

    from generator.outputs.pdf.engine import Layout, boxes, close_all, to_bytes, unread_fonts
    from generator.outputs.pdf.engine import _to_bytes as plain_bytes
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


def fonts_met() -> list[int]:
    """How much of each font's file is held after a page was painted, in bytes."""
    document = HTML(string=PAGE).render()
    held: list[int] = []
    paint = document.pages[0].paint

    def painted(stream: Any, scale: float = 1) -> None:
        paint(stream, scale)
        held.extend(len(font.file_content) for font in document.fonts.values())

    document.pages[0].paint = painted
    with unread_fonts():
        document.write_pdf()
    return held


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
    "pdf.fonts.Font, get_hb_object_data": lambda d: set(fonts_met()) == {4},
    "pydyf._to_bytes": lambda d: pydyf._to_bytes is to_bytes,
    "pydyf.Stream.data": lambda d: pydyf.Stream([b"1"]).data.endswith(b"1\nendstream"),
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


@given(st.floats() | st.integers() | st.booleans() | st.binary() | st.text("/P0.<>", max_size=9))
def test_items_are_written_as_pydyf_writes_them(item: object) -> None:
    assert to_bytes(item) == plain_bytes(item)


def test_the_bytes_of_an_object_are_made_once() -> None:
    pdf = pydyf.PDF()
    stream = pydyf.Stream([b"0 0 m", "S"], {"Length1": 5}, compress=True)
    font = pydyf.Dictionary({"Type": "/Font", "Size": pydyf.Array([10.5, 2.0])})
    for made in (stream, font):
        pdf.add_object(made)
    close_all(pdf)
    assert stream.data is stream.data
    assert zlib.decompress(stream.data.split(b"stream\n")[1][: -len(b"\nend")]) == b"0 0 m\nS"
    closed = pdf.objects[font.number]
    assert closed.data is closed.data
    assert closed.indirect == b"%d 0 obj\n<</Type /Font/Size [10.5 2]>>\nendobj" % font.number
