"""另加章节: the sections that a disclosure adds to those of its family.

They are read before anything else, for how headings and files are read depends on them.
"""

from __future__ import annotations

import re
from typing import Final

from ..diagnostics import Problems, RuleBook
from ..forms import GLOSSARY, PROSE_SECTION, Family, places, with_added
from ..keys import ADDED, ADDED_COLUMNS, ADDED_OPTIONAL, disclosure_keys
from ..limits import ADDED_LIMIT
from ..model.disclosure import AddedSection
from ..model.words import Words
from ..sources.keys import Keys, did_you_mean
from ..sources.nodes import Mapping
from ..sources.records import read_records

# What can be a key, a heading and the name of a file alike.
_KEY: Final = re.compile(r"(?:[^\W\d_]|[“‘《（])[\w“”‘’《》（）、·-]{0,19}")
_KINDS: Final = ("", PROSE_SECTION, GLOSSARY)


def added_to(family: Family, mapping: Mapping, problems: Problems) -> Family:
    """The family with the sections that the head of a disclosure adds; faulty rows are told."""
    entry = mapping.get(ADDED)
    if entry is None:
        return family
    keys = Keys(Mapping((entry,), mapping.span), problems, (ADDED,), "公开内容")
    added: list[AddedSection] = []
    rows = read_records(keys, ADDED, ADDED_COLUMNS, ADDED_OPTIONAL, problems)
    for number, (cells, span) in enumerate(rows):
        if number == ADDED_LIMIT:
            message = f"“{ADDED}”超过 {ADDED_LIMIT} 行，其余的没有读。"
            problems.add(RuleBook.ADDED_SECTION, span, message, "合并一些章节。")
            break
        key, after, kind, title = (cells[c] for c in (*ADDED_COLUMNS, *ADDED_OPTIONAL))
        so_far = with_added(family, added)
        fault = _bad_key(so_far, key)
        if fault:
            problems.add(RuleBook.ADDED_SECTION, key.span if key else span, *fault)
            continue
        # A section whose place or kind is not known is read all the same: one cause, one message.
        is_placed = not after or after.text in places(so_far)
        if not is_placed:
            message = f"“接在”的“{after.text}”不是文本里的章节。"
            hint = f"{did_you_mean(after.text, places(so_far))}放在最后的空着。"
            problems.add(RuleBook.ADDED_SECTION, after.span, message, hint)
        is_known = kind.text in _KINDS
        if not is_known:
            message = f"“类型”不能是“{kind.text}”。"
            hint = f"可选：{PROSE_SECTION}、{GLOSSARY}；正文可以空着。"
            problems.add(RuleBook.ADDED_SECTION, kind.span, message, hint)
        added.append(
            AddedSection(key, after if is_placed else Words(), kind if is_known else Words(), title)
        )
    return with_added(family, added)


def _bad_key(family: Family, key: Words) -> tuple[str, str] | None:
    """What is wrong with a name, and the hint; the family has the rows above already."""
    if not key:
        return "这一行没有写“章节”。", "写上章节的名称，例如 三公经费；不要的行删去。"
    if key.text in disclosure_keys(family):
        message = f"“{key.text}”已经有了，不能再加。"
        return message, "表式里已有的章节直接写；要另起一节的，换一个名称。"
    if key.text in {*places(family), *(part.title for part in family.parts)}:
        return f"“{key.text}”是文本里已有的标题，不能作章节的名称。", "换一个名称。"
    if not _KEY.fullmatch(key.text):
        return (
            f"“{key.text}”不能作章节的名称：它也是键和文件名。",
            "用 20 个以内的汉字、字母或数字，以字开头，不带空格和冒号；"
            "要印的标题另写在“标题”一列。",
        )
    return None
