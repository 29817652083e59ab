"""Findings as SARIF 2.1.0, which editors and code hosts read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import quote

from .. import __version__
from ..diagnostics import Diagnostic, Level, Span
from ..model.comparison import Comparison
from .places import Places, cell_name
from .rules import Known, known_rules

VERSION: Final = "2.1.0"
SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
# The base of all paths: where the command was called. Its address stays unsaid, so that
# the report is the same on every machine.
BASE: Final = "%SRCROOT%"
_LEVELS: Final = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "note"}


def sarif(
    found: Iterable[Diagnostic], waived: Iterable[Comparison], places: Places, failed: bool
) -> str:
    """One run: all rules, the findings, and those that the authors answered as suppressed."""
    rules = known_rules()
    order = {id: n for n, id in enumerate(rules)}
    results = [_finding(d, order, places) for d in found]
    results += [_answered(c, order, rules, places) for c in waived]
    driver = {
        "name": "gongkai",
        "fullName": "gongkai 部门预算绩效公开",
        "version": __version__,
        "semanticVersion": __version__,
        "language": "zh-CN",
        "rules": [_rule(known) for known in rules.values()],
    }
    run = {
        "tool": {"driver": driver},
        "language": "zh-CN",
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {BASE: {"description": {"text": "运行 gongkai 的文件夹"}}},
        "invocations": [{"executionSuccessful": True, "exitCode": int(failed)}],
        "results": results,
    }
    log = {"$schema": SCHEMA, "version": VERSION, "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1)


def _rule(known: Known) -> dict[str, object]:
    rule = known.rule
    shown: dict[str, object] = {
        "id": rule.id,
        "name": rule.title,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "defaultConfiguration": {"level": _LEVELS[rule.level]},
    }
    help = [f"{rule.why}\n改法：{rule.mend}"]
    for title, example in (("会报告", known.fails), ("不会报告", known.passes)):
        if example:
            help.append(f"这样写{title}：\n{example}")
    return shown | {"help": {"text": "\n\n".join(help)}}


def _finding(d: Diagnostic, order: dict[str, int], places: Places) -> dict[str, object]:
    result = _result(d.rule, d.level, _message(d.message, d.hint), order)
    return result | {"locations": [_location(d.span, d.text, places)], "suppressions": []}


def _answered(
    c: Comparison, order: dict[str, int], rules: dict[str, Known], places: Places
) -> dict[str, object]:
    """A finding with the author's answer, which stands in the content itself."""
    result = _result(c.rule, rules[c.rule].rule.level, _message(c.message, c.hint), order)
    suppression = {"kind": "inSource", "justification": c.waiver}
    return result | {"locations": [_location(c.span, "", places)], "suppressions": [suppression]}


def _message(message: str, hint: str) -> str:
    return f"{message}\n改法：{hint}" if hint else message


def _result(rule: str, level: Level, message: str, order: dict[str, int]) -> dict[str, object]:
    result: dict[str, object] = {"ruleId": rule}
    if rule in order:
        result["ruleIndex"] = order[rule]
    return result | {"level": _LEVELS[level], "message": {"text": message}}


def _location(span: Span, text: str, places: Places) -> dict[str, object]:
    """The place in a text; of a workbook, which has no lines, the file and the cell's name."""
    physical: dict[str, object] = {"artifactLocation": _artifact(places.file(span))}
    cell = cell_name(span)
    if cell:
        return {
            "physicalLocation": physical,
            "logicalLocations": [{"name": cell, "kind": "element"}],
        }
    region: dict[str, object] = {"startLine": span.line, "startColumn": span.column}
    if text:
        region["snippet"] = {"text": text}
    return {"physicalLocation": physical | {"region": region}}


def _artifact(path: str) -> dict[str, str]:
    if path.startswith("/") or path[1:2] == ":":  # outside: on another drive
        return {"uri": f"file:///{quote(path.lstrip('/'), safe='/:')}"}
    return {"uri": quote(path), "uriBaseId": BASE}


def answered(comparisons: Iterable[Sequence[Comparison]]) -> list[Comparison]:
    """The comparisons of all disclosures that their authors answered, by place."""
    waived = [c for told in comparisons for c in told if c.waiver]
    return sorted(waived, key=lambda c: (c.span, c.rule, c.object))
