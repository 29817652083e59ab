"""Word files made to hurt: each a few kilobytes that claim to be far more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tests.bombs.packages import LAUGHING, WORDS, changed, relations, with_part
from tests.importing.word_files import new, saved

DOCUMENT: Final = saved(new())
TEXT: Final = "word/document.xml"
_RELATIONS: Final = "word/_rels/document.xml.rels"


def document_of(body: str) -> bytes:
    text = f'<w:document xmlns:w="{WORDS}"><w:body>{body}</w:body></w:document>'
    return changed(DOCUMENT, TEXT, text.encode())


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def paragraphs(text: str, count: int) -> bytes:
    """A Word file of very many paragraphs; `#` in the text is the number of each."""
    return document_of("".join(paragraph(text.replace("#", str(n))) for n in range(count)))


def cell(inner: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def nested_tables(depth: int, inner: str = "") -> bytes:
    made = inner or paragraph("甲")
    for _ in range(depth):
        made = table(cell(made) + cell(paragraph("乙")))
    return document_of(made)


def wrapped(name: str, depth: int) -> bytes:
    """Content controls and the like within one another."""
    opened, closed = f"<w:{name}><w:{name}Content>", f"</w:{name}Content></w:{name}>"
    return document_of(opened * depth + paragraph("甲") * 20_000 + closed * depth)


def with_headers(count: int) -> bytes:
    """A Word file that names one large header very many times."""
    header = f'<w:hdr xmlns:w="{WORDS}">{paragraph("甲") * 5000}</w:hdr>'
    named = relations(*(f"h{n} header h.xml" for n in range(count)))
    return with_part(changed(DOCUMENT, _RELATIONS, named), "word/h.xml", header)


def with_notes(kind: str, count: int) -> bytes:
    """A Word file with very many footnotes or comments, each with a text of its own."""
    one = kind.removesuffix("s")
    notes = "".join(f"<w:{one}>{paragraph(f'甲{n}')}</w:{one}>" for n in range(count))
    data = changed(document_of(paragraph("甲")), _RELATIONS, relations(f"n1 {kind} n.xml"))
    return with_part(data, "word/n.xml", f'<w:{kind} xmlns:w="{WORDS}">{notes}</w:{kind}>')


def numbered(level: str, start: str, pattern: str, format: str = "decimal") -> bytes:
    """A paragraph whose automatic number is defined so."""
    numbering = (
        f'<w:numbering xmlns:w="{WORDS}"><w:abstractNum w:abstractNumId="0">'
        f'<w:lvl w:ilvl="{level}">'
        f'<w:start w:val="{start}"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{pattern}"/>'
        '</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        "</w:numbering>"
    )
    body = (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        "<w:r><w:t>甲</w:t></w:r></w:p>"
    )
    data = changed(document_of(body * 500), _RELATIONS, relations("n1 numbering n.xml"))
    return with_part(data, "word/n.xml", numbering)


def styled(count: int) -> bytes:
    """Styles of which each is based on the one before, and the first on the last."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:basedOn w:val="s{(n or count) - 1}"/>'
        "</w:style>"
        for n in range(count)
    )
    body = f'<w:p><w:pPr><w:pStyle w:val="s{count - 1}"/></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>'
    data = changed(document_of(body * 5_000), _RELATIONS, relations("s1 styles s.xml"))
    return with_part(data, "word/s.xml", f'<w:styles xmlns:w="{WORDS}">{styles}</w:styles>')


_FIELD: Final = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
_FORM_ROW: Final = cell(paragraph("项目名称")) + cell(paragraph("甲项目"))
# Each is small, and claims to be far more than it is.
DOCUMENTS: Final[dict[str, Callable[[], bytes]]] = {
    "paragraphs": lambda: document_of("<w:p/>" * 1_000_000),
    "runs": lambda: document_of(f"<w:p>{'<w:r><w:t>x</w:t></w:r>' * 400_000}</w:p>"),
    "headers": lambda: with_headers(2_000),
    "tables 500 deep": lambda: nested_tables(500),
    "tables as deep as may be": lambda: nested_tables(38, paragraph("甲") * 20_000),
    "controls as deep as may be": lambda: wrapped("sdt", 55),
    "a cell over very many columns": lambda: document_of(
        table(cell(paragraph("甲"), '<w:gridSpan w:val="99999999"/>'))
    ),
    "a cell over fewer than no column": lambda: document_of(
        table(cell(paragraph("甲"), '<w:gridSpan w:val="-5"/><w:vMerge w:val="--3"/>'))
    ),
    "a row that begins far away": lambda: document_of(
        table(f'<w:trPr><w:gridBefore w:val="99999999"/></w:trPr>{_FORM_ROW}')
    ),
    "cells joined over very many rows": lambda: document_of(
        table(cell(paragraph("甲"), '<w:vMerge w:val="restart"/>'),
              *[cell("<w:p/>", "<w:vMerge/>")] * 15_000)
    ),
    "rows of a table": lambda: document_of(table(*[_FORM_ROW] * 8_000)),
    "tables": lambda: document_of(table(_FORM_ROW) * 8_000),
    "a wide table": lambda: document_of(table(*[cell(paragraph("1")) * 64] * 300)),
    "footnotes": lambda: with_notes("footnotes", 20_000),
    "comments": lambda: with_notes("comments", 20_000),
    "a level far down": lambda: numbered("99999999", "1", "%1."),
    "a number without end": lambda: numbered("0", "99999999", "%1." * 200, "upperRoman"),
    "a number of letters": lambda: numbered("0", "99999999", "%1.", "upperLetter"),
    "styles in a circle": lambda: styled(20_000),
    "fields without end": lambda: document_of(f"<w:p>{_FIELD * 90_000}</w:p>{paragraph('甲')}"),
    "a paragraph without end": lambda: document_of(paragraph("甲" * 10_000_000)),
    "a paragraph of sums": lambda: document_of(paragraph("1万元、" * 1_000_000)),
    "a paragraph of counts": lambda: document_of(paragraph("1个" * 1_000_000)),
    "headings": lambda: paragraphs("一、部门职责", 20_000),
    "headings of many kinds": lambda: paragraphs("（一）第#项", 20_000),
    "projects": lambda: paragraphs("#、某项目#绩效目标表", 20_000),
    "captions": lambda: paragraphs("表#：部门收支总表（单位：万元）", 20_000),
    "titles": lambda: paragraphs("某某县水务局2024年部门预算公开", 20_000),
    "sentences of sums": lambda: paragraphs("本年支出#万元，其中：基本支出1万元、项目支出2万元。",
                                            10_000),
    "two parts of one name": lambda: with_part(DOCUMENT, TEXT.upper(), "<x/>"),
    "parts outside": lambda: with_part(with_part(DOCUMENT, "../../etc/x", "甲"), "/etc/y", "乙"),
    "properties with entities": lambda: changed(DOCUMENT, "docProps/core.xml", LAUGHING.encode()),
    "a picture that is none": lambda: with_part(DOCUMENT, "word/media/a.png", "MZ\x90甲" * 999),
}  # fmt: skip
