"""The data of a year and of the whole site, gathered from what the departments wrote.

A department's job leaves its tables in the site; here they are put one below the
other (`joining`), one of a disclosure in memory at a time. Drafts are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from pathlib import Path

from .. import plan
from ..config import Site
from ..jobs import Written
from ..model.amounts import money, plain_number
from ..model.totals import together
from ..outputs.datapackage import FILE_TYPE, Resource
from ..outputs.datasets import DISCLOSURES, INDICATORS, PROJECTS
from ..outputs.json_text import json_file
from ..outputs.linked_data import Described
from ..outputs.tabular import MEDIA_TYPE as CSV
from ..outputs.tabular import Table, Value, to_csv
from ..outputs.takeaway import ALL_TABLES, UNIT, column_notes, package_file, total_notes
from ..outputs.workbook import MEDIA_TYPE as XLSX
from ..outputs.workbook import MOST_ROWS, notes_sheet, table_sheet, workbook
from ..summaries import Summary
from ..summaries.records import TABLES, Record
from .joining import Joined, Part, join

Place = Callable[[str], Path]
"""Tells where a file of the site stands."""

Put = Callable[[str, Iterable[bytes]], Written]
"""Writes a file of the site, chunk by chunk."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The data of several disclosures, what they are, and how a page offers them."""

    described: Described
    files: tuple[Written, ...]
    downloads: tuple[plan.Download, ...]


def gather_year(
    place: Place, put: Put, site: Site, year: int, records: Sequence[Record]
) -> Gathered:
    """The data of one year's public disclosures; no files where there are none."""
    address = partial(plan.year_data_file, year)
    title, name = f"{site.name}{year}年数据", f"y{year}"
    return _Gathering(place, put, address, site, published(records)).made(
        title, name, plan.YEAR_XLSX
    )


def gather_site(place: Place, put: Put, site: Site, records: Sequence[Record]) -> Gathered:
    """The data of all years."""
    title = f"{site.name}全部数据"
    return _Gathering(place, put, plan.site_data_file, site, published(records)).made(
        title, "site", plan.SITE_XLSX
    )


def published(records: Sequence[Record]) -> list[Record]:
    """All but the drafts, the latest year first."""
    public = (r for r in records if not r.summary.is_draft)
    return sorted(public, key=lambda r: (-r.summary.year, r.summary.id))


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


@dataclass(frozen=True, slots=True)
class _Gathering:
    """Public disclosures, and where their data and the gathered data stand."""

    place: Place
    put: Put
    address: Callable[[str], str]
    site: Site
    public: Sequence[Record]

    def made(self, title: str, name: str, book: str) -> Gathered:
        """All files: the workbook first, which most people want."""
        summaries = [record.summary for record in self.public]
        described = _described(title, self.site, summaries)
        made = tuple(self.files(title, name, described, book)) if self.public else ()
        return Gathered(described, tuple(f for f, _ in made), tuple(d for _, d in made))

    def files(
        self, title: str, name: str, described: Described, book: str
    ) -> Iterator[tuple[Written, plan.Download]]:
        summaries = [record.summary for record in self.public]
        disclosures = replace(DISCLOSURES, rows=tuple(map(_row, summaries)))
        joined = [
            join(empty, [self.part(record, n) for record in self.public])
            for n, empty in enumerate((PROJECTS, INDICATORS))
        ]
        yield self.book(book, title, disclosures, joined)
        tables = [(plan.DISCLOSURES_CSV, disclosures, iter((to_csv(disclosures),)))]
        for path, of_kind in zip(TABLES, joined, strict=True):
            tables.append((path, of_kind.table, of_kind.lines()))
        resources = []
        for path, table, lines in tables:
            written, download = self.offered(path, table.title, "CSV", CSV, lines)
            resources.append(Resource(table, path, written.size, written.sha256))
            yield written, download
        record = _record(title, summaries)
        yield self.offered(plan.DISCLOSURES_JSON, "公开目录", "JSON", FILE_TYPE, (record,))
        told = package_file(name, title, described.description, self.site.license, resources)
        yield self.offered(told.name, told.title, told.format, told.media_type, (told.data,))

    def part(self, record: Record, number: int) -> Part:
        """The table of a disclosure of that number among `TABLES`."""
        file = partial(plan.data_file, record.summary.year, record.summary.id)
        book = self.place(file(plan.DISCLOSURE_XLSX))
        return Part(self.place(file(TABLES[number])), book, record.rows[number])

    def book(
        self, name: str, title: str, disclosures: Table, joined: Sequence[Joined]
    ) -> tuple[Written, plan.Download]:
        """The tables as one workbook, named by what is in it, with notes."""
        total = together(record.summary.total for record in self.public)
        there, left_out = fitting(joined)
        notes: list[tuple[str, Value]] = [("标题", title), ("金额单位", UNIT), *total_notes(total)]
        notes += [
            (table.title, f"行数超过一张工作表的上限，另见 {table.name}.csv。")
            for table in left_out
        ]
        notes += column_notes((disclosures, *(j.table for j in there)))
        sheets = (table_sheet(disclosures), *(j.sheet() for j in there), notes_sheet(notes))
        called = f"表格（不含{'、'.join(t.title for t in left_out)}）" if left_out else ALL_TABLES
        return self.offered(name, called, "XLSX", XLSX, workbook(sheets, title).archive.chunks())

    def offered(
        self, name: str, title: str, format: str, media_type: str, chunks: Iterable[bytes]
    ) -> tuple[Written, plan.Download]:
        """A file written, and as a page offers it."""
        written = self.put(self.address(name), chunks)
        return written, plan.Download(title, written.path, media_type, format, written.size)


def fitting(joined: Sequence[Joined], most: int = MOST_ROWS) -> tuple[list[Joined], list[Table]]:
    """The tables that a sheet of a workbook has room for, and those that it has not."""
    fit = [j for j in joined if j.count < most]
    return fit, [j.table for j in joined if j not in fit]


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
