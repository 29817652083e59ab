"""Pages that end badly are made again, while the document is laid out.

What a page really holds is known when it was made. What was kept whole and left too much of
it empty, or is longer than a page, is set a little tighter where it fits then, and else let run
on from where it stands. Where rows would stand alone the page ends earlier, and where it ends
inside cells merged over rows, their group is cut there.
So the whole is laid out once, and a page here and there twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from .breaks import keep_leading_words, prepare
from .cells import keep_together, set_small
from .contents import place_contents
from .cuts import halves
from .ends import (
    broken_group,
    kept_whole,
    left_heading,
    lonely_rows,
    numbers,
    overlong,
    stands_whole,
)
from .engine import Layout, end_before, replace_groups
from .forms import Forms

if TYPE_CHECKING:
    from .source import PrintPage

# A cut makes rows higher where a merged cell has much to say, and the page may end earlier.
_CUTS: Final = 4


def lay_out_whole(page: PrintPage) -> Any:
    """Lay out a page, with its breaks where they do the least harm."""
    root = page.etree_element
    place_contents(root)
    set_small(root)
    prepare(root)
    keep_leading_words(root)
    keep_together(root)
    return page.lay_out(_Mender().make)


@dataclass(eq=False, slots=True)
class _Change:
    """A change to the tree of boxes for the sake of a page's end: where the page begins and
    ends by it, and what takes it back."""

    take_back: Callable[[], object]
    is_cut: bool
    start: tuple[int, ...]
    end: tuple[int, ...] = ()

    def is_stale(self, start: tuple[int, ...], end: tuple[int, ...]) -> bool:
        """Whether a page shows that no page ends there any more, or another one than did."""
        if self.is_cut:
            return start < self.end and (not end or self.end < end)
        passed = start < self.start and (not end or self.start < end)
        return passed or (end == self.end and start != self.start)


class _Mender:
    """Makes the pages of one layout; `changes` are those that hold, in the order of the pages."""

    def __init__(self) -> None:
        self.changes: list[_Change] = []
        self.forms = Forms()

    def make(self, layout: Layout, index: int) -> None:
        """Make a page until it ends well."""
        self.forms.place(layout.start(index))
        self._make(layout, index)
        while self._let_run(layout, index):
            pass
        self._keep_company(layout, index)
        self._end_between_groups(layout, index)

    def _make(self, layout: Layout, index: int) -> None:
        """Make a page; changes that it goes past, as pages no longer end there, are taken back."""
        layout.make(index)
        start, end = numbers(layout.start(index)), numbers(layout.end(index))
        for number, change in enumerate(self.changes):
            if change.is_stale(start, end):
                self._undo(layout, index, number)
                layout.make(index)
                return

    def _let_run(self, layout: Layout, index: int) -> bool:
        """Make a page again on which was kept whole what does it harm; whether there was any."""
        start, end = layout.start(index), layout.end(index)
        found, begins = overlong(start, end)
        if found:
            if begins and self._fits_tighter(layout, index, found[0], 1):
                return True
            for box in found:
                self.forms.let_run(box)
            if begins and index and not layout.is_forced(index):
                # It was moved here for nothing. Below other things it takes more than
                # the rest of their page all the more, so this page is still needed.
                self.make(layout, index - 1)
        elif box := left_heading(end) or kept_whole(layout, index):
            if self._fits_tighter(layout, index, box, layout.room(index)):
                return True
            self.forms.let_run(box)
        else:
            return False
        self._make(layout, index)
        return True

    def _fits_tighter(self, layout: Layout, index: int, box: Any, room: float) -> bool:
        """Make a page again with a form set tighter, where it may be whole on it then."""
        while self.forms.fit_tighter(box, room):
            self._make(layout, index)
            if stands_whole(layout, index, box):
                return True
        return False

    def _keep_company(self, layout: Layout, index: int) -> None:
        """End a page earlier where rows would stand alone otherwise."""
        box = lonely_rows(layout, index)
        if box is None:
            return
        former = end_before(box)
        start, end = numbers(layout.start(index)), numbers(layout.end(index))
        layout.make(index)
        change = _Change(lambda: end_before(box, former), False, start)
        self.changes.append(change)
        change.end = numbers(layout.end(index))
        if change.end >= end:
            self._undo(layout, index, len(self.changes) - 1)
            layout.make(index)

    def _end_between_groups(self, layout: Layout, index: int) -> None:
        """Cut the group inside whose merged cells a page ends."""
        cut = None
        for _ in range(_CUTS):
            broken = broken_group(layout.end(index))
            if broken is None:
                return
            if cut:
                self._undo(layout, index, self.changes.index(cut))
            cut = self._cut(layout, index, *broken)
            layout.make(index)
            cut.end = numbers(layout.end(index))

    def _cut(self, layout: Layout, index: int, table: Any, group: int, row: int) -> _Change:
        groups = list(table.children)
        start = numbers(layout.start(index))
        change = _Change(lambda: replace_groups(table, groups), True, start)
        self.changes.append(change)
        replace_groups(table, [*groups[:group], *halves(groups[group], row), *groups[group + 1 :]])
        layout.outdate_after(index)
        return change

    def _undo(self, layout: Layout, index: int, number: int) -> None:
        """Take back a change and those after it, which count from there."""
        while len(self.changes) > number:
            self.changes.pop().take_back()
        layout.outdate_after(index)
