"""The proof that an import lost nothing.

Every paragraph and every cell of the file is a unit, known by the line of its
span. Words in the model carry the span of the unit they came from; labels,
captions and numbers that a form prints itself are booked here as they are
matched. What a unit holds beyond both was not placed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from itertools import groupby
from typing import Final

from ..diagnostics import Problems, RuleBook, Span
from ..model.amounts import Amount
from ..model.disclosure import Disclosure
from ..model.targets import Target
from ..model.words import Words
from ..sources.prose_marks import is_picture, picture_parts
from ..sources.word_source import WordDocument
from ..sources.word_text import WordParagraph

CELL_SEPARATOR: Final = "｜"


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph, or a cell of the table and row named (from 1)."""

    span: Span
    text: str
    table: int = 0
    row: int = 0

    @property
    def group(self) -> tuple[int, int, int]:
        """Cells of one row go into one remark, every paragraph into one of its own."""
        return (self.table, self.row, 0 if self.table else self.span.line)


@dataclass(frozen=True, slots=True)
class Leftover:
    """What was not placed, as one line, with where it stood."""

    words: Words
    text: str
    place: str
    units: tuple[Unit, ...] = ()


@dataclass
class Ledger:
    """The units of a document, and what of each was matched as generated matter.

    `money` are the units of money that the amounts of a line were read in, `converted` the
    unit that a cell is held in and the one that it was typed in.
    """

    units: dict[int, Unit]
    matched: dict[int, Counter[str]] = field(default_factory=dict)
    explained: dict[int, tuple[str, str]] = field(default_factory=dict)
    reasons: dict[int, str] = field(default_factory=dict)
    money: dict[int, str] = field(default_factory=dict)
    converted: dict[int, tuple[str, str]] = field(default_factory=dict)

    def note(self, span: Span, why: str) -> None:
        """Say what a unit is that no field holds, for the account."""
        self.reasons.setdefault(span.line, why)

    def release(self, first: int, last: int) -> None:
        """Take back what was booked of these units: nothing was made of them."""
        for line in range(first, last + 1):
            self.matched.pop(line, None)
            self.explained.pop(line, None)
            self.reasons.pop(line, None)

    def explain(self, span: Span, title: str, of: str) -> None:
        """Say what a cell is, should it be left over: its column's title, and of what."""
        self.explained[span.line] = (" ".join(title.split()), of)

    def match(self, span: Span, text: str, why: str = "") -> None:
        """Book text that the form prints itself: a label, a caption, a number."""
        if why:
            self.note(span, why)
        self.matched.setdefault(span.line, Counter()).update(signs(text))

    def match_all(self, span: Span, why: str = "") -> None:
        """Book a whole unit as generated matter."""
        if span.line in self.units:
            self.match(span, self.units[span.line].text, why)

    def leftovers(self, disclosure: Disclosure) -> list[Leftover]:
        """The units that are not wholly in the model or among the matched."""
        held: dict[int, Counter[str]] = {n: Counter(c) for n, c in self.matched.items()}
        for words in words_in(disclosure):
            held.setdefault(words.span.line, Counter()).update(signs(words.text))
        missing = [u for n, u in self.units.items() if signs(u.text) - held.get(n, Counter())]
        groups = groupby(missing, key=lambda u: u.group)
        return [self.leftover(list(units)) for _, units in groups]

    def leftover(self, units: list[Unit]) -> Leftover:
        """What is left of a paragraph or a row, with what is known of it."""
        first = units[0]
        known = [self.explained.get(u.span.line, ("", "")) for u in units]
        of = next((name for _, name in known if name), "")
        texts = (" ".join(_untyped(u.text).split()) for u in units)
        titled = (
            f"{title}：{t}" if title else t for (title, _), t in zip(known, texts, strict=True)
        )
        text = CELL_SEPARATOR.join(titled)
        place = f"第 {first.table} 个表第 {first.row} 行" if first.table else ""
        remark = f"{place}{f'“{of}”' if of else ''}：{text}" if place else text
        return Leftover(Words(remark, first.span), text, place, tuple(units))


def _untyped(text: str) -> str:
    """A text in which a picture that has no place is told of, not typed."""
    return "\n".join(_told(line) if is_picture(line) else line for line in text.split("\n"))


def _told(line: str) -> str:
    parts = picture_parts(line)
    said = "" if isinstance(parts, int) else parts[0].text
    return f"图片没有导入：{said}" if said else "图片没有导入"


def make_ledger(document: WordDocument) -> Ledger:
    """A ledger of all text but that of the table of contents, which is generated."""
    ledger = Ledger({unit.span.line: unit for unit in _units(document) if unit.text.strip()})
    for note in document.footnotes.values():
        ledger.explain(note.span, "脚注", "")
    return ledger


def _units(document: WordDocument) -> Iterator[Unit]:
    table = 0
    for block in document.blocks:
        if isinstance(block, WordParagraph):
            if not block.in_contents:
                yield Unit(block.span, block.text)
            continue
        table += 1
        yield from (Unit(c.span, c.text, table, c.row + 1) for c in block.cells)
    yield from (Unit(note.span, note.text) for note in document.footnotes.values())


def signs(text: str) -> Counter[str]:
    """The characters of a text but for blanks."""
    return Counter(c for c in text if not c.isspace())


def words_in(value: object) -> Iterator[Words]:
    """All the author's words in a piece of the model, wherever they stand."""
    if isinstance(value, Words):
        yield value
    elif isinstance(value, Amount | Target):
        yield Words(value.wording, value.span)
    elif isinstance(value, tuple):
        for item in value:
            yield from words_in(item)
    elif is_dataclass(value):
        for item in fields(value):
            yield from words_in(getattr(value, item.name))


def report(leftovers: list[Leftover], notes: Iterable[Words], problems: Problems) -> None:
    """Say what became a remark: a run of paragraphs, or a table, counts once."""
    for note in notes:
        problems.add(
            RuleBook.NOT_PLACED,
            note.span,
            "正文以外的内容不能归位，已写进“待核”。",
            "需要的，移到合适的地方；不需要的，删去这条待核。",
            text=note.text,
        )
    for _, run in groupby(enumerate(leftovers), key=lambda item: _run(*item)):
        items = [leftover for _, leftover in run]
        first = items[0]
        count = f"{len(items)} 行" if first.place else f"{len(items)} 段"
        where = f"{first.place}起，" if first.place and len(items) > 1 else first.place
        problems.add(
            RuleBook.NOT_PLACED,
            first.words.span,
            f"{where}{'' if where.endswith('，') or not where else '，'}"
            f"有 {count}内容不能归位，已原样写进“待核”。",
            "核对后移到合适的地方，再删去这几条待核。",
            text=first.text,
        )


def _run(at: int, leftover: Leftover) -> tuple[str, int]:
    """Leftover rows of one table belong together; so do paragraphs one after another."""
    if leftover.place:
        return (leftover.place.split("第 ")[1], 0)
    return ("", leftover.words.span.line - at)
