"""Any file that an office sends, read as what it is: by its bytes, not by its name."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from ..diagnostics import Problems, Span
from ..model.words import Words
from .conversion import converted
from .file_kinds import FileKind, kind_of_file
from .package import Refusal
from .word_source import WordDocument, read_word
from .workbook_source import read_csv_file, read_workbook

_SHEETS: Final = (FileKind.WORKBOOK, FileKind.MACRO_WORKBOOK, FileKind.OLD_WORKBOOK)
# What LibreOffice turns into a Word file or a workbook without asking anybody.
_CONVERTIBLE: Final = {
    FileKind.OLD_WORD: (".doc", "docx"),
    FileKind.RICH_TEXT: (".rtf", "docx"),
    FileKind.TEXT_DOCUMENT: (".odt", "docx"),
    FileKind.SPREADSHEET: (".ods", "xlsx"),
    FileKind.BINARY_WORKBOOK: (".xlsb", "xlsx"),
}


def read_document(path: str, data: bytes, problems: Problems) -> WordDocument | None:
    """A Word file or a workbook, new or old, or a CSV file, as paragraphs and tables in order.

    What only LibreOffice can read goes through it, where it is installed, and a note says
    so. None, with a diagnostic that names what the file is, where it is not read.
    """
    kind = kind_of_file(data)
    if kind is FileKind.TEXT and path.lower().endswith(".csv"):
        return read_csv_file(path, data, problems)
    if kind in _SHEETS:
        return read_workbook(path, data, problems)
    if kind not in _CONVERTIBLE:
        return read_word(path, data, problems)
    ending, wanted = _CONVERTIBLE[kind]
    try:
        made = converted(data, kind, ending, wanted)
    except Refusal as refusal:
        problems.add(refusal.rule, Span(path), refusal.message, refusal.hint, refusal.text)
        return None
    document = (read_workbook if wanted == "xlsx" else read_word)(path, made, problems)
    if document is None:
        return None
    said = Words(f"{kind.value}由 LibreOffice 转换后读入，请与原件核对", Span(path))
    return replace(document, notes=(said, *document.notes))
