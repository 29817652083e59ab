"""`gongkai import`."""

from __future__ import annotations

import argparse

from .options import SHAPES, add_content, path
from .parsing import whole_number

NAME = "import"
HELP = "把 Word 文件或工作簿转成文本"
DESCRIPTION = (
    "把已有的公开文本（Word 文件 .docx，或装着绩效目标表的工作簿 .xlsx、CSV 文件）"
    "转成可以编辑的文本，状态为草案。"
    "认得出的内容各归其位；认不出的一字不丢，写进“待核”。不会覆盖已有的文件。"
    "加上 --update，则把在 gongkai word 写出的文件里做的改动收回原来的文本。"
)


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "source", type=path, metavar="文件", help="Word 文件（.docx）、工作簿（.xlsx）或 CSV 文件"
    )
    parser.add_argument(
        "--into", type=path, metavar="位置",
        help="写到哪里，不带扩展名，例如 content/2024/julu（默认 content/年度/文件名）",
    )  # fmt: skip
    parser.add_argument(
        "--year", type=whole_number(1900, 2099, "四位数的年度，例如 2024"), metavar="年度",
        help="文件里没有写明年度时用，例如 2024",
    )  # fmt: skip
    parser.add_argument(
        "--shape", choices=SHAPES, default="yaml",
        help="写成哪种样子：yaml 一个 YAML 文件（默认），md 一个 Markdown 文件，folder 一个文件夹",
    )  # fmt: skip
    parser.add_argument("--form", metavar="表式", help="只按这种表式来认，例如 河北")
    parser.add_argument(
        "--explain", action="store_true",
        help="说明类型、年度、部门和表式是凭什么认定的",
    )  # fmt: skip
    parser.add_argument(
        "--update", metavar="公开",
        help="收回对这份公开（例如 content/2025/scjg）的 Word 文件所做的改动，先列出来，不写",
    )  # fmt: skip
    parser.add_argument("--write", action="store_true", help="与 --update 合用：写进文本")
    add_content(parser, "与 --update 合用：内容文件夹（默认 content）")
