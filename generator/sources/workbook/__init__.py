"""Workbooks as Excel shows them: sheets of visible cells, and what is hidden named by its place."""

from ..file_kinds import FileKind, kind_of_file
from .book import Book, clean
from .xlsx import read_xlsx_book

__all__ = ["Book", "clean", "read_any_book"]


def read_any_book(data: bytes) -> Book:
    """Every sheet of a workbook (.xlsx, .xlsm, .xls, .et); raises Refusal, and TooLarge."""
    if kind_of_file(data) is FileKind.OLD_WORKBOOK:
        from .xls import read_xls_book  # here, since few are so old, and xlrd takes its time

        return read_xls_book(data)
    return read_xlsx_book(data)
