"""Texts made alike for comparing, each fold named for what it keeps.

From the least to the most that is folded away: `narrow` keeps every letter in its
place; `plain_name` keeps a name without blanks and quotation marks; `bare` keeps
letters and digits alone; `plain_label` keeps a row's name without its number;
`figure_name` keeps what a figure is called, without the words that only fill.
Each is idempotent. The search has a fold of its own (outputs/search/folding.py),
since the reader's browser must do the very same in JavaScript.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from . import any_of

_NARROW: Final = {n: n - 0xFEE0 for n in range(0xFF01, 0xFF5F)}
_FULL_WIDTH: Final = re.compile("[\uff01-\uff5e]")
# Blanks and quotation marks of a name; brackets of document numbers as any others.
_IDLE: Final = re.compile(r"[\s“”\"'‘’]")
_BRACKETS: Final = str.maketrans("〔〕", "[]")
_NUMBER: Final = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[、.](?!\d)|其中[:,]?)"
)

WHOLE_BUDGET: Final = "部门预算"
# What stands before, behind and in the name of a figure, and tells nothing of which it is.
_BEFORE: Final = re.compile(
    rf"^(?:其中:?|(?:以及|和|及|与|按|共|拟|用于|安排|包括|分别为?|主要是|{any_of('years.now')}|本年度?|"
    r"年末|上?一?年末|\d{4}年度?初?|本部门|本单位|本级|我(?:局|委|办|中心|单位|部门)|全局|部门|预算|的|为)"
    r"[,:]?)+"
)
_BEHIND: Final = re.compile(
    rf"(?:{any_of('sums.totals')}|安排|预算数?|资金|总?金额|总数|共|为|是|达到?|计划|数|"
    r"情况|约|不超过|控制在|\(?含?所属单位\)?|[:,])$"
)
_LONGEST_BEHIND: Final = 12
_WITHIN: Final = re.compile(
    r"预算|拨款|日常|核拨|管理资金|(?<=运行)维护|(?<=费)用$|总(?=收入|支出)|\(类\)|类$"
)


def narrow(text: str) -> str:
    """Full-width signs and digits as ASCII ones, letter for letter: `３６．００％` → `36.00%`."""
    # Looking first is quicker by far: most texts have none, and translating goes sign by sign.
    return text.translate(_NARROW) if _FULL_WIDTH.search(text) else text


@lru_cache(8192)
def plain_name(text: str) -> str:
    """A name without blanks and quotation marks, signs in ASCII: `“三公” 经费` → `三公经费`."""
    return _normal(_IDLE.sub("", _normal(text))).translate(_BRACKETS)


def bare(text: str) -> str:
    """The letters and digits of a text: `其中：财政　资金` → `其中财政资金`."""
    return _normal("".join(c for c in _normal(text) if c.isalnum()))


def plain_label(text: str) -> str:
    """The name of a row without its number, 其中： and a colon: `（一） 基本支出` → `基本支出`."""
    name = plain_name(text)
    while (shorter := _NUMBER.sub("", name, count=1)) != name and shorter:
        name = shorter
    return name.rstrip(":")


@lru_cache(8192)
def figure_name(label: str) -> str:
    """What a figure is called, as tables and sentences have in common; '' where nothing is left.

    `（一）政府性基金预算拨款收入` and `本年政府性基金预算收入合计` → `政府性基金收入`.
    """
    name = _without_filling(plain_label(label))
    while (shorter := _without_filling(name)) != name:
        name = shorter
    return name


def _without_filling(name: str) -> str:
    name = name.replace("运维", "运行").replace("运转维护", "运行")
    name = name.replace("财政拨款三公", "三公")  # it is so by definition
    bare = _without_behind(name)
    if bare != name and f"{bare}预算" == WHOLE_BUDGET:
        return WHOLE_BUDGET
    return _WITHIN.sub("", _without_behind(_BEFORE.sub("", name)))


def _without_behind(name: str) -> str:
    """A name without the words at its end, taken off one by one: a long name takes no longer."""
    end = len(name)
    while match := _BEHIND.search(name, max(0, end - _LONGEST_BEHIND), end):
        end = match.start()
    return name[:end]


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
