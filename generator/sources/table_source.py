"""Tables in files of their own: CSV and XLSX."""

from __future__ import annotations

from ..diagnostics import Problems, RuleBook, Span
from ..files import SourceText, report_cleaned, report_control
from ..limits import COLUMN_LIMIT, SHEET_ROW_LIMIT
from ..model.words import Words
from .nodes import Table
from .package import Refusal
from .pipe_table import report_width
from .workbook import clean, read_any_book
from .workbook.book import Book, Sheet, TooLarge, Value


def read_csv(source: SourceText, problems: Problems) -> Table | None:
    """A CSV file: a head, then rows; a quoted cell may hold line breaks."""
    rows = csv_rows(source, problems)
    return _checked(rows, source.path, problems) if rows is not None else None


def csv_rows(source: SourceText, problems: Problems) -> list[tuple[Words, ...]] | None:
    """The rows of a CSV file as they stand, blank ones left out."""
    rows: list[tuple[Words, ...]] = []
    number = 0
    while number < len(source.lines):
        try:
            row, number = _csv_row(source, number)
        except _Unpaired as fault:
            problems.add(
                RuleBook.NOT_A_TABLE,
                fault.span,
                "CSV 在这里读不下去：引号没有成对。",
                "整格加引号的，格里的引号要写两个；用 Excel 打开检查，再另存为“CSV UTF-8”。",
            )
            return None
        if any(row):
            rows.append(row)
        if len(rows) > SHEET_ROW_LIMIT:
            _too_large(source.path, problems)
            return None
    return rows


class _Unpaired(Exception):
    """A quotation mark that is not closed, or closed before the cell ends."""

    def __init__(self, span: Span) -> None:
        super().__init__(str(span))
        self.span = span


def _csv_row(source: SourceText, number: int) -> tuple[tuple[Words, ...], int]:
    """The cells of the row that begins at a line, and the line where the next one begins."""
    cells: list[Words] = []
    line, at = source.lines[number], 0
    while True:
        span = Span(source.path, number + 1, at + 1)
        if line[at : at + 1] == '"':
            text, number, at = _quoted_cell(source, number, at, span)
            line = source.lines[number]
        else:
            end = line.find(",", at)
            end = len(line) if end < 0 else end
            text, at = line[at:end], end
        cells.append(Words(clean(text), span))
        if at >= len(line):
            return tuple(cells), number + 1
        at += 1


def _quoted_cell(source: SourceText, number: int, at: int, span: Span) -> tuple[str, int, int]:
    """The text of a cell in quotation marks, and where it ends (line, column)."""
    pieces: list[str] = []
    line, at = source.lines[number], at + 1
    while True:
        end = line.find('"', at)
        if end < 0:
            pieces += (line[at:], "\n")
            number, at = number + 1, 0
            if number >= len(source.lines):
                raise _Unpaired(span)
            line = source.lines[number]
        elif line[end + 1 : end + 2] == '"':
            pieces.append(line[at : end + 1])
            at = end + 2
        elif line[end + 1 : end + 2] in ("", ","):
            pieces.append(line[at:end])
            return "".join(pieces), number, end + 1
        else:
            raise _Unpaired(Span(source.path, number + 1, end + 1))


def read_xlsx(path: str, data: bytes, problems: Problems) -> Table | None:
    """The first visible sheet of a workbook: each cell as Excel shows it."""
    rows = xlsx_rows(path, data, problems)
    return _checked(rows, path, problems) if rows is not None else None


