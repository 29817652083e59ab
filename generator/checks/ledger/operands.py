"""The two sides of a comparison as the ledger prints them, each with the place it stands in.

A comparison names the cells and paragraphs that it looked at, its own first. A side
belongs to the one that shows its figure; a sum that none shows, to the first of its parts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from ...document.layout import Document, passages
from ...evidence.reading import amounts_in
from ...lexicon import any_of
from ...lexicon.folding import narrow
from ...model.amounts import to_decimal
from ...model.tables import Cell, Grid, GridKind
from ..comparison import Comparison

# A figure by itself: 36, ≥36, 减少 4, 58.4%, 45 + 不公开 36.
_FIGURE: Final = re.compile(
    rf"(?P<operator>[≥≤]?|{any_of('changes.up', 'changes.down')} )"
    r"(?P<number>-?\d{1,30}(?:\.\d{1,30})?)(?P<percent>%?)"
    r"(?: \+ 不公开 (?P<withheld>\d{1,30}(?:\.\d{1,30})?))?"
)
_NUMBER: Final = re.compile(r"(?<![\d.,])-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d{1,30}(?:\.\d{1,30})?")
# What is set in the column as a number: ≥650批次, 58.4%; not a sentence that begins with one.
_SHORT: Final = re.compile(r"[≥≤><＞＜=]?\s?[-−]?\d\S{0,15}")
_MINUS: Final = re.compile(r"(?<![\w）)-])-(?=\d)")
_WITHHELD: Final = " + 不公开 "
# A side is looked for in several places, and stands in a cell of its own as a rule.
_REMEMBERED: Final = 512


@dataclass(frozen=True, slots=True)
class Side:
    """One side as printed; `anchor` is where it stands, '' for what stands nowhere.

    `is_figure` where it is set as a number is.
    """

    text: str
    anchor: str = ""
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class ShownText:
    """A cell or paragraph: its text, the number that it is, all that it holds, sums of money."""

    text: str
    number: Decimal | None
    numbers: frozenset[Decimal]
    money: frozenset[Decimal]
    is_paragraph: bool = False


class Places(Mapping[str, ShownText]):
    """Every cell and paragraph of a document by its anchor.

    Comparisons name a few of them, so a place is read when it is asked for.
    """

    def __init__(self, document: Document) -> None:
        self._unread: dict[str, str | tuple[Cell, Grid]] = {}
        self._read: dict[str, ShownText] = {}
        for laid in document.walk():
            self._unread[laid.entry.id] = laid.entry.title
            for block in laid.blocks:
                if isinstance(block, Grid):
                    self._unread |= {cell.id: (cell, block) for cell in block.cells}
                else:
                    self._unread |= {id: text for id, text in passages(block) if id}

    def __getitem__(self, anchor: str) -> ShownText:
        if anchor not in self._read:
            unread = self._unread[anchor]
            read = _paragraph(unread) if isinstance(unread, str) else _cell(*unread)
            self._read[anchor] = read
        return self._read[anchor]

    def __contains__(self, anchor: object) -> bool:
        return anchor in self._unread

    def __iter__(self) -> Iterator[str]:
        return iter(self._unread)

    def __len__(self) -> int:
        return len(self._unread)


def _paragraph(text: str) -> ShownText:
    return ShownText(text, None, _numbers(text), _money(text), is_paragraph=True)


def _cell(cell: Cell, grid: Grid) -> ShownText:
    text = cell.text
    number = cell.amount.value if cell.amount else to_decimal(text.removesuffix("%"))
    money, numbers = _money(text), _numbers(text)
    if number is not None:
        numbers |= {number}
        if cell.amount and _is_money(cell, grid):
            money |= {number}
    return ShownText(text, number, numbers, money)


def _is_money(cell: Cell, grid: Grid) -> bool:
    """Whether a number is money; in a table of the author's, counts have no decimals."""
    unit = cell.unit or grid.unit
    is_sum = grid.kind is GridKind.FIELDS or "." in cell.text
    return is_sum and (not unit or unit.endswith("元"))


@lru_cache(_REMEMBERED)
def _numbers(text: str) -> frozenset[Decimal]:
    """The numbers of a text, those of money also in 万元."""
    read = (to_decimal(match[0]) for match in _NUMBER.finditer(narrow(text)))
    return frozenset(number for number in read if number is not None) | _money(text)


def _money(text: str) -> frozenset[Decimal]:
    return frozenset(said.number for said in amounts_in(text)) if "元" in text else frozenset()


