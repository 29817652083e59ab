"""Mutants of the sample's prose: one figure or one word of direction changed at a time.

References are filled in first, so that a figure that the program writes is changed
as if an author had typed it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any, Final, TypeVar, cast

from generator import checks
from generator.checks.comparison import Outcome
from generator.contents import find
from generator.diagnostics import Problems, Span
from generator.document.figures import Figures
from generator.document.outline import make_outline
from generator.evidence.reading import COUNTING
from generator.files import Folder
from generator.loader import load, others
from generator.model.disclosure import Disclosure
from generator.model.evaluation import Kind
from generator.model.words import Words
from tests.checks.judged import CONTENT
from tests.checks.real import families, subject

_T = TypeVar("_T")
_UNITS: Final = "|".join(("亿元", "万元", "元", "%", *COUNTING))
_FIGURE: Final = re.compile(
    rf"(?<![\d.〔\[号“])(?P<number>\d{{1,9}}(?:\.\d{{1,4}})?)\s?(?:{_UNITS})(?!月)"
)
_WAY: Final = re.compile(r"增加|减少|增长|下降")
_FLIPPED: Final = {"增加": "减少", "减少": "增加", "增长": "下降", "下降": "增长"}
_AROUND: Final = 12


@dataclass(frozen=True)
class Mutant:
    """A changed disclosure; `name` tells what was changed, with the words around it."""

    name: str
    disclosure: Disclosure


@cache
def samples() -> dict[tuple[int, str], Disclosure]:
    """The budget disclosures of the sample, by year and name, with their references filled in."""
    problems = Problems()
    folder = Folder(CONTENT)
    there = find(folder, problems)
    known = others(folder, there, families())
    read = [load(folder, found, families(), problems, known) for found in there]
    return {(d.year, d.id): _filled(d) for d in read if d and d.kind is Kind.BUDGET}


def _filled(disclosure: Disclosure) -> Disclosure:
    """The disclosure as if its author had typed every figure; each text has a place of its own."""
    outline = make_outline(disclosure, families()[disclosure.family], Problems())
    fill = Figures(disclosure, outline, Problems()).fill
    return _mapped(disclosure, lambda w: replace(w, text=fill(w).plain) if "{{" in w.text else w)


def _mapped(value: _T, change: Any) -> _T:
    """A value of the model with every text in it changed."""
    made: Any = value
    if isinstance(value, Words):
        made = change(value)
    elif isinstance(value, tuple):
        parts = [_mapped(item, change) for item in value]
        if any(a is not b for a, b in zip(parts, value, strict=True)):
            made = tuple(parts)
    elif is_dataclass(value) and not isinstance(value, (type, Span)):
        own = {f.name: getattr(value, f.name) for f in fields(value) if f.name != "evaluated"}
        new = {name: _mapped(item, change) for name, item in own.items()}
        changed = {name: item for name, item in new.items() if item is not own[name]}
        made = replace(cast("Any", value), **changed) if changed else value
    return cast("_T", made)


def figures(year: int, id: str) -> Iterator[Mutant]:
    """Each figure of the running text, a tenth more; of none, five."""
    yield from _mutants(samples()[year, id], _FIGURE, "number", _more)


def directions(year: int, id: str) -> Iterator[Mutant]:
    """Each 增加 or 减少, 增长 or 下降 that a figure follows, turned round."""
    pattern = re.compile(rf"(?P<way>{_WAY.pattern})(?=\s?\d)")
    yield from _mutants(samples()[year, id], pattern, "way", lambda word: _FLIPPED[word])


def _more(number: str) -> str:
    value, step = Decimal(number), Decimal(1).scaleb(int(Decimal(number).as_tuple().exponent))
    if not value:
        return str(value + 5)
    return str(value + max(step, (value / 10).quantize(step)))


def _mutants(
    disclosure: Disclosure, pattern: re.Pattern[str], group: str, change: Any
) -> Iterator[Mutant]:
    for line in subject(disclosure).evidence.running:
        for match in pattern.finditer(line.text):
            new = line.text[: match.start(group)] + change(match[group])
            new += line.text[match.end(group) :]
            before = line.text[max(0, match.start() - _AROUND) : match.start(group)]
            name = f"{before}【{match[group]}】{line.text[match.end(group) :][:4]}"
            mutant = _mapped(disclosure, _changing(line.span, line.text, new))
            yield Mutant(name.replace("\n", " "), mutant)


def _changing(span: Span, old: str, new: str) -> Any:
    return lambda w: replace(w, text=new) if w.span == span and w.text == old else w


def findings(year: int, id: str, disclosure: Disclosure) -> frozenset[tuple[str, str, str, str]]:
    """What the rules find in a disclosure of the sample, or in a mutant of it."""
    one = replace(subject(disclosure), earlier=samples().get((year - 1, id)))
    compared = (c for c in checks.compare(one) if c.outcome is Outcome.DISAGREE)
    return frozenset((c.rule, c.object, c.left, c.right) for c in compared)


def missed(year: int, id: str, mutants: Iterator[Mutant]) -> tuple[int, list[str]]:
    """How many mutants there are, and those of which nothing is found."""
    usual = findings(year, id, samples()[year, id])
    made = list(mutants)
    return len(made), [m.name for m in made if findings(year, id, m.disclosure) <= usual]
