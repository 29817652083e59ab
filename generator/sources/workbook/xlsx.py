"""Workbooks in Office Open XML, transitional and strict, with macros or without."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from lxml import etree

from ..file_kinds import FileKind, kind_of_file, refusal_of
from ..numerals import small_number
from ..package import Package, Wanted, broken, open_package
from .book import Book, RawSheet, Texts, Value, book_of
from .number_formats import BUILT_IN, GENERAL, shown_number, shown_text
from .sheet_xml import RawCell, SheetXml, read_sheet, read_strings, unescaped

WORKBOOK: Final = Wanted("工作簿（.xlsx）", "用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”。")
_PLAIN_NUMBER: Final = re.compile(r"[-+]?(?:\d++(?:\.\d*+)?|\.\d+)(?:[eE][-+]?\d{1,3})?")
_BESIDE: Final = {"drawing": "上的图片、图形或文本框", "oleobject": "上嵌入的对象",
                  "package": "上嵌入的文件"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Listed:
    """A sheet as the workbook lists it."""

    title: str
    part: str
    kind: str
    is_hidden: bool


def read_xlsx_book(data: bytes) -> Book:
    """Every sheet of a workbook; raises Refusal where it is none, and TooLarge."""
    kind = kind_of_file(data)
    if kind not in (FileKind.WORKBOOK, FileKind.MACRO_WORKBOOK):
        raise refusal_of(data, WORKBOOK)
    package = open_package(data, WORKBOOK)
    main = package.main("xl/workbook.xml")
    root = package.xml(main) if main else None
    if root is None:
        raise broken(WORKBOOK)
    listed = list(_listed(package, main, root))
    from_1904 = any(
        e.get("date1904") in ("1", "true") for e in root.iter() if _local(e) == "workbookPr"
    )
    formats = _formats(package, main)
    cells = [s for s in listed if s.kind == "worksheet"]
    others = [f"“{s.title}”不是普通的工作表，" for s in listed if s.kind != "worksheet"]
    found = [(s, read_sheet(package, s.part)) for s in cells if not s.is_hidden]
    strings = _strings(package, main, [x for _, x in found])
    reader = _Reader(strings, formats, from_1904, Texts())
    seen = [_raw(package, s, x, reader) for s, x in found]
    by_part = {s.part: raw for (s, _), raw in zip(found, seen, strict=True)}
    sheets = [by_part.get(s.part) or RawSheet(s.title, is_hidden=True) for s in cells]
    macros = ["宏"] if kind is FileKind.MACRO_WORKBOOK else []
    return book_of(sheets, reader.texts, [*others, *macros])


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _listed(package: Package, main: str, root: etree._Element) -> Iterator[_Listed]:
    relations = package.relations(main)
    for element in root.iter():
        if _local(element) != "sheet":
            continue
        id = next((str(v) for k, v in element.attrib.items() if str(k).endswith("}id")), "")
        kind, part = relations.get(id, ("", ""))
        if not part:
            raise broken(WORKBOOK)
        state = (element.get("state") or "visible").lower()
        yield _Listed(element.get("name") or "", part, kind, state != "visible")


def _formats(package: Package, main: str) -> list[str]:
    """The number format of each cell style; General for one that does not exist."""
    root = next((package.xml(p) for p in package.related(main, "styles")), None)
    if root is None:
        return []
    codes = dict(BUILT_IN)
    for element in root.iter():
        if _local(element) == "numFmt":
            codes[small_number(element.get("numFmtId"), -1)] = element.get("formatCode") or GENERAL
    styles = next((e for e in root if _local(e) == "cellXfs"), ())
    ids = (small_number(e.get("numFmtId")) for e in styles if _local(e) == "xf")
    return [codes.get(id, GENERAL) for id in ids]


def _strings(package: Package, main: str, sheets: Sequence[SheetXml]) -> dict[int, str]:
    wanted = {_of_strings(c.value) for sheet in sheets for c in sheet.cells if c.kind == "s"}
    parts = package.related(main, "sharedstrings")
    return read_strings(package, parts[0], wanted) if parts and wanted else {}


def _of_strings(value: str | None) -> int:
    """Which of the shared strings a cell shows; -1 for none."""
    return small_number((value or "").strip(), -1)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns cells into what Excel shows of them."""

    strings: Mapping[int, str]
    formats: Sequence[str]
    from_1904: bool
    texts: Texts

    def value(self, cell: RawCell) -> Value | None:
        at = (cell.row, cell.column)
        if cell.value is None or (cell.value == "" and cell.formula is not None):
            is_text = cell.kind == "str" and cell.value == ""
            return None if is_text or not cell.formula else Value(*at, "", f"={cell.formula}")
        code = self.formats[cell.style] if 0 <= cell.style < len(self.formats) else GENERAL
        raw = unescaped(cell.value)
        match cell.kind:
            case "s":
                raw = unescaped(self.strings.get(_of_strings(cell.value), ""))
                text = shown_text(raw, code)
            case "b":
                text = "是" if raw.strip() in ("1", "true") else "否"
            case "e":
                return Value(*at, raw, is_error=True)
            case "d":
                text = self.date(raw, code)
            case "n":
                text = shown(raw, code, self.from_1904)
            case _:
                text = shown_text(raw, code)
        text = self.texts.clean(text, *at)
        return Value(*at, text, is_unseen=not text and bool(raw.strip())) if raw.strip() else None

    def date(self, raw: str, code: str) -> str:
        """A date in ISO 8601, as strict workbooks may hold it."""
        try:
            at = datetime.fromisoformat(raw.strip().removesuffix("Z"))
        except ValueError:
            return raw
        first = datetime(1904, 1, 1) if self.from_1904 else datetime(1899, 12, 30)
        past = at.replace(tzinfo=None) - first
        serial = Decimal(past.days) + Decimal(past.seconds) / 86_400
        return shown_number(serial, code, from_1904=self.from_1904) if code != GENERAL else (
            at.date().isoformat() if at.time() == datetime.min.time() else at.isoformat(" ")
        )  # fmt: skip


def shown(raw: str, code: str, from_1904: bool) -> str:
    """A number of a file under a format, as precise as Excel is: 0.1+0.2 is 0.3."""
    if not _PLAIN_NUMBER.fullmatch(raw.strip()) or len(raw) > 60:
        return raw
    try:
        value = Decimal(f"{float(raw):.15g}")
        return shown_number(value, code, from_1904=from_1904)
    except (InvalidOperation, OverflowError, ValueError):
        return raw


def _raw(package: Package, listed: _Listed, xml: SheetXml, reader: _Reader) -> RawSheet:
    values = [value for cell in xml.cells if (value := reader.value(cell))]
    return RawSheet(
        listed.title, values, xml.merged, xml.hidden_rows, xml.hidden_columns,
        further=tuple(_further(package, listed.part)),
    )  # fmt: skip


def _further(package: Package, part: str) -> Iterator[str]:
    """Comments, each by its cell, and whatever else stands on a sheet."""
    said: dict[str, None] = {}
    for kind, target in package.relations(part).values():
        if kind in ("comments", "threadedcomment"):
            root = package.xml(target)
            for element in root.iter() if root is not None else ():
                if _local(element) in ("comment", "threadedComment") and element.get("ref"):
                    said.setdefault(f"单元格 {element.get('ref')} 的批注")
        elif kind in _BESIDE and target in package.names:
            said.setdefault(_BESIDE[kind])
    yield from said
