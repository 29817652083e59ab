"""`gongkai build`: the content becomes a site, or nothing changes."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..build import Report, build
from ..publishing.publish import ForeignFile
from .common import (
    DONE,
    ENVIRONMENT,
    PROBLEMS,
    add_build_options,
    foreign,
    print_findings,
    progress_bar,
    settings,
    tally,
)


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "build", help="把内容生成网站和 PDF", description="把内容生成网站和 PDF。"
    )
    add_build_options(parser)
    parser.add_argument(
        "--output",
        type=Path,
        default=Path("site"),
        metavar="文件夹",
        help="输出文件夹（默认 site）",
    )
    parser.add_argument("--strict", action="store_true", help="把警告也当作错误")
    parser.add_argument(
        "--keep-going", action="store_true",
        help="有部门出错时，其余部门照常发布，出错部门已公开的文件保持原样",
    )  # fmt: skip
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    try:
        report = build(settings(args, args.output), progress_bar())
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
    return text + (f"未发布：{blocked}。" if blocked else "")
