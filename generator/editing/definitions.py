"""The files of families and forms for editors."""

from __future__ import annotations

from ..forms import GLOSSARY, PROSE_SECTION, TABLES
from ..forms.families import CHAPTER_KEYS, FAMILY_KEYS, PART_KEYS
from ..forms.form_file import FORM_KEYS
from ..forms.sums import SCOPES
from ..forms.table_file import TABLE_KEYS
from ..forms.types import NUMBERED
from ..model.amounts import UNITS
from .pieces import Node, choice, keyed, listed, text

_YES_NO = ("是", "否")


def family_file() -> Node:
    """表式.yaml: the structure of the whole text."""
    keys = {key: text(meaning) for key, meaning in FAMILY_KEYS.items()}
    keys["需批复日期"] = choice(FAMILY_KEYS["需批复日期"], _YES_NO)
    keys["编号"] = keyed(FAMILY_KEYS["编号"], {name: text(f"{name}的编号。") for name in NUMBERED})
    keys["预算表"] = listed(FAMILY_KEYS["预算表"], text("预算表的名称。"))
    keys["结构"] = listed(FAMILY_KEYS["结构"], {"anyOf": [_part(), _chapter()]})
    return keyed("一种表式：整份文本的结构和编号。", keys, ("名称", "文本标题", "结构"))


def _part() -> Node:
    keys = {key: text(meaning) for key, meaning in PART_KEYS.items()}
    return keyed("一个部分。", keys, ("部分",))


def _chapter() -> Node:
    keys = {key: text(meaning) for key, meaning in CHAPTER_KEYS.items()}
    keys["类型"] = choice(CHAPTER_KEYS["类型"], (PROSE_SECTION, GLOSSARY, TABLES))
    keys["必填"] = choice(CHAPTER_KEYS["必填"], _YES_NO)
    keys["部分"] = listed(CHAPTER_KEYS["部分"], _part())
    return keyed("一章，或没有标题的前言。", keys)


def form_file() -> Node:
    """A form: its fields, how it is drawn, the columns and classes of its indicators."""
    keys = {key: text(meaning) for key, meaning in FORM_KEYS.items()}
    keys["单位"] = choice(FORM_KEYS["单位"], UNITS)
    keys["审核必填"] = choice(FORM_KEYS["审核必填"], _YES_NO)
    return keyed("一种表。", keys, ("名称", "表题", "字段", "版式", "指标列"))


def table_file() -> Node:
    """A statutory table: its columns, its totals and the sums that must hold."""
    keys = {key: text(meaning) for key, meaning in TABLE_KEYS.items()}
    keys["单位"] = choice(TABLE_KEYS["单位"], UNITS)
    keys["勾稽"] = keyed(TABLE_KEYS["勾稽"], {s: text(f"{s}的勾稽，一行一条。") for s in SCOPES})
    return keyed("一张预算表。", keys, ("名称", "标识", "列"))
