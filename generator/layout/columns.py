"""The columns of indicator tables: what stands in them, and how wide they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import permutations
from math import ceil, sqrt
from typing import Final

from ..diagnostics import display_width
from ..forms import Column
from ..model.amounts import Amount
from ..model.disclosure import Indicator, IndicatorTable
from ..model.evaluation import Achievement
from ..model.words import Words

# A printed line is as long as this many of a terminal's columns, two a Chinese character.
_LINE: Final = 84
_PADDING: Final = 1.6
_LEAST: Final = 11.5  # percent: four characters, so that a head takes two lines
_STEP: Final = 2.0
_GAIN: Final = 0.9


def column_words(row: Indicator, column: Column) -> Words:
    """What an indicator shows in a column."""
    blank = Words("", row.span)
    match column.role:
        case "一级":
            return blank if row.level1 is None else row.level1
        case "二级":
            return blank if row.level2 is None else row.level2
        case "名称":
            return row.name
        case "描述":
            return blank if row.description is None else row.description
        case "指标值":
            return Words(row.target.wording, row.target.span)
        case "依据":
            return blank if row.basis is None else row.basis
    if column.role and row.achievement is not None:
        return _achieved(row.achievement, column.role)
    return dict(row.extra).get(column.key, blank)


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


def fitted(columns: Sequence[Column], tables: Iterable[IndicatorTable]) -> tuple[Column, ...]:
    """The columns with widths for all tables that share them, so that they look alike.

    They are the form's own, unless another division of the same width, by how much
    text each column holds, makes the tables shorter by a tenth: one narrow column
    of long text would stretch every row and leave the rest of the page blank.
    """
    tables = list(tables)
    given = {key for table in tables for key in table.columns} or {c.key for c in columns}
    present = [c for c in columns if c.key in given]
    free = [c for c in present if not c.merges]
    rows = [
        [display_width(column_words(row, c).text) for c in free]
        for table in tables
        for row in table.rows
    ]
    if not rows or len(free) < 2:
        return tuple(columns)
    whole = sum(c.width for c in present)
    own = [c.width * 100 / whole for c in free]
    balanced = _balanced(rows, sum(own))
    if _lines(rows, balanced) > _GAIN * _lines(rows, own):
        return tuple(columns)
    wider = {c.key: share * whole / 100 for c, share in zip(free, balanced, strict=True)}
    return tuple(replace(c, width=wider.get(c.key, c.width)) for c in columns)


def _balanced(rows: Sequence[Sequence[int]], room: float) -> list[float]:
    """Shares of the room, first by the root of each column's text, then step by step better."""
    roots = [sqrt(sum(texts)) for texts in zip(*rows, strict=True)]
    spare = room - _LEAST * len(roots)
    whole = sum(roots) or 1
    if spare <= 0:
        return [room / len(roots)] * len(roots)
    widths = [_LEAST + spare * root / whole for root in roots]
    lines = _lines(rows, widths)
    while True:
        moved = min(_moves(widths), key=lambda m: _lines(rows, m), default=widths)
        if _lines(rows, moved) >= lines:
            return widths
        widths, lines = moved, _lines(rows, moved)


def _moves(widths: Sequence[float]) -> Iterator[list[float]]:
    """The divisions a step away: one column gives to another."""
    for giver, taker in permutations(range(len(widths)), 2):
        if widths[giver] - _STEP >= _LEAST:
            moved = list(widths)
            moved[giver] -= _STEP
            moved[taker] += _STEP
            yield moved


def _lines(rows: Sequence[Sequence[int]], widths: Sequence[float]) -> int:
    """How many lines the rows take, each as many as its longest cell."""
    room = [max(1.0, width * _LINE / 100 - _PADDING) for width in widths]
    return sum(max(ceil(n / r) or 1 for n, r in zip(row, room, strict=True)) for row in rows)
