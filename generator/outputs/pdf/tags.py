"""The tag tree of a PDF: what each piece of a page is, in reading order.

WeasyPrint knows boxes, a box for each page that an element is printed on; a
reader wants the element, once. So the tree is built here, one node an element:
a table that runs over three pages is one Table, a paragraph cut by a page end
one P, and a table's head printed again on the next page is no content at all.
What is in no node (running heads, page numbers, the dots of the contents, the
watermark) becomes an artifact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from .engine import boxes

ID: Final = "data-id"  # a table's or cell's id, where WeasyPrint makes no anchor of it
AGAIN: Final = "again"  # the class of a cell printed again where its group was split

_ROLES: Final = {
    **{f"h{n}": f"H{n}" for n in range(1, 7)},
    "header": "Sect", "nav": "Sect", "section": "Sect", "p": "P", "a": "Link", "img": "Figure",
    "ul": "L", "ol": "L", "li": "LI", "table": "Table", "thead": "THead", "tbody": "TBody",
    "tr": "TR", "th": "TH", "td": "TD", "caption": "Caption", "figure": "Div",
    "figcaption": "Caption",
}  # fmt: skip
# What the parts of a footnote are, by their classes.
_NOTES: Final = {"note": "Note", "note-number": "Lbl"}
_GROUPS: Final = {
    "Document",
    "Sect",
    "Div",
    "L",
    "LI",
    "TOC",
    "TOCI",
    "Table",
    "THead",
    "TBody",
    "TR",
}
_MAY_BE_EMPTY: Final = {"TH", "TD"}


@dataclass(eq=False, slots=True)
class Content:
    """A marked piece of a page: its number there."""

    page: int
    mcid: int


class Annotation(NamedTuple):
    """A link's clickable place on a page."""

    page: int
    object: Any


@dataclass(eq=False, slots=True)
class Node:
    """An element in the tag tree; `attributes` are those of the HTML element, `place` where a
    picture stands on its page: left, top, width and height in CSS pixels."""

    role: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    kids: list[Node | Content | Annotation] = field(default_factory=list)
    text: str = ""
    place: tuple[float, float, float, float] | None = None

    def walk(self) -> Iterator[Node]:
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.walk()

    @property
    def is_empty(self) -> bool:
        return not self.kids and self.role not in _MAY_BE_EMPTY


class Artifact(NamedTuple):
    """A marked piece that is no content: the pages' own, or the layout's.

    `subtype` as PDF names it, or ''.
    """

    type: str = "Layout"
    subtype: str = ""


@dataclass
class Marks:
    """The marked pieces of a page, by the numbers they were painted with.

    `contents` are those of a node, with it; `artifacts` those of which more is known than
    that they are none.
    """

    contents: dict[int, tuple[Node, Content]] = field(default_factory=dict)
    artifacts: dict[int, Artifact] = field(default_factory=dict)


