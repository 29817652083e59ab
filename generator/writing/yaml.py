"""A disclosure as YAML: one file, and the YAML files of the folder shape."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..forms import Family, PartPlan
from ..keys import PROJECTS, SUBGOALS
from ..model.disclosure import Disclosure
from ..sources.yaml_source import can_stand_in_line
from .entries import (
    Block,
    Entry,
    Group,
    Line,
    Value,
    head_entries,
    plans_in_order,
    remark_entries,
    section_block,
    subgoals_of,
)
from .projects import overall_entries, project_entries
from .prose import plain_line, prose_lines
from .tables import Rows, table_lines


def disclosure_lines(disclosure: Disclosure, family: Family) -> list[str]:
    """The whole disclosure in one file."""
    lines = mapping_lines(head_entries(disclosure, family))
    for plan in plans_in_order(family):
        if isinstance(plan, PartPlan):
            if disclosure.overall is not None:
                overall = Group(tuple(overall_entries(disclosure.overall, family)))
                lines += mapping_lines([(plan.key, overall)])
        elif plan.kind == SUBGOALS:
            items = subgoals_of(disclosure, family, plan)
            lines += _list_lines(plan.key, items) if items or plan.required else []
        elif (block := section_block(disclosure, plan)) or plan.required:
            lines += mapping_lines([(plan.key, block)])
    if disclosure.projects:
        lines += _list_lines(PROJECTS, [project_entries(p, family) for p in disclosure.projects])
    return lines + mapping_lines(remark_entries(disclosure.remarks))


def mapping_lines(entries: Iterable[Entry], indent: int = 0) -> list[str]:
    """`键: 值` lines, and `键: |` with its lines below."""
    return [line for key, value in entries for line in _entry_lines(key, value, indent)]


def _list_lines(key: str, items: Sequence[Sequence[Entry]]) -> list[str]:
    lines = [f"{key}:"]
    for item in items:
        first, *rest = mapping_lines(item, 4)
        lines += [f"  - {first[4:]}", *rest]
    return lines


def _entry_lines(key: str, value: Value, indent: int) -> list[str]:
    pad = " " * indent
    if isinstance(value, Group):
        return [f"{pad}{key}:", *mapping_lines(value.entries, indent + 2)]
    inline = _inline(value)
    if can_stand_in_line(inline):
        return [f"{pad}{key}: {inline}"]
    below = block_lines(value)
    return [f"{pad}{key}: |", *(f"{pad}  {line}" for line in below)] if below else [f"{pad}{key}:"]


def _inline(value: Value) -> str:
    """The text that might stand behind its key, else nothing."""
    match value:
        case Line(words=words):
            return words.text
        case Block(pieces=pieces, below=False):
            return plain_line(pieces)
        case _:
            return ""


def block_lines(value: Line | Block | Rows) -> list[str]:
    """The lines that stand below a key."""
    match value:
        case Line(words=words):
            return [words.text] if words else []
        case Block(pieces=pieces):
            return prose_lines(pieces)
        case Rows():
            return table_lines(value)
