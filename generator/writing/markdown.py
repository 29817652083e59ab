"""A disclosure as Markdown: one file, and the section files of the folder shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Final

from ..forms import Family, PartPlan, SectionPlan
from ..keys import INDICATORS, PART, PROJECTS, REMARKS, SUBGOALS, document_shape
from ..model.disclosure import Disclosure, Project
from ..model.words import DataTable, Picture, Words
from ..sources.markdown_source import DocumentShape, ItemShape
from .entries import (
    Block,
    Entry,
    Group,
    Line,
    Value,
    flat,
    head_entries,
    plans_in_order,
    remark_entries,
    section_block,
    subgoals_of,
)
from .faults import Unwritable
from .projects import overall_entries, project_entries
from .prose import plain_line, prose_lines
from .tables import Rows, table_lines
from .yaml import mapping_lines

# Lines that stand together; a blank line parts them from the next.
Chunk = list[str]
_ITEM_LEVEL: Final = 3


def document_lines(disclosure: Disclosure, family: Family) -> list[str]:
    """The whole disclosure in one file: front matter, then the `## ` sections."""
    shape = document_shape(family)
    chunks: list[Chunk] = [["---", *mapping_lines(head_entries(disclosure, family)), "---"]]
    for plan in plans_in_order(family):
        if isinstance(plan, PartPlan):
            chunks += _overall_chunks(disclosure, family, shape.items[plan.key])
        elif (content := section_chunks(disclosure, family, plan)) or plan.required:
            chunks += _under(f"## {plan.key}", content)
    for heading, projects in groupby(disclosure.projects, lambda p: _part_heading(p, shape)):
        items = [
            chunk
            for project in projects
            for chunk in _project_chunks(project, family, shape, heading != PROJECTS)
        ]
        chunks += _under(f"## {heading}", items)
    for key, value in remark_entries(disclosure.remarks):
        if isinstance(value, Block):
            chunks += _under(f"## {key}", [prose_lines(value.pieces)])
    return joined(chunks)


def section_chunks(disclosure: Disclosure, family: Family, plan: SectionPlan) -> list[Chunk]:
    """What stands under the heading of a section, or in its file; empty where it is blank."""
    if plan.kind != SUBGOALS:
        block = section_block(disclosure, plan)
        return [prose_lines(block.pieces)] if block else []
    shape = document_shape(family).lists[plan.key]
    goals = subgoals_of(disclosure, family, plan)
    return [chunk for entries in goals for chunk in _item_chunks(entries, shape)]


def joined(chunks: Sequence[Chunk]) -> list[str]:
    """The chunks' lines, a blank line between two chunks."""
    lines: list[str] = []
    for chunk in chunks:
        lines += ["", *chunk] if lines else chunk
    return lines


def _under(heading: str, chunks: list[Chunk]) -> list[Chunk]:
    """A heading stands directly above what it heads."""
    return [[heading, *(chunks[0] if chunks else [])], *chunks[1:]]


def _overall_chunks(disclosure: Disclosure, family: Family, shape: ItemShape) -> list[Chunk]:
    if disclosure.overall is None:
        return []
    entries = flat(overall_entries(disclosure.overall, family))
    return _field_chunks(f"## {shape.heading}", entries, shape, _ITEM_LEVEL)


def _part_heading(project: Project, shape: DocumentShape) -> str:
    """A part opens with its own heading unless that would be read as something else."""
    taken = project.part in (*shape.prose, *shape.items, *shape.lists, *shape.plain)
    return PROJECTS if taken or not project.part else project.part


def _project_chunks(
    project: Project, family: Family, shape: DocumentShape, under_part: bool
) -> list[Chunk]:
    entries = flat(project_entries(project, family))
    kept = [entry for entry in entries if not (under_part and entry[0] == PART)]
    return _item_chunks(kept, shape.lists[PROJECTS])


def _item_chunks(entries: Sequence[Entry], shape: ItemShape) -> list[Chunk]:
    """An item under its heading, which is its first entry."""
    _, name = entries[0]
    sign = "#" * _ITEM_LEVEL
    heading = f"{sign} {name.words.text}" if isinstance(name, Line) and name else sign
    return _field_chunks(heading, entries[1:], shape, _ITEM_LEVEL + 1)


def _field_chunks(
    heading: str, entries: Sequence[Entry], shape: ItemShape, level: int
) -> list[Chunk]:
    """The heading with the fields, each table by itself, and the fields after it."""
    chunks: list[Chunk] = [[heading]]
    for key, value in entries:
        if isinstance(value, Rows) and value:
            named = [] if key == INDICATORS else [f"{key}："]
            chunks += [[*named, *table_lines(value)], []]
        else:
            chunks[-1] += _field_lines(key, value, shape.fields, level)
    return [chunk for chunk in chunks if chunk]


def _field_lines(key: str, value: Value, fields: Mapping[str, bool], level: int) -> list[str]:
    """`键：值`, or `键：` with the lines below."""
    match value:
        case Line(words=words):
            return [_field_line(key, words)]
        case Block(pieces=pieces):
            text = plain_line(pieces)
            if text and key != REMARKS:
                return [f"{key}：{text}"]
            if fields[key]:
                return [f"{key}：", *prose_lines(pieces, level, fields)]
            return [_only_line(key, value)]
        case Rows() | Group():
            return [f"{key}："]


def _only_line(key: str, block: Block) -> str:
    """The single line of a field that has room for no more."""
    lines = prose_lines(block.pieces)
    spans = [p.span if isinstance(p, DataTable | Picture) else p.words.span for p in block.pieces]
    if len(lines) > 1:
        raise Unwritable(
            f"“{key}”在 Markdown 里只能写一行。", spans[-1], lines[-1], "合成一行，或用 YAML 形式。"
        )
    return _field_line(key, Words(lines[0], spans[0]) if lines else Words())


def _field_line(key: str, words: Words) -> str:
    """`键：值`; in Markdown a line with a tab is a row pasted from Excel."""
    if "\t" in words.text:
        raise Unwritable(
            f"“{key}”里有制表符（Tab），在 Markdown 里会被当作表格。",
            words.span,
            words.text,
            "把制表符改成空格，或用 YAML 形式。",
        )
    return f"{key}：{words.text}"
