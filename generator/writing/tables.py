"""Tables as rows of text: indicators, opinions, and the tables of a section."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ..forms import Column
from ..keys import (
    ADDED_COLUMNS,
    ADDED_OPTIONAL,
    AS_TYPED,
    DEFAULT_TOTALS,
    DEFINITION,
    FENCE,
    FENCE_NAME,
    OPINION_COLUMNS,
    OTHER_COLUMNS,
    OWN_HEAD,
    TABLE_NAME,
    WAIVER_COLUMNS,
    WITHHELD_COLUMNS,
    WITHHELD_OPTIONAL,
)
from ..limits import COLUMN_LIMIT, ROW_LIMIT
from ..model.disclosure import (
    AddedSection,
    Indicator,
    IndicatorTable,
    Opinion,
    OtherEntry,
    Waiver,
    Withheld,
)
from ..model.words import DataTable, Words
from ..sources.pipe_table import write_cell
from ..sources.yaml_source import BLANK
from .faults import Unwritable, check_characters, check_text

_QUOTE: Final = '"'
_CELL_BLANK: Final = " \t\u3000"
_LEVELS: Final = ("一级", "二级")
# What an indicator always has, blank where the table has no such column.
_ALWAYS_THERE: Final = ("名称", "指标值", "实际完成值", "分值", "得分", "偏差原因")
_RULE_CELL: Final = re.compile(r":?-+:?")
_TOTALS_BREAKS: Final = re.compile(r"[，,、]")


@dataclass(frozen=True, slots=True)
class Rows:
    """A table's head and rows, every cell filled in.

    `levels` are the places of the first and second level, which may repeat.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]
    levels: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.head)


def indicator_rows(table: IndicatorTable, columns: Sequence[Column]) -> Rows:
    """The table by its own columns; Unwritable where it says what they cannot hold."""
    known = {column.key: column for column in columns}
    for key in table.columns:
        if key not in known:
            raise Unwritable(f"指标表没有“{key}”这一列。", table.span)
    present = _typed([known[key] for key in table.columns], table)
    if table.rows and not present:
        raise Unwritable("指标表没有列名。", table.span)
    rows = tuple(_indicator_row(indicator, present) for indicator in table.rows)
    levels = tuple(n for n, column in enumerate(present) if column.role in _LEVELS)
    return Rows(tuple(column.key for column in present), rows, levels)


def _typed(columns: Sequence[Column], table: IndicatorTable) -> list[Column]:
    """The columns to write: in a 绩效自评 its own, and the levels that tell namesakes apart."""
    levels = [column for column in columns if column.inherited and column.is_typed]
    known = _names(table, levels)
    needed = next(some for some in ([], levels[-1:], levels) if _names(table, some) == known)
    return [column for column in columns if not column.inherited or column in needed]


def _names(table: IndicatorTable, levels: Sequence[Column]) -> int:
    """How many of the rows are told apart by these levels and their name."""
    roles = {column.role for column in levels}
    return len(
        {
            (row.name, "一级" in roles and row.level1, "二级" in roles and row.level2)
            for row in table.rows
        }
    )


def _indicator_row(indicator: Indicator, present: Sequence[Column]) -> tuple[Words, ...]:
    by_role: dict[str, Words | None] = {
        "一级": indicator.level1,
        "二级": indicator.level2,
        "名称": indicator.name,
        "描述": indicator.description,
        "指标值": indicator.printed_value,
        "依据": indicator.basis,
    }
    achieved = indicator.achievement
    if achieved is not None:
        own = {c.role for c in present} | {"名称"}
        by_role = {role: words for role, words in by_role.items() if role in own}
        by_role |= {
            "实际完成值": Words(achieved.actual.wording, achieved.actual.span),
            "分值": Words(achieved.weight.wording, achieved.weight.span),
            "得分": Words(achieved.score.wording, achieved.score.span),
            "偏差原因": achieved.reason,
        }
    extra = dict(indicator.extra)
    cells = [extra.get(c.key) if c.is_further else by_role[c.role] for c in present]
    filled = tuple(words for words in cells if words is not None)
    roles = {c.role for c in present}
    unsaid = {
        role
        for role, words in by_role.items()
        if role not in roles and (words if role in _ALWAYS_THERE else words is not None)
    }
    unsaid |= extra.keys() - {c.key for c in present if c.is_further}
    if unsaid or len(filled) != len(cells):
        raise Unwritable(f"指标“{indicator.name}”的内容与指标表的列对不上。", indicator.span)
    return filled


