"""`gongkai new`."""

from __future__ import annotations

import argparse

from .options import SHAPES, path
from .parsing import whole_number

NAME = "new"
HELP = "新建一份公开的草案"
DESCRIPTION = (
    "新建一份公开的草案：写好部门、年度、表式，其余各处有说明和样子。"
    "没有写全的参数，在终端里会逐个问。不会覆盖已有的文件。"
)


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--department", metavar="部门", help="部门全称，例如 云溪县水务局")
    parser.add_argument(
        "--year", type=whole_number(1900, 2099, "四位数的年度，例如 2025"), metavar="年度",
        help="预算年度，例如 2025",
    )  # fmt: skip
    parser.add_argument(
        "--form", metavar="表式", help="按哪种表式写，例如 河北；gongkai form 列出全部"
    )
    parser.add_argument(
        "--shape", choices=SHAPES, default="yaml",
        help="写成哪种样子：yaml 一个 YAML 文件（默认），md 一个 Markdown 文件，folder 一个文件夹",
    )  # fmt: skip
    parser.add_argument(
        "--into", type=path, metavar="位置",
        help="写到哪里，不带扩展名，例如 content/2025/shuiwu；最后一段是网址，用英文字母和数字",
    )  # fmt: skip
    parser.add_argument(
        "--from", dest="source", type=path, metavar="上年的公开",
        help="从上年的公开开始，例如 content/2024/shuiwu.yaml：照旧的带过来，要改的列出来",
    )  # fmt: skip
