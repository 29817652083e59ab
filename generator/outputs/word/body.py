"""The body of a Word file: title page, contents, then headings, paragraphs and tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from lxml import etree

from ...model.texts import Illustration, Note, Text
from .elements import LINKS, field, paragraph, run, tab, w
from .flow import Flow, Line, Piece, Role, Table, counts
from .notes import footnote, footnote_reference, footnotes_part
from .package import EVEN, ODD, picture_id
from .pictures import picture
from .tables import ACROSS, UPRIGHT, table_element

_AUTHOR: Final = "gongkai 检查"
_INITIALS: Final = "检"
_CONTENTS: Final = "目录"
_DEEPEST: Final = 4  # levels of headings in the contents
_STYLES: Final = 6  # levels of headings in templates/word/styles.xml
# A4 and its margins in twentieths of a point (GB/T 9704): 37, 26, 35 and 28 mm upright; a page
# across is the same sheet turned.
_A4: Final = (11906, 16838)
_MARGINS: Final = {"top": 2098, "right": 1474, "bottom": 1984, "left": 1588}
_TURNED: Final = {"top": 1588, "right": 2098, "bottom": 1474, "left": 1984}
# The page number stands 7 mm below the text.
_FOOTERS: Final = {False: 1270, True: 760}


class Body:
    """Writes one flow; `said` are the comments on a place, by its name."""

    def __init__(self, flow: Flow, said: Mapping[str, Sequence[str]]) -> None:
        self.flow, self.said = flow, said
        lines = [piece for piece in flow.body if isinstance(piece, Line)]
        self.foot = {id(line.words): line for line in lines if line.role is Role.FOOTNOTE}
        self.body = [p for p in flow.body if not (isinstance(p, Line) and p.role is Role.FOOTNOTE)]
        self.made: list[etree._Element] = []
        self.notes: list[etree._Element] = []
        self.pictures: dict[str, int] = {}
        """The names of the pictures in the order in which they first stand, and their places."""
        self.drawn = self.marks = 0

    def document(self) -> etree._Element:
        front = [
            *map(self.line, self.flow.cover),
            self.contents(),
            w("p", w("pPr", w("pStyle", val="TableEnd"), w("sectPr", *_page(False)))),
        ]
        groups = list(_by_page(self.body))
        body: list[etree._Element] = []
        for number, (turned, pieces) in enumerate(groups):
            body += self.pieces(pieces)
            section = w("sectPr", *_page(turned, first=number == 0))
            last = number == len(groups) - 1
            body.append(section if last else w("p", w("pPr", w("pStyle", val="TableEnd"), section)))
        if not groups:
            body.append(w("sectPr", *_page(False, first=True)))
        return w("document", w("body", *front, *body))

    def comments(self) -> etree._Element | None:
        return w("comments", *self.made) if self.made else None

    def footnotes(self) -> etree._Element | None:
        return footnotes_part(self.notes) if self.notes else None

    def pieces(self, pieces: Sequence[Piece]) -> Iterator[etree._Element]:
        for number, piece in enumerate(pieces):
            if isinstance(piece, Line):
                yield self.drawing(piece, piece.picture) if piece.picture else self.line(piece)
                continue
            yield table_element(piece, self.named)
            after = pieces[number + 1] if number + 1 < len(pieces) else None
            if not isinstance(after, Line) or after.role is not Role.TABLE_FOOT:
                yield paragraph("TableEnd", ())

    def line(self, line: Line) -> etree._Element:
        style, properties = str(line.role), []
        if line.role in (Role.HEADING, Role.SUBHEADING):
            style = f"{line.role}{min(line.level, _STYLES)}"
        content = [*self.noted(line)] if line.shown and line.shown.notes else [*_numbered(line)]
        if line.right:
            edge = ACROSS if line.is_wide else UPRIGHT
            properties.append(w("tabs", w("tab", val="right", pos=edge)))
            content += [tab(), run(line.right)]
        if line.is_listed:
            content = [*self.bookmark(_anchor(line), content)]
        return paragraph(style, self.named(line.mark, content), *properties)

    def noted(self, line: Line) -> Iterator[etree._Element]:
        """A paragraph with its footnotes, which Word numbers by itself."""
        if line.number:
            yield run(line.number)
        for piece in line.shown.pieces if line.shown else ():
            if not isinstance(piece, Note):
                yield run(Text((piece,)).plain)
                continue
            mark = self.foot[id(piece.of.words)].mark
            text = [*self.bookmark(mark, [run(piece.content.plain)])]
            self.notes.append(footnote(len(self.notes) + 1, text))
            yield footnote_reference(len(self.notes))

    def drawing(self, line: Line, shown: Illustration) -> etree._Element:
        place = self.pictures.setdefault(shown.name, len(self.pictures))
        self.drawn += 1
        made = picture(shown, self.drawn, picture_id(place))
        return paragraph(str(line.role), self.named(line.mark, [w("r", made)]))

    def named(self, mark: str, content: Iterable[etree._Element]) -> Iterator[etree._Element]:
        """The content with its name around it, and with what is said of it."""
        said = self.said.get(mark, ())
        numbers = [self.comment(text) for text in said]
        yield from (w("commentRangeStart", id=n) for n in numbers)
        yield from self.bookmark(mark, content) if mark else content
        for n in numbers:
            yield w("commentRangeEnd", id=n)
            yield w("r", w("rPr", w("rStyle", val="CommentReference")), w("commentReference", id=n))

    def bookmark(self, name: str, content: Iterable[etree._Element]) -> Iterator[etree._Element]:
        self.marks += 1
        own = self.marks
        yield w("bookmarkStart", id=own, name=name)
        yield from content
        yield w("bookmarkEnd", id=own)

    def comment(self, text: str) -> int:
        number = len(self.made)
        lines = [paragraph("CommentText", [run(line)]) for line in text.split("\n")]
        self.made.append(w("comment", *lines, id=number, author=_AUTHOR, initials=_INITIALS))
        return number

    def contents(self) -> etree._Element:
        """The table of contents: a field that Word makes anew when the file is opened."""
        listed = [p for p in self.flow.body if isinstance(p, Line) and p.is_listed]
        levels = [line.level for line in listed if line.role is Role.HEADING]
        deepest = min(max(levels, default=1), _DEEPEST)
        title = paragraph("TOCHeading", [run(_CONTENTS)], w("pageBreakBefore"))
        instruction = f'TOC \\o "1-{deepest}" \\h \\z \\t "预算表题,3"'
        entries = [
            line for line in listed if line.level <= deepest or line.role is not Role.HEADING
        ]
        begin, name, separate, *_, end = field(instruction, ())
        rows = [paragraph(f"TOC{min(e.level, _DEEPEST)}", [_entry(e)]) for e in entries]
        rows = rows or [paragraph("TOC1", ())]
        for number, element in enumerate((begin, name, separate)):
            rows[0].insert(number + _properties(rows[0]), element)
        rows[-1].append(end)
        gallery = w("docPartObj", w("docPartGallery", val="Table of Contents"), w("docPartUnique"))
        return w("sdt", w("sdtPr", gallery), w("sdtContent", title, *rows))


def _properties(element: etree._Element) -> int:
    """Where content begins, behind a paragraph's properties."""
    return 1 if len(element) and str(element[0].tag).endswith("}pPr") else 0


