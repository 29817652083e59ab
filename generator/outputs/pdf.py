"""The PDF of a disclosure: the same grids, on paper."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from .pages import find_template

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcherResponse

STYLE: Final = "styles/print.css"


class Refused(ValueError):
    """A PDF's source asked for a file; it may not have any."""


class _Log(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def render_pdf(roots: tuple[Path, ...], html: bytes, identifier: str) -> bytes:
    """A tagged PDF of a rendered print page.

    `identifier` (the content's digest) stands in for the random one that PDFs
    usually carry, so that the same content gives the same bytes. Nothing is
    fetched: the style is handed over as text. Raises RuntimeError where
    WeasyPrint had anything to complain of, which would be a fault of ours.
    """
    from weasyprint import CSS, HTML  # here, since it needs Pango, which Windows lacks

    style = CSS(string=find_template(roots, STYLE).read_text("utf-8"), url_fetcher=_refuse)
    with _complaints() as messages:
        pdf: bytes = HTML(string=html.decode("utf-8"), url_fetcher=_refuse).write_pdf(
            stylesheets=[style],
            pdf_tags=True,
            pdf_identifier=identifier.encode("ascii"),
        )
    if messages:
        raise RuntimeError("WeasyPrint: " + "; ".join(messages))
    return pdf


def _refuse(url: str, *_: object, **__: object) -> URLFetcherResponse:
    raise Refused(f"nothing may be fetched for a PDF: {url}")


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """Gather WeasyPrint's warnings, which it only logs."""
    logger = logging.getLogger("weasyprint")
    handler = _Log()
    logger.addHandler(handler)
    propagate, logger.propagate = logger.propagate, False
    try:
        yield handler.messages
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate
