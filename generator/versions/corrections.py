"""更正记录: what a correction changed, found by comparing both texts as they are printed.

Sections, projects and rows are matched by what names them, not by their place:
a project by its address or its code, an indicator by its name, a row of a table
by its first cell. So whatever a page prints, a figure in prose too, is compared.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final

from ..document.layout import Document, Laid, data_grid, passages
from ..document.outline import ATTACHMENTS, SECTION, Entry, Outline
from ..model.disclosure import Disclosure, Project, SubGoal
from ..model.tables import Cell, Grid, GridKind
from ..model.texts import Link, Text
from ..model.words import DataTable, Words

NONE: Final = "（无）"
TITLE: Final = "更正记录"
HEAD: Final = ("对象", "内容", "更正前", "更正后")
ID: Final = "gengzheng"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: `what` of `object`; a side is （无） where it has no such thing."""

    object: str
    what: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Edition:
    """One text of a disclosure: as typed, and as laid out."""

    disclosure: Disclosure
    document: Document


@dataclass(frozen=True, slots=True)
class Corrected:
    """One correction: since when, why, of which version (v1), and every difference."""

    on: datetime.date | None
    reason: str
    of: str
    changes: tuple[Change, ...]


def corrected(former: Edition, current: Edition) -> Corrected:
    """What `current`, which corrects `former`, changed."""
    made = current.disclosure.correction
    return Corrected(made.on, made.reason.text, made.of.text, compare(former, current))


def compare(former: Edition, current: Edition) -> tuple[Change, ...]:
    """Every difference, in the order of the current text; what is gone comes last."""
    names = _same_projects(former.disclosure, current.disclosure)
    old, new = _sections(former.document, names), _sections(current.document, {})
    changes = list(_values("封面", _head(former), _head(current)))
    for key, laid in new.items():
        changes += _of_section(_name(laid), old.get(key), laid)
    for key, laid in old.items():
        if key not in new:
            changes += _of_section(_name(laid), laid, None)
    return tuple(changes)


def _head(edition: Edition) -> dict[str, str]:
    """What stands on the cover and above the text."""
    d = edition.disclosure
    values = {
        "标题": edition.document.outline.title,
        "单位编码": d.unit_code.text,
        "单位名称": d.unit_name.text,
        "编制单位": d.compiled_by.text,
        "审核单位": d.reviewed_by.text,
        "批复日期": str(d.approved_on or ""),
        "公开日期": str(d.published_on or ""),
    }
    files = {f"附件 {a.title}": f"{a.kind} {a.size} 字节" for a in d.attachments}
    return {key: value for key, value in (values | files).items() if value}


def _same_projects(former: Disclosure, current: Disclosure) -> dict[str, str]:
    """Former addresses whose project stands under another one now, found by its code."""
    taken = {p.address for p in current.projects}
    by_code = {p.own_code: p.address for p in current.projects if p.own_code}
    earlier = {old: p.address for p in current.projects for old in p.former_addresses}
    renamed = {p.address: earlier.get(p.address) or by_code.get(p.own_code, "")
               for p in former.projects if p.address not in taken}  # fmt: skip
    return {address: now for address, now in renamed.items() if now}


def _sections(document: Document, names: Mapping[str, str]) -> dict[tuple[str, ...], Laid]:
    """Every part of the text that has something under it, by what names it."""
    found: dict[tuple[str, ...], Laid] = {}

    def visit(laid: Laid, above: tuple[str, ...]) -> None:
        key = (*above, *_key(laid, names))
        if laid.blocks:
            found[_unused(key, found)] = laid
        for child in laid.children:
            visit(child, key)

    for part in document.parts:
        visit(part, ())
    return found


def _key(laid: Laid, names: Mapping[str, str]) -> tuple[str, ...]:
    match laid.entry.of:
        case Project() as project:
            return ("项目", names.get(project.address, project.address))
        case SubGoal() as goal:
            return ("分项", goal.title.text)
    return (laid.entry.title,)


