"""Findings as sheets to send back: one HTML file a disclosure, complete in itself.

A sheet needs no other file and runs nothing: the style stands in it, and its policy
allows that style alone. `index.html` lists the sheets and holds what was found
outside of any disclosure.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

from markupsafe import Markup

from ..diagnostics import Diagnostic, Level, counts, in_order, parted, visible
from ..jobs import Result
from ..outputs.pages import environment, find_template
from ..summaries import Summary
from .places import cell_name
from .rules import Known, known_rules
from .sarif import answered

INDEX: Final = "index.html"
_STYLE: Final = "styles/report.css"


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding as a sheet shows it: where, what, the text around it parted at the fault."""

    level: Level
    rule: str
    place: str
    message: str
    hint: str
    before: str = ""
    at: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A finding that the author answered: its place, what was found, the reason given."""

    rule: str
    place: str
    path: str
    message: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: what it is about, the findings file by file, the rules that they name."""

    name: str
    title: str
    summary: Summary | None
    numbers: dict[Level, int]
    files: tuple[tuple[str, tuple[Finding, ...]], ...]
    answers: tuple[Answer, ...]
    rules: tuple[Known, ...]


def sheets(
    results: Sequence[Result], found: Sequence[Diagnostic], roots: tuple[Path, ...]
) -> Iterator[tuple[str, bytes]]:
    """Every sheet as (file name, bytes), the list of them last.

    `found` are all findings; those that no disclosure has go into the list.
    """
    made = [_sheet(name, result) for name, result in zip(_names(results), results, strict=True)]
    for sheet in made:
        yield sheet.name, _page(roots, "report/sheet.html.j2", {"sheet": sheet})
    owned = {d for result in results for d in result.diagnostics}
    others = [d for d in found if d not in owned]
    values = {
        "sheets": made,
        "numbers": counts(found),
        "others": {"files": _files(others), "rules": _rules({d.rule for d in others})},
    }
    yield INDEX, _page(roots, "report/index.html.j2", values)


def _names(results: Iterable[Result]) -> Iterator[str]:
    """`scjg-2025.html`, by the disclosure's address; by its file where two have the same."""
    results = list(results)
    wanted = Counter(_name(r.folder or r.key).casefold() for r in results)
    used: set[str] = {INDEX}
    for result in results:
        name = _name(result.folder or result.key)
        if wanted[name.casefold()] > 1:
            name = _name(result.key)
        while name.casefold() in used:
            name = name.replace(".html", "-2.html")
        used.add(name.casefold())
        yield name


def _name(folder: str) -> str:
    year, _, id = folder.partition("/")
    return f"{id}-{year}.html"


def _sheet(name: str, result: Result) -> Sheet:
    found = in_order(result.diagnostics)
    waived = answered([result.comparisons])
    named = {d.rule for d in found} | {c.rule for c in waived}
    return Sheet(
        name,
        result.summary.title if result.summary else result.key,
        result.summary,
        counts(found),
        _files(found),
        tuple(
            Answer(c.rule, _place(c.span.line, c.span.column, cell_name(c.span)), c.span.path,
                   visible(c.message), visible(c.waiver))
            for c in waived
        ),
        _rules(named),
    )  # fmt: skip


def _rules(named: Container[str]) -> tuple[Known, ...]:
    return tuple(known for id, known in known_rules().items() if id in named)


def _files(found: Iterable[Diagnostic]) -> tuple[tuple[str, tuple[Finding, ...]], ...]:
    """The findings of each file, in the order of their places."""
    by_file = groupby(in_order(found), key=lambda d: d.span.path)
    return tuple((path, tuple(_finding(d) for d in group)) for path, group in by_file)


def _finding(d: Diagnostic) -> Finding:
    cell = cell_name(d.span)
    before, rest = parted(d.text, 1 if cell else d.span.column)
    return Finding(
        d.level,
        d.rule,
        _place(d.span.line, d.span.column, cell),
        visible(d.message),
        visible(d.hint),
        before,
        rest[:1],
        rest[1:],
    )


def _place(line: int, column: int, cell: str) -> str:
    return f"单元格 {cell}" if cell else f"第 {line} 行第 {column} 列"


def _page(roots: tuple[Path, ...], template: str, values: Mapping[str, object]) -> bytes:
    style = find_template(roots, _STYLE).read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'"
    text = (
        environment(roots)
        .get_template(template)
        .render(values, style=Markup(style), policy=policy, levels=tuple(Level))
    )
    return text.encode("utf-8")
