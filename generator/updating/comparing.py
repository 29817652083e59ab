"""What was changed in Word, place by place, against what the text files say now.

Each name carries a digest of what stood there when the file was written. So three texts
meet: that one, the text of today and the one in Word. Where only Word's is another, it is
a change; where both are, nobody but the author can say which is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from ..diagnostics import Diagnostic, RuleBook, Span
from ..model.tables import Cell, GridKind
from ..outputs.word.flow import (
    TITLE,
    Flow,
    Line,
    Mark,
    Role,
    Table,
    plain_lines,
    read_mark,
    text_digest,
)
from .reading import ReadLine, ReadPiece, ReadRow, ReadTable

_FIXED = (GridKind.FIELDS, GridKind.SIGN_OFF)
_SHOWN = 30


@dataclass(frozen=True, slots=True)
class LineChange:
    """Another text for a line."""

    line: Line
    text: str


@dataclass(frozen=True, slots=True)
class LinesAdded:
    """New paragraphs between two lines, either of which may be missing."""

    texts: tuple[str, ...]
    after: Line | None
    before: Line | None


@dataclass(frozen=True, slots=True)
class LineRemoved:
    line: Line


@dataclass(frozen=True, slots=True)
class CellChange:
    """Another text for a cell."""

    table: Table
    cell: Cell
    text: str


@dataclass(frozen=True, slots=True)
class WantedRow:
    """A row below a table's head as Word has it: what it says in each column, and which row of
    today's table it is, None for a new one."""

    texts: tuple[str, ...]
    row: int | None


@dataclass(frozen=True, slots=True)
class RowsChange:
    """Other rows for a table that has as many as one likes."""

    table: Table
    rows: tuple[WantedRow, ...]


Change = LineChange | LinesAdded | LineRemoved | CellChange | RowsChange


@dataclass
class Compared:
    """The changes, each told in Chinese, and what could not be placed."""

    changes: list[tuple[Change, str, Span]] = field(default_factory=list)
    refused: list[Diagnostic] = field(default_factory=list)

    def change(self, change: Change, told: str, span: Span) -> None:
        self.changes.append((change, told, span))

    def refuse(self, span: Span, message: str, hint: str, text: str = "") -> None:
        rule = RuleBook.NOT_TAKEN_BACK
        self.refused.append(Diagnostic(rule.id, rule.level, message, span, text, hint))


def compare(flow: Flow, pieces: Sequence[ReadPiece]) -> Compared:
    """What the pieces of a Word file change in a disclosure.

    What the file lacks was taken out of it only where it was written from a text of the same
    structure; else it came into the text later.
    """
    found = Compared()
    marks = (p.mark for p in pieces if isinstance(p, ReadLine))
    title = next((mark for mark in marks if mark is not None and mark.place == TITLE), None)
    own = read_mark(flow.cover[0].mark)
    is_whole = title is None or own is None or title.scope == own.scope
    _Tables(flow, found, is_whole).compare([p for p in pieces if isinstance(p, ReadTable)])
    _Lines(flow, found, is_whole).compare(pieces)
    return found


