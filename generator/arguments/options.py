"""Options that several commands take."""

from __future__ import annotations

import argparse
import os

from .parsing import whole_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

SHAPES = ("yaml", "md", "folder")
"""How a disclosure may be written; `contents.SHAPES` says what each is."""


def path(text: str) -> Path:
    """A type of option; pathlib is loaded only where a path is given."""
    from pathlib import Path

    return Path(text)


def add_content(parser: argparse.ArgumentParser, help: str = "内容文件夹（默认 content）") -> None:
    parser.add_argument("--content", type=path, default="content", metavar="文件夹", help=help)


def add_strict(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--strict", action="store_true", help="把警告也当作错误")


def add_jobs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--jobs", type=whole_number(1, 1024, "一个大于 0 的整数"), default=os.cpu_count() or 1,
        metavar="N", help="同时处理几个部门（默认与处理器核数相同）",
    )  # fmt: skip
