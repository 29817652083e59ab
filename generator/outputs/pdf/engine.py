"""The parts of WeasyPrint that it does not promise to keep, all of them.

Its version is capped in pyproject.toml for their sake; `tests/outputs/test_pdf_engine.py`
names what breaks when one changes. Needs Pango, which Windows lacks.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

import pydyf
from cssselect2 import ElementWrapper  # type: ignore[import-untyped]
from weasyprint import CSS, HTML
from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure.boxes import (
    BlockLevelBox,
    LineBox,
    TableBox,
    TableCellBox,
    TableRowBox,
    TableRowGroupBox,
)
from weasyprint.layout import page as page_layout
from weasyprint.layout.block import block_level_page_break
from weasyprint.layout.table import collapse_table_borders
from weasyprint.pdf import fonts as pdf_fonts
from weasyprint.text.ffi import ffi, harfbuzz, pango

_PIXELS: Final = 4 / 3  # of WeasyPrint's in a point
_LEVEL: Final = 6  # of compression: half the time of the best, for two hundredths of size


class ParsedPage(HTML):  # type: ignore[misc]
    """A page that brings its own element tree and what browsers know by themselves.

    `maker` makes each page of its layout, where it is given, and may make it again.
    """

    etree_element: Any
    browser_style: CSS  # in place of WeasyPrint's own style of HTML
    maker: Callable[[Layout, int], None] | None = None
    layout: Layout | None = None

    @property
    def wrapper_element(self) -> ElementWrapper:
        return ElementWrapper.from_html_root(self.etree_element, content_language=None)

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [self.browser_style]


class Step(NamedTuple):
    """A step down the tree of boxes."""

    box: Any
    child: int


class Layout:
    """A layout under way: its pages are made one after another, and may be made again.

    All pages are made from one tree of boxes, which may be changed in between.
    """

    def __init__(self, context: Any, root: Any, html: ParsedPage) -> None:
        self.context, self.root, self.html = context, root, html
        self.pages: dict[int, Any] = {}
        self.left: dict[int, tuple[Any, ...]] = {}

    def begin(self, index: int) -> None:
        """Note what the pages before have left over for a page: notes, floats."""
        context = self.context
        left = (context.footnotes, context.reported_footnotes, context.broken_out_of_flow)
        self.left[index] = tuple(kept.copy() for kept in left)

    def make(self, index: int) -> None:
        """Make a page that was begun. Who holds the one made before holds the new one."""
        context = self.context
        footnotes, reported, broken = (kept.copy() for kept in self.left[index])
        context.footnotes, context.reported_footnotes = footnotes, reported
        context.broken_out_of_flow = broken
        self._state(index).update(
            content_changed=False, pages_wanted=False, anchors=[], content_lookups=[]
        )
        page, _ = _remake_page(index, context, self.root, self.html)
        self.pages.setdefault(index, page).__dict__ = page.__dict__

    def outdate_after(self, index: int) -> None:
        """Have the pages after one made again when their turn comes."""
        for number in range(index + 1, len(self.context.page_maker)):
            self._state(number)["content_changed"] = True

    def start(self, index: int) -> Sequence[Step]:
        """The steps down to where a page begins; none for the first."""
        return list(_steps(self.root, self.context.page_maker[index][0]))

    def end(self, index: int) -> Sequence[Step]:
        """The steps down to where the page after one that was made begins; none for the last."""
        return self.start(index + 1)

    def is_forced(self, index: int) -> bool:
        """Whether a page begins where it does however full the one before it is."""
        return bool(self.context.page_maker[index][1]["break"] != "any")

    def room(self, index: int) -> float:
        """How much of a page's height stays empty below its text, as a share of it."""
        page = self.pages[index]
        return float((_bottom(page) - _foot(page.children[0])) / page.height)

    def height(self, index: int) -> float:
        """The height of a page's text, in pixels."""
        return float(self.pages[index].height)

    def share(self, index: int, box: Any) -> float:
        """The share of a page's height that lies below the top of a box on it, above its notes."""
        page = self.pages[index]
        return float((_bottom(page) - box.position_y) / page.height)

    def printed(self, index: int, box: Any) -> Any:
        """What of a box stands on a page that was made; None if nothing."""
        found = (b for b in self.pages[index].descendants() if b.element is box.element)
        return next((b for b in found if type(b) is type(box)), None)

    def _state(self, index: int) -> Any:
        return self.context.page_maker[index][-1]


def _steps(box: Any, resume_at: Any) -> Iterator[Step]:
    while resume_at:
        child = min(resume_at)
        yield Step(box, child)
        if child >= len(box.children):
            return
        box, resume_at = box.children[child], resume_at[child]


def _bottom(page: Any) -> float:
    """Where the room for a page's text ends: above its notes."""
    _, notes, *_ = page.children
    return float(notes.position_y if notes.children else page.content_box_y() + page.height)


def _foot(box: Any) -> float:
    """Where the last thing in a box ends. What goes on after its page is itself as high as that."""
    while not isinstance(box, (LineBox, TableRowBox)):
        inner = [c for c in getattr(box, "children", ()) if c.is_in_normal_flow()]
        if not inner:
            break
        box = inner[-1]
    return float(box.position_y + box.height)


_remake_page = page_layout.remake_page


def _make_page(index: int, context: Any, root: Any, html: Any) -> Any:
    """A page and where the next one begins, as WeasyPrint asks for them one by one."""
    if not isinstance(html, ParsedPage) or html.maker is None:
        return _remake_page(index, context, root, html)
    layout = html.layout
    if layout is None or layout.context is not context:
        layout = html.layout = Layout(context, root, html)
    layout.begin(index)
    html.maker(layout, index)
    return layout.pages[index], context.page_maker[index + 1][0]


