"""Elements of Word's markup, and pieces that are put together of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from lxml import etree

WORDS: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LINKS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES: Final = {"w": WORDS, "r": LINKS}
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


def w(name: str, /, *children: etree._Element | None, **values: str | int) -> etree._Element:
    """An element of Word's own with attributes of the same namespace."""
    element = etree.Element(f"{{{WORDS}}}{name}", nsmap=_NAMES)
    for key, value in values.items():
        element.set(f"{{{WORDS}}}{key}", str(value))
    element.extend(child for child in children if child is not None)
    return element


def run(text: str) -> etree._Element:
    """A run of text, its line ends as breaks."""
    found = w("r")
    for number, line in enumerate(text.split("\n")):
        if number:
            found.append(w("br"))
        piece = w("t")
        piece.text = line
        piece.set(_SPACE, "preserve")
        found.append(piece)
    return found


def tab() -> etree._Element:
    return w("r", w("tab"))


def field(instruction: str, result: Iterable[etree._Element]) -> Iterator[etree._Element]:
    """A field with the result that stands there until Word makes it anew."""
    yield w("r", w("fldChar", fldCharType="begin"))
    yield w("r", _instruction(instruction))
    yield w("r", w("fldChar", fldCharType="separate"))
    yield from result
    yield w("r", w("fldChar", fldCharType="end"))


def _instruction(text: str) -> etree._Element:
    element = w("instrText")
    element.text = f" {text} "
    element.set(_SPACE, "preserve")
    return element


def paragraph(
    style: str, content: Iterable[etree._Element], *properties: etree._Element
) -> etree._Element:
    """A paragraph in a style of templates/word/styles.xml; `properties` in the schema's order."""
    own = () if style == "Normal" else (w("pStyle", val=style),)
    held = w("pPr", *own, *properties) if own or properties else None
    return w("p", held, *content)


def as_bytes(root: etree._Element) -> bytes:
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data
