"""Small Word files for tests, made with python-docx and a little raw XML."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from copy import deepcopy
from functools import cache
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.table import Table

from generator.diagnostics import Problems
from generator.forms import Family, load_families
from generator.importing import import_document
from generator.model.disclosure import Disclosure
from generator.sources.word_source import WordDocument, read_word
from tests.conftest import ROOT

HEADS = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")
ROWS = (
    ("产出指标", "数量指标", "检测水样份数", "全年检测的水样", "≥240份", "年度检测计划"),
    ("产出指标", "质量指标", "检测报告合格率", "审核合格报告所占比例", "≥98%", "检测规范"),
    ("产出指标", "成本指标", "项目总成本", "全部检测支出", "≤36万元", "部门预算"),
    ("满意度指标", "服务对象满意度指标", "用水户满意度", "受访用水户", "≥90%", "问卷调查"),
)
GOALS = ("1.掌握全县集中供水工程水质状况", "2.检测结果当月向社会公布")


@cache
def families() -> dict[str, Family]:
    """The form families that come with the program."""
    problems = Problems()
    found = load_families([ROOT / "templates"], problems)
    assert not problems.found
    return found


def new() -> Document:
    return docx.Document()


def saved(document: Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def read(data: bytes, problems: Problems | None = None) -> WordDocument:
    """The document in these bytes, which must be readable."""
    found = problems or Problems()
    document = read_word("测试.docx", data, found)
    assert document is not None, found.found
    return document


def imported(document: Document | bytes, problems: Problems | None = None) -> Disclosure:
    """The disclosure of a Word file, which must be recognised."""
    found = problems or Problems()
    data = document if isinstance(document, bytes) else saved(document)
    disclosure = import_document(
        read(data, found), families(), id="ceshi", year=None, problems=found
    )
    assert disclosure is not None, found.found
    return disclosure


def element(xml: str) -> Any:
    """A Word element; `w:`, `mc:` and such prefixes are known."""
    head, _, rest = xml.partition(">")
    closed = head.endswith("/")
    head = head.removesuffix("/")
    spaces = nsdecls("w", "r", "wp", "a")
    return parse_xml(f"{head} {spaces}{'/' if closed else ''}>{rest}")


def title_page(document: Document, department: str = "云溪县水务局", year: str = "2025") -> None:
    """Title, 草案, who compiled and who reviewed."""
    title = document.add_paragraph(f"{department}\n{year}年部门预算绩效文本")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("（草案）")
    document.add_paragraph(f"{department}编制")
    document.add_paragraph("云溪县财政局审核")


def lines(document: Document, *texts: str) -> None:
    for text in texts:
        document.add_paragraph(text)


def unit_lines(document: Document, unit: str = "315001 云溪县水务局本级") -> None:
    lines(document, unit, "单位：万元")


def set_cells(table: Table, row: int, pieces: Sequence[tuple[str, int]]) -> None:
    """Write a row as (text, columns taken), merging to the right."""
    at = 0
    for text, span in pieces:
        cell = table.cell(row, at)
        if span > 1:
            cell = cell.merge(table.cell(row, at + span - 1))
        cell.text = text
        at += span


def drawn(document: Document, drawing: str) -> Table:
    """A table as drawn, a line a row: ← and ↑ join the cell beside and above, ¶ parts lines."""
    rows = [[c.strip() for c in x.strip()[1:-1].split("|")] for x in drawing.strip().split("\n")]
    table: Table = document.add_table(rows=len(rows), cols=len(rows[0]))
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            owner[r, c] = {"←": owner.get((r, c - 1)), "↑": owner.get((r - 1, c))}.get(text) or (
                r,
                c,
            )
    for first in dict.fromkeys(owner.values()):
        last = max(place for place, of in owner.items() if of == first)
        table.cell(*first).merge(table.cell(*last)).text = rows[first[0]][first[1]].replace(
            "¶", "\n"
        )
    return table


def added_row(table: Table) -> Any:
    """A new last row (python-docx says nothing of its type)."""
    untyped: Any = table
    return untyped.add_row()


def texts(prose: Iterable[object]) -> list[str]:
    """The words of paragraphs and subheadings."""
    return [str(getattr(piece, "words", "")) for piece in prose]


def fields_table(
    document: Document,
    name: str = "农村饮水水质检测经费",
    code: str = "99010125P00312010007P",
    goals: Sequence[str] = GOALS,
) -> Table:
    """The fields of a Hebei project: seven columns, six rows."""
    table: Table = document.add_table(rows=6, cols=7)
    set_cells(table, 0, [("项目编码", 1), (code, 2), ("项目名称", 1), (name, 3)])
    set_cells(
        table, 1,
        [("预算规模及资金用途", 1), ("预算数", 1), ("36.00", 1), ("其中：财政    资金", 1),
         ("30.00", 1), ("其他资金", 1), ("6.00", 1)],
    )  # fmt: skip
    set_cells(table, 2, [("", 1), ("用于全县集中供水工程水样采集和检测。", 6)])
    table.cell(1, 0).merge(table.cell(2, 0)).text = "预算规模及资金用途"
    set_cells(table, 3, [("", 1), ("3月底", 2), ("6月底", 1), ("10月底", 1), ("12月底", 2)])
    set_cells(table, 4, [("", 1), ("20%", 2), ("50%", 1), ("80%", 1), ("100%", 2)])
    table.cell(3, 0).merge(table.cell(4, 0)).text = "资金支出计划（%）"
    set_cells(table, 5, [("绩效目标", 1), ("\n".join(goals), 6)])
    return table


def indicator_table(
    document: Document,
    rows: Sequence[Sequence[str]] = ROWS,
    heads: Sequence[str] = HEADS,
    merge: bool = True,
) -> Table:
    """Six columns; equal first levels are merged downwards, or typed again."""
    table: Table = document.add_table(rows=0, cols=len(rows[0]) if rows else len(heads))
    if heads:
        for cell, text in zip(added_row(table).cells, heads, strict=True):
            cell.text = text
    first = len(table.rows)
    for row in rows:
        for cell, text in zip(added_row(table).cells, row, strict=True):
            cell.text = text
    if merge:
        _merge_down(table, first)
    return table


def _merge_down(table: Table, first: int) -> None:
    row = first
    while row < len(table.rows):
        last = row
        text = table.cell(row, 0).text
        while last + 1 < len(table.rows) and table.cell(last + 1, 0).text == text:
            last += 1
        if last > row and text:
            table.cell(row, 0).merge(table.cell(last, 0)).text = text
        row = last + 1


def one_grid(document: Document, **options: Any) -> Table:
    """A whole project in one table: the indicators' rows follow the fields."""
    table = fields_table(document, **options)
    for row in (HEADS, *ROWS):
        added_row(table)
        at = len(table.rows) - 1
        pieces = [(text, 2 if column == 3 else 1) for column, text in enumerate(row)]
        set_cells(table, at, pieces)
    return table


def split(table: Table, at: int) -> None:
    """Cut a table in two before a row, with an empty paragraph between, as a page break does."""
    body: Any = table._tbl
    rows = list(body.tr_lst)
    second = deepcopy(body)
    for row in list(second.tr_lst)[:at]:
        second.remove(row)
    for row in rows[at:]:
        body.remove(row)
    body.addnext(second)
    body.addnext(element("<w:p/>"))
