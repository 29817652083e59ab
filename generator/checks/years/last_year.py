"""What a text says of last year's figures, against what was published last year."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from ...diagnostics import FieldRule, Level
from ...evidence.evidence import FIELD, SECTION, Line
from ...evidence.named_sums import sum_name
from ...evidence.statements import words
from ...evidence.statements.changes import Change, changes
from ...evidence.statements.figures import Figure, Role, figures_in, object_name
from ...evidence.statements.passages import passages
from ...evidence.subject import Subject
from ...evidence.table_figures import Time, is_of_whole, published_figures
from ...model.amounts import plain_number
from ...model.disclosure import Disclosure
from ...model.words import running_words
from ..comparison import Check, Comparison, judged

LAST_YEAR = FieldRule(
    "JX126",
    "文字里的上年数与上一年公开的数不同",
    Level.WARNING,
    why="增减变化以上一年公开的数为基础，两年的公开应当对得上。",
    mend="对照上一年的公开文本；口径不同的，在文字里说明。",
)

_MOST_VALUES: Final = 4


def last_year(subject: Subject) -> Iterator[Comparison]:
    """A sum of last year is the one that was published then: in a text, else in a table."""
    earlier = subject.earlier
    if earlier is None:
        return
    published, tables = _published(earlier), published_figures(subject)
    for line, name, number, start in _said_of(subject):
        values = published.get(sum_name(name) or name, frozenset())
        if not values:
            known = [k for k in tables.get(name, ()) if k.time is Time.NOW]
            values = frozenset(k.number for k in known if is_of_whole(k, line.text))
        elif len(values) > 1:
            continue
        if not values or len(values) > _MOST_VALUES:
            continue
        value = min(values, key=lambda v: abs(v - number))
        left, right = plain_number(number), plain_number(value)
        yield judged(
            LAST_YEAR,
            object=f"{line.where}·上年{name}",
            agrees=number == value,
            left=left,
            right=right,
            cells=line.cells,
            message=f"这里写上年{name} {left} 万元，上一年公开的是 {right} 万元。",
            span=line.at(start),
        )


def _published(earlier: Disclosure) -> dict[str, frozenset[Decimal]]:
    """All values that the text of a disclosure gives for each sum, in 万元."""
    found: dict[str, frozenset[Decimal]] = {}
    for section in earlier.sections:
        for piece in section.prose:
            said = (figure for words in running_words(piece) for figure in figures_in(words.text))
            for figure in said:
                if figure.role is Role.STATED and (name := _name(figure, earlier.year)):
                    found[name] = found.get(name, frozenset()) | {figure.number}
    return found


def _name(figure: Figure, year: int) -> str:
    """What a sum of the year itself is called; '' for any other."""
    if words.OTHER_YEAR.search(figure.label) or words.CARRIED.search(figure.label):
        return ""
    if any(y != str(year) for y in words.YEARS.findall(figure.label)):
        return ""
    return sum_name(figure.label) or figure.name


def _said_of(subject: Subject) -> Iterator[tuple[Line, str, Decimal, int]]:
    """What the text says of last year: where, the name, the sum in 万元, its place."""
    year = subject.disclosure.year - 1
    for _, found in changes(subject):
        for one in found:
            line = one.passage.line
            if line.kind in (SECTION, FIELD) and not one.is_plan and one.year in (None, year):
                name, then = _compared(one)
                if name and then is not None:
                    yield line, name, then, one.then.start if one.then else one.start
    for passage in passages(subject):
        for figure in passage.figures if passage.line.kind in (SECTION, FIELD) else ():
            if figure.role is not Role.STATED or words.CARRIED.search(figure.label):
                continue
            years = words.YEARS.findall(figure.label)
            if words.OTHER_YEAR.search(figure.label) or years == [str(year)]:
                name = object_name(words.OTHER_YEAR.sub("", figure.label))
                if name:
                    yield passage.line, name, figure.number, figure.start


def _compared(one: Change) -> tuple[str, Decimal | None]:
    """The name and last year's figure of a change, said or worked out of its own sentence."""
    own = one.now[0] if one.now and one.passage.has(one.now[0]) else None
    if own is not None and "。" in one.passage.text[own.end : one.start]:
        own = None
    name = one.about or (sum_name(own.label) or own.name if own else "")
    if one.then is not None:
        return name, one.then.number
    if own is not None and one.by is not None:
        return name, own.number - one.by
    return "", None


def _spent(text: str) -> str:
    return f"表式: 石家庄2020\n三公经费: |\n  {text}"


CHECKS: Final = (
    Check(
        LAST_YEAR,
        last_year,
        fails=_spent("公务接待费4万元，比上年的7万元减少3万元。"),
        passes=_spent("公务接待费4万元，比上年的6万元减少2万元。"),
        before=_spent("公务接待费6万元。"),
    ),
)
