"""Headings and paragraphs that were changed in Word."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

from ..diagnostics import Span
from ..outputs.word.flow import (
    Flow,
    Line,
    Mark,
    Role,
    is_picture_text,
    plain_lines,
    read_mark,
    text_digest,
)
from ..sources.prose_marks import footnote_marks
from .changes import Compared, LineChange, LineRemoved, LinesAdded, shown
from .reading import ReadLine, ReadPiece

_PLACE: Final = "\0"  # begins a key that is a place; no text has it


class LineChanges:
    """Holds the lines of a Word file against those of today."""

    def __init__(self, flow: Flow, found: Compared, is_whole: bool) -> None:
        self.found, self.is_whole = found, is_whole
        self.lines = [p for p in flow.pieces if isinstance(p, Line)]
        self.scopes: dict[str, set[str]] = {}
        self.by_place = {m.place: line for line in self.lines if (m := read_mark(line.mark))}

    def compare(self, pieces: Sequence[ReadPiece]) -> None:
        """Leave alone what says the same, and hold the rest against each other by its names."""
        read = [p for p in pieces if isinstance(p, ReadLine)]
        todays = [plain_lines(_text(line)) for line in self.lines]
        for line in read:
            if line.mark is not None:
                self.scopes.setdefault(_section(line.mark), set()).add(line.mark.scope)
        matcher = SequenceMatcher(None, todays, [p.text for p in read], autojunk=False)
        segments = [(a, b, read[c:d]) for kind, a, b, c, d in matcher.get_opcodes()
                    if kind != "equal"]  # fmt: skip
        moved = [line for a, b, there in segments for line in self.moved(a, b, there)]
        for line in moved:
            self.found.refuse(
                line.span, f"这一段换了位置：“{shown(line.text)}”。",
                "移回原处；段落的次序请在文本里调整。", shown(line.text),
            )  # fmt: skip
        for a, b, there in () if moved else segments:
            self.segment(a, b, there)

    def moved(self, a: int, b: int, read: Sequence[ReadLine]) -> list[ReadLine]:
        """The lines of a segment whose place is elsewhere, or before one above them."""
        here = [_key(line) for line in self.lines[a:b]]
        found, at = [], -1
        for line in read:
            key = self.key(line)
            if not key.startswith(_PLACE):
                continue
            if key not in here or here.index(key) <= at:
                found.append(line)
            else:
                at = here.index(key)
        return found

    def segment(self, a: int, b: int, read: Sequence[ReadLine]) -> None:
        own = [_key(line) for line in self.lines[a:b]]
        theirs = [self.key(line) for line in read]
        for kind, i, j, c, d in SequenceMatcher(None, own, theirs, autojunk=False).get_opcodes():
            if kind == "equal":
                for line, there in zip(self.lines[a + i : a + j], read[c:d], strict=True):
                    self.line(line, there)
            else:
                self.differ(a + i, a + j, read[c:d])

    def key(self, line: ReadLine) -> str:
        """What tells a line: its place, or its text where it has no name or is told of later."""
        if line.mark is None or line.mark.place not in self.by_place:
            return line.text
        own = read_mark(self.by_place[line.mark.place].mark)
        is_other = own is not None and own.scope != line.mark.scope
        is_prose = "_p" in line.mark.place
        return line.text if is_other and is_prose else f"{_PLACE}{line.mark.place}"

    def differ(self, a: int, b: int, read: Sequence[ReadLine]) -> None:
        """Lines that went, and lines that came, at one place."""
        went = self.lines[a:b]
        if len(went) == len(read):
            for line, there in zip(went, read, strict=True):
                self.line(line, there)
            return
        went = [line for line in went if not self.is_later(line)]
        span = read[0].span if read else Span("")
        for line in went:
            mark = read_mark(line.mark)
            is_last = mark is not None and _section(mark) not in self.scopes
            if line.role is not Role.PARAGRAPH or line.words is None or is_last:
                self.found.refuse(
                    span, f"Word 里没有这一行了：“{shown(_text(line))}”。",
                    "标题、表题、程序印出的行和整节文字不能在 Word 里删，要删的请在文本里删。",
                )  # fmt: skip
                return
        for line in went:
            told = f"删去一段：{shown(_text(line))}"
            self.found.change(LineRemoved(line), told, line.words.span if line.words else span)
        if read:
            if self.refuses_new(read):
                return
            before = self.lines[b] if b < len(self.lines) else None
            after = self.lines[a - 1] if a else None
            told = "\n".join(f"增加一段：{shown(line.text)}" for line in read)
            texts = tuple(line.text for line in read)
            self.found.change(LinesAdded(texts, after, before), told, read[0].span)

    def refuses_new(self, read: Sequence[ReadLine]) -> bool:
        """Whether among new lines are pictures or footnotes, which are named and not taken."""
        odd = [line for line in read if is_picture_text(line.text) or _marks(line.text)]
        for line in odd:
            self.found.refuse(
                line.span, f"Word 里新加了图片或脚注：“{shown(line.text)}”。",
                "请在文本里加：图片放进“附件”，写法见《作者指南》“图片和脚注”。", shown(line.text),
            )  # fmt: skip
        return bool(odd)

    def is_later(self, line: Line) -> bool:
        """Whether a line that Word lacks came into the text after the file was written."""
        mark = read_mark(line.mark)
        if mark is None:
            return not self.is_whole
        scopes = self.scopes.get(_section(mark))
        return mark.scope not in scopes if scopes else not self.is_whole

    def line(self, line: Line, there: ReadLine) -> None:
        today = plain_lines(_text(line))
        if there.text == today:
            return
        own = read_mark(line.mark)
        was = there.mark if there.mark is not None else own
        if was is not None and text_digest(there.text) == was.text:
            return
        if line.picture is not None:
            self.found.refuse(
                there.span, f"{line.picture.number}的图片或说明在 Word 里改了。",
                "换图的，把新图放进“附件”，改文本里的那一行；说明也在那一行里改。",
                shown(there.text),
            )  # fmt: skip
            return
        if own is None or line.words is None:
            self.found.refuse(
                there.span, f"这一行由程序印出，改动收不回：“{shown(today)}”改成了"
                f"“{shown(there.text)}”。",
                "标题由表式和项目名称而来，改项目名称那一格，或者改文本。", shown(there.text),
            )  # fmt: skip
            return
        if was is not None and (was.text, was.scope) != (own.text, own.scope):
            self.found.refuse(
                there.span,
                f"这一段在 Word 和文本里都改过，或者文本里增减过段落：“{shown(there.text)}”。",
                "从现在的文本重新导出 Word，再改。", shown(there.text),
            )  # fmt: skip
            return
        if _marks(there.text) - _marks(today):
            self.refuses_new([there])
            return
        told = f"{shown(today)} → {shown(there.text)}"
        self.found.change(LineChange(line, there.text), told, there.span)


def _marks(text: str) -> set[str]:
    return {match[1] for match in footnote_marks(text)}


def _section(mark: Mark) -> str:
    """What a paragraph shares with those of its section, and with no heading."""
    stem, sign, number = mark.place.rpartition("_p")
    return stem + sign if number.isdigit() else mark.place


def _key(line: Line) -> str:
    mark = read_mark(line.mark)
    return f"{_PLACE}{mark.place}" if mark is not None else plain_lines(_text(line))


def _text(line: Line) -> str:
    return f"{line.label}\t{line.right}" if line.right else line.label
