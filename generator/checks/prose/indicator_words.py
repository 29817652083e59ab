"""The words that a text names an indicator by, and the rows of indicators by those words.

A figure looks at the few rows that share a piece with the words about it, never at all rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from ...evidence.evidence import Row
from ...evidence.reading import COUNTING, Said, base_unit, counts_in
from ...lexicon.folding import plain_name
from ...model.targets import TargetKind

_DOING: Final = "完成|开展|组织|实施|全年|计划"
_AFFIX: Final = re.compile(rf"[（(][^（）()]{{0,8}}[）)]$|^(?:{_DOING}|组织开展|年度|新增)+")
# What an indicator's name ends with where a sentence has a figure: 数量, 家数, 里程.
_TIMES: Final = "|".join(unit for unit in COUNTING if len(unit) > 1 and unit.endswith("次"))
_NOUN: Final = re.compile(
    rf"(?:(?:{'|'.join(COUNTING)})数量?|总?数量?|总?量|{_TIMES}|里程|面积|长度|规模|总额)$"
)
_LEAD: Final = re.compile(rf"^(?:{_DOING}|年度内?|年内|预计|力争|共|对|为|在|[^一-鿿])+")
_TAIL: Final = re.compile(
    r"(?:(?:目标值?|任务)|达到?|为|是|共|约|不少于|不低于|不超过|至少|超过|到|[≥≤>=<]){1,12}$"
)


_MARK: Final = re.compile(r"[、：:]")
SURE, LEAST, _ENDING = 3, 2, 4


@lru_cache(8192)
def core(name: str) -> str:
    """The words of an indicator that a sentence would say: 食品抽检 of 全年食品抽检批次."""
    name = _AFFIX.sub("", plain_name(name))
    name = _AFFIX.sub("", name)
    return _NOUN.sub("", name)


def number_of(row: Row) -> tuple[Decimal, str] | None:
    """The target's number and unit, a unit in brackets behind the name included."""
    target = row.indicator.target
    if target.kind is not TargetKind.NUMBER or target.number is None or target.upper is not None:
        return None
    unit, factor = base_unit(target.unit)
    if not unit:
        match = re.search(r"[（(]([一-鿿%％]{1,4})[）)]$", row.name)
        unit = match[1].replace("％", "%") if match else ""
    return (target.number * factor, unit) if unit else None


def same_unit(said: Said, unit: str) -> Decimal | None:
    """The number a text says in this unit: `12万亩` speaks of 亩; 批次 is not 批."""
    factor = _factor(said.unit, unit)
    return None if factor is None else said.number * factor


@lru_cache(8192)
def _factor(said: str, unit: str) -> Decimal | None:
    """How many of a unit one of the unit that a text says is; None where it is another one."""
    text = said.replace("％", "%")
    factor = Decimal(1)
    if text.startswith("万") and not unit.startswith("万"):
        text, factor = text[1:], Decimal(10_000)
    if not text.startswith(unit):
        return None
    rest = text[len(unit) :]
    if unit != "%" and rest[:1] in ("次", "月", "级", "层", "性", "体", "类", "部", "工", "重"):
        return None
    return factor


class KnownRow(NamedTuple):
    """A row whose number a sentence may say, and the words that it would say it by."""

    row: Row
    words: str
    number: Decimal
    unit: str


class Told(NamedTuple):
    """A figure of a clause, the words that lead to it, the same in short, and all about it."""

    said: Said
    label: str
    short: str
    text: str


