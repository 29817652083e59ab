"""Filled forms as Word files, in the layout as a province prints them, and as lists.

They are drawn from the form's own definition, so that a new form needs nothing here.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum

import docx
from docx.document import Document
from docx.table import Table

from generator.document.layout import by_role
from generator.document.layout.columns import column_words
from generator.forms import MONEY, PLACEHOLDER, Family, Form
from generator.model.amounts import Amount
from generator.model.disclosure import Disclosure, IndicatorTable, Project
from generator.model.words import Words


class Dress(StrEnum):
    """How an office prints the same form."""

    PLAIN = "as drawn"
    APART = "the indicators in a table of their own"
    SCORED = "points in brackets behind each first class"
    SPACED = "blanks between the characters of short labels"
    INLINE = "amounts in the cell of their label"
    SUMMED = "lists with numbers before and a row of totals behind"


# Forms of which a province prints several projects as one list.
_SHORT = 4
LISTS = {("四川", "项目"), ("云南", "项目"), ("湖南2025", "项目")}


def word_file(disclosure: Disclosure, family: Family, dress: Dress = Dress.PLAIN) -> bytes:
    """The whole disclosure: its title, then each form below its caption and unit."""
    document = docx.Document()
    values = {"部门": disclosure.department.text, "年度": str(disclosure.year)}
    document.add_paragraph(family.fill(family.title, values))
    listed = [p for p in disclosure.projects if (family.name, p.form) in LISTS]
    if disclosure.overall:
        _form(document, disclosure.overall, family, values, dress)
    for project in disclosure.projects:
        if project not in listed:
            _form(document, project, family, values, dress)
    if listed:
        form = family.forms[listed[0].form]
        document.add_paragraph(form.caption_aliases[0] if form.caption_aliases else form.caption)
        document.add_paragraph(f"金额单位：{form.unit}")
        _list(document, listed, form, dress)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def field_text(project: Project, form: Form, key: str) -> str:
    """What a field says, its lines below each other."""
    field = form.field(key.split(".")[0])
    if field is None:
        return ""
    found = by_role(project, field.role) if field.role else dict(project.extra).get(field.key, ())
    if isinstance(found, Amount):
        return found.wording
    if isinstance(found, Words):
        return found.text
    return "\n".join(piece.words.text for piece in found)


def _form(
    document: Document, project: Project, family: Family, values: dict[str, str], dress: Dress
) -> None:
    """One table: the fields as drawn, then the indicators with their title at the left."""
    form = family.forms[project.form]
    document.add_paragraph(family.fill(form.caption, values | {"名称": project.name.text}))
    document.add_paragraph(f"金额单位：{form.unit}")
    heads = [c for c in form.columns if c.key in project.indicators.columns]
    drawn = len(form.widths)
    width = max(drawn, len(heads) + 1)
    tables = [
        *((key, table) for key, table in project.long_term),
        (form.indicators_caption, project.indicators),
    ]
    height = max(c.row + c.rowspan for c in form.layout)
    below = sum(len(t.rows) + 1 for _, t in tables)
    table = _table(document, height + (0 if dress is Dress.APART else below), width)
    inline = _inline(form) if dress is Dress.INLINE else {}
    for cell in form.layout:
        last = cell.column + cell.colspan
        shown = inline.get((cell.row, cell.column), cell.text)
        text = PLACEHOLDER.sub(lambda m: field_text(project, form, m[1]), shown)
        _put(table, text if cell.keys else dressed(text, dress), cell.row, cell.column,
             cell.rowspan, (width if last == drawn else last) - cell.column)  # fmt: skip
    row = height
    for title, indicators in tables:
        if dress is Dress.APART:
            document.add_paragraph("")
            table, row = _table(document, len(indicators.rows) + 1, width), 0
        _indicators(table, title, indicators, form, row, width, dress)
        row += len(indicators.rows) + 1


def _table(document: Document, height: int, width: int) -> Table:
    table: Table = document.add_table(height, width)
    table.style = "Table Grid"
    return table


def dressed(label: str, dress: Dress) -> str:
    """A printed label as an office may print it."""
    if dress is Dress.SPACED and len(label) <= _SHORT:
        return "　".join(label)
    return label


def _inline(form: Form) -> dict[tuple[int, int], str]:
    """What the cells of amounts and of the labels at their left say where both are one."""
    money = {f.key for f in form.fields if f.kind == MONEY}
    at = {(c.row, c.column + c.colspan): c for c in form.layout if not c.keys}
    found: dict[tuple[int, int], str] = {}
    for cell in form.layout:
        label = at.get((cell.row, cell.column))
        beside = any(
            c.keys and c.row == cell.row and c.column == cell.column + cell.colspan
            for c in form.layout
        )
        if label and len(cell.keys) == 1 and cell.keys[0] in money and not beside:
            found[label.row, label.column] = f"{label.text}：{cell.text}"
            found[cell.row, cell.column] = ""
    return found


def _indicators(
    table: Table,
    title: str,
    indicators: IndicatorTable,
    form: Form,
    row: int,
    width: int,
    dress: Dress,
) -> None:
    heads = [c for c in form.columns if c.key in indicators.columns]
    _put(table, title, row, 0, len(indicators.rows) + 1, 1)
    places = [(n + 1, 1) for n in range(len(heads) - 1)]
    places.append((len(heads), width - len(heads)))
    for column, (at, span) in zip(heads, places, strict=True):
        _put(table, dressed(column.title, dress), row, at, 1, span)
    texts = [[column_words(r, c).text for c in heads] for r in indicators.rows]
    for n, (column, (at, span)) in enumerate(zip(heads, places, strict=True)):
        first = 0
        for r, own in enumerate(texts):
            if r < first:
                continue
            last = r + 1
            while column.merges and last < len(texts) and texts[last][: n + 1] == own[: n + 1]:
                last += 1
            scored = dress is Dress.SCORED and column.role == "一级"
            _put(table, own[n] + "（20分）" * scored, row + 1 + r, at, last - r, span)
            first = last


def _list(document: Document, projects: Sequence[Project], form: Form, dress: Dress) -> None:
    """All projects in one table: their fields, merged over the rows of their indicators."""
    given = {key for p in projects for key in p.indicators.columns}
    heads = [c for c in form.columns if c.key in given]
    fields = [f for f in form.fields if any(field_text(p, form, f.key) for p in projects)]
    before = 1 if dress is Dress.SUMMED else 0
    height = 1 + sum(len(p.indicators.rows) for p in projects) + before
    table = _table(document, height, before + len(fields) + len(heads))
    titles = (*["序号"] * before, *(f.title for f in fields), *(c.title for c in heads))
    for at, head in enumerate(titles):
        _put(table, dressed(head, dress), 0, at, 1, 1)
    row = 1
    for number, project in enumerate(projects, 1):
        rows = project.indicators.rows
        if before:
            _put(table, str(number), row, 0, len(rows), 1)
        for at, field in enumerate(fields, before):
            _put(table, field_text(project, form, field.key), row, at, len(rows), 1)
        for r, indicator in enumerate(rows):
            for at, column in enumerate(heads, before + len(fields)):
                _put(table, column_words(indicator, column).text, row + r, at, 1, 1)
        row += len(rows)
    if before:
        _put(table, "合计", row, 0, 1, 1)
        for at, field in enumerate(fields, before):
            if field.role == "预算数":
                _put(table, _sum(projects, form), row, at, 1, 1)


def _sum(projects: Sequence[Project], form: Form) -> str:
    """The projects' budgets together, in the unit of the form."""
    texts = (project.budget.wording for project in projects)
    return str(sum((Decimal(text) for text in texts), Decimal(0)))


def _put(table: Table, text: str, row: int, column: int, height: int, width: int) -> None:
    cell = table.cell(row, column)
    if height > 1 or width > 1:
        cell = cell.merge(table.cell(row + height - 1, column + width - 1))
    cell.text = text
