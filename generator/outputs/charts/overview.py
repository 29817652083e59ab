"""一图读懂: a disclosure at one glance, and as a sheet to take away, from the model alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from math import ceil
from typing import Final

from ...document.layout import Document
from ...forms import Family
from ...model.disclosure import Disclosure, Indicator, Project
from ...model.targets import TargetKind
from ..pages import day
from ..wrapping import balanced, width, wrap
from .drawing import END, NOTE, RULE, Box, Drawing, Mark, draw, joined
from .key_figures import KeyFigure, key_figures
from .series import FUNCTIONS, Chart, budgets, charts, class_of, classes, ranked, sources, spending

MOST_TARGETS: Final = 5
LONGEST_TARGET: Final = 16
RULE_OF_CHOICE: Final = (
    "项目按预算从大到小（没有预算数的按原文顺序），轮流各取一条，最多五条；"
    "先取数量指标，再取效益、满意度、质量、时效指标，成本指标和没有数字的不取。"
)
_PREFERRED: Final = ("数量", "效益", "满意", "质量", "时效")
_WHOLE: Final = "部门整体"

# A chart of a page is drawn for a phone, 360 dots wide without the page's margins.
_ON_PAGE, _PAGE_TEXT = 328.0, 14.0
# The sheet is as wide as A4 at 96 dots an inch, and at least as tall.
_ACROSS, _TALL, _EDGE = 794.0, 1123.0, 44.0
_INNER: Final = _ACROSS - 2 * _EDGE
_TEXT, _SMALL, _LARGE = 17.0, 14.0, 30.0
_BESIDE: Final = 4
HEAD, BAND, ON_BAND, FIGURE = "head", "band", "on-band", "figure"


@dataclass(frozen=True, slots=True)
class Headline:
    """A target worth a headline: its wording, the indicator's name, whose it is."""

    wording: str
    name: str
    of: str


@dataclass(frozen=True, slots=True)
class Overview:
    """What 一图读懂 shows on the page: each chart as its figures and as it is drawn."""

    charts: tuple[tuple[Chart, Drawing], ...]
    targets: tuple[Headline, ...]
    rule: str = RULE_OF_CHOICE

    def __bool__(self) -> bool:
        return bool(self.charts or self.targets)


def overview(disclosure: Disclosure, family: Family, document: Document) -> Overview:
    """The figures and targets of the section that a page opens with."""
    found = charts(disclosure, family, document)
    drawn = tuple((chart, on_page(chart)) for chart in found)
    return Overview(drawn, headlines(disclosure))


def on_page(chart: Chart) -> Drawing:
    """A chart as a page shows it."""
    return draw(chart, _ON_PAGE, _PAGE_TEXT)


def headlines(disclosure: Disclosure) -> tuple[Headline, ...]:
    """Targets chosen by RULE_OF_CHOICE; those of the whole department come first."""
    first = ranked(disclosure.projects)
    rest = [p for p in disclosure.projects if p not in first]
    queues = [[Headline(r.target.wording, r.name.text, p.label) for r in _preferred(p)]
              for p in (*first, *rest)]  # fmt: skip
    if disclosure.overall:
        rows = _preferred(disclosure.overall)
        queues.insert(0, [Headline(r.target.wording, r.name.text, _WHOLE) for r in rows])
    different: dict[tuple[str, str], Headline] = {}
    for turn in zip_longest(*queues):
        for headline in filter(None, turn):
            different.setdefault((headline.name, headline.wording), headline)
    return tuple(different.values())[:MOST_TARGETS]


def _preferred(project: Project) -> list[Indicator]:
    """The project's telling targets: the first of each preferred class, then the others."""
    rows = [row for row in project.indicators.rows if _is_telling(row)]
    firsts: list[Indicator] = []
    for name in _PREFERRED:
        found = next((row for row in rows if name in class_of(row)), None)
        if found is not None and not any(found is row for row in firsts):
            firsts.append(found)
    return firsts + [row for row in rows if not any(row is first for first in firsts)]


def _is_telling(row: Indicator) -> bool:
    target = row.target
    return (
        target.kind is TargetKind.NUMBER
        and "成本" not in class_of(row)
        and len(target.wording) <= LONGEST_TARGET
    )


def sheet(disclosure: Disclosure, family: Family, document: Document, site: str) -> Drawing:
    """The sheet as a drawing; `site` is the name of the site that it is from."""
    title = document.outline.title
    figures = key_figures(disclosure, family, document)
    pieces = [_title(disclosure, title), _figures(figures)]
    for heading, chart in _chapters(disclosure, family, document):
        pieces.append(_chapter(heading, draw(chart, _INNER, _TEXT), chart.unit))
    targets = headlines(disclosure)
    if targets:
        pieces.append(_chapter("要达到什么目标", _targets(targets)))
    placed, y = [], 0.0
    for piece in pieces:
        placed.append(piece.at(0, y))
        y += piece.height
    foot = _foot(disclosure, title, site)
    height = max(_TALL, y + foot.height)
    return joined(_ACROSS, height, (*placed, foot.at(0, height - foot.height)))


