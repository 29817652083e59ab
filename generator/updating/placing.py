"""Where in the text files a change belongs, and what is typed there instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Final

from ..diagnostics import Span
from ..document.figures import REFERENCE
from ..document.layout import by_role
from ..forms import PLAN, Family, Form
from ..model.amounts import Amount
from ..model.disclosure import Disclosure, Project
from ..model.tables import GridKind
from ..model.texts import Figure, Note, Text
from ..model.words import Words
from ..outputs.word.flow import Line, Role, plain_lines
from ..sources.prose_marks import footnote_marks, note_mark
from .changes import (
    CellChange,
    Change,
    Compared,
    LineChange,
    LineRemoved,
    LinesAdded,
    RowsChange,
)
from .edits import Edit
from .rows import edit_rows
from .source_rows import NotARow

Lines = Callable[[str], Sequence[str]]
"""The lines of a text file by its path; raises Unplaced for a workbook."""

_FIELD: Final = re.compile(
    r"(?P<lead>\s*(?:- +)*+)(?P<key>[^\s:：|#](?:[^:：|]*[^\s:：|])?)"
    r"(?P<colon>\s*[:：][ \t]?)(?P<value>.*)"
)
_ODD_START: Final = ("#", "|", "\\", "```")
_NEAR: Final = 20  # a share of a plan stands so near behind its step


class Unplaced(Exception):
    """A change that no edit of a text file makes; why, and the way out."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


