"""Table definitions from `templates/tables/`, one file a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from ..diagnostics import Problems, Span
from ..files import Folder
from ..model.amounts import UNITS
from ..sources.keys import Keys, did_you_mean
from ..sources.nodes import Table
from .definitions import bad_form, file_keys, is_yes, listed, named_rows, one_of, repeated
from .sums import SCOPES, read_sums
from .tables import (
    AMOUNT_COLUMN,
    COLUMN_KINDS,
    EVERY_ROW,
    SUBJECT,
    SUBJECTS_BELOW,
    RowName,
    Sum,
    TableColumn,
    TableDefinition,
    Term,
    find_table,
)

FOLDER: Final = "tables"
# What a table's file may say: key → what it means, as editors show it.
TABLE_KEYS: Final = {
    "名称": "作者写在“表:”后面的名称。",
    "标识": "数据文件的名字：小写英文字母、数字、连字符。",
    "序号": "没有规定次序时排在第几。",
    "来源": "列名和行名出自哪个文件或哪里公开的文本、哪一年。",
    "别名": "别的叫法，用“、”隔开。",
    "标题": "印出来的表题；不写就用名称。",
    "单位": "金额的单位。",
    "列": "有哪几列，写成表格：键、标题、上级、别名、类型、单位、可省。",
    "合计行": "哪几行是合计，用“、”隔开。",
    "行": "勾稽里用到的行，写成表格：名称、别名。",
    "勾稽": "必须成立的等式。",
    "空表说明": "没有数时印的一句话，可以用【部门】【年度】。",
}
_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ABOVE: Final = re.compile(r"(?:(?<!\s)\s+)?[>＞]\s*")
_EMPTY_NOTE: Final = "本部门【年度】年没有这方面的收支，本表为空。"


def load_tables(roots: Sequence[Path], problems: Problems) -> dict[str, TableDefinition]:
    """All definitions below the template roots, in the order of their numbers.

    One of an earlier root hides those of later roots that bear its name. The sums
    between tables are checked when all are there.
    """
    found: dict[str, TableDefinition] = {}
    for root in roots:
        folder = Folder(root)
        here: dict[str, TableDefinition] = {}
        for path in sorted(_paths(root)):
            table = _read_table(folder, path, problems)
            twin = next((t for t in here.values() if t.id == table.id), None)
            if table.name and (table.name in here or twin):
                bad_form(
                    problems, Span(path), f"已有名称或标识相同的表：{table.name}。", "换一个。"
                )
                continue
            here[table.name] = table
        found = here | found
    for table in found.values():
        for sum in table.between_tables:
            _check_between(sum, table, found, problems)
    return dict(sorted(found.items(), key=lambda item: (item[1].number, item[0])))


def _paths(root: Path) -> Iterator[str]:
    base = root / FOLDER
    if base.is_dir():
        yield from (f"{FOLDER}/{p.name}" for p in base.iterdir() if p.suffix == ".yaml")


def _read_table(folder: Folder, path: str, problems: Problems) -> TableDefinition:
    keys = file_keys(folder, path, TABLE_KEYS, problems, "表的定义")
    for key in ("名称", "标识", "列"):
        keys.require(key)
    id, number, unit = keys.text("标识"), keys.text("序号"), keys.text("单位")
    if id and not _ID.fullmatch(id.text):
        bad_form(problems, id.span, f"标识不对：{id.text}", "用小写英文字母、数字和连字符。")
    if number and not (number.text.isascii() and number.text.isdigit()):
        bad_form(problems, number.span, f"序号不是整数：{number.text}", "写成：序号: 4")
    if unit and unit.text not in UNITS:
        bad_form(problems, unit.span, f"不认识的金额单位：{unit.text}", "可选：" + "、".join(UNITS))
    columns = _columns(keys.table("列"), keys.span("列"), problems)
    rows = tuple(
        RowName(row["名称"].text, listed(row["别名"]))
        for row in named_rows(keys.table("行"), ("名称", "别名"), problems)
    )
    totals = listed(keys.text("合计行"))
    name = keys.text("名称").text
    within, between, across = _sums(keys, problems)
    table = TableDefinition(
        name=name,
        id=id.text,
        number=int(number.text) if number.text.isascii() and number.text.isdigit() else 999,
        aliases=listed(keys.text("别名")),
        title=keys.text("标题").text or name,
        unit=unit.text,
        columns=columns,
        totals=totals,
        rows=rows,
        within_rows=within,
        between_rows=between,
        between_tables=across,
        empty_note=keys.text("空表说明").text or _EMPTY_NOTE,
        origin=keys.text("来源").text,
        span=Span(path),
    )
    for sum in (*within, *between):
        for term in (sum.left, *sum.right):
            _check_term(term, sum, table, problems)
    return table


def _columns(table: Table | None, span: Span, problems: Problems) -> tuple[TableColumn, ...]:
    names = ("键", "标题", "上级", "别名", "类型", "单位", "可省")
    found = tuple(
        TableColumn(
            key=row["键"].text,
            title=row["标题"].text or row["键"].text,
            above=tuple(part for part in _ABOVE.split(row["上级"].text) if part),
            aliases=listed(row["别名"]),
            kind=one_of(row["类型"], ("", *COLUMN_KINDS), problems) or AMOUNT_COLUMN,
            unit=row["单位"].text,
            optional=is_yes(row["可省"], problems),
        )
        for row in named_rows(table, names, problems)
    )
    if table is not None and not found:
        bad_form(problems, span, "表没有列。", "在分隔行下面，一行写一列。")
    if any(not c.key for c in found):
        bad_form(problems, span, "有一列没有写“键”。", "写上勾稽里要用的键。")
    for key in repeated(c.key for c in found if c.key):
        bad_form(problems, span, f"键“{key}”给了两列。", "只留一列。")
    return found


def _sums(
    keys: Keys, problems: Problems
) -> tuple[tuple[Sum, ...], tuple[Sum, ...], tuple[Sum, ...]]:
    """The sums within rows, between rows, between tables."""
    mapping = keys.mapping_of("勾稽")
    if mapping is None:
        return (), (), ()
    scopes = Keys(mapping, problems, SCOPES, "勾稽")
    within, between, across = (read_sums(scopes.block(s), s, problems) for s in SCOPES)
    return within, between, across


def _check_between(
    sum: Sum, own: TableDefinition, tables: Mapping[str, TableDefinition], problems: Problems
) -> None:
    """A sum between tables names tables, rows and columns that there are."""
    for term in (sum.left, *sum.right):
        table = find_table(tables, term.table) if term.table else own
        if table is None:
            hint = did_you_mean(term.table, tables)
            bad_form(problems, sum.span, f"勾稽里的“{term.table}”不是表。", hint)
        else:
            _check_term(term, sum, table, problems)


def _check_term(term: Term, sum: Sum, table: TableDefinition, problems: Problems) -> None:
    """A term names a column of numbers and a row that the definition knows."""
    keys = [c.key for c in table.columns if not c.is_label]
    if term.column and term.column not in keys:
        message = f"“{table.name}”没有“{term.column}”这一列数字。"
        bad_form(problems, sum.span, message, did_you_mean(term.column, keys))
    rows = [EVERY_ROW, SUBJECT, SUBJECTS_BELOW, *table.totals, *(r.name for r in table.rows)]
    if term.row and term.row not in rows:
        message = f"“{table.name}”没有“{term.row}”这一行。"
        bad_form(
            problems, sum.span, message,
            f"{did_you_mean(term.row, rows)}勾稽里用到的行要写在“合计行”或“行”里。",
        )  # fmt: skip
