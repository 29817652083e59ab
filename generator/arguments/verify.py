"""`gongkai verify`."""

from __future__ import annotations

import argparse

from .options import add_jobs, path

NAME = "verify"
HELP = "核对网站（文件夹或 ZIP）是不是发布时的样子"


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("site", type=path, metavar="文件夹或ZIP", help="网站的文件夹，或打包的 ZIP")
    parser.add_argument(
        "--content", type=path, metavar="文件夹",
        help="另外用这个内容文件夹重新生成一遍，逐个文件比较",
    )  # fmt: skip
    add_jobs(parser)
