"""A Word file as its paragraphs and tables, in order, with nothing of their text lost.

What stands outside the running text (text boxes, footnotes, headers, comments,
pictures) comes as notes. A file with tracked changes is refused: which of two
texts is meant, only its author can say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree

from ..diagnostics import Problems, RuleBook, Span
from ..model.tables import Grid
from ..model.words import Words
from .word_elements import (
    COLUMN_LIMIT,
    Cells,
    below,
    choice,
    paragraphs_of,
    refuse_revisions,
    rows_of,
)
from .word_package import (
    Package,
    Refusal,
    child,
    is_on,
    name_of,
    number,
    open_package,
    value,
)
from .word_styles import Numbering, Styles, outline_level, read_numbering, read_styles

CELL_LIMIT: Final = 200_000

# Elements without text of their own, or whose text is no longer (or not yet) the author's.
_SILENT: Final = frozenset({
    "instrText", "delText", "delInstrText", "rt", "sectPr", "tblGrid",
    "footnoteReference", "endnoteReference", "commentReference",
})  # fmt: skip
_BREAKS: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_SYMBOLS: Final = {
    "A3": "≤", "B3": "≥", "B1": "±", "B4": "×", "B8": "÷", "B0": "°", "B9": "≠", "BB": "≈",
    "A5": "∞", "D7": "·", "2D": "−",
}  # fmt: skip
_TICKS: Final = {"FC": "✓", "FE": "☑", "A8": "□", "6F": "□", "FB": "✗", "6C": "●", "6E": "■"}
_INVISIBLE: Final = dict.fromkeys(
    (*range(0x7F, 0xA0), *map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
)
_LINE_ENDS: Final = re.compile("[\x85\u2028\u2029\x0b\x0c]")
_PAGE_FIELD: Final = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)
_PAGE_WORDS: Final = re.compile(r"[\s\d第共页/／\-‐-―－~～·.]*")


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """A paragraph. `text` begins with its automatic `number`, if it has one.

    `outline` is 0 for a heading of the first level, None for body text. `lead`
    is how many characters at the beginning are bold.
    """

    text: str
    number: str = ""
    style: str = ""
    outline: int | None = None
    lead: int = 0
    centred: bool = False
    right: bool = False
    in_contents: bool = False
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)

    @property
    def bold(self) -> bool:
        return bool(self.text.strip()) and self.lead >= len(self.text.rstrip())


Block = WordParagraph | Grid


@dataclass(frozen=True, slots=True)
class WordDocument:
    """The blocks of a Word file in order.

    A span's line counts paragraphs and cells in reading order, from 1. `notes`
    are what stands outside the text, each with what it is: `文本框：…`.
    """

    path: str
    blocks: tuple[Block, ...]
    notes: tuple[Words, ...] = ()


def read_word(path: str, data: bytes, problems: Problems) -> WordDocument | None:
    """Read a .docx; None, with a diagnostic, where that cannot or must not be done."""
    try:
        package = open_package(data)
        reader = _Reader(
            path,
            read_styles(_part(package, "styles")),
            read_numbering(_part(package, "numbering")),
        )
        document = reader.document(package)
    except Refusal as refusal:
        problems.add(refusal.rule, Span(path), refusal.message, refusal.hint, refusal.text)
        return None
    problems.lines[path] = reader.lines
    for format in sorted(reader.numbering.unknown):
        problems.add(
            RuleBook.NOT_PLACED,
            Span(path),
            f"自动编号用了不认识的格式（{format}），暂按 1、2、3 写出。",
            "核对各处编号。",
            text="",
        )
    return document


def _part(package: Package, kind: str) -> etree._Element | None:
    names = package.related(kind)
    return package.xml(names[0]) if names else None


@dataclass
class _Field:
    """A field being read: its instruction, and whether its result has begun."""

    instruction: str = ""
    in_result: bool = False

    @property
    def is_contents(self) -> bool:
        return self.in_result and self.instruction.split()[:1] == ["TOC"]


@dataclass
class _Text:
    """A paragraph's text as it grows."""

    text: str = ""
    lead: int = 0
    in_contents: bool = False

    def add(self, piece: str, bold: bool) -> None:
        if (bold or not piece.strip()) and self.lead == len(self.text):
            self.lead += len(piece)
        self.text += piece


