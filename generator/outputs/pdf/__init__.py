"""The PDF of a disclosure: the same grids, on paper, tagged, with the data inside.

The way of a page: `source` parses and styles it, `breaks` says what is kept whole, by the
`heights` that rows will have, WeasyPrint lays it out, while `forms` places those that follow
each other and `split` has a page whose end is bad (`ends`) made again, WeasyPrint draws it;
then `tags` and `structure` say what each piece is, `metadata` what the file is, and `faults`
whether it may be published.
"""

from __future__ import annotations

import gc
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .faults import MissingGlyph, PdfFault, complaints, missing_glyphs
from .metadata import Attachment, write_metadata

if TYPE_CHECKING:
    from .source import PrintPage
    from .tags import Node, TreeBuilder

__all__ = ["Attachment", "MissingGlyph", "PdfFault", "has_laid_out", "render_pdf"]

_laid_out: list[bool] = []


def render_pdf(
    roots: tuple[Path, ...],
    html: bytes,
    identifier: str,
    attachments: Sequence[Attachment] = (),
    pictures: Mapping[str, bytes] = MappingProxyType({}),
) -> bytes:
    """A PDF of a rendered print page, for PDF/UA-1 and PDF/A-3a at once.

    `identifier` (the content's digest) stands in for the random one that PDFs
    usually carry, so that the same content gives the same bytes. `pictures` are those
    that the page shows, by the names that it calls them. Raises PdfFault for what must
    not be published.
    """
    with complaints() as messages, _collecting_at_the_end():
        pdf, glyphs = _render(roots, html, identifier, attachments, pictures)
    if glyphs or messages:
        raise PdfFault(glyphs, messages)
    return pdf


def has_laid_out() -> bool:
    """Whether this process has laid a PDF out: Pango's locks do not outlive a fork."""
    return bool(_laid_out)


def _render(
    roots: tuple[Path, ...],
    html: bytes,
    identifier: str,
    attachments: Sequence[Attachment],
    pictures: Mapping[str, bytes],
) -> tuple[bytes, Sequence[MissingGlyph]]:
    # Here, since they need Pango, which Windows lacks.
    from .source import PrintPage
    from .split import lay_out_whole
    from .tags import families

    _laid_out.append(True)
    page = PrintPage(html.decode("utf-8"), roots, pictures)
    document = lay_out_whole(page)
    wanted = families(document.pages)
    pdf = _draw(page, document, identifier, attachments)
    return pdf, missing_glyphs(document.fonts.values(), wanted)


def _draw(
    page: PrintPage, document: Any, identifier: str, attachments: Sequence[Attachment]
) -> bytes:
    from .engine import close_all, unread_fonts
    from .structure import write_structure
    from .tags import TreeBuilder, summaries

    builder = TreeBuilder()
    contents: list[list[Node]] = []
    for laid in document.pages:
        laid.links = list(_one_link_an_element(laid.links))
        laid.paint = _tagging(laid, builder, contents)

    def finish(document: Any, pdf: Any) -> None:
        about = summaries(page.etree_element.iter("table"))
        write_structure(pdf, builder.finish(), contents, about)
        write_metadata(pdf, document, attachments)
        close_all(pdf)

    out = io.BytesIO()
    with unread_fonts():
        document.write_pdf(
            out,
            finisher=finish,
            pdf_identifier=identifier.encode("ascii"),
            pdf_version="1.7",
            output_intent="srgb",
        )
    return out.getvalue()


def _tagging(laid: Any, builder: TreeBuilder, contents: list[list[Node]]) -> Callable[..., None]:
    """Paint a page with every piece marked, tag it, and let go of all but the bytes."""
    from . import engine
    from .structure import number_content

    paint = laid.paint

    def painted(stream: Any, scale: float = 1) -> None:
        with engine.marked(stream) as numbers:
            paint(stream, scale)
            marks = builder.page(engine.root_box(laid), len(contents), numbers)
        contents.append(number_content(stream.stream, marks))
        engine.close(stream)
        engine.forget(laid)

    return painted


def _one_link_an_element(links: Sequence[Any]) -> Iterator[Any]:
    """Links of a page with the boxes of one element (its text, dots, page number) as one.

    A link in running text that goes over a line's end stays one a line.
    """
    merged: dict[Any, tuple[Any, ...]] = {}
    for kind, target, (x1, y1, x2, y2), box in links:
        element = box.element
        key = element if element.getparent().tag == "li" else (element, round(y1))
        if key in merged:
            _, _, (a1, b1, a2, b2), first = merged[key]
            rectangle = (min(x1, a1), min(y1, b1), max(x2, a2), max(y2, b2))
            merged[key] = (kind, target, rectangle, first)
        else:
            merged[key] = (kind, target, (x1, y1, x2, y2), box)
    yield from merged.values()


@contextmanager
def _collecting_at_the_end() -> Iterator[None]:
    """Boxes hold each other in circles by the million; looking through live ones frees nothing.

    So they are looked through when a layout is done with, not before.
    """
    _freeze()
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.collect()
        if enabled:
            gc.enable()


@cache
def _freeze() -> None:
    """Spare what is there before the first PDF, modules above all, from being looked through."""
    gc.collect()
    gc.freeze()
