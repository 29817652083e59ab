"""What a PDF says of itself: conformance, title, language, page labels, the data inside.

One file conforms to PDF/A-3a and PDF/UA-1. WeasyPrint can write the marks of
one variant at a time, so they are written here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Final

import pydyf

BODY: Final = "main"  # the anchor at which the page numbers begin
CONTENTS: Final = "contents"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the PDF; `relationship` (Data, Source) says what it is to the document."""

    name: str
    mime: str
    description: str
    data: bytes
    relationship: str = "Data"


def write_metadata(pdf: Any, document: Any, attachments: Sequence[Attachment]) -> None:
    """Complete a PDF: everything that both standards ask for but the tag tree."""
    about = document.metadata
    pdf.info["Creator"] = pydyf.String("gongkai")
    xmp = _packet(about, pdf.info["Producer"].string).encode("utf-8")
    metadata = pydyf.Stream([xmp], {"Type": "/Metadata", "Subtype": "/XML"})
    pdf.add_object(metadata)
    pdf.catalog["Metadata"] = metadata.reference
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["PageMode"] = "/UseOutlines"
    pdf.catalog["PageLabels"] = _labels(document.pages)
    for intent in pdf.catalog["OutputIntents"]:
        intent["S"] = "/GTS_PDFA1"
    for number in pdf.pages["Kids"][::3]:
        for annotation in pdf.objects[number].get("Annots", ()):
            pdf.objects[int(annotation.split()[0])]["F"] = 4  # to be printed
    if attachments:
        _embed(pdf, attachments)


def _labels(pages: Sequence[Any]) -> Any:
    """Cover 封面, contents i, ii, …, body 1, 2, … as printed."""
    nums: list[Any] = [0, pydyf.Dictionary({"P": pydyf.String("封面")})]
    starts = {
        name: next((n for n, page in enumerate(pages) if name in page.anchors), 0)
        for name in (CONTENTS, BODY)
    }
    if starts[CONTENTS]:
        nums += [starts[CONTENTS], pydyf.Dictionary({"S": "/r"})]
    if starts[BODY]:
        nums += [starts[BODY], pydyf.Dictionary({"S": "/D"})]
    return pydyf.Dictionary({"Nums": pydyf.Array(nums)})


def _embed(pdf: Any, attachments: Sequence[Attachment]) -> None:
    """Put files inside, named in the catalog both as attachments and as associated files.

    They carry no dates: those of the build would make each build's bytes its own.
    """
    names: list[Any] = []
    for attachment in sorted(attachments, key=lambda a: a.name):
        digest = hashlib.md5(attachment.data, usedforsecurity=False).hexdigest()
        stream = pydyf.Stream(
            [attachment.data],
            {
                "Type": "/EmbeddedFile",
                "Subtype": pydyf.name(attachment.mime),
                "Params": pydyf.Dictionary(
                    {"Size": len(attachment.data), "CheckSum": f"<{digest}>"}
                ),
            },
            compress=True,
        )
        pdf.add_object(stream)
        file = pydyf.Dictionary(
            {
                "Type": "/Filespec",
                "F": pydyf.String(attachment.name),
                "UF": pydyf.String(attachment.name),
                "Desc": pydyf.String(attachment.description),
                "AFRelationship": f"/{attachment.relationship}",
                "EF": pydyf.Dictionary({"F": stream.reference, "UF": stream.reference}),
            }
        )
        pdf.add_object(file)
        names += [pydyf.String(attachment.name), file.reference]
    pdf.catalog.setdefault("Names", pydyf.Dictionary())
    pdf.catalog["Names"]["EmbeddedFiles"] = pydyf.Dictionary({"Names": pydyf.Array(names)})
    pdf.catalog["AF"] = pydyf.Array(names[1::2])


_SCHEMA: Final = """<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates, which part of ISO 14289 is followed</pdfaProperty:description>
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""


def _packet(about: Any, producer: str) -> str:
    """The XMP packet, with the extension schema that PDF/A wants for the mark of PDF/UA."""
    return "\n".join(_packet_lines(about, producer))


def _packet_lines(about: Any, producer: str) -> Iterator[str]:
    lang, title = escape(about.lang or "zh-CN", quote=False), escape(about.title, quote=False)
    yield '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    yield '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    yield '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    yield '<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"'
    yield ' xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"'
    yield ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    yield ' xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
    yield ' xmlns:pdf="http://ns.adobe.com/pdf/1.3/">'
    yield "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"
    yield "<pdfuaid:part>1</pdfuaid:part>"
    yield f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li>'
    yield "</rdf:Alt></dc:title>"
    if about.authors:
        names = "".join(f"<rdf:li>{escape(name, quote=False)}</rdf:li>" for name in about.authors)
        yield f"<dc:creator><rdf:Seq>{names}</rdf:Seq></dc:creator>"
    yield f"<dc:language><rdf:Bag><rdf:li>{lang}</rdf:li></rdf:Bag></dc:language>"
    yield "<xmp:CreatorTool>gongkai</xmp:CreatorTool>"
    yield f"<pdf:Producer>{escape(producer, quote=False)}</pdf:Producer>"
    yield "</rdf:Description>"
    yield _SCHEMA
    yield "</rdf:RDF>"
    yield "</x:xmpmeta>"
    yield '<?xpacket end="r"?>'
