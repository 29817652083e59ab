"""How much the program takes on: counted before the work is done, and told where it is more.

Each is far above what a real disclosure holds (the largest seen has some 600 indicators),
and low enough that nobody's file takes more than two seconds or 300 MB to refuse.
docs/网站管理指南.md lists them.
"""

from __future__ import annotations

from typing import Final

MEGABYTE: Final = 1024 * 1024

# Files: bytes of a text, bytes of anything else, how many a folder may hold.
TEXT_LIMIT: Final = 8 * MEGABYTE
BINARY_LIMIT: Final = 64 * MEGABYTE
FILE_COUNT_LIMIT: Final = 20_000
# A picture in prose: its bytes, its pixels; how many different ones a disclosure may show.
PICTURE_LIMIT: Final = 8 * MEGABYTE
PIXEL_LIMIT: Final = 24_000_000
PICTURE_COUNT_LIMIT: Final = 100
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
# Tables in text; the rows of the head of any table.
ROW_LIMIT: Final = 5_000
COLUMN_LIMIT: Final = 60
HEAD_ROWS_LIMIT: Final = 5
# Sections that a disclosure adds to those of its form.
ADDED_LIMIT: Final = 40
# Findings of one rule in one file that are told; the rest are counted.
FINDING_LIMIT: Final = 500
# Bytes of a name of a file, as Windows and most file systems take it with a path before it.
NAME_LIMIT: Final = 200
# A department: its projects.
PROJECT_LIMIT: Final = 2_000
# Word files and workbooks are archives of XML: their entries, the bytes of one and of all once
# unpacked, how deep the XML is. The nodes of all together may be so many in any case and so
# many for each byte of the file: what an honest file needs grows with its size.
ENTRY_LIMIT: Final = 4_000
PART_LIMIT: Final = 64 * MEGABYTE
UNPACKED_LIMIT: Final = 256 * MEGABYTE
XML_DEPTH_LIMIT: Final = 120
NODES_IN_ANY_CASE: Final = 100_000
NODES_A_BYTE: Final = 4
NODES_AT_MOST: Final = 1_000_000
# What they hold: cells, rows and columns of a sheet, columns of a table to be imported, merged
# areas of a sheet, characters of a whole workbook (one text may stand in very many cells).
CELL_LIMIT: Final = 200_000
SHEET_ROW_LIMIT: Final = 20_000
SHEET_COLUMN_LIMIT: Final = 256
IMPORTED_COLUMN_LIMIT: Final = 64
MERGE_LIMIT: Final = 50_000
WORKBOOK_TEXT_LIMIT: Final = 8 * MEGABYTE
# Old workbooks, which pack nothing: their bytes, their records, fonts, formats and styles.
OLD_WORKBOOK_LIMIT: Final = 8 * MEGABYTE
RECORD_LIMIT: Final = 300_000
STYLE_LIMIT: Final = 10_000
# What LibreOffice is given to convert: bytes of a file, seconds it may take.
CONVERTED_LIMIT: Final = 16 * MEGABYTE
CONVERSION_SECONDS: Final = 120
# A site that is verified as an archive: its entries, and their bytes once unpacked.
SITE_ENTRY_LIMIT: Final = 500_000
SITE_BYTES_LIMIT: Final = 16 * 1024 * MEGABYTE
# Characters of an address that the preview is asked for.
ADDRESS_LIMIT: Final = 2_000
