"""A disclosure and its parts for editors, by the family that `表式` names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..forms import GLOSSARY, MONEY, PLAN, PROSE, TEXT, Column, Family, Field, Form, SectionPlan
from ..keys import (
    ADDED,
    ATTACHMENT_KEYS,
    ATTACHMENTS,
    DISCLOSURE_KEYS,
    FILING,
    INDICATORS,
    LONG_TERM,
    MEANINGS,
    OPINIONS,
    OTHERS,
    PROJECT_KEYS,
    PROJECTS,
    REMARKS,
    SUBGOAL_MEANINGS,
    SUBGOALS,
    TITLE,
    disclosure_keys,
    form_fields,
    project_fields,
)
from ..loader.addresses import ADDRESS
from ..loader.corrections import VERSION
from ..model.disclosure import Status
from ..model.evaluation import Kind
from ..sources.keys import DATE, MOMENT
from .pieces import Node, choice, keyed, listed, matching, or_nothing, text

FAMILY = "表式"
_REQUIRED = ("部门", "年度", "状态", FAMILY)
_ADDRESS_MEND = "用英文字母、数字和连字符，例如 001。"


def disclosure(families: Mapping[str, Family]) -> Node:
    """A disclosure in one file: what it must hold depends on the family."""
    return _by_family("一个部门一年的公开内容。", families, with_sections=True)


def department(families: Mapping[str, Family]) -> Node:
    """The head file of the folder shape: sections and projects may stand in files of their own."""
    return _by_family("部门、年度等；各节和项目可以各写一个文件。", families, with_sections=False)


def project(families: Mapping[str, Family]) -> Node:
    """A project in a file of its own, which does not say its family: the keys of all."""
    forms = [form for family in families.values() for form in family.forms.values()]
    return _project(forms)


def overall(families: Mapping[str, Family]) -> Node:
    """A whole department's form in a file of its own."""
    forms = [f.forms[f.overall.overall] for f in families.values() if f.overall]
    return keyed("部门自己的那张表。", _form_keys(forms))


def overall_keys(families: Mapping[str, Family]) -> list[str]:
    """What whole-department forms are called in content."""
    return sorted({f.overall.key for f in families.values() if f.overall})


def _by_family(meaning: str, families: Mapping[str, Family], with_sections: bool) -> Node:
    common = _common(families)
    chosen = [
        {
            "if": {"properties": {FAMILY: {"const": family.name}}, "required": [FAMILY]},
            "then": _with_added(
                keyed(
                    meaning,
                    _disclosure_keys(family, common),
                    [s.key for s in family.sections() if s.required] if with_sections else (),
                )
            ),
        }
        for family in families.values()
    ]
    return {
        "type": "object",
        "description": meaning,
        "properties": common,
        "required": list(_REQUIRED),
        "allOf": chosen,
    }


def _with_added(closed: Node) -> Node:
    """Where sections are added, any further key may be one of them."""
    added = text(f"“{ADDED}”里列出的章节：正文写在“键: |”下面，一行一段。")
    opened = closed | {"additionalProperties": added}
    return {"if": {"required": [ADDED]}, "then": opened, "else": closed}


def _common(families: Mapping[str, Family]) -> dict[str, Node]:
    """The keys that every disclosure may have."""
    keys = {key: text(meaning) for key, meaning in DISCLOSURE_KEYS.items()}
    told = "；".join(f"{f.name}：{f.description}" for f in families.values() if f.description)
    keys[FAMILY] = choice(f"{DISCLOSURE_KEYS[FAMILY]}{told}。", families)
    keys["类型"] = choice(DISCLOSURE_KEYS["类型"], Kind)
    keys["状态"] = choice(DISCLOSURE_KEYS["状态"], Status)
    keys["标识"] = matching(DISCLOSURE_KEYS["标识"], ADDRESS, _ADDRESS_MEND)
    for key in ("批复日期", "审批日期", "成文日期", "更正日期"):
        mend = "写成年-月-日，例如 2025-02-10。"
        keys[key] = matching(DISCLOSURE_KEYS[key], DATE, mend)
    mend = "写成年-月-日，例如 2025-02-10；知道时间的写 2025-02-10 09:30。"
    keys["公开日期"] = matching(DISCLOSURE_KEYS["公开日期"], MOMENT, mend)
    keys["更正自"] = matching(DISCLOSURE_KEYS["更正自"], VERSION, "写成 v1、v2 等。")
    return keys


def _disclosure_keys(family: Family, common: Mapping[str, Node]) -> dict[str, Node]:
    """All keys of a disclosure of this family, in the order in which messages name them."""
    sections = {s.key: s for s in family.sections()}
    keys: dict[str, Node] = {}
    for key in disclosure_keys(family):
        if key in common:
            keys[key] = common[key]
        elif key in sections:
            keys[key] = _section(family, sections[key])
        elif family.overall and key == family.overall.key:
            forms = [family.forms[family.overall.overall]]
            keys[key] = or_nothing(keyed("部门自己的那张表。", _form_keys(forms)))
        elif key == PROJECTS:
            keys[key] = listed(MEANINGS[key], _project(list(family.forms.values())))
        elif key == FILING:
            names = dict.fromkeys(k for form in family.forms.values() for k in form.filing)
            filed = {name: text(f"{name}。") for name in names}
            keys[key] = or_nothing(keyed(MEANINGS[key], filed))
        elif key == ATTACHMENTS:
            keys[key] = listed(MEANINGS[key], _attachment())
        else:
            keys[key] = text(MEANINGS[key])
    return keys


