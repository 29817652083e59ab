"""The projects of the folder shape: a file each, or rows of tables."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from ..diagnostics import Problems, RuleBook, Span
from ..files import Folder
from ..forms import Family
from ..keys import PROJECT_TABLES, PROJECTS, project_shape
from ..model.amounts import NOT_APPLICABLE, parse_amount, units_named
from ..model.words import Words
from ..sources.keys import did_you_mean, nearest
from ..sources.markdown_source import DocumentShape, read_item
from ..sources.nodes import Entry, Mapping, Scalar, Sequence, Table
from ..sources.table_source import read_csv, read_xlsx
from ..sources.yaml_source import BLANK
from .disclosure_files import report_unused, yaml_file

# What may stand behind a column's name: （元）, /万元, 万元.
_UNIT_OF_HEAD: Final = re.compile(r"[（(\[【/／\s].*$")
# Rows of no project for which the nearest name is looked for: with 2,000 names each costs 15 ms.
_MOST_GUESSES: Final = 20
LEADING_DIGITS: Final = re.compile(r"(\d*)[-_.、 ]*(.*)")


@dataclass(frozen=True, slots=True)
class ProjectReader:
    """Gathers a folder's projects, each as the mapping that an author could have typed."""

    folder: Folder
    family: Family
    problems: Problems
    shape: DocumentShape

    def read(self, files: list[str], tables: dict[str, str]) -> Sequence | None:
        """The projects of these files, or of these tables by their names; None where there are
        none or one cannot know which are meant."""
        if not files and PROJECTS not in tables:
            for stem, path in tables.items():
                self.problems.add(
                    RuleBook.UNUSED_FILE,
                    Span(path),
                    f"有{stem}表，却没有项目表。",
                    "加上 项目.csv 或 项目.xlsx。",
                    text="",
                )
            return None
        if files and tables:
            path = next(iter(tables.values()))
            self.problems.add(
                RuleBook.TWO_SHAPES,
                Span(path),
                "项目既写在“项目”文件夹里，又写在表格文件里。",
                "只留一种写法。",
                text="",
            )
            return None
        items = self.in_files(files) if files else self.in_tables(tables)
        return Sequence(tuple(items), Span(files[0] if files else tables[PROJECTS]))

    def in_files(self, files: list[str]) -> list[Mapping]:
        items = []
        for path in sorted(files, key=by_number):
            item = self.in_file(path)
            if item is not None:
                items.append(item)
        return items

    def in_file(self, path: str) -> Mapping | None:
        suffix = PurePosixPath(path).suffix
        if suffix == ".yaml":
            return yaml_file(self.folder, path, self.problems)
        if suffix == ".md":
            source = self.folder.text(path, self.problems)
            shape = self.shape.lists[PROJECTS]
            return read_item(source, shape, self.problems) if source else None
        report_unused(path, self.problems)
        return None

    def in_tables(self, tables: dict[str, str]) -> list[Mapping]:
        projects = self.table(tables[PROJECTS])
        if projects is None:
            return []
        head = self.head(projects)
        items = [_row_mapping(head, row) for row in self.with_units(projects)]
        known = ["名称", *project_shape(self.family).fields]
        meant = [nearest(c.text, known) for c in projects.head if c.text not in known]
        self.problems.explained |= {(item.span, key) for item in items for key in meant}
        for key in PROJECT_TABLES:
            table = self.table(tables[key]) if key in tables else None
            items = self.with_rows(items, key, table) if table else items
        return items

    def head(self, table: Table) -> list[Words | None]:
        """The keys that the columns stand for; a column of no key, or of one given before, is None.

        Told once, at the head, and not again in every row.
        """
        known = ["名称", *project_shape(self.family).fields]
        seen: set[str] = set()
        head: list[Words | None] = []
        for cell in (self.without_unit(cell, known) for cell in table.head):
            if cell.text not in known:
                self.problems.add(
                    RuleBook.UNKNOWN_COLUMN,
                    cell.span,
                    f"项目表没有“{cell.text}”这一列。" if cell else "这一列没有列名。",
                    did_you_mean(cell.text, known) if cell else "写上列名，或删去这一列。",
                )
            elif cell.text in seen:
                self.repeated(cell)
            head.append(cell if cell.text in known and cell.text not in seen else None)
            seen.add(cell.text)
        return head

    def without_unit(self, cell: Words, known: Container[str]) -> Words:
        """The head of a column that names a unit (`预算数（元）`) as the key it stands for."""
        key = _UNIT_OF_HEAD.sub("", cell.text).strip(BLANK)
        is_key = cell.text not in known and key in known and units_named(cell.text)
        return Words(key, cell.span) if is_key else cell

    def with_units(self, table: Table) -> Iterator[tuple[Words, ...]]:
        """The rows, every number of a column whose head names a unit with that unit."""
        units = [units_named(cell.text) for cell in table.head]
        for cell, named in zip(table.head, units, strict=True):
            if len(named) > 1:
                self.problems.add(
                    RuleBook.BAD_AMOUNT,
                    cell.span,
                    f"列名里有两个单位（{'、'.join(named)}），不知道以哪个为准：{cell.text}",
                    "只留一个单位。",
                )
        for row in table.rows:
            yield tuple(
                self.in_unit(word, named[0], head) if len(named) == 1 else word
                for word, named, head in zip(row, units, table.head, strict=True)
            )

    def in_unit(self, word: Words, unit: str, head: Words) -> Words:
        amount = parse_amount(word, unit)
        if amount.value is None or amount.unit == unit:
            return word
        if not amount.unit:
            return Words(f"{word.text}{unit}", word.span)
        self.problems.add(
            RuleBook.BAD_AMOUNT,
            word.span,
            f"列名“{head.text}”的单位是{unit}，这一格写的是{amount.unit}：{word.text}",
            "改成同一个单位。",
        )
        return word

    def repeated(self, cell: Words) -> None:
        self.problems.add(
            RuleBook.REPEATED_COLUMN, cell.span, f"“{cell.text}”这一列写了两次。", "只留一列。"
        )

    def table(self, path: str) -> Table | None:
        if path.endswith(".csv"):
            source = self.folder.text(path, self.problems)
            return read_csv(source, self.problems) if source else None
        data = self.folder.read(path, self.problems)
        return read_xlsx(path, data, self.problems) if data is not None else None

    def with_rows(self, items: list[Mapping], key: str, table: Table) -> list[Mapping]:
        """Give each project its rows of a table; the column 项目 takes name, code or address."""
        heads = [h.text for h in table.head]
        if PROJECTS not in heads:
            self.problems.add(
                RuleBook.MISSING_COLUMN,
                table.span,
                f"{key}表缺少“项目”这一列。",
                "加一列“项目”，每行写项目的名称、编码或地址。",
            )
            self.problems.explained |= {(item.span, key) for item in items}
            return items
        at = heads.index(PROJECTS)
        for again in (h for h in table.head[at + 1 :] if h.text == PROJECTS):
            self.repeated(again)
        keep = [n for n, head in enumerate(heads) if head != PROJECTS]
        rows: dict[int, list[tuple[Words, ...]]] = {}
        called = _called(items)
        names = [_text(item, "名称") for item in items]
        guesses = 0
        for row in table.rows:
            owner = self.owner(called, names if guesses < _MOST_GUESSES else [], row[at])
            if owner is not None:
                rows.setdefault(owner, []).append(tuple(row[n] for n in keep))
            else:
                guesses += 1
        head = tuple(table.head[n] for n in keep)
        if not head:
            self.problems.add(
                RuleBook.MISSING_COLUMN,
                table.span,
                f"{key}表只有“项目”这一列。",
                "加上这张表的其他各列。",
            )
            self.problems.explained |= {(item.span, key) for item in items}
            return items
        return [
            self.with_table(item, key, Table(head, tuple(rows[n]), rows[n][0][0].span))
            if n in rows
            else item
            for n, item in enumerate(items)
        ]

    def with_table(self, item: Mapping, key: str, table: Table) -> Mapping:
        own = item.get(key)
        if own is None:
            return Mapping((*item.entries, Entry(Words(key, table.span), table)), item.span)
        self.problems.add(
            RuleBook.DUPLICATE_KEY,
            own.key.span,
            f"“{key}”给了两次，另一处在 {table.span}。",
            "只留一处。",
        )
        return item

    def owner(self, called: dict[str, list[int]], names: list[str], name: Words) -> int | None:
        """The project that a row is of, by its place among all; None where it is not one.

        `names` are those that a wrong one may be a slip of; empty where none is looked for.
        """
        matches = called.get(name.text, [])
        if len(matches) == 1:
            return matches[0]
        if matches:
            message = f"“{name.text}”对应 {len(matches)} 个项目。"
            hint = "改写项目的编码或地址，只对应一个项目。"
        else:
            message = f"没有“{name.text}”这个项目。" if name else "这一行没有写是哪个项目。"
            any_of_them = "每行都要写项目的名称、编码或地址。"
            hint = did_you_mean(name.text, names) if name and names else any_of_them
        self.problems.add(RuleBook.UNKNOWN_PROJECT, name.span, message, hint)
        return None


