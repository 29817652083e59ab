"""What is wrong with where a page ends.

A page's end is told by the steps down the tree of boxes to what begins after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from .breaks import is_form
from .cuts import across
from .engine import Layout, Step, avoids_breaks, blocks_in, is_table, keep_together

# What is kept whole leaves no larger share of its page empty.
HOLE: Final = 1 / 4
# The last rows of a table stand on a page together, the first with one more.
_LAST: Final = 3
_FIRST: Final = 2
# A row of so large a share of a page may stand by itself rather than leave a hole.
_TALL: Final = 1 / 8


def numbers(place: Sequence[Step]) -> tuple[int, ...]:
    return tuple(step.child for step in place)


def overlong(start: Sequence[Step], end: Sequence[Step]) -> tuple[list[Any], bool]:
    """What began on a page and goes on after it, though it was to be kept whole; whether it
    begins the page, and is too long for any.

    WeasyPrint tears the first row of a group that is kept whole: such a row is not named, and
    stays whole once its group need not.
    """
    before = {id(step.box) for step in start}
    places = [
        number
        for number, step in enumerate(end)
        if id(step.box) not in before and avoids_breaks(step.box)
    ]
    begins = bool(places) and _with_title(end[: places[0] + 1], numbers(start)) is None
    found = [end[number].box for number in places]
    return [box for box in found if begins or box.element_tag != "tr"], begins


def left_heading(end: Sequence[Step]) -> Any:
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


def kept_whole(layout: Layout, index: int) -> Any:
    """What is kept whole and begins after a page of which that leaves too much empty; a row is
    not broken for that."""
    end = layout.end(index)
    if not end or layout.is_forced(index + 1) or layout.room(index) <= HOLE:
        return None
    parent, child = end[-1]
    found, _ = _first_kept_whole(parent.children[child:])
    return found


def _first_kept_whole(siblings: Sequence[Any]) -> tuple[Any, bool]:
    """The first that is kept whole of what stands together from the first of some siblings on;
    whether all of these stand together."""
    for number, box in enumerate(siblings):
        if number and not keep_together(siblings[number - 1], box):
            return None, False
        if avoids_breaks(box) and box.element_tag != "tr":
            return box, False
        found, is_one = _first_kept_whole(blocks_in(box))
        if found or not is_one:
            return found, False
    return None, True


def stands_whole(layout: Layout, index: int, box: Any) -> bool:
    """Whether a box stands on a page, and does not go on after it."""
    goes_on = any(step.box is box for step in layout.end(index))
    return not goes_on and layout.printed(index, box) is not None


def firsts(box: Any) -> Iterator[Any]:
    """A box, the first in it, the first in that."""
    yield box
    for inner in blocks_in(box)[:1]:
        yield from firsts(inner)


def broken_group(end: Sequence[Step]) -> tuple[Any, int, int] | None:
    """The group of rows in which a page ends inside merged cells: its table, its number and
    the first row that begins after the page."""
    for number, step in enumerate(end[:-1]):
        if is_table(step.box):
            group, row = end[number + 1]
            # A row that is begun stays with the rows before it.
            row += len(end) > number + 2
            merged = any(True for _ in across(group.children, row))
            return (step.box, step.child, row) if merged else None
    return None


@dataclass(frozen=True, slots=True)
class _Broken:
    """A table that goes on after a page: its rows there and after, a begun one among the former,
    and whether it began on the page."""

    here: Sequence[tuple[Any, Any]]  # with what of each stands on the page
    after: int
    begins: bool


def lonely_rows(layout: Layout, index: int) -> Any:
    """Where a page had better end, so that rows of its last table do not stand alone: before a
    row, so that the last ones have company, or before the table; None where it ends well."""
    end = layout.end(index)
    level = next((n for n, step in enumerate(end) if is_table(step.box)), None)
    if level is None:
        return None
    broken = _broken(layout, index, end[level:])
    if broken is None or not broken.here:
        return None
    missing = max(0, _LAST - broken.after)
    left = len(broken.here) - missing
    if not broken.begins or left >= _FIRST:
        if not missing or left < 1:
            return None
        row, printed = broken.here[left]
        return row if layout.share(index, printed) <= HOLE else None
    _, printed = broken.here[0]
    is_alone = len(broken.here) < _FIRST
    if not missing and not is_alone:
        return None
    whole = _with_title(end[: level + 1], numbers(layout.start(index)))
    if whole is None:
        return None
    is_low = is_alone and printed.height < _TALL * layout.height(index)
    leaves_hole = layout.share(index, layout.printed(index, whole)) > HOLE
    return whole if is_low or not leaves_hole else None


def _broken(layout: Layout, index: int, steps: Sequence[Step]) -> _Broken | None:
    """What is known of a table by the steps down from it to where the page after begins."""
    table, group = steps[0]
    row = steps[1].child if len(steps) > 1 else 0
    is_begun = len(steps) > 2
    printed = layout.printed(index, table)
    if printed is None:
        return None
    bodies = [(n, g) for n, g in enumerate(table.children) if not g.is_header]
    place = (group, row + is_begun)
    before = [r for n, g in bodies for m, r in enumerate(g.children) if (n, m) < place]
    after = [r for n, g in bodies for m, r in enumerate(g.children) if (n, m) >= place]
    drawn = [r for g in printed.children if not g.is_header for r in g.children]
    here = list(zip(before[len(before) - len(drawn) :], drawn, strict=True))
    begins = len(drawn) == len(before) and not any(s.box is table for s in layout.start(index))
    return _Broken(here, len(after) + is_begun, begins)


def _with_title(steps: Sequence[Step], start: tuple[int, ...]) -> Any:
    """A table with what leads to it, down from where a page may end before it; None where that
    is where the page begins."""
    for number in range(len(steps) - 2, -1, -1):
        parent, child = steps[number]
        first = child
        while first and keep_together(parent.children[first - 1], parent.children[first]):
            first -= 1
        if first:
            place = (*numbers(steps[:number]), first)
            return parent.children[first] if place > start else None
    return None