@dataclass
class _Reader:
    """Reads the parts of one package."""

    path: str
    styles: Styles
    numbering: Numbering
    lines: list[str] = field(default_factory=list)
    notes: list[Words] = field(default_factory=list)
    fields: list[_Field] = field(default_factory=list)
    skips_pages: bool = False
    contents_depth: int = 0
    tables: int = 0
    cells: int = 0

    def document(self, package: Package) -> WordDocument:
        root = package.xml(package.main)
        body = child(root, "body")
        if root is None or body is None:
            raise Refusal(
                RuleBook.UNREADABLE,
                "文件里没有正文。",
                "用 Word 或 WPS 打开检查，另存为“Word 文档（.docx）”。",
            )
        refuse_revisions(root)
        blocks = list(self.blocks(body))
        if any(f.is_contents for f in self.fields):
            # A field without its end: only the styles can tell what is a table of contents.
            blocks = [_by_style(b) if isinstance(b, WordParagraph) else b for b in blocks]
        self.fields.clear()
        self.outside(package)
        if not any(self.lines) and not self.notes:
            raise Refusal(RuleBook.EMPTY_FILE, "文件里没有文字。", "检查是否选错了文件。")
        return WordDocument(self.path, tuple(blocks), tuple(self.notes))

    def span(self, text: str) -> Span:
        """The place of the next paragraph or cell, whose text is remembered for messages."""
        self.lines.append(" ".join(text.split()))
        return Span(self.path, len(self.lines), 1)

    def note(self, kind: str, text: str = "") -> None:
        words = " ".join(text.split())
        if words or not text:
            place = Span(self.path, max(len(self.lines), 1), 1)
            self.notes.append(Words(f"{kind}：{words}" if words else kind, place))

    def blocks(self, parent: etree._Element) -> Iterator[Block]:
        """The paragraphs and tables below an element, wrappers opened."""
        for element in parent:
            match name_of(element):
                case "p":
                    yield self.paragraph(element)
                case "tbl":
                    yield self.table(element)
                case "sdt":
                    yield from self.control(element)
                case "altChunk" | "subDoc":
                    self.note("另一份嵌入的文件，没有读取")
                case "mc:AlternateContent":
                    yield from self.blocks(choice(element))
                case name if name in _SILENT or name.endswith("Pr"):
                    pass
                case _:
                    yield from self.blocks(element)

    def control(self, element: etree._Element) -> Iterator[Block]:
        """A content control around paragraphs; one that holds the table of contents is marked."""
        gallery = child(child(child(element, "sdtPr"), "docPartObj"), "docPartGallery")
        is_contents = "contents" in (value(gallery) or "").lower()
        self.contents_depth += is_contents
        content = child(element, "sdtContent")
        if content is not None:
            yield from self.blocks(content)
        self.contents_depth -= is_contents

    def paragraph(self, element: etree._Element) -> WordParagraph:
        chain = self.styles.chain(value(child(child(element, "pPr"), "pStyle")))
        text = self.text_of(element)
        paragraph = self.shaped(element, text)
        in_contents = (
            text.in_contents or self.contents_depth > 0
            or any(s.name.startswith("toc ") for s in chain)
        )  # fmt: skip
        return replace(paragraph, in_contents=in_contents, span=self.span(paragraph.text))

    def shaped(self, element: etree._Element, text: _Text) -> WordParagraph:
        """The paragraph's text with its number, and what its properties say."""
        properties = child(element, "pPr")
        style_id = value(child(properties, "pStyle"))
        chain = self.styles.chain(style_id)
        prefix = self.list_number(properties, style_id)
        if prefix and prefix[-1].isalnum() and text.text:
            prefix += " "
        outline = next((s.outline for s in chain if s.outline is not None), None)
        alignment = value(child(properties, "jc")) or next(
            (s.alignment for s in chain if s.alignment), None
        )
        shown = bool(text.text.strip())
        return WordParagraph(
            text=prefix + text.text if shown else text.text,
            number=prefix if shown else "",
            style=chain[0].name if chain else "",
            outline=outline_level(properties, outline) if shown else None,
            lead=len(prefix) + text.lead if text.lead else 0,
            centred=alignment == "center",
            right=alignment in ("right", "end"),
        )

    def list_number(self, properties: etree._Element | None, style_id: str | None) -> str:
        """The automatic number; a paragraph's own list comes before its style's."""
        listed = child(properties, "numPr")
        id = value(child(listed, "numId"))
        if id is not None:
            level = number(value(child(listed, "ilvl")), 0)
            return self.numbering.next(number(id, 0), level)
        for style in self.styles.chain(style_id):
            if style.num_id is not None:
                at = style.level
                if at is None:
                    at = self.numbering.level_of_style(style.num_id, style_id or "")
                return self.numbering.next(style.num_id, at)
        return ""

    def text_of(self, element: etree._Element) -> _Text:
        text = _Text(in_contents=any(f.is_contents for f in self.fields))
        chain = self.styles.chain(value(child(child(element, "pPr"), "pStyle")))
        bold = next((s.bold for s in chain if s.bold is not None), False)
        self.inline(element, text, bold)
        return text

    def inline(self, parent: etree._Element, text: _Text, bold: bool) -> None:
        """Gather the text of runs and of whatever wraps them."""
        for element in parent:
            name = name_of(element)
            if name in ("t", "m:t"):
                if not (self.skips_pages and self.in_page_number()):
                    text.add(_clean(element.text or ""), bold)
            elif name in _BREAKS:
                text.add(_BREAKS[name], bold)
            elif name == "r":
                self.run(element, text, bold)
            elif name == "fldChar":
                self.field_mark(value(element, "fldCharType"), text)
            elif name == "instrText":
                if self.fields:
                    self.fields[-1].instruction += element.text or ""
            elif name == "fldSimple":
                self.fields.append(_Field(value(element, "instr") or "", in_result=True))
                self.inline(element, text, bold)
                self.fields.pop()
            elif name == "sym":
                text.add(self.symbol(element), bold)
            elif name == "txbxContent":
                self.note("文本框", self.plain(element))
            elif name in ("drawing", "pict", "object"):
                self.drawing(element, text)
            elif name == "mc:AlternateContent":
                self.inline(choice(element), text, bold)
            elif name == "sdt":
                self.inline_control(element, text, bold)
            elif name == "v:textpath":
                self.note("艺术字", value(element, "string") or "")
            elif name == "rt":
                self.note("注音", "".join(str(t) for t in element.itertext()))
            elif name not in _SILENT and not name.endswith("Pr"):
                self.inline(element, text, bold)

    def run(self, element: etree._Element, text: _Text, bold: bool) -> None:
        properties = child(element, "rPr")
        own = child(properties, "b")
        weight = bold if own is None else is_on(own)
        if is_on(child(properties, "vanish")):
            hidden = _Text()
            self.inline(element, hidden, weight)
            self.note("隐藏文字", hidden.text or " ")
        else:
            self.inline(element, text, weight)

    def inline_control(self, element: etree._Element, text: _Text, bold: bool) -> None:
        content = child(element, "sdtContent")
        if content is None:
            return
        if is_on(child(child(element, "sdtPr"), "showingPlcHdr")):
            self.note("没有填写的控件", self.plain(content))
        else:
            self.inline(content, text, bold)

    def field_mark(self, kind: str | None, text: _Text) -> None:
        if kind == "begin":
            self.fields.append(_Field())
        elif kind == "separate" and self.fields:
            self.fields[-1].in_result = True
            text.in_contents = text.in_contents or self.fields[-1].is_contents
        elif kind == "end" and self.fields:
            self.fields.pop()

    def in_page_number(self) -> bool:
        return any(_PAGE_FIELD.match(f.instruction) for f in self.fields)

    def symbol(self, element: etree._Element) -> str:
        """A sign of a symbol font; one that is not known stays visible as 〓."""
        code = (value(element, "char") or "").upper()[-2:]
        font = (value(element, "font") or "").lower()
        sign = (_SYMBOLS if font == "symbol" else _TICKS).get(code)
        if sign is None:
            self.note(f"符号字体“{font}”里的一个符号（{code}），正文里写作“〓”")
        return sign or "〓"

    def drawing(self, element: etree._Element, text: _Text) -> None:
        """A picture, a shape or an embedded object: its text boxes are read, the rest noted."""
        before = len(self.notes)
        self.inline(element, text, False)
        if len(self.notes) == before:
            kind = "嵌入的对象" if name_of(element) == "object" else "图片或图形"
            self.note(f"{kind}，没有导入")

    def plain(self, element: etree._Element) -> str:
        """The text of paragraphs outside the running text, which count no places."""
        texts = [self.shaped(p, self.text_of(p)).text for p in paragraphs_of(element)]
        if not texts:
            held = _Text()
            self.inline(element, held, False)
            texts.append(held.text)
        return " ".join(texts) or " "

    def table(self, element: etree._Element) -> Grid:
        self.tables += 1
        id = f"t{self.tables}"
        grid = child(element, "tblGrid")
        widths = [
            max(number(value(e, "w"), 1), 1)
            for e in (grid if grid is not None else ())
            if name_of(e) == "gridCol"
        ]
        cells = Cells(id)
        for row in rows_of(element):
            properties = child(row, "trPr")
            cells.begin_row(number(value(child(properties, "gridBefore")), 0))
            for cell in below(row, "tc"):
                self.cell(cell, cells)
        columns = max((c.column + c.colspan for c in cells.made), default=0)
        total = sum(widths) if len(widths) == columns else 0
        shares = tuple(round(w * 100 / total, 2) for w in widths) if total else ()
        return Grid(id, "", shares or (round(100 / max(columns, 1), 2),) * columns,
                    tuple(cells.made))  # fmt: skip

    def cell(self, element: etree._Element, cells: Cells) -> None:
        properties = child(element, "tcPr")
        span = max(number(value(child(properties, "gridSpan")), 1), 1)
        down, across = child(properties, "vMerge"), child(properties, "hMerge")
        self.cells += 1
        if cells.column + span > COLUMN_LIMIT or self.cells > CELL_LIMIT:
            raise Refusal(
                RuleBook.TABLE_TOO_LARGE,
                f"第 {self.tables} 个表太大（超过 {COLUMN_LIMIT} 列或 {CELL_LIMIT} 格）。",
                "检查表里有没有多余的空列。",
            )
        lines = self.cell_lines(element)
        joins_up = down is not None and value(down) != "restart" and cells.lengthen(span)
        joins_left = (
            not joins_up and across is not None and value(across) != "restart"
            and cells.widen(span)
        )  # fmt: skip
        if not (joins_up or joins_left):
            cells.add(lines, span, self.span("\n".join(lines)))
        elif any(line.strip() for line in lines):
            self.note("合并的单元格里藏着的文字", " ".join(lines))

    def cell_lines(self, element: etree._Element) -> tuple[str, ...]:
        """The lines of a cell; a table inside it gives a line a row."""
        lines: list[str] = []
        for inner in element:
            match name_of(inner):
                case "p":
                    text = self.shaped(inner, self.text_of(inner)).text
                    lines += text.replace("\t", " ").split("\n")
                case "tbl":
                    self.note("表格里又套了一张表，按文字读入")
                    for row in rows_of(inner):
                        texts = (" ".join(self.cell_lines(c)) for c in below(row, "tc"))
                        lines.append(" ".join(texts))
                case "sdt":
                    content = child(inner, "sdtContent")
                    lines += self.cell_lines(content) if content is not None else ()
                case "mc:AlternateContent":
                    lines += self.cell_lines(choice(inner))
                case name if name in _SILENT or name.endswith("Pr"):
                    pass
                case _:
                    lines += self.cell_lines(inner)
        return tuple(lines)

    def outside(self, package: Package) -> None:
        """Footnotes, comments, headers and footers."""
        for kind, title in (("footnotes", "脚注"), ("endnotes", "尾注"), ("comments", "批注")):
            root = _part(package, kind)
            if root is None:
                continue
            refuse_revisions(root)
            for element in root:
                if value(element, "type") in (None, "normal"):
                    self.note(title, self.plain(element))
        self.skips_pages = True
        for kind, title in (("header", "页眉"), ("footer", "页脚")):
            texts: dict[str, None] = {}
            for name in package.related(kind):
                root = package.xml(name)
                if root is not None:
                    refuse_revisions(root)
                    texts.setdefault(self.plain(root))
            for text in texts:
                if not _PAGE_WORDS.fullmatch(text):
                    self.note(title, text)


def _by_style(paragraph: WordParagraph) -> WordParagraph:
    return replace(paragraph, in_contents=paragraph.style.startswith("toc "))


def _clean(text: str) -> str:
    """A run's text: blanks are blanks, invisible signs are none, every line end is one."""
    text = re.sub("[\t\n\r\xa0]", " ", text)
    return _LINE_ENDS.sub("\n", text).translate(_INVISIBLE)
