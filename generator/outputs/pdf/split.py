"""Pages that end badly are made again, while the document is laid out.

What was to be kept whole and is longer than a page is let run on from where it stands.
Where a page ends inside cells merged over rows, their group is cut there: WeasyPrint
draws such a cell on the first page only, and on the next the rows would stand beside a blank.
So the whole is laid out once, and a page here and there twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from .breaks import TALL, is_form, loosen, mark, prepare
from .cells import keep_together, set_small
from .contents import place_contents
from .engine import Layout, Step, allow_breaks, avoids_breaks, is_table, replace_groups
from .forms import place
from .tags import AGAIN, ID

if TYPE_CHECKING:
    from .source import PrintPage

# A cut makes rows higher where a merged cell has much to say, and the page may end earlier.
_CUTS: Final = 4


def lay_out_whole(page: PrintPage) -> Any:
    """Lay out a page, with its breaks where they do the least harm."""
    root = page.etree_element
    place_contents(root)
    set_small(root)
    place(root)
    prepare(root)
    keep_together(root)
    return page.lay_out(_Mender().make)


@dataclass(eq=False, slots=True)
class _Cut:
    """A group of rows cut in two: the groups that its table had, and where the page ends for
    whose sake it was cut."""

    table: Any
    groups: Sequence[Any]
    end: tuple[int, ...] = ()


class _Mender:
    """Makes the pages of one layout; `cuts` are those that hold, in the order of the pages."""

    def __init__(self) -> None:
        self.cuts: list[_Cut] = []

    def make(self, layout: Layout, index: int) -> None:
        """Make a page until it ends well."""
        while True:
            self._make(layout, index)
            start, end = layout.start(index), layout.end(index)
            if box := _left_heading(end):
                _let_run(box)
            elif overlong := _overlong(start, end):
                for box in overlong:
                    _let_run(box)
                if index and not layout.is_forced(index):
                    # It was moved here for nothing. Below other things it takes more than
                    # the rest of their page all the more, so this page is still needed.
                    self.make(layout, index - 1)
            else:
                break
        self._end_between_groups(layout, index)

    def _make(self, layout: Layout, index: int) -> None:
        """Make a page; cuts that it goes past, as pages no longer end there, are taken back."""
        layout.make(index)
        start, end = _numbers(layout.start(index)), _numbers(layout.end(index))
        for number, cut in enumerate(self.cuts):
            if start < cut.end and (not end or cut.end < end):
                self._undo(layout, index, number)
                layout.make(index)
                return

    def _end_between_groups(self, layout: Layout, index: int) -> None:
        """Cut the group inside whose merged cells a page ends."""
        cut = None
        for _ in range(_CUTS):
            broken = _broken_group(layout.end(index))
            if broken is None:
                return
            if cut:
                self._undo(layout, index, self.cuts.index(cut))
            cut = self._cut(layout, index, *broken)
            layout.make(index)
            cut.end = _numbers(layout.end(index))

    def _cut(self, layout: Layout, index: int, table: Any, group: int, row: int) -> _Cut:
        groups = list(table.children)
        cut = _Cut(table, groups)
        self.cuts.append(cut)
        replace_groups(table, [*groups[:group], *_halves(groups[group], row), *groups[group + 1 :]])
        layout.outdate_after(index)
        return cut

    def _undo(self, layout: Layout, index: int, number: int) -> None:
        """Take back a cut and those after it, which count from there."""
        while len(self.cuts) > number:
            cut = self.cuts.pop()
            replace_groups(cut.table, cut.groups)
        layout.outdate_after(index)


def _numbers(place: Sequence[Step]) -> tuple[int, ...]:
    return tuple(step.child for step in place)


def _let_run(box: Any) -> None:
    """Let a box run over pages; of a form also its long groups and rows."""
    allow_breaks(box)
    if is_form(box.element):
        mark(box.element, TALL)
        for table in box.element.iter("table"):
            loosen(table)
        for inner in box.descendants():
            if avoids_breaks(inner) and TALL in inner.element.get("class", "").split():
                allow_breaks(inner)


def _overlong(start: Sequence[Step], end: Sequence[Step]) -> list[Any]:
    """What began on a page and goes on after it, though it was to be kept whole."""
    before = {id(step.box) for step in start}
    return [step.box for step in end if id(step.box) not in before and avoids_breaks(step.box)]


def _left_heading(end: Sequence[Step]) -> Any:
    """What begins after a page's end, though its heading stands before: a form that does not
    fit under it, or the first group of one that runs on."""
    if not end:
        return None
    nexts = end[-1].box.children[end[-1].child :][:1]
    chain = [*(step.box for step in end), *nexts]
    for number, box in enumerate(chain):
        if not is_form(box.element) or box.element_tag != "section":
            continue
        heading = box.element.getprevious()
        if heading is None or heading.tag not in ("h2", "h3"):
            continue
        if number == len(chain) - 1:
            return box if avoids_breaks(box) else None
        first = box.element.find(".//tbody")
        below = chain[-1]
        if below.element is first and below.element_tag == "tbody" and avoids_breaks(below):
            return below
    return None


def _broken_group(end: Sequence[Step]) -> tuple[Any, int, int] | None:
    """The group of rows in which a page ends inside merged cells: its table, its number and
    the first row that begins after the page."""
    for number, step in enumerate(end[:-1]):
        if is_table(step.box):
            group, row = end[number + 1]
            # A row that is begun stays with the rows before it.
            row += len(end) > number + 2
            merged = any(True for _ in _across(group.children, row))
            return (step.box, step.child, row) if merged else None
    return None


def _across(rows: Sequence[Any], row: int) -> Iterator[tuple[int, Any]]:
    """The cells merged over the end of a row and the next: the rows they begin in, and they."""
    if row < len(rows):
        for number, before in enumerate(rows[:row]):
            for cell in before.children:
                if number + cell.rowspan > row:
                    yield number, cell


def _halves(group: Any, row: int) -> tuple[Any, Any]:
    """A group cut before a row, the cells merged across the cut printed again."""
    rows = list(group.children)
    merged = dict[Any, int]((cell, number) for number, cell in _across(rows, row))
    upper = [
        before.copy_with_children(
            [_of_height(c, row - number) if c in merged else c for c in before.children]
        )
        for number, before in enumerate(rows[:row])
    ]
    again = [_again(cell, number + cell.rowspan - row) for cell, number in merged.items()]
    cells = sorted([*again, *rows[row].children], key=lambda cell: cell.grid_x)
    lower = [rows[row].copy_with_children(cells), *rows[row + 1 :]]
    return group.copy_with_children(upper), group.copy_with_children(lower)


def _of_height(cell: Any, rows: int) -> Any:
    copy = cell.copy()
    copy.rowspan = rows
    return copy


def _again(cell: Any, rows: int) -> Any:
    """A cell as it is printed again on the next page: nothing links to it or from it."""
    copy = cell.deepcopy()
    copy.rowspan = rows
    copy.element = deepcopy(cell.element)
    mark(copy.element, AGAIN)
    copy.element.attrib.pop(ID, None)
    for box in copy.descendants():
        box.link = None
        if box.style["anchor"]:
            box.style = box.style.copy()
            box.style["anchor"] = None
    return copy
