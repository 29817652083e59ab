"""Footnotes as Word holds them: a part of their own, and a reference where each is cited."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from .elements import paragraph, run, w


def footnotes_part(notes: Iterable[etree._Element]) -> etree._Element:
    """The part; Word wants the lines above footnotes before them."""
    return w(
        "footnotes",
        w("footnote", w("p", w("r", w("separator"))), type="separator", id=-1),
        w("footnote", w("p", w("r", w("continuationSeparator"))), type="continuationSeparator",
          id=0),
        *notes,
    )  # fmt: skip


def footnote(number: int, content: Iterable[etree._Element]) -> etree._Element:
    own = w("r", w("rPr", w("rStyle", val="FootnoteReference")), w("footnoteRef"))
    return w("footnote", paragraph("FootnoteText", [own, run(" "), *content]), id=number)


def footnote_reference(number: int) -> etree._Element:
    """Where a footnote is cited."""
    style = w("rPr", w("rStyle", val="FootnoteReference"))
    return w("r", style, w("footnoteReference", id=number))
