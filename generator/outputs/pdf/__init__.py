"""The PDF of a disclosure: the same grids, on paper, tagged, with the data inside.

The way of a page: `source` parses and styles it, WeasyPrint lays it out, `split`
mends row groups that are longer than a page, WeasyPrint draws it; then `tags`
and `structure` say what each piece is, `metadata` what the file is, and `faults`
whether it may be published.
"""

from __future__ import annotations

import gc
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .faults import MissingGlyph, PdfFault, complaints, missing_glyphs
from .metadata import Attachment, write_metadata
from .structure import write_structure
from .tags import build_tree, families, summaries

if TYPE_CHECKING:
    from .source import PrintPage

__all__ = ["Attachment", "MissingGlyph", "PdfFault", "render_pdf"]


def render_pdf(
    roots: tuple[Path, ...],
    html: bytes,
    identifier: str,
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """A PDF of a rendered print page, for PDF/UA-1 and PDF/A-3a at once.

    `identifier` (the content's digest) stands in for the random one that PDFs
    usually carry, so that the same content gives the same bytes. Raises PdfFault
    for what must not be published.
    """
    from .source import PrintPage  # here, since it needs Pango, which Windows lacks
    from .split import lay_out_whole

    with complaints() as messages, _no_collection():
        page = PrintPage(html.decode("utf-8"), roots)
        document = lay_out_whole(page)
        pdf = _draw(page, document, identifier, attachments)
    glyphs = missing_glyphs(document.fonts.values(), families(document.pages))
    if glyphs or messages:
        raise PdfFault(glyphs, messages)
    return pdf


def _draw(
    page: PrintPage, document: Any, identifier: str, attachments: Sequence[Attachment]
) -> bytes:
    marks: list[dict[Any, dict[str, Any]]] = []
    for laid in document.pages:
        laid.links = list(_one_link_an_element(laid.links))
        laid.paint = _noting(laid.paint, marks)

    def finish(document: Any, pdf: Any) -> None:
        tree = build_tree(document.pages, marks)
        write_structure(pdf, tree, summaries(page.etree_element.iter("table")))
        write_metadata(pdf, document, attachments)

    out = io.BytesIO()
    document.write_pdf(
        out,
        finisher=finish,
        pdf_identifier=identifier.encode("ascii"),
        pdf_version="1.7",
        output_intent="srgb",
    )
    return out.getvalue()


def _noting(
    paint: Callable[..., None], marks: list[dict[Any, dict[str, Any]]]
) -> Callable[..., None]:
    """Paint a page with every piece marked, and keep what was marked."""

    def painted(stream: Any, scale: float = 1) -> None:
        marked: dict[Any, dict[str, Any]] = {}
        stream._tags = marked
        paint(stream, scale)
        marks.append(marked)

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
def _no_collection() -> Iterator[None]:
    """Boxes hold each other in circles by the million; looking through them frees nothing."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