class TreeBuilder:
    """Builds the tree from laid-out pages, one after another."""

    def __init__(self) -> None:
        self.root = Node("Document")
        self.nodes: dict[Any, Node] = {}
        self.paragraphs: dict[Any, Node] = {}
        self.heads: dict[Any, int] = {}

    def finish(self) -> Node:
        _prune(self.root)
        return self.root

    def page(self, page: Any, number: int, marked: Mapping[Any, Mapping[str, Any]]) -> Marks:
        """Add a page's box; `marked` tells the number of each drawn box."""
        self.number, self.marks = number, Marks()
        self.left = {box: mark["mcid"] for box, mark in marked.items()}
        for box in page.children:
            if place := getattr(box, "at_keyword", ""):
                self.margin(box, place)
            else:
                self.walk(box, self.root)
        return self.marks

    def margin(self, box: Any, place: str) -> None:
        """A box in the page margin: a running head, a page number, the watermark."""
        subtype = "Header" if "top" in place else "Footer" if "bottom" in place else "Watermark"
        for inner in box.descendants():
            if inner in self.left:
                self.marks.artifacts[self.left.pop(inner)] = Artifact("Pagination", subtype)

    def is_again(self, element: Any) -> bool:
        """Whether an element is printed again because its table goes on: heads, merged cells."""
        if element.tag == "thead":
            return self.heads.setdefault(element, self.number) != self.number
        return AGAIN in element.get("class", "").split()

    def repeat(self, box: Any) -> None:
        """A box printed again is the pages', not the text's."""
        for inner in box.descendants():
            if inner in self.left:
                self.marks.artifacts[self.left.pop(inner)] = Artifact("Pagination")

    def walk(self, box: Any, parent: Node) -> None:
        box = getattr(box, "_box", box)  # what stands in the flow for a positioned box
        element = box.element
        if box.is_leader:
            return
        if element is None:  # the foot of the page: what stands there has its place in the text
            for child in getattr(box, "children", ()):
                self.walk(child, parent)
            return
        if self.is_again(element):
            self.repeat(box)
            return
        node = self.nodes.get(element)
        if node is None:
            node = self.nodes[element] = self.make(element, parent)
        if annotation := getattr(box, "link_annotation", None):
            node.kids.append(Annotation(self.number, annotation))
        if box in self.left:
            self.mark(box, element, node)
        for child in getattr(box, "children", ()):
            self.walk(child, node)

    def mark(self, box: Any, element: Any, node: Node) -> None:
        """Hang a drawn box into its node; text that stands in none becomes a paragraph."""
        if node.role in _GROUPS:
            paragraph = self.paragraphs.get(element)
            if paragraph is None:
                paragraph = self.paragraphs[element] = Node("P")
                node.kids.append(paragraph)
            node = paragraph
        number = self.left.pop(box)
        content = Content(self.number, number)
        self.marks.contents[number] = node, content
        node.kids.append(content)
        node.text += _spoken(box)
        if node.role == "Figure":
            place = (box.content_box_x(), box.content_box_y(), box.width, box.height)
            node.place = node.place or place

    def make(self, element: Any, parent: Node) -> Node:
        """The node of an element met for the first time; its parent's if it has none itself."""
        role = _ROLES.get(element.tag) or _NOTES.get(element.get("class", ""), "")
        if not role:
            return parent
        if role == "L" and (parent.role == "TOCI" or parent.attributes.get("class") == "toc"):
            role = "TOC"
        elif role == "LI" and parent.role == "TOC":
            role = "TOCI"
        elif role == "LI":
            item = self.add(parent, Node("LI"))
            return self.add(item, Node("LBody", element.attrib))
        elif role == "Link" and (parent.role == "TOCI" or element.get("class") == "note-mark"):
            parent = self.add(parent, Node("Reference"))
        return self.add(parent, Node(role, element.attrib))

    def add(self, parent: Node, node: Node) -> Node:
        parent.kids.append(node)
        return node


def _spoken(box: Any) -> str:
    """A piece's text as a link's description has it; what follows a link's own is a page number."""
    text: str = getattr(box, "text", "")
    return f"，第{text}页" if box.element_tag.endswith("::after") else text


def _prune(node: Node) -> None:
    """Take away what holds nothing: the empty marks that only set a running head."""
    for kid in node.kids:
        if isinstance(kid, Node):
            _prune(kid)
    node.kids = [k for k in node.kids if not (isinstance(k, Node) and k.is_empty)]


def summaries(elements: Iterable[Any]) -> dict[str, str]:
    """What each table is about, by its id: its caption, which is not printed."""
    found = {}
    for table in elements:
        caption = table.find("caption")
        if caption is not None:
            found[table.get(ID, "")] = "".join(caption.itertext()).strip()
    return found


def families(pages: Iterable[Any]) -> set[str]:
    """The font families that the styles of the pages name."""
    return {
        family
        for page in pages
        for box in boxes(page, placeholders=True)
        for family in box.style["font_family"]
    }