page_layout.remake_page = _make_page


def avoids_breaks(box: Any) -> bool:
    return bool(box.style["break_inside"] == "avoid")


def allow_breaks(box: Any) -> None:
    """Let a box run over pages; its style may be that of others too."""
    box.style = box.style.copy()
    box.style["break_inside"] = "auto"


def end_before(box: Any, style: Any = None) -> Any:
    """Let a page end before a box, whatever its siblings want, or as a style wants that it had;
    the style that it had until now."""
    former = box.style
    if style is None:
        style = former.copy()
        style["break_before"] = "page"
    box.style = style
    return former


def keep_together(before: Any, after: Any) -> bool:
    """Whether no page is to end between two siblings."""
    return bool(block_level_page_break(before, after) == "avoid")


def blocks_in(box: Any) -> list[Any]:
    """The blocks in a box, of a table its groups of rows without the head, of a group its rows."""
    kinds = (BlockLevelBox, TableRowGroupBox, TableRowBox)
    inner = (b for b in getattr(box, "children", ()) if isinstance(b, kinds))
    return [b for b in inner if not getattr(b, "is_header", False)]


def set_type(box: Any, size: float, line: float, padding: float) -> Callable[[], None]:
    """Set a table in other type, its lengths in points; what sets it as it was."""
    former = [(inner, inner.style) for inner in (box, *box.descendants())]
    styles: dict[int, Any] = {}
    for inner, style in former:
        if id(style) not in styles:
            changed = styles[id(style)] = style.copy()
            changed["font_size"] = size * _PIXELS
            changed["line_height"] = Dimension(line * _PIXELS, "px")
            if isinstance(inner, TableCellBox):
                for side in ("top", "right", "bottom", "left"):
                    changed[f"padding_{side}"] = Dimension(padding * _PIXELS, "px")
                if style["height"] != "auto":
                    changed["height"] = Dimension(line * _PIXELS, "px")
        inner.style = styles[id(style)]

    def set_back() -> None:
        for inner, style in former:
            inner.style = style

    return set_back


def is_table(box: Any) -> bool:
    return isinstance(box, TableBox)


def replace_groups(table: Any, groups: Sequence[Any]) -> None:
    """Give a table other groups of as many rows, and settle its rules anew."""
    table.children = groups
    across, _ = table.collapsed_border_grid
    table.collapsed_border_grid = collapse_table_borders(table, len(across[0]) - 1, len(across))


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


def forget(page: Any) -> None:
    """Let go of the boxes of a painted page."""
    page._page_box.children = ()


@contextmanager
def unread_fonts() -> Iterator[None]:
    """Fonts are met without a copy of their files, 20 MB each, of which they ask the first bytes.

    HarfBuzz has each file mapped, and makes the subset that is kept from there.
    """
    begin, read = pdf_fonts.Font.__init__, pdf_fonts.get_hb_object_data

    def met(font: Any, *arguments: Any) -> None:
        pdf_fonts.get_hb_object_data = _first_bytes
        try:
            begin(font, *arguments)
        finally:
            pdf_fonts.get_hb_object_data = read

    pdf_fonts.Font.__init__ = met
    try:
        yield
    finally:
        pdf_fonts.Font.__init__ = begin


def _first_bytes(face: Any) -> bytes:
    blob = harfbuzz.hb_face_reference_blob(face)
    with ffi.new("unsigned int *") as length:
        data: bytes = ffi.unpack(harfbuzz.hb_blob_get_data(blob, length), 4)
    harfbuzz.hb_blob_destroy(blob)
    return data


def close(stream: Any) -> None:
    """Make the bytes of a stream to which nothing is added, and let go of its operators."""
    _ = stream.data
    stream.stream = []


def close_all(pdf: Any) -> None:
    """Make the bytes of all objects of a PDF: pydyf makes them twice, for the file and for its
    digest."""
    pdf.objects = [_Closed(o) if o.compressible and o.free == "n" else o for o in pdf.objects]


class _Closed(pydyf.Object):  # type: ignore[misc]
    """An object to which nothing is added."""

    data = b""

    def __init__(self, other: Any) -> None:
        super().__init__()
        self.number, self.data = other.number, other.data


def _data(stream: Any) -> bytes:
    """A stream's bytes, made once and compressed as far as it is cheap: by itself pydyf makes
    them twice too, with zlib at its slowest."""
    made: bytes | None = getattr(stream, "made", None)
    if made is None:
        content = b"\n".join(map(to_bytes, stream.stream))
        extra = pydyf.Dictionary(stream.extra)
        if stream.compress:
            extra["Filter"] = "/FlateDecode"
            content = zlib.compress(content, _LEVEL)
        extra["Length"] = len(content)
        made = stream.made = b"\n".join((extra.data, b"stream", content, b"endstream"))
    return made


_to_bytes = pydyf._to_bytes


def to_bytes(item: Any) -> bytes:
    """What pydyf writes for an item, a million times a document, without its detours."""
    if isinstance(item, bytes):
        return item
    if isinstance(item, float):
        return (b"%f" % item).rstrip(b"0") if item % 1 else b"%d" % item
    if isinstance(item, str):
        return item.encode("ascii")
    made: bytes = b"%d" % item if type(item) is int else _to_bytes(item)
    return made


pydyf.Stream.data = property(_data)
pydyf._to_bytes = to_bytes


def pango_version() -> str:
    number: int = pango.pango_version()
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"
