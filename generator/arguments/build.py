"""`gongkai build`."""

from __future__ import annotations

import argparse

from .options import add_content, add_jobs, add_strict, path

NAME = "build"
HELP = "把内容生成网站和 PDF"


def add_options(parser: argparse.ArgumentParser) -> None:
    add_content(parser)
    add_jobs(parser)
    parser.add_argument("--no-pdf", action="store_true", help="只生成网页和数据，不生成 PDF")
    parser.add_argument(
        "--output", type=path, default="site", metavar="文件夹", help="输出文件夹（默认 site）"
    )
    add_strict(parser)
    parser.add_argument(
        "--keep-going", action="store_true",
        help="有部门出错时，其余部门照常发布，出错部门已公开的文件保持原样",
    )  # fmt: skip
    parser.add_argument(
        "--scheduler", type=scheduler, metavar="地址",
        help="把各部门交给几台机器一起做：Dask 调度程序的地址，例如 tcp://主机:8786"
        "（要另装 Dask，见 docs/集群.md；这时 --jobs 只管门户）",
    )  # fmt: skip


def scheduler(text: str) -> str:
    """An address of a Dask scheduler; whether one is there shows when it is called."""
    scheme, _, place = text.partition("://")
    host, _, port = place.rpartition(":")
    if scheme not in ("tcp", "tls") or not host or not port.isdecimal():
        raise argparse.ArgumentTypeError(f"要写成 tcp://主机:端口，不能是“{text}”")
    return text
