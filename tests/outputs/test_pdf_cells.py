"""Where lines end in the cells of a PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from generator.outputs.pdf.engine import boxes
from generator.outputs.pdf.source import PrintPage
from generator.outputs.pdf.split import lay_out_whole
from tests.outputs import broad_tables
from tests.outputs.pdf_samples import TEMPLATES, print_page, write_content

# What a cell holds that must stand on one line: an amount, a code, a target with its unit.
WHOLE = re.compile(r"≤\d+[^\d\s（]+(?:（套）)?|[\dA-Z][\dA-Z,.]{2,}")
SMALLEST = 9  # 小五, in points


def cells_of(document: Any) -> Iterator[tuple[str, list[str]]]:
    """The text of each cell and the lines in which it is printed."""
    for page in document.pages:
        for cell in boxes(page):
            if cell.element_tag in ("td", "th") and type(cell).__name__ == "TableCellBox":
                found: dict[int, str] = {}
                for box in cell.descendants():
                    if type(box).__name__ == "TextBox":
                        y = round(box.position_y + box.baseline)
                        found[y] = found.get(y, "") + box.text
                        assert box.style["font_size"] * 0.75 >= SMALLEST
                lines = [found[y].strip() for y in sorted(found)]
                yield "".join(lines), lines


def is_lone(lines: list[str]) -> bool:
    """Whether one character stands on the last line of several."""
    return len(lines) > 1 and len(lines[-1]) == 1


def lines(text: str, share: int) -> list[str]:
    """The lines of a text in a column of a share of the page, in per cent."""
    html = (
        '<!DOCTYPE html><html lang="zh-CN"><head><title>试</title></head><body><main id="main">'
        f'<section class="part-section"><table class="grid"><colgroup><col style="width:{share}%">'
        f'<col style="width:{100 - share}%"></colgroup><tbody><tr><td>{text}</td><td></td></tr>'
        "</tbody></table></section></main></body></html>"
    )
    (found, _) = cells_of(lay_out_whole(PrintPage(html, (TEMPLATES,))))
    return found[1]


@pytest.fixture(scope="module")
def broad(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The laid-out disclosure with tables of 4 to 30 columns."""
    content = tmp_path_factory.mktemp("broad")
    write_content(content, broad_tables.KEY, broad_tables.text())
    html = print_page(content, content / "stage", broad_tables.KEY).decode("utf-8")
    return lay_out_whole(PrintPage(html, (TEMPLATES,)))


def test_nothing_is_torn_at_any_number_of_columns(broad: Any) -> None:
    found = list(cells_of(broad))
    torn = [
        (whole[0], lines)
        for text, lines in found
        for whole in WHOLE.finditer(text)
        if not any(whole[0] in line for line in lines)
    ]
    assert torn == []
    assert sum(bool(WHOLE.search(text)) for text, _ in found) > 1000


def test_no_last_line_of_a_cell_is_one_character(broad: Any) -> None:
    assert [lines for _, lines in cells_of(broad) if is_lone(lines)] == []


def test_no_cell_runs_over_its_rule(broad: Any) -> None:
    for page in broad.pages:
        for cell in boxes(page):
            if type(cell).__name__ == "TableCellBox":
                right = cell.border_box_x() + cell.border_width()
                for box in cell.descendants():
                    if type(box).__name__ == "TextBox":
                        assert box.position_x + box.width <= right, box.text


@pytest.mark.parametrize("text", ["满意度指标", "检测成本", "工程交工验收合格率"])
@pytest.mark.parametrize("share", range(9, 24))
def test_no_line_of_a_short_cell_is_one_character(text: str, share: int) -> None:
    found = lines(text, share)
    assert "".join(found) == text
    assert len(found) == 1 or len(found[-1]) > 1


def test_a_target_stays_with_its_unit_where_a_line_holds_it() -> None:
    for share in range(18, 30):
        assert lines("≤1500元/份", share) == ["≤1500元/份"]


def test_a_day_stays_with_its_number() -> None:
    assert not any(lines("2024年10月31日", share)[-1] == "日" for share in range(9, 24))


def test_each_line_of_a_cell_is_looked_at() -> None:
    assert lines("满意度指标<br>检测成本指标", 11) == ["满意度", "指标", "检测成", "本指标"]
