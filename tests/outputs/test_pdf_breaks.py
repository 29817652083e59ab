"""Where pages end: tables fill them, and no row stands alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from generator.outputs.pdf.engine import boxes
from generator.outputs.pdf.source import PrintPage
from generator.outputs.pdf.split import lay_out_whole
from tests.outputs.pdf_samples import TEMPLATES
from tests.outputs.table_below_text import table_below_text

SHORT = "办公费"
LONG = "按照年度计划分期分批完成，" * 300  # longer than a page


def pages(before: int, groups: Sequence[Sequence[str]]) -> list[int]:
    """After so many lines of text a table of groups of rows: the page of each row."""
    return [
        number
        for number, page in enumerate(table_below_text(before, groups))
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


def merged(rows: int) -> str:
    """A form of one group: a cell merged over all rows, and one over each two."""
    body = ""
    for row in range(rows):
        wide = f'<td rowspan="{rows}">产出指标</td>' if row == 0 else ""
        pair = f'<td rowspan="2">类{row}</td>' if row % 2 == 0 else ""
        body += f"<tr>{wide}{pair}<td>指标{row}</td></tr>"
    return table(body, 20, 40, 40)


def table(body: str, *widths: int) -> str:
    columns = "".join(f'<col style="width:{width}%">' for width in widths)
    return (
        '<section class="project-section"><h3 class="project">水质监测</h3><div class="scroll">'
        f'<table class="grid fields"><colgroup>{columns}</colgroup><tbody>{body}</tbody></table>'
        "</div></section>"
    )


def document(*forms: str, entries: int = 1, entry: str = "项目支出") -> Any:
    listed = f'<li class="level-1"><a href="#main">{entry}</a></li>' * entries
    return lay_out_whole(
        PrintPage(
            '<!DOCTYPE html><html lang="zh-CN"><head><title>试</title></head><body>'
            '<header class="cover"><h1>题</h1></header>'
            f'<nav class="toc"><h2>目录</h2><ul>{listed}</ul></nav><main id="main">'
            f'<section class="part-section"><h2 class="part">项目支出</h2>{"".join(forms)}'
            "</section></main></body></html>",
            (TEMPLATES,),
        )
    )


def covered(page: Any) -> list[int]:
    """How many columns of each row of a page hold a cell, its own or one merged into it."""
    found: list[int] = []
    for group in boxes(page):
        if group.element_tag == "tbody":
            widths = [0] * len(group.children)
            for number, row in enumerate(group.children):
                for cell in row.children:
                    assert number + cell.rowspan <= len(widths), "a cell is longer than its page"
                    for over in range(number, number + cell.rowspan):
                        widths[over] += cell.colspan
            found += widths
    return found


def test_cells_merged_over_a_page_end_stand_beside_their_rows_on_each_page(
    made: list[int],
) -> None:
    found = document(merged(59), merged(60)).pages
    widths = [width for page in found for width in covered(page)]
    assert widths == [3] * (59 + 60)
    assert len(made) <= 2 * len(found) + 1  # the contents once more, for their page numbers


@pytest.mark.parametrize("more", range(3, 6))
def test_cuts_hold_though_the_contents_take_another_page_in_the_end(
    made: list[int], more: int
) -> None:
    """Before their page numbers are known, contents of just this width take a page more."""
    found = document(merged(60), merged(60), entries=25, entry="项" * 29 + "i" * more).pages
    assert [width for page in found for width in covered(page)] == [3] * 120
    assert max(made) + 1 >= len(found)


def test_a_form_that_turns_out_longer_than_a_page_begins_below_the_one_before(
    made: list[int],
) -> None:
    """Words that fill half of each line deceive every guess at heights."""
    words = f"{'a' * 22} " * 3
    row = "<tr><td>项目名称</td><td>水质监测</td></tr>"
    long = f"<tr><td>说明</td><td>{words}</td></tr>"
    found = document(table(row * 17, 50, 50), table(row * 2 + long * 15, 50, 50)).pages
    tags = [[box.element for box in boxes(page) if box.element_tag == "tr"] for page in found]
    assert tags[2][17:], "the second form begins on the page of the first"
    assert made.count(2) == 2
