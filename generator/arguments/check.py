"""`gongkai check`."""

from __future__ import annotations

import argparse

from .options import add_content, add_jobs, add_scheduler, add_strict, path

NAME = "check"
HELP = "检查全部内容，一次列出所有问题"


def add_options(parser: argparse.ArgumentParser) -> None:
    add_content(parser)
    add_jobs(parser)
    parser.add_argument(
        "--format", choices=("text", "json", "github", "sarif"), default="text",
        help="输出格式：text 供人阅读（默认），json 供程序读取，"
        "github 在代码托管平台上标到行，sarif 供编辑器和审查平台读取",
    )  # fmt: skip
    parser.add_argument(
        "--report", type=path, metavar="文件夹",
        help="另外给每份公开写一张检查单（HTML），可以寄回给作者",
    )  # fmt: skip
    add_strict(parser)
    parser.add_argument(
        "--explain", metavar="规则", help="说明一条规则：方括号里的编号，例如 --explain NR04"
    )
    parser.add_argument(
        "--waivers", action="store_true",
        help="列出现有问题的豁免写法：粘贴到内容里，在“理由”一格写上理由",
    )  # fmt: skip
    parser.add_argument(
        "--checklist", action="store_true",
        help="列出各份公开按规定应有的事项：有几项，缺哪几项",
    )  # fmt: skip
    add_scheduler(parser, "这时 --jobs 不起作用，除非各台机器中途都不在了")
