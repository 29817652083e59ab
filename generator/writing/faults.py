"""What text cannot carry."""

from __future__ import annotations

from ..diagnostics import Diagnostic, Problems, RuleBook, Span
from ..files import report_control
from ..model.words import Words
from ..signs import clean
from ..sources.yaml_source import BLANK


class Unwritable(Exception):
    """Something that the text of a shape cannot carry; `finding` is frozen."""

    def __init__(self, message: str, span: Span, text: str = "", hint: str = "") -> None:
        super().__init__(message)
        rule = RuleBook.UNWRITABLE
        self.finding = Diagnostic(rule.id, rule.level, message, span, text, hint)

    @property
    def message(self) -> str:
        return self.finding.message

    @property
    def span(self) -> Span:
        return self.finding.span


def check_text(words: Words, blank: str = BLANK) -> None:
    """Raise Unwritable for what no line of text keeps.

    These are line ends, control characters, and blanks (those of `blank`) at either end.
    """
    text = words.text
    if "\n" in text or "\r" in text:
        raise Unwritable(
            "这段文字里有换行，而这里只能写一行。", words.span, text, "合成一行，或分成几段。"
        )
    check_characters(words)
    if text != text.strip(blank):
        raise Unwritable("文字的开头或末尾有空格，读回来会丢失。", words.span, text, "删去空格。")


def check_characters(words: Words) -> None:
    """Raise Unwritable for characters that the readers refuse, or read as others."""
    if clean(words.text).changes:
        raise Unwritable("文字里有看不见或者只是形似的字符，读回来会不同。", words.span, words.text)
    if "\0" in words.text:
        raise Unwritable("文字里有空字符（NUL）。", words.span, words.text, "删去它。")
    problems = Problems()
    report_control(words.text, words.span, problems)
    for finding in problems.found:
        raise Unwritable(finding.message, finding.span, words.text, finding.hint)
