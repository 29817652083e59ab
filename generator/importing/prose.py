"""Sections of prose and sub-goals, from the lines of a Word file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ..diagnostics import Span
from ..document.outline import number_value, split_number, styled_number
from ..forms import Column
from ..model.disclosure import IndicatorTable, SubGoal
from ..model.tables import Grid
from ..model.words import DataTable, Paragraph, Prose, SectionText, Subheading, Words
from ..sources.prose_marks import is_picture
from ..sources.word_text import WordParagraph
from .drafts import indicator_table
from .indicator_rows import subgoal_table
from .labels import ColumnNames, columns_by_text
from .ledger import Ledger

_ENDS: Final = "。；;！!？?：:，,、."
_LONGEST_HEADING: Final = 40
_LONGEST_BARE_HEADING: Final = 25
_SHORTEST_PARAGRAPH: Final = 40
_RUN_IN: Final = re.compile(r"(?P<title>[^。；;：:！!？?]{2,40})。\s*(?P<rest>\S.*)", re.DOTALL)
_ENUMERATES: Final = re.compile(r"一是|一方面|首先|第一[，,]|为了?")
_NUMERALS: Final = re.compile(r"\d+|[一二三四五六七八九十百零〇]+")
_GOAL: Final = re.compile(r"绩效目标\s*[：:]\s*")
_INDICATORS: Final = re.compile(r"绩效指标\s*[：:]\s*")
_INDICATOR: Final = re.compile(r"(?P<name>\S.*?) ?[，,；;]? ?指标值 ?[：:] ?(?P<value>\S.*?)")
_LONGEST_INDICATOR: Final = 400


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: `number` as typed (or made by Word's list), `title` what follows it.

    `lead` counts the bold characters at the beginning.
    """

    text: str
    number: str
    title: str
    span: Span
    outline: int | None = None
    lead: int = 0

    @property
    def is_bold(self) -> bool:
        return self.lead >= len(self.text)

    @property
    def style(self) -> str:
        return number_style(self.number)


def number_style(number: str) -> str:
    """A number's style: (#) for （一） and for (二)."""
    return _NUMERALS.sub("#", unicodedata.normalize("NFKC", number))


def lines_of(paragraph: WordParagraph) -> list[Line]:
    """The lines of a paragraph that say something."""
    lines = []
    at = 0
    for piece in paragraph.text.replace("\t", " ").split("\n"):
        text = piece.strip()
        if text:
            begin = at + piece.index(text)
            number, title = split_number(text)
            lead = min(max(paragraph.lead - begin, 0), len(text))
            lines.append(Line(text, number, title, paragraph.span, paragraph.outline, lead))
        at += len(piece) + 1
    return lines


def section_prose(pieces: Sequence[Line | DataTable], sample: str, ledger: Ledger) -> SectionText:
    """Paragraphs, subheadings, tables; numbers that the form would print itself are dropped."""
    lines = [piece for piece in pieces if isinstance(piece, Line)]
    found = {n for n, (x, y) in enumerate(with_following(lines)) if is_heading(x, y)}
    listed = {x.style for n, x in enumerate(lines) if n not in found and x.number}
    heads = {n for n in found if lines[n].outline is not None or lines[n].style not in listed}
    drops = runs_on([lines[n].number for n in sorted(heads)], sample)
    at = {id(line): n for n, line in enumerate(lines)}
    prose: list[Paragraph | Subheading | DataTable] = []
    for piece in pieces:
        if isinstance(piece, DataTable):
            prose.append(piece)
        elif at[id(piece)] not in heads:
            prose.append(Paragraph(Words(piece.text, piece.span)))
        elif drops:
            ledger.match(piece.span, piece.number)
            prose.append(Subheading(Words(piece.title, piece.span)))
        else:
            prose.append(Subheading(Words(piece.text, piece.span)))
    return tuple(prose)


def with_following(lines: Sequence[Line]) -> Iterator[tuple[Line, Line | None]]:
    """Each line with the one below it."""
    return zip(lines, [*lines[1:], None], strict=False)