class _Tables:
    def __init__(self, flow: Flow, found: Compared, is_whole: bool) -> None:
        self.found, self.is_whole = found, is_whole
        self.tables = [p for p in flow.body if isinstance(p, Table)]
        self.places: dict[str, tuple[Table, Cell]] = {}
        for table in self.tables:
            for cell in table.grid.cells:
                mark = read_mark(table.marks[cell.id])
                if mark is not None:
                    self.places[mark.place] = (table, cell)

    def compare(self, read: Sequence[ReadTable]) -> None:
        """Gather the rows of each table, wherever they stand, then hold them against it."""
        rows: dict[str, list[ReadRow]] = {}
        for there in read:
            owners = [self.owner(row) for row in there.rows]
            known = next((owner for owner in owners if owner is not None), None)
            if known is None:
                shown = _shown(next((t for row in there.rows for t in row.texts if t), ""))
                self.found.refuse(
                    there.span, f"Word 里多了一张表（“{shown}”），不知道放在哪里。",
                    "新的表请写进文本，再重新导出 Word。", shown,
                )  # fmt: skip
                continue
            for row, owner in zip(there.rows, owners, strict=True):
                known = owner or known
                rows.setdefault(known.grid.id, []).append(row)
        for table in self.tables:
            if table.grid.id in rows:
                self.table(table, rows[table.grid.id])
            elif self.is_whole:
                self.found.refuse(
                    _place(table.grid.cells), f"Word 里没有“{_name(table)}”这张表了。",
                    "整张表要删去的，请在文本里删。",
                )  # fmt: skip

    def owner(self, row: ReadRow) -> Table | None:
        marks = (cell.mark for cell in row.cells)
        return next((self.places[m.place][0] for m in marks if m and m.place in self.places), None)

    def table(self, table: Table, rows: Sequence[ReadRow]) -> None:
        today = _texts(table)
        if [list(row.texts) for row in rows] == today:
            return
        name = _name(table)
        cells = [cell for row in rows for cell in row.cells if cell.mark is not None]
        stale = any(self.is_stale(table, cell.mark.scope, cell.mark.place) for cell in cells
                    if cell.mark)  # fmt: skip
        if stale:
            if any(text_digest(c.text) != c.mark.text for c in cells if c.mark) or any(
                all(cell.mark is None for cell in row.cells) and any(row.texts) for row in rows
            ):
                self.found.refuse(
                    cells[0].span,
                    f"“{name}”在导出 Word 以后，文本里增减过行或改过名称，Word 里又改了，对不上。",
                    "从现在的文本重新导出 Word，再改。",
                )
            return
        order = self.order(table, rows)
        if order is None:
            return
        self.hold(table, rows, order)

    def is_stale(self, table: Table, scope: str, place: str) -> bool:
        found = self.places.get(place)
        mark = read_mark(found[0].marks[found[1].id]) if found else None
        return found is None or found[0] is not table or mark is None or mark.scope != scope

    def order(self, table: Table, rows: Sequence[ReadRow]) -> list[int | None] | None:
        """Which row of the table each row is, None for a new one; None where one was moved."""
        name, width = _name(table), len(table.grid.widths)
        order: list[int | None] = []
        seen = -1
        used: set[str] = set()
        for number, row in enumerate(rows, 1):
            places = [(c, self.places[c.mark.place][1]) for c in row.cells
                      if c.mark and c.mark.place not in used]  # fmt: skip
            used |= {c.mark.place for c in row.cells if c.mark}
            own = {cell.row for _, cell in places}
            moved = next((c for c, cell in places if cell.column != c.column), None)
            span = row.cells[0].span if row.cells else _place(table.grid.cells)
            if len(row.texts) != width or moved is not None or len(own) > 1:
                what = f"第 {number} 行" + (f"“{_shown(moved.text)}”" if moved else "")
                self.found.refuse(
                    span, f"“{name}”{what}的格子移动、拆开或合并过，不知道各格是哪一格。",
                    "保持表的列不变，只改格里的字、增删整行。", _shown(" ".join(row.texts)),
                )  # fmt: skip
                return None
            at = next(iter(own), None)
            if at is not None and at <= seen:
                self.found.refuse(
                    span, f"“{name}”第 {number} 行（{_shown(_row_name(row))}）换了位置。",
                    "把这一行移回原处；行的次序请在文本里调整。", _shown(" ".join(row.texts)),
                )  # fmt: skip
                return None
            seen = at if at is not None else seen
            order.append(at)
        return _with_unnamed(order, table.grid.row_count)

    def hold(self, table: Table, rows: Sequence[ReadRow], order: Sequence[int | None]) -> None:
        """Tell the cells that were changed, and the rows that were added or removed."""
        grid, name, todays = table.grid, _name(table), _texts(table)
        is_fixed = grid.kind in _FIXED
        changed: list[str] = []
        span = _place(grid.cells)
        for row, at in zip(rows, order, strict=True):
            place = row.cells[0].span if row.cells else span
            if at is None:
                if is_fixed:
                    self.found.refuse(
                        place, f"“{name}”里多了一行（{_shown(_row_name(row))}），表式里没有。",
                        "表式里没有的，写进文本的“其他栏目”。",
                    )  # fmt: skip
                    return
                changed.append(f"增加一行：{_shown(' '.join(filter(None, row.texts)))}")
                span = place
                continue
            for cell in row.cells:
                today = next(
                    (c for c in grid.cells if (c.row, c.column) == (at, cell.column)), None
                )
                told = self.cell(table, today, cell.text, cell.mark, cell.span)
                if told and today is not None and (is_fixed or at < grid.head_rows):
                    self.found.change(CellChange(table, today, cell.text), told, cell.span)
                elif told:
                    changed.append(told)
                    span = cell.span
        gone = [r for r in range(grid.row_count) if r not in order]
        for r in gone:
            texts = todays[r]
            if is_fixed or r < grid.head_rows:
                self.found.refuse(
                    span, f"“{name}”少了一行（{_shown(' '.join(texts))}），表式要有。",
                    "不适用的在格里写“/”，行留着。",
                )  # fmt: skip
                return
            changed.append(f"删去一行：{_shown(' '.join(filter(None, texts)))}")
        if changed:
            wanted = tuple(
                WantedRow(row.texts, at)
                for row, at in zip(rows, order, strict=True)
                if at is None or at >= grid.head_rows
            )
            told = "\n".join(t if t.startswith("“") else f"“{name}”{t}" for t in changed)
            self.found.change(RowsChange(table, wanted), told, span)

    def cell(
        self, table: Table, today: Cell | None, text: str, mark: Mark | None, span: Span
    ) -> str:
        """What was changed in a cell; blank for nothing, or where it is refused."""
        now = plain_lines(today.text) if today is not None else ""
        if text == now or (today is None and not text):
            return ""
        own = read_mark(table.marks[today.id]) if today is not None else None
        was = mark.text if mark is not None else own.text if own is not None else ""
        if text_digest(text) == was:
            return ""
        label = f"“{_name(table)}”{_cell_name(table, today)}"
        if own is not None and own.text != was:
            self.found.refuse(
                span, f"{label}在 Word 和文本里都改过：Word 里是“{_shown(text)}”，"
                f"文本里是“{_shown(now)}”。", "定下用哪一个，两边改成一样。", _shown(text),
            )  # fmt: skip
            return ""
        return f"{label}：{_shown(now) or '（空）'} → {_shown(text) or '（空）'}"


