"""Reads a finished PDF the way a screen reader does: through its tag tree."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream


@dataclass(eq=False)
class Tag:
    """A structure element: its role, its text, what it holds."""

    role: str
    source: Mapping[str, Any]
    items: list[Tag | str] = field(default_factory=list)
    links: list[Mapping[str, Any]] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)

    @property
    def kids(self) -> list[Tag]:
        return [item for item in self.items if isinstance(item, Tag)]

    def walk(self) -> Iterator[Tag]:
        yield self
        for kid in self.kids:
            yield from kid.walk()

    def all(self, *roles: str) -> list[Tag]:
        return [tag for tag in self.walk() if tag.role in roles]

    @property
    def whole_text(self) -> str:
        return "".join(i if isinstance(i, str) else i.whole_text for i in self.items)

    @property
    def id(self) -> str:
        return str(self.source.get("/ID", ""))

    def attribute(self, name: str, default: Any = None) -> Any:
        return self.source.get("/A", {}).get(f"/{name}", default)


class Pdf:
    """A finished PDF."""

    def __init__(self, data: bytes) -> None:
        self.reader = PdfReader(io.BytesIO(data))
        self.catalog: Any = self.reader.trailer["/Root"]
        self.numbers = {p.indirect_reference.idnum: n  # type: ignore[union-attr]
                        for n, p in enumerate(self.reader.pages)}  # fmt: skip

    @cached_property
    def marked(self) -> list[dict[int, str]]:
        """The text of each marked piece, by page and number."""
        return [dict(self._texts(page)[0]) for page in self.reader.pages]

    @cached_property
    def artifacts(self) -> list[list[tuple[str, str, str]]]:
        """The (type, subtype, text) of what is no content, by page."""
        return [self._texts(page)[1] for page in self.reader.pages]

    def _texts(self, page: Any) -> tuple[list[tuple[int, str]], list[tuple[str, str, str]]]:
        content = ContentStream(page["/Contents"], self.reader)
        fonts = {name: unicode_of(font) for name, font in page["/Resources"]["/Font"].items()}
        pieces: list[tuple[int, str]] = []
        artifacts: list[tuple[str, str, str]] = []
        font: dict[str, str] = {}
        open_: list[tuple[Any, Any, list[str]]] = []
        for operands, operator in content.operations:
            if operator in (b"BDC", b"BMC"):
                open_.append((operands[0], operands[1] if len(operands) > 1 else {}, []))
            elif operator == b"EMC":
                name, properties, texts = open_.pop()
                if "/MCID" in properties:
                    pieces.append((properties["/MCID"], "".join(texts)))
                elif name == "/Artifact":
                    kind = (properties.get("/Type", ""), properties.get("/Subtype", ""))
                    artifacts.append((*kind, "".join(texts)))
            elif operator == b"Tf":
                font = fonts[operands[0]]
            elif operator == b"TJ":
                assert open_, "text that is neither content nor artifact"
                open_[-1][2].extend(font[g] for item in operands[0] for g in glyphs(item))
        return pieces, artifacts

    @cached_property
    def root(self) -> Tag:
        return self._tag(self.catalog["/StructTreeRoot"]["/K"][0].get_object())

    def _tag(self, element: Any) -> Tag:
        tag = Tag(element["/S"][1:], element)
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            kid = kid.get_object()
            if isinstance(kid, int):
                self._piece(tag, element.raw_get("/Pg"), kid)
            elif kid.get("/Type") == "/MCR":
                self._piece(tag, kid.raw_get("/Pg"), kid["/MCID"])
            elif kid.get("/Type") == "/OBJR":
                tag.links.append(kid["/Obj"])
            else:
                assert kid["/P"] == element
                tag.items.append(self._tag(kid))
        return tag

    def _piece(self, tag: Tag, page: Any, mcid: int) -> None:
        number = self.numbers[page.idnum]
        tag.items.append(self.marked[number][mcid])
        tag.pages.append(number)
        parents = self.catalog["/StructTreeRoot"]["/ParentTree"]["/Nums"]
        assert parents[parents.index(number) + 1][mcid].get_object() == tag.source


def glyphs(item: Any) -> Iterator[str]:
    """The glyphs of a piece of shown text, each as four digits; a mere shift has none."""
    if isinstance(item, str | bytes):
        data = item if isinstance(item, bytes) else item.original_bytes  # type: ignore[attr-defined]
        for n in range(0, len(data), 2):
            yield data[n : n + 2].hex()


def unicode_of(font: Any) -> dict[str, str]:
    """What each glyph of a font stands for."""
    text = font["/ToUnicode"].get_data().decode("ascii")
    pairs = re.findall(r"<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>", text)
    return {glyph.lower(): bytes.fromhex(code).decode("utf-16-be") for glyph, code in pairs}
