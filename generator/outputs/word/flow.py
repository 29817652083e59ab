"""What a Word file holds, in order: lines and tables, each with the name that tells it again.

The names stand in the file as bookmarks. One is made of the anchor of a line or a cell and
of digests of its surroundings and its text, so that a file that comes back says for each
place what stood there when it was written (`updating/`).
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from ...document.layout import Block, Document, Laid
from ...document.outline import ATTACHMENTS, STATUTORY, Entry
from ...model.disclosure import Attachment, Disclosure, SubGoal
from ...model.tables import Grid
from ...model.texts import Illustration, Note, Text
from ...model.words import DataTable, Paragraph, SectionText, Subheading, Words
from ...sources.prose_marks import is_picture, note_mark, picture_line
from ..pages import day, size

MARK: Final = "gk_"
TITLE: Final = "title"
_LONGEST_ID: Final = 24  # of the forty signs that a bookmark's name may have
_DIGITS: Final = re.compile(r"\d+")
_MARK: Final = re.compile(rf"{MARK}(\w{{1,{_LONGEST_ID}}})_([0-9a-f]{{4}})([0-9a-f]{{6}})")


class Role(StrEnum):
    """What a line is; the value is its style in templates/word/styles.xml."""

    TITLE = "Title"
    STATUS = "Status"
    IMPRINT = "Imprint"
    HEADING = "Heading"
    SUBHEADING = "Subheading"
    PARAGRAPH = "Normal"
    CAPTION = "Caption"
    PICTURE = "Picture"
    PICTURE_CAPTION = "PictureCaption"
    FOOTNOTE = "FootnoteText"
    STATUTORY_CAPTION = "StatutoryCaption"
    TABLE_NOTE = "TableNote"
    TABLE_FOOT = "TableFoot"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text. `number` at its beginning counts on by itself where it is in digits.

    `level` is that of a heading, 1 at the top. `mark` is its name, blank for what is
    drawn by the program alone. `words` are what its author typed, where it shows that and
    no more, `shown` the same with its figures. A `right` part stands at the right edge.
    A footnote follows the paragraph that cites it; a `picture` is told by its line as typed.
    """

    role: Role
    text: str
    number: str = ""
    level: int = 0
    mark: str = ""
    is_listed: bool = False
    is_wide: bool = False
    right: str = ""
    words: Words | None = None
    shown: Text | None = None
    picture: Illustration | None = None

    @property
    def label(self) -> str:
        return f"{self.number}{self.text}"


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `marks` are the names of its cells by their ids."""

    grid: Grid
    marks: dict[str, str]


Piece = Line | Table


@dataclass(frozen=True, slots=True)
class Flow:
    """A whole disclosure as Word holds it: its title page, then its body."""

    title: str
    cover: tuple[Line, ...]
    body: tuple[Piece, ...]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return (*self.cover, *self.body)


def flow_of(disclosure: Disclosure, document: Document, web_address: str) -> Flow:
    """Everything that the PDF prints of a disclosure, as lines and tables.

    `web_address` is where its attachments can be had.
    """
    typed = _typed(disclosure, document)
    sizes = Counter(id.rpartition("-p")[0] for id in typed)
    written = _Flow(disclosure, web_address, typed, sizes)
    body = [piece for part in document.parts for piece in written.laid(part)]
    title, structure = document.outline.title, "\n".join(_places(body))
    return Flow(title, tuple(written.cover(title, structure)), tuple(body))


def _places(body: Iterable[Piece]) -> Iterator[str]:
    """Every place of the body: what tells one structure from another."""
    for piece in body:
        marks = [piece.mark] if isinstance(piece, Line) else piece.marks.values()
        yield from (mark.place for m in marks if (mark := read_mark(m)))


def mark_of(id: str, scope: str, text: str) -> str:
    """The name of a place: its anchor, then what it belongs to and what it said."""
    plain = id.replace("-", "_")
    short = plain if len(plain) <= _LONGEST_ID else _digest(id, 12)
    return f"{MARK}{short}_{_digest(scope, 4)}{text_digest(text)}"


def text_digest(text: str) -> str:
    """A digest of what a text says: its lines, however wide the blanks in them."""
    return _digest(plain_lines(text), 6)


def plain_lines(text: str) -> str:
    """The lines that say something, each blank in them one space."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


