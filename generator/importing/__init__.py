"""A Word file becomes a disclosure: what is recognised is placed, the rest is kept as remarks.

The reading knows no province: labels, titles, columns and numbers are those of
the form families (`forms`). At the end the importer proves, paragraph by
paragraph and cell by cell, that no character of the file was lost (`ledger`).
"""

from .account import Account
from .document import Imported, import_document, read_disclosure
from .explanation import explain

__all__ = ["Account", "Imported", "explain", "import_document", "read_disclosure"]