def _section(family: Family, plan: SectionPlan) -> Node:
    if plan.kind == SUBGOALS:
        keys = {key: text(meaning) for key, meaning in SUBGOAL_MEANINGS.items()}
        keys[INDICATORS] = text(_table(family.subgoal_columns))
        return listed(
            f"“{plan.title or plan.key}”，每项以“- {TITLE}: …”开头。", keyed("一项。", keys)
        )
    what = "术语和解释，一行一条：术语：解释" if plan.kind == GLOSSARY else "一行一段"
    return text(f"“{plan.title or plan.key}”的正文，写在“{plan.key}: |”下面，{what}。")


def _attachment() -> Node:
    keys = {key: text(meaning) for key, meaning in ATTACHMENT_KEYS.items()}
    keys["地址"] = matching(ATTACHMENT_KEYS["地址"], ADDRESS, _ADDRESS_MEND)
    return keyed("一个附件。", keys, (TITLE, "文件"))


def _project(forms: list[Form]) -> Node:
    own = {key: text(meaning) for key, meaning in PROJECT_KEYS.items()}
    own["地址"] = matching(PROJECT_KEYS["地址"], ADDRESS, _ADDRESS_MEND)
    own[FAMILY] = choice(PROJECT_KEYS[FAMILY], dict.fromkeys(form.name for form in forms))
    known = own | _form_keys(forms) | own
    order = dict.fromkeys(key for form in forms for key in project_fields(form))
    groups = [key for key in known if key not in order]
    # A 绩效自评 may name its projects by their codes instead.
    named = any(f.role == "名称" and f.inherited for form in forms for f in form.fields)
    required = () if named else ("名称",)
    return keyed("一个项目。", {key: known[key] for key in (*order, *groups)}, required)


def _form_keys(forms: Iterable[Form]) -> dict[str, Node]:
    """The keys of filled forms; where several know a key, all that it means."""
    keys: dict[str, Node] = {}
    for form in forms:
        for key, node in _one_form(form).items():
            keys[key] = _both(keys[key], node) if key in keys else node
    return keys


def _both(one: Node, other: Node) -> Node:
    """A key of two forms: both meanings, and of a group the keys of both."""
    first, second = str(one["description"]), str(other["description"])
    merged: Node = one | ({} if second in first else {"description": f"{first}\n{second}"})
    mine, theirs = one.get("properties"), other.get("properties")
    if isinstance(mine, dict) and isinstance(theirs, dict):
        merged["properties"] = theirs | mine
    return merged


def _one_form(form: Form) -> dict[str, Node]:
    fields = {field.key: field for field in form.fields}
    keys: dict[str, Node] = {}
    for key in form_fields(form):
        if key in fields:
            keys[key] = text(_field(fields[key], form))
        elif key == INDICATORS:
            keys[key] = text(_table(form.columns) + _classes(form))
        elif key in (OPINIONS, REMARKS, OTHERS, *LONG_TERM):
            keys[key] = text(MEANINGS[key])
        else:
            keys[key] = text(f"{key}，印在表的下面。")
    for group in form.groups:
        inside = {f.key: keys[f.key] for f in form.fields if f.group == group}
        keys[group] = or_nothing(keyed(f"{group}：下面的键也可以直接写在外面。", inside))
    return keys


def _field(field: Field, form: Form) -> str:
    """What a field is, how it is typed and whether it must be there."""
    steps = "，".join(f"{step}…%" for step in form.plan_steps)
    kinds = {
        TEXT: "一行文字。",
        PROSE: f"文字，一行一段；多行的写在“{field.key}: |”下面。",
        MONEY: f"金额，一个数，单位{form.unit}；别的单位连着数写，例如 420000元"
        + ("，也可以写文字。" if field.may_be_text else "。"),
        PLAN: f"到各时点累计支出的百分比：{steps}",
    }
    if field.inherited:
        return f"{field.title}：取自评价对象，那里有的，这里不写。"
    return f"{field.title}：{kinds[field.kind]}" + ("必填。" if field.required else "")


def _table(columns: Iterable[Column]) -> str:
    heads = "、".join(column.key for column in columns if column.is_typed)
    return f"{MEANINGS[INDICATORS]}列名：{heads}。"


def _classes(form: Form) -> str:
    named: dict[str, list[str]] = {}
    for first, second in form.classes:
        named.setdefault(first, []).append(second)
    told = "；".join(f"{first}（{'、'.join(seconds)}）" for first, seconds in named.items())
    return f"类别：{told}。" if told else ""
