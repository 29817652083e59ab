"""Reading a mapping whose keys are known: every fault is reported, none is passed over."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import islice
from typing import Final

from ..diagnostics import Problems, Rule, RuleBook, Span
from ..lexicon.folding import narrow
from ..model.words import Words
from .nodes import Mapping, Node, Scalar, Sequence, Table, kind_of
from .pipe_table import read_table

DATE: Final = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?")

# A date, and the time of day where one follows.
MOMENT: Final = re.compile(rf"(?:{DATE.pattern})(?:\s+(\d{{1,2}})[:：](\d{{2}}))?")


def did_you_mean(key: str, known: Iterable[str], elsewhere: str = "") -> str:
    """A hint with the nearest known key and what is told of the key `elsewhere`.

    Where there is neither, with the first of the known keys.
    """
    names = tuple(islice(known, _MOST_KEYS))
    near = nearest(key, names)
    if near:
        return f"是不是“{near}”？{elsewhere}"
    if elsewhere:
        return elsewhere
    more = "等" if len(names) > _MOST_NAMED else ""
    return "这里可以写：" + "、".join(names[:_MOST_NAMED]) + f"{more}。"


def nearest(key: str, known: Iterable[str]) -> str:
    """The known key that one is a slip of, or nothing."""
    return _nearest(key[:_LONGEST_KEY], tuple(islice(known, _MOST_KEYS)))


@lru_cache(1024)
def _nearest(key: str, names: tuple[str, ...]) -> str:
    """The name that a key is a slip of, or nothing."""
    near = [name for name in names if key and (name in key or key in name)]
    return next(iter(difflib.get_close_matches(key, names, 1, 0.5) or near), "")


# Beyond these a key is no slip of the pen, and a list of names no help.
_LONGEST_KEY: Final = 60
_MOST_KEYS: Final = 2_000
_MOST_NAMED: Final = 60


def parse_date(text: str) -> datetime.date | None:
    """A calendar date as finance offices write it; None for anything else."""
    match = DATE.fullmatch(narrow(text))
    return _calendar(match) if match else None


def no_such_day(text: str) -> str:
    """What the calendar says against a date that is written well: 2025年2月没有30日.

    Empty for a day that there is, and for what is no date at all.
    """
    match = DATE.match(narrow(text))
    if match is None or _calendar(match) is not None:
        return ""
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    if not 1 <= month <= 12:
        return f"一年没有{month}月"
    return f"{year}年{month}月没有{day}日" if year else "没有公元0年"


def _calendar(match: re.Match[str]) -> datetime.date | None:
    """The day of a match whose first three groups are year, month and day, if there is one."""
    try:
        return datetime.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


class Keys:
    """The entries of one mapping, taken by key; unknown keys are faults."""

    def __init__(
        self,
        mapping: Mapping,
        problems: Problems,
        known: Iterable[str],
        place: str,
        elsewhere: Callable[[str], str] = lambda _: "",
    ) -> None:
        """`elsewhere` tells where a key that is not `known` is one, or nothing."""
        self.mapping = mapping
        self.problems = problems
        self.place = place
        names = list(known)
        for entry in mapping:
            if entry.key.text not in names and not problems.is_full(
                RuleBook.UNKNOWN_KEY, entry.key.span.path
            ):
                problems.add(
                    RuleBook.UNKNOWN_KEY,
                    entry.key.span,
                    f"{place}没有“{entry.key.text}”这个键。",
                    did_you_mean(entry.key.text, names, elsewhere(entry.key.text)),
                )
                problems.explained.add((mapping.span, nearest(entry.key.text, names)))

    def __contains__(self, key: str) -> bool:
        return self.mapping.get(key) is not None

    def span(self, key: str) -> Span:
        """Where the value of a key stands, else the mapping."""
        entry = self.mapping.get(key)
        return entry.value.span if entry else self.mapping.span

    def require(
        self,
        key: str,
        hint: str = "",
        rule: Rule = RuleBook.MISSING_KEY,
        place: Span | None = None,
    ) -> None:
        """Report a key that is absent or blank: one without which nothing can be made.

        `place` is where an absent one is told of, else the mapping. Of one that was only
        misspelt the misspelling was told.
        """
        entry = self.mapping.get(key)
        if entry is None and self.problems.is_explained(self.mapping.span, key):
            return
        if entry is None and not self.mapping.is_torn:
            self.problems.add(
                rule,
                place or self.mapping.span,
                f"{self.place}缺少“{key}”。",
                hint or f"加一行：{key}: …",
            )
        elif entry is not None and _is_blank(entry.value):
            self.problems.add(
                rule,
                entry.key.span,
                f"{self.place}的“{key}”是空的。",
                hint or f"写上“{key}”的内容。",
            )

    def expect(self, key: str, hint: str = "", place: Span | None = None) -> None:
        """Report a key that is not filled in yet: a draft is made without it."""
        self.require(key, hint, RuleBook.NOT_FILLED, place)

    def wrong(self, key: str, wanted: str, node: Node) -> None:
        self.problems.add(
            RuleBook.WRONG_KIND,
            node.span,
            f"“{key}”应当是{wanted}，这里是{kind_of(node)}。",
            _MENDS.get(wanted, ""),
        )

    def block(self, key: str) -> Scalar:
        """The lines under a key; empty where it is absent."""
        entry = self.mapping.get(key)
        if entry is None:
            return Scalar((), self.mapping.span)
        if isinstance(entry.value, Scalar):
            return entry.value
        self.wrong(key, "文字", entry.value)
        return Scalar((), entry.key.span)

    def text(self, key: str) -> Words:
        """One line of text under a key; its place is the mapping's where it is absent."""
        block = self.block(key)
        if len(block.lines) > 1:
            self.problems.add(
                RuleBook.WRONG_KIND,
                block.lines[1].span,
                f"“{key}”只能写一行。",
                "合成一行。",
            )
        return block.lines[0] if block.lines else Words("", block.span)

    def date(self, key: str) -> datetime.date | None:
        """`2025-02-10` or `2025年2月10日`."""
        words = self.text(key)
        if not words:
            return None
        date = parse_date(words.text)
        if date is None:
            self._bad_date(key, words)
        return date

    def _bad_date(self, key: str, words: Words) -> None:
        missing = no_such_day(words.text)
        said = f"的日子不存在：{missing}。" if missing else f"不是日期：{words.text}"
        hint = "改成日历上有的日子。" if missing else "写成年-月-日，例如 2025-02-10。"
        self.problems.add(RuleBook.BAD_DATE, words.span, f"“{key}”{said}", hint)

    def moment(self, key: str) -> tuple[datetime.date | None, datetime.time | None]:
        """A date as above, and the time of day where one follows: `2025-02-10 09:30`."""
        words = self.text(key)
        match = MOMENT.fullmatch(narrow(words.text))
        if match is None or match[4] is None:
            return self.date(key), None
        date, hour, minute = _calendar(match), int(match[4]), int(match[5])
        if date is None:
            self._bad_date(key, words)
        elif hour < 24 and minute < 60:
            return date, datetime.time(hour, minute)
        else:
            self.problems.add(
                RuleBook.BAD_DATE,
                words.span,
                f"“{key}”的时间不存在：一天里没有 {match[4]}:{match[5]}。",
                "写成 00:00 到 23:59，例如 2025-02-10 09:30；没有时间的只写日期。",
            )
        return date, None

    def items(self, key: str) -> tuple[Node, ...]:
        """The items of a list."""
        entry = self.mapping.get(key)
        if entry is None:
            return ()
        if isinstance(entry.value, Sequence):
            return entry.value.items
        if not isinstance(entry.value, Scalar) or entry.value.lines:
            self.wrong(key, "列表", entry.value)
        return ()

    def texts(self, key: str) -> tuple[Words, ...]:
        """The items of a list of texts, a line each."""
        kept = []
        for item in self.items(key):
            if isinstance(item, Scalar):
                kept += [line for line in item.lines if line]
            else:
                self.wrong(f"{key}的每一项", "文字", item)
        return tuple(kept)

    def mappings(self, key: str) -> tuple[Mapping, ...]:
        """The items of a list of mappings."""
        kept = []
        for item in self.items(key):
            if isinstance(item, Mapping):
                kept.append(item)
            elif isinstance(item, Scalar) and item.lines and "：" in item.lines[0].text:
                words = item.lines[0]
                by = words.text.index("：")
                self.problems.add(
                    RuleBook.FULL_WIDTH_COLON,
                    Span(words.span.path, words.span.line, words.span.column + by),
                    "键后面用了全角冒号“：”。",
                    f"改成半角冒号加一个空格：- {words.text.replace('：', ': ', 1)[:30]}",
                )
            elif not (isinstance(item, Scalar) and item.is_faulty):
                self.wrong(f"{key}的每一项", "若干“键: 值”", item)
        return tuple(kept)

    def mapping_of(self, key: str) -> Mapping | None:
        """A mapping under a key."""
        entry = self.mapping.get(key)
        if entry is None:
            return None
        if isinstance(entry.value, Mapping):
            return entry.value
        if not isinstance(entry.value, Scalar) or entry.value.lines:
            self.wrong(key, "若干“键: 值”", entry.value)
        return None

    def table(self, key: str) -> Table | None:
        """A table under a key: in a block of text, or already one (from a file)."""
        entry = self.mapping.get(key)
        if entry is None:
            return None
        if isinstance(entry.value, Table):
            return entry.value
        if isinstance(entry.value, Scalar):
            return read_table(entry.value, self.problems)
        self.wrong(key, "表格", entry.value)
        return None


def _is_blank(node: Node) -> bool:
    """Nothing was typed here: no text, no item of a list."""
    return (
        node.is_blank if isinstance(node, Scalar) else isinstance(node, Sequence) and not node.items
    )


_MENDS: Final = {
    "文字": "把值写在冒号后面；多行文字用“键: |”，下面各行缩进。",
    "列表": "每项一行，用“- ”开头，比键多缩进两个空格。",
    "若干“键: 值”": "每行写一个“键: 值”。",
    "表格": "写成“键: |”，下面每行一条以“|”开头的表格行。",
}
