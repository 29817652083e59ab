"""站点.yaml for editors."""

from __future__ import annotations

from ..config import SITE_CODE, SITE_KEYS
from .pieces import Node, keyed, matching, text


def site() -> Node:
    keys = {key: text(meaning) for key, meaning in SITE_KEYS.items()}
    code = matching(SITE_KEYS["标识码"], SITE_CODE, "标识码是 10 位数字，或“bm”加 8 位数字。")
    return keyed("网站的设置。", keys | {"标识码": code}, ["名称"])
