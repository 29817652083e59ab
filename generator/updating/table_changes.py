"""Cells and rows of tables that were changed in Word."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence

from ..diagnostics import Span
from ..model.tables import Cell, GridKind
from ..outputs.word.flow import Flow, Mark, Table, plain_lines, read_mark, text_digest
from .changes import CellChange, Compared, RowsChange, WantedRow, shown
from .reading import ReadRow, ReadTable

_FIXED = (GridKind.FIELDS, GridKind.SIGN_OFF)


class TableChanges:
    """Holds the tables of a Word file against those of today."""

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
                name = shown(next((t for row in there.rows for t in row.texts if t), ""))
                self.found.refuse(
                    there.span, f"Word 里多了一张表（“{name}”），不知道放在哪里。",
                    "新的表请写进文本，再重新导出 Word。", name,
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
            again = [self.places[c.mark.place][1] for c in row.cells
                     if c.mark and c.mark.place in used]  # fmt: skip
            used |= {c.mark.place for c in row.cells if c.mark}
            own = {cell.row for _, cell in places}
            moved = next((c for c, cell in places if cell.column != c.column), None)
            span = row.cells[0].span if row.cells else _place(table.grid.cells)
            if len(row.texts) != width or moved is not None or len(own) > 1:
                what = f"第 {number} 行" + (f"“{shown(moved.text)}”" if moved else "")
                self.found.refuse(
                    span, f"“{name}”{what}的格子移动、拆开或合并过，不知道各格是哪一格。",
                    "保持表的列不变，只改格里的字、增删整行。", shown(" ".join(row.texts)),
                )  # fmt: skip
                return None
            at = next(iter(own), None)
            if at is None and any(c.row < max(table.grid.head_rows, 1) for c in again):
                self.found.refuse(
                    span, f"“{name}”整张复制过，不知道哪一张算数。",
                    "只留一张；新的表请写进文本。", shown(" ".join(row.texts)),
                )  # fmt: skip
                return None
            if at is not None and at <= seen:
                self.found.refuse(
                    span, f"“{name}”第 {number} 行（{shown(_row_name(row))}）换了位置。",
                    "把这一行移回原处；行的次序请在文本里调整。", shown(" ".join(row.texts)),
                )  # fmt: skip
                return None
            seen = at if at is not None else seen
            order.append(at)
        return _with_unnamed(order, table.grid.row_count)

    def hold(self, table: Table, rows: Sequence[ReadRow], order: Sequence[int | None]) -> None:
        """Tell the cells that were changed, and the rows that were added or removed."""
        grid, name, todays = table.grid, _name(table), _texts(table)
        is_fixed, owners = grid.kind in _FIXED, _owners(table)
        changed: list[str] = []
        kept: set[str] = set()  # the cells in which today's text stands
        span = _place(grid.cells)
        for row, at in zip(rows, order, strict=True):
            place = row.cells[0].span if row.cells else span
            if at is None:
                if is_fixed:
                    self.found.refuse(
                        place, f"“{name}”里多了一行（{shown(_row_name(row))}），表式里没有。",
                        "表式里没有的，写进文本的“其他栏目”。",
                    )  # fmt: skip
                    return
                changed.append(f"增加一行：{shown(' '.join(filter(None, row.texts)))}")
                span = place
                continue
            for cell in row.cells:
                owner = owners.get((at, cell.column))
                begins = owner is not None and (owner.row, owner.column) == (at, cell.column)
                today = owner if begins else None
                told = self.cell(table, today, cell.text, cell.mark, cell.span)
                if not told and today is not None:
                    kept.add(today.id)
                if told and today is not None and (is_fixed or at < grid.head_rows):
                    self.found.change(CellChange(table, today, cell.text), told, cell.span)
                elif told:
                    changed.append(told)
                    span = cell.span
        there = set(order)
        gone = [r for r in range(grid.row_count) if r not in there]
        for r in gone:
            texts = todays[r]
            if is_fixed or r < grid.head_rows:
                self.found.refuse(
                    span, f"“{name}”少了一行（{shown(' '.join(texts))}），表式要有。",
                    "不适用的在格里写“/”，行留着。",
                )  # fmt: skip
                return
            changed.append(f"删去一行：{shown(' '.join(filter(None, texts)))}")
        if changed:
            wanted = tuple(
                WantedRow(_texts_wanted(row, at, owners, kept), at)
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
                span, f"{label}在 Word 和文本里都改过：Word 里是“{shown(text)}”，"
                f"文本里是“{shown(now)}”。", "定下用哪一个，两边改成一样。", shown(text),
            )  # fmt: skip
            return ""
        return f"{label}：{shown(now) or '（空）'} → {shown(text) or '（空）'}"


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


def _owners(table: Table) -> dict[tuple[int, int], Cell]:
    """The cell at each place."""
    return {
        (row, column): cell
        for cell in table.grid.cells
        for row in range(cell.row, cell.row + cell.rowspan)
        for column in range(cell.column, cell.column + cell.colspan)
    }


def _texts_wanted(
    row: ReadRow, at: int | None, owners: Mapping[tuple[int, int], Cell], kept: Container[str]
) -> tuple[str, ...]:
    """What a row is to say: what Word says, and today's text where nobody changed Word's."""
    if at is None:
        return row.texts
    own = [owners.get((at, column)) for column in range(len(row.texts))]
    return tuple(
        plain_lines(cell.text) if cell is not None and cell.id in kept else text
        for cell, text in zip(own, row.texts, strict=True)
    )


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
