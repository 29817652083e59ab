"""`gongkai convert`."""

from __future__ import annotations

import argparse

from .options import SHAPES, path

NAME = "convert"
HELP = "把一份公开换成另一种写法"
DESCRIPTION = (
    "把一份公开换成另一种写法：一个 YAML 文件、一个 Markdown 文件，或一个文件夹。"
    "内容不变，不改动别的文件。"
)


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "source", type=path, metavar="文件",
        help="要换的文件或文件夹，例如 content/2025/scjg.yaml 或 content/2025/scjg",
    )  # fmt: skip
    parser.add_argument(
        "--to", choices=SHAPES, required=True,
        help="换成哪种写法：yaml 一个 YAML 文件，md 一个 Markdown 文件，folder 一个文件夹",
    )  # fmt: skip
    parser.add_argument(
        "--output", type=path, metavar="文件夹",
        help="写到这个文件夹，原来的文件不动（不给这一项时，新的写法取代原来的）",
    )  # fmt: skip
    parser.add_argument("--drop-comments", action="store_true", help="允许丢掉以“#”开头的批注行")
