"""`gongkai form`."""

from __future__ import annotations

import argparse

NAME = "form"
HELP = "列出表式，或说明一种表式要写什么"
DESCRIPTION = (
    "不带参数时列出全部表式；写上名字，例如 gongkai form 河北，"
    "列出它有哪些节、字段、指标的列和类别，并给一个可以照抄的样子。"
)


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("form", nargs="?", metavar="表式", help="表式的名字，例如 河北")
