"""How Word nests its elements: rows and cells, wrappers, alternatives, tracked changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree

from ..diagnostics import RuleBook, Span
from ..limits import IMPORTED_COLUMN_LIMIT
from ..model.tables import Cell
from .package import Refusal
from .word_package import name_of

_REVISIONS: Final = {
    "ins": "插入", "del": "删除", "moveFrom": "移动", "moveTo": "移动",
    "cellIns": "插入单元格", "cellDel": "删除单元格", "cellMerge": "合并单元格",
}  # fmt: skip


@dataclass
class Cells:
    """The cells of a table as its rows are read; merged ones grow."""

    id: str
    made: list[Cell] = field(default_factory=list)
    row: int = -1
    column: int = 0
    open: dict[int, int] = field(default_factory=dict)
    above: dict[int, int] = field(default_factory=dict)

    def begin_row(self, before: int) -> None:
        self.row += 1
        self.column = min(max(before, 0), IMPORTED_COLUMN_LIMIT)
        self.above, self.open = self.open, {}

    def add(self, lines: tuple[str, ...], span: int, place: Span) -> None:
        self.open[self.column] = len(self.made)
        id = f"{self.id}-{self.row + 1}-{self.column + 1}"
        self.made.append(Cell(id, self.row, self.column, lines, colspan=span, span=place))
        self.column += span

    def lengthen(self, span: int) -> bool:
        """Join this place to the cell above it; False where there is none."""
        at = self.above.get(self.column)
        if at is None:
            return False
        self.made[at] = replace(self.made[at], rowspan=self.made[at].rowspan + 1)
        self.open[self.column] = at
        self.column += span
        return True

    def widen(self, span: int) -> bool:
        """Join this place to the cell at its left; False where there is none."""
        if not self.made or self.made[-1].row != self.row:
            return False
        self.made[-1] = replace(self.made[-1], colspan=self.made[-1].colspan + span)
        self.column += span
        return True


def rows_of(table: etree._Element) -> Iterator[etree._Element]:
    return below(table, "tr")


def below(parent: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, wrappers opened."""
    for element in parent:
        name = name_of(element)
        if name == wanted:
            yield element
        elif name == "mc:AlternateContent":
            yield from below(choice(element), wanted)
        elif name not in ("tc", "tbl", "p") and not name.endswith("Pr"):
            yield from below(element, wanted)


def framed_cells(table: etree._Element) -> list[etree._Element]:
    """The cells with text of a table that only frames others: one a row, a table among them.

    None for a table that is one itself.
    """
    framed = []
    for row in rows_of(table):
        filled = [
            c for c in below(row, "tc") if any(name_of(e) == "t" and e.text for e in c.iter())
        ]
        if len(filled) > 1:
            return []
        framed += filled
    return framed if any(name_of(e) == "tbl" for cell in framed for e in cell) else []


def paragraphs_of(parent: etree._Element) -> Iterator[etree._Element]:
    """The outermost paragraphs: one inside another (in its text box) is that one's own."""
    for element in parent:
        if name_of(element) == "p":
            yield element
        elif name_of(element) == "mc:AlternateContent":
            yield from paragraphs_of(choice(element))
        else:
            yield from paragraphs_of(element)


def choice(element: etree._Element) -> etree._Element:
    """One of two renderings of the same thing: the first choice, else the fallback."""
    return next((e for e in element if name_of(e) in ("mc:Choice", "mc:Fallback")), element)


def refuse_revisions(root: etree._Element) -> None:
    marks = [e for e in root.iter() if name_of(e) in _REVISIONS]
    if not marks:
        return
    kinds = "、".join(dict.fromkeys(_REVISIONS[name_of(e)] for e in marks))
    raise Refusal(
        RuleBook.REVISIONS,
        f"文件里有 {len(marks)} 处没有处理的修订（{kinds}），不知道以哪一种文字为准。",
        "在 Word 的“审阅”里接受或拒绝全部修订，保存后再导入。",
        _shown(marks[0]),
    )


def _shown(mark: etree._Element) -> str:
    """Some text to find the first tracked change by: its own, else its paragraph's."""
    names = ("t", "delText")
    own = "".join(e.text or "" for e in mark.iter() if name_of(e) in names)
    holder = next((e for e in mark.iterancestors() if name_of(e) in ("p", "tr")), mark)
    return own or "".join(e.text or "" for e in holder.iter() if name_of(e) in names)[:60]
