"""Prose, codes and remarks."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Final

from ..diagnostics import Problems, RuleBook, Span
from ..keys import FENCE, FENCE_NAME, FOOTNOTE, PICTURE, REMARKS
from ..model.amounts import NOT_APPLICABLE
from ..model.words import DataTable, Paragraph, Prose, SectionText, Subheading, Words
from ..sources.keys import Keys
from ..sources.nodes import Scalar
from ..sources.pipe_table import is_table_line
from ..sources.yaml_source import BLANK
from .tables import TableReader

_HEADING: Final = re.compile(r"#{1,6} +(.*)")
_TIGHT_HEADING: Final = re.compile(r"#{2,6}[^#\s]")


def read_prose(block: Scalar, problems: Problems) -> Prose:
    """The text of a field: lines as paragraphs, `### ` lines as subheadings, no tables."""
    pieces = _pieces(block, problems, None)
    return tuple(piece for piece in pieces if not isinstance(piece, DataTable))


def read_section(block: Scalar, problems: Problems, tables: TableReader) -> SectionText:
    """The text of a section: as a field's, and ```表 … ``` as tables."""
    return tuple(_pieces(block, problems, tables))


def _pieces(
    block: Scalar, problems: Problems, tables: TableReader | None
) -> list[Paragraph | Subheading | DataTable]:
    """What the lines say; a leading `\\` means plain text."""
    pieces: list[Paragraph | Subheading | DataTable] = []
    lines = iter(block.lines)
    for line in lines:
        text = line.text.strip(BLANK)
        if text.startswith("\\"):
            place = Span(line.span.path, line.span.line, line.span.column + 1)
            pieces.append(Paragraph(Words(text[1:].strip(BLANK), place)))
        elif match := _HEADING.fullmatch(text):
            place = Span(line.span.path, line.span.line, line.span.column + match.start(1))
            if not text.startswith("### "):
                problems.add(
                    RuleBook.HEADING, line.span, "小标题要用三个井号。", f"改成：### {match[1]}"
                )
            pieces.append(Subheading(Words(match[1].strip(BLANK), place)))
        elif _TIGHT_HEADING.match(text):
            problems.add(
                RuleBook.HEADING,
                line.span,
                "井号后面缺一个空格，这一行不会成为标题。",
                "在“#”和标题之间加一个空格；确要以井号开头的正文在行首加“\\”。",
            )
        elif text.startswith(FENCE):
            fenced = [line, *takewhile(lambda x: x.text.strip(BLANK) != FENCE, lines)]
            table = _read_table(fenced, problems, tables)
            pieces += [table] if table else []
        elif is_table_line(line.text):
            problems.add(
                RuleBook.STRAY_TEXT,
                line.span,
                "正文里的表格要用“```表”和“```”围起来。" if tables else "这里不能放表格。",
                "在表格上面加一行“```表”和一行“标题: …”，下面加一行“```”；"
                "确要以“|”开头的正文，在行首加“\\”。",
            )
        elif text:
            _tell_marks(Words(text, line.span), problems)
            pieces.append(Paragraph(Words(text, line.span)))
    return pieces


def _tell_marks(line: Words, problems: Problems) -> None:
    """A picture or a footnote in Markdown would be printed as its signs."""
    if PICTURE.search(line.text):
        problems.add(
            RuleBook.STRAY_TEXT,
            line.span,
            "正文里不能放图片。",
            "把图片写进“附件”，在正文里说明；确是文字的，在行首加“\\”。",
        )
    elif FOOTNOTE.search(line.text):
        problems.add(
            RuleBook.STRAY_TEXT,
            line.span,
            "正文里没有脚注。",
            "把注释写在括号里或另起一段；确是文字的，在行首加“\\”。",
        )


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
