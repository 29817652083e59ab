"""Where a key stands that the form of a disclosure does not have: in which other forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from ..forms import ADDED_SECTIONS, Column, Family, Form
from ..keys import FILING, OTHERS, PROJECTS, SUBGOALS, document_shape, form_fields
from ..sources.markdown_source import DocumentShape

# The ways on of what a form has no room for.
_OTHERS: Final = f"要写它，写进“{OTHERS}”的表。"
LEAVE_OUT: Final = "删去这一列。"


@dataclass(frozen=True)
class Elsewhere:
    """Tells of a key which forms have it, with the way on; nothing where none has."""

    family: Family
    families: Mapping[str, Family] = field(default_factory=dict)

    def key(self, name: str) -> str:
        """A key at the top of a disclosure: a section, a whole department's form, 填报."""
        sections = self.having(lambda f: any(s.key == name for s in f.sections()))
        if sections:
            plans = [s for f in self.families.values() for s in f.sections() if s.key == name]
            if all(plan.kind == SUBGOALS for plan in plans):
                return f"“{name}”是表式{sections}的节，{self.mine}没有；删去，或者换表式。"
            return (
                f"“{name}”是表式{sections}的节，{self.mine}没有；"
                f"要写这一节，在“{ADDED_SECTIONS}”里加一行：| {name} |"
            )
        overall = self.having(lambda f: f.overall is not None and f.overall.key == name)
        if overall:
            return f"“{name}”是表式{overall}里部门自己的表，{self.mine}没有；删去，或者换表式。"
        if name == FILING:
            filing = self.having(lambda f: any(form.filing for form in f.forms.values()))
            return f"“{name}”在表式{filing}里才有，{self.mine}没有；删去。" if filing else ""
        return ""

    def field(self, form: Form) -> Callable[[str], str]:
        """A key of a project, or of the whole department's form."""

        def told(name: str) -> str:
            beside = self.beside(form, lambda other: name in form_fields(other))
            if beside:
                return (
                    f"“{name}”是这个表式的表{beside}的栏目，“{form.name}”表没有；"
                    f"项目用那张表的，加一行“表式: {beside.split('、')[0].strip('“”')}”。"
                )
            return self.other_field(name)

        return told

    def other_field(self, name: str) -> str:
        """A field that other families have."""
        others = _named(self.fields.get(name, ()))
        return f"“{name}”是表式{others}的栏目，{self.mine}没有；{_OTHERS}" if others else ""

    def shape(self) -> DocumentShape:
        """How the disclosure is written in Markdown; its items know what only other forms have."""
        shape = document_shape(self.family)
        items = {n: replace(item, elsewhere=self.other_field) for n, item in shape.items.items()}
        project = replace(shape.lists[PROJECTS], elsewhere=self.other_field)
        return replace(shape, items=items, lists={**shape.lists, PROJECTS: project})

    def column(self, columns: Iterable[Column], way: str = _OTHERS) -> Callable[[str], str]:
        """A column of a table of indicators; `way` is the way on."""
        known = {column.key for column in columns}

        def told(name: str) -> str:
            having = (family for family, key in self.columns.get(name, ()) if key not in known)
            others = _named(dict.fromkeys(having))
            return f"“{name}”是表式{others}的列，{self.mine}没有；{way}" if others else ""

        return told

    @cached_property
    def fields(self) -> Mapping[str, Sequence[str]]:
        """The names of the other families that have a field, by its key; any line may ask."""
        found: dict[str, list[str]] = {}
        for family in self.others():
            for key in dict.fromkeys(k for f in family.forms.values() for k in form_fields(f)):
                found.setdefault(key, []).append(family.name)
        return found

    @cached_property
    def columns(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """The other families that have a column, with its key, by each of its names."""
        found: dict[str, list[tuple[str, str]]] = {}
        for family in self.others():
            for column in (c for form in family.forms.values() for c in form.columns):
                for name in dict.fromkeys((column.key, column.title, *column.aliases)):
                    found.setdefault(name, []).append((family.name, column.key))
        return found

    def others(self) -> Iterator[Family]:
        return (f for f in self.families.values() if f.name != self.family.name)

    @property
    def mine(self) -> str:
        return f"这份公开的表式“{self.family.name}”"

    def having(self, has: Callable[[Family], bool]) -> str:
        """The names of the other families that have something."""
        return _named(family.name for family in self.others() if has(family))

    def beside(self, form: Form, has: Callable[[Form], bool]) -> str:
        """The names of the other forms for projects of the same family that have something."""
        part = self.family.overall
        return _named(
            other.name
            for other in self.family.forms.values()
            if other.name not in (form.name, part.overall if part else "") and has(other)
        )


def _named(names: Iterable[str]) -> str:
    return "、".join(f"“{name}”" for name in names)
