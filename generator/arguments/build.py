"""`gongkai build`."""

from __future__ import annotations

import argparse

from .options import add_content, add_jobs, add_scheduler, add_strict, path

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
    add_scheduler(parser, "这时 --jobs 只管门户")
