"""What stands below a page of the preview: what is wrong, how far the work is."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from markupsafe import escape

from .. import plan
from ..build import Settings
from ..diagnostics import Level, Span, counts, parted, visible
from ..failures import told
from ..outputs.pages import environment
from ..reports.places import cell_name
from .events import Finding, Progress
from .state import SHOWN, State

_PANEL: Final = "preview/panel.html.j2"


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding as it stands in the panel.

    `place` is its file, line and column (in a workbook the cell); `editor` opens it in
    VS Code. `before`, `sign` and `after` are the line with the sign at which it stands.
    `page` leads to the first of its `anchors`.
    """

    finding: Finding
    place: str
    editor: str
    before: str
    sign: str
    after: str
    page: str

    @property
    def anchors(self) -> tuple[str, ...]:
        return self.finding.anchors


@dataclass(frozen=True, slots=True)
class Work:
    """What is being done of a page that is not there; `progress` where it can be counted."""

    said: str
    is_going_on: bool = True
    progress: Progress | None = None


def panel(state: State, page: str, settings: Settings, work: Work | None = None) -> str:
    """The panel of a page as HTML."""
    findings = state.findings(page)
    levels = counts(f.diagnostic for f in findings)
    own = state.of_page(page)
    values = {
        "fault": state.fault,
        "blocked": any(state.blocked(page)),
        "work": work,
        "levels": {level: number for level, number in levels.items() if number},
        "has_errors": bool(levels[Level.ERROR]),
        "findings": [_shown(f, state, settings) for f in findings[:SHOWN]],
        "more": max(0, len(findings) - SHOWN),
        "others": state.others(page),
        "pdf": f"/{pdf_of(own.folder)}" if own else "",
    }
    try:
        return environment(settings.templates).get_template(_PANEL).render(values)
    except Exception as error:  # its own template is broken: what is wrong matters more
        said = "\n\n".join(filter(None, (state.fault, *_plain(findings), told(error).message)))
        return f'<pre id="gongkai-preview" role="alert">{escape(said)}</pre>'


def pdf_of(folder: str) -> str:
    """The address of the PDF of the disclosure whose pages stand in a folder."""
    year, _, id = folder.partition("/")
    return plan.pdf_file(int(year), id)


def _plain(findings: Sequence[Finding]) -> Iterator[str]:
    return (f"{f.diagnostic.span} {f.diagnostic.message}" for f in findings[:SHOWN])


def _shown(finding: Finding, state: State, settings: Settings) -> Shown:
    d = finding.diagnostic
    column = 1 if d.span.in_workbook else d.span.column
    before, rest = parted(d.text, column) if d.text.strip() else ("", "")
    owner = next((t for t in state.told.values() if t.folder and d.span.path in t.files), None)
    page = f"/{owner.folder}/index.html#{finding.anchors[0]}" if owner and finding.anchors else ""
    return Shown(
        finding,
        visible(f"{d.span.path} {cell_name(d.span)}" if d.span.in_workbook else str(d.span)),
        editor(d.span, settings),
        before.lstrip(),
        rest[:1],
        rest[1:],
        page,
    )


def editor(span: Span, settings: Settings) -> str:
    """The address that opens a place in VS Code."""
    roots = (settings.content, *settings.templates)
    root = next((r for r in roots if (r / span.path).exists()), settings.content)
    place = Path(os.path.abspath(root / span.path)).as_posix()
    at = "" if span.in_workbook else f":{span.line}:{span.column}"
    return f"vscode://file/{quote(place.lstrip('/'))}{at}"