def _entry(line: Line) -> etree._Element:
    page = field(f"PAGEREF {_anchor(line)} \\h", [])
    return w("hyperlink", run(line.label), tab(), *page, anchor=_anchor(line), history=1)


def _anchor(line: Line) -> str:
    """The name by which the contents find a heading, as Word itself calls it."""
    return f"_Toc{line.mark.removeprefix('gk_').rpartition('_')[0]}"


def _numbered(line: Line) -> Iterator[etree._Element]:
    """A line's number, counted by Word where it is in digits and heads a table, then its text."""
    own = counts(line.number) if line.role is Role.STATUTORY_CAPTION or _is_form(line) else None
    if own is None:
        if line.label:
            yield run(line.label)
        return
    before, digits, behind = own
    if before:
        yield run(before)
    restart = " \\r 1" if digits == "1" else ""
    yield from field(f"SEQ {_series(line)} \\* ARABIC{restart}", [run(digits)])
    yield run(f"{behind}{line.text}")


def _is_form(line: Line) -> bool:
    return line.mark.startswith("gk_xm_")


def _series(line: Line) -> str:
    return "项目表" if _is_form(line) else "预算表"


def _by_page(pieces: Sequence[Piece]) -> Iterator[tuple[bool, list[Piece]]]:
    """Runs of pieces that stand on pages of one direction; a wide table takes along the lines
    that lead to it, from its headings on."""
    turned = [isinstance(p, Table) and p.grid.is_wide for p in pieces]
    for n in range(len(pieces) - 1, 0, -1):
        before = pieces[n - 1]
        if turned[n] and isinstance(before, Line) and before.role not in (
            Role.PARAGRAPH, Role.TABLE_FOOT
        ):  # fmt: skip
            turned[n - 1] = True
    group: list[Piece] = []
    for n, piece in enumerate(pieces):
        if group and turned[n] != turned[n - 1]:
            yield turned[n - 1], group
            group = []
        group.append(piece)
    if group:
        yield turned[-1], group


def _page(turned: bool, first: bool = False) -> Iterator[etree._Element]:
    """A section's properties: its paper and its margins; with the first of the body the page
    numbers begin."""
    if first:
        for kind, id in (("default", ODD), ("even", EVEN)):
            reference = w("footerReference", type=kind)
            reference.set(f"{{{LINKS}}}id", id)
            yield reference
    yield w("type", val="nextPage")
    width, height = _A4
    if turned:
        yield w("pgSz", w=height, h=width, orient="landscape")
    else:
        yield w("pgSz", w=width, h=height)
    margins = _TURNED if turned else _MARGINS
    yield w("pgMar", **margins, header=850, footer=_FOOTERS[turned], gutter=0)
    if first:
        yield w("pgNumType", start=1)