class Pieces:
    """The words of rows by their pieces: which may stand with a figure in two, or shortened.

    Each figure looks at the few that share a piece with its own words, never at all rows.
    """

    def __init__(self, every: Iterable[str]) -> None:
        self._starts: dict[str, list[str]] = {}
        self._ends: dict[str, list[str]] = {}
        self._endings: dict[str, list[str]] = {}
        self._pairs: dict[str, list[str]] = {}
        for words in every:
            self._starts.setdefault(words[:LEAST], []).append(words)
            self._ends.setdefault(words[-LEAST:], []).append(words)
            self._endings.setdefault(words[-_ENDING:], []).append(words)
            for pair in _pairs(words):
                self._pairs.setdefault(pair, []).append(words)

    def near(self, told: Told) -> list[str]:
        """The words that `means` may find in what stands about a figure, and few others."""
        said = _pairs(told.text)
        begun = [words for pair in said for words in self._starts.get(pair, ())]
        ended = [words for pair in said for words in self._ends.get(pair, ())]
        short = [self._pairs.get(pair, []) for pair in _pairs(told.short)]
        found = dict.fromkeys(begun if len(begun) < len(ended) else ended)
        found |= dict.fromkeys(self._endings.get(told.label[-_ENDING:], ()))
        found |= dict.fromkeys(min(short, key=len) if short else ())
        return list(found)


def _pairs(text: str) -> set[str]:
    return {text[at : at + LEAST] for at in range(len(text) - LEAST + 1)}


class KnownRows:
    """The rows that a text may speak of, in order and by their unit."""

    def __init__(self, rows: Sequence[KnownRow]) -> None:
        self.by_unit: dict[str, list[KnownRow]] = {}
        self._by_start: dict[str, list[tuple[int, KnownRow]]] = {}
        self._by_words: dict[str, dict[str, list[KnownRow]]] = {}
        for n, known in enumerate(rows):
            self.by_unit.setdefault(known.unit, []).append(known)
            self._by_words.setdefault(known.words, {}).setdefault(known.unit, []).append(known)
            if len(known.words) >= SURE:
                self._by_start.setdefault(known.words[:SURE], []).append((n, known))

    def named(self, text: str) -> list[KnownRow]:
        """The rows whose words a text holds, in their order."""
        found = {}
        for at in range(len(text) - SURE + 1):
            for n, known in self._by_start.get(text[at : at + SURE], ()):
                if text.startswith(known.words, at):
                    found[n] = known
        return [known for _, known in sorted(found.items())]

    def has_fitting(self, said: Said) -> bool:
        """Whether the number of some row is of the unit of a figure."""
        return any(same_unit(said, unit) is not None for unit in self.by_unit)

    def meant(self, told: Told) -> Iterator[KnownRow]:
        """Those of the unit of a figure whose words may be meant by the words about it."""
        words = [w for w in self._pieces.near(told) if means(told, w)]
        for unit in self.by_unit:
            if same_unit(told.said, unit) is not None:
                yield from (k for w in words for k in self._by_words[w].get(unit, ()))

    @cached_property
    def _pieces(self) -> Pieces:
        return Pieces(self._by_words)


def told_in(clause: str) -> Iterator[Told]:
    """The figures of a clause, each with its own words: from one mark or figure to the next."""
    found = sorted(counts_in(clause), key=lambda s: s.start)
    for n, said in enumerate(found):
        next_one = found[n + 1].start if n + 1 < len(found) else len(clause)
        mark = _MARK.search(clause, said.start, next_one)
        behind = clause[said.start : mark.start() if mark else next_one]
        label = plain_name(re.split(r"\d", said.label)[-1])
        plain = _TAIL.sub("", label)
        yield Told(said, plain, _LEAD.sub("", plain), label + plain_name(behind))


def means(told: Told, words: str) -> bool:
    """Whether the words of an indicator stand in two pieces, or shortened, with a figure."""
    if told.label.endswith(words):
        return True
    if words[:LEAST] in told.text and words[-LEAST:] in told.text:  # else no pieces are
        pieces = ((words[:n], words[n:]) for n in range(LEAST, len(words) - LEAST + 1))
        if any(a in told.text and b in told.text for a, b in pieces):
            return True
    if len(told.short) >= max(LEAST, len(words) / 2) and told.short in words:
        return True
    if not told.label.endswith(words[-_ENDING:]):
        return False
    ending = _common_end(told.label, words)
    return ending >= _ENDING and ending * 5 >= len(words) * 3


def _common_end(a: str, b: str) -> int:
    """How many letters two texts share at their ends."""
    pairs = enumerate(zip(reversed(a), reversed(b), strict=False))
    return next((n for n, (x, y) in pairs if x != y), min(len(a), len(b)))
