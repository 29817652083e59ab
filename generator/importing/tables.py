"""Tables in the chapters of a text: caption, unit and notes above, head of several rows, totals.

A table that runs over pages, its head repeated or not, is one table again.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from ..document.layout.tables import EMPTY
from ..document.outline import split_number
from ..keys import DEFAULT_TOTALS
from ..lexicon.folding import bare
from ..limits import HEAD_ROWS_LIMIT
from ..model.amounts import SUM_UNIT
from ..model.tables import Cell, Grid
from ..model.words import NOWHERE, DataTable, Words
from ..sources.word_text import WordParagraph
from .captions import CONTINUED, CONTINUED_CAPTION, MONEY, UNIT
from .cell_grid import CellGrid, joined_grids, lines_of
from .drafts import joined
from .ledger import Ledger

_LONGEST_CAPTION: Final = 60
_LONGEST_NOTE: Final = 80
_LONGEST_LEAD: Final = 20
_SENTENCE_ENDS: Final = "。；;：:，,！!？?、"
# 编制部门：…, 截止时间：…, 公开05表: said of the whole table, above it.
_NOTE: Final = re.compile(
    r"[^：:，。；]{0,10}(?:部门|单位|名称|编码|年度|时间|日期|时点|表号|编号)(?:[（(][^）)]{1,6}[）)])?[：:].+"
    r"|截[止至].{2,30}|[^：:，。；]{1,8}\d+表"
)
_MONEY_AT_END: Final = re.compile(rf"[（(]?(?:金额)?单位[：:]\s*({SUM_UNIT})[）)]?$")
_MONEY_IN_HEAD: Final = re.compile(rf"单位[：:]({SUM_UNIT})")
_TOTAL: Final = re.compile(r".{0,12}总额")
# 项　目: blanks that only widen a word.
_PADDED: Final = re.compile(r"[\u4e00-\u9fff](?:\s+[\u4e00-\u9fff])+")
_NOTES_APART: Final = "\u3000"
_LIST_SIGNS: Final = re.compile("[，,、]")


@dataclass
class Above:
    """The lines that belong to a table, from its caption down to it."""

    caption: Words = Words()
    unit: str = ""
    notes: list[Words] = field(default_factory=list)
    used: list[WordParagraph] = field(default_factory=list)
    lead: Words = Words()

    @property
    def is_empty(self) -> bool:
        """Whether nothing but blank lines and 续表 stands above."""
        return not (self.caption or self.unit or self.notes)


def lines_above(blocks: Sequence[WordParagraph | Grid], at: int) -> Above:
    """What the lines right above the table at `at` say of it.

    `lead` is the line above all those, for a table without a caption of its own.
    """
    above = Above()
    for block in reversed(blocks[:at]):
        if isinstance(block, Grid) or block.in_contents:
            break
        text = block.text.strip()
        if not text:
            continue
        if _take_note(above, block):
            continue
        if is_caption(block):
            caption = CONTINUED_CAPTION.sub("", " ".join(text.split())).strip()
            above.caption = Words(caption, block.span)
            above.used.append(block)
        else:
            above.lead = Words(" ".join(text.split()), block.span)
        break
    above.notes.reverse()
    return above


def _take_note(above: Above, paragraph: WordParagraph) -> bool:
    """Take a line that says the unit of the amounts, or whose table it is and when."""
    text = paragraph.text.strip()
    together = "".join(text.split())
    if CONTINUED.fullmatch(together):
        above.used.append(paragraph)
        return True
    if len(text) > _LONGEST_NOTE:
        return False
    money = _MONEY_AT_END.search(together)
    if money is not None:
        above.unit = above.unit or money[1]
    if MONEY.fullmatch(together):
        above.used.append(paragraph)
        return True
    rest = _MONEY_AT_END.sub("", text).strip()
    if UNIT.fullmatch(rest) or _NOTE.fullmatch("".join(rest.split())):
        pieces = [p for p in re.split(r"\s{2,}|[\t\u3000]", rest) if p]
        above.notes += [Words(p, paragraph.span) for p in reversed(pieces)]
        above.used.append(paragraph)
        return True
    return False


def is_caption(paragraph: WordParagraph) -> bool:
    """Whether a line may be a table's caption: short, no sentence, no numbered heading."""
    text = paragraph.text.strip()
    if len(text) > _LONGEST_CAPTION or text[-1:] in _SENTENCE_ENDS:
        return False
    number, _ = split_number(text)
    return paragraph.centred or not (number or paragraph.outline is not None)


