"""Which keys an author may type where (content-format.md), for every shape alike."""

from __future__ import annotations

from typing import Final

from .forms import Family, Form
from .sources.markdown_source import DocumentShape, ItemShape

SUBGOALS: Final = "分项"
PROJECTS: Final = "项目"
INDICATORS: Final = "绩效指标"
REMARKS: Final = "待核"
PART: Final = "部分"
TITLE: Final = "标题"

DISCLOSURE_KEYS: Final = (
    "部门", "单位编码", "单位名称", "年度", "标识", "表式", TITLE, "状态",
    "批复日期", "公开日期", "编制单位", "审核单位",
)  # fmt: skip
PROJECT_KEYS: Final = ("名称", "编码", "地址", PART, "表式", "单位编码", "单位名称")
# key → whether it may run over several lines
SUBGOAL_FIELDS: Final = {"内容": True, "绩效目标": True, INDICATORS: True}
SUBGOAL_KEYS: Final = (TITLE, *SUBGOAL_FIELDS)


def disclosure_keys(family: Family) -> tuple[str, ...]:
    """All keys at the top of a disclosure of this family."""
    sections = tuple(s.key for s in family.sections())
    return (*DISCLOSURE_KEYS, *sections, PROJECTS, REMARKS)


def project_fields(form: Form) -> dict[str, bool]:
    """A project's keys, and whether each may run over several lines."""
    fields = dict.fromkeys(PROJECT_KEYS, False)
    fields |= {field.key: field.is_long for field in form.fields}
    return fields | {INDICATORS: True, REMARKS: True}


def subgoal_shape() -> ItemShape:
    """How a sub-goal is written in Markdown."""
    return ItemShape(TITLE, SUBGOAL_FIELDS)


def project_shape(family: Family) -> ItemShape:
    """How a project is written in Markdown: the keys of all the family's forms."""
    fields: dict[str, bool] = {}
    for form in family.forms.values():
        for key, is_long in project_fields(form).items():
            fields[key] = fields.get(key, False) or is_long
    fields.pop("名称", None)
    return ItemShape("名称", fields)


def document_shape(family: Family) -> DocumentShape:
    """How a whole disclosure is written in Markdown."""
    sections = family.sections()
    lists = {s.key: subgoal_shape() for s in sections if s.kind == SUBGOALS}
    lists[PROJECTS] = project_shape(family)
    return DocumentShape(
        prose=frozenset(s.key for s in sections if s.kind != SUBGOALS) | {REMARKS},
        lists=lists,
        projects=PROJECTS,
        part_key=PART,
        title_key=TITLE,
        plain=frozenset(DISCLOSURE_KEYS),
    )
