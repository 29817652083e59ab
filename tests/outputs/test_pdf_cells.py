"""Where lines end in short cells of a PDF."""

from __future__ import annotations

import pytest

from generator.outputs.pdf.source import PrintPage
from generator.outputs.pdf.split import lay_out_whole
from tests.outputs.pdf_samples import TEMPLATES


def lines(text: str, share: int) -> list[str]:
    """The lines of a text in a column of a share of the page, in per cent."""
    html = (
        '<!DOCTYPE html><html lang="zh-CN"><head><title>试</title></head><body><main id="main">'
        f'<section class="part-section"><table class="grid"><colgroup><col style="width:{share}%">'
        f'<col style="width:{100 - share}%"></colgroup><tbody><tr><td>{text}</td><td>甲</td></tr>'
        "</tbody></table></section></main></body></html>"
    )
    document = lay_out_whole(PrintPage(html, (TEMPLATES,)))
    (page,) = document.pages
    found: dict[int, str] = {}
    for box in page._page_box.descendants():
        if type(box).__name__ == "TextBox" and box.element_tag in ("td", "span"):
            y = round(box.position_y + box.baseline)
            found[y] = found.get(y, "") + box.text.replace("甲", "")
    return [found[y] for y in sorted(found) if found[y]]


@pytest.mark.parametrize("text", ["满意度指标", "检测成本", "工程交工验收合格率"])
@pytest.mark.parametrize("share", range(9, 24))
def test_no_line_of_a_short_cell_is_one_character(text: str, share: int) -> None:
    found = lines(text, share)
    assert "".join(found) == text
    assert len(found) == 1 or len(found[-1]) > 1


def test_a_target_stays_with_its_unit_where_a_line_holds_it() -> None:
    for share in range(20, 30):
        assert lines("≤1500元/份", share) == ["≤1500元/份"]


def test_a_day_stays_with_its_number() -> None:
    assert not any(lines("2024年10月31日", share)[-1] == "日" for share in range(9, 24))
