"""What stands in a form's rows and no label of the form asks for: labels with their values.

Which cell is a label shows by where it stands and how it reads: short, without figures,
with its value at its right, or a row of labels above a row of values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ..lexicon.folding import bare
from ..model.amounts import to_decimal
from ..model.disclosure import OtherEntry
from ..model.tables import Cell
from ..model.words import Words
from .cell_grid import CellGrid, lines_of
from .drafts import Draft, joined
from .inner_lists import InnerList
from .label_shapes import may_be_label, reads_as_label
from .ledger import Ledger

_MONEY_LABEL: Final = re.compile(r".*(?:预算|资金|金额|拨款|经费|总额|支出)")
_INLINE: Final = re.compile(r"(?P<label>[^：:\n]{2,12})[：:]\s{0,4}(?P<value>[^：:\n]{1,200})")
_LINE_OF_LIST: Final = re.compile(r"^(?:目标)?\d+[.、:：．]|[^：:]{2,12}[：:].|.*[。；]$")
# A figure of such a column is no amount.
_SHARE: Final = re.compile(r"率|比例|占比|%|％|分值|得分|权重")


@dataclass
class OtherFields:
    """Gathers the labels and values of some rows that nothing has claimed."""

    cell_grid: CellGrid
    draft: Draft
    ledger: Ledger
    claimed: set[str]
    named: set[str]
    first: int
    last: int

    def read(self) -> None:
        row = self.first
        while row < self.last:
            cells = [c for c in self.cell_grid.row(row) if c.row == row]
            if self.is_row_of_heads(row, cells):
                self.below(cells)
                row += 2
            else:
                self.across(cells)
                row += 1

    def amounts(self, entries: Iterable[OtherEntry]) -> None:
        """Keep amounts that stood in columns, each with the unit of its form."""
        for entry in entries:
            is_share = _SHARE.search(entry.column.text) is not None
            words = entry.text if is_share else self.with_unit(entry.text)
            self.draft.others.append(replace(entry, text=words))

    def list(self, found: InnerList) -> None:
        """Each cell of a list, named by its head and, behind the first, by its row."""
        for head in found.heads:
            self.claimed.add(head.id)
            self.ledger.match_all(head.span, "表头")
        for first, *others in found.rows:
            for head, cell in zip(found.heads, (first, *others), strict=True):
                self.claimed.add(cell.id)
                title = bare(head.text)
                named = title if cell is first else f"{title}·{bare(first.text)}"
                self.draft.others += (
                    OtherEntry(Words(named, head.span), Words(), words)
                    for words in self.texts(head, cell)
                    if words
                )

    def is_free(self, cell: Cell | None) -> bool:
        return cell is not None and not cell.is_blank and cell.id not in self.claimed

    def is_row_of_heads(self, row: int, cells: Sequence[Cell]) -> bool:
        """Whether labels stand side by side with a row of values of the same widths below."""
        free = [c for c in cells if self.is_free(c)]
        if len(free) < 2 or len(free) < len(cells) or row + 1 >= self.last:
            return False
        under = [self.cell_grid.at.get((row + 1, c.column)) for c in free]
        same = all(
            u is not None and u.row == row + 1 and (u.column, u.colspan) == (c.column, c.colspan)
            and u.id not in self.claimed
            for c, u in zip(free, under, strict=True)
        )  # fmt: skip
        values = [u for u in under if u is not None and not u.is_blank]
        return (
            same
            and all(reads_as_label(c.text) for c in free)
            and not any(reads_as_label(u.text) for u in values)
        )

    def below(self, heads: Sequence[Cell]) -> None:
        for head in heads:
            value = self.cell_grid.at.get((head.row + 1, head.column))
            self.pair(head, value)

    def across(self, cells: Sequence[Cell]) -> None:
        """Labels with the value at their right; a label over several rows heads a group."""
        for cell in cells:
            if self.is_free(cell) and (pair := _inline(cell.text)):
                self.within(cell, pair["label"], pair["value"])
            if not self.is_free(cell) or not may_be_label(cell.text):
                continue
            beside = self.cell_grid.at.get((cell.row, cell.column + cell.colspan))
            if self.is_group(cell, beside):
                self.claimed.add(cell.id)
                self.ledger.match_all(cell.span, "一组栏目的标题")
            elif beside is not None and beside.row == cell.row and self.reads_on(cell, beside):
                self.pair(cell, beside)

    def is_group(self, cell: Cell, beside: Cell | None) -> bool:
        if beside is None:
            return False
        return cell.rowspan > beside.rowspan or (
            beside.id in self.named and reads_as_label(cell.text)
        )

    def reads_on(self, label: Cell, value: Cell) -> bool:
        """Whether a value follows its label."""
        if value.is_blank:
            return reads_as_label(label.text)
        return value.id not in self.claimed and (
            reads_as_label(label.text) or not reads_as_label(value.text)
        )

    def pair(self, label: Cell, value: Cell | None) -> None:
        self.claimed.add(label.id)
        if value is None or value.is_blank:
            self.ledger.match_all(label.span, "没有填写的栏目")
            return
        self.claimed.add(value.id)
        title = Words("".join(label.text.split()).rstrip("：:"), label.span)
        self.ledger.match_all(label.span)
        self.draft.others += (OtherEntry(title, Words(), w) for w in self.texts(label, value))

    def within(self, cell: Cell, label: str, value: str) -> None:
        """A label with its value in one cell: 项目负责人：…."""
        self.claimed.add(cell.id)
        self.ledger.match(cell.span, cell.text.strip().removesuffix(value))
        title, words = Words("".join(label.split()), cell.span), Words(value, cell.span)
        self.draft.others.append(OtherEntry(title, Words(), self.in_unit(label, words)))

    def texts(self, label: Cell, value: Cell) -> Iterator[Words]:
        """A value as it stands: its lines where they are a list, else one; money with its unit."""
        lines = lines_of(value)
        if len(lines) > 1 and all(_LINE_OF_LIST.match(line.text) for line in lines):
            yield from lines
        else:
            yield self.in_unit(label.text, joined(lines))

    def in_unit(self, label: str, words: Words) -> Words:
        """A value with the unit of its form, where it is an amount that does not say its own."""
        return self.with_unit(words) if _MONEY_LABEL.fullmatch(bare(label)) else words

    def with_unit(self, words: Words) -> Words:
        if to_decimal(words.text) is None:
            return words
        unit = self.draft.unit_of("")
        self.draft.other_money.append((words, unit))
        is_other = unit.is_sure and unit.unit != self.draft.form.unit
        return Words(words.text + unit.unit, words.span) if is_other else words


def _inline(text: str) -> re.Match[str] | None:
    """A label and its value in one text."""
    match = _INLINE.fullmatch(text.strip())
    if match is None:
        return None
    is_label = reads_as_label(match["label"]) or bare(match["label"]).endswith("绩效指标")
    return match if is_label else None