def _chapters(
    disclosure: Disclosure, family: Family, document: Document
) -> Iterator[tuple[str, Chart]]:
    """The sheet's charts, fewer bars than on the page; without budgets, the classes."""
    biggest = budgets(disclosure, 5)
    found = [("钱用在哪里", biggest)] if biggest else []
    for n, chart in enumerate(sources(disclosure, family, document)):
        where = chart.id == FUNCTIONS and not biggest
        found.append(("钱从哪里来" if n == 0 else "钱用在哪里" if where else chart.title, chart))
    plan, counts = spending(disclosure), classes(disclosure, family)
    found += [("到什么时候累计用多少", plan)] if plan else []
    found += [("有哪些绩效指标", counts)] if counts and not found else []
    yield from found


def _title(disclosure: Disclosure, title: str) -> Drawing:
    lines = balanced(title, _INNER / _LARGE)
    marks = [Mark(_EDGE, 40, "一图读懂", _TEXT, ON_BAND)]
    marks += [Mark(_EDGE, 84 + n * 42, line, _LARGE, ON_BAND) for n, line in enumerate(lines)]
    if disclosure.is_draft:
        note = "草案：正在编制，尚未公开，内容可能改动"
        marks.append(Mark(_ACROSS - _EDGE, 40, note, _TEXT, ON_BAND, END))
    height = 112.0 + (len(lines) - 1) * 42
    return Drawing(_ACROSS, height, (Box(0, 0, _ACROSS, height, BAND),), tuple(marks))


def _figures(figures: Sequence[KeyFigure]) -> Drawing:
    """The figures that the page opens with, four side by side at most."""
    rows = ceil(len(figures) / _BESIDE)
    beside = ceil(len(figures) / rows)
    slot = _INNER / beside
    size = min(_LARGE, *(slot * 0.92 / width(figure.value) for figure in figures))
    marks: list[Mark] = []
    y = 0.0
    for first in range(0, len(figures), beside):
        bottom = y + 84
        for n, figure in enumerate(figures[first : first + beside]):
            x = _EDGE + slot * n
            marks.append(Mark(x, y + 36, _labelled(figure), _SMALL, NOTE))
            marks.append(Mark(x, y + 74, figure.value, size, FIGURE))
            lines = wrap(figure.note, slot * 0.92 / _SMALL) if figure.note else []
            marks += [Mark(x, y + 98 + k * 20, line, _SMALL, NOTE) for k, line in enumerate(lines)]
            bottom = max(bottom, y + 84 + 20 * len(lines))
        y = bottom
    return Drawing(_ACROSS, y, (), tuple(marks))


def _labelled(figure: KeyFigure) -> str:
    return f"{figure.label}（{figure.unit}）" if figure.unit else figure.label


def _chapter(heading: str, body: Drawing, unit: str = "") -> Drawing:
    marks = (
        Mark(_EDGE, 54, heading, 21, HEAD),
        Mark(_EDGE + (width(heading) + 0.4) * 21, 54, unit, _SMALL, NOTE),
    )
    head = Drawing(_ACROSS, 0, (Box(_EDGE, 22, _INNER, 2, RULE),), marks if unit else marks[:1])
    return joined(_ACROSS, 72 + body.height, (head, body.at(_EDGE, 70)))


def _targets(targets: Sequence[Headline]) -> Drawing:
    marks, y = [], 0.0
    wide = max(width(t.wording) for t in targets) * 22 + 24
    at = min(wide, _INNER * 0.45)
    for target in targets:
        size = min(22.0, (at - 16) / width(target.wording))
        lines = wrap(f"{target.name}（{target.of}）", (_INNER - at) / _TEXT, most=2)
        marks.append(Mark(0, y + 22, target.wording, size, FIGURE))
        marks += [Mark(at, y + 20 + n * 23, line, _TEXT) for n, line in enumerate(lines)]
        y += 16 + 23 * len(lines)
    rule = wrap(RULE_OF_CHOICE, _INNER / _SMALL)
    marks += [Mark(0, y + 16 + n * 20, line, _SMALL, NOTE) for n, line in enumerate(rule)]
    return Drawing(_INNER, y + 8 + 20 * len(rule), (), tuple(marks))


def _foot(disclosure: Disclosure, title: str, site: str) -> Drawing:
    dates = [("批复日期", disclosure.approved_on)]
    if not disclosure.is_draft:
        dates.append(("公开日期", disclosure.published_on))
    said = [f"{name} {day(date)}" for name, date in dates if date]
    words = "，".join((f"数字取自《{title}》", *said)) + f"。{site}"
    lines = wrap(words, _INNER / _SMALL)
    marks = [Mark(_EDGE, 52 + n * 21, line, _SMALL, NOTE) for n, line in enumerate(lines)]
    rule = Box(_EDGE, 28, _INNER, 1, RULE)
    return Drawing(_ACROSS, 76 + (len(lines) - 1) * 21, (rule,), tuple(marks))
