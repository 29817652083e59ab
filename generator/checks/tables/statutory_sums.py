"""勾稽 of the statutory tables, as their definitions say (templates/tables; docs/领域.md 2.3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ...diagnostics import FieldRule, Level
from ...evidence.statutory_cells import (
    Figure,
    Statutory,
    holds,
    signed,
    statutory_tables,
    the_table,
)
from ...evidence.subject import Subject
from ...forms.sums import written
from ...forms.tables import AT_MOST, EVERY_ROW, SUBJECT, Sum, Term
from ...model.amounts import plain_number
from ..comparison import Check, Comparison, judged

_GUIDE: Final = (
    "报表随部门预算公开（预算法第十四条），同一套数应当勾稽相符；"
    "怎样勾稽，写在表的定义里（templates/tables/）。"
)

WITHIN_ROW = FieldRule(
    "JX110",
    "预算表一行里的数不合勾稽",
    why=_GUIDE,
    mend="核对这一行各列的数，改正写错或漏填的一格。",
)
BETWEEN_ROWS = FieldRule(
    "JX111",
    "预算表的合计不等于各行之和，或收支总计不等",
    why=_GUIDE,
    mend="检查有没有漏填或重复的行，或改正合计。",
)
BETWEEN_TABLES = FieldRule(
    "JX112",
    "预算表之间的数不合勾稽",
    why=_GUIDE,
    mend="对照两张表，改正写错的一处。",
)
NOT_A_NUMBER = FieldRule(
    "JX113",
    "预算表的数字列里不是数",
    why="金额列里的文字既不能相加，也不能比较。",
    mend="写成一个数，以表的单位计，或者连单位写（180000元）；没有的写 0 或留空。",
)
MISSING_TABLE = FieldRule(
    "JX114",
    "规定要公开的预算表没有给出",
    Level.WARNING,
    why="规定公开的表都要公开，没有数的也要公开空表并作说明（地方预决算公开操作规程）；"
    "要哪些表，以站点设置里列出的为准，没有列的不核。",
    mend="在“预算表”里加上它；确实没有数的，只写一行“表: 名称”，按空表公开。",
)

Figures = Sequence[tuple[Term, Figure]]


def _judged(
    rule: FieldRule,
    object: str,
    sum: Sum,
    left: Figure,
    right: Figures,
    said: str,
    *,
    hint: str = "",
    of: str = "",
) -> Comparison:
    """A sum that applies: `said` tells what the right side is, `of` the left (else the object)."""
    total = signed(right)
    shown = plain_number(total)
    sign = "不等于" if sum.operator != AT_MOST else "大于"
    return judged(
        rule,
        object=object,
        agrees=holds(left.value, total, sum),
        left=plain_number(left.value),
        right=shown if sum.operator != AT_MOST else f"≤{shown}",
        cells=(*left.cells, *(id for _, figure in right for id in figure.cells)),
        message=f"“{of or object}”是 {plain_number(left.value)}，{sign}{said} {shown}，"
        f"相差 {plain_number(abs(left.value - total))}。",
        hint=hint,
        span=left.span,
    )


def within_rows(subject: Subject) -> Iterator[Comparison]:
    """In each row a column is the sum of others; a blank counts nothing, a blank row is none."""
    for table in statutory_tables(subject):
        for sum in table.definition.within_rows:
            whole = table.at(sum.left.column)
            parts = [(t, c) for t in sum.right if (c := table.at(t.column)) is not None]
            if whole is None or not parts:
                continue
            for r in range(len(table.rows)):
                left = table.cell(r, whole) if table.rows[r][whole] else None
                cells = [(t, table.cell(r, c)) for t, c in parts]
                right = [(t, figure) for t, figure in cells if figure is not None]
                if left is None or len(right) != len(cells):
                    continue
                if not left.value and not any(table.rows[r][c] for _, c in parts):
                    continue
                named = "、".join(table.columns[c].title for _, c in parts)
                name = table.figure_name(r, whole)
                yield _judged(
                    WITHIN_ROW, name, sum, left, right, f"{named}之和",
                    hint=f"定义的勾稽是“{written(sum)}”。检查这一行有没有漏填或填错的格子。",
                )  # fmt: skip


def between_rows(subject: Subject) -> Iterator[Comparison]:
    """Totals are the sums of rows; both sides of a table come to the same."""
    for table in statutory_tables(subject):
        for sum in table.definition.between_rows if table.rows else ():
            if sum.left.row == SUBJECT:
                yield from _subjects(table, sum)
                continue
            own = table.at(sum.left.column)
            columns = table.numbers if not sum.left.column else (own,) if own is not None else ()
            for c in columns:
                yield from _rows(table, sum, c)


def _rows(table: Statutory, sum: Sum, c: int) -> Iterator[Comparison]:
    """A sum of rows in one column; rows that are not there count nothing."""
    rows = table.called(sum.left.row, c)
    if len(rows) != 1 or not table.rows[rows[0]][c]:
        return
    left = table.cell(rows[0], c)
    right: list[tuple[Term, Figure]] = []
    for term in sum.right:
        column = table.at(term.column) if term.column else c
        if column is None:
            return
        figure = table.figure(term.row, column)
        if figure is None and (term.row == EVERY_ROW or table.called(term.row, column)):
            return  # text, or two rows of one name: nothing to compare with
        if figure is not None:
            right.append((term, figure))
    if left is None or not right:
        return
    name = table.figure_name(rows[0], c)
    alike = [s for s in table.definition.between_rows if s.left == sum.left]
    yield _judged(
        BETWEEN_ROWS,
        f"{name}（{written(sum)}）" if len(alike) > 1 else name,
        sum,
        left,
        right,
        _sides(sum),
        hint=f"定义的勾稽是“{written(sum)}”。{BETWEEN_ROWS.mend}",
        of=name,
    )


def _subjects(table: Statutory, sum: Sum) -> Iterator[Comparison]:
    """Each code that others go into is their sum."""
    for r in range(len(table.rows)):
        below = table.below(r) if table.codes[r] else []
        for c in table.numbers if below else ():
            left = table.cell(r, c) if table.rows[r][c] else None
            right = table.sum(below, c)
            if left is not None and right is not None:
                yield _judged(
                    BETWEEN_ROWS,
                    table.figure_name(r, c),
                    sum,
                    left,
                    [(sum.right[0], right)],
                    f"下级 {len(below)} 个科目之和",
                    hint="检查下级科目有没有漏填，或改正上级科目的数。",
                )


def _sides(sum: Sum) -> str:
    """The right side of a sum in words."""
    names = [("减" if t.sign < 0 else "加", t.row) for t in sum.right]
    text = names[0][1] + "".join(f"{sign}{name}" for sign, name in names[1:])
    return f"{text}，合" if len(names) > 1 else f"{text}之和" if text == EVERY_ROW else text


def between_tables(subject: Subject) -> Iterator[Comparison]:
    """A figure of one table against that of another, where both are there; in 万元."""
    for table in statutory_tables(subject):
        for sum in table.definition.between_tables:
            left = _term(subject, table, sum.left)
            right = [(t, f) for t in sum.right if (f := _term(subject, table, t)) is not None]
            if left is None or len(right) != len(sum.right):
                continue
            c = table.at(sum.left.column) or 0
            where = "、".join(
                f"“{other.title}”的{_where(t, other)}"
                for t in sum.right
                if (other := the_table(subject, t.table)) is not None
            )
            name = f"{table.title}·{_row(sum.left)}{table.columns[c].title}"
            yield _judged(
                BETWEEN_TABLES,
                f"{name} {sum.operator} {where}",
                sum,
                left,
                right,
                where,
                of=name,
            )


def _term(subject: Subject, own: Statutory, term: Term) -> Figure | None:
    table = the_table(subject, term.table) if term.table else own
    c = table.at(term.column) if table else None
    if table is None or c is None:
        return None
    figure = table.figure(term.row, c)
    return table.in_wan(figure, c) if figure is not None else None


def _row(term: Term) -> str:
    return "" if term.row == EVERY_ROW else f"{term.row}·"


def _where(term: Term, table: Statutory) -> str:
    c = table.at(term.column)
    return f"{_row(term)}{table.columns[c].title}" if c is not None else term.row


def not_numbers(subject: Subject) -> Iterator[Comparison]:
    """Columns of amounts and counts hold numbers, a mark for none, or nothing."""
    for table in statutory_tables(subject):
        for r in range(len(table.rows)):
            for c in table.numbers:
                words = table.rows[r][c]
                if not words:
                    continue
                name = table.figure_name(r, c)
                yield judged(
                    NOT_A_NUMBER,
                    object=name,
                    agrees=table.is_readable(r, c),
                    left=words.text,
                    right="数",
                    cells=(table.shown.id(r, c),),
                    message=f"“{name}”写的是“{words.text}”，不是数。",
                    span=words.span,
                )


def missing_tables(subject: Subject) -> Iterator[Comparison]:
    """Every table that the site asks for is there, empty ones with their note too."""
    given = [t.table.definition for t in subject.evidence.tables]
    for definition in subject.family.required:
        yield judged(
            MISSING_TABLE,
            object=definition.name,
            agrees=definition.name in given,
            left="有" if definition.name in given else "没有",
            right="必须公开",
            cells=(),
            message=f"没有“{definition.name}”，规定每个部门都要公开这张表。",
            hint=f"在“预算表”里加上它；确实没有数的，只写一行“表: {definition.name}”，按空表公开。",
            span=subject.disclosure.span,
        )


def _table(name: str, *rows: str) -> str:
    lines = ["  ```表", f"  表: {name}", *(f"  {row}" for row in rows), "  ```"]
    return "\n".join(lines)


def _tables(*tables: str) -> str:
    return "\n".join(["预算表: |", *tables])


_FUNDS: Final = "政府性基金预算支出表"
_SPENT: Final = "部门支出总表"
CHECKS: Final = (
    Check(
        WITHIN_ROW,
        within_rows,
        fails=_tables(_table("三公经费支出表", "| 6.20 | 0 | 5.00 | 0 | 4.00 | 1.20 |")),
        passes=_tables(_table("三公经费支出表", "| 6.20 | 0 | 5.00 | 0 | 5.00 | 1.20 |")),
        is_sum=True,
    ),
    Check(
        BETWEEN_ROWS,
        between_rows,
        fails=_tables(
            _table(_FUNDS, "| 229 | 其他支出 | 60 | 0 | 60 |", "| | 合计 | 66 | 0 | 66 |")
        ),
        passes=_tables(
            _table(_FUNDS, "| 229 | 其他支出 | 60 | 0 | 60 |", "| | 合计 | 60 | 0 | 60 |")
        ),
        is_sum=True,
    ),
    Check(
        BETWEEN_TABLES,
        between_tables,
        fails=_tables(
            _table(_FUNDS, "| | 合计 | 80 | 0 | 80 |"),
            _table(_SPENT, "| | 合计 | 70 | 40 | 30 | 0 | 0 | 0 |"),
        ),
        passes=_tables(
            _table(_FUNDS, "| | 合计 | 20 | 0 | 20 |"),
            _table(_SPENT, "| | 合计 | 70 | 40 | 30 | 0 | 0 | 0 |"),
        ),
    ),
    Check(
        NOT_A_NUMBER,
        not_numbers,
        fails=_tables(
            _table(
                _FUNDS,
                "| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |",
                "|---|---|---|---|---|",
                "| 229 | 其他支出 | 约60 | 0 | 60 |",
            )
        ),
        passes=_tables(_table(_FUNDS, "| 229 | 其他支出 | 60 | 0 | 60 |")),
    ),
    Check(
        MISSING_TABLE,
        missing_tables,
        fails=_tables(_table(_FUNDS)),
        passes=_tables(_table("三公经费支出表")),
    ),
)
