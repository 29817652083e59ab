"""How full the pages of PDFs are: the share of pages below half full, and those one by one.

    python benchmarks/page_fill.py [--content DIR] [ID-YEAR.docx …]

Lays out every disclosure of a content folder and of the Word files given. Left out of the
share are covers, and the last pages of the contents and of parts, whose ends leave what
they leave; a blank page counts wherever it is.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from generator import build  # noqa: E402
from generator.build import Settings  # noqa: E402
from generator.cli import main as gongkai  # noqa: E402
from generator.outputs.pdf.source import PrintPage  # noqa: E402
from generator.outputs.pdf.split import lay_out_whole  # noqa: E402
from tests.outputs.page_fill import Fill, fills  # noqa: E402
from tests.outputs.pdf_samples import page_of  # noqa: E402

TEMPLATES = (ROOT / "templates",)


def documents(content: Path) -> Iterator[tuple[str, list[Fill]]]:
    """The fill of the pages of each disclosure in a content folder, by its key."""
    prepared = build.prepare(Settings(content, content / "site", TEMPLATES), content / "site")
    for job in prepared.jobs:
        html = page_of(job).decode("utf-8")
        yield job.key, list(fills(lay_out_whole(PrintPage(html, TEMPLATES))))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="*", help="Word files, ID-YEAR.docx")
    parser.add_argument("--content", type=Path, default=ROOT / "content")
    options = parser.parse_args()
    pages: list[Fill] = []
    with tempfile.TemporaryDirectory() as folder:
        for file in options.files:
            id, _, year = file.stem.partition("-")
            gongkai(["import", str(file), "--into", str(Path(folder) / year / id)])
        for content in (options.content, Path(folder)):
            for key, found in documents(content):
                ends = " ".join(str(fill) for fill in found if fill.is_low)
                print(f"  {key:<24}{len(found):4} pages  {ends}", flush=True)
                pages += found
    low, blank = sum(p.is_low for p in pages), sum(p.is_blank for p in pages)
    print(f"{low} of {len(pages)} pages below half full ({low / len(pages):.1%}), {blank} blank")


if __name__ == "__main__":
    main()
