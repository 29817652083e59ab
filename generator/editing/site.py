"""站点.yaml for editors."""

from __future__ import annotations

from collections.abc import Iterable

from ..config import SITE_CODE, SITE_KEYS
from .pieces import Node, keyed, matching, one_list_or_each, text


def site(families: Iterable[str]) -> Node:
    """站点.yaml: every key is a text, but for the tables of all families or of each."""
    keys = {key: text(meaning) for key, meaning in SITE_KEYS.items()}
    code = matching(SITE_KEYS["标识码"], SITE_CODE, "标识码是 10 位数字，或“bm”加 8 位数字。")
    tables = one_list_or_each(SITE_KEYS["预算表"], text("预算表的名称。"), families)
    return keyed("网站的设置。", keys | {"标识码": code, "预算表": tables}, ["名称"])
