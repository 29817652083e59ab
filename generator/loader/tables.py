"""Tables in prose: ```表 … ```, typed there or taken from a CSV or XLSX file beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

from ..diagnostics import Problems, RuleBook, Span
from ..files import Folder
from ..forms import TableDefinition, find_table
from ..keys import (
    AS_TYPED,
    ATTACHMENTS,
    DEFAULT_TOTALS,
    DEFINITION,
    OWN_HEAD,
    PROJECT_TABLES,
    PROJECTS,
    TABLE_NAME,
)
from ..limits import COLUMN_LIMIT, HEAD_ROWS_LIMIT, ROW_LIMIT
from ..model.amounts import UNITS
from ..model.words import DataTable, Words
from ..sources.keys import did_you_mean
from ..sources.pipe_table import (
    has_rule,
    is_table_line,
    of_width,
    read_rows,
    report_width,
)
from ..sources.table_source import csv_rows, xlsx_rows
from ..sources.yaml_source import BLANK
from .statutory import Fitted, TypedRows, fit, in_unit

KEYS: Final = (
    DEFINITION, "文件", "标题", "单位", "说明", "表头行数", OWN_HEAD, "合计行", TABLE_NAME,
)  # fmt: skip
# In lower case, for they become files; table-1 is what the program calls a table without one.
_NAME: Final = re.compile(r"(?!table-\d+$)[a-z][a-z0-9-]{0,47}")
_OTHER_DATA: Final = frozenset({"projects", "indicators"})


@dataclass
class TableReader:
    """Reads the tables of one disclosure; remembers which files and definitions were used."""

    folder: Folder
    base: str
    files: tuple[str, ...]
    problems: Problems
    definitions: Mapping[str, TableDefinition]
    used: set[str] = field(default_factory=set)
    defined: dict[str, Span] = field(default_factory=dict)
    named: dict[str, Span] = field(default_factory=dict)

    def read(self, lines: Sequence[Words]) -> DataTable | None:
        """The table that the lines between two fences tell of."""
        span = lines[0].span
        above, typed = _parted(lines[1:])
        keys = self.keys(above)
        file = keys.get("文件")
        if file is not None and typed:
            self.bad(typed[0].span, "表格既给了文件，又写了各行。", "只留一种。")
        if DEFINITION in keys:
            return self.statutory(keys, typed, span)
        count = self.head_rows(keys.get("表头行数"))
        if file is None and not typed:
            self.bad(span, "这张表没有内容。", "写上“文件: 名称.csv”，或在下面写表格的各行。")
            return None
        rows = self.from_file(file, count) if file is not None else self.typed(typed, count)
        if rows is None:
            return None
        head, body = rows
        caption = keys.get("标题", Words("", span))
        if not caption:
            self.bad(span, "表格缺少标题。", "加一行：标题: 部门机构设置情况")
        return DataTable(
            caption,
            tuple(tuple(row) for row in head),
            tuple(tuple(row) for row in body),
            keys["单位"].text if "单位" in keys else "",
            keys["说明"].text if "说明" in keys else "",
            self.totals(keys) or DEFAULT_TOTALS,
            span,
            name=self.name(keys[TABLE_NAME]) if TABLE_NAME in keys else "",
        )

    def name(self, words: Words) -> str:
        """The author's name for a table in addresses; '' where it cannot be one."""
        text = words.text
        owner = next((d.name for d in self.definitions.values() if d.id == text), "")
        if owner or text in self.named:
            used = f"预算表“{owner}”" if owner else f"另一张表（{self.named[text]}）"
            message, hint = f"标识“{text}”是{used}的。", "换一个没有用过的。"
        elif text in _OTHER_DATA or not _NAME.fullmatch(text):
            message = f"“{text}”不能用作表的标识。"
            hint = "用小写英文字母、数字和连字符，例如 institutions；不用 table-1 这样的编号。"
        else:
            self.named[text] = words.span
            return text
        self.problems.add(RuleBook.BAD_ADDRESS, words.span, message, hint)
        return ""

    def statutory(
        self, keys: dict[str, Words], typed: Sequence[Words], span: Span
    ) -> DataTable | None:
        """A table that is defined under `templates/tables/`: without rows it is an empty one."""
        name, unit = keys[DEFINITION], keys.get("单位", Words())
        definition = find_table(self.definitions, name.text)
        if (file := keys.get("文件")) is not None:
            self.used.add(f"{self.base}/{file.text}")  # whatever is wrong, the file is meant
        if definition is None:
            hint = did_you_mean(name.text, self.definitions)
            if name.span.path.endswith((".csv", ".xlsx")):
                hint = f"文件名要写预算表的名称，改好文件名就行。{hint}"
            self.bad(name.span, f"没有名为“{name.text}”的预算表。", hint)
            return None
        if definition.name in self.defined:
            message = f"“{definition.name}”给了两次，另一处在 {self.defined[definition.name]}。"
            self.bad(name.span, message, "只留一处。")
            return None
        self.defined[definition.name] = span
        if TABLE_NAME in keys:
            self.bad(keys[TABLE_NAME].span, "预算表的标识由它的定义给出。", "删去这一行。")
        if unit and unit.text not in UNITS:
            self.bad(unit.span, f"不认识的金额单位：{unit.text}", "可选：" + "、".join(UNITS))
        rows = self.all_rows(file, typed)
        if rows is None:
            return None
        count = self.head_rows(keys["表头行数"]) if "表头行数" in keys else None
        fitted = fit(definition, rows, count, span, self.problems)
        if fitted is None:
            return None
        own_head = self.own_head(keys, fitted)
        head = definition.head(fitted.columns)
        named = tuple(tuple(Words(text, fitted.span) for text in row) for row in head)
        counted = unit.text if unit.text in UNITS else definition.unit
        return DataTable(
            keys.get("标题", Words(definition.title, span)),
            fitted.head if own_head else named,
            in_unit(fitted.rows, fitted.columns, counted),
            unit.text or definition.unit,
            keys["说明"].text if "说明" in keys else "",
            self.totals(keys) or definition.totals or DEFAULT_TOTALS,
            span,
            definition.name,
            own_head=own_head,
        )

    def own_head(self, keys: dict[str, Words], fitted: Fitted) -> bool:
        """Whether the head is printed as it was typed."""
        words = keys.get(OWN_HEAD)
        if words is None:
            return False
        if words.text != AS_TYPED:
            self.bad(
                words.span, f"“{OWN_HEAD}”只能写“{AS_TYPED}”。", f"写成：{OWN_HEAD}: {AS_TYPED}"
            )
        elif not fitted.head:
            self.bad(words.span, f"写了“{OWN_HEAD}: {AS_TYPED}”，却没有写表头。", "写上表头。")
        return bool(fitted.head)

    def all_rows(self, file: Words | None, typed: Sequence[Words]) -> TypedRows | None:
        """The rows of a file, or those typed with the number of those above the rule line."""
        if file is not None:
            path = self.path(file)
            rows = self.rows(path) if path else None
            return TypedRows(rows) if rows is not None else None
        if len(typed) > ROW_LIMIT:
            self.too_long(typed)
            return None
        head, body = read_rows(typed) if typed else ([], [])
        return TypedRows([*head, *body], len(head) if has_rule(typed) else None)

    def totals(self, keys: dict[str, Words]) -> tuple[str, ...]:
        return _words_of_list(keys["合计行"].text) if "合计行" in keys else ()

    def keys(self, lines: Sequence[Words]) -> dict[str, Words]:
        """The `键: 值` lines at the top (either colon)."""
        found: dict[str, Words] = {}
        for line in lines:
            ascii_colon, wide_colon = line.text.find(":"), line.text.find("：")
            places = [at for at in (ascii_colon, wide_colon) if at > 0]
            if not places:
                message = "这一行既不是“键: 值”，也不是表格的一行。"
                self.bad(line.span, message, "表格的行以“|”开头。")
                continue
            at = min(places)
            key, value = line.text[:at].strip(BLANK), line.text[at + 1 :]
            if key not in KEYS:
                self.bad(line.span, f"表格没有“{key}”这个键。", did_you_mean(key, KEYS))
            elif key in found:
                self.bad(line.span, f"“{key}”写了两次。", "只留一个。")
            elif value.strip(BLANK):
                shift = at + 1 + len(value) - len(value.lstrip(BLANK))
                place = Span(line.span.path, line.span.line, line.span.column + shift)
                found[key] = Words(value.strip(BLANK), place)
        return found

    def head_rows(self, words: Words | None) -> int:
        if words is None:
            return 1
        if words.text.isascii() and words.text.isdigit() and len(words.text) < 3:
            count = int(words.text)
            if 1 <= count <= HEAD_ROWS_LIMIT:
                return count
        self.bad(words.span, f"“表头行数”不对：{words.text}", f"写 1 到 {HEAD_ROWS_LIMIT} 的整数。")
        return 1

    def typed(
        self, lines: Sequence[Words], count: int
    ) -> tuple[list[list[Words]], list[list[Words]]] | None:
        if len(lines) > ROW_LIMIT:
            self.too_long(lines)
            return None
        head, body = read_rows(lines)
        if len(head) < count and len(head) == 1:
            head, body = (head + body)[:count], (head + body)[count:]
        return self.checked(head, body, lines[0].span)

    def too_long(self, lines: Sequence[Words]) -> None:
        self.bad(lines[0].span, f"表格超过 {ROW_LIMIT} 行。", "放进 CSV 文件，或分成几张表。")

    def from_file(
        self, name: Words, count: int
    ) -> tuple[list[list[Words]], list[list[Words]]] | None:
        """The rows of a file of the same disclosure, the first `count` of them its head."""
        path = self.path(name)
        rows = self.rows(path) if path else None
        return self.checked(rows[:count], rows[count:], Span(path)) if rows is not None else None

    def path(self, name: Words) -> str:
        """The file of the same disclosure that a table names; '' where there is none."""
        path = f"{self.base}/{name.text}"
        if path not in self.files:
            tables = [f.removeprefix(f"{self.base}/") for f in self.files if _is_table_file(f)]
            hint = did_you_mean(name.text, tables) if tables else (
                "把表格文件放进这个部门的文件夹；只有文件夹写法才能引用表格文件。"
            )  # fmt: skip
            self.bad(name.span, f"没有找到表格文件：{name.text}", hint)
            return ""
        self.used.add(path)
        return path

    def rows(self, path: str) -> list[list[Words]] | None:
        found: list[tuple[Words, ...]] | None = None
        if path.endswith(".csv"):
            if source := self.folder.text(path, self.problems):
                found = csv_rows(source, self.problems)
        elif (data := self.folder.read(path, self.problems)) is not None:
            found = xlsx_rows(path, data, self.problems)
        return [list(row) for row in found] if found is not None else None

    def checked(
        self, head: list[list[Words]], body: list[list[Words]], span: Span
    ) -> tuple[list[list[Words]], list[list[Words]]] | None:
        """Every row as wide as the widest head row, or a diagnostic."""
        width = max((len(row) for row in head), default=0)
        if not width or width > COLUMN_LIMIT:
            self.bad(span, "表格没有表头，或列太多。", f"第一行写列名，最多 {COLUMN_LIMIT} 列。")
            return None
        for row in head:
            if len(row) != width:
                report_width(row[0].span if row else span, width, len(row), self.problems)
        rows = of_width(
            [(row[0].span if row else span, row) for row in body], width, span, self.problems
        )
        return [row for row in head if len(row) == width], [[*row] for row in rows]

    def bad(self, span: Span, message: str, hint: str) -> None:
        self.problems.add(RuleBook.NOT_A_TABLE, span, message, hint)

    def report_unused(self) -> None:
        """Table files that nothing in the prose names."""
        for path in self.files:
            name = PurePosixPath(path.removeprefix(f"{self.base}/"))
            if name.parts[0] in OTHER_FOLDERS or str(name.with_suffix("")) in OWN_TABLES:
                continue
            if _is_table_file(path) and path not in self.used:
                self.problems.add(
                    RuleBook.UNUSED_FILE,
                    Span(path),
                    "没有任何内容用到这个文件。",
                    f"在正文里写：```表，下一行“文件: {name}”；不用的文件请移走。",
                    text="",
                )


OWN_TABLES: Final = (PROJECTS, *PROJECT_TABLES)
OTHER_FOLDERS: Final = (PROJECTS, ATTACHMENTS)


def _parted(lines: Sequence[Words]) -> tuple[list[Words], list[Words]]:
    """The lines of keys, and those of the table; a paste goes on to the end."""
    first = next((n for n, line in enumerate(lines) if is_table_line(line.text)), len(lines))
    if first < len(lines) and "\t" in lines[first].text:
        return list(lines[:first]), list(lines[first:])
    typed = [line for line in lines if is_table_line(line.text)]
    return [line for line in lines if not is_table_line(line.text)], typed


def _is_table_file(path: str) -> bool:
    return path.endswith((".csv", ".xlsx"))


def _words_of_list(text: str) -> tuple[str, ...]:
    for separator in ("，", ",", "、"):
        text = text.replace(separator, "\n")
    return tuple(piece.strip(BLANK) for piece in text.split("\n") if piece.strip(BLANK))