@dataclass
class _Placing:
    disclosure: Disclosure
    family: Family
    lines: Lines
    edits: list[Edit] = field(default_factory=list)

    def place(self, change: Change) -> list[Edit]:
        match change:
            case LineChange():
                return [self.typed_again(_words(change.line), self.new_text(change))]
            case LineRemoved():
                return [self.without_line(_words(change.line).span)]
            case LinesAdded():
                return [self.added(change)]
            case RowsChange():
                return edit_rows(change, self.lines)
            case CellChange():
                return self.cell(change)

    # Lines.

    def new_text(self, change: LineChange) -> str:
        """What is typed for a line that Word shows so: without its number, with its figures."""
        line, text = change.line, change.text
        words = _words(line)
        if line.role is Role.IMPRINT:
            verb = line.text.removeprefix(words.text)
            if not text.endswith(verb):
                raise Unplaced(f"“{text}”末尾要有“{verb}”。", "只改单位的名称。")
            return text.removesuffix(verb)
        number = line.number.strip()
        if number and line.label != words.text and not text.startswith(number):
            raise Unplaced(
                f"编号“{number}”是程序编的，不能在 Word 里改：“{text}”。",
                "留着编号，只改后面的字。",
            )
        if number and line.label != words.text:
            text = text[len(number) :].strip()
        return self.with_figures(words.text, line.shown, text)

    def with_figures(self, typed: str, shown: Text | None, text: str) -> str:
        """The new text, with the references to figures and the marks of footnotes where they
        were."""
        if shown is None or not ("{{" in typed or shown.notes):
            return text
        figures = [piece for piece in shown.pieces if isinstance(piece, Figure | Note)]
        own = {note.of.mark for note in shown.notes}
        marks = [match for match in footnote_marks(typed) if match[1] in own]
        matches = sorted([*REFERENCE.finditer(typed), *marks], key=lambda match: match.start())
        if len(figures) != len(matches):
            raise Unplaced("这一段里有引用的数或脚注，对不上。", "请在文本里改。")
        texts = (note_mark(f.number) if isinstance(f, Note) else f.text for f in figures)
        return carried(typed, [(m.span(), s) for m, s in zip(matches, texts, strict=True)], text)

    def typed_again(self, words: Words, text: str) -> Edit:
        """Other words in the place of some."""
        if not words or not words.span.path:
            raise Unplaced(
                "这一行由程序得出，文本里没有写。", "要另写的，在文本里写上，例如“标题: …”。"
            )
        raw = self.raw(words.span)
        at = raw.find(words.text, words.span.column - 1)
        if at < 0 and raw.count(words.text) == 1:  # headings of a file are read as lower ones
            at = raw.index(words.text)
        if at < 0 or at - words.span.column + 1 > _NEAR:
            raise Unplaced(
                f"“{words.text}”不是写在文本的这个地方（{words.span}）的。", "请在文本里改。"
            )
        line = words.span.line - 1
        if not text:
            raise Unplaced(f"“{words.text}”在 Word 里清空了。", "要删去的，请在文本里删。")
        if "\n" in text:
            raise Unplaced(f"“{words.text}”只能写一行。", "合成一行，或者在文本里改。")
        if not raw[:at].strip(" "):
            text = plain_typed(text)
        return Edit(words.span.path, (line, at), (line, at + len(words.text)), text)

    def raw(self, span: Span) -> str:
        lines = self.lines(span.path)
        return lines[span.line - 1] if span.line <= len(lines) else ""

    def without_line(self, span: Span) -> Edit:
        """A line gone with its end, where nothing else stands on it."""
        if self.raw(span)[: span.column - 1].strip(" \t\\"):
            raise Unplaced("这一段与键写在同一行。", "请在文本里删。")
        return Edit(span.path, (span.line - 1, 0), (span.line, 0), "")

    def added(self, change: LinesAdded) -> Edit:
        """New paragraphs below the one before them, else above the one behind."""
        for line, below in ((change.after, True), (change.before, False)):
            if line is not None and line.role is Role.PARAGRAPH and line.words is not None:
                return self.lines_beside(line.words.span, change.texts, below)
        if change.after is not None and change.after.role is Role.SUBHEADING:
            words = change.after.words
            if words is not None and self.raw(words.span).lstrip().startswith("### "):
                return self.lines_beside(words.span, change.texts, True)
        raise Unplaced(
            f"新加的一段“{change.texts[0][:20]}”旁边没有可以对照的段落，不知道写进哪里。",
            "加在已有的一段后面，或者在文本里加。",
        )

    def lines_beside(self, span: Span, texts: Sequence[str], below: bool) -> Edit:
        raw = self.raw(span)
        lead = raw[: span.column - 1]
        indent = raw[: len(raw) - len(raw.lstrip(" "))]
        if span.path.endswith(".yaml") and lead.strip(" \\#"):
            raise Unplaced("这一段与键写在同一行，下面加不了。", "在文本里改成“键: |”，一行一段。")
        new = "".join(f"{indent}{plain_typed(text)}\n" for text in texts)
        at = span.line if below else span.line - 1
        return Edit(span.path, (at, 0), (at, 0), new)

    # Cells of forms.

    def cell(self, change: CellChange) -> list[Edit]:
        grid, cell = change.table.grid, change.cell
        if grid.kind is GridKind.DATA and cell.is_head:
            return [self.typed_again(Words(cell.text, cell.span), change.text)]
        if cell.is_head:
            raise Unplaced("栏目的名称由表式印出。", "改表式，或者在“其他栏目”里写。")
        project = self.project(grid.id)
        if grid.kind is GridKind.SIGN_OFF or project is None:
            raise Unplaced("审核意见要写进文本的“审核意见”。", "请在文本里填写。")
        form = self.family.forms[project.form]
        drawn = next(d for d in form.layout if (d.row, d.column) == (cell.row, cell.column))
        if len(drawn.keys) != 1 or drawn.text != f"【{drawn.keys[0]}】":
            raise Unplaced("这一格里有表式印出的字，分不清改的是哪一部分。", "请在文本里改。")
        key = drawn.keys[0]
        if key.split(".")[0] in project.filled:
            raise Unplaced("这一格取自别处，或者是算出来的。", "到它出自的地方改。")
        olds = _values(project, form, key)
        return self.value(project, key, olds, change.text.split("\n") if change.text else [])

    def value(
        self, project: Project, key: str, olds: Sequence[Words], news: Sequence[str]
    ) -> list[Edit]:
        """Other lines for a field; those that say the same stay as they are."""
        if not olds:
            return [self.new_field(project, key, news)]
        if not news:
            raise Unplaced("这一格在 Word 里清空了。", "不适用的写“/”；要删去的，请在文本里删。")
        old_texts = [plain_lines(words.text) for words in olds]
        if len(olds) == len(news) == 1:
            return [self.typed_again(olds[0], news[0])]
        edits: list[Edit] = []
        if len(olds) == 1 and self.raw(olds[0].span)[: olds[0].span.column - 1].strip(" "):
            return [self.as_block(olds[0], news)]
        matcher = SequenceMatcher(None, old_texts, list(news), autojunk=False)
        for kind, a, b, c, d in matcher.get_opcodes():
            if kind == "equal":
                continue
            paired = min(b - a, d - c)
            edits += [self.typed_again(olds[a + n], news[c + n]) for n in range(paired)]
            edits += [self.without_line(words.span) for words in olds[a + paired : b]]
            if c + paired < d:
                beside = olds[a + paired - 1] if a + paired else olds[0]
                below = a + paired > 0
                edits.append(self.lines_beside(beside.span, news[c + paired : d], below))
        return edits

    def as_block(self, words: Words, news: Sequence[str]) -> Edit:
        """One line behind a key becomes several under it."""
        match = _FIELD.fullmatch(self.raw(words.span))
        if match is None or not words.span.path.endswith(".yaml"):
            raise Unplaced("这一格在文本里只有一行。", "请在文本里改成几行。")
        indent = " " * (len(match["lead"]) + 2)
        line = words.span.line - 1
        body = "".join(f"\n{indent}{plain_typed(text)}" for text in news)
        begin = len(match["lead"]) + len(match["key"]) + len(match["colon"].rstrip())
        return Edit(words.span.path, (line, begin), (line, len(match[0])), f" |{body}")

    def new_field(self, project: Project, key: str, news: Sequence[str]) -> Edit:
        """A field that the text leaves blank, or has no key for yet."""
        if "." in key or len(news) != 1:
            raise Unplaced(f"文本里没有写“{key}”。", f"请在文本里写上“{key}”。")
        amounts = (Words(a.wording, a.span) for a in (project.budget, project.fiscal))
        known = (*amounts, project.code, project.name)
        for near in (words for words in known if words and words.span.path):
            raw = self.raw(near.span)
            match = _FIELD.fullmatch(raw)
            if match is None or near.span.column - 1 < len(match["lead"]) + len(match["key"]):
                continue
            blank = self.blank_key(near.span, key)
            if blank is not None:
                return blank_filled(near.span.path, blank, news[0])
            lead = " " * len(match["lead"])
            text = f"{lead}{key}{match['colon']}{news[0]}\n"
            return Edit(near.span.path, (near.span.line, 0), (near.span.line, 0), text)
        raise Unplaced(f"文本里没有写“{key}”。", f"请在文本里写上“{key}”。")

    def blank_key(self, near: Span, key: str) -> tuple[int, str] | None:
        """The line of the same item that has the key and nothing behind it."""
        lines = self.lines(near.path)
        column = _depth(lines[near.line - 1])
        for step in (-1, 1):
            at = near.line - 1
            while 0 <= at < len(lines):
                raw = lines[at]
                match = _FIELD.fullmatch(raw)
                if match and _depth(raw) == column and match["key"] == key and not match["value"]:
                    return at, raw
                if raw.strip() and _depth(raw) < column:
                    break
                begins = "- " in raw[:column]
                if begins and (step < 0 or at != near.line - 1):
                    break
                at += step
        return None

    def project(self, grid: str) -> Project | None:
        """The project whose fields a grid shows: t3 is the third's, t0 the department's."""
        number = grid[1:]
        if not number.isdigit():
            return None
        if number == "0":
            return self.disclosure.overall
        return self.disclosure.projects[int(number) - 1]