@dataclass
class TableDraft:
    """A table of a section while its pieces are being read."""

    caption: Words
    unit: str
    notes: tuple[Words, ...]
    grid: Grid

    @property
    def width(self) -> int:
        return CellGrid(self.grid).width

    @property
    def heads(self) -> list[tuple[str, ...]]:
        """What its head rows say, each without blanks."""
        cell_grid = CellGrid(self.grid)
        return [_said(cell_grid, row) for row in range(head_depth(cell_grid))]

    def goes_on(self, above: Above, grid: Grid) -> bool:
        """Whether a table is the rest of this one: its head again, or no line between."""
        cell_grid = CellGrid(grid)
        shown = [row for row in range(cell_grid.height) if _said(cell_grid, row)]
        if not shown:
            return True
        notes = [bare(words.text) for words in self.notes]
        if above.caption and bare(above.caption.text) != bare(self.caption.text):
            return False
        if any(bare(words.text) not in notes for words in above.notes):
            return False
        if _said(cell_grid, shown[0]) in self.heads:
            return True
        is_plain = head_depth(cell_grid) == 1
        return above.is_empty and cell_grid.width == self.width and is_plain

    def join(self, grid: Grid) -> None:
        self.grid = joined_grids(self.grid, grid)

    def table(self, ledger: Ledger) -> DataTable | None:
        """The table; None where it has no cells."""
        cell_grid = CellGrid(self.grid)
        depth = head_depth(cell_grid)
        heads = self.heads
        rows = []
        notes = list(self.notes)
        empty = said_of_empty(cell_grid, depth)
        if empty is not None:
            ledger.match_all(empty.span)
            is_ours = "".join(empty.text.split()) == EMPTY
            notes += [] if is_ours else [Words(empty.text, empty.span)]
        for row in range(depth, cell_grid.height if empty is None else depth):
            if (said := _said(cell_grid, row)) and said in heads:
                for cell in cell_grid.beginning(row):
                    ledger.match_all(cell.span)
            elif said:
                rows.append(_row(cell_grid, row))
        head = tuple(_row(cell_grid, row, is_head=True) for row in range(depth))
        if not head or not head[0]:
            return None
        printed = "".join(words.text for row in head for words in row)
        stated = _MONEY_IN_HEAD.search("".join(printed.split()))
        found = dict.fromkeys(row[0].text for row in rows if _TOTAL.fullmatch(row[0].text))
        totals = [text for text in found if not _LIST_SIGNS.search(text)]
        return DataTable(
            self.caption,
            head,
            tuple(rows),
            self.unit or (stated[1] if stated else ""),
            _NOTES_APART.join(" ".join(words.text.split()) for words in notes),
            (*DEFAULT_TOTALS, *totals),
            self.caption.span,
        )


def table_draft(grid: Grid, above: Above, caption: Words, ledger: Ledger) -> TableDraft:
    """A new table; rows at its top that are merged over its whole width say its caption and unit.

    `caption` is used where neither the lines above nor the table have one.
    """
    own = replace(above, notes=list(above.notes), used=[])
    cell_grid = CellGrid(grid)
    row = 0
    while row < cell_grid.height - 1:
        cells = cell_grid.row(row)
        if len(cells) != 1 or cells[0].rowspan > 1 or cell_grid.width < 2:
            break
        if cells[0].is_blank:
            row += 1
            continue
        line = WordParagraph(" ".join(cells[0].lines), span=cells[0].span)
        if _take_note(own, line):
            ledger.match_all(line.span)
        elif own.caption:
            break
        else:
            own.caption = Words(line.text.strip(), line.span)
        row += 1
    kept = tuple(replace(c, row=c.row - row) for c in grid.cells if c.row >= row)
    return TableDraft(own.caption or caption, own.unit, tuple(own.notes), replace(grid, cells=kept))


def said_of_empty(cell_grid: CellGrid, depth: int) -> Cell | None:
    """What stands below the head, over its whole width, in a table without a row of its own."""
    shown = [row for row in range(depth, cell_grid.height) if cell_grid.beginning(row)]
    cells = cell_grid.row(shown[0]) if len(shown) == 1 else []
    return cells[0] if len(cells) == 1 and cell_grid.width > 1 else None


def head_depth(cell_grid: CellGrid) -> int:
    """How many rows the head has: as deep as its merged cells reach, with what stands below them.

    A head that stands alone (its table goes on elsewhere) counts whole.
    """
    depth = 1
    while depth < min(cell_grid.height, HEAD_ROWS_LIMIT):
        above = [c for row in range(depth) for c in cell_grid.row(row)]
        reach = max((c.row + c.rowspan for c in above), default=depth)
        is_parted = any(c.colspan > 1 for c in cell_grid.row(depth - 1) if c.row == depth - 1)
        if reach <= depth and not is_parted:
            break
        depth = max(reach, depth + 1)
    return min(depth, cell_grid.height, HEAD_ROWS_LIMIT)


def _said(cell_grid: CellGrid, row: int) -> tuple[str, ...]:
    """The words of a row's own cells without blanks and punctuation, blank cells left out."""
    return tuple(bare(c.text) or c.text.strip() for c in cell_grid.beginning(row))


def _row(cell_grid: CellGrid, row: int, *, is_head: bool = False) -> tuple[Words, ...]:
    """A row as wide as the table. What is merged downwards says the same in each row of the body;
    in a head, and across, it is blank after its first place."""
    return tuple(
        _words(cell_grid.at.get((row, column)), row, column, is_head)
        for column in range(cell_grid.width)
    )


def _words(cell: Cell | None, row: int, column: int, is_head: bool) -> Words:
    if cell is None:
        return Words("", NOWHERE)
    if cell.column != column or (is_head and cell.row != row):
        return Words("", cell.span)
    words = joined(lines_of(cell))
    text = "".join(words.text.split()) if _PADDED.fullmatch(words.text) else words.text
    return Words(text, cell.span)


def fallback_caption(lead: Words, title: str, taken: Container[str]) -> Words:
    """A caption for a table without one: the short line that leads to it, else the section's."""
    said = lead.text.strip()
    _, name = split_number(said.rstrip("：:"))
    leads = said[-1:] in ("：", ":") or said[-1:] not in _SENTENCE_ENDS
    caption = name.strip() if said and leads and len(said) <= _LONGEST_LEAD else title
    number = 2
    made = caption
    while made in taken:
        made = f"{caption}（{number}）"
        number += 1
    return Words(made)
