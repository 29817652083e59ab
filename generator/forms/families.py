"""Families from their folders: structure, numbering, and the forms beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from ..diagnostics import Problems, Span
from ..files import Folder
from ..model.evaluation import Kind
from ..model.words import Words
from ..sources.keys import Keys, did_you_mean
from ..sources.nodes import Mapping as Node
from .definitions import (
    bad_form,
    file_keys,
    is_yes,
    listed,
    named_rows,
    one_of,
    read_columns,
    repeated,
)
from .form_file import read_form
from .table_file import load_tables
from .tables import TableDefinition, find_table
from .types import (
    FAMILY_FILE,
    GLOSSARY,
    NUMBERED,
    PROSE_SECTION,
    RESERVED_SECTIONS,
    SECTION_KINDS,
    TABLES,
    TABLES_TITLE,
    ChapterPlan,
    Demand,
    Family,
    Form,
    PartPlan,
    SectionPlan,
)


def load_families(roots: Sequence[Path], problems: Problems) -> dict[str, Family]:
    """All families below the template roots; an earlier root's family hides a later one's.

    Each knows the definitions of statutory tables, which the roots hold for all of them.
    """
    tables = load_tables(roots, problems)
    families: dict[str, Family] = {}
    for root in roots:
        base = root / "forms"
        if not base.is_dir():
            continue
        here: dict[str, Family] = {}
        folder = Folder(root)
        paths = tuple(folder.walk())
        for place in sorted(p for p in base.iterdir() if (p / FAMILY_FILE).is_file()):
            path = f"forms/{place.name}"
            own = [p for p in paths if p.startswith(f"{path}/") and p.endswith(".yaml")]
            family = _read_family(folder, path, own, tables, problems)
            if family.name and family.name in here:
                span = Span(f"{path}/{FAMILY_FILE}")
                bad_form(problems, span, f"已有名为“{family.name}”的表式。", "换一个名称。")
                continue
            here[family.name] = family
        families = here | families
    return families


def table_names(
    names: Sequence[Words], tables: Mapping[str, TableDefinition], problems: Problems
) -> tuple[str, ...]:
    """The definitions that a list of tables (预算表) names; others are reported."""
    found: dict[str, None] = {}
    for words in names:
        table = find_table(tables, words.text)
        if table is None:
            hint = did_you_mean(words.text, tables)
            bad_form(problems, words.span, f"没有名为“{words.text}”的预算表。", hint)
        else:
            found[table.name] = None
    return tuple(found)


# What a family's file may say: key → what it means, as editors show it.
FAMILY_KEYS: Final = {
    "名称": "表式的名称，作者写在“表式:”后面。",
    "说明": "这种表式用在哪里。",
    "依据": "按哪个文件编制。",
    "来源": "结构和标题出自哪个文件或哪里公开的文本、哪一年。",
    "类型": "用于哪类公开：部门预算（不写就是），或绩效自评。",
    "文本标题": "整份文本的标题，【部门】【年度】会换成实际的部门和年度。",
    "需批复日期": "公开前是否必须有批复日期：是或否。",
    "需审批": "公开前是否必须写明哪个会议或机构同意公开（审批、审批日期）：是或否。",
    "编号": "各级标题怎么编号，写一个样子，例如 一、 或 1. 或（一）。",
    "结构": "整份文本由哪些章和部分组成，按先后列出。",
    "预算表": "应当公开哪些预算表，按先后列出。",
    "分项指标列": "分项绩效目标的指标表有哪几列，写成表格。",
    "公开事项": "按规定应当公开的事项，写成表格；公开事项清单照它核对。",
}
CHAPTER_KEYS: Final = {
    "章": "一章的标题。",
    "别名": "标题的别的写法，导入 Word 文件时也认，用“、”隔开。",
    "键": "作者写这一章时用的键；不写就用标题。",
    "前言": "没有标题的一段正文，这里写它的键。",
    "类型": "正文、名词（名词解释），或预算表。",
    "必填": "是否必须写：是或否。",
    "部分": "这一章里的各个部分；没有章的，直接写部分的标题。",
}
PART_KEYS: Final = {
    "部分": "一个部分的标题。",
    "节": "这一部分里的各节，写成表格：键、标题、别名、类型、必填。",
    "项目表式": "各项目用哪张表；有它的部分放项目。",
    "整体表式": "部门自己的那张表用哪一种。",
    "键": "作者写部门自己那张表时用的键。",
}


def _read_family(
    folder: Folder,
    base: str,
    paths: Sequence[str],
    tables: Mapping[str, TableDefinition],
    problems: Problems,
) -> Family:
    """The family of a folder `base`, in which the definitions at `paths` stand."""
    before = len(problems.found)
    keys = file_keys(folder, f"{base}/{FAMILY_FILE}", FAMILY_KEYS, problems)
    for key in ("名称", "文本标题", "结构"):
        keys.require(key)
    forms: dict[str, Form] = {}
    for path in paths:
        if FAMILY_FILE not in path:
            form = read_form(folder, path, problems)
            if form.name and form.name in forms:
                bad_form(problems, Span(path), f"已有名为“{form.name}”的表。", "换一个名称。")
            forms[form.name] = form
    chapters = _with_tables(
        tuple(_chapter(item, forms, problems) for item in keys.mappings("结构"))
    )
    _check_structure(chapters, keys, problems)
    return Family(
        name=keys.text("名称").text,
        description=keys.text("说明").text,
        source=keys.text("依据").text,
        origin=keys.text("来源").text,
        title=keys.text("文本标题").text,
        needs_approval_date=is_yes(keys.text("需批复日期"), problems),
        needs_approval=is_yes(keys.text("需审批"), problems),
        numbering=_numbering(keys, problems),
        chapters=chapters,
        subgoal_columns=read_columns(keys.table("分项指标列"), problems),
        forms=forms,
        kind=Kind(one_of(keys.text("类型"), ("", *Kind), problems) or Kind.BUDGET),
        demands=_demands(keys, problems),
        tables=tables,
        required_tables=table_names(keys.texts("预算表"), tables, problems),
        is_faulty=len(problems.found) > before,
    )


def _with_tables(chapters: tuple[ChapterPlan, ...]) -> tuple[ChapterPlan, ...]:
    """The chapters, with one for statutory tables at the end where none is meant for them."""
    sections = [chapter.section for chapter in chapters if chapter.section]
    sections += [s for chapter in chapters for part in chapter.parts for s in part.sections]
    if any(s.kind == TABLES or s.key == TABLES for s in sections):
        return chapters
    section = SectionPlan(TABLES, TABLES_TITLE, TABLES, False)
    return (*chapters, ChapterPlan(TABLES_TITLE, section))


def _check_structure(chapters: Sequence[ChapterPlan], keys: Keys, problems: Problems) -> None:
    """Projects have a part to stand in, and no key of a section is used twice."""
    parts = [part for chapter in chapters for part in chapter.parts]
    if "结构" in keys and not any(part.form for part in parts):
        bad_form(
            problems, keys.span("结构"), "没有一部分放项目的表。", "给一个部分加上“项目表式: …”。"
        )  # fmt: skip
    sections = [chapter.section.key for chapter in chapters if chapter.section]
    sections += [section.key for part in parts for section in part.sections]
    for key in repeated(sections):
        bad_form(problems, keys.span("结构"), f"“{key}”这一节写了两次。", "只留一处。")
    for key in sections:
        if not key:
            bad_form(problems, keys.span("结构"), "有一节没有写“键”。", "写上作者要用的键。")
        elif key in RESERVED_SECTIONS:
            message = f"“{key}”已有别的用处，不能作节的键。"
            bad_form(problems, keys.span("结构"), message, "换一个键。")


def _demands(keys: Keys, problems: Problems) -> tuple[Demand, ...]:
    """公开事项: what must be told, by which regulation, and the words to find it by."""
    found = []
    for row in named_rows(keys.table("公开事项"), ("事项", "依据", "查找"), problems):
        if not row["事项"]:
            bad_form(problems, keys.span("公开事项"), "有一行没有写“事项”。", "写上事项的名称。")
        words = listed(row["查找"]) or (row["事项"].text,)
        found.append(Demand(row["事项"].text, row["依据"].text, words))
    return tuple(found)


def _numbering(keys: Keys, problems: Problems) -> dict[str, str]:
    mapping = keys.mapping_of("编号")
    if mapping is None:
        return dict.fromkeys(NUMBERED, "")
    numbers = Keys(mapping, problems, NUMBERED, "编号")
    return {name: numbers.text(name).text for name in NUMBERED}


def _chapter(item: Node, forms: dict[str, Form], problems: Problems) -> ChapterPlan:
    """An item of 结构: a part, a chapter (章) of parts or of prose, or prose without a heading."""
    if item.get("部分") and not item.get("章"):
        return ChapterPlan(parts=(_part(item, forms, problems),))
    keys = Keys(item, problems, CHAPTER_KEYS, "结构")
    if "前言" in keys:
        return ChapterPlan(section=SectionPlan(keys.text("前言").text, "", PROSE_SECTION, False))
    keys.require("章")
    title = keys.text("章").text
    parts = tuple(_part(part, forms, problems) for part in keys.mappings("部分"))
    aliases = listed(keys.text("别名"))
    if parts:
        return ChapterPlan(title, None, parts, aliases)
    key = keys.text("键").text or title
    required = is_yes(keys.text("必填"), problems)
    kind = one_of(keys.text("类型"), ("", PROSE_SECTION, GLOSSARY, TABLES), problems)
    section = SectionPlan(key, title, kind or PROSE_SECTION, required, aliases)
    return ChapterPlan(title, section)


def _part(item: Node, forms: dict[str, Form], problems: Problems) -> PartPlan:
    keys = Keys(item, problems, PART_KEYS, "结构")
    keys.require("部分")
    for name in ("项目表式", "整体表式"):
        form = keys.text(name)
        if form and form.text not in forms:
            hint = did_you_mean(form.text, forms)
            bad_form(problems, form.span, f"没有名为“{form.text}”的表。", hint)
    sections = tuple(
        SectionPlan(
            row["键"].text,
            row["标题"].text or row["键"].text,
            one_of(row["类型"], SECTION_KINDS, problems),
            is_yes(row["必填"], problems),
            listed(row["别名"]),
        )
        for row in named_rows(keys.table("节"), ("键", "标题", "别名", "类型", "必填"), problems)
    )
    title, overall = keys.text("部分").text, keys.text("整体表式").text
    key = keys.text("键").text or title if overall else ""
    return PartPlan(title, sections, keys.text("项目表式").text, overall, key)
