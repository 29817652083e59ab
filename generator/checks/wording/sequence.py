"""The numbers that paragraphs begin with: 一、 is followed by 二、 (docs/领域.md 11.27)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final, NamedTuple

from ...diagnostics import FieldRule, Level
from ...document.outline import number_value, split_number, styled_number
from ...evidence.evidence import HEADING, RUNNING, Line
from ...evidence.subject import Subject
from ..comparison import EVERY_KIND, Check, Comparison, Outcome, clean

SEQUENCE = FieldRule(
    "JX062",
    "段落开头的编号不连续",
    Level.WARNING,
    why="正文的层次依次用“一、”“（一）”“1.”“（1）”标注（参照 GB/T 9704-2012），缺号像是漏了一段。",
    mend="检查是不是漏了一段，或改成连续的编号。",
)

_VALUE: Final = re.compile(r"[一二三四五六七八九十百零〇]{1,7}|\d{1,3}")
_LIKELY: Final = re.compile(r"\s*[（(第]?[一二三四五六七八九十百\d]")
_CHINESE: Final = re.compile(r"[一二三四五六七八九十百零〇]")


class _Numbered(NamedTuple):
    """A paragraph's number: as typed, its style as a sample (一、), its value, its place."""

    typed: str
    style: str
    value: int
    line: Line
    start: int
    text: str


def sequence(subject: Subject) -> Iterator[Comparison]:
    """In one text the numbers of each style run on; those below a new one begin again."""
    return clean(SEQUENCE, _found(subject), "编号连续")


def _found(subject: Subject) -> Iterator[Comparison]:
    texts = groupby(subject.evidence.running, key=lambda line: (line.where, id(line.project)))
    for _, lines in texts:
        yield from _broken(lines)


def _broken(lines: Iterable[Line]) -> Iterator[Comparison]:
    """Where a number is neither the next of its style nor the first of another run.

    The first of a run may be any: what came before it may stand elsewhere.
    """
    open_runs: list[tuple[str, int]] = []
    for line in lines:
        if line.kind == HEADING:
            open_runs = []
            continue
        for one in _numbered(line):
            styles = [style for style, _ in open_runs]
            if one.style in styles:
                at = styles.index(one.style)
                expected = open_runs[at][1] + 1
                open_runs = open_runs[:at]
                if one.value not in (1, expected):
                    yield _finding(one, expected)
            open_runs.append((one.style, _last(one)))


def _numbered(line: Line) -> Iterator[_Numbered]:
    """The paragraphs of a text that begin with a number; a cell may hold several."""
    start = 0
    if line.kind not in RUNNING:
        return
    for text in line.text.split("\n"):
        typed = split_number(text.strip())[0] if _LIKELY.match(text) else ""
        value = number_value(typed) if typed else None
        if value:
            sample = "一" if _CHINESE.search(typed) else "1"
            style = _VALUE.sub(sample, typed, count=1)
            indent = len(text) - len(text.lstrip())
            yield _Numbered(typed, style, value, line, start + indent, text)
        start += len(text) + 1


def _last(one: _Numbered) -> int:
    """The last number of the run that goes on within the paragraph: 1.…；2.…；3.…"""
    value = one.value
    while re.search(r"[。；;，,：:\s]" + re.escape(styled_number(one.style, value + 1)), one.text):
        value += 1
    return value


def _finding(one: _Numbered, expected: int) -> Comparison:
    wanted = styled_number(one.style, expected)
    return Comparison(
        SEQUENCE.id, one.line.where, Outcome.DISAGREE, one.typed, wanted, one.line.cells,
        f"{one.line.where}里的编号不连续：这里应是“{wanted}”，写的是“{one.typed}”。",
        SEQUENCE.mend, one.line.at(one.start),
    )  # fmt: skip


def _measures(*paragraphs: str) -> str:
    return "工作保障措施: |\n" + "\n".join(f"  {text}" for text in paragraphs)


CHECKS: Final = (
    Check(
        SEQUENCE,
        sequence,
        fails=_measures("一、加强领导", "三、强化监督"),
        passes=_measures("一、加强领导", "二、强化监督"),
        kinds=EVERY_KIND,
    ),
)
