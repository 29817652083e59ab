"""`gongkai build`: the content becomes a site, or nothing changes."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..build import Report, build
from ..publishing.places import Misplaced
from ..publishing.publish import ForeignFile
from ..running import Unreachable
from .common import foreign, print_findings, progress_bar, say, settings, tally
from .outcomes import DONE, ENVIRONMENT, PROBLEMS, Usage


def run(args: argparse.Namespace) -> int:
    try:
        report = build(settings(args, args.output), progress_bar(), say)
    except (Misplaced, Unreachable) as fault:
        raise Usage(str(fault)) from fault
    except ForeignFile as fault:
        print("\n".join(foreign(fault, args.output)))
        return ENVIRONMENT
    print_findings(report.diagnostics)
    print(_outcome(report, args.output))
    return DONE if report.published is not None and not report.blocked else PROBLEMS


def _outcome(report: Report, output: Path) -> str:
    blocked = "、".join(r.key for r in report.blocked)
    found = tally(report.diagnostics)
    if report.published is None:
        reason = f"不能发布：{blocked}。" if blocked else ""
        return f"没有发布：{found}。{reason}{output} 里已有的文件没有改动。"
    p = report.published
    done = len(report.results) - len(report.blocked)
    text = (
        f"已生成 {done} 份公开到 {output}：写入 {len(p.written)} 个文件，"
        f"{p.unchanged} 个未变，移除 {len(p.removed)} 个；{found}。"
    )
    text += f"未发布：{blocked}。" if blocked else ""
    return text + (f"\n注意：{p.weakness}。" if p.weakness else "")
