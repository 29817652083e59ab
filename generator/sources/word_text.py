"""The text of a Word paragraph: runs, fields, breaks, numbers, and what stands outside."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from ..diagnostics import Span
from ..model.words import Words
from ..signs import Tally, clean, has_odd_signs
from .numerals import small_number
from .prose_marks import note_mark
from .word_elements import choice, paragraphs_of
from .word_package import child, is_on, name_of, value
from .word_styles import Numbering, Styles, outline_level

# Elements without text of their own, or whose text is no longer (or not yet) the author's.
SILENT: Final = frozenset({
    "instrText", "delText", "delInstrText", "rt", "sectPr", "tblGrid",
    "footnoteReference", "endnoteReference", "commentReference",
})  # fmt: skip
_NOTES: Final = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
_BREAKS: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_SYMBOLS: Final = {
    "A3": "≤", "B3": "≥", "B1": "±", "B4": "×", "B8": "÷", "B0": "°", "B9": "≠", "BB": "≈",
    "A5": "∞", "D7": "·", "2D": "−",
}  # fmt: skip
_TICKS: Final = {"FC": "✓", "FE": "☑", "A8": "□", "6F": "□", "FB": "✗", "6C": "●", "6E": "■"}
_MOST_MARKS: Final = 100  # of one paragraph or cell
_CONTROLS: Final = dict.fromkeys(range(0x7F, 0xA0))
_LINE_ENDS: Final = re.compile("[\x85\u2028\u2029\x0b\x0c]")
_PAGE_FIELD: Final = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)


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
class TextReader:
    """Reads paragraphs; remembers the text of each place, and notes what it cannot place."""

    path: str
    styles: Styles
    numbering: Numbering
    lines: list[str] = field(default_factory=list)
    notes: list[Words] = field(default_factory=list)
    fields: list[_Field] = field(default_factory=list)
    skips_pages: bool = False
    tally: Tally = field(default_factory=Tally)
    begun: list[str] = field(default_factory=list)
    outside_body: int = 0
    """How deep the text being read stands in what is no running text: cells, boxes, notes."""
    cited: dict[tuple[str, str], str] = field(default_factory=dict)
    """The marks of the notes that the running text cites, by their kind and id."""
    marks: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def bookmark(self, element: etree._Element) -> None:
        """Keep the name of a bookmark that begins here for the paragraph or cell being read."""
        name = value(element, "name")
        if name and len(self.begun) < _MOST_MARKS:
            self.begun.append(name)

    def span(self, text: str) -> Span:
        """The place of the next paragraph or cell, whose text is remembered for messages."""
        self.lines.append(" ".join(text.split()))
        if self.begun:
            self.marks[len(self.lines)] = tuple(self.begun)
            self.begun.clear()
        return Span(self.path, len(self.lines), 1)

    def clean(self, text: str) -> str:
        """A run's text: blanks are blanks, signs that nobody sees are none, every line end is one.

        No-break blanks are so usual in Word that nothing is said of them.
        """
        text = _LINE_ENDS.sub("\n", re.sub("[\t\n\r\xa0]", " ", text)).translate(_CONTROLS)
        return self.tally.clean(text, f"“{_excerpt(text)}”") if has_odd_signs(text) else text

    def note(self, kind: str, text: str = "") -> None:
        words = " ".join(text.split())
        if words or not text:
            place = Span(self.path, max(len(self.lines), 1), 1)
            self.notes.append(Words(f"{kind}：{words}" if words else kind, place))

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
            level = small_number(value(child(listed, "ilvl")), 0)
            return self.numbering.next(small_number(id, 0), level)
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
                    text.add(self.clean(element.text or ""), bold)
            elif name in _BREAKS:
                text.add(_BREAKS[name], bold)
            elif name == "r":
                self.run(element, text, bold)
            elif name in _NOTES:
                self.cite(name, value(element, "id") or "", text, bold)
            elif name == "bookmarkStart":
                self.bookmark(element)
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
            elif name not in SILENT and not name.endswith("Pr"):
                self.inline(element, text, bold)

    def cite(self, name: str, id: str, text: _Text, bold: bool) -> None:
        """The mark of a note in running text; elsewhere the note is told of by itself."""
        key = (_NOTES[name], id)
        if not self.outside_body and key not in self.cited:
            self.cited[key] = str(len(self.cited) + 1)
            text.add(note_mark(self.cited[key]), bold)

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
        if len(self.notes) > before:
            return
        line = "" if self.outside_body else self.picture(element)
        if line:
            text.add(f"\n{line}\n", False)
        elif len(self.notes) == before:
            kind = "嵌入的对象" if name_of(element) == "object" else "图片或图形"
            self.note(f"{kind}，没有导入")

    def picture(self, element: etree._Element) -> str:
        """The line that a picture is typed as; '' for what is none or cannot be had."""
        return ""

    def plain(self, element: etree._Element) -> str:
        """The text of paragraphs outside the running text, which count no places."""
        self.outside_body += 1
        texts = [self.shaped(p, self.text_of(p)).text for p in paragraphs_of(element)]
        if not texts:
            held = _Text()
            self.inline(element, held, False)
            texts.append(held.text)
        self.outside_body -= 1
        return " ".join(texts) or " "


def _excerpt(text: str) -> str:
    """A few words to find a place by."""
    shown = " ".join(clean(text).text.split())
    return shown if len(shown) <= 12 else f"{shown[:12]}…"
