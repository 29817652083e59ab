"""A workbook's visible sheets, and what of it is not taken in, each by its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from ...limits import (
    CELL_LIMIT,
    IMPORTED_COLUMN_LIMIT,
    SHEET_COLUMN_LIMIT,
    SHEET_ROW_LIMIT,
    WORKBOOK_TEXT_LIMIT,
)
from ...signs import DIRECTIONS, Tally, has_odd_signs
from ..package import too_large


def column_name(column: int) -> str:
    """1 → A, 27 → AA."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


@dataclass(frozen=True, slots=True)
class Value:
    """A cell that says something: what Excel shows of it.

    `formula` is what was typed, where the file holds no value of it. `is_unseen` where
    there is a value that the cell's format does not show.
    """

    row: int
    column: int
    text: str
    formula: str = ""
    is_error: bool = False
    is_unseen: bool = False

    @property
    def place(self) -> str:
        return f"{column_name(self.column)}{self.row}"


@dataclass(frozen=True, slots=True)
class Area:
    """Cells from one corner to the other, both with it, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A sheet as its file holds it: cells with something in them, merged areas, what is hidden.

    `hidden_rows` and `hidden_columns` are spans, both ends with them. `further` names what
    stands on it beside the cells (a comment at C3, pictures).
    """

    title: str
    values: Sequence[Value] = ()
    merged: Sequence[Area] = ()
    hidden_rows: Sequence[tuple[int, int]] = ()
    hidden_columns: Sequence[tuple[int, int]] = ()
    is_hidden: bool = False
    further: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A visible cell with text, or a merged one; its spans count visible rows and columns."""

    row: int
    column: int
    text: str
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one sees of a sheet.

    `cells` are in reading order. `rows` and `columns` are the numbers of those that are
    visible, up to the last one used. `unread` names what is not taken in, a line each;
    `without_value` are formulas and faults that stand where a value should.
    """

    title: str
    cells: tuple[SheetCell, ...] = ()
    rows: tuple[int, ...] = ()
    columns: tuple[int, ...] = ()
    unread: tuple[str, ...] = ()
    without_value: tuple[Value, ...] = ()

    @property
    def is_blank(self) -> bool:
        return not any(cell.text.strip() for cell in self.cells)


@dataclass
class Texts:
    """Counts the characters of a workbook: one long text may stand in very many cells."""

    length: int = 0
    tally: Tally = field(default_factory=Tally)
    turned: list[str] = field(default_factory=list)

    def clean(self, text: str, row: int, column: int) -> str:
        """The lines of a cell without outer blanks and blank ends; raises Refusal.

        Signs that nobody sees go too. Cells whose text turns its direction are kept in mind.
        """
        self.length += len(text)
        if self.length > WORKBOOK_TEXT_LIMIT:
            raise too_large()
        if not has_odd_signs(text):
            return clean(text)
        place = f"{column_name(column)}{row}"
        self.turned += [place] if DIRECTIONS.intersection(text) else []
        return clean(self.tally.clean(text, place))


@dataclass(frozen=True, slots=True)
class Book:
    """The visible sheets in order; `unread` names hidden ones and what is no sheet of cells."""

    sheets: tuple[Sheet, ...]
    unread: tuple[str, ...] = ()
    texts: Texts = field(default_factory=Texts)

    def all_unread(self) -> Iterator[str]:
        yield from self.unread
        for sheet in self.sheets:
            yield from sheet.unread


def clean(text: str) -> str:
    """The lines of a cell without outer blanks and blank ends."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.strip(" \t\u3000") for line in lines).strip("\n")


class TooLarge(Exception):
    """A sheet beyond the limits; `title` is its name."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.title = title


def book_of(sheets: Iterable[RawSheet], texts: Texts, others: Iterable[str] = ()) -> Book:
    """What one sees of the sheets; `others` are names of what else the workbook has."""
    visible, unread = [], list(others)
    for raw in sheets:
        if raw.is_hidden:
            unread.append(f"隐藏的工作表“{raw.title}”")
        else:
            visible.append(_seen(raw))
    return Book(tuple(visible), tuple(unread), texts)


def _seen(raw: RawSheet) -> Sheet:
    last_row = max((v.row for v in raw.values), default=0)
    last_column = max((v.column for v in raw.values), default=0)
    if (
        last_row > SHEET_ROW_LIMIT
        or last_column > SHEET_COLUMN_LIMIT
        or len(raw.values) > CELL_LIMIT
    ):
        raise TooLarge(raw.title)
    # A blank field at the right may be a merged one; a title over a whole sheet is no field.
    ends = [a.right for a in raw.merged if a.top <= last_row and a.right <= IMPORTED_COLUMN_LIMIT]
    last_column = max([last_column, *ends])
    merged, clashing = _apart(raw.merged, last_row, last_column)
    rows = _shown(last_row, raw.hidden_rows)
    columns = _shown(last_column, raw.hidden_columns)
    reader = _Seen(raw, merged, rows, columns)
    cells = reader.cells()
    unread = [*reader.unread(), *raw.further, *clashing]
    where = f"工作表“{raw.title}”"
    return Sheet(
        raw.title, cells, rows, columns, tuple(f"{where}{what}" for what in unread),
        tuple(v for v in reader.visible if v.formula or v.is_error),
    )  # fmt: skip


