"""How much the program takes on: counted before the work is done, and told where it is more.

Each is far above what a real disclosure holds (the largest seen has some 600 indicators),
and low enough that nobody's file takes more than two seconds or 300 MB to refuse. Those of
Word files and workbooks stand with their readers. docs/网站管理指南.md lists them.
"""

from __future__ import annotations

from typing import Final

MEGABYTE: Final = 1024 * 1024

# Files: bytes of a text, bytes of anything else, how many a folder may hold.
TEXT_LIMIT: Final = 8 * MEGABYTE
BINARY_LIMIT: Final = 64 * MEGABYTE
FILE_COUNT_LIMIT: Final = 20_000
# A text: its lines, and the characters of one line.
LINE_LIMIT: Final = 100_000
LINE_LENGTH_LIMIT: Final = 30_000
# Markdown: lines that begin with a sign of it (headings, fences, lists, quotations).
MARKED_LINE_LIMIT: Final = 20_000
# YAML: how deep a text may be, and how deep it may look while it is read; how many keys and
# items; how many lines are composed again after torn ones.
DEPTH_LIMIT: Final = 12
NESTING_LIMIT: Final = 100
NODE_LIMIT: Final = 50_000
RECOMPOSED_LINES_LIMIT: Final = 300_000
# Tables in text.
ROW_LIMIT: Final = 5_000
COLUMN_LIMIT: Final = 60
# Sections that a disclosure adds to those of its form.
ADDED_LIMIT: Final = 40
# Findings of one rule in one file that are told; the rest are counted.
FINDING_LIMIT: Final = 500
# Bytes of a name of a file, as Windows and most file systems take it with a path before it.
NAME_LIMIT: Final = 200