class _Lines:
    def __init__(self, flow: Flow, found: Compared, is_whole: bool) -> None:
        self.found, self.is_whole = found, is_whole
        self.lines = [p for p in flow.pieces if isinstance(p, Line)]
        self.scopes: dict[str, set[str]] = {}
        self.by_place = {m.place: line for line in self.lines if (m := read_mark(line.mark))}

    def compare(self, pieces: Sequence[ReadPiece]) -> None:
        """Leave alone what says the same, and hold the rest against each other by its names."""
        read = [p for p in pieces if isinstance(p, ReadLine)]
        todays = [plain_lines(_text(line)) for line in self.lines]
        for line in read:
            if line.mark is not None:
                self.scopes.setdefault(_section(line.mark), set()).add(line.mark.scope)
        matcher = SequenceMatcher(None, todays, [p.text for p in read], autojunk=False)
        segments = [(a, b, read[c:d]) for kind, a, b, c, d in matcher.get_opcodes()
                    if kind != "equal"]  # fmt: skip
        moved = [line for a, b, there in segments for line in self.moved(a, b, there)]
        for line in moved:
            self.found.refuse(
                line.span, f"这一段换了位置：“{_shown(line.text)}”。",
                "移回原处；段落的次序请在文本里调整。", _shown(line.text),
            )  # fmt: skip
        for a, b, there in () if moved else segments:
            self.segment(a, b, there)

    def moved(self, a: int, b: int, read: Sequence[ReadLine]) -> list[ReadLine]:
        """The lines of a segment whose place is elsewhere, or before one above them."""
        here = [_key(line) for line in self.lines[a:b]]
        found, at = [], -1
        for line in read:
            key = self.key(line)
            if not key.startswith("#"):
                continue
            if key not in here or here.index(key) <= at:
                found.append(line)
            else:
                at = here.index(key)
        return found

    def segment(self, a: int, b: int, read: Sequence[ReadLine]) -> None:
        own = [_key(line) for line in self.lines[a:b]]
        theirs = [self.key(line) for line in read]
        for kind, i, j, c, d in SequenceMatcher(None, own, theirs, autojunk=False).get_opcodes():
            if kind == "equal":
                for line, there in zip(self.lines[a + i : a + j], read[c:d], strict=True):
                    self.line(line, there)
            else:
                self.differ(a + i, a + j, read[c:d])

    def key(self, line: ReadLine) -> str:
        """What tells a line: its place, or its text where it has no name or is told of later."""
        if line.mark is None or line.mark.place not in self.by_place:
            return line.text
        own = read_mark(self.by_place[line.mark.place].mark)
        is_other = own is not None and own.scope != line.mark.scope
        is_prose = "_p" in line.mark.place
        return line.text if is_other and is_prose else f"#{line.mark.place}"

    def differ(self, a: int, b: int, read: Sequence[ReadLine]) -> None:
        """Lines that went, and lines that came, at one place."""
        went = self.lines[a:b]
        if len(went) == len(read):
            for line, there in zip(went, read, strict=True):
                self.line(line, there)
            return
        went = [line for line in went if not self.is_later(line)]
        span = read[0].span if read else Span("")
        for line in went:
            mark = read_mark(line.mark)
            is_last = mark is not None and _section(mark) not in self.scopes
            if line.role is not Role.PARAGRAPH or line.words is None or is_last:
                self.found.refuse(
                    span, f"Word 里没有这一行了：“{_shown(_text(line))}”。",
                    "标题、表题、程序印出的行和整节文字不能在 Word 里删，要删的请在文本里删。",
                )  # fmt: skip
                return
        for line in went:
            told = f"删去一段：{_shown(_text(line))}"
            self.found.change(LineRemoved(line), told, line.words.span if line.words else span)
        if read:
            before = self.lines[b] if b < len(self.lines) else None
            after = self.lines[a - 1] if a else None
            told = "\n".join(f"增加一段：{_shown(line.text)}" for line in read)
            texts = tuple(line.text for line in read)
            self.found.change(LinesAdded(texts, after, before), told, read[0].span)

    def is_later(self, line: Line) -> bool:
        """Whether a line that Word lacks came into the text after the file was written."""
        mark = read_mark(line.mark)
        if mark is None:
            return not self.is_whole
        scopes = self.scopes.get(_section(mark))
        return mark.scope not in scopes if scopes else not self.is_whole

    def line(self, line: Line, there: ReadLine) -> None:
        today = plain_lines(_text(line))
        if there.text == today:
            return
        own = read_mark(line.mark)
        was = there.mark if there.mark is not None else own
        if was is not None and text_digest(there.text) == was.text:
            return
        if own is None or line.words is None:
            self.found.refuse(
                there.span, f"这一行由程序印出，改动收不回：“{_shown(today)}”改成了"
                f"“{_shown(there.text)}”。",
                "标题由表式和项目名称而来，改项目名称那一格，或者改文本。", _shown(there.text),
            )  # fmt: skip
            return
        if was is not None and (was.text, was.scope) != (own.text, own.scope):
            self.found.refuse(
                there.span,
                f"这一段在 Word 和文本里都改过，或者文本里增减过段落：“{_shown(there.text)}”。",
                "从现在的文本重新导出 Word，再改。", _shown(there.text),
            )  # fmt: skip
            return
        told = f"{_shown(today)} → {_shown(there.text)}"
        self.found.change(LineChange(line, there.text), told, there.span)


