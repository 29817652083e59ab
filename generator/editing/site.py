"""站点.yaml for editors."""

from __future__ import annotations

from collections.abc import Iterable

from ..config import CHANGE_LEVELS, SITE_CODE, SITE_KEYS, WITHDRAWAL_KEYS
from .pieces import Node, choice, keyed, listed, matching, one_list_or_each, text


def site(families: Iterable[str]) -> Node:
    """站点.yaml: every key is a text, but for tables, withdrawals and the level of changes."""
    keys = {key: text(meaning) for key, meaning in SITE_KEYS.items()}
    code = matching(SITE_KEYS["标识码"], SITE_CODE, "标识码是 10 位数字，或“bm”加 8 位数字。")
    tables = one_list_or_each(SITE_KEYS["预算表"], text("预算表的名称。"), families)
    entry = {key: text(meaning) for key, meaning in WITHDRAWAL_KEYS.items()}
    shaped = {
        "标识码": code,
        "预算表": tables,
        "撤下": listed(SITE_KEYS["撤下"], keyed("撤下的一项。", entry, WITHDRAWAL_KEYS)),
        "公开后改动": choice(SITE_KEYS["公开后改动"], CHANGE_LEVELS),
    }
    return keyed("网站的设置。", keys | shaped, ["名称"])
