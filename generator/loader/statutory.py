"""Rows held against the definition of a statutory table: which columns they have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..diagnostics import Problems, RuleBook, Span
from ..forms import AMOUNT_COLUMN, TableColumn, TableDefinition
from ..limits import HEAD_ROWS_LIMIT
from ..model.amounts import NOT_APPLICABLE, parse_amount, unit_called
from ..model.headers import paths
from ..model.words import Words
from ..sources.pipe_table import of_width

Row = Sequence[Words]


@dataclass(frozen=True, slots=True)
class TypedRows:
    """All rows as typed; `head_rows` of them are its head, where a rule line or the author says."""

    rows: Sequence[Row]
    head_rows: int | None = None


@dataclass(frozen=True, slots=True)
class Fitted:
    """The columns that are there, in the definition's order, and the rows below the head.

    `span` is the place of the head, that of the table where none was typed; `head` are
    its rows as typed.
    """

    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Words, ...], ...]
    span: Span
    head: tuple[tuple[Words, ...], ...] = ()


def fit(
    definition: TableDefinition,
    typed: TypedRows,
    head_rows: int | None,
    span: Span,
    problems: Problems,
) -> Fitted | None:
    """The rows by the definition's columns; None, with diagnostics, where they do not fit.

    A head may be left out. A row that is no head and holds text where numbers
    belong counts as a head that does not fit.
    """
    if not any(typed.rows):
        return Fitted(tuple(c for c in definition.columns if not c.optional), (), span)
    place = next(row[0].span for row in typed.rows if row)
    count = typed.head_rows if head_rows is None else head_rows
    counts = range(1, HEAD_ROWS_LIMIT + 1) if count is None else (count,)
    shapes = (typed.rows, _trimmed(typed.rows))
    for rows in shapes:
        for n in counts:
            if (found := _columns(definition, rows[:n])) is not None:
                head = tuple(tuple(row) for row in rows[:n])
                body = _of_width(rows[n:], len(found), place, problems)
                return Fitted(found, body, place, head)
    if count is not None or _is_head(definition, typed.rows[0]):
        _report_head(definition, shapes[1][: count or 1], place, problems)
        return None
    for rows in shapes:
        width = max(len(row) for row in rows)
        if (found := definition.of_width(width)) is not None:
            return Fitted(found, _of_width(rows, width, place, problems), span)
    problems.add(
        RuleBook.ROW_WIDTH,
        place,
        f"“{definition.name}”有 {len(definition.columns)} 列，这里有 {width} 列。",
        f"{_expected(definition)}列不全的，写上表头。",
    )
    return None


def in_unit(
    rows: Sequence[Sequence[Words]], columns: Sequence[TableColumn], unit: str
) -> tuple[tuple[Words, ...], ...]:
    """The rows with every amount as a number of its column's unit, else of the table's.

    Only a cell that names a unit itself (`18.00万元`, `180000元`) changes, and only in a
    column of money: what stands above a table says the unit of all its numbers.
    """
    return tuple(
        tuple(
            Words(amount.shown(own), words.span)
            if column.kind == AMOUNT_COLUMN and (amount := parse_amount(words, own)).unit
            else words
            for words, column, own in zip(
                row, columns, (unit_called(c.unit) or unit for c in columns), strict=True
            )
        )
        for row in rows
    )


def _trimmed(rows: Sequence[Row]) -> list[Row]:
    """The rows without the columns at the right that hold nothing at all."""
    width = max((n + 1 for row in rows for n, words in enumerate(row) if words), default=0)
    return [row[:width] for row in rows]


def _columns(definition: TableDefinition, head: Sequence[Row]) -> tuple[TableColumn, ...] | None:
    if not head or len({len(row) for row in head}) > 1:
        return None
    return definition.fitting([[words.text for words in row] for row in head])


def _of_width(
    rows: Sequence[Row], width: int, place: Span, problems: Problems
) -> tuple[tuple[Words, ...], ...]:
    """The rows as wide as the head; others are reported."""
    return of_width([(row[0].span if row else place, row) for row in rows], width, place, problems)


def _is_head(definition: TableDefinition, row: Row) -> bool:
    """Whether a row is meant for a head: it names columns, or has text and no number.

    Text beside numbers is a cell that is wrong, not a head.
    """
    columns = definition.of_width(len(row)) or definition.columns
    typed = [w.text for c, w in zip(columns, row, strict=False) if w and not c.is_label]
    texts = [t for t in typed if not _is_number(t) and t not in NOT_APPLICABLE]
    names = any(column.is_called(words.text) for column in columns for words in row if words)
    return bool(texts) and (names or len(texts) == len(typed))


def _is_number(text: str) -> bool:
    return parse_amount(Words(text)).value is not None


def _report_head(
    definition: TableDefinition, head: Sequence[Row], span: Span, problems: Problems
) -> None:
    typed = [path[-1] if path else "" for path in paths(_squared(head))]
    wanted = [column for column in definition.columns if not column.optional]
    known = [t for t in typed if any(c.is_called(t) for c in definition.columns)]
    if not known:
        _report_no_head(definition, head[0], span, problems)
        return
    strange = next((t for t in typed if t not in known), "")
    missing = next((c.printed for c in wanted if not any(c.is_called(t) for t in typed)), "")
    said = "、".join(
        text for text in (f"没有“{strange}”这一列" if strange else "",
                          f"缺少“{missing}”这一列" if missing else "") if text
    )  # fmt: skip
    problems.add(
        RuleBook.UNKNOWN_COLUMN,
        span,
        f"表头与“{definition.name}”的定义对不上：{said or '列的次序不同'}。",
        f"{_expected(definition)}也可以不写表头，只写各行；标题和单位不要写进表里。",
    )


def _report_no_head(definition: TableDefinition, row: Row, span: Span, problems: Problems) -> None:
    """The first row names no column: it may be a title, a head of other words, or wrong cells."""
    words = next((w for w in row if w and not _is_number(w.text)), Words("", span))
    problems.add(
        RuleBook.UNKNOWN_COLUMN,
        words.span,
        f"第一行既不是“{definition.name}”的表头，也不是数：{words.text}",
        f"不写表头的，金额要写成数字；写表头的，{_expected(definition)}标题和单位不要写进表里。",
    )


def _squared(head: Sequence[Row]) -> list[list[str]]:
    width = max((len(row) for row in head), default=0)
    return [[words.text for words in row] + [""] * (width - len(row)) for row in head]


def _expected(definition: TableDefinition) -> str:
    named = "、".join(
        f"{c.printed}（可省）" if c.optional else c.printed for c in definition.columns
    )
    return f"列是：{named}。"