def _shown(last: int, hidden: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """The numbers from 1 to the last but for those that are hidden.

    Spans may lie over one another, very many of them: each costs its two ends.
    """
    changes = [0] * (last + 2)
    for first, end in hidden:
        begin, end = max(first, 1), min(end, last)
        if begin <= end:
            changes[begin] += 1
            changes[end + 1] -= 1
    depths = accumulate(changes)
    return tuple(n for n, depth in enumerate(depths) if 0 < n <= last and not depth)


def _apart(areas: Sequence[Area], last_row: int, last_column: int) -> tuple[list[Area], list[str]]:
    """The merged areas as far as the sheet is used, in reading order; none over another.

    Of a row that is merged beyond the last column in use, the used part counts.
    """
    kept: list[Area] = []
    open_: list[Area] = []
    clashes = 0
    for area in sorted(areas, key=lambda a: (a.top, a.left)):
        if area.top > last_row or area.left > max(last_column, 1):
            continue
        own = Area(area.top, area.left, min(area.bottom, last_row), min(area.right, last_column))
        open_ = [a for a in open_ if a.bottom >= own.top]
        if any(a.left <= own.right and own.left <= a.right for a in open_):
            clashes += 1
        elif (own.bottom, own.right) != (own.top, own.left):
            open_.append(own)
            kept.append(own)
    return kept, [f"有 {clashes} 处合并的区域互相重叠，按没有合并读入"] if clashes else []


@dataclass
class _Seen:
    """Sorts the values of a sheet into those that one sees and those that one does not."""

    raw: RawSheet
    merged: Sequence[Area]
    rows: Sequence[int]
    columns: Sequence[int]
    visible: list[Value] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    covered: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)

    def cells(self) -> tuple[SheetCell, ...]:
        rows, columns = set(self.rows), set(self.columns)
        owners = _Owners(self.merged)
        texts: dict[Area, str] = {}
        made: dict[tuple[int, int], SheetCell] = {}
        for value in sorted(self.raw.values, key=lambda v: (v.row, v.column)):
            area = owners.of(value.row, value.column)
            is_first = area is None or (area.top, area.left) == (value.row, value.column)
            if area is not None and is_first:
                texts[area] = value.text
            if area is not None and not is_first:
                if value.text.strip() and value.text != texts.get(area, ""):
                    self.covered.append(value.place)
            elif area is None and value.row not in rows:
                self.hidden_rows.add(value.row)
            elif area is None and value.column not in columns:
                self.hidden_columns.add(value.column)
            else:
                self._see(value)
                if area is None and value.text:
                    made[value.row, value.column] = SheetCell(value.row, value.column, value.text)
        for area in self.merged:
            down = [r for r in range(area.top, area.bottom + 1) if r in rows]
            across = [c for c in range(area.left, area.right + 1) if c in columns]
            if down and across:
                at = (down[0], across[0])
                made[at] = SheetCell(*at, texts.get(area, ""), len(down), len(across))
            elif texts.get(area, "").strip():
                hidden = self.hidden_columns if down else self.hidden_rows
                hidden.add(area.left if down else area.top)
        return tuple(made[at] for at in sorted(made))

    def _see(self, value: Value) -> None:
        self.visible.append(value)
        if value.is_unseen:
            self.unseen.append(value.place)

    def unread(self) -> Iterator[str]:
        """What one does not see, by its place."""
        for first, last in _runs(self.hidden_rows):
            yield f"隐藏的第 {first} 行" if first == last else f"隐藏的第 {first} 至 {last} 行"
        for first, last in _runs(self.hidden_columns):
            one, other = column_name(first), column_name(last)
            yield f"隐藏的 {one} 列" if first == last else f"隐藏的 {one} 至 {other} 列"
        yield from (f"被合并的单元格盖住的 {place}" for place in self.covered)
        yield from (f"按格式不显示的 {place}" for place in self.unseen)


@dataclass
class _Owners:
    """Which merged area a cell belongs to, asked in reading order."""

    merged: Sequence[Area]
    next: int = 0
    open: list[Area] = field(default_factory=list)
    row: int = 0

    def of(self, row: int, column: int) -> Area | None:
        if row != self.row:
            self.row = row
            while self.next < len(self.merged) and self.merged[self.next].top <= row:
                self.open.append(self.merged[self.next])
                self.next += 1
            self.open = [a for a in self.open if a.bottom >= row]
        return next((a for a in self.open if a.left <= column <= a.right), None)


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Numbers that follow one another, as first and last."""
    ordered = sorted(numbers)
    if not ordered:
        return
    breaks = [n for n, (a, b) in enumerate(pairwise(ordered), 1) if b != a + 1]
    for begin, end in pairwise([0, *breaks, len(ordered)]):
        yield ordered[begin], ordered[end - 1]
