"""What a text says of last year's figures, against what was published last year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from ...diagnostics import Level, Rule
from ...evidence.evidence import Line
from ...evidence.named_sums import OTHER, lines, sum_name, sums_in
from ...evidence.reading import Said, amounts_in
from ...evidence.subject import Subject
from ...evidence.table_figures import Time, folded, is_of_whole, published_figures
from ...model.amounts import plain_number
from ...model.disclosure import Disclosure
from ...model.words import DataTable
from ..comparison import Check, Comparison, judged

LAST_YEAR = Rule("JX126", "文字里的上年数与上一年公开的数不同", Level.WARNING)

# 比上年的 747.90 万元, 上年预算 6 万元; but not 比上年增加 10 万元.
_OF_LAST_YEAR: Final = re.compile(
    r"(?:上年|去年|(?P<year>\d{4})年)(?:度)?(?:的|预算|安排|同期|数)*$"
)
_TO_LAST_YEAR: Final = re.compile(r"[比较与同和]\s?$")
_MOST_VALUES: Final = 4


def last_year(subject: Subject) -> Iterator[Comparison]:
    """A sum of last year is the one that was published then: in a text, else in a table."""
    earlier = subject.earlier
    if earlier is None:
        return
    published, tables = _published(earlier), published_figures(subject)
    for line in lines(subject):
        for label, said in _said_of(line, subject.disclosure.year):
            name = sum_name(label) or folded(label)
            values = published.get(sum_name(label), frozenset())
            if not values:
                known = [k for k in tables.get(folded(label), ()) if k.time is Time.NOW]
                values = frozenset(k.number for k in known if is_of_whole(k, line.text))
            elif len(values) > 1:
                continue
            if not values or len(values) > _MOST_VALUES:
                continue
            value = min(values, key=lambda v: abs(v - said.number))
            left, right = plain_number(said.number), plain_number(value)
            yield judged(
                LAST_YEAR,
                object=f"{line.where}·上年{name}",
                agrees=said.number == value,
                left=left,
                right=right,
                cells=line.cells,
                message=f"这里写上年{name} {left} 万元，上一年公开的是 {right} 万元。",
                hint="对照上一年的公开文本；口径不同的，在文字里说明。",
                span=line.at(said.start),
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
            label = _TO_LAST_YEAR.sub("", said.label.strip()[: match.start()])
            if not folded(label) and before and "。" not in line.text[before.end : said.start]:
                label = "" if OTHER.search(before.label) else before.label
            if folded(label):
                yield label, said
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
