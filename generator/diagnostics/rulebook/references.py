"""The rules of figures in prose that come from the model."""

from __future__ import annotations

from ..rules import Rule


class ReferenceRules:
    """YY: figures in prose that come from the model."""

    BAD_FIGURE = Rule(
        "YY01",
        "引用写法不对",
        why="正文里的 {{ … }} 要按规定的写法，才知道引用的是哪个数。",
        mend="按提示改写，写法见《作者指南》的“在文字里引用数字”。",
    )
    NO_MATCH = Rule(
        "YY02",
        "引用没有对应的内容",
        why="引用的项目、指标或表不存在，印不出数。",
        mend="改正名称，或删去这处引用。",
    )
    MANY_MATCHES = Rule(
        "YY03",
        "引用对应多处",
        why="引用对应几处，不知道取哪个数。",
        mend="改用项目编码，或加上二级指标的名称。",
    )