def _with_unnamed(order: Sequence[int | None], count: int) -> list[int | None]:
    """Rows that lost all their names are the ones missing there, where there are as many."""
    found = list(order)
    start = 0
    while start < len(found):
        if found[start] is not None:
            start += 1
            continue
        end = start
        while end < len(found) and found[end] is None:
            end += 1
        above = found[start - 1] if start else -1
        below = found[end] if end < len(found) else count
        if above is not None and below is not None and below - above - 1 == end - start:
            found[start:end] = range(above + 1, below)
        start = end
    return found


def _section(mark: Mark) -> str:
    """What a paragraph shares with those of its section."""
    return mark.place.rpartition("_p")[0] or mark.place


def _key(line: Line) -> str:
    mark = read_mark(line.mark)
    return f"#{mark.place}" if mark is not None else plain_lines(_text(line))


def _text(line: Line) -> str:
    return f"{line.label}\t{line.right}" if line.right else line.label


def _texts(table: Table) -> list[list[str]]:
    """What a table says at each place, a merged cell at all of its places."""
    grid = table.grid
    found = [[""] * len(grid.widths) for _ in range(grid.row_count)]
    for cell in grid.cells:
        text = plain_lines(cell.text)
        for row in range(cell.row, cell.row + cell.rowspan):
            for column in range(cell.column, cell.column + cell.colspan):
                found[row][column] = text
    return found


def _name(table: Table) -> str:
    return table.grid.title


def _row_name(row: ReadRow) -> str:
    return " ".join(dict.fromkeys(text for text in row.texts if text))


def _cell_name(table: Table, cell: Cell | None) -> str:
    """The heads of a cell: 数量指标·检测水样份数·指标值."""
    heads = (table.grid.cell(id) for id in cell.headers) if cell is not None else ()
    texts = ["".join(head.text.split()) for head in heads if head is not None]
    return "·".join(dict.fromkeys(text for text in texts if text))


def _place(cells: Iterable[Cell]) -> Span:
    return next((c.span for c in cells if c.span.path), Span(""))


def _shown(text: str) -> str:
    """A text short enough for a message."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
