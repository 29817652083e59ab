"""`gongkai check`: every problem of the whole content at once."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..build import check
from ..checks import CHECKS, find
from ..checks.catalogue import explained
from ..diagnostics import Level
from ..sources.keys import did_you_mean
from .common import (
    DONE,
    PROBLEMS,
    Usage,
    add_content,
    as_json,
    print_findings,
    progress_bar,
    settings,
    tally,
)


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "check",
        help="检查全部内容，一次列出所有问题",
        description="检查全部内容，一次列出所有问题。",
    )
    add_content(parser)
    parser.add_argument(
        "--format", choices=("text", "json"), default="text",
        help="输出格式：text 供人阅读（默认），json 供程序读取",
    )  # fmt: skip
    parser.add_argument("--strict", action="store_true", help="把警告也当作错误")
    parser.add_argument("--explain", metavar="规则", help="说明一条规则，例如 --explain JX012")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    if args.explain is not None:
        return explain(args.explain)
    report = check(settings(args, Path()), progress_bar())
    files = len({path for r in report.results for path in r.inputs})
    if args.format == "json":
        print(as_json(report, files))
    else:
        print_findings(report.diagnostics)
        print(f"检查了 {len(report.results)} 份公开、{files} 个文件：{tally(report.diagnostics)}。")
    grave = (Level.ERROR, Level.WARNING) if args.strict else (Level.ERROR,)
    return PROBLEMS if any(d.level in grave for d in report.diagnostics) else DONE


def explain(id: str) -> int:
    """Print one rule of the field; Usage where there is none of that id."""
    found = find(id)
    if found is None:
        known = [c.rule.id for c in CHECKS]
        hint = did_you_mean(id.upper(), known)
        raise Usage(f"没有“{id}”这条规则。{hint or '全部规则见 docs/规则.md。'}")
    print("\n".join(explained(found)))
    return DONE