def waiver_rows(waivers: Sequence[Waiver]) -> Rows:
    """The author's answers to findings."""
    rows = tuple((w.rule, w.object, w.left, w.right, w.reason) for w in waivers)
    return Rows(WAIVER_COLUMNS, rows)


def withheld_rows(entries: Sequence[Withheld]) -> Rows:
    """What the law lets the department leave out; columns that nobody filled are left out."""
    columns = (*WITHHELD_COLUMNS, *WITHHELD_OPTIONAL)
    rows = [
        (e.item, e.basis, e.reason, Words(e.amount.wording, e.amount.span), e.scope)
        for e in entries
    ]
    kept = [n for n, c in enumerate(columns) if c in WITHHELD_COLUMNS or any(r[n] for r in rows)]
    return Rows(tuple(columns[n] for n in kept), tuple(tuple(r[n] for n in kept) for r in rows))


def added_rows(added: Sequence[AddedSection]) -> Rows:
    """The sections beyond the family's; columns that nobody filled are left out."""
    columns = (*ADDED_COLUMNS, *ADDED_OPTIONAL)
    rows = [(a.key, a.after, a.kind, a.title) for a in added]
    kept = [n for n, c in enumerate(columns) if c in ADDED_COLUMNS or any(r[n] for r in rows)]
    return Rows(tuple(columns[n] for n in kept), tuple(tuple(r[n] for n in kept) for r in rows))


def opinion_rows(opinions: Sequence[Opinion]) -> Rows:
    """The sign-off table."""
    rows = tuple((o.office, o.opinion, o.date) for o in opinions)
    return Rows(OPINION_COLUMNS, rows) if rows else Rows((), ())


def other_rows(others: Sequence[OtherEntry]) -> Rows:
    """What columns say that the form lacks; the indicators' names only where one is given."""
    rows = [(o.column, o.indicator, o.text) for o in others]
    kept = [n for n in range(len(OTHER_COLUMNS)) if n != 1 or any(row[1] for row in rows)]
    head = tuple(OTHER_COLUMNS[n] for n in kept)
    return Rows(head, tuple(tuple(row[n] for n in kept) for row in rows)) if rows else Rows((), ())


def repeated_left_out(table: Rows) -> list[tuple[str, ...]]:
    """The rows as texts, the levels left empty where they repeat the row above.

    Where the first level is given the second must be too (docs/作者指南.md, 几条规矩).
    A row with a blank level is written out; Unwritable where it would still be
    read as a repetition.
    """
    shown: list[tuple[str, ...]] = []
    above: tuple[Words, ...] = ()
    for row in table.rows:
        texts = [words.text for words in row]
        if above and all(row[at] for at in table.levels):
            for at in table.levels:
                if row[at] != above[at]:
                    break
                texts[at] = ""
        shown.append(tuple(texts))
        above = row
    for row, read in zip(table.rows, _levels_as_read(shown, table.levels), strict=True):
        for at, text in zip(table.levels, read, strict=True):
            if text != row[at].text:
                raise Unwritable(
                    f"指标表里“{table.head[at]}”有一格是空的，读回来会沿用上一行的。",
                    row[at].span,
                    hint=f"补上{table.head[at]}。",
                )
    return shown


def _levels_as_read(shown: Sequence[Sequence[str]], levels: Sequence[int]) -> list[tuple[str, ...]]:
    """The levels of every row once the empty ones repeat those above, as the reader does it."""
    above = dict.fromkeys(levels, "")
    read = []
    for row in shown:
        if len(levels) > 1 and row[levels[0]] and not row[levels[1]]:
            above[levels[1]] = ""
        above |= {at: row[at] for at in levels if row[at]}
        read.append(tuple(above.values()))
    return read


