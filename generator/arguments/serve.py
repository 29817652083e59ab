"""`gongkai serve`."""

from __future__ import annotations

import argparse

from .options import add_content
from .parsing import whole_number

NAME = "serve"
HELP = "边写边看：保存后网页自动刷新"
DESCRIPTION = "边写边看：保存后网页自动刷新。只有本机能打开。"


def add_options(parser: argparse.ArgumentParser) -> None:
    add_content(parser)
    parser.add_argument(
        "--port", type=whole_number(1, 65535, "1 到 65535 之间的端口"), default=8000,
        metavar="端口", help="网页的端口（默认 8000）",
    )  # fmt: skip
