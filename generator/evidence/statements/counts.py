"""How many projects a text says there are, all of them meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ...lexicon.folding import narrow
from ..evidence import MASK
from ..reading import clauses
from ..subject import Subject
from . import words
from .passages import Passage, passages

_DIGITS: Final = {c: n for n, c in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_NUMBER: Final = rf"(?<![\d.,第{MASK}])(?P<n>\d{{1,4}}|[一两二三四五六七八九十]|{MASK}+)\s?"
_COUNTED: Final = (
    re.compile(rf"{_NUMBER}个(?:预算|支出|专项|二级|绩效)?项目(?![组部办库])"),
    re.compile(
        rf"项目(?:绩效目标|绩效|支出|预算|自评|总|数量?|共计?|有|为|达)*\s?{_NUMBER}[个项](?![月工百])"
    ),
)
_BARE: Final = re.compile(rf"\s*(?:安排|预算|支出)*项目\s?(?:\d{{1,4}}|{MASK}+)\s?个\s*")


@dataclass(frozen=True, eq=False)
class ProjectCount:
    """All projects are said to be so many; `clause` says of what.

    `number` is None where it comes from the model.
    """

    passage: Passage
    number: int | None
    start: int
    end: int
    clause: str


def project_counts(subject: Subject) -> tuple[ProjectCount, ...]:
    return subject.evidence.once(
        "project counts", lambda: tuple(c for p in passages(subject) for c in counts_of(p))
    )


def counts_of(passage: Passage) -> Iterator[ProjectCount]:
    """Where a paragraph counts all projects; one that counts some of them is left aside."""
    if "项目" not in passage.text:
        return
    for start, clause in clauses(narrow(passage.text)):
        if not ("个" in clause or "项" in clause) or words.SOME_PROJECTS.search(clause):
            continue
        is_bare = _BARE.fullmatch(clause) and "项目支出" in passage.text
        if not (is_bare or words.ALL_PROJECTS.search(clause)):
            continue
        for pattern in _COUNTED:
            if match := pattern.search(clause):
                n = match["n"]
                number = int(n) if n.isdigit() else _DIGITS.get(n)
                place, end = start + match.start("n"), start + match.end()
                yield ProjectCount(passage, number, place, end, clause)
                break