class Mark(NamedTuple):
    """A name taken apart: the place, digests of what it belongs to and of what it said."""

    place: str
    scope: str
    text: str


def read_mark(name: str) -> Mark | None:
    """The parts of a name that this program gave; None for any other bookmark."""
    match = _MARK.fullmatch(name)
    return Mark(*match.groups()) if match else None


def _digest(text: str, length: int) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def _typed(disclosure: Disclosure, document: Document) -> dict[str, Words]:
    """What was typed in each paragraph of prose, by its anchor."""
    found: dict[str, Words] = {}
    for entry in document.outline.walk():
        of = entry.of
        if isinstance(of, SubGoal):
            prose: SectionText = (*of.text, *of.goal)
        else:
            section = disclosure.section(getattr(of, "key", ""))
            prose = section.prose if section else ()
        paragraphs = (piece.words for piece in prose if isinstance(piece, Paragraph))
        found.update((f"{entry.id}-p{n}", words) for n, words in enumerate(paragraphs, 1))
    return found


@dataclass(frozen=True)
class _Flow:
    disclosure: Disclosure
    web_address: str
    typed: dict[str, Words]
    sizes: Counter[str]

    def cover(self, title: str, structure: str) -> Iterator[Line]:
        """The title page; the name of the title tells the structure of all that follows."""
        d = self.disclosure
        mark = mark_of(TITLE, structure, title)
        yield Line(Role.TITLE, title, mark=mark, words=d.title)
        if d.is_draft:
            yield Line(Role.STATUS, "（草案）")
        elif d.correction.on:
            yield Line(Role.STATUS, f"（{day(d.correction.on)}更正）")
        for id, words, verb in (("made", d.compiled_by, "编制"), ("seen", d.reviewed_by, "审核")):
            if words:
                text = f"{words}{verb}"
                yield Line(Role.IMPRINT, text, mark=mark_of(id, verb, text), words=words)
        if d.published_on and not d.is_draft:
            yield Line(Role.IMPRINT, day(d.published_on))

    def laid(self, laid: Laid, lift: int = 0) -> Iterator[Piece]:
        entry = laid.entry
        if entry.title:
            yield self.heading(entry, lift)
        lift += not entry.title
        if entry.kind == ATTACHMENTS:
            yield from self.attachments(self.disclosure.attachments)
        else:
            yield from self.blocks(laid)
        for child in laid.children:
            yield from self.laid(child, lift)

    def heading(self, entry: Entry, lift: int) -> Line:
        of = entry.of
        words = of.words if isinstance(of, Subheading) else None
        return Line(
            Role.HEADING if entry.is_listed else Role.SUBHEADING,
            entry.title, f"{entry.number}{entry.gap}", max(entry.level - lift, 1),
            mark_of(entry.id, "", entry.label), entry.is_listed,
            words=of.title if isinstance(of, SubGoal) else words,
        )  # fmt: skip

    def blocks(self, laid: Laid) -> Iterator[Piece]:
        """The paragraphs and tables under a heading; a table that has no heading of its own has
        a caption, its notes above it."""
        entry = laid.entry
        titled = entry.kind_class not in ("project", "overall")
        statutory = [e.id for e in entry.children if e.kind == STATUTORY]
        before: Block | None = None
        for number, block in enumerate(laid.blocks):
            if isinstance(block, Grid):
                yield from self.table(block, entry, titled, statutory)
            elif isinstance(block, Illustration):
                yield from self.picture(block, entry)
            else:
                is_foot = isinstance(before, Grid) and not titled
                yield self.paragraph(block, entry, number, is_foot)
                yield from (self.footnote(note, entry) for note in block.notes)
            before = block

    def paragraph(self, block: Text, entry: Entry, number: int, is_foot: bool) -> Line:
        text = with_marks(block)
        lead = entry.number if number == 0 and not entry.title else ""
        id, scope = block.id or f"{entry.id}-n{number}", self.scope(block.id, entry)
        mark = mark_of(id, scope, f"{lead}{text}")
        role = Role.TABLE_FOOT if is_foot else Role.PARAGRAPH
        return Line(role, text, lead, mark=mark, words=self.typed.get(block.id), shown=block)

    def footnote(self, note: Note, entry: Entry) -> Line:
        text = note.content.plain
        return Line(
            Role.FOOTNOTE, text, mark=mark_of(note.id, entry.label, text),
            words=note.of.words, shown=note.content,
        )  # fmt: skip

    def picture(self, shown: Illustration, entry: Entry) -> Iterator[Line]:
        text = picture_text(shown.description, shown.of.file, shown.of.digest)
        yield Line(Role.PICTURE, text, mark=mark_of(shown.id, entry.label, text), picture=shown)
        caption = shown.caption
        yield Line(
            Role.PICTURE_CAPTION, caption.plain, f"{shown.number}{'　' if caption.pieces else ''}",
            mark=mark_of(f"{shown.id}-t", entry.label, shown.title),
            words=shown.of.caption, shown=caption,
        )  # fmt: skip

    def scope(self, id: str, entry: Entry) -> str:
        """What a paragraph belongs to: its section, of so many paragraphs."""
        return f"{entry.label}#{self.sizes[id.rpartition('-p')[0]]}"

    def table(
        self, grid: Grid, entry: Entry, titled: bool, statutory: Sequence[str]
    ) -> Iterator[Piece]:
        if titled:
            of = next((e.of for e in entry.walk() if e.id == grid.anchor), None)
            is_statutory = grid.anchor in statutory
            yield Line(
                Role.STATUTORY_CAPTION if is_statutory else Role.CAPTION, grid.caption, grid.number,
                level=3, mark=mark_of(f"{grid.id}-t", entry.label, grid.title),
                is_listed=is_statutory,
                words=of.caption if isinstance(of, DataTable) else None,
            )  # fmt: skip
        if grid.note or grid.unit:
            unit = f"单位：{grid.unit}" if grid.unit else ""
            yield Line(
                Role.TABLE_NOTE, grid.note, right=unit,
                mark=mark_of(f"{grid.id}-u", entry.label, f"{grid.note}\t{unit}"),
                is_wide=grid.is_wide,
            )  # fmt: skip
        # A table with other rows is another table: nothing that comes back is put beside its place.
        scope = f"{grid.caption}#{grid.row_count}×{len(grid.widths)}"
        marks = {c.id: mark_of(c.id, scope, c.text) for c in grid.cells}
        yield Table(grid, marks)

    def attachments(self, files: Iterable[Attachment]) -> Iterator[Line]:
        yield Line(
            Role.PARAGRAPH,
            f"下列附件与本文本一并公开，可以在本文本的网页上取得：{self.web_address}",
            mark=mark_of("fj-0", "", self.web_address),
        )
        for number, file in enumerate(files, 1):
            text = f"{number}.{file.title}（{file.kind}，{size(file.size)}）"
            yield Line(Role.PARAGRAPH, text, mark=mark_of(f"fj-{number}", "", text))


def picture_text(description: str, file: str, digest: str) -> str:
    """A picture as a text that another picture, or another description, does not have."""
    return f"{picture_line(description, file, '')} {digest[:8]}"


def is_picture_text(text: str) -> bool:
    return is_picture(text.rpartition(" ")[0])


def with_marks(text: Text) -> str:
    """A paragraph's text with the marks of its footnotes, as a Word file is read."""
    return "".join(
        note_mark(piece.number) if isinstance(piece, Note) else Text((piece,)).plain
        for piece in text.pieces
    )


def counts(number: str) -> tuple[str, str, str] | None:
    """What stands before the digits of a number, they, and what stands behind; None for one in
    Chinese numerals, which Word does not count on."""
    match = _DIGITS.search(number)
    return (number[: match.start()], match[0], number[match.end() :]) if match else None