def _unused(key: tuple[str, ...], found: Mapping[tuple[str, ...], Laid]) -> tuple[str, ...]:
    """The key, or the key with a count where sections of one name stand side by side."""
    count, free = 1, key
    while free in found:
        count += 1
        free = (*key, str(count))
    return free


def _name(laid: Laid) -> str:
    of = laid.entry.of
    return of.name.text if isinstance(of, Project) else laid.entry.title or "正文"


def _of_section(name: str, old: Laid | None, new: Laid | None) -> Iterator[Change]:
    present = new or old
    if present is not None and isinstance(present.entry.of, Project) and not (old and new):
        summary = _summary(present.entry.of)
        yield Change(name, "整个项目", *((summary, NONE) if old else (NONE, summary)))
        return
    yield from _texts(name, _paragraphs(old), _paragraphs(new))
    yield from _values(name, _pictures(old), _pictures(new))
    tables, new_tables = _tables(old), _tables(new)
    for title in dict.fromkeys((*tables, *new_tables)):
        yield from _of_table(name, title, tables.get(title), new_tables.get(title))


def _summary(project: Project) -> str:
    """A project that came or went, in a line."""
    budget = project.budget
    money = f"，预算数 {budget.wording}" if budget else ""
    return f"{project.name.text}{money}，绩效指标 {len(project.indicators.rows)} 条"


def _paragraphs(laid: Laid | None) -> list[str]:
    blocks = laid.blocks if laid else ()
    return [text for b in blocks if isinstance(b, Text) for _, text in passages(b)]


def _pictures(laid: Laid | None) -> dict[str, str]:
    """The pictures of a section by their captions; another file is another picture."""
    shown = laid.illustrations if laid else ()
    titles = _counted(f"图“{x.caption.plain or x.of.file}”" for x in shown)
    return {
        title: f"{x.description}（{x.of.width}×{x.of.height} 像素，SHA-256 {x.of.digest[:8]}…）"
        for title, x in zip(titles, shown, strict=True)
    }


