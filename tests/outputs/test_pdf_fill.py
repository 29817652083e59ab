"""Pages are filled: none is blank, and few end before their middle for want of a break."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from generator.outputs.pdf.source import PrintPage
from generator.outputs.pdf.split import lay_out_whole
from tests.conftest import ROOT
from tests.outputs.page_fill import Fill, fills
from tests.outputs.pdf_samples import REAL, TEMPLATES, import_real, print_pages

AIM = 0.04  # of the pages that do not end a part
AGAIN = 1.4  # pages made for each page printed: the whole is laid out once


def laid_out(html: str) -> list[Fill]:
    return list(fills(lay_out_whole(PrintPage(html, (TEMPLATES,)))))


def test_pages_of_real_and_sample_documents_are_filled(
    real_file: Callable[[str], Path], tmp_path: Path, made: list[int]
) -> None:
    for name in REAL:
        import_real(real_file(name), tmp_path)
    pages = [
        fill
        for content in (ROOT / "content", tmp_path)
        for html in print_pages(content, tmp_path / "stage")
        for fill in laid_out(html.decode("utf-8"))
    ]
    low = sum(fill.is_low for fill in pages)
    print(f"{low} of {len(pages)} pages below half full ({low / len(pages):.1%})")
    assert len(pages) > 300
    assert not any(fill.is_blank for fill in pages)
    assert low / len(pages) < AIM
    print(f"{len(made)} pages made, contents and pages that ended badly more than once")
    assert len(made) < AGAIN * len(pages)


def form(name: str, rows: Sequence[str]) -> str:
    body = "".join(f"<tr><td>{text}</td><td>1.00</td></tr>" for text in rows)
    return (
        f'<section class="project-section"><h3 class="project">{name}</h3><div class="scroll">'
        '<table class="grid fields"><colgroup><col style="width:50%"><col style="width:50%">'
        f"</colgroup><tbody>{body}</tbody></table></div></section>"
    )


def page(*forms: str, entries: int = 0) -> str:
    listed = '<li class="level-2"><a href="#main">项目</a></li>' * entries
    contents = f'<nav class="toc"><h2>目录</h2><ul>{listed}</ul></nav>' if entries else ""
    return (
        '<!DOCTYPE html><html lang="zh-CN"><head><title>试</title></head><body>'
        f'<header class="cover"><h1>题</h1></header>{contents}<main id="main">'
        f'<section class="part-section"><h2 class="part">项目支出</h2>{"".join(forms)}'
        "</section></main></body></html>"
    )


@pytest.mark.parametrize("entries", [1, 20, 40, 60, 80])
def test_the_text_begins_on_a_right_page_without_a_blank_one_before(entries: int) -> None:
    document = lay_out_whole(PrintPage(page(form("一", ["好"]), entries=entries), (TEMPLATES,)))
    assert not any(fill.is_blank for fill in fills(document))
    (last,) = document.pages[-1:]
    assert last._page_box.page_type.side == "right"


@pytest.mark.parametrize("rows", range(24, 29))
def test_a_form_that_runs_over_by_a_few_rows_is_set_tighter(rows: int) -> None:
    assert len(laid_out(page(form("一", ["指标"] * rows)))) == 2


def test_a_form_begins_below_one_that_runs_over_its_page() -> None:
    found = laid_out(page(*[form("项目", ["指标"] * 36)] * 4))
    assert not any(fill.is_low for fill in found)
    assert len(found) < 1 + 2 * 4


def test_a_row_taller_than_a_third_of_a_page_breaks_between_its_lines() -> None:
    tall = "按照年度计划分期分批完成，" * 60
    found = laid_out(page(form("一", ["指标"] * 10 + [tall] * 3)))
    assert not any(fill.share < 0.75 for fill in found if not fill.may_end_early)
