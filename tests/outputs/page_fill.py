"""How far down the pages of a laid-out document are filled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.outputs.pdf.engine import boxes, root_box


@dataclass(frozen=True)
class Fill:
    """A page: its number, how much of its height is filled, and whether it may end early."""

    number: int
    share: float
    may_end_early: bool

    @property
    def is_blank(self) -> bool:
        return self.share == 0

    @property
    def is_low(self) -> bool:
        return self.is_blank or (self.share < 0.5 and not self.may_end_early)

    def __str__(self) -> str:
        return f"{self.number}:{self.share:.0%}"


def fills(document: Any) -> Iterator[Fill]:
    """The fill of each page of a document that WeasyPrint laid out."""
    pages = [list(boxes(page)) for page in document.pages]
    for n, page in enumerate(pages):
        area = root_box(document.pages[n])
        texts = [b for b in page if type(b).__name__ == "TextBox" and _in_flow(b)]
        ends = [b.position_y + b.height - area.content_box_y() for b in texts]
        is_cover = any("cover" in _classes(box) for box in page)
        is_last = n + 1 == len(pages) or _begins_part(pages[n + 1])
        yield Fill(n + 1, max(ends, default=0) / area.height, is_cover or is_last)


def _in_flow(box: Any) -> bool:
    """Whether a box is of the page's text and not of its margins."""
    return box.element is not None and box.element_tag is not None and ":" not in box.element_tag


def _begins_part(page: list[Any]) -> bool:
    """Whether a part's heading stands on a page: as parts begin pages, the one before ends one."""
    return any(box.element_tag in ("h2", "h3") and "part" in _classes(box) for box in page)


def _classes(box: Any) -> list[str]:
    element = box.element
    return element.get("class", "").split() if element is not None else []