def sides(
    comparison: Comparison, is_sum: bool, known: Mapping[str, ShownText]
) -> tuple[Side, Side]:
    """Both sides, printed alike, each with its place; `is_sum` where the right one adds parts."""
    c = comparison
    left_at, right_at = _anchors(c, is_sum, {i: known[i] for i in c.cells if i in known})
    left, right = _FIGURE.fullmatch(c.left), _FIGURE.fullmatch(c.right)
    if left is None or right is None:
        return _side(c.left, left_at), _side(c.right, right_at)
    at = [known[i] for i in (left_at, right_at) if i]
    shown = [_decimals(m[name] or "") for m in (left, right) for name in ("number", "withheld")]
    numbers = {abs(Decimal(m["number"])) for m in (left, right)}
    looked = at if not any(shown) else [known[i] for i in c.cells if i in known]
    money = {abs(n) for place in looked for n in place.money}
    is_money = not left["percent"] and bool(money if any(shown) else money & numbers)
    typed = [_decimals(place.text) for place in at if place.number is not None]
    least = max(*shown, *typed, 2 if is_money else 0)
    return (
        _side(_printed(left, least, is_money), left_at),
        _side(_printed(right, least, is_money), right_at),
    )


def _side(text: str, anchor: str) -> Side:
    is_figure = bool(_FIGURE.fullmatch(text.replace(",", "")) or _SHORT.fullmatch(text))
    return Side(_MINUS.sub("−", text), anchor, is_figure)


def _printed(figure: re.Match[str], places: int, is_money: bool) -> str:
    """A figure with so many decimals; money with separators, anything else as it was."""
    text = figure["operator"] + _number(figure["number"], places, is_money) + figure["percent"]
    if figure["withheld"]:
        text += _WITHHELD + _number(figure["withheld"], places, is_money)
    return text


def _number(text: str, places: int, is_money: bool) -> str:
    if is_money:
        return f"{Decimal(text):,.{places}f}"
    missing = places - _decimals(text)
    return text + ("." if "." not in text and missing else "") + "0" * missing


def _decimals(text: str) -> int:
    """How many decimals a number is written with."""
    text = narrow(text).replace(",", "").rstrip("%")
    return len(text.partition(".")[2]) if _FIGURE.fullmatch(text) else 0


def _anchors(c: Comparison, is_sum: bool, cells: Mapping[str, ShownText]) -> tuple[str, str]:
    """Where both sides stand, each in a place of its own; both may be in one paragraph.

    First those that some place shows, a bound before the other side, since it is
    never computed; then what is computed.
    """
    if c.right.startswith(("≥", "≤")) and not is_sum:
        right = _showing(c.right, cells)
        left = _place(c.left, cells, right, is_sum)
    else:
        left = _showing(c.left, cells)
        right = _place(c.right, cells, left, is_sum)
        left = left or _place(c.left, cells, right, is_sum)
    return left, right


def _place(text: str, cells: Mapping[str, ShownText], taken: str, is_sum: bool) -> str:
    """A place that the other side has not taken, else the paragraph that it has."""
    free = {i: p for i, p in cells.items() if i != taken}
    shared = {i: p for i, p in cells.items() if i == taken and p.is_paragraph}
    for some in (free, shared):
        if found := _showing(text, some) or (_first(some) if _is_computed(text, is_sum) else ""):
            return found
    return ""


def _is_computed(text: str, is_sum: bool) -> bool:
    """Whether a figure that no place shows comes from the places; a bound is set, not computed."""
    figure = _FIGURE.fullmatch(text)
    return figure is not None and (is_sum or not figure["operator"])


def _first(cells: Mapping[str, ShownText]) -> str:
    """The first place with a number."""
    return next((i for i, place in cells.items() if place.numbers), "")


def _showing(text: str, cells: Mapping[str, ShownText]) -> str:
    """The first place that says the same, else has the number; a whole cell before prose."""
    numbers = _numbers(text.partition(_WITHHELD)[0])
    tests: tuple[Callable[[ShownText], bool], ...] = (
        lambda p: bool(text) and p.text == text,
        lambda p: bool(numbers & p.numbers) and not p.is_paragraph,
        lambda p: bool(numbers & p.numbers),
        lambda p: p.is_paragraph and bool(text) and text in p.text,
    )
    return next((i for test in tests for i, p in cells.items() if test(p)), "")
