"""What a PDF looks like, as far as a finished file can be measured."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.outputs.pdf_drawing import drawing
from tests.outputs.pdf_reader import Pdf, Tag
from tests.outputs.pdf_samples import HEAD, MIDDLE, PROJECT, REAL, Made, make, write_content

SAMPLES = ("2025/scjg", "2024/scjg-zp", "2025/ggfw", "2025/zjj", "long", *REAL)
ADDRESS = "https://www.example.gov.cn/zwgk/2025/02/14/content_0123456789.html?id=0123456789"

PROSE = f"""  保障饮水安全，见{ADDRESS}{ADDRESS}。
  ```表
  标题: 供水设施
  | 名称 | 编号 | 说明 | 数量 | {"C" * 60} |
  |---|---|---|---|---|
  | {ADDRESS} | {"9" * 60} | 说明文字 | {"8" * 60} | 1.00 |
  ```
"""


@pytest.fixture(scope="module", params=SAMPLES)
def pdf(request: pytest.FixtureRequest, pdf_of: Callable[[str], Made]) -> Pdf:
    return Pdf(pdf_of(request.param).pdf)


def overlaps(pdf: Pdf) -> list[tuple[int, str]]:
    """The texts that run over the rule beside their cell, or off the page."""
    return [
        (number, run.text)
        for number in range(len(pdf.reader.pages))
        for page in [drawing(pdf.reader, number)]
        for run in page.runs
        if run.right > page.width or any(rule.crosses(run) for rule in page.rules)
    ]


def test_no_text_reaches_beyond_its_cell(pdf: Pdf) -> None:
    assert overlaps(pdf) == []


def test_page_numbers_of_the_contents_end_at_one_edge_after_dots(pdf: Pdf) -> None:
    pages = [n for n, label in enumerate(pdf.reader.page_labels) if not label.isdigit()][1:]
    numbers = [run for n in pages for run in drawing(pdf.reader, n).runs if run.text.isdigit()]
    dots = [run for n in pages for run in drawing(pdf.reader, n).runs if set(run.text) == {"·"}]
    edges = {round(run.right, 1) for run in numbers}
    assert len(numbers) == len(pdf.root.all("TOCI"))
    assert max(edges) - min(edges) < 0.5
    for number in numbers:
        before = [d.right for d in dots if d.base == number.base and d.right <= number.left]
        assert before, number
        assert number.left - max(before) < 2 * number.size


def test_amounts_end_at_one_edge_of_their_column(pdf_of: Callable[[str], Made]) -> None:
    reader = Pdf(pdf_of("2025/ggfw").pdf).reader
    places = [
        round(min(rule.x - run.right for rule in page.rules if rule.follows(run)))
        for number in range(len(reader.pages))
        for page in [drawing(reader, number)]
        for run in page.runs
        if re.fullmatch(r"\d[\d,]*\.\d\d", run.text)
    ]
    assert len(places) > 300
    assert max(places) - min(places) <= 1


def test_the_words_that_lead_to_a_wide_table_stand_on_its_page(
    pdf_of: Callable[[str], Made],
) -> None:
    pdf = Pdf(pdf_of("2025/ggfw").pdf)
    boxes = [page.mediabox for page in pdf.reader.pages]
    wide = [n for n, box in enumerate(boxes) if box.width > box.height]
    (section,) = [
        sect
        for sect in pdf.root.all("Sect")
        if any(kid.role == "Table" and wide[0] in pages_of(kid) for kid in sect.kids)
    ]
    assert [kid.role for kid in section.kids] == ["H2", "P", "P", "P", "Table"]
    assert pages_of(section) == set(wide)


def pages_of(tag: Tag) -> set[int]:
    return {page for inner in tag.walk() for page in inner.pages}


def test_what_has_no_place_to_break_is_broken_where_its_cell_ends(tmp_path: Path) -> None:
    goal = f"      | 产出指标 | {'A' * 80} | {'7' * 80} | {ADDRESS} |\n"
    rows = f"      | 产出指标 | 数量指标 | ≥80({ADDRESS}) | {'B' * 80} | ≥80(0-100) | {ADDRESS} |\n"
    text = HEAD + goal + MIDDLE + PROJECT.format(number=1, goals=f"      {ADDRESS}\n", rows=rows)
    text = text.replace("示例县水务局本级", "W" * 90)
    write_content(tmp_path, "2025/shui", text.replace("  保障饮水安全。\n", PROSE))
    made = make(tmp_path, tmp_path / "stage", "2025/shui")
    pdf = Pdf(made.pdf)
    assert ADDRESS in pdf.root.whole_text
    assert overlaps(pdf) == []
