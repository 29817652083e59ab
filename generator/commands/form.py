"""`gongkai form`: what a form asks for, and what it looks like typed."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from ..diagnostics import Problems
from ..forms import Family, Form, load_families
from ..starting.examples import example_overall, example_project
from .common import template_roots
from .outcomes import DONE, Usage


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
        yield f"  {section.key}（{section.kind}，{need}）"
    if family.overall:
        yield f"  {family.overall.key}（部门整体的表：{family.overall.overall}）"
    if family.default_form:
        yield f"  项目（项目表：{family.default_form}）"
    for form in family.forms.values():
        yield ""
        yield from _of_form(form)
    default = family.forms.get(family.default_form)
    for example in (example_overall(family), example_project(family, default) if default else []):
        if example:
            yield ""
            yield "样子："
            yield from (f"  {line}" for line in example)


def _of_form(form: Form) -> Iterator[str]:
    yield f"表“{form.name}”，金额的单位是{form.unit}："
    for field in form.fields:
        group = f"{field.group} → " if field.group else ""
        own = [field.kind, *(["必填"] if field.required else [])]
        own += ["取自评价对象"] if field.inherited else []
        also = f"；也叫{'、'.join(field.aliases)}" if field.aliases else ""
        yield f"  {group}{field.key}（{'，'.join(own)}）{also}"
    if form.columns:
        heads = (f"{c.key}{'' if c.required else '（可以没有）'}" for c in form.columns)
        yield f"  绩效指标的列：{'、'.join(heads)}"
    levels: dict[str, list[str]] = {}
    for level1, level2 in form.classes:
        levels.setdefault(level1, []).append(level2)
    for level1, level2s in levels.items():
        yield f"  {level1 or '（不分一级）'}：{'、'.join(level2s)}"
    for name, classes in form.required_classes:
        yield f"  必有{name}：{'、'.join(level2 or level1 for level1, level2 in classes)}之一"
    if form.offices:
        yield f"  审核意见：{'、'.join(form.offices)}"
    if form.filing:
        yield f"  填报：{'、'.join(form.filing)}"
