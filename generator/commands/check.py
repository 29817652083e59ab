"""`gongkai check`: every problem of the whole content at once."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from ..build import Report, check
from ..checks.checklist import count
from ..checks.waivers import as_rows
from ..diagnostics import Level
from ..jobs import Result, write_files
from ..keys import WAIVER_COLUMNS, WAIVERS
from ..model.demands import State
from ..publishing.publish import ForeignFile, publish
from ..publishing.stage import stage
from ..reports.github import workflow_commands
from ..reports.places import Places
from ..reports.rules import explained, known_rules
from ..reports.sarif import answered, sarif
from ..reports.sheets import sheets
from ..running import Unreachable
from ..sources.pipe_table import write_cell
from .common import (
    as_json,
    foreign,
    print_findings,
    progress_bar,
    say,
    settings,
    tally,
    template_roots,
)
from .outcomes import DONE, ENVIRONMENT, PROBLEMS, Usage

# The record of the sheets is not a site's: neither removes what the other wrote.
_MAKER: Final = "gongkai check"


def run(args: argparse.Namespace) -> int:
    if args.explain is not None:
        return explain(args.explain)
    try:
        report = check(settings(args, Path()), progress_bar(), say)
    except Unreachable as fault:
        raise Usage(str(fault)) from fault
    files = len({path for r in report.results for path in r.inputs})
    if args.waivers:
        print_waivers(report.results)
        return DONE
    if args.checklist:
        print_checklists(report.results)
        return DONE
    grave = (Level.ERROR, Level.WARNING) if args.strict else (Level.ERROR,)
    failed = any(d.level in grave for d in report.diagnostics)
    places = Places(args.content, template_roots())
    match args.format:
        case "json":
            print(as_json(report, files))
        case "sarif":
            waived = answered(r.comparisons for r in report.results)
            print(sarif(report.diagnostics, waived, places, failed))
        case "github":
            print(*workflow_commands(report.diagnostics, places), _summary(report, files), sep="\n")
        case _:
            print_findings(report.diagnostics)
            print(_summary(report, files))
    if args.report is not None and not write_sheets(report, args.report):
        return ENVIRONMENT
    return PROBLEMS if failed else DONE


def _summary(report: Report, files: int) -> str:
    return f"检查了 {len(report.results)} 份公开、{files} 个文件：{tally(report.diagnostics)}。"


def write_sheets(report: Report, folder: Path) -> bool:
    """Put a sheet for each disclosure into the folder; False where other files are in the way."""
    with stage(folder) as staged:
        files = sheets(report.results, report.diagnostics, template_roots())
        try:
            publish(staged, folder, write_files(staged, files), maker=_MAKER)
        except ForeignFile as fault:
            print("\n".join(foreign(fault, folder)), file=sys.stderr)
            return False
    return True


def print_waivers(results: Iterable[Result]) -> None:
    """For each disclosure with open findings the block that would answer them."""
    for result in results:
        rows = as_rows(result.comparisons)
        if rows:
            print(f"# {result.key}\n{WAIVERS}: |")
            print(f"  | {' | '.join(WAIVER_COLUMNS)} |\n  {'|---' * len(WAIVER_COLUMNS)}|")
            for row in rows:
                print("  | " + " | ".join(write_cell(text) for text in row) + " | |")
            print()


def print_checklists(results: Iterable[Result]) -> None:
    """For each disclosure that could be read how much is there, and what is not."""
    for result in results:
        if result.items:
            numbers = "，".join(f"{s} {n} 项" for s, n in count(result.items).items())
            print(f"{result.key}：{numbers}")
            for item in result.items:
                if item.state is State.MISSING:
                    said = f"（{item.said}）" if item.said else ""
                    print(f"  无：{item.name}{said}，依据：{item.source}")


def explain(id: str) -> int:
    """Print one rule, by its id in either case; Usage where there is none of that id."""
    known = known_rules().get(id.strip().upper())
    if known is None:
        near = get_close_matches(id.strip().upper(), known_rules(), 1)
        hint = f"是不是“{near[0]}”？" if near else "编号印在检查结果的方括号里，例如 NR04、JX012。"
        raise Usage(f"没有“{id}”这条规则。{hint}")
    print("\n".join(explained(known)))
    return DONE
