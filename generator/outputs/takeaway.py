"""What may be taken away of a disclosure: tables, a workbook, a record, and what they hold."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from .. import plan
from ..document.layout import Document
from ..evidence.budget_figures import project_total
from ..model.disclosure import Disclosure
from ..model.tables import Grid, GridKind
from ..model.totals import Total
from . import datapackage, tabular, workbook
from .datapackage import Companion, Resource, data_package
from .datasets import Datasets
from .sheet_rows import Rows
from .table_data import GROUP as IN_TEXT
from .table_data import section_tables
from .tabular import Table, Value, to_csv

UNIT: Final = "万元"
ALL_TABLES: Final = "全部表格"
GROUP: Final = "数据文件"  # of the files that programs read; people want the workbook


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file for the folder data/: `format` is what a reader calls its type.

    `relationship` says what it is to the PDF that carries it; empty where none does. `rows`
    are those of a workbook's tables, for workbooks of several disclosures.
    """

    name: str
    title: str
    format: str
    media_type: str
    data: bytes
    relationship: str = ""
    group: str = ""
    rows: tuple[Rows, ...] = ()


def disclosure_files(datasets: Datasets, license: str) -> Iterator[DataFile]:
    """The data files of one disclosure, those first that most people want."""
    disclosure, document = datasets.disclosure, datasets.document
    tables = (datasets.projects(), datasets.indicators())
    own = [(f"{table.name}.csv", table, to_csv(table)) for table in tables]
    in_text = [
        (f"tables/{table.name}.csv", table, to_csv(table))
        for table in section_tables(disclosure, datasets.family)
    ]
    book = workbook.workbook(
        (
            *map(workbook.table_sheet, tables),
            *(workbook.grid_sheet(grid) for grid in _section_tables(document)),
            workbook.notes_sheet(_notes(datasets, document.outline.title, tables)),
        ),
        document.outline.title,
    )
    rows = tuple(blocks[0] for blocks in book.rows[: len(tables)])
    name, kind = plan.DISCLOSURE_XLSX, workbook.MEDIA_TYPE
    yield DataFile(name, ALL_TABLES, "XLSX", kind, book.read(), rows=rows)
    yield from (_csv_file(*one, GROUP) for one in own)
    yield from (_csv_file(*one, IN_TEXT) for one in in_text)
    yield DataFile(
        plan.DISCLOSURE_JSON,
        "全部数据",
        "JSON",
        datapackage.FILE_TYPE,
        datasets.json(),
        "Source",
        GROUP,
    )
    yield package_file(
        f"{disclosure.id.replace('/', '-')}-{disclosure.year}".lower(),
        document.outline.title,
        describe(disclosure),
        license,
        [_resource(*one) for one in (*own, *in_text)],
        GROUP,
        tuple(_companions(disclosure, document)),
    )


def describe(disclosure: Disclosure) -> str:
    """What the data of a disclosure are, in a sentence."""
    draft = "草案，尚未公开，内容可能改动。" if disclosure.is_draft else ""
    about = f"{disclosure.owner}{disclosure.year}年的项目和绩效指标"
    return f"{about}，金额单位：{UNIT}。{draft}"


def offer(file: DataFile, address: str) -> plan.Download:
    """The file as a page offers it."""
    size = len(file.data)
    return plan.Download(file.title, address, file.media_type, file.format, size, file.group)


def _csv_file(path: str, table: Table, data: bytes, group: str) -> DataFile:
    return DataFile(path, table.title, "CSV", tabular.MEDIA_TYPE, data, "Data", group)


def _resource(path: str, table: Table, data: bytes) -> Resource:
    return Resource(table, path, len(data), hashlib.sha256(data).hexdigest())


def package_file(
    name: str,
    title: str,
    description: str,
    license: str,
    resources: Sequence[Resource],
    group: str = "",
    companions: Sequence[Companion] = (),
) -> DataFile:
    """The description of a data package."""
    data = data_package(name, title, description, license, resources, companions)
    file_type = datapackage.FILE_TYPE
    return DataFile(plan.DATA_PACKAGE, "数据说明", "JSON", file_type, data, group=group)


def total_notes(total: Total) -> Iterator[tuple[str, Value]]:
    """What the projects come to, and what that counts."""
    if total.value is not None:
        yield "项目预算合计", total.value
    if total.note:
        yield "合计说明", total.note


def column_notes(tables: Iterable[Table]) -> Iterator[tuple[str, Value]]:
    """The columns that need a word of explanation."""
    for table in tables:
        for column in table.columns:
            if column.explanation:
                yield f"{table.title}·{column.title}", column.explanation


def _companions(disclosure: Disclosure, document: Document) -> Iterator[Companion]:
    """The attachments and the pictures in the text, as seen from the folder data/."""
    here = plan.data_file(disclosure.year, disclosure.id, plan.DATA_PACKAGE)
    for a in disclosure.attachments:
        path = plan.link(here, plan.attachment_file(disclosure.year, disclosure.id, a.address))
        yield Companion(a.title.text, path, a.kind, a.size, a.digest)
    for shown in {shown.name: shown for shown in reversed(document.illustrations)}.values():
        path = plan.link(here, plan.picture_file(disclosure.year, disclosure.id, shown.name))
        yield Companion(shown.title, path, "图片", shown.of.size, shown.of.digest)


def _section_tables(document: Document) -> Iterator[Grid]:
    for laid in document.walk():
        yield from (grid for grid in laid.grids if grid.kind is GridKind.DATA)


def _notes(datasets: Datasets, title: str, tables: Sequence[Table]) -> Iterator[tuple[str, Value]]:
    disclosure = datasets.disclosure
    yield "标题", title
    yield "部门", disclosure.owner
    yield "年度", disclosure.year
    yield "状态", disclosure.status.value
    yield "批复日期", disclosure.approved_on
    yield "公开日期", disclosure.published_on
    yield "金额单位", UNIT
    yield from total_notes(project_total(disclosure, datasets.family, datasets.document))
    yield from column_notes(tables)