def runs_on(numbers: Sequence[str], sample: str) -> bool:
    """Whether these are exactly the numbers that the form prints for siblings."""
    printed = [styled_number(sample, n + 1) for n in range(len(numbers))] if sample else []
    return bool(numbers) and list(numbers) == printed


def is_heading(line: Line, following: Line | None) -> bool:
    """Whether a line heads the lines below it: by its style, or short and without an end."""
    title = line.title.rstrip()
    if is_picture(line.text):
        return False
    if line.outline is not None:
        return len(title) <= 2 * _LONGEST_HEADING
    if following is None or len(title) > _LONGEST_HEADING or title[-1:] in _ENDS:
        return False
    if line.number:
        return following.style != line.style
    if line.is_bold:
        return not following.is_bold
    is_long = len(following.text) >= _SHORTEST_PARAGRAPH and following.text.endswith("。")
    return is_long and len(title) <= _LONGEST_BARE_HEADING and not following.number


@dataclass(frozen=True)
class SubGoals:
    """Makes sub-goals of the lines and tables of their section."""

    columns: tuple[Column, ...]
    sample: str
    ledger: Ledger

    def read(self, content: Sequence[Line | Grid]) -> tuple[SubGoal, ...]:
        lines = [item for item in content if isinstance(item, Line)]
        begins = goal_beginnings(lines)
        beginnings = set(map(id, begins))
        drops = runs_on([line.number for line in begins], self.sample)
        groups: list[list[Line | Grid]] = []
        for item in content:
            if id(item) in beginnings:
                groups.append([item])
            elif groups:
                groups[-1].append(item)
        return tuple(self.subgoal(group, drops) for group in groups)

    def subgoal(self, group: Sequence[Line | Grid], drops: bool) -> SubGoal:
        lines = [item for item in group if isinstance(item, Line)]
        first = lines[0]
        if drops:
            self.ledger.match(first.span, first.number)
        title, content = self.split_title(first, lines[1:], "" if drops else first.number)
        texts = [*content, *(Words(line.text, line.span) for line in lines[1:])]
        text, goal, rows = self.sorted(texts)
        table = self.table(rows, [item for item in group if isinstance(item, Grid)])
        if table and not goal:
            text, goal = [], text
        return SubGoal(title, _prose(text), _prose(goal), table, first.span)

    def split_title(
        self, first: Line, rest: Sequence[Line], number: str
    ) -> tuple[Words, list[Words]]:
        """The title and what follows it on its line; an untitled sub-goal is all content."""
        span, body = first.span, first.title
        bold = first.lead - (len(first.text) - len(body))
        if 0 < bold < len(body) and len(title := body[:bold].strip().rstrip(_ENDS)) > 1:
            begin = body.index(title) + len(title)
            content = body[begin:].lstrip(_ENDS).lstrip()
            if content:
                self.ledger.match(span, body[begin : len(body) - len(content)])
                return Words(number + title, span), [Words(content, span)]
        if match := run_in_title(body):
            self.ledger.match(span, "。")
            return Words(number + match["title"], span), [Words(match["rest"], span)]
        is_headed = first.outline is not None or _GOAL.match(rest[0].text) if rest else False
        if rest and (is_headed or is_heading(first, rest[0])):
            return Words(number + body, span), []
        return Words("", span), [Words(number + body, span)]

    def sorted(
        self, texts: Sequence[Words]
    ) -> tuple[list[Words], list[Words], list[dict[str, Words]]]:
        """Running text, the lines from 绩效目标： on, and the indicators behind 绩效指标：."""
        begin = next((n for n, w in enumerate(texts) if _GOAL.match(w.text)), None)
        if begin is None:
            return list(texts), [], []
        end = next((n for n, w in enumerate(texts) if _INDICATORS.match(w.text)), len(texts))
        rows = self.running_indicators(texts[end:]) if end > begin else None
        kept = texts[begin:end] if rows is not None else texts[begin:]
        label, first = _GOAL.match(kept[0].text), kept[0]
        if label and (label.end() < len(first.text) or len(kept) > 1):
            self.ledger.match(first.span, label[0])
            rest = Words(first.text[label.end() :], first.span)
            kept = [*([rest] if rest else []), *kept[1:]]
        return [], [*texts[:begin], *kept], rows or []

    def running_indicators(self, lines: Sequence[Words]) -> list[dict[str, Words]] | None:
        """Indicators in running text: 宣传次数，指标值：3; None where a line is none."""
        by_role = {c.role: c.key for c in self.columns}
        rows = []
        matches = []
        first, *rest = lines or [Words()]
        if rest and _INDICATORS.fullmatch(first.text):
            rows_below = self.running_indicators(rest)
            if rows_below:
                self.ledger.match(first.span, first.text)
            return rows_below
        for line in lines:
            label = _INDICATORS.match(line.text)
            match = _INDICATOR.fullmatch(line.text, label.end() if label else 0)
            if match is None or len(line.text) > _LONGEST_INDICATOR:
                return None
            matches.append((line, match))
            rows.append({
                by_role["名称"]: Words(match["name"], line.span),
                by_role["指标值"]: Words(match["value"], line.span),
            })  # fmt: skip
        for line, match in matches:
            printed = line.text.replace(match["name"], "", 1).replace(match["value"], "", 1)
            self.ledger.match(line.span, printed)
        return rows

    def table(self, rows: list[dict[str, Words]], grids: Sequence[Grid]) -> IndicatorTable:
        """The indicators of running text, else those of the first table below the sub-goal."""
        if rows:
            return indicator_table([c for c in self.columns if c.key in rows[0]], rows)
        for grid in grids:
            found = subgoal_table(grid, ColumnNames(columns_by_text(self.columns)), self.ledger)
            if found and found[1]:
                return indicator_table(*found)
        return IndicatorTable()