def place_edits(
    compared: Compared, disclosure: Disclosure, family: Family, lines: Lines
) -> list[Edit]:
    """The edits for all changes that can be placed; those that cannot join what is refused."""
    placing = _Placing(disclosure, family, lines)
    edits: list[Edit] = []
    kept = []
    for change, told, span in compared.changes:
        try:
            edits += placing.place(change)
            kept.append((change, told, span))
        except Unplaced as fault:
            first = told.split("\n")[0]
            compared.unplaced.add(told)
            compared.refuse(span, f"{first}——{fault.message}", fault.hint, "")
        except NotARow:
            first = told.split("\n")[0]
            compared.unplaced.add(told)
            compared.refuse(
                span, f"{first}——文本里的这一行不是一行一格的表，或者新的内容分成了几行。",
                "请在文本里改。", "",
            )  # fmt: skip
    compared.changes[:] = kept
    return edits


def carried(typed: str, references: Sequence[tuple[tuple[int, int], str]], text: str) -> str:
    """A text changed in what is no reference; raises Unplaced where a figure was changed."""
    shown, kept, at = "", [], 0
    for (begin, end), figure in references:
        shown += typed[at:begin]
        kept.append((len(shown), len(shown) + len(figure), typed[begin:end]))
        shown += figure
        at = end
    shown += typed[at:]
    pieces: list[str] = []
    done = 0
    for _, a, b, c, d in SequenceMatcher(None, shown, text, autojunk=False).get_opcodes():
        is_same = shown[a:b] == text[c:d]
        for begin, end, reference in kept:
            if is_same and begin >= a and end <= b:
                pieces += [shown[max(a, done) : begin], reference]
                done = end
            elif begin < b and end > a and begin != end:
                raise _changed(reference, shown[begin:end])
        pieces.append(shown[max(a, done) : b] if is_same else text[c:d])
        done = max(done, b)
    return "".join(pieces)


