"""A disclosure as a folder: its head, a file a section, its projects as files or as tables."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Final

from ..contents import HEAD_FILE
from ..forms import Family, PartPlan
from ..keys import OTHER_COLUMNS, OTHERS, PART, PROJECT_KEYS, PROJECT_TABLES, PROJECTS
from ..limits import SHEET_ROW_LIMIT
from ..model.disclosure import Disclosure, Project
from ..model.words import Words
from .entries import Block, Entry, Line, flat, head_entries, plans_in_order, remark_entries
from .faults import check_characters
from .markdown import joined, section_chunks
from .projects import overall_entries, project_entries
from .tables import Rows
from .yaml import block_lines, mapping_lines

# Up to this many projects a file each is handier than rows in a table.
MOST_FILES: Final = 20
BOM: Final = "\ufeff"
_CELL_BLANK: Final = " \t\u3000\r"
_LONGEST_NAME: Final = 40
_TABLE_ORDER: Final = (PART, "地址", "名称", "编码", *PROJECT_KEYS)
_NOT_IN_NAMES: Final = frozenset('\\/:*?"<>|')


def folder_files(disclosure: Disclosure, family: Family) -> dict[str, list[str]]:
    """The lines of each file, by its name inside the folder."""
    head = [*head_entries(disclosure, family), *remark_entries(disclosure.remarks)]
    files = {HEAD_FILE: mapping_lines(head)}
    for number, plan in enumerate(plans_in_order(family), 1):
        name = f"{number:02}-{plan.key}"
        if isinstance(plan, PartPlan):
            if disclosure.overall is not None:
                files[f"{name}.yaml"] = mapping_lines(overall_entries(disclosure.overall, family))
        elif (chunks := section_chunks(disclosure, family, plan)) or plan.required:
            files[f"{name}.md"] = joined(chunks)
    projects = disclosure.projects
    said = [project_entries(project, family) for project in projects]
    tables = _tables(projects, said) if len(projects) > MOST_FILES else None
    return files | (_project_files(projects, said) if tables is None else tables)


def _project_files(
    projects: Sequence[Project], said: Sequence[list[Entry]]
) -> dict[str, list[str]]:
    """`项目/001-<name>.yaml`: the number keeps the order."""
    width = max(3, len(str(len(projects))))
    return {
        f"{PROJECTS}/{n:0{width}}{_file_name(project.name.text)}.yaml": mapping_lines(entries)
        for n, (project, entries) in enumerate(zip(projects, said, strict=True), 1)
    }


def _file_name(name: str) -> str:
    """`-<name>` with what every system allows in a file's name."""
    kept = "".join(c for c in name if c.isprintable() and c not in _NOT_IN_NAMES)
    kept = unicodedata.normalize("NFC", kept)[:_LONGEST_NAME].strip(" .\u3000")
    return f"-{kept}" if kept else ""


def _tables(
    projects: Sequence[Project], said: Sequence[list[Entry]]
) -> dict[str, list[str]] | None:
    """项目.csv, 绩效指标.csv and the like; None where single files say more than they can."""
    rows = [_cells(flat(entries)) for entries in said]
    named = dict.fromkeys(key for row in rows for key in row)
    head = [key for key in dict.fromkeys((*_TABLE_ORDER, *named)) if key in named]
    project_rows = [[row.get(key, "") for key in head] for row in rows]
    others = (k for e in said for k, v in e if isinstance(v, Rows) and k not in PROJECT_TABLES)
    if not all(any(row) for row in project_rows) or any(others):
        return None
    tables = {f"{PROJECTS}.csv": [head, *project_rows]}
    for key in PROJECT_TABLES:
        together = _rows_together(projects, [_rows_of(entries, key) for entries in said])
        if together is None:
            return None
        if together:
            tables[f"{key}.csv"] = together
    if not all(_fits(table) for table in tables.values()):
        return None
    return {name: _csv_lines(table) for name, table in tables.items()}


def _cells(entries: Sequence[Entry]) -> dict[str, str]:
    """A project's fields, each in one cell; a cell may hold several lines."""
    return {
        key: "\n".join(block_lines(value))
        for key, value in entries
        if isinstance(value, Line | Block)
    }


def _rows_of(entries: Sequence[Entry], key: str) -> Rows:
    """A project's table of this key; one of 其他栏目 with all its columns."""
    rows = next((v for k, v in entries if k == key and isinstance(v, Rows)), Rows((), ()))
    if key != OTHERS or not rows or rows.head == OTHER_COLUMNS:
        return rows
    column = OTHER_COLUMNS.index("指标")
    wide = ((*row[:column], Words(), *row[column:]) for row in rows.rows)
    return Rows(OTHER_COLUMNS, tuple(wide))


def _rows_together(projects: Sequence[Project], tables: Sequence[Rows]) -> list[list[str]] | None:
    """All projects' rows under one head, each beside its project's name.

    Every level is written out, so that a clerk can sort and filter. None where
    the tables have different columns, a level is blank, or a project cannot be
    named for certain.
    """
    heads = {table.head for table in tables if table}
    if not heads:
        return []
    if len(heads) > 1 or any(table and not table.rows for table in tables):
        return None
    for row in (row for table in tables for row in table.rows):
        for words in row:
            check_characters(words)
    if not all(row[at] for table in tables for row in table.rows for at in table.levels):
        return None
    head = heads.pop()
    uses = Counter(name for project in projects for name in _names(project))
    body = []
    for project, table in zip(projects, tables, strict=True):
        name = next((n for n in _names(project) if uses[n] == 1), "")
        if table and not name:
            return None
        body += [[name, *(words.text for words in row)] for row in table.rows]
    return [[PROJECTS, *head], *body]


def _names(project: Project) -> tuple[str, ...]:
    """What 绩效指标.csv may call a project, the friendliest first, each once."""
    address = project.address if project.address_given else ""
    names = (project.name.text, address, project.own_code)
    return tuple(dict.fromkeys(name for name in names if name))


def _fits(table: Sequence[Sequence[str]]) -> bool:
    """Whether the reader takes the table as it is."""
    return len(table) <= SHEET_ROW_LIMIT and all(
        cell == _as_read(cell) for row in table for cell in row
    )


def _as_read(cell: str) -> str:
    """A cell's lines without the blanks at their ends."""
    lines = cell.replace("\r", "\n").split("\n")
    return "\n".join(line.strip(_CELL_BLANK) for line in lines).strip("\n")


def _csv_lines(table: Sequence[Sequence[str]]) -> list[str]:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(table)
    return (BOM + text.getvalue()).removesuffix("\n").split("\n")
