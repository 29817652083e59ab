"""`gongkai schema`."""

from __future__ import annotations

import argparse

from .options import add_content, path

NAME = "schema"
HELP = "为编辑器写出键的说明：输入时提示、当场标错"
DESCRIPTION = (
    "为编辑器写出各种 YAML 文件的结构说明（JSON Schema），输入时提示键和可选的值，写错当场标出。"
)
FOLDER = ".vscode/gongkai"


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--output", type=path, default=FOLDER, metavar="文件夹",
        help=f"写到哪个文件夹（默认 {FOLDER}）",
    )  # fmt: skip
    add_content(parser, help="编辑器设置里的内容文件夹（默认 content）")
