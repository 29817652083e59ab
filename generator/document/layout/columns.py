"""The columns of indicator tables: what stands in them, and how wide they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import permutations, repeat
from math import ceil, inf, sqrt
from operator import itemgetter
from typing import Final

from ...diagnostics import display_width
from ...forms import Column
from ...model.amounts import Amount
from ...model.disclosure import Indicator, IndicatorTable
from ...model.evaluation import Achievement
from ...model.words import Words
from .widths import LINE, unbroken

_PADDING: Final = 1.6
_HEAD: Final = 0.5  # a head's is less by this
_LEAST: Final = 11.5  # percent: four characters, so that a head takes two lines
_STEP: Final = 2.0
_SLACK: Final = 0.01  # so much less than its least a column may have, for what was rounded
_GAIN: Final = 0.85
# A row counts for more than its lines, so that one of twenty is worse than two of ten.
_WEIGHT: Final = 1.5
# A table whose rows get lower by this much has widths of its own, unlike the others of its form.
_GAIN_APART: Final = 0.7


def column_words(row: Indicator, column: Column) -> Words:
    """What an indicator shows in a column."""
    typed = _typed(row, column)
    return Words("", row.span) if typed is None else typed


def _typed(row: Indicator, column: Column) -> Words | None:
    match column.role:
        case "一级":
            return row.level1
        case "二级":
            return row.level2
        case "名称":
            return row.name
        case "描述":
            return row.description
        case "指标值":
            return row.printed_value
        case "依据":
            return row.basis
    if not column.is_further and row.achievement is not None:
        return _achieved(row.achievement, column.role)
    return dict(row.extra).get(column.key)


def _achieved(achievement: Achievement, role: str) -> Words:
    """What became of an indicator, by the role of a column."""
    actual, weight, score = achievement.actual, achievement.weight, achievement.score
    return {
        "实际完成值": Words(actual.wording, actual.span),
        "分值": Words(weight.wording, weight.span),
        "得分": Words(score.wording, score.span),
        "偏差原因": achievement.reason,
    }[role]


def column_points(row: Indicator, column: Column) -> Amount | None:
    """The points that an indicator shows in a column; None in any other column."""
    if row.achievement is None:
        return None
    return {"分值": row.achievement.weight, "得分": row.achievement.score}.get(column.role)


@dataclass(frozen=True, slots=True)
class _Filled:
    """The columns of a table that share its width, their own widths, and what they hold."""

    free: tuple[Column, ...]
    own: tuple[float, ...]  # in percent of the table's
    whole: float
    rows: tuple[tuple[float, ...], ...]  # how long the text of each cell is, the heads first
    least: tuple[float, ...]  # in percent: what has no place to break
    known: dict[tuple[int, float], list[int]] = field(default_factory=dict)

    def widened(self, columns: Sequence[Column], widths: Sequence[float]) -> tuple[Column, ...]:
        """The columns with other widths."""
        pairs = zip(self.free, widths, strict=True)
        wider = {c.key: share * self.whole / 100 for c, share in pairs}
        return tuple(replace(c, width=wider.get(c.key, c.width)) for c in columns)

    def height(self, widths: Sequence[float]) -> float:
        """How high the rows are, each as its highest cell; a very high one counts for more,
        and one that breaks what should stay whole for most."""
        if any(width < least - _SLACK for width, least in zip(widths, self.least, strict=True)):
            return inf
        return self.height_of_any(widths)

    @property
    def least_height(self) -> float:
        """What no division falls below: each column as wide as where it alone has more than
        its least."""
        spare = sum(self.own) - sum(self.least) + _SLACK * len(self.least)
        return self.height_of_any([least + spare for least in self.least])

    def height_of_any(self, widths: Sequence[float]) -> float:
        """The same, whatever is broken and whether the table is as wide."""
        columns = [self.lines(n, width) for n, width in enumerate(widths)]
        highest = map(max, zip(*columns, strict=True))
        return sum(map(pow, highest, repeat(_WEIGHT)))

    def lines(self, column: int, width: float) -> list[int]:
        """How many lines each cell of a column has. A step changes the width of two columns
        alone, so those of the others are known."""
        known = self.known.get((column, width))
        if known is None:
            room = max(1.0, width * LINE / 100 - _PADDING)
            known = [ceil(row[column] / room) or 1 for row in self.rows]
            self.known[column, width] = known
        return known


def fitted(columns: Sequence[Column], tables: Iterable[IndicatorTable]) -> tuple[Column, ...]:
    """The columns with widths for all tables that share them, so that they look alike.

    They are the form's own, unless another division of the same width, by how much
    text each column holds, makes the rows clearly lower: one narrow column
    of long text would stretch every row and leave the rest of the page blank.
    """
    return _fitted(columns, tuple(tables), _GAIN)


def fitted_apart(columns: Sequence[Column], table: IndicatorTable) -> tuple[Column, ...]:
    """The columns with widths for one table whose text lies quite unlike that of the others."""
    return _fitted(columns, (table,), _GAIN_APART)


def _fitted(
    columns: Sequence[Column], tables: Sequence[IndicatorTable], gain: float
) -> tuple[Column, ...]:
    filled = _filled(columns, tables)
    if not filled.rows or len(filled.free) < 2:
        return tuple(columns)
    wanted = gain * filled.height(filled.own)
    if filled.least_height > wanted:
        return tuple(columns)
    balanced = _balanced(filled)
    if filled.height(balanced) > wanted:
        return tuple(columns)
    return filled.widened(columns, balanced)


def _filled(columns: Sequence[Column], tables: Sequence[IndicatorTable]) -> _Filled:
    given = {key for table in tables for key in table.columns} or {c.key for c in columns}
    present = [c for c in columns if c.key in given]
    free = tuple(c for c in present if not c.merges)
    texts = [[column_words(row, c).text for c in free] for t in tables for row in t.rows]
    whole = sum(c.width for c in present)
    own = tuple(c.width * 100 / whole for c in free)
    narrow = [min(_LEAST, width) for width in own]
    runs = [(max(map(unbroken, column)) + _PADDING) * 100 / LINE
            for column in zip(*texts, strict=True)]  # fmt: skip
    least = list(map(max, narrow, runs)) if texts else narrow
    if sum(least) > sum(own):
        least = [share * sum(own) / sum(least) for share in least]
    head = tuple(display_width(c.title) - _HEAD for c in free)
    rows = (head, *(tuple(map(display_width, row)) for row in texts)) if texts else ()
    return _Filled(free, own, whole, rows, tuple(least))


def _balanced(filled: _Filled) -> list[float]:
    """Shares of the room, first by the root of each column's text, then step by step better."""
    roots = [sqrt(sum(texts)) for texts in zip(*filled.rows, strict=True)]
    spare = sum(filled.own) - sum(filled.least)
    whole = sum(roots) or 1
    pairs = zip(filled.least, roots, strict=True)
    widths = [least + spare * root / whole for least, root in pairs]
    height = filled.height(widths)
    while True:
        moves = ((filled.height(moved), moved) for moved in _moves(widths))
        lowest, moved = min(moves, key=itemgetter(0), default=(inf, widths))
        if lowest >= height:
            return widths
        widths, height = moved, lowest


def _moves(widths: Sequence[float]) -> Iterator[list[float]]:
    """The divisions a step away: one column gives to another."""
    for giver, taker in permutations(range(len(widths)), 2):
        moved = list(widths)
        moved[giver] -= _STEP
        moved[taker] += _STEP
        yield moved
