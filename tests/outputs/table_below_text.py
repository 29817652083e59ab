"""Pages of some text and a table below it, laid out as a disclosure's are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generator.outputs.pdf.source import PrintPage
from generator.outputs.pdf.split import lay_out_whole
from tests.outputs.pdf_samples import TEMPLATES

_HEAD = "<thead><tr><th>科目编码</th><th>科目名称</th></tr></thead>"


def table_below_text(before: int, groups: Sequence[Sequence[str]]) -> Sequence[Any]:
    """The pages of so many lines of text and a table of groups of rows, each by what its
    first cell says."""
    row = "<tr><td>{}</td><td>1.00</td></tr>".format
    bodies = "".join(f"<tbody>{''.join(map(row, group))}</tbody>" for group in groups)
    html = (
        '<!DOCTYPE html><html lang="zh-CN"><head><title>试</title></head><body><main id="main">'
        f'<section class="part-section">{"<p>正文</p>" * before}<p class="table-title">支出表</p>'
        '<div class="scroll"><table class="grid rows data"><colgroup><col style="width:50%">'
        f'<col style="width:50%"></colgroup>{_HEAD}{bodies}</table></div></section>'
        "</main></body></html>"
    )
    return tuple(lay_out_whole(PrintPage(html, (TEMPLATES,))).pages)
