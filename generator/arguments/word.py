"""`gongkai word`."""

from __future__ import annotations

import argparse

from .options import add_content, path

NAME = "word"
HELP = "把一份公开写成 Word 文件"
DESCRIPTION = (
    "把一份公开写成 Word 文件（.docx），供领导审签、报送预算系统：公文格式，目录和表号可以更新。"
    "在 Word 或 WPS 里改过的，用 gongkai import --update 收回。不会覆盖已有的文件。"
)


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("disclosure", metavar="公开", help="哪一份，例如 content/2025/scjg")
    add_content(parser)
    parser.add_argument(
        "--output", type=path, metavar="文件",
        help="写到哪里（默认是当前文件夹里的 标识-年度.docx）",
    )  # fmt: skip
    parser.add_argument(
        "--findings", action="store_true", help="把检查出的每个问题写成批注，放在所说的那一格"
    )
