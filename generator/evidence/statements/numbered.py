"""A whole in one paragraph and its parts in the numbered ones below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from .figures import Aspect, Figure
from .parts import Parts, is_part
from .passages import Passage

_STYLES: Final = (
    re.compile(r"\s{0,9}[一二三四五六七八九十]{1,3}、"),
    re.compile(r"\s{0,9}[（(][一二三四五六七八九十]{1,3}[)）]"),
    re.compile(r"\s{0,9}\d{1,2}[.．、](?!\d)"),
    re.compile(r"\s{0,9}[（(]\d{1,2}[)）]"),
)
_LISTED: Final = re.compile(r"(?:其中|如下|具体|包括|方面)[^。]{0,24}[：:。]?\s*$")


def _style(passage: Passage) -> int:
    return next((n for n, s in enumerate(_STYLES) if s.match(passage.text)), -1)


def numbered(every: Sequence[Passage]) -> Iterator[Parts]:
    """Numbered paragraphs under one that says 其中 or 具体情况如下: the first sum of each."""
    runs: list[tuple[int, Passage, list[Passage]]] = []
    before: Passage | None = None
    for passage in every:
        style = _style(passage)
        if before is not None and (not passage.above or passage.above[0] is not before):
            yield from (_run(head, items) for _, head, items in runs)
            runs, before = [], None
        while runs and (style < 0 or (runs[-1][0] != style and any(r[0] == style for r in runs))):
            _, head, items = runs.pop()
            yield _run(head, items)
        if style >= 0:
            if runs and runs[-1][0] == style:
                runs[-1][2].append(passage)
            elif before is not None:
                runs.append((style, before, [passage]))
        before = passage
    yield from (_run(head, items) for _, head, items in runs)


def _run(head: Passage, items: list[Passage]) -> Parts:
    """The whole of a paragraph and the parts of those numbered below it."""
    plans = [_first(item, Aspect.PLAN) for item in items]
    actual = [_first(item, Aspect.ACTUAL) for item in items]
    sums = [_first(item, None) for item in items]
    for found, aspect in ((actual, Aspect.ACTUAL), (plans, Aspect.PLAN)):
        other = plans if aspect is Aspect.ACTUAL else actual
        if all(found) and all(other):
            wholes = [w for w in head.stated() if w.aspect is aspect]
            others = [w.number for w in head.stated() if w.aspect is not aspect]
            complete = sum((f.number for f in other if f), Decimal(0)) in others
            one = Parts(head, tuple(wholes), tuple(f for f in found if f), complete)
            if wholes and not one.agrees:
                return one
    one = Parts(head, tuple(head.stated()), tuple(f for f in sums if f))
    if not _LISTED.search(head.text) and not (one.wholes and one.agrees):
        return Parts(head, (), ())  # an outline of what follows, not what the sum is made of
    return Parts(head, one.wholes, one.parts, bool(one.partition))


def _first(passage: Passage, aspect: Aspect | None) -> Figure | None:
    return next((f for f in passage.figures if is_part(f)
                 and (aspect is None or f.aspect is aspect)), None)  # fmt: skip