def _texts(name: str, old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """Paragraphs that changed, came or went; the count is that of the text that has them."""
    longest = max(len(old), len(new))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for how, a, b, c, d in matcher.get_opcodes():
        if how == "equal":
            continue
        pairs = max(b - a, d - c)
        for n in range(pairs):
            was = old[a + n] if a + n < b else NONE
            now = new[c + n] if c + n < d else NONE
            place = c + n if c + n < d else a + n
            yield Change(name, f"第 {place + 1} 段" if longest > 1 else "正文", was, now)


Rows = dict[str, dict[str, str]]
"""A table's cells by row, then by column; the empty row's name is that of a form."""


def _tables(laid: Laid | None) -> dict[str, Rows]:
    """The tables of a section by their captions without the name of a project."""
    grids = laid.grids if laid else ()
    titles = _counted(grid.caption.rpartition("：")[2] for grid in grids)
    return {
        title: _fields(grid) if grid.kind is GridKind.FIELDS else _rows(grid)
        for title, grid in zip(titles, grids, strict=True)
    }


def _fields(grid: Grid) -> Rows:
    """A form's fields by their keys; a step of a plan as 支出计划·3月底."""
    cells = [c for c in grid.cells if c.key]
    keys = _counted(c.key.replace(".", "·") for c in cells)
    return {"": {key: c.text for key, c in zip(keys, cells, strict=True)}}


def _rows(grid: Grid) -> Rows:
    """The rows below the head by their names; merged cells count in each of their rows."""
    at: dict[tuple[int, int], Cell] = {
        (r, c): cell
        for cell in grid.cells
        for r in range(cell.row, cell.row + cell.rowspan)
        for c in range(cell.column, cell.column + cell.colspan)
    }
    columns = range(len(grid.widths))
    heads = _counted(_column_head(grid, at, c) for c in columns)
    rows = [[at.get((r, c)) for c in columns] for r in range(grid.head_rows, grid.row_count)]
    names = _counted(_row_name(row) for row in rows)
    return {
        name: {h: cell.text for h, cell in zip(heads, row, strict=True) if cell}
        for name, row in zip(names, rows, strict=True)
    }


def _column_head(grid: Grid, at: Mapping[tuple[int, int], Cell], column: int) -> str:
    found = (at.get((r, column)) for r in range(grid.head_rows))
    return "·".join(dict.fromkeys(cell.text for cell in found if cell and cell.text))


def _row_name(row: Sequence[Cell | None]) -> str:
    """The last of the cells that head the row (an indicator's own name), else its first text."""
    heads = [cell.text for cell in row if cell and cell.is_head and cell.text]
    others = [cell.text for cell in row if cell and cell.text]
    return heads[-1] if heads else (others or [""])[0]


def _counted(names: Iterable[str]) -> list[str]:
    """The names, a repeated one with its count: each is there once."""
    seen: Counter[str] = Counter()
    result = []
    for name in names:
        seen[name] += 1
        result.append(name if seen[name] == 1 else f"{name}（{seen[name]}）")
    return result


def _of_table(name: str, title: str, old: Rows | None, new: Rows | None) -> Iterator[Change]:
    old, new = old or {}, new or {}
    for row in dict.fromkeys((*new, *old)):
        if row in old and row in new:
            label = f"{row}·" if row else ""
            yield from _values(name, old[row], new[row], label)
        else:
            whole = "；".join(v for v in (new.get(row) or old[row]).values() if v)
            was, now = (NONE, whole) if row in new else (whole, NONE)
            yield Change(name, row or title, was, now)


def _values(
    name: str, old: Mapping[str, str], new: Mapping[str, str], label: str = ""
) -> Iterator[Change]:
    for key in dict.fromkeys((*new, *old)):
        was, now = old.get(key, ""), new.get(key, "")
        if was != now:
            yield Change(name, f"{label}{key}", was or NONE, now or NONE)


def with_record(
    document: Document, history: Sequence[Corrected], place: Callable[[str], tuple[str, str]]
) -> Document:
    """The document with its record of corrections as the last part, the latest one first.

    `place` gives of a former version where it stands in the site: its folder, and the link
    that leads there.
    """
    if not history:
        return document
    kinds = [part.kind for part in document.outline.parts if part.kind != ATTACHMENTS]
    kind = kinds[-1] if kinds else SECTION
    laid = [_laid(n, correction, place) for n, correction in enumerate(history, 1)]
    entry = Entry(ID, kind, 1, "", TITLE, tuple(child.entry for child in laid))
    outline = Outline(document.outline.title, (*document.outline.parts, entry))
    return replace(document, outline=outline, parts=(*document.parts, Laid(entry, (), tuple(laid))))


def _laid(number: int, correction: Corrected, place: Callable[[str], tuple[str, str]]) -> Laid:
    entry = Entry(f"{ID}-{number}", SECTION, 2, "", _heading(correction))
    folder, href = place(correction.of)
    texts = [Text((f"更正说明：{correction.reason}",))] if correction.reason else []
    texts.append(Text((Link("更正前的文本", href), f"保留在本网站 {folder}/。")))
    if not correction.changes:
        return Laid(entry, (*texts, Text(("更正前后的文本逐项相同。",))))
    table = DataTable(
        Words(f"{_heading(correction)}的内容"),
        (tuple(Words(head) for head in HEAD),),
        tuple(
            tuple(Words(text) for text in (c.object, c.what, c.old, c.new))
            for c in correction.changes
        ),
    )
    return Laid(entry, (*texts, data_grid(f"{ID}-t{number}", table)))


def _heading(correction: Corrected) -> str:
    on = correction.on
    return f"{on.year}年{on.month}月{on.day}日更正" if on else "更正（未定日期）"


def history_json(history: Sequence[Corrected]) -> list[dict[str, object]]:
    """The record as data."""
    return [
        {
            "更正日期": str(c.on or ""),
            "更正说明": c.reason,
            "更正自": c.of,
            "更正内容": [
                {"对象": x.object, "内容": x.what, "更正前": x.old, "更正后": x.new}
                for x in c.changes
            ],
        }
        for c in history
    ]
