"""The same content gives the same bytes, whatever surrounds the build."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream

from generator.outputs.pdf import render_pdf
from generator.outputs.pdf.source import PrintPage
from generator.outputs.pdf.split import lay_out_whole
from tests.conftest import ROOT
from tests.outputs.pdf_samples import TEMPLATES, Made, make, print_page

MARKS = (b"BDC", b"BMC", b"EMC")

SURROUNDINGS = {
    "Shanghai": {"TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"},
    "elsewhere": {"TZ": "America/New_York", "LC_ALL": "C", "PYTHONHASHSEED": "2",
                  "SOURCE_DATE_EPOCH": "1"},
}  # fmt: skip


def digests(site: Path) -> dict[str, str]:
    return {
        p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(site.glob("**/*.pdf"))
    }


def build(content: Path, site: Path, jobs: int, environment: dict[str, str]) -> dict[str, str]:
    command = [sys.executable, "-m", "generator", "build", "--content", str(content),
               "--output", str(site), "--jobs", str(jobs)]  # fmt: skip
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    return digests(site)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "2024").mkdir(parents=True)
    for name in ("站点.yaml", "2024/scjg.md", "2024/jyj.yaml", "2024/jyj.v1.yaml"):
        (folder / name).write_bytes((ROOT / "content" / name).read_bytes())
    return folder


def test_time_place_language_and_workers_leave_no_trace(content: Path, tmp_path: Path) -> None:
    first = build(content, tmp_path / "a", 1, SURROUNDINGS["Shanghai"])
    second = build(content, tmp_path / "another folder", 2, SURROUNDINGS["elsewhere"])
    assert len(first) == 3
    assert first == second


def test_a_second_render_in_the_same_process_is_the_same(
    pdf_of: Callable[[str], Made], tmp_path: Path
) -> None:
    first = pdf_of("2025/scjg").pdf
    pdf_of("2024/jyj")
    assert make(ROOT / "content", tmp_path, "2025/scjg").pdf == first
    assert str(tmp_path).encode() not in first


def test_marking_changes_nothing_that_is_drawn(tmp_path: Path) -> None:
    """What `render_pdf` hooks into (a page's painting, its links, the stream's tags) only
    marks; but for the marks, each page has the operators of WeasyPrint's own tagged file."""
    html = print_page(ROOT / "content", tmp_path, "2025/shuiwu")
    ours = render_pdf((TEMPLATES,), html, "0" * 32)
    plain = lay_out_whole(PrintPage(html.decode(), (TEMPLATES,))).write_pdf(pdf_tags=True)
    assert drawn(ours) == drawn(plain)
    assert sum(map(len, drawn(ours))) > 1_000


def drawn(pdf: bytes) -> list[list[tuple[str, bytes]]]:
    """The operators of each page, with what they work on, without the marks of content."""
    return [[(repr(o), name) for o, name in page if name not in MARKS] for page in operators(pdf)]


def operators(pdf: bytes) -> list[list[tuple[Any, bytes]]]:
    reader = PdfReader(io.BytesIO(pdf))
    return [ContentStream(page["/Contents"], reader).operations for page in reader.pages]
