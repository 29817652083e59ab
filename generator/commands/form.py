"""`gongkai form`: what a form asks for, and what it looks like typed."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Final

from ..diagnostics import Problems
from ..forms import GLOSSARY, PLAN, PROSE_SECTION, TABLES, Column, Family, Form, load_families
from ..keys import ADDED, PROJECTS, SUBGOALS
from ..starting.examples import example_added, example_overall, example_project
from .common import template_roots
from .outcomes import DONE, Usage

# What the kinds of sections are, for whoever has not met the words.
_SECTIONS: Final = {
    PROSE_SECTION: "正文",
    SUBGOALS: "一项一项的目标",
    GLOSSARY: "名词解释，一行一条",
    TABLES: "规定公开的预算表",
}


def run(args: argparse.Namespace) -> int:
    """Exit code 0; Usage for a form that there is none of."""
    families = load_families(template_roots(), Problems())
    if args.form is None:
        print("\n".join(_list(families.values())))
        return DONE
    family = families.get(args.form)
    if family is None:
        near = get_close_matches(args.form, families, 1, 0.3)
        said = f"是不是“{near[0]}”？" if near else ""
        raise Usage(f"没有名为“{args.form}”的表式。{said}可选：{'、'.join(families)}。")
    print("\n".join(_told(family)))
    return DONE


def _list(families: Iterable[Family]) -> Iterator[str]:
    yield "可选的表式（gongkai form 加名字看细节）："
    for family in families:
        yield f"  {family.name}：{family.description}（{family.kind}）"


def _told(family: Family) -> Iterator[str]:
    yield f"{family.name}：{family.description}（{family.kind}）"
    for what, text in (("依据", family.source), ("来源", family.origin)):
        if text:
            yield f"{what}：{text}"
    yield ""
    yield "各节（顶格写的键）："
    for section in family.sections():
        need = "必填" if section.required else "可以不写"
        printed = f"；印作“{section.title}”" if section.title not in ("", section.key) else ""
        yield f"  {section.key}（{_SECTIONS[section.kind]}，{need}）{printed}"
    yield f"  {ADDED}（表式里没有的章节，例如三公经费、名词解释，可以不写）"
    if family.overall:
        yield f"  {family.overall.key}（部门整体的表：{family.overall.overall}）"
    if family.default_form:
        yield f"  项目（项目表：{family.default_form}）"
    for form in family.forms.values():
        yield ""
        yield from _of_form(form)
    default = family.forms.get(family.default_form)
    for what, example in (
        (family.overall.key if family.overall else "", example_overall(family)),
        (PROJECTS, example_project(family, default) if default else []),
        (ADDED, example_added(family)),
    ):
        if example:
            yield ""
            yield f"“{what}”的样子："
            yield from (f"  {line}" for line in example)


def _of_form(form: Form) -> Iterator[str]:
    yield f"表“{form.name}”，金额的单位是{form.unit}："
    for field in form.fields:
        group = f"{field.group} → " if field.group else ""
        need = ["取自评价对象，不用写"] if field.inherited else ["必填"] if field.required else []
        own = [field.kind, *need]
        own += [f"写明{'、'.join(form.plan_steps)}的累计百分比"] if field.kind == PLAN else []
        printed = f"；印作“{field.title}”" if field.title != field.key else ""
        others = [name for name in field.aliases if name not in (field.key, field.title)]
        also = f"；导入时也认{'、'.join(others)}" if others else ""
        yield f"  {group}{field.key}（{'，'.join(own)}）{printed}{also}"
    if form.columns:
        yield f"  绩效指标的列：{'、'.join(map(_column, form.columns))}"
    levels: dict[str, list[str]] = {}
    for level1, level2 in form.classes:
        levels.setdefault(level1, []).append(level2)
    for level1, level2s in levels.items():
        yield f"  {level1 or '（不分一级）'}：{'、'.join(level2s)}"
    for name, classes in form.required_classes:
        yield f"  每张表都要有的（{name}）：{_any_of(classes, levels)}"
    if form.offices:
        yield f"  审核意见：{'、'.join(form.offices)}"
    if form.filing:
        yield f"  填报：{'、'.join(form.filing)}"


def _column(column: Column) -> str:
    if column.required:
        return column.key
    return f"{column.key}（{'取自评价对象，' if column.inherited else ''}可以没有）"


def _any_of(classes: Iterable[tuple[str, str]], levels: Mapping[str, Sequence[str]]) -> str:
    """Classes of which one must be there: by their first levels where these are whole."""
    named: dict[str, list[str]] = {}
    for level1, level2 in classes:
        named.setdefault(level1, []).append(level2)
    whole = [f"“{level1}”任何一类" for level1, own in named.items() if own == levels[level1]]
    parts = [level2 or level1 for level1, own in named.items() if own != levels[level1]
             for level2 in own]  # fmt: skip
    return "，或".join((*whole, *dict.fromkeys(parts)))
