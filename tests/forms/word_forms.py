"""Filled forms as Word files, in the layout as a province prints them, and as lists.

They are drawn from the form's own definition, so that a new form needs nothing here.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
from docx.document import Document
from docx.table import Table

from generator.document.layout import by_role
from generator.document.layout.columns import column_words
from generator.forms import PLACEHOLDER, Family, Form
from generator.model.amounts import Amount
from generator.model.disclosure import Disclosure, IndicatorTable, Project
from generator.model.words import Words

# Forms of which a province prints several projects as one list.
LISTS = {("四川", "项目"), ("云南", "项目"), ("湖南2025", "项目")}


def word_file(disclosure: Disclosure, family: Family) -> bytes:
    """The whole disclosure: its title, then each form below its caption and unit."""
    document = docx.Document()
    values = {"部门": disclosure.department.text, "年度": str(disclosure.year)}
    document.add_paragraph(family.fill(family.title, values))
    listed = [p for p in disclosure.projects if (family.name, p.form) in LISTS]
    if disclosure.overall:
        _form(document, disclosure.overall, family, values)
    for project in disclosure.projects:
        if project not in listed:
            _form(document, project, family, values)
    if listed:
        form = family.forms[listed[0].form]
        document.add_paragraph(form.caption_aliases[0] if form.caption_aliases else form.caption)
        document.add_paragraph(f"金额单位：{form.unit}")
        _list(document, listed, form)
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


def _form(document: Document, project: Project, family: Family, values: dict[str, str]) -> None:
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
    table = document.add_table(0, width)
    table.style = "Table Grid"
    for _ in range(height + sum(len(t.rows) + 1 for _, t in tables)):
        table.add_row()
    for cell in form.layout:
        last = cell.column + cell.colspan
        text = PLACEHOLDER.sub(lambda m: field_text(project, form, m[1]), cell.text)
        _put(table, text, cell.row, cell.column, cell.rowspan,
             (width if last == drawn else last) - cell.column)  # fmt: skip
    row = height
    for title, indicators in tables:
        _indicators(table, title, indicators, form, row, width)
        row += len(indicators.rows) + 1


def _indicators(
    table: Table, title: str, indicators: IndicatorTable, form: Form, row: int, width: int
) -> None:
    heads = [c for c in form.columns if c.key in indicators.columns]
    _put(table, title, row, 0, len(indicators.rows) + 1, 1)
    places = [(n + 1, 1) for n in range(len(heads) - 1)]
    places.append((len(heads), width - len(heads)))
    for column, (at, span) in zip(heads, places, strict=True):
        _put(table, column.title, row, at, 1, span)
    texts = [[column_words(r, c).text for c in heads] for r in indicators.rows]
    for n, (column, (at, span)) in enumerate(zip(heads, places, strict=True)):
        first = 0
        for r, own in enumerate(texts):
            if r < first:
                continue
            last = r + 1
            while column.merges and last < len(texts) and texts[last][: n + 1] == own[: n + 1]:
                last += 1
            _put(table, own[n], row + 1 + r, at, last - r, span)
            first = last


def _list(document: Document, projects: Sequence[Project], form: Form) -> None:
    """All projects in one table: their fields, merged over the rows of their indicators."""
    given = {key for p in projects for key in p.indicators.columns}
    heads = [c for c in form.columns if c.key in given]
    fields = [f for f in form.fields if any(field_text(p, form, f.key) for p in projects)]
    table = document.add_table(1 + sum(len(p.indicators.rows) for p in projects),
                               len(fields) + len(heads))  # fmt: skip
    table.style = "Table Grid"
    for at, head in enumerate((*(f.title for f in fields), *(c.title for c in heads))):
        _put(table, head, 0, at, 1, 1)
    row = 1
    for project in projects:
        rows = project.indicators.rows
        for at, field in enumerate(fields):
            _put(table, field_text(project, form, field.key), row, at, len(rows), 1)
        for r, indicator in enumerate(rows):
            for at, column in enumerate(heads, len(fields)):
                _put(table, column_words(indicator, column).text, row + r, at, 1, 1)
        row += len(rows)


def _put(table: Table, text: str, row: int, column: int, height: int, width: int) -> None:
    cell = table.cell(row, column)
    if height > 1 or width > 1:
        cell = cell.merge(table.cell(row + height - 1, column + width - 1))
    cell.text = text