def _changed(reference: str, shown: str) -> Unplaced:
    """A reference to a figure, or the mark of a footnote, that Word does not have any more."""
    if not reference.startswith("{{"):
        return Unplaced(f"改了脚注的标记“{shown}”。", "脚注请在文本里增减。")
    return Unplaced(f"改了引用来的数“{shown}”。", "到它出自的那一格改，这里会跟着变。")


def plain_typed(text: str) -> str:
    """A line as typed, so that it is read as plain text."""
    return f"\\{text}" if text.startswith(_ODD_START) else text


def blank_filled(path: str, place: tuple[int, str], text: str) -> Edit:
    """A value behind a key that had none."""
    line, raw = place
    end = len(raw.rstrip())
    space = "" if raw.rstrip().endswith("：") else " "
    return Edit(path, (line, end), (line, len(raw)), f"{space}{text}")


def _depth(line: str) -> int:
    """The column at which a key begins, behind the dash of its item."""
    match = _FIELD.fullmatch(line)
    return len(match["lead"]) if match else len(line) - len(line.lstrip(" "))


def _values(project: Project, form: Form, key: str) -> list[Words]:
    """What was typed for a field; for a step of a plan its share. Nothing where it is blank."""
    name, _, step = key.partition(".")
    field = form.field(name)
    if field is None:
        return []
    if field.kind == PLAN:
        shares = (s.share for s in project.plan if s.label == step)
        return [Words(s.wording, s.span) for s in shares if s]
    found = by_role(project, field.role) if field.role else dict(project.extra).get(name, ())
    if isinstance(found, Amount):
        return [Words(found.wording, found.span)] if found else []
    if isinstance(found, Words):
        return [found] if found else []
    return [piece.words for piece in found]


def _words(line: Line) -> Words:
    assert line.words is not None  # what has none was refused before
    return line.words