def goal_beginnings(lines: Sequence[Line]) -> list[Line]:
    """The lines that begin a sub-goal.

    The first number's style says which lines are siblings. Without numbers the
    headings are, else the lines with a title run in, else every line.
    """
    outlines = [line.outline for line in lines if line.outline is not None]
    if outlines:
        heads = [line for line in lines if line.outline == min(outlines)]
        return [*heads, *_untitled(heads[-1], lines[lines.index(heads[-1]) + 1 :])]
    numbered = next((line for line in lines if line.number), None)
    if numbered is not None:
        return [line for line in lines if line.style == numbered.style]
    tests: tuple[Callable[[Line, Line | None], bool], ...] = (
        is_heading,
        lambda line, _: 0 < line.lead < len(line.text),
        lambda line, _: run_in_title(line.title) is not None,
    )
    for test in tests:
        found = [x for x, y in with_following(lines) if test(x, y)]
        if found:
            return found if found[0] is lines[0] else [lines[0], *found]
    return list(lines)


def is_goals_caption(text: str) -> bool:
    """Whether a line says no more than that a sub-goal's indicators follow: …：绩效指标."""
    return text.strip().rstrip("：:").rpartition("：")[2].strip() == "绩效指标"


def _untitled(last: Line, below: Sequence[Line]) -> Iterator[Line]:
    """The lines below the last heading that begin a sub-goal without one: their numbers, of
    the same style, run on from its."""
    expected = (number_value(last.number) or 0) + 1
    for line in below if last.number else ():
        if line.style == last.style and number_value(line.number) == expected:
            yield line
            expected += 1


def run_in_title(text: str) -> re.Match[str] | None:
    """A short lead sentence with more behind it: 发挥信用监管作用。一方面……"""
    match = _RUN_IN.fullmatch(text)
    if match is None or _ENUMERATES.match(match["title"]):
        return None
    return match


def _prose(lines: Sequence[Words]) -> Prose:
    return tuple(Paragraph(words) for words in lines)