def table_lines(table: Rows) -> list[str]:
    """The table between `|`, as it stands in YAML and in Markdown; none where there is none."""
    if not table:
        return []
    _check_size(len(table.rows) + 2, len(table.head), table.rows)
    body = repeated_left_out(table)
    if len(table.head) > 1 and any("\n" in w.text for row in table.rows for w in row):
        return [line for row in (table.head, *body) for line in _pasted(row, table.rows)]
    for row in table.rows:
        _check_cells(row)
    lines = [_pipe_line(row) for row in body]
    return [_pipe_line(table.head), _rule_line(len(table.head)), *lines]


def _pasted(row: Sequence[str], typed: Sequence[Sequence[Words]]) -> list[str]:
    """A row as Excel copies it, for tables with a cell of several lines; Unwritable without end."""
    for words in (w for cells in typed for w in cells):
        check_characters(words)
        lines = words.text.split("\n")
        if "\t" in words.text or (words and any(not x or x != x.strip(BLANK) for x in lines)):
            raise Unwritable("表格里有空行、制表符或行首行末的空格。", words.span, words.text)
    quoted = (
        f'"{text.replace(_QUOTE, _QUOTE * 2)}"' if "\n" in text or text.startswith(_QUOTE) else text
        for text in row
    )
    return "\t".join(quoted).split("\n")


def data_table_lines(table: DataTable) -> list[str]:
    """A table of a section, between its fences."""
    for value in (table.caption, Words(table.unit, table.span), Words(table.note, table.span)):
        check_text(value)
        if "\t" in value.text:
            raise Unwritable("表格的标题、单位或说明里有制表符。", table.span, value.text)
    totals = "、".join(table.totals)
    if not totals or _TOTALS_BREAKS.split(totals) != list(table.totals):
        raise Unwritable("表格的合计行写不出来。", table.span, totals)
    keys = (
        (DEFINITION, table.definition),
        (OWN_HEAD, AS_TYPED if table.own_head else ""),
        (TABLE_NAME, table.name),
        ("单位", table.unit),
        ("说明", table.note),
        ("合计行", "" if table.totals == DEFAULT_TOTALS and not table.definition else totals),
    )
    said = [f"{key}: {value}" for key, value in keys if value]
    return [
        f"{FENCE}{FENCE_NAME}",
        f"标题: {table.caption.text}".rstrip(" "),
        *said,
        *_data_lines(table),
        FENCE,
    ]


def _data_lines(table: DataTable) -> list[str]:
    """The rows, the rule line below the head, however many rows that has."""
    width = len(table.head[0]) if table.head else 0
    rows = (*table.head, *table.rows)
    if not width or any(len(row) != width for row in rows):
        raise Unwritable("表格的各行格数不同，或没有表头。", table.span)
    _check_size(len(rows) + 1, width, rows)
    for row in rows:
        _check_cells(row)
    if any("\t" in words.text for words in table.head[0]):
        raise Unwritable("表格的表头里有制表符。", table.head[0][0].span)
    if any(all(_RULE_CELL.fullmatch(w.text) for w in row) for row in table.head):
        raise Unwritable("表头的一行只有横线，会被当作分隔行。", table.head[0][0].span)
    head = [_pipe_line([w.text for w in row]) for row in table.head]
    return [*head, _rule_line(width), *(_pipe_line([w.text for w in row]) for row in table.rows)]


def _rule_line(width: int) -> str:
    return f"{'|---' * width}|"


def _pipe_line(cells: Sequence[str]) -> str:
    return "|" + "".join(f" {write_cell(text)} |" if text else " |" for text in cells)


def _check_size(lines: int, width: int, rows: Sequence[Sequence[Words]]) -> None:
    if lines > ROW_LIMIT or width > COLUMN_LIMIT:
        raise Unwritable(
            f"表格太大：最多 {ROW_LIMIT} 行、{COLUMN_LIMIT} 列。",
            rows[-1][0].span,
            hint="分成几张表，或放进 CSV 文件。",
        )


def _check_cells(row: Sequence[Words]) -> None:
    for words in row:
        check_text(words, _CELL_BLANK)
