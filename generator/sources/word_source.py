"""A Word file as its paragraphs and tables, in order, with nothing of their text lost.

What stands outside the running text (text boxes, footnotes, headers, comments,
pictures) comes as notes. A file with tracked changes is refused: which of two
texts is meant, only its author can say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree

from ..diagnostics import Problems, RuleBook, Span
from ..files import report_cleaned
from ..limits import CELL_LIMIT, IMPORTED_COLUMN_LIMIT
from ..model.tables import Grid
from ..model.words import Words
from .numerals import small_number
from .package import Refusal
from .picture_file import PictureFault
from .word_elements import (
    Cells,
    below,
    choice,
    framed_cells,
    refuse_revisions,
    rows_of,
)
from .word_package import (
    WordPackage,
    child,
    name_of,
    open_package,
    value,
)
from .word_pictures import WordPictures
from .word_styles import read_numbering, read_styles
from .word_text import SILENT, TextReader, WordParagraph

_PAGE_WORDS: Final = re.compile(r"[\s\d第共页/／\-‐-―－~～·.]*")


Block = WordParagraph | Grid


@dataclass(frozen=True, slots=True)
class WordDocument:
    """The blocks of a Word file in order.

    A span's line counts paragraphs and cells in reading order, from 1. `notes`
    are what stands outside the text, each with what it is: `文本框：…`. `marks` are the
    bookmarks that begin in a paragraph or cell, by its line.

    A footnote that running text cites is a mark there, `[^1]`, and its text in `footnotes`;
    a picture in running text is a line there, `![…](附件/图1.png)`, and its bytes in `pictures`.
    """

    path: str
    blocks: tuple[Block, ...]
    notes: tuple[Words, ...] = ()
    marks: Mapping[int, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)
    footnotes: Mapping[str, Words] = field(default_factory=dict)
    pictures: Mapping[str, bytes] = field(default_factory=dict, repr=False)


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
    report_cleaned(reader.tally, path, problems)
    for format in sorted(reader.numbering.unknown):
        problems.add(
            RuleBook.NOT_PLACED,
            Span(path),
            f"自动编号用了不认识的格式（{format}），暂按 1、2、3 写出。",
            "核对各处编号。",
            text="",
        )
    return document


def _part(package: WordPackage, kind: str) -> etree._Element | None:
    names = package.related(kind)
    return package.xml(names[0]) if names else None


@dataclass
class _Reader(TextReader):
    """Reads the parts of one package."""

    pictures: WordPictures | None = None
    contents_depth: int = 0
    tables: int = 0
    cells: int = 0

    def document(self, package: WordPackage) -> WordDocument:
        root = package.xml(package.main)
        body = child(root, "body")
        if root is None or body is None:
            raise Refusal(
                RuleBook.UNREADABLE,
                "文件里没有正文。",
                "用 Word 或 WPS 打开检查，另存为“Word 文档（.docx）”。",
            )
        refuse_revisions(root)
        self.pictures = WordPictures(package)
        blocks = list(self.blocks(body))
        if any(f.is_contents for f in self.fields):
            # A field without its end: only the styles can tell what is a table of contents.
            blocks = [_by_style(b) if isinstance(b, WordParagraph) else b for b in blocks]
        self.fields.clear()
        footnotes = dict(self.footnotes(package))
        marks = dict(self.marks)
        self.outside(package)
        if not any(self.lines) and not self.notes:
            raise Refusal(RuleBook.EMPTY_FILE, "文件里没有文字。", "检查是否选错了文件。")
        return WordDocument(
            self.path, tuple(blocks), tuple(self.notes), marks, footnotes, self.pictures.files
        )

    def blocks(self, parent: etree._Element) -> Iterator[Block]:
        """The paragraphs and tables below an element, wrappers opened."""
        for element in parent:
            match name_of(element):
                case "p":
                    yield self.paragraph(element)
                case "tbl" if framed := framed_cells(element):
                    for cell in framed:
                        yield from self.blocks(cell)
                case "tbl":
                    yield self.table(element)
                case "sdt":
                    yield from self.control(element)
                case "bookmarkStart":
                    self.bookmark(element)
                case "altChunk" | "subDoc":
                    self.note("另一份嵌入的文件，没有读取")
                case "mc:AlternateContent":
                    yield from self.blocks(choice(element))
                case name if name in SILENT or name.endswith("Pr"):
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

    def table(self, element: etree._Element) -> Grid:
        self.tables += 1
        id = f"t{self.tables}"
        grid = child(element, "tblGrid")
        widths = [
            max(small_number(value(e, "w"), 1), 1)
            for e in (grid if grid is not None else ())
            if name_of(e) == "gridCol"
        ]
        cells = Cells(id)
        for row in rows_of(element):
            properties = child(row, "trPr")
            cells.begin_row(small_number(value(child(properties, "gridBefore")), 0))
            for cell in below(row, "tc"):
                self.cell(cell, cells)
        columns = max((c.column + c.colspan for c in cells.made), default=0)
        total = sum(widths) if len(widths) == columns else 0
        shares = tuple(round(w * 100 / total, 2) for w in widths) if total else ()
        return Grid(id, "", shares or (round(100 / max(columns, 1), 2),) * columns,
                    tuple(cells.made))  # fmt: skip

    def picture(self, element: etree._Element) -> str:
        assert self.pictures is not None  # set before anything is read
        try:
            return self.pictures.line(element)
        except PictureFault as fault:
            self.note(f"图片没有导入：{fault.message}")
            return ""

    def cell(self, element: etree._Element, cells: Cells) -> None:
        properties = child(element, "tcPr")
        span = max(small_number(value(child(properties, "gridSpan")), 1), 1)
        down, across = child(properties, "vMerge"), child(properties, "hMerge")
        self.cells += 1
        if cells.column + span > IMPORTED_COLUMN_LIMIT or self.cells > CELL_LIMIT:
            raise Refusal(
                RuleBook.TABLE_TOO_LARGE,
                f"第 {self.tables} 个表太大（超过 {IMPORTED_COLUMN_LIMIT} 列或 {CELL_LIMIT} 格）。",
                "检查表里有没有多余的空列。",
            )
        self.outside_body += 1
        lines = self.cell_lines(element)
        self.outside_body -= 1
        joins_up = down is not None and value(down) != "restart" and cells.lengthen(span)
        joins_left = (
            not joins_up and across is not None and value(across) != "restart"
            and cells.widen(span)
        )  # fmt: skip
        if not (joins_up or joins_left):
            cells.add(lines, span, self.span("\n".join(lines)))
        else:
            self.begun.clear()
            if any(line.strip() for line in lines):
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
                case name if name in SILENT or name.endswith("Pr"):
                    pass
                case _:
                    lines += self.cell_lines(inner)
        return tuple(lines)

    def footnotes(self, package: WordPackage) -> Iterator[tuple[str, Words]]:
        """The notes that running text cites, by their marks, in the order of the text; those
        of cells and of nothing come as what stands outside."""
        texts: dict[str, etree._Element] = {}
        for kind, title in (("footnotes", "脚注"), ("endnotes", "尾注")):
            root = _part(package, kind)
            if root is None:
                continue
            refuse_revisions(root)
            for element in root:
                mark = self.cited.get((kind, value(element, "id") or ""))
                if value(element, "type") not in (None, "normal"):
                    continue
                if mark is None:
                    self.note(title, self.plain(element))
                else:
                    texts[mark] = element
        for mark in sorted(texts, key=int):
            self.begun.clear()
            text = " ".join(self.plain(texts[mark]).split())
            yield mark, Words(text, self.span(text))

    def outside(self, package: WordPackage) -> None:
        """Comments, headers and footers."""
        root = _part(package, "comments")
        if root is not None:
            refuse_revisions(root)
            for element in root:
                self.note("批注", self.plain(element))
        said = {"".join(line.split()) for line in self.lines}
        self.skips_pages = True
        for kind, title in (("header", "页眉"), ("footer", "页脚")):
            texts: dict[str, None] = {}
            for name in package.related(kind):
                root = package.xml(name)
                if root is not None:
                    refuse_revisions(root)
                    texts.setdefault(self.plain(root))
            for text in texts:
                if not _PAGE_WORDS.fullmatch(text) and "".join(text.split()) not in said:
                    self.note(title, text)


def _by_style(paragraph: WordParagraph) -> WordParagraph:
    return replace(paragraph, in_contents=paragraph.style.startswith("toc "))
