"""Texts that are taken over from the year before, word for word, and still name it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Final

from ...diagnostics import FieldRule, Level
from ...evidence.evidence import (
    BASIS,
    DESCRIPTION,
    INDICATOR,
    NAME,
    RUNNING,
    VALUE,
    Line,
    masked,
)
from ...evidence.subject import Subject
from ...lexicon import any_of
from ...model.disclosure import Disclosure
from ...model.targets import Target
from ...model.words import Words
from ..comparison import Check, Comparison, Outcome, clean
from ..wording.leftovers import inside_title, stale_places
from .years import planned

YEAR_KEPT = FieldRule(
    "JX123",
    "沿用上一年的文字，年份没有改",
    Level.NOTE,
    why="沿用上一年的文字，年份也要改成今年的，否则说的不是今年的计划。",
    mend="改成今年的年份；说的确实是上一年的事，可以保留。",
)


def _texts(value: object) -> Iterator[str]:
    """Every text in a disclosure."""
    if isinstance(value, Words):
        yield value.text
    elif isinstance(value, Target):
        yield value.wording
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))


_CARRIED: Final = RUNNING | {NAME, INDICATOR, DESCRIPTION, VALUE, BASIS}
_SINCE: Final = re.compile(rf"(?:{any_of('years.since')}|[始建成立]于|[-—~～至到])\s?$")
_DONE_THEN: Final = re.compile(
    rf"度?(?:\d{{1,5}}号|[-—~～至到起]|修正|批复|发布|公布|制定|底?已|{any_of('years.past')})"
)


def _named_year(line: Line, year: int) -> int | None:
    """Where a text names a year as the one that its plan is for."""
    for match in re.finditer(rf"(?<![\d〔\[（(]){year}\s?[年./-]", line.text):
        before, after = line.text[: match.start()], line.text[match.end() :]
        if not (
            _SINCE.search(before)
            or _DONE_THEN.match(after)
            or inside_title(line.text, match.start())
        ):
            return match.start()
    return None


def year_kept(subject: Subject) -> Iterator[Comparison]:
    """A text of last year's plan, word for word, that names last year."""
    earlier = subject.earlier
    if earlier is None:
        return
    yield from clean(YEAR_KEPT, _kept_years(subject, earlier), f"{subject.disclosure.year}年")


def _kept_years(subject: Subject, earlier: Disclosure) -> Iterator[Comparison]:
    last, texts = earlier.year, {masked(text) for text in _texts(earlier)}
    for line in subject.evidence.lines:
        if line.kind not in _CARRIED or line.text not in texts:
            continue
        at = _named_year(line, last)
        if at is None or any(True for _ in stale_places(line, last)):
            continue
        yield Comparison(
            YEAR_KEPT.id, line.where, Outcome.DISAGREE, f"{last}年",
            f"{subject.disclosure.year}年", line.cells,
            f"{line.where}与上一年的公开一字不差，写着“{last}年”。",
            f"改成 {subject.disclosure.year} 年；说的确实是 {last} 年的事，可以保留。",
            line.at(at),
        )  # fmt: skip


CHECKS: Final = (
    Check(
        YEAR_KEPT,
        year_kept,
        fails=planned("36", text="2024年底前完成全部抽检"),
        passes=planned("36", text="2025年底前完成全部抽检"),
        before=planned("36", text="2024年底前完成全部抽检"),
    ),
)
