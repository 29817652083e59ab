"""What a sentence says of two years: this one, the last, by how much, in which direction."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ..model.amounts import to_decimal
from .reading import Said, amounts_in, narrow

_LAST: Final = r"(?:上一?年|去年|前一年|(?<!\d)\d{4}\s?年)"
# 比上年的, 较 2024 年预算数: what leads from this year's figure to that of the other.
_AGAINST: Final = re.compile(
    rf"同比|[比较与同和]\s?{_LAST}(?:度|同期|同口径|预算|年初|安排|批复|执行|决算|支出|数|额|的)*"
)
_WAY: Final = re.compile(
    r"(?P<way>增加|增长|增幅|上升|提高|上涨|减少|下降|降低|降幅|减幅|压减|缩减)"
    r"(?:了|为|约|幅度为?|比例为?|率为?)?\s?"
    r"(?P<number>(?<![\d.,])\d{1,9}(?:\.\d{1,6})?)\s?(?P<unit>亿元|万元|千元|元|%|％)"
)
_FLAT: Final = re.compile(r"持平|没有变化|无变化|未变")
_ONE_SUM: Final = re.compile(r"^\s?[\d.,]{1,15}\s?(?:亿元|万元|千元|元)")
_SENTENCE: Final = re.compile(r"[^。；;！？!?\n]+")
# Between this year's figure and the words that compare it; between two words of one change.
_NEXT: Final = re.compile(r"[\s，,、(（]*")
_JOIN: Final = re.compile(rf"[\s，,、(（]*(?:同比|[比较]\s?{_LAST})?(?:相应|同比)?[\s，,]*")
_MOST_SUMS: Final = 40  # so that no text makes a rule slow
_UPWARDS: Final = frozenset({"增加", "增长", "增幅", "上升", "提高", "上涨"})


@dataclass(frozen=True, slots=True)
class Way:
    """增加 10.46 万元, 下降 2.68%: a word of direction with its figure, as a number with sign."""

    word: str
    number: Decimal
    unit: str
    start: int

    @property
    def is_share(self) -> bool:
        return self.unit == "%"

    @property
    def rises(self) -> bool:
        return self.word in _UPWARDS

    @property
    def signed(self) -> Decimal:
        return self.number if self.rises else -self.number


@dataclass(frozen=True, slots=True)
class Change:
    """A comparison of two years in one sentence; sums in 万元, what is not said is None.

    `label` is what stands before this year's figure, or before the comparison
    where that has none. `year` is the other year where it was given as a number.
    `earlier` are the sums that stand before it in the text: one of them may be
    what the comparison is about (支出 150 万元，其中：… 50 万元，比上年增加 20 万元).
    """

    label: str
    start: int
    end: int
    now: Said | None
    then: Said | None
    ways: tuple[Way, ...]
    year: int | None = None
    is_flat: bool = False
    earlier: tuple[Decimal, ...] = ()

    @property
    def by(self) -> Decimal | None:
        """By how much it changed, as it is said."""
        if self.is_flat:
            return Decimal(0)
        return next((w.signed for w in self.ways if not w.is_share), None)

    @property
    def share(self) -> Way | None:
        return next((w for w in self.ways if w.is_share), None)

    @property
    def before(self) -> Decimal | None:
        """Last year's figure, said or worked out."""
        if self.then is not None:
            return self.then.number
        return self.now.number - self.by if self.now and self.by is not None else None

    @property
    def after(self) -> Decimal | None:
        """This year's figure, said or worked out."""
        if self.now is not None:
            return self.now.number
        return self.then.number + self.by if self.then and self.by is not None else None


def changes_in(text: str) -> Iterator[Change]:
    """The comparisons of two years in a text, in order."""
    text = narrow(text)
    sums = list(amounts_in(text)) if "元" in text else []
    for sentence in _SENTENCE.finditer(text):
        begin, end = sentence.span()
        groups = list(_groups(text, begin, end))
        places = list(_AGAINST.finditer(text, begin, end))
        for n, ways in enumerate(groups):
            least = groups[n - 1][-1].start if n else begin
            lead = next((m for m in reversed(places) if least <= m.start() < ways[0].start), None)
            yield _change(text, begin, sums, ways, lead, ways[0].start)
        for match in _FLAT.finditer(text, begin, end):
            lead = next((m for m in reversed(places) if m.end() <= match.start()), None)
            if lead and not _ONE_SUM.sub("", text[lead.end() : match.start()]).strip():
                yield _change(text, begin, sums, (), lead, match.start())


def _groups(text: str, begin: int, end: int) -> Iterator[tuple[Way, ...]]:
    """The words of direction, those that follow each other directly taken together."""
    group: list[Way] = []
    last = begin
    for match in _WAY.finditer(text, begin, end):
        number = to_decimal(match["number"])
        if number is None:
            continue
        sums = [s.number for s in amounts_in(match["number"] + match["unit"])]
        way = Way(match["way"], sums[0] if sums else number,
                  match["unit"].replace("％", "%"), match.start())  # fmt: skip
        is_next = bool(_JOIN.fullmatch(text, last, match.start()))
        if group and not (is_next and way.is_share != group[-1].is_share and len(group) == 1):
            yield tuple(group)
            group = []
        group.append(way)
        last = match.end()
    if group:
        yield tuple(group)


def _change(
    text: str,
    begin: int,
    sums: list[Said],
    ways: tuple[Way, ...],
    lead: re.Match[str] | None,
    first: int,
) -> Change:
    """The comparison that `lead` opens, with the words of direction from `first` on."""
    then = now = None
    start = lead.start() if lead else first
    if lead:
        between = [s for s in sums if lead.end() <= s.start < first]
        # Only the figure that the words lead to at once is last year's.
        if between and not text[lead.end() : between[0].start].strip():
            then = between[0]
    before = [s for s in sums if begin <= s.start and s.end <= start]
    if before and _NEXT.fullmatch(text, before[-1].end, start):
        now = before[-1]
    label = now.label if now else _clause(text, begin, start, before)
    year = re.search(r"\d{4}", lead[0]) if lead else None
    return Change(label, now.start if now else start, first, now, then, ways,
                  int(year[0]) if year else None, not ways,
                  tuple(s.number for s in sums if s.end <= start)[-_MOST_SUMS:])  # fmt: skip


def _clause(text: str, begin: int, end: int, before: list[Said]) -> str:
    """What stands between the last mark or sum and a place."""
    start = max([begin, *(s.end for s in before[-1:])])
    return re.split(r"[，,：:、]", text[start:end].rstrip("，,、 "))[-1]
