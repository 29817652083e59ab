"""The data of a year and of the whole site, gathered from what the departments wrote.

A department's job leaves its tables in the site as CSV; here they are put one
below the other, one file in memory at a time. Drafts are left out.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from .. import plan
from ..config import Site
from ..model.amounts import money, plain_number
from ..model.totals import Total, together
from ..outputs.datapackage import FILE_TYPE, Resource
from ..outputs.datasets import DISCLOSURES, INDICATORS, PROJECTS
from ..outputs.json_text import json_file
from ..outputs.linked_data import Described
from ..outputs.tabular import Column, Table, Value, as_typed, read_csv, to_csv
from ..outputs.takeaway import (
    ALL_TABLES,
    UNIT,
    DataFile,
    column_notes,
    csv_files,
    package_file,
    total_notes,
    workbook_file,
)
from ..outputs.workbook import MOST_ROWS, notes_sheet, table_sheet
from ..summaries import Summary

Place = Callable[[str], Path]
"""Tells where a file of the site stands."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The data of several disclosures, and what they are."""

    described: Described
    files: tuple[DataFile, ...]


def gather_year(place: Place, site: Site, year: int, summaries: Sequence[Summary]) -> Gathered:
    """The data of one year's public disclosures; no files where there are none."""
    public = published(summaries)
    described = _described(f"{site.name}{year}年数据", site, public)
    files = _files(place, site, public, f"y{year}", described, plan.YEAR_XLSX)
    return Gathered(described, tuple(files))


def gather_site(place: Place, site: Site, summaries: Sequence[Summary]) -> Gathered:
    """The data of all years."""
    public = published(summaries)
    described = _described(f"{site.name}全部数据", site, public)
    files = _files(place, site, public, "site", described, plan.SITE_XLSX)
    return Gathered(described, tuple(files))


def published(summaries: Sequence[Summary]) -> list[Summary]:
    """All but the drafts, the latest year first."""
    return sorted((s for s in summaries if not s.is_draft), key=lambda s: (-s.year, s.id))


def _described(title: str, site: Site, public: Sequence[Summary]) -> Described:
    return Described(
        title,
        _description(public),
        site.host or site.operator or site.name,
        tuple(sorted({summary.year for summary in public})),
        max((s.published_on for s in public if s.published_on), default=None),
    )


def _description(public: Sequence[Summary]) -> str:
    """What the data are, and what a sum over them counts."""
    total = together(summary.total for summary in public)
    what = f"已公开的部门预算绩效文本，共 {len(public)} 份，项目 {total.projects} 个"
    value = "" if total.value is None else f"，项目预算合计 {money(total.value)} {UNIT}"
    note = f"（{total.note.removesuffix('。')}）" if total.note else ""
    return f"{what}{value}{note}，金额单位：{UNIT}。不含草案。"


def _files(
    place: Place,
    site: Site,
    public: Sequence[Summary],
    name: str,
    described: Described,
    book: str,
) -> Iterator[DataFile]:
    if not public:
        return
    title = described.title
    disclosures = replace(DISCLOSURES, rows=tuple(map(_row, public)))
    resources = [
        Resource(disclosures, plan.DISCLOSURES_CSV, to_csv(disclosures)),
        _joined(PROJECTS, plan.PROJECTS_CSV, place, public),
        _joined(INDICATORS, plan.INDICATORS_CSV, place, public),
    ]
    yield _book(book, title, resources, together(s.total for s in public))
    yield from csv_files(resources)
    yield DataFile(plan.DISCLOSURES_JSON, "公开目录", "JSON", FILE_TYPE, _record(title, public))
    yield package_file(name, title, described.description, site.license, resources)


def _book(name: str, title: str, resources: Sequence[Resource], total: Total) -> DataFile:
    """The tables as one workbook, named by what is in it, with notes."""
    tables, left_out = fitting([read_csv(r.data, r.table) for r in resources])
    notes: list[tuple[str, Value]] = [("标题", title), ("金额单位", UNIT), *total_notes(total)]
    notes += [(t.title, f"行数超过一张工作表的上限，另见 {t.name}.csv。") for t in left_out]
    notes += column_notes(tables)
    sheets = (*map(table_sheet, tables), notes_sheet(notes))
    called = f"表格（不含{'、'.join(t.title for t in left_out)}）" if left_out else ALL_TABLES
    return workbook_file(name, title, sheets, called)


def fitting(tables: Sequence[Table], most: int = MOST_ROWS) -> tuple[list[Table], list[Table]]:
    """The tables that a sheet of a workbook has room for, and those that it has not."""
    fit = [t for t in tables if len(t.rows) < most]
    return fit, [t for t in tables if t not in fit]


def _row(summary: Summary) -> tuple[Value, ...]:
    return (
        summary.year,
        summary.id,
        summary.department,
        summary.title,
        summary.status.value,
        summary.approved_on,
        summary.published_on,
        len(summary.projects),
        summary.indicator_count,
        summary.total.budgeted,
        summary.total.value,
        summary.total.note,
        plan.disclosure_page(summary.year, summary.id),
    )


def _joined(empty: Table, name: str, place: Place, public: Sequence[Summary]) -> Resource:
    paths = [place(plan.data_file(s.year, s.id, name)) for s in public]
    columns, data = join_csv(empty, paths)
    return Resource(replace(empty, columns=columns), name, data)


def join_csv(empty: Table, paths: Sequence[Path]) -> tuple[tuple[Column, ...], bytes]:
    """Tables of one kind, each in a CSV file, one below the other.

    `empty` says what they have in common; a further column stands behind, blank
    in the rows of those that lack it.
    """
    columns = {column.heading: column for column in empty.columns}
    for path in paths:
        heads = next(_lines(path))
        columns |= {head: Column(as_typed(head)) for head in heads if head not in columns}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for path in paths:
        head, *rows = _lines(path)
        places = {heading: n for n, heading in enumerate(head)}
        writer.writerows([row[places[h]] if h in places else "" for h in columns] for row in rows)
    return tuple(columns.values()), out.getvalue().encode("utf-8-sig")


def _lines(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.reader(lines)


def _record(title: str, public: Sequence[Summary]) -> bytes:
    """Every disclosure with its dates, amounts and projects; amounts are strings in 万元."""
    record = {"标题": title, "单位": UNIT, "公开": [_disclosure(summary) for summary in public]}
    return json_file(record)


def _disclosure(summary: Summary) -> dict[str, object]:
    year, id = summary.year, summary.id
    return {
        "年度": year,
        "标识": id,
        "部门": summary.department,
        "标题": summary.title,
        "状态": summary.status.value,
        "批复日期": str(summary.approved_on or ""),
        "公开日期": str(summary.published_on or ""),
        "项目预算合计": _number(summary.total.value),
        "有预算数的项目数": summary.total.budgeted,
        "合计说明": summary.total.note,
        "指标数": summary.indicator_count,
        "网页": plan.disclosure_page(year, id),
        "数据": plan.data_file(year, id, plan.DISCLOSURE_JSON),
        "项目": [
            {
                "地址": p.address,
                "编码": p.code,
                "名称": p.name,
                "部分": p.part,
                "预算数": {"原文": p.budget.wording, "数值": _number(p.budget.value)},
                "指标数": p.indicators,
                "网页": plan.project_page(year, id, p.address),
            }
            for p in summary.projects
        ],
    }


def _number(value: Decimal | None) -> str | None:
    return plain_number(value) if value is not None else None
