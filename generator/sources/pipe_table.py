"""Tables in text: rows between `|`, or a paste from Excel with tabs.

Rows are split from the source, so that no cell is padded or dropped. `\\|` is
the only escape.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ..diagnostics import Problems, RuleBook, Span
from ..limits import COLUMN_LIMIT, ROW_LIMIT
from ..model.words import Words
from .nodes import Scalar, Table
from .pasted_table import paste_rows

_RULE_CELL: Final = re.compile(r"\s*:?-{1,}:?\s*")
_BLANK: Final = " \t\u3000"
_BORDERS: Final = {"|": re.compile(r"(?<!\\)\|"), "\t": re.compile("\t")}


def is_table_line(text: str) -> bool:
    """Whether a line belongs to a table; one that begins with `\\` is plain text."""
    start = text.lstrip(_BLANK)
    return start.startswith("|") or ("\t" in text and not start.startswith("\\"))


def read_table(block: Scalar, problems: Problems) -> Table | None:
    """The table in a block of lines; None, with diagnostics, where it is none."""
    if not block.lines:
        return None
    first = block.lines[0]
    if len(block.lines) > ROW_LIMIT:
        problems.add(
            RuleBook.TABLE_TOO_LARGE, first.span, f"表格超过 {ROW_LIMIT} 行。", "分成几张表。"
        )
        return None
    if "\t" in first.text:
        return _pasted(paste_rows(block.lines), problems)
    if not first.text.startswith("|"):
        problems.add(
            RuleBook.NOT_A_TABLE,
            first.span,
            "这里要一张表，但第一行不是以“|”开头。",
            "写成“| 列名 | 列名 |”，或从 Excel 复制后整块粘贴。",
        )
        return None
    rows = []
    for line in block.lines:
        if line.text.startswith("|"):
            rows.append((line.span, split_row(line, "|")))
        else:
            problems.add(
                RuleBook.NOT_A_TABLE,
                line.span,
                "表格中间夹了一行不以“|”开头的文字。",
                "单元格里的文字写在一行内；表外的文字移到表格上方或下方。",
            )
    if len(rows) < 2 or not _is_rule(rows[1][1]):
        problems.add(
            RuleBook.NO_RULE_LINE,
            first.span,
            "表头下面缺一行分隔线。",
            f"在表头下加一行：{'|---' * len(rows[0][1])}|",
        )
        body = rows[1:]
    else:
        body = rows[2:]
    return _checked([rows[0], *body], problems)


def _pasted(rows: list[tuple[Span, list[Words]]], problems: Problems) -> Table | None:
    """A table that was pasted; line breaks in its head are those of a narrow column."""
    if not rows:
        return None
    span, first = rows[0]
    head = [Words(word.text.replace("\n", ""), word.span) for word in first]
    for at, word in enumerate(head):
        below = next((row[at] for _, row in rows[1:] if row[at]), None)
        if not word and below is not None:
            problems.add(
                RuleBook.UNKNOWN_COLUMN,
                below.span,
                f"第 {at + 1} 列没有列名，下面却有内容：{below.text.splitlines()[0][:20]}",
                "给这一列写上列名，或者不要复制这一列。",
            )
    named = [n for n, word in enumerate(head) if word]
    kept = [(place, [row[n] for n in named]) for place, row in [(span, head), *rows[1:]]]
    return _checked(kept, problems)


def read_rows(
    lines: Sequence[Words],
) -> tuple[list[list[Words]], list[list[Words]]]:
    """The rows above and below the rule line, for tables whose head may have several."""
    is_paste = bool(lines) and "\t" in lines[0].text
    rows = [row for _, row in paste_rows(lines)] if is_paste else [split_row(x) for x in lines]
    rule = next((n for n, row in enumerate(rows) if _is_rule(row)), None)
    if rule is None:
        return rows[:1], rows[1:]
    return rows[:rule], rows[rule + 1 :]


def has_rule(lines: Sequence[Words]) -> bool:
    """Whether a line of dashes parts a head from the rows."""
    return any(_is_rule(split_row(line)) for line in lines if "\t" not in line.text)


def _is_rule(row: list[Words]) -> bool:
    return bool(row) and all(_RULE_CELL.fullmatch(cell.text) for cell in row)


def split_row(line: Words, separator: str = "|") -> list[Words]:
    """The cells of a row, each with its own place."""
    text, pieces = line.text, list[tuple[int, str]]()
    start = 1 if separator == "|" else 0
    for border in _BORDERS[separator].finditer(text, start):
        pieces.append((start, text[start : border.start()]))
        start = border.end()
    if separator == "\t" or text[start:].strip(_BLANK):
        pieces.append((start, text[start:]))
    return [_cell(line.span, begin, piece, separator) for begin, piece in pieces]


def _cell(span: Span, begin: int, piece: str, separator: str) -> Words:
    stripped = piece.strip(_BLANK)
    offset = piece.index(stripped[0]) if stripped else 0
    place = Span(span.path, span.line, span.column + begin + offset)
    return Words(stripped.replace("\\|", "|") if separator == "|" else stripped, place)


def _checked(rows: list[tuple[Span, list[Words]]], problems: Problems) -> Table:
    """The table, but for rows whose width differs from the head's."""
    span, head = rows[0][0], tuple(rows[0][1])
    if len(head) > COLUMN_LIMIT:
        problems.add(
            RuleBook.TABLE_TOO_LARGE, span, f"表格超过 {COLUMN_LIMIT} 列。", "检查是否多写了“|”。"
        )
        return Table((), (), span)
    return Table(head, of_width(rows[1:], len(head), span, problems), span)


def of_width(
    rows: Sequence[tuple[Span, Sequence[Words]]], width: int, head: Span, problems: Problems
) -> tuple[tuple[Words, ...], ...]:
    """The rows as wide as the head; others are reported, all at once where it is the head's fault.

    `head` is the head's place.
    """
    wrong = [(place, len(row)) for place, row in rows if len(row) != width]
    if len(wrong) == len(rows) > 1 and len({given for _, given in wrong}) == 1:
        problems.add(
            RuleBook.ROW_WIDTH,
            head,
            f"表头有 {width} 格，下面 {len(rows)} 行都是 {wrong[0][1]} 格。",
            "表头多写或少写了列名；或者各行都缺一格、多一格。",
        )
    else:
        for place, given in wrong:
            report_width(place, width, given, problems)
    return tuple(tuple(row) for _, row in rows if len(row) == width)


def report_width(place: Span, wanted: int, given: int, problems: Problems) -> None:
    """A row that is not as wide as the head; how to mend it depends on where the table stands."""
    if place.in_workbook:
        hint = "给这一列写上列名，或删去表头以外的内容。"
    elif place.path.endswith(".csv"):
        hint = "检查这一行是否多了或少了逗号；文字里有逗号的，整格加引号。"
    else:
        hint = "补上缺的格（空格也要有“|”），或把文字里的竖线写成“\\|”。"
    message = f"表头有 {wanted} 格，这一行有 {given} 格。"
    problems.add(RuleBook.ROW_WIDTH, place, message, hint)


def write_cell(text: str) -> str:
    """A cell's text as typed in a pipe table."""
    return text.replace("|", "\\|")