def xlsx_rows(path: str, data: bytes, problems: Problems) -> list[tuple[Words, ...]] | None:
    """The rows of a workbook's first visible sheet, blank ones and hidden columns left out.

    What of the workbook is not read is said. A span's line and column are the cell's own.
    """
    book = read_book(path, data, problems)
    if book is None:
        return None
    sheet, *others = book.sheets or (Sheet(""),)
    further = [f"另一个工作表“{s.title}”" for s in others if not s.is_blank]
    for what in (*book.unread, *sheet.unread, *further):
        _report_unread(what, path, problems)
    for place in book.texts.turned:
        problems.add(
            RuleBook.DIRECTION, Span(path),
            f"单元格 {place} 里有改变文字方向的字符，看到的和实际写的可能不是一回事。",
            "清空这一格，重新敲一遍。", text="",
        )  # fmt: skip
    for value in sheet.without_value:
        report_without_value(value, Span(path, value.row, value.column), problems)
    if len(sheet.columns) > COLUMN_LIMIT:
        _too_large(path, problems)
        return None
    by_row: dict[int, dict[int, str]] = {}
    for cell in sheet.cells:
        by_row.setdefault(cell.row, {})[cell.column] = cell.text
    rows = []
    for number, texts in by_row.items():
        if any(texts.values()):
            at = ((c, Span(path, number, c)) for c in sheet.columns)
            rows.append(tuple(Words(texts.get(c, ""), span) for c, span in at))
    for words in (w for row in rows for w in row if w):
        report_control(words.text, words.span, problems)
    return rows


def read_book(path: str, data: bytes, problems: Problems) -> Book | None:
    """The sheets of a workbook; None, with a diagnostic, where it cannot be read."""
    try:
        book = read_any_book(data)
        report_cleaned(book.texts.tally, path, problems)
        return book
    except Refusal as refusal:
        problems.add(refusal.rule, Span(path), refusal.message, refusal.hint, refusal.text)
    except TooLarge as fault:
        problems.add(
            RuleBook.TABLE_TOO_LARGE, Span(path), f"工作表“{fault.title}”太大，没有读取。",
            "删去多余的空行空列，或分成几个文件。", text="",
        )  # fmt: skip
    return None


def report_without_value(value: Value, span: Span, problems: Problems, where: str = "") -> None:
    """A formula of which the file holds no value, or whose value is a fault."""
    told = f"的公式算不出来：{value.text}" if value.is_error else "是公式，但文件里没有存下它的值"
    problems.add(
        RuleBook.WORKBOOK_FORMULA,
        span,
        f"{where}单元格 {value.place} {told}。",
        "在 Excel 里改正公式，或把公式换成数值。" if value.is_error
        else "用 Excel 打开并保存一次，或把公式换成数值。",
        text=value.formula or value.text,
    )  # fmt: skip


def _report_unread(what: str, path: str, problems: Problems) -> None:
    problems.add(
        RuleBook.NOT_TAKEN_IN,
        Span(path),
        f"没有读取{what}。",
        "要公开的，取消隐藏，移到第一个工作表的单元格里；不公开的，从工作簿里删掉。",
        text="",
    )


def _checked(rows: list[tuple[Words, ...]], path: str, problems: Problems) -> Table | None:
    if not rows:
        problems.add(
            RuleBook.EMPTY_FILE, Span(path), "表是空的。", "第一行写列名，下面各行写内容。", text=""
        )
        return None
    head = rows[0]
    while head and not head[-1]:
        head = head[:-1]
    if len(head) > COLUMN_LIMIT:
        _too_large(path, problems)
        return None
    kept = []
    for row in rows[1:]:
        beyond = next((w for w in row[len(head) :] if w), None)
        if len(row) >= len(head) and beyond is None:
            kept.append(row[: len(head)])
            continue
        report_width((beyond or row[-1]).span, len(head), len(row), problems)
    return Table(head, tuple(kept), head[0].span)


def _too_large(path: str, problems: Problems) -> None:
    problems.add(
        RuleBook.TABLE_TOO_LARGE,
        Span(path),
        f"表超过 {SHEET_ROW_LIMIT} 行或 {COLUMN_LIMIT} 列，没有读取。",
        "删去多余的空行空列，或分成几个文件。",
        text="",
    )
