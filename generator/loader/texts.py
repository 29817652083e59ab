"""Prose, codes and remarks."""

from __future__ import annotations

import re
from typing import Final

from ..diagnostics import Problems, RuleBook, Span
from ..model.words import Paragraph, Prose, Subheading, Words
from ..schema import REMARKS
from ..sources.keys import Keys
from ..sources.nodes import Scalar
from ..sources.pipe_table import is_table_line
from ..sources.yaml_source import BLANK

_HEADING: Final = re.compile(r"#{1,6} +(.*)")


def read_prose(block: Scalar, problems: Problems) -> Prose:
    """Lines as paragraphs, `### ` lines as subheadings; a leading `\\` means plain text."""
    pieces: list[Paragraph | Subheading] = []
    for line in block.lines:
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
        elif is_table_line(line.text):
            problems.add(
                RuleBook.STRAY_TEXT,
                line.span,
                "正文里不能放表格。",
                "指标写在“绩效指标”里；确要以“|”开头的正文，在行首加“\\”。",
            )
        elif text:
            pieces.append(Paragraph(Words(text, line.span)))
    return tuple(pieces)


def read_code(keys: Keys, key: str, problems: Problems) -> Words:
    """A code of a unit or project: digits and letters."""
    words = keys.text(key)
    if words and not re.fullmatch(r"[0-9A-Za-z]+", words.text):
        problems.add(
            RuleBook.BAD_NUMBER,
            words.span,
            f"“{key}”只能由数字和字母组成：{words.text}",
            "检查有没有空格、全角数字或多余的字。",
        )
    return words


def read_remarks(keys: Keys) -> tuple[Words, ...]:
    """What an import could not place (待核), a line each."""
    return tuple(
        Words(line.text.removeprefix("\\"), line.span) for line in keys.block(REMARKS).lines
    )
