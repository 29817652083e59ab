"""Prose, codes and remarks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Final

from ..diagnostics import Problems, RuleBook, Span
from ..keys import FENCE, FENCE_NAME, REMARKS
from ..model.amounts import NOT_APPLICABLE
from ..model.words import (
    DataTable,
    Paragraph,
    Prose,
    SectionPiece,
    SectionText,
    Subheading,
    Words,
)
from ..sources.keys import Keys
from ..sources.nodes import Scalar
from ..sources.pipe_table import is_table_line
from ..sources.prose_marks import footnote_marks, has_picture, is_like_picture, is_picture
from ..sources.yaml_source import BLANK
from .footnotes import FootnoteReader
from .pictures import PictureReader
from .tables import TableReader

_HEADING: Final = re.compile(r"#{1,6} +(.*)")
_TIGHT_HEADING: Final = re.compile(r"#{2,6}[^#\s]")
_IS_TEXT: Final = "确是文字的，在行首加“\\”。"


def read_prose(block: Scalar, problems: Problems) -> Prose:
    """The text of a field: lines as paragraphs, `### ` lines as subheadings, nothing else."""
    pieces = _TextReader(problems).read(block)
    return tuple(piece for piece in pieces if isinstance(piece, Paragraph | Subheading))


def read_noted(block: Scalar, problems: Problems) -> Prose:
    """The text of a sub-goal: as a field's, and with footnotes, for it stands in no table."""
    pieces = _TextReader(problems, notes=FootnoteReader(problems)).read(block)
    return tuple(piece for piece in pieces if isinstance(piece, Paragraph | Subheading))


def read_section(
    block: Scalar, problems: Problems, tables: TableReader, pictures: PictureReader
) -> SectionText:
    """The text of a section: ```表 … ``` as tables, with pictures and footnotes."""
    return tuple(_TextReader(problems, tables, pictures, FootnoteReader(problems)).read(block))


@dataclass
class _TextReader:
    """Reads a text; it has room for what there is a reader for."""

    problems: Problems
    tables: TableReader | None = None
    pictures: PictureReader | None = None
    notes: FootnoteReader | None = None
    plain: set[int] = field(default_factory=set)
    """The paragraphs that begin with `\\`, by their identity."""

    def read(self, block: Scalar) -> list[SectionPiece]:
        pieces: list[SectionPiece] = []
        lines = iter(block.lines)
        for line in lines:
            text = line.text.strip(BLANK)
            if text.startswith(FENCE):
                fenced = [line, *takewhile(lambda x: x.text.strip(BLANK) != FENCE, lines)]
                piece: SectionPiece | None = _read_table(fenced, self.problems, self.tables)
            else:
                piece = self.line(text, line)
            pieces += [piece] if piece is not None else []
        return self.notes.resolved(pieces, self.plain) if self.notes else pieces

    def line(self, text: str, line: Words) -> SectionPiece | None:
        """What a line by itself says; a leading `\\` means plain text."""
        if text.startswith("\\"):
            place = Span(line.span.path, line.span.line, line.span.column + 1)
            paragraph = Paragraph(Words(text[1:].strip(BLANK), place))
            self.plain.add(id(paragraph))
            return paragraph
        if match := _HEADING.fullmatch(text):
            return self.heading(match, line)
        if _TIGHT_HEADING.match(text):
            self.problems.add(
                RuleBook.HEADING,
                line.span,
                "井号后面缺一个空格，这一行不会成为标题。",
                "在“#”和标题之间加一个空格；确要以井号开头的正文在行首加“\\”。",
            )
        elif is_table_line(line.text):
            self.problems.add(
                RuleBook.STRAY_TEXT,
                line.span,
                "正文里的表格要用“```表”和“```”围起来。" if self.tables else "这里不能放表格。",
                "在表格上面加一行“```表”和一行“标题: …”，下面加一行“```”；"
                "确要以“|”开头的正文，在行首加“\\”。",
            )
        elif text:
            return self.paragraph(Words(text, line.span))
        return None

    def heading(self, match: re.Match[str], line: Words) -> Subheading:
        place = Span(line.span.path, line.span.line, line.span.column + match.start(1))
        if not match.string.startswith("### "):
            self.problems.add(
                RuleBook.HEADING, line.span, "小标题要用三个井号。", f"改成：### {match[1]}"
            )
        words = Words(match[1].strip(BLANK), place)
        if any(footnote_marks(words.text)):
            self.stray(words, "小标题里不能加脚注。", "把标记移到下面一段正文里。")
        return Subheading(words)

    def paragraph(self, words: Words) -> SectionPiece | None:
        """A line of text, a picture, or what a footnote's mark stands for."""
        if self.pictures and is_picture(words.text):
            return self.pictures.read(words)
        if has_picture(words.text):
            self.stray(words, *self.picture_fault(words.text))
        elif self.notes and self.notes.take(words):
            return None
        elif self.notes is None and any(footnote_marks(words.text)):
            self.stray(words, "这里不能加脚注。", f"把注释写在括号里；{_IS_TEXT}")
        return Paragraph(words)

    def picture_fault(self, text: str) -> tuple[str, str]:
        """What is wrong with a picture that is none."""
        if self.pictures is None:
            return "这里不能放图片。", f"图片放在各节的正文里，单独成一行；{_IS_TEXT}"
        if is_like_picture(text):
            return (
                "图片的写法不对。",
                f'符号用半角的，写成：![图上有什么](附件/图.png "图题")；{_IS_TEXT}',
            )
        return "图片要单独成一行。", f"在图片前后换行；{_IS_TEXT}"

    def stray(self, words: Words, message: str, hint: str) -> None:
        self.problems.add(RuleBook.STRAY_TEXT, words.span, message, hint)


def _read_table(
    fenced: list[Words], problems: Problems, tables: TableReader | None
) -> DataTable | None:
    name = fenced[0].text.strip(BLANK).removeprefix(FENCE).strip(BLANK)
    if tables is not None and name == FENCE_NAME:
        return tables.read(fenced)
    problems.add(
        RuleBook.STRAY_TEXT,
        fenced[0].span,
        "这里不能用“```”围起来的内容。",
        "直接写文字；章节里的表格写成“```表”。",
    )
    return None


def read_code(keys: Keys, key: str, problems: Problems) -> Words:
    """A code of a unit or project: digits and letters, or `/` where it has none."""
    words = keys.text(key)
    if words and words.text not in NOT_APPLICABLE and not re.fullmatch(r"[0-9A-Za-z]+", words.text):
        problems.add(
            RuleBook.BAD_NUMBER,
            words.span,
            f"“{key}”只能由数字和字母组成：{words.text}",
            "检查有没有空格、全角数字或多余的字；确实没有编码的写“/”。",
        )
    return words


def read_remarks(keys: Keys) -> tuple[Words, ...]:
    """What an import could not place (待核), a line each."""
    return tuple(
        Words(line.text.strip(BLANK).removeprefix("\\").strip(BLANK), line.span)
        for line in keys.block(REMARKS).lines
    )
