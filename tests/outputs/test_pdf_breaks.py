"""Where pages end: tables fill them, and no row stands alone."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from generator.outputs.pdf.source import PrintPage
from generator.outputs.pdf.split import lay_out_whole
from tests.outputs.pdf_samples import TEMPLATES

HEAD = "<thead><tr><th>科目编码</th><th>科目名称</th></tr></thead>"
SHORT = "办公费"
LONG = "按照年度计划分期分批完成，" * 300  # longer than a page


def pages(before: int, groups: Sequence[Sequence[str]]) -> list[int]:
    """After so many lines of text a table of groups of rows: the page of each row."""
    row = "<tr><td>{}</td><td>1.00</td></tr>".format
    bodies = "".join(f"<tbody>{''.join(map(row, group))}</tbody>" for group in groups)
    html = (
        '<!DOCTYPE html><html lang="zh-CN"><head><title>试</title></head><body><main id="main">'
        f'<section class="part-section">{"<p>正文</p>" * before}<p class="table-title">支出表</p>'
        '<div class="scroll"><table class="grid rows data"><colgroup><col style="width:50%">'
        f'<col style="width:50%"></colgroup>{HEAD}{bodies}</table></div></section>'
        "</main></body></html>"
    )
    document = lay_out_whole(PrintPage(html, (TEMPLATES,)))
    return [
        number
        for number, page in enumerate(document.pages)
        for box in page._page_box.descendants()
        if box.element_tag == "tr" and box.element.getparent().tag == "tbody"
    ]


def test_a_small_table_is_kept_whole() -> None:
    assert pages(17, [[SHORT] * 6]) == [1] * 6


def test_a_larger_one_begins_below_the_text_before_it() -> None:
    found = pages(12, [[SHORT] * 14])
    assert found[0] == 0
    assert found[-1] == 1


GROUPS = ([[SHORT] * 11], [[SHORT] * 5, [SHORT] * 6, [SHORT]], [[SHORT], [SHORT] * 12, [SHORT]],
          [[SHORT] * 30, [SHORT]], [[SHORT]] * 12)  # fmt: skip


@pytest.mark.parametrize("before", range(6, 22, 3))
@pytest.mark.parametrize("groups", GROUPS, ids=lambda groups: str([len(g) for g in groups]))
def test_no_row_stands_alone_on_a_page(groups: list[list[str]], before: int) -> None:
    found = pages(before, groups)
    assert len(found) == sum(map(len, groups))
    assert all(found.count(page) > 1 for page in found)


def test_a_group_is_not_broken_for_the_sake_of_a_few_lines() -> None:
    found = pages(12, [[SHORT] * 4, [SHORT] * 6, [SHORT] * 6])
    assert found == [0] * 4 + [1] * 12


@pytest.mark.parametrize(
    "groups",
    [[[LONG, LONG]], [[LONG], [SHORT]], [[SHORT], [LONG]], [[SHORT, LONG, SHORT], [SHORT]],
     [[SHORT + "<br>a" * 90, SHORT], [SHORT + "<br>a" * 90], [SHORT]]],
)  # fmt: skip
def test_rows_that_no_page_holds_do_not_stop_it(groups: list[list[str]]) -> None:
    assert set(pages(3, groups)) >= {0, 1}


@pytest.mark.parametrize("rows", range(21, 28))
def test_a_heading_does_not_stand_alone_before_a_form_that_fills_a_page(rows: int) -> None:
    body = "<tr><td>项目名称</td><td>水质监测</td></tr>" * rows
    html = (
        '<!DOCTYPE html><html lang="zh-CN"><head><title>试</title></head><body><main id="main">'
        '<section class="part-section"><h2 class="part">项目支出</h2>'
        '<section class="project-section"><h3 class="project">水质监测</h3><div class="scroll">'
        '<table class="grid fields"><colgroup><col style="width:50%"><col style="width:50%">'
        f"</colgroup><tbody>{body}</tbody></table>"
        "</div></section></section></main></body></html>"
    )
    document = lay_out_whole(PrintPage(html, (TEMPLATES,)))
    tags = [
        {box.element_tag for box in page._page_box.descendants()} & {"h2", "tr"}
        for page in document.pages
    ]
    assert tags[0] == {"h2", "tr"}
