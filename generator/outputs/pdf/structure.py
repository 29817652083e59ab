"""Writes a tag tree into a PDF: structure elements, the maps to and from page content."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import pydyf

from .tags import ID, Annotation, Artifact, Content, Marks, Node

_POINTS: Final = 0.75  # to a CSS pixel
_SCOPES: Final = {"col": "Column", "colgroup": "Column", "row": "Row", "rowgroup": "Row"}


def number_content(operators: list[Any], marks: Marks) -> list[Node]:
    """Name each marked piece of a page after its node and number it anew; the rest are artifacts.

    Returns the nodes of the pieces, by their new numbers.
    """
    nodes: list[Node] = []
    for place, operator in enumerate(operators):
        if not (isinstance(operator, dict) and "MCID" in operator):
            continue
        number = operator["MCID"]
        if found := marks.contents.get(number):
            node, content = found
            operators[place - 1] = f"/{node.role}"
            operator["MCID"] = content.mcid = len(nodes)
            nodes.append(node)
        else:
            operators[place - 1] = "/Artifact"
            del operator["MCID"]
            operator.update(_artifact(marks.artifacts.get(number, Artifact())))
    return nodes


def write_structure(
    pdf: Any, root: Node, contents: Sequence[Sequence[Node]], summaries: Mapping[str, str]
) -> None:
    """Add the tree to a PDF that has none yet; `contents` are the nodes of the marked pieces
    of each page."""
    _Writer(pdf, root, contents, summaries).write()


class _Writer:
    def __init__(
        self,
        pdf: Any,
        root: Node,
        contents: Sequence[Sequence[Node]],
        summaries: Mapping[str, str],
    ) -> None:
        self.pdf, self.root, self.contents, self.summaries = pdf, root, contents, summaries
        self.pages = [pdf.objects[n] for n in pdf.pages["Kids"][::3]]
        self.elements: dict[Node, Any] = {}
        self.annotations: list[tuple[Node, Annotation]] = []

    def write(self) -> None:
        for node in self.root.walk():
            self.elements[node] = pydyf.Dictionary({"S": f"/{node.role}"})
            self.pdf.add_object(self.elements[node])
            self.annotations += [(node, kid) for kid in node.kids if isinstance(kid, Annotation)]
        parents = self.list_content()
        parents.extend(self.number_annotations())
        root = self.add({"Type": "/StructTreeRoot"})
        for node, element in self.elements.items():
            self.fill(node, element)
        top = self.elements[self.root]
        top["P"] = root.reference
        numbers = self.add({"Nums": pydyf.Array(parents)})
        root.update(
            K=pydyf.Array([top.reference]),
            ParentTree=numbers.reference,
            ParentTreeNextKey=len(parents) // 2,
        )
        if ids := self.ids():
            root["IDTree"] = self.add({"Names": pydyf.Array(ids)}).reference
        self.pdf.catalog["StructTreeRoot"] = root.reference
        self.pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})

    def add(self, values: dict[str, Any]) -> Any:
        dictionary = pydyf.Dictionary(values)
        self.pdf.add_object(dictionary)
        return dictionary

    def list_content(self) -> list[Any]:
        """For each page its number, and the elements of its pieces in order."""
        parents: list[Any] = []
        for number, (page, nodes) in enumerate(zip(self.pages, self.contents, strict=True)):
            page["StructParents"] = number
            page["Tabs"] = "/S"
            parents += [number, pydyf.Array([self.elements[node].reference for node in nodes])]
        return parents

    def number_annotations(self) -> list[Any]:
        """Say what each link is for a reader that speaks, and where it stands in the tree."""
        parents: list[Any] = []
        for key, (node, (_, annotation)) in enumerate(self.annotations, len(self.pages)):
            annotation["StructParent"] = key
            annotation["Contents"] = pydyf.String(node.attributes.get("title", node.text))
            parents += [key, self.elements[node].reference]
        return parents

    def fill(self, node: Node, element: Any) -> None:
        pages = [kid.page for kid in node.kids if not isinstance(kid, Node)]
        if pages:
            element["Pg"] = self.pages[pages[0]].reference
        kids = pydyf.Array()
        for kid in node.kids:
            if isinstance(kid, Node):
                self.elements[kid]["P"] = element.reference
                kids.append(self.elements[kid].reference)
            else:
                kids.append(self.item(kid, pages[0]))
        if kids:
            element["K"] = kids if len(kids) > 1 else kids[0]
        if node.role in ("TH", "TD") and (id := node.attributes.get(ID, "")):
            element["ID"] = pydyf.String(id)
        elif node.role == "Note":
            element["ID"] = pydyf.String(node.attributes["id"])
        elif node.role == "Figure":
            element["Alt"] = pydyf.String(node.attributes["alt"])
        if attributes := self.attributes(node):
            element["A"] = attributes

    def item(self, kid: Content | Annotation, page: int) -> Any:
        """A piece of content, or a link's place, as a child of an element."""
        reference = self.pages[kid.page].reference
        if isinstance(kid, Annotation):
            return pydyf.Dictionary({"Type": "/OBJR", "Obj": kid.object.reference, "Pg": reference})
        if kid.page == page:
            return kid.mcid
        return pydyf.Dictionary({"Type": "/MCR", "Pg": reference, "MCID": kid.mcid})

    def attributes(self, node: Node) -> Any:
        source = node.attributes
        match node.role:
            case "Table":
                values = {"Summary": pydyf.String(self.summaries.get(source.get(ID, ""), ""))}
                return pydyf.Dictionary({"O": "/Table", **values})
            case "TH" | "TD":
                return pydyf.Dictionary({"O": "/Table", **_cell(source)})
            case "Figure" if node.place:
                page = next(kid.page for kid in node.kids if isinstance(kid, Content))
                box = self.box(node.place, page)
                return pydyf.Dictionary({"O": "/Layout", "Placement": "/Block", "BBox": box})
            case "L":
                return pydyf.Dictionary({"O": "/List", "ListNumbering": "/None"})
        return None

    def box(self, place: tuple[float, float, float, float], page: int) -> Any:
        """A place on a page as PDF has it: in points, from the lower left."""
        left, top, width, height = (length * _POINTS for length in place)
        _, _, _, highest = self.pages[page]["MediaBox"]
        return pydyf.Array([left, highest - top - height, left + width, highest - top])

    def ids(self) -> list[Any]:
        """Every cell and footnote by its id, in the order of the ids' bytes."""
        found = {
            node.attributes["id" if node.role == "Note" else ID].encode("ascii"): element
            for node, element in self.elements.items()
            if "ID" in element
        }
        return [x for id, e in sorted(found.items()) for x in (pydyf.String(id), e.reference)]


def _cell(source: Mapping[str, str]) -> dict[str, Any]:
    """A cell's attributes, from those of its HTML."""
    values: dict[str, Any] = {}
    height = int(source.get("rowspan", "1"))
    width = int(source.get("colspan", "1"))
    if height > 1:
        values["RowSpan"] = height
    if width > 1:
        values["ColSpan"] = width
    if scope := _SCOPES.get(source.get("scope", "")):
        values["Scope"] = f"/{scope}"
    if headers := source.get("headers", "").split():
        values["Headers"] = pydyf.Array([pydyf.String(h) for h in headers])
    return values


def _artifact(artifact: Artifact) -> Iterator[tuple[str, Any]]:
    yield "Type", f"/{artifact.type}"
    if artifact.subtype:
        yield "Subtype", f"/{artifact.subtype}"
