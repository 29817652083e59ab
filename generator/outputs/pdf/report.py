"""Tells a PDF's faults where they come from: the place in the content that was printed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from ...diagnostics import Problems, RuleBook, Span
from ...model.amounts import Amount
from ...model.disclosure import Disclosure
from ...model.targets import Target
from ...model.words import Words
from .faults import MissingGlyph, PdfFault

_FONTS = "fonts-noto-cjk 和 fonts-lxgw-wenkai"


def report(fault: PdfFault, disclosure: Disclosure, problems: Problems) -> None:
    """Note each character that no font has at every place where it was typed."""
    for glyph in fault.glyphs:
        _report_glyph(glyph, disclosure, problems)
    for complaint in fault.complaints:
        problems.add(
            RuleBook.PDF_FAULT,
            disclosure.span,
            f"生成 PDF 时出错：{complaint}",
            "这是模板或样式的问题，请交给网站管理人员处理。",
            text="",
        )


def _report_glyph(glyph: MissingGlyph, disclosure: Disclosure, problems: Problems) -> None:
    message = f"打印样式的字体里没有“{glyph.character}”（{glyph.code}）"
    if glyph.font:
        message += f"，会换成 {glyph.font} 的字形"
    hint = f"换一个写法；字没有错的，请网站管理人员安装 {_FONTS}，或在打印样式里加上字体。"
    places = [(t, span) for t, span in _texts(disclosure) if glyph.character in t]
    for text, span in places:
        column = span.column + text.index(glyph.character)
        problems.add(
            RuleBook.MISSING_GLYPH,
            dataclasses.replace(span, column=column),
            f"{message}：{text}",
            hint,
        )
    if not places:
        message += "（模板里的字）。"
        problems.add(RuleBook.MISSING_GLYPH, disclosure.span, message, hint, text="")


def _texts(value: object) -> Iterator[tuple[str, Span]]:
    """Every text of a model as typed, with its place, in order."""
    if isinstance(value, Words):
        yield value.text, value.span
    elif isinstance(value, Amount | Target):
        yield value.wording, value.span
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _texts(getattr(value, field.name))
