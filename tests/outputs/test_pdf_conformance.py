"""The real veraPDF finds nothing wrong with a PDF, for PDF/UA-1 and for PDF/A-3a."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import lacks
from tests.outputs.pdf_reader import Pdf
from tests.outputs.pdf_samples import REAL, Made
from tests.outputs.verapdf import A3A, UA1, NoVeraPDF, engine, failures

NAMES = ("2025/scjg", "2024/scjg-zp", "2025/ggfw", "long", "signs", "illustrated", *REAL)


@pytest.fixture(scope="module")
def made(pdf_of: Callable[[str], Made]) -> Made:
    return pdf_of("2025/scjg")


@pytest.fixture(scope="module")
def _engine() -> None:
    try:
        engine()
    except NoVeraPDF as missing:
        lacks(str(missing))


@pytest.mark.usefixtures("_engine")
@pytest.mark.parametrize("name", NAMES)
def test_one_file_conforms_to_both_standards(pdf_of: Callable[[str], Made], name: str) -> None:
    pdf = pdf_of(name).pdf
    assert failures(pdf, UA1) == []
    assert failures(pdf, A3A) == []


@pytest.mark.usefixtures("_engine")
def test_the_engine_does_find_faults(made: Made) -> None:
    wrong_part = made.pdf.replace(b"<pdfuaid:part>1<", b"<pdfuaid:part>2<")
    wrong_level = made.pdf.replace(b"<pdfaid:conformance>A<", b"<pdfaid:conformance>B<")
    assert failures(wrong_part, UA1)
    assert failures(wrong_level, A3A)


def test_the_data_are_inside_as_associated_files(made: Made) -> None:
    pdf = Pdf(made.pdf)
    inside = {name: data[0] for name, data in pdf.reader.attachments.items()}
    published = {Path(f.path).name: f.sha256 for f in made.result.files if "/data/" in f.path}
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in inside.items()}
    assert digests.items() <= published.items()
    record = json.loads(inside["disclosure.json"])
    assert record["部门"] == made.disclosure.department.text
    related = {str(f["/UF"]): f["/AFRelationship"] for f in pdf.catalog["/AF"]}
    assert related == {
        "disclosure.json": "/Source",
        "indicators.csv": "/Data",
        "projects.csv": "/Data",
    }


def test_title_language_and_labels(made: Made) -> None:
    pdf = Pdf(made.pdf)
    assert pdf.reader.metadata is not None
    assert pdf.reader.metadata.title == made.document.outline.title
    assert pdf.reader.metadata.author == made.disclosure.department.text
    assert pdf.catalog["/Lang"] == "zh-CN"
    assert pdf.catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    labels = pdf.reader.page_labels
    body = labels.index("1")
    assert labels[0] == "封面"
    assert labels[body:] == [str(n + 1) for n in range(len(labels) - body)]
    assert body % 2 == 0, "the body begins on a right-hand page"


def test_bookmarks_follow_the_outline(made: Made) -> None:
    def titles(items: Any) -> list[object]:
        return [titles(i) if isinstance(i, list) else i["/Title"] for i in items]

    marks = titles(Pdf(made.pdf).reader.outline)
    parts = made.document.outline.parts
    assert [m for m in marks if isinstance(m, str)] == ["目录", *(p.label for p in parts)]
    assert marks[-1] == [child.label for child in parts[-1].children]
