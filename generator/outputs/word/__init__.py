"""The Word file of a disclosure: what leaders sign, and what other systems take.

`flow` puts the disclosure in order and names each place, `tables` and `elements` write
Word's markup, `package` makes one file of it. Its looks are data: templates/word/.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from ...model.disclosure import Disclosure
from .body import Body
from .elements import as_bytes
from .flow import Flow, Line, Piece, Role, Table, flow_of
from .package import package

__all__ = ["Flow", "Line", "Piece", "Role", "Table", "flow_of", "word_file"]


def word_file(
    roots: tuple[Path, ...],
    disclosure: Disclosure,
    flow: Flow,
    comments: Mapping[str, Sequence[str]] | None = None,
    pictures: Mapping[str, bytes] = MappingProxyType({}),
) -> bytes:
    """The bytes of a .docx; `comments` are what is said of a place, by its name, `pictures` those
    in the text, by theirs in addresses."""
    body = Body(flow, comments or {})
    parts = {"document.xml": as_bytes(body.document())}
    said = body.comments()
    if said is not None:
        parts["comments.xml"] = as_bytes(said)
    notes = body.footnotes()
    if notes is not None:
        parts["footnotes.xml"] = as_bytes(notes)
    shown = {name: pictures[name] for name in body.pictures}
    return package(roots, flow.title, disclosure.owner, disclosure.year, parts, shown)
