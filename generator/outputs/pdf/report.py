"""Tells a PDF's faults where they come from: the place in the content that was printed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from ...diagnostics import Problems, RuleBook, Span
from ...model.amounts import Amount
from ...model.disclosure import Disclosure
from ...model.targets import Target
from ...model.words import Words
from .faults import MissingGlyph, PdfFault
from .scripts import SIGNS_PACKAGES, Script, script_of

_FONTS = f"fonts-noto-cjk、fonts-lxgw-wenkai、{SIGNS_PACKAGES}"


def report(fault: PdfFault, disclosure: Disclosure, problems: Problems) -> None:
    """Note each character that no font has at every place where it was typed, and a script
    that no font has once."""
    scripts: dict[Script, list[MissingGlyph]] = {}
    for glyph in fault.glyphs:
        script = script_of(glyph.character)
        if script is None:
            _report_glyph(glyph, disclosure, problems)
        else:
            scripts.setdefault(script, []).append(glyph)
    for script, glyphs in scripts.items():
        _report_script(script, glyphs, disclosure, problems)
    for complaint in fault.complaints:
        problems.add(
            RuleBook.PDF_FAULT,
            disclosure.span,
            f"生成 PDF 时出错：{complaint}",
            "这是模板或样式的问题，请交给网站管理人员处理。",
            text="",
        )


def _report_script(
    script: Script, glyphs: Sequence[MissingGlyph], disclosure: Disclosure, problems: Problems
) -> None:
    """One error for all letters of a script, at the first place that has one."""
    letters = {glyph.character for glyph in glyphs}
    places = [(text, span) for text, span in _texts(disclosure) if letters & set(text)]
    message = f"打印样式的字体里没有{script.name}，缺 {len(letters)} 个字母"
    if stand_in := next((glyph.font for glyph in glyphs if glyph.font), ""):
        message += f"，会换成 {stand_in} 的字形"
    hint = f"请网站管理人员安装 {script.package}，或在打印样式里加上有{script.name}的字体。"
    if not places:
        message += "（模板里的字）。"
        problems.add(RuleBook.MISSING_GLYPH, disclosure.span, message, hint, text="")
        return
    text, span = places[0]
    column = span.column + next(n for n, c in enumerate(text) if c in letters)
    more = f"（共 {len(places)} 处）" if len(places) > 1 else ""
    problems.add(
        RuleBook.MISSING_GLYPH,
        dataclasses.replace(span, column=column),
        f"{message}{more}：{text}",
        hint,
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
