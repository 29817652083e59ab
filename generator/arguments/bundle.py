"""`gongkai bundle`."""

from __future__ import annotations

import argparse

from .options import path

NAME = "bundle"
HELP = "把生成好的网站打包：每份公开一个 ZIP，全站一个 ZIP"


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--site", type=path, default="site", metavar="文件夹", help="生成好的网站（默认 site）"
    )
    parser.add_argument(
        "--output", type=path, default="bundle", metavar="文件夹",
        help="ZIP 写到哪里（默认 bundle）",
    )  # fmt: skip
