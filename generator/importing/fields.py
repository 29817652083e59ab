"""The rows of a form that hold fields: which cells are labels, which are their values."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from ..forms import MONEY
from ..lexicon.folding import bare
from ..model.disclosure import Opinion, OtherEntry
from ..model.tables import Cell
from ..model.words import Words
from .cell_grid import CellGrid, lines_of, overlap
from .drafts import Draft, joined
from .inner_lists import inner_lists
from .label_shapes import may_be_label
from .labelled_amounts import labelled_amounts
from .labels import Label, LabelHit, Labels, Place
from .ledger import Ledger
from .matrices import MatrixReader, is_figure
from .money_units import Source, is_rate, said_by
from .other_fields import OtherFields
from .sign_off import SIGNED_ON, day_in, signed
from .vocabulary import OFFICE_LABELS, WHOLE_SUMS

# Fields that a project begins with, by whatever label.
_BEGINS: Final = frozenset({"名称", "编码"})


def is_field_row(cell_grid: CellGrid, labels: Labels, row: int, among_indicators: bool) -> bool:
    """Whether labels of fields begin in a row; among indicators the leftmost must be one."""
    if among_indicators:
        first = next(iter(cell_grid.row(row)), None)
        found = labels.find(first.text) if first is not None and first.row == row else None
        return found is not None and found.inline is None
    return any(labels.find(c.text) or labels.fill(c.text) for c in cell_grid.beginning(row))


def keys_in(cell_grid: CellGrid, labels: Labels, row: int) -> set[str]:
    """The fields whose labels begin in a row; not those that share their label with others,
    nor what another form would call them, for that may stand in a table of its own."""
    found = ((labels.find(c.text), labels.every(c.text)) for c in cell_grid.beginning(row))
    return {
        f.label.key
        for f, every in found
        if f and f.label.key and len(every) < 2 and (not f.label.rank or f.label.key in _BEGINS)
    }


@dataclass
class FieldRows:
    """Reads the rows of a table that hold fields into a draft."""

    cell_grid: CellGrid
    labels: Labels
    draft: Draft
    ledger: Ledger
    first: int
    last: int
    claimed: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    amounts_left: list[OtherEntry] = field(default_factory=list)

    def read(self) -> None:
        found: list[tuple[Cell, Label]] = []
        given: set[str] = set()
        offices: list[tuple[Cell, str]] = []
        rows = range(self.first, self.last)
        MatrixReader(
            self.cell_grid, self.labels, self.draft, self.ledger, self.claimed, self.named,
            self.amounts_left,
        ).read(rows)  # fmt: skip
        lists = [
            x for x in inner_lists(self.cell_grid, self.labels, rows) if not x.ids & self.claimed
        ]
        self.claimed.update(*(x.ids for x in lists))
        for row in range(self.first, self.last):
            for cell in self.cell_grid.beginning(row):
                if cell.id in self.claimed:
                    continue
                if pairs := self.labels.fill(cell.text):
                    self.filled(cell, pairs)
                elif hit := self.labels.find(cell.text):
                    hit = replace(hit, label=self.in_turn(hit, given))
                    given.add(hit.label.key)
                    self.ledger.match(cell.span, hit.printed)
                    self.claimed.add(cell.id)
                    self.named.add(cell.id)
                    self.says_unit(cell)
                    found += self.inline(cell, hit)
                    if office := self.labels.offices.get(bare(cell.text)):
                        offices.append((cell, office))
                elif self.labels.offices and bare(cell.text) == SIGNED_ON:
                    self.ledger.match_all(cell.span)
                    self.claimed.add(cell.id)
        found.sort(key=lambda pair: pair[1].rank)
        for cell, label in found:
            if label.rank and self.draft.values.get(label.key):
                self.release(cell)
            elif not label.is_prose and label.key:
                value = self.beside(cell) if label.place is Place.RIGHT else self.below(cell)
                if value is not None and self.is_group(label.key, cell, value):
                    self.whole_of_group(cell, label.key, value)
                elif value is not None:
                    self.put(label.key, value)
        for cell, office in offices:
            self.opinion(cell, office, any(c.row == cell.row for c, _ in offices if c is not cell))
        for cell, label in found:
            if label.is_prose and not (label.rank and self.draft.values.get(label.key)):
                self.prose(cell, label.key)
            elif label.is_prose:
                self.release(cell)
        self.units()
        rest = OtherFields(
            self.cell_grid, self.draft, self.ledger, self.claimed, self.named,
            self.first, self.last,
        )  # fmt: skip
        rest.amounts(self.amounts_left)
        for found_list in lists:
            rest.list(found_list)
        rest.read()
        self.name_of_office()
        self.explain_steps([cell for cell, label in found if label.place is Place.BELOW])

    def name_of_office(self) -> None:
        """A form of a whole department has its name where other forms have the project's."""
        named = self.draft.form.by_role("名称")
        if named is None or self.draft.values.get(named.key) or self.draft.caption:
            return
        offices = (o for o in self.draft.others if bare(o.column.text) in OFFICE_LABELS)
        if (entry := next(offices, None)) is not None:
            self.draft.values[named.key] = [entry.text]
            self.draft.others.remove(entry)

    def release(self, label: Cell) -> None:
        """Leave a label to be a column of its own: a surer one has given the field its value."""
        self.claimed.discard(label.id)
        self.named.discard(label.id)

    def units(self) -> None:
        """The units of money that heads of groups name: 资金情况（万元）."""
        for row in range(self.first, self.last):
            for cell in self.cell_grid.beginning(row):
                if cell.id not in self.claimed and may_be_label(cell.text):
                    self.says_unit(cell)

    def says_unit(self, label: Cell) -> None:
        """Take the unit of money that a label names for the form; that of a price is its own."""
        if not is_rate(label.text):
            self.draft.said += said_by(Source.HEAD, label.text)

    def in_turn(self, hit: LabelHit, given: set[str]) -> Label:
        """Of several fields with one label the next; those with a role, where not all are there."""
        every = self.labels.every(hit.printed)
        if len(every) < 2:
            return hit.label
        rows = range(self.first, self.last)
        shown = (self.labels.find(c.text) for r in rows for c in self.cell_grid.beginning(r))
        if sum(f is not None and bare(f.printed) == bare(hit.printed) for f in shown) < len(every):
            every = tuple(sorted(every, key=lambda x: not x.has_role))
        left = (x for x in every if x.key not in given and not self.draft.values.get(x.key))
        return next(left, every[-1])

    def opinion(self, label: Cell, office: str, in_columns: bool) -> None:
        """What an office wrote below (or beside) its name, and the date there or under that."""
        value = self.below(label) if in_columns else self.beside(label)
        if value is None:
            return
        opinion, date = signed(value)
        cells = [value]
        for near in (self.below(value), self.right_of(value)):
            if not date and near is not None and (day := day_in(near)) is not None:
                date = day
                cells.append(near)
        for cell in cells:
            self.claimed.add(cell.id)
            self.ledger.match(cell.span, SIGNED_ON + "：:" if SIGNED_ON in bare(cell.text) else "")
        if opinion or date:
            self.draft.opinions.append(Opinion(Words(office, label.span), opinion, date))

    def right_of(self, cell: Cell) -> Cell | None:
        return self.cell_grid.at.get((cell.row, cell.column + cell.colspan))

    def filled(self, cell: Cell, pairs: list[tuple[str, str]]) -> None:
        """A cell that mixes printed text with values."""
        printed = cell.text
        self.claimed.add(cell.id)
        for key, value in pairs:
            printed = printed.replace(value, "", 1) if value else printed
            lines = [Words(x.strip(), cell.span) for x in value.split("\n") if x.strip()]
            self.draft.values.setdefault(key, []).extend(lines)
        self.ledger.match(cell.span, printed)

    def inline(self, cell: Cell, hit: LabelHit) -> list[tuple[Cell, Label]]:
        """A label still in search of its value; its value may stand in its own cell."""
        if hit.inline is None:
            return [(cell, hit.label)]
        lines = [Words(x.strip(), cell.span) for x in hit.inline.split("\n") if x.strip()]
        self.draft.values.setdefault(hit.label.key, []).extend(lines)
        return []

    def put(self, key: str, cell: Cell) -> None:
        """Give a field its value; one that has a value already keeps it."""
        if self.draft.values.get(key):
            return
        self.claimed.add(cell.id)
        amounts = labelled_amounts(cell.text) if self.is_money(key) else []
        if not amounts:
            self.draft.values[key] = lines_of(cell)
        printed = cell.text
        for label, amount in amounts:
            printed = printed.replace(amount, "", 1)
            self.put_amount(key, label, Words(amount, cell.span))
        if amounts:
            self.ledger.match(cell.span, printed)

    def put_amount(self, whole: str, label: str, amount: Words) -> None:
        """Give one of several amounts in a cell to the field that its label names."""
        known = next((x.key for x in self.labels.every(label) if self.is_money(x.key)), "")
        key = whole if bare(label) in WHOLE_SUMS else known
        if key and not self.draft.values.get(key):
            self.draft.values[key] = [amount]
        else:
            self.amounts_left.append(OtherEntry(Words(label, amount.span), Words(), amount))

    def is_group(self, key: str, label: Cell, value: Cell) -> bool:
        """Whether what seems an amount's label is the title of labels with their own amounts."""
        if not self.is_money(key) or not may_be_label(value.text):
            return False
        right = [c for c in self.cell_grid.row(value.row) if c.column > value.column]
        return label.rowspan > value.rowspan or any(is_figure(c) for c in right)

    def whole_of_group(self, title: Cell, key: str, label: Cell) -> None:
        """The amount of a group's whole, at the right of 合计; the title of any other is free."""
        figure = self.right_of(label)
        if bare(label.text) not in WHOLE_SUMS or figure is None or not is_figure(figure):
            self.release(title)
            return
        self.claimed.add(label.id)
        self.named.add(label.id)
        self.ledger.match_all(label.span, "栏目名")
        self.put(key, figure)

    def is_money(self, key: str) -> bool:
        of = self.draft.form.field(key)
        return of is not None and of.kind == MONEY

    def is_label(self, cell: Cell) -> bool:
        return cell.id in self.claimed

    def beside(self, label: Cell) -> Cell | None:
        """The first cell with text right of a label, before the next label; else the one below.

        Below is looked only where no cell stands between this label and the next.
        """
        right = [
            c for c in self.cell_grid.row(label.row) if c.column >= label.column + label.colspan
        ]
        for at, cell in enumerate(right):
            if self.is_label(cell):
                return self.only_below(label) if at == 0 else None
            if not cell.is_blank:
                return cell
        return None if right else self.only_below(label)

    def only_below(self, label: Cell) -> Cell | None:
        """The value under a label; none where the label heads a column of values."""
        value = self.below(label)
        column = [value] if value is not None else []
        while column and (following := self.going_on(column[-1])) is not None:
            column.append(following)
        if len(column) < 2 or any(
            self.is_named(c) for c in self.cell_grid.beginning(column[1].row)
        ):
            return value
        self.claimed.discard(label.id)
        self.named.discard(label.id)
        for cell in column:
            self.ledger.explain(cell.span, label.text.strip(), "")
        return None

    def going_on(self, cell: Cell) -> Cell | None:
        """The cell with text right under another, of the same width."""
        row = cell.row + cell.rowspan
        below = self.cell_grid.at.get((row, cell.column))
        if below is None or row >= self.last or below.is_blank or self.is_named(below):
            return None
        return below if (below.column, below.colspan) == (cell.column, cell.colspan) else None

    def below(self, label: Cell) -> Cell | None:
        """The value under a label: the same place in the row, else the most overlapping."""
        row = label.row + label.rowspan
        if row >= self.last:
            return None
        under = [c for c in self.cell_grid.row(row) if c.row == row and not self.is_named(c)]
        row = label.row
        peers = [c for c in self.cell_grid.row(row) if (c.row, c.rowspan) == (row, label.rowspan)]
        beside = [c for c in peers if self.is_named(c)]
        if len(beside) == len(under) and label in beside:
            cell = under[beside.index(label)]
        else:
            ends = (label.column, label.column + label.colspan)
            best = max(under, key=lambda c: overlap(c, *ends), default=None)
            if best is None or overlap(best, *ends) <= 0:
                return None
            cell = best
        return None if cell.is_blank or cell.id in self.claimed else cell

    def is_named(self, cell: Cell) -> bool:
        return self.labels.find(cell.text) is not None

    def prose(self, label: Cell, key: str) -> None:
        """The text right of a label, in the rows that it heads; without any, that under it.

        Text stands in a cell of its own: several cells in one row are text only
        where no row has a single one, and then make one line.
        """
        rows = [cells for row in self.rows_of(label) if (cells := self.free(label, row))]
        texts = [cells for cells in rows if len(cells) == 1] or rows
        if not rows and (under := self.text_below(label)) is not None:
            texts = [[under]]
        for cells in texts:
            self.claimed.update(cell.id for cell in cells)
            lines = lines_of(cells[0])
            if len(cells) > 1:
                said = (joined(lines_of(cell)).text for cell in cells)
                lines = [Words("\u3000".join(said), cells[0].span)]
                for cell in cells[1:]:
                    self.ledger.match_all(cell.span)
            self.draft.values.setdefault(key, []).extend(lines)

    def rows_of(self, label: Cell) -> range:
        """The rows that a label heads: its own, and those below that begin blank."""
        end = label.row + label.rowspan
        while end < self.last:
            first = self.cell_grid.at.get((end, label.column))
            if first is not None and not first.is_blank:
                break
            if any(self.is_named(c) for c in self.cell_grid.beginning(end)):
                break
            end += 1
        return range(label.row, min(end, self.last))

    def free(self, label: Cell, row: int) -> list[Cell]:
        """The cells of a row right of a label, up to the next one, that nothing has claimed."""
        right = [c for c in self.cell_grid.row(row) if c.column >= label.column + label.colspan]
        until = next((n for n, c in enumerate(right) if c.id in self.named), len(right))
        cells = [c for c in right[:until] if c.row == row and not c.is_blank]
        return [c for c in cells if c.id not in self.claimed]

    def text_below(self, label: Cell) -> Cell | None:
        """A text as wide as its label, where no cell is at the label's side but another label."""
        right = [
            c for c in self.cell_grid.row(label.row) if c.column >= label.column + label.colspan
        ]
        if right and right[0].id not in self.named:
            return None
        value = self.below(label)
        if value is None or value.id in self.claimed or value.column > label.column:
            return None
        is_as_wide = value.column + value.colspan >= label.column + label.colspan
        return value if is_as_wide else None

    def explain_steps(self, steps: list[Cell]) -> None:
        """Name what stands under a step that the form does not have by that step."""
        for row in sorted({cell.row for cell in steps}):
            for cell in self.cell_grid.beginning(row):
                under = self.going_on(cell)
                if under is None or {cell.id, under.id} & self.claimed:
                    continue
                if cell.span.line not in self.ledger.explained:
                    self.ledger.explain(under.span, cell.text.strip(), "")
                    self.ledger.match_all(cell.span)