def by_number(path: str) -> tuple[int, str]:
    """By leading digits, then by name: 2 stands before 10."""
    match = LEADING_DIGITS.fullmatch(PurePosixPath(path).stem)
    digits = match[1] if match else ""
    return int(digits) if digits and len(digits) < 10 else 10**10, path


def _row_mapping(head: Iterable[Words | None], row: tuple[Words, ...]) -> Mapping:
    """A row of a project table as a project's mapping; a cell may hold several lines."""
    entries = tuple(
        Entry(Words(key.text, cell.span), _cell_scalar(cell))
        for key, cell in zip(head, row, strict=True)
        if key is not None and (cell or key.text == "名称")
    )
    return Mapping(entries, row[0].span)


def _cell_scalar(cell: Words) -> Scalar:
    lines = tuple(Words(x.strip(BLANK), cell.span) for x in cell.text.split("\n") if x.strip(BLANK))
    return Scalar(lines, cell.span, len(lines) > 1)


def _text(item: Mapping, key: str) -> str:
    entry = item.get(key)
    return entry.value.text if entry and isinstance(entry.value, Scalar) else ""


def _called(items: list[Mapping]) -> dict[str, list[int]]:
    """The places of the projects of each name, code and address."""
    called: dict[str, list[int]] = {}
    for n, item in enumerate(items):
        for name in _names(item):
            called.setdefault(name, []).append(n)
    return called


def _names(item: Mapping) -> set[str]:
    return {_text(item, key) for key in ("名称", "编码", "地址")} - {"", *NOT_APPLICABLE}
