"""How full the pages of PDFs are: the share of pages below half full, and those one by one.

    python benchmarks/page_fill.py [--content DIR] [--table FILE] [ID-YEAR.docx …]

Lays out every disclosure of a content folder and of the Word files given, or of the real
ones where there are any. Left out of the share are covers, and the last pages of the contents
and of parts, whose ends leave what they leave; a blank page counts wherever it is.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import tables  # noqa: E402
from benchmarks.county import real_folder  # noqa: E402
from benchmarks.print_pages import TEMPLATES, print_pages  # noqa: E402
from generator.cli import main as gongkai  # noqa: E402
from generator.outputs.pdf.source import PrintPage  # noqa: E402
from generator.outputs.pdf.split import lay_out_whole  # noqa: E402
from tests.outputs.page_fill import Fill, fills  # noqa: E402

HEAD: Final = ("文本", "份", "页", "不到半页的", "空白的")


def documents(content: Path) -> Iterator[tuple[str, list[Fill]]]:
    """The fill of the pages of each disclosure in a content folder, by its key."""
    for key, html in print_pages(content):
        yield key, list(fills(lay_out_whole(PrintPage(html.decode("utf-8"), TEMPLATES))))


def row(name: str, content: Path) -> tuple[object, ...]:
    """How full the pages of a content folder are, together; each document is printed."""
    count, pages = 0, list[Fill]()
    for key, found in documents(content):
        ends = " ".join(str(fill) for fill in found if fill.is_low)
        print(f"  {key:<24}{len(found):4} 页  {ends}", flush=True)
        count, pages = count + 1, pages + found
    low, blank = sum(p.is_low for p in pages), sum(p.is_blank for p in pages)
    return name, count, len(pages), f"{low}（{low / max(1, len(pages)):.1%}）", blank


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("files", type=Path, nargs="*", help="Word 文件，标识-年度.docx")
    parser.add_argument("--content", type=Path, default=ROOT / "content")
    tables.add_table_option(parser)
    given = parser.parse_args()
    files = given.files or sorted(real_folder().glob("*.docx"))
    rows = [row("示例内容", given.content)]
    with tempfile.TemporaryDirectory() as folder:
        for file in files:
            id, _, year = file.stem.partition("-")
            gongkai(["import", str(file), "--into", str(Path(folder) / year / id)])
        if files:
            rows.append(row("真实的公开文本", Path(folder)))
    tables.tell(tables.table(HEAD, rows), given.table)


if __name__ == "__main__":
    main()
