"""Charts as boxes and lines of text with their places, for templates to print as SVG.

Labels stand above their bars, so that a chart is legible on a phone. Lengths are
in the drawing's own units; `size` is that of the type. A `look` names what a
thing is; its colour and pattern are the template's and the style's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from ..wrapping import width, wrap
from .series import Bar, Chart, ChartKind

BAR: Final = "bar"
PARTS: Final = ("part-1", "part-2", "part-3", "part-4")
RULE: Final = "rule"
LABEL, VALUE, NOTE = "label", "value", "note"
START, MIDDLE, END = "start", "middle", "end"
_SHARE: Final = width("100.0%") + 0.6  # the room of a share, in em


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its upper left corner."""

    x: float
    y: float
    width: float
    height: float
    look: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A line of text; `x` is where `anchor` (start, middle, end) says, `y` the base line."""

    x: float
    y: float
    text: str
    size: float
    look: str = LABEL
    anchor: str = START


@dataclass(frozen=True, slots=True)
class Drawing:
    width: float
    height: float
    boxes: tuple[Box, ...] = ()
    marks: tuple[Mark, ...] = ()

    def at(self, x: float, y: float) -> Drawing:
        """The same, moved."""
        return replace(
            self,
            boxes=tuple(replace(b, x=b.x + x, y=b.y + y) for b in self.boxes),
            marks=tuple(replace(m, x=m.x + x, y=m.y + y) for m in self.marks),
        )


def draw(chart: Chart, across: float, size: float) -> Drawing:
    """A chart as wide as `across`."""
    match chart.kind:
        case ChartKind.BARS:
            return _bars(chart, across, size)
        case ChartKind.PARTS:
            return _parts(chart, across, size)
        case ChartKind.COLUMNS:
            return _columns(chart, across, size)


def _bars(chart: Chart, across: float, size: float) -> Drawing:
    longest = max(bar.value for bar in chart.bars)
    boxes: list[Box] = []
    marks: list[Mark] = []
    y = 0.0
    for bar in chart.bars:
        lines = _labelled(bar, across, y, size)
        marks += lines
        y = lines[-1].y + size * 0.45
        boxes.append(Box(0, y, across, 1, RULE))
        if bar.value:
            boxes.append(Box(0, y, max(1, across * float(bar.value / longest)), size * 0.75, BAR))
        y += size * 1.5
    return Drawing(across, y, tuple(boxes), tuple(marks))


def _labelled(bar: Bar, across: float, y: float, size: float, indent: float = 0) -> list[Mark]:
    """A label of two lines at most at the left, the figure and its share at the right."""
    share = across - _SHARE * size if bar.percent else across
    room = (share - indent) / size - width(bar.wording) - 0.5
    lines = wrap(bar.label, max(room, 4), most=2)
    marks = [Mark(indent, y + size * (1 + 1.35 * n), line, size) for n, line in enumerate(lines)]
    return [
        Mark(share, y + size, bar.wording, size, VALUE, END),
        *([Mark(across, y + size, bar.percent, size, NOTE, END)] if bar.percent else []),
        *marks,
    ]


def _parts(chart: Chart, across: float, size: float) -> Drawing:
    """One bar in parts, then what each of them is; parts of nothing are listed last."""
    whole = sum(bar.value for bar in chart.bars)
    shown = [bar for bar in chart.bars if bar.value]
    looks = dict(zip((bar.label for bar in shown), PARTS, strict=False))
    boxes, x = [], 0.0
    for bar in shown:
        length = across * float(bar.value / whole)
        boxes.append(Box(x, 0, max(1, length - 2), size * 2, looks[bar.label]))
        x += length
    marks: list[Mark] = []
    y = size * 2.9
    for bar in chart.bars:
        lines = _labelled(bar, across, y, size, size * 1.5)
        if bar.label in looks:
            boxes.append(Box(0, y + size * 0.1, size, size, looks[bar.label]))
        marks += lines
        y = lines[-1].y + size * 0.6
    return Drawing(across, y, tuple(boxes), tuple(marks))


def _columns(chart: Chart, across: float, size: float) -> Drawing:
    """Columns on one base line: above each its share, else how much; below it when, then how
    much. Where the figures have no room side by side, bars."""
    slot, plot, top = across / len(chart.bars), size * 8, size * 1.5
    if not all(width(text) + 0.4 < slot / size for bar in chart.bars for text in _texts(bar)):
        return _bars(chart, across, size)
    heights = [float(bar.value if bar.share is None else bar.share) for bar in chart.bars]
    full = max(heights) if chart.bars[0].share is None else max(100.0, *heights)
    base = top + plot
    boxes, marks = [], []
    for n, bar in enumerate(chart.bars):
        middle = slot * (n + 0.5)
        height = plot * max(0.0, heights[n]) / full
        head, *more = _texts(bar)
        boxes.append(Box(middle - slot * 0.3, base - height, slot * 0.6, height, BAR))
        marks.append(Mark(middle, base - height - size * 0.4, head, size, VALUE, MIDDLE))
        for line, text in enumerate(more):
            look = NOTE if line else LABEL
            y = base + size * (1.35 + 1.3 * line)
            marks.append(Mark(middle, y, text, size, look, MIDDLE))
    boxes.append(Box(0, base, across, 1, RULE))
    return Drawing(across, max(m.y for m in marks) + size * 0.55, tuple(boxes), tuple(marks))


def _texts(bar: Bar) -> tuple[str, ...]:
    """What stands at a column: above it, then below it."""
    return (bar.percent, bar.label, bar.wording) if bar.percent else (bar.wording, bar.label)


def joined(across: float, height: float, drawings: Iterable[Drawing]) -> Drawing:
    """Drawings in their places as one."""
    placed = tuple(drawings)
    return Drawing(
        across,
        height,
        tuple(box for drawing in placed for box in drawing.boxes),
        tuple(mark for drawing in placed for mark in drawing.marks),
    )
