"""Text within a line of a page: escaped, with its figures, terms and links, or kept unbroken."""

from __future__ import annotations

import re
from typing import Final

from markupsafe import Markup, escape

from ..model.texts import Link, Note, Piece, Term, Text

_YEAR: Final = re.compile(r"(\d{4}年度?)")
# Of a short cell: a date, a number with its sign that is no part of a code, a name behind
# a colon.
_WHOLE: Final = re.compile(
    r"(\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?"
    r"|(?<![A-Za-z\d])(?:[≥≤><]\d[\d,.]{0,14}|\d[\d,.]{2,14}|\d\d(?=[%％]))(?![A-Za-z\d])[%％]?"
    r"|(?<=：)\w{2,6}$)"
)
_MARK: Final = re.compile("[&<>'\"]")
_MARKS: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "'": "&#39;", '"': "&#34;"})


def escaped(text: str) -> str:
    """What a template prints for a text; in less time, for the many cells of tables."""
    return text.translate(_MARKS) if _MARK.search(text) else text


def prose(text: Text, links: bool = True, pages: bool = True) -> Markup:
    """A paragraph's text; a figure from the model carries its machine-readable value.

    A figure points to where it comes from, a term to its explanation, unless `links` says no;
    `pages` says whether other pages of the site can be reached from here. On paper, from where
    none can, a footnote stands where it is cited: the layout takes it to the foot of the page.
    """
    return Markup("").join(_piece(piece, links, pages) for piece in text.pieces)


def _piece(piece: Piece, links: bool, pages: bool) -> Markup:
    if isinstance(piece, str):
        return escape(piece)
    if isinstance(piece, Link):
        if not (links and pages):
            return escape(piece.text)
        return Markup('<a href="{}">{}</a>').format(piece.href, piece.text)
    if isinstance(piece, Note):
        if not links:
            return Markup("")
        return _citation(piece) if pages else _printed(piece)
    if isinstance(piece, Term):
        if not links:
            return escape(piece.text)
        marked = Markup('<a class="term" href="#{}" title="{}">{}</a>')
        return marked.format(piece.target, piece.meaning, piece.text)
    shown = escape(piece.text)
    if piece.value:
        shown = Markup('<data value="{}">{}</data>').format(piece.value, piece.text)
    if not (links and piece.link):
        return shown
    return Markup('<a class="figure" id="{}" href="{}">{}</a>').format(piece.id, piece.link, shown)


def _citation(note: Note) -> Markup:
    """A footnote's number where it is cited, which leads to the foot."""
    marked = Markup(
        '<sup><a class="note-mark" id="{}" href="#{}" role="doc-noteref" aria-label="{}">{}</a>'
        "</sup>"
    )
    return marked.format(note.cited_at, note.id, note.label, note.number)


def _printed(note: Note) -> Markup:
    """A footnote's number and, for the foot of the page, the footnote."""
    marked = Markup(
        '<sup><a class="note-mark" href="#{0}" title="{1}">{2}</a></sup>'
        '<span class="note" id="{0}"><span class="note-number">{2}</span>{3}</span>'
    )
    return marked.format(note.id, note.label, note.number, prose(note.content, pages=False))


def kept(title: str) -> Markup:
    """A title in which a year is not torn from its 年 at the end of a line."""
    return Markup(_kept_in(title, _YEAR))


def unbroken(text: str) -> str:
    """A short text of a cell, escaped, in which no number, date or name behind a colon is
    broken."""
    return _kept_in(text, _WHOLE)


def _kept_in(text: str, whole: re.Pattern[str]) -> str:
    """The text, escaped, with what matches kept on one line."""
    pieces = whole.split(text)
    if len(pieces) == 1:
        return escaped(text)
    return "".join(
        f'<span class="kept">{escaped(piece)}</span>' if n % 2 else escaped(piece)
        for n, piece in enumerate(pieces)
    )
