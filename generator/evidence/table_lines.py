"""Which rows of a table are its lines: neither totals, nor parts of another row.

A row is a part where it says 其中, where its code begins with another row's, or
where it is numbered below others (（一） under 一、). Rows after 其中 that say nothing
of themselves are parts as long as they make up the row above.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from .prose_tables import ORDINALS, ProseTable, is_ordinal

_CODE: Final = re.compile(r"编码|代码")
_OF_WHICH: Final = re.compile(r"\s*其中")
_LEVELS: Final = (
    re.compile(r"\s{0,9}[一二三四五六七八九十]{1,3}、"),
    re.compile(r"\s{0,9}[（(][一二三四五六七八九十]{1,3}[)）]"),
    re.compile(r"\s{0,9}\d{1,2}[.．、]"),
    re.compile(r"\s{0,9}[（(]\d{1,2}[)）]"),
)
_NONE: Final = len(_LEVELS)


class Side(NamedTuple):
    """Columns of amounts, with what names each row there and whether that is a total."""

    columns: list[int]
    names: list[str]
    totals: list[int]


def sides(shown: ProseTable) -> Iterator[Side]:
    """The columns of amounts with the words that name their rows, once for each side.

    收入 and spending stand side by side in one table, each with names and totals of
    its own; where the words in between name no total, the first ones hold on.
    """
    first: Side | None = None
    for side in _blocks(shown):
        first = first or side
        yield side if side.totals else Side(side.columns, first.names, first.totals)


def _blocks(shown: ProseTable) -> Iterator[Side]:
    """Columns of words with those of amounts behind them."""
    labels: list[int] = []
    columns: list[int] = []
    for c in range(len(shown.labels)):
        if _is_named(shown, c):
            if columns and labels:
                yield _side(shown, labels, columns)
                labels, columns = [], []
            labels.append(c)
        elif c:
            columns.append(c)
            labels = labels or [0]
    if columns and labels:
        yield _side(shown, labels, columns)


def _side(shown: ProseTable, labels: Sequence[int], columns: list[int]) -> Side:
    """What names the rows: the first words that are no code."""
    words = [c for c in labels if not _CODE.search(shown.labels[c])] or list(labels)
    rows = shown.table.rows
    names = [next((row[c].text for c in words if row[c].text), "") for row in rows]
    totals = [r for r, row in enumerate(rows)
              if any(shown.is_total_label(row[c].text) for c in labels if row[c].text)]  # fmt: skip
    return Side(columns, names, totals)


def _is_named(shown: ProseTable, c: int) -> bool:
    """Whether a column holds words: some, and no number."""
    rows = range(len(shown.table.rows))
    if _CODE.search(shown.labels[c]):
        return True
    if shown.labels[c] in ORDINALS:
        return False
    texts = any(shown.table.rows[r][c].text for r in rows)
    return texts and all(shown.numbers[r][c] is None for r in rows)


def leaves(shown: ProseTable, side: Side) -> list[int]:
    """The rows that the totals of a side add up."""
    columns, names, totals = side
    code = shown.column(_CODE)
    codes = ["".join(r[code].text.split()) if code is not None else "" for r in shown.table.rows]
    known = set(codes)
    levels = [_level(name) for name in names]
    top = min((n for r, n in enumerate(levels) if r not in totals), default=_NONE)
    parts = _parts(shown, names, columns, totals, levels)
    found = []
    for r, own in enumerate(codes):
        above = own and any(c != own and c.startswith(own) for c in known)
        is_deeper = top < levels[r] < _NONE
        is_line = not is_ordinal(shown.table.rows[r])
        if is_line and not (r in totals or r in parts or above or is_deeper):
            found.append(r)
    return found


def _level(name: str) -> int:
    """How deep a row is numbered; the last of all where it is not."""
    return next((n for n, level in enumerate(_LEVELS) if level.match(name)), _NONE)


def _parts(
    shown: ProseTable,
    names: Sequence[str],
    columns: Sequence[int],
    totals: Sequence[int],
    levels: Sequence[int],
) -> set[int]:
    """The rows of 其中, and those behind them that make up the row above."""
    found: set[int] = set()
    r = 1
    while r < len(names):
        if not _OF_WHICH.match(names[r]):
            r += 1
            continue
        parent, block = r - 1, [r]
        while block[-1] + 1 < len(names) and _OF_WHICH.match(names[block[-1] + 1]):
            block.append(block[-1] + 1)
        further = []
        for n in range(block[-1] + 1, len(names)):
            if n in totals or levels[n] < _NONE or _OF_WHICH.match(names[n]) or not names[n]:
                break
            further.append(n)
        taken = next((k for c in columns if (k := _made_up(shown, parent, block, further, c))), 0)
        found |= {*block, *further[:taken]}
        r = block[-1] + taken + 1
    return found


def _made_up(
    shown: ProseTable, parent: int, block: Sequence[int], further: Sequence[int], c: int
) -> int:
    """How many further rows a 其中 needs to make up the row above in a column; 0 for none."""
    whole = shown.numbers[parent][c]
    if whole is None:
        return 0
    total = sum((shown.numbers[r][c] or Decimal(0) for r in block), Decimal(0))
    for k, r in enumerate(further, 1):
        total += shown.numbers[r][c] or Decimal(0)
        if total == whole:
            return k
        if total > whole:
            return 0
    return 0


def numbered_groups(names: Sequence[str], totals: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
    """Each row with those numbered one level below it: （一） and （二） under 一、."""
    levels = [_level(name) for name in names]
    for r, level in enumerate(levels[:-1]):
        if level == _NONE or r in totals or not level < levels[r + 1] < _NONE:
            continue
        below = []
        for n in range(r + 1, len(names)):
            if n in totals or levels[n] <= level or levels[n] == _NONE:
                break
            if levels[n] == levels[r + 1]:
                below.append(n)
        yield r, below
