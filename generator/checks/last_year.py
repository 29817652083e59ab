"""What a text says of last year's figures, against what was published last year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from ..diagnostics import Level, Rule
from ..model.amounts import plain_number
from ..model.disclosure import Disclosure
from ..model.words import DataTable
from .comparison import Check, Comparison, Subject, judged
from .reading import Said, amounts_in
from .statements import lines, named, sum_name, sums_in
from .view import Line

LAST_YEAR = Rule("JX126", "文字里的上年数与上一年公开的数不同", Level.WARNING)

# 比上年的 747.90 万元, 上年预算 6 万元; but not 比上年增加 10 万元.
_OF_LAST_YEAR: Final = re.compile(
    r"(?:上年|去年|(?P<year>\d{4})年)(?:度)?(?:的|预算|安排|同期|数)*$"
)


def last_year(subject: Subject) -> Iterator[Comparison]:
    """A sum of last year is the one that stood in last year's text, where that names but one."""
    earlier = subject.earlier
    published = _published(earlier) if earlier else {}
    for line in lines(subject) if published else ():
        for name, said in _said_of(line, subject.disclosure.year):
            values = published.get(name, frozenset())
            if len(values) != 1:
                continue
            (value,) = values
            left, right = plain_number(said.number), plain_number(value)
            yield judged(
                LAST_YEAR,
                f"{line.where}·上年{name}",
                said.number == value,
                left,
                right,
                line.cells,
                f"这里写上年{name} {left} 万元，上一年公开的是 {right} 万元。",
                "对照上一年的公开文本；口径不同的，在文字里说明。",
                line.at(said.start),
            )


def _published(earlier: Disclosure) -> dict[str, frozenset[Decimal]]:
    """All values that the text of a disclosure gives for each sum, in 万元."""
    found: dict[str, frozenset[Decimal]] = {}
    for section in earlier.sections:
        for piece in section.prose:
            if not isinstance(piece, DataTable):
                for name, said in sums_in(piece.words.text, earlier.year).items():
                    found[name] = found.get(name, frozenset()) | {said.number}
    return found


def _said_of(line: Line, year: int) -> Iterator[tuple[str, Said]]:
    """The sums of last year with their names: from their own clause, or the sum before them."""
    before: Said | None = None
    for said in amounts_in(line.text):
        match = _OF_LAST_YEAR.search(said.label.strip())
        if match and match["year"] in (None, str(year - 1)):
            name = sum_name(said.label)
            if not name and before and "。" not in line.text[before.end : said.start]:
                name = named(before, year)
            if name:
                yield name, said
        before = said


def _spent(text: str) -> str:
    return f"表式: 石家庄2020\n三公经费: |\n  {text}"


CHECKS: Final = (
    Check(
        LAST_YEAR,
        "增减变化以上一年公开的数为基础，两年的公开应当对得上。",
        last_year,
        _spent("公务接待费4万元，比上年的7万元减少3万元。"),
        _spent("公务接待费4万元，比上年的6万元减少2万元。"),
        _spent("公务接待费6万元。"),
    ),
)
