"""What a finding is about: a rule, why there is one, what it stops, how to mend what breaks it."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from enum import StrEnum
from typing import Final


class Level(StrEnum):
    """How grave a finding is."""

    ERROR = "错误"
    WARNING = "警告"
    NOTE = "提示"


LEVEL_ORDER: Final = {Level.ERROR: 0, Level.WARNING: 1, Level.NOTE: 2}

# The families of ids, in the order in which they are told.
FAMILIES: Final = {
    "WJ": "文件",
    "YF": "语法",
    "BG": "表格",
    "NR": "内容",
    "YY": "引用",
    "ZP": "绩效自评的写法",
    "HM": "豁免",
    "BM": "不公开",
    "GZ": "更正",
    "GK": "公开",
    "LJ": "链接",
    "PD": "PDF",
    "BS": "表式",
    "ZH": "换写法",
    "JX": "预算绩效",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A stable id, a Chinese title, the usual level; `why` tells the reason and its basis.

    `mend` says how to put right what breaks the rule, whatever the finding's own hint
    adds to it. With `in_drafts` it is an error that a draft may still have: something
    that is merely not filled in yet, or an answer to the field's rules.
    """

    id: str
    title: str
    level: Level = Level.ERROR
    _: KW_ONLY
    why: str
    mend: str
    in_drafts: bool = False

    @property
    def family(self) -> str:
        """The letters that the id begins with: a key of FAMILIES."""
        return self.id.rstrip("0123456789")

    @property
    def stops(self) -> str:
        """What a finding stops, as a sentence."""
        return _STOPS[self.level, self.in_drafts and self.level is Level.ERROR]


@dataclass(frozen=True, slots=True)
class FieldRule(Rule):
    """A rule of the field: it judges what was read, and a draft may break it."""

    in_drafts: bool = True


_STOPS: Final = {
    (Level.ERROR, False): "要先改正才能生成，草案也一样。",
    (Level.ERROR, True): "公开前要改正，草案照样生成。",
    (Level.WARNING, False): "供作者核对，不妨碍生成（--strict 时算错误）。",
    (Level.NOTE, False): "只是提示，不妨碍生成。",
}
