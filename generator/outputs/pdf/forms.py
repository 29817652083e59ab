"""How the forms that follow each other on a page are set: whole, tighter for it, or running on.

A form stays whole where that leaves no large hole. One that runs over by little is set in
smaller type, down to 小五's half point above; any other begins below the one before and goes on
on the next page. It is guessed from where the page really begins; where the guess was wrong,
the page is made again (split.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import ceil
from typing import Any, Final

from ...diagnostics import display_width
from .breaks import TALL, is_form, loosen, mark
from .ends import HOLE, firsts
from .engine import Step, allow_breaks, avoids_breaks, is_table, set_type
from .heights import PAGE, TIGHTER, Measure, Rows, is_set_smaller, measure_of

# A guess at a height may be wrong by this share of it.
_DOUBT: Final = 0.02
_RULE: Final = 0.5  # of cells, in points

# How high lines are set, in points, by the stylesheet, and what stands between forms.
_LINE: Final = {"h2": 52, **dict.fromkeys(("h3", "h4", "h5"), 24), "p": 29}
_CHARACTER: Final = 16
_WIDTH: Final = 442
_NOTE: Final = 22
_CAPTION: Final = 23
_BELOW: Final = 24


class Forms:
    """The forms of one layout, how those are set that are set tighter, and how high they are."""

    def __init__(self) -> None:
        self.tighter: dict[Any, tuple[Measure, Callable[[], None]]] = {}
        self.heights = _Heights()

    def place(self, start: Sequence[Step]) -> None:
        """Say how the forms are set that will not fit on a page that begins there."""
        filled = 0.0
        for number, box in enumerate(_following(start) if start else ()):
            if box.element_tag == "section" and not is_form(box.element):
                return
            begun = number == 0 and any(step.box is box for step in start)
            height = self.heights.rest(box.element, start) if begun else self.heights(box.element)
            if is_form(box.element) and not begun and filled + height > PAGE:
                height = self._place(box, PAGE - filled) or PAGE
            filled += height + (_BELOW if is_form(box.element) else 0)
            if filled > PAGE:
                return

    def _place(self, form: Any, room: float) -> float | None:
        """Set a form for which there is not so much room, where that is beyond doubt; how high
        it is where it stays whole."""
        heights = [(self.heights(form.element, measure), measure) for measure in TIGHTER]
        least, _ = heights[-1]
        is_hole = room > (HOLE + _DOUBT) * PAGE
        if not is_hole and least <= PAGE * (1 + _DOUBT):
            return None
        for height, measure in heights:
            if height <= room * (1 - _DOUBT):
                self._set(form, measure)
                return height
        if least > room * (1 + _DOUBT):
            let_run(form)
        return None

    def fit_tighter(self, form: Any, room: float) -> bool:
        """Set a form tighter, or tighter yet, that may fit into a share of a page's height then;
        whether there is a way to."""
        if not is_form(form.element):
            return False
        now, _ = self.tighter.get(form, (None, None))
        further = TIGHTER[TIGHTER.index(now) + 1 :] if now else TIGHTER
        for measure in further:
            if self.heights(form.element, measure) <= room * PAGE * (1 + _DOUBT):
                self._set(form, measure)
                return True
        return False

    def let_run(self, box: Any) -> None:
        """Let a box run over pages, a form set as it was."""
        self._set_back(box)
        let_run(box)

    def _set(self, form: Any, measure: Measure) -> None:
        self._set_back(form)
        padding = (measure.padding - _RULE) / 2
        former = [
            set_type(table, measure.character, measure.line, padding) for table in _tables(form)
        ]

        def set_back() -> None:
            for undo in former:
                undo()

        self.tighter[form] = measure, set_back

    def _set_back(self, form: Any) -> None:
        if form in self.tighter:
            _, set_back = self.tighter.pop(form)
            set_back()


def let_run(box: Any) -> None:
    """Let a box run over pages; of a form also its long groups and rows."""
    allow_breaks(box)
    if is_form(box.element):
        mark(box.element, TALL)
        for table in box.element.iter("table"):
            loosen(table)
        for inner in box.descendants():
            if avoids_breaks(inner) and TALL in inner.element.get("class", "").split():
                allow_breaks(inner)


def _tables(form: Any) -> Iterator[Any]:
    """The outermost box of each table that is set as large as may be."""
    met = set()
    for box in form.descendants():
        if box.element_tag == "table" and box.element not in met:
            met.add(box.element)
            if not is_set_smaller(box.element):
                yield box


def _following(start: Sequence[Step]) -> Iterator[Any]:
    """The forms that follow each other from the first one on a page, with what is between."""
    for parent, child in reversed(start):
        if any(is_form(box.element) for box in parent.children):
            yield from parent.children[child:]
            return
    parent, child = start[-1]
    for first in parent.children[child : child + 1]:
        for box in firsts(first):
            if any(is_form(inner.element) for inner in getattr(box, "children", ())):
                yield from box.children
                return


class _Heights:
    """About how high forms and what stands between them are, in points."""

    def __init__(self) -> None:
        self.rows: dict[Any, Rows] = {}
        self.known: dict[Any, list[tuple[Any, float]]] = {}

    def __call__(self, element: Any, measure: Measure | None = None) -> float:
        """The height of an element, its tables set as they are or as a measure says."""
        return sum(height for _, height in self.pieces(element, measure))

    def rest(self, form: Any, start: Sequence[Step]) -> float:
        """The height of what a form has from the start of a page on that it does not begin on,
        with the head that is printed again there."""
        parent, child = start[-1]
        first = parent.children[child].element if child < len(parent.children) else parent.element
        around = {first, *first.iterancestors()}
        again = [head for step in start if is_table(step.box) for head in step.box.element[:3]]
        pieces = self.pieces(form)
        places = enumerate(element for element, _ in pieces)
        begin = next((n for n, e in places if e in around or first in e.iterancestors()), 0)
        heads = sum(self(head) for head in again if head.tag == "thead")
        return heads + sum(height for _, height in pieces[begin:])

    def pieces(self, element: Any, measure: Measure | None = None) -> list[tuple[Any, float]]:
        """The pieces of an element, rows and lines, and how high they are."""
        if measure:
            return list(self._pieces(element, measure))
        if element not in self.known:
            self.known[element] = list(self._pieces(element, None))
        return self.known[element]

    def _pieces(self, element: Any, measure: Measure | None) -> Iterator[tuple[Any, float]]:
        for piece in element.iter(*_LINE, "caption", "thead", "tbody", "div"):
            if piece.tag in ("thead", "tbody"):
                table = piece.getparent()
                used = measure_of(table) if measure is None or is_set_smaller(table) else measure
                if piece not in self.rows:
                    self.rows[piece] = Rows(piece)
                yield from zip(piece, self.rows[piece].heights(used), strict=True)
            elif piece.tag in _LINE and next(piece.iterancestors("table"), None) is None:
                width = display_width(piece.text_content()) * _CHARACTER / 2
                yield piece, (ceil(width / _WIDTH) or 1) * _LINE[piece.tag]
            elif piece.tag == "caption" and "captioned" in _classes(piece.getparent()):
                yield piece, _CAPTION
            elif "table-note" in _classes(piece):
                yield piece, _NOTE


def _classes(element: Any) -> list[str]:
    names: list[str] = element.get("class", "").split()
    return names
