"""Findings as workflow commands: a code host that runs `check` marks the lines with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from ..diagnostics import Diagnostic, Level, visible
from .places import Places, cell_name
from .rules import known_rules

_COMMANDS: Final = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}
# A message may run over lines, a property may not end early.
_IN_MESSAGE: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY: Final = _IN_MESSAGE | str.maketrans({":": "%3A", ",": "%2C"})


def workflow_commands(found: Iterable[Diagnostic], places: Places) -> Iterator[str]:
    """A line for each finding: `::error file=…,line=…,col=…,title=…::message`.

    A cell of a workbook has no line that could be marked: it is named in the message.
    """
    for d in found:
        properties = {"file": places.file(d.span)}
        cell = cell_name(d.span)
        if not cell:
            properties |= {"line": str(d.span.line), "col": str(d.span.column)}
        known = known_rules().get(d.rule)
        properties["title"] = f"{d.rule} {known.rule.title}" if known else d.rule
        told = ",".join(f"{k}={visible(v).translate(_IN_PROPERTY)}" for k, v in properties.items())
        lines = [f"单元格 {cell}：{d.message}" if cell else d.message]
        lines += [f"改法：{d.hint}"] if d.hint else []
        message = "\n".join(visible(line) for line in lines)
        yield f"::{_COMMANDS[d.level]} {told}::{message.translate(_IN_MESSAGE)}"
