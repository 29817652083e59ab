"""Web pages on paper: a project has one sheet, and no first page is half empty."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pypdf import PdfReader

from .conftest import Reader

_HEIGHT = 842  # of A4, in points


def printed(reader: Reader, kind: str) -> list[float]:
    """How far down each printed page is filled, as a share of its height."""
    reader.open(kind)
    pdf = PdfReader(io.BytesIO(reader.page.pdf(prefer_css_page_size=True)))
    return [_filled(page) for page in pdf.pages]


def _filled(page: Any) -> float:
    lowest = [float(_HEIGHT)]

    def look(text: str, matrix: list[float], text_matrix: list[float], *_: object) -> None:
        if text.strip():
            lowest.append(matrix[3] * text_matrix[5] + matrix[5])

    page.extract_text(visitor_text=look)
    return 1 - min(lowest) / _HEIGHT


@pytest.mark.parametrize("kind", ["project", "evaluated project", "blank project"])
def test_a_project_has_one_sheet(desktop: Reader, kind: str) -> None:
    assert len(printed(desktop, kind)) == 1


@pytest.mark.parametrize("kind", ["draft project", "disclosure", "year", "home", "evaluation"])
def test_no_page_but_the_last_is_half_empty(desktop: Reader, kind: str) -> None:
    *pages, last = printed(desktop, kind)
    assert all(share > 0.6 for share in pages[:1])
    assert all(share > 0.5 for share in pages)
    assert last > 0
