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


def add_scheduler(parser: argparse.ArgumentParser, jobs: str) -> None:
    parser.add_argument(
        "--scheduler", type=scheduler, metavar="地址",
        help="把各部门交给几台机器一起做：Dask 调度程序的地址，例如 tcp://主机:8786"
        f"（要另装 Dask，见 docs/集群.md；{jobs}）",
    )  # fmt: skip


def scheduler(text: str) -> str:
    """An address of a Dask scheduler; whether one is there shows when it is called."""
    scheme, _, place = text.partition("://")
    host, _, port = place.rpartition(":")
    is_port = port.isascii() and port.isdecimal() and int(port[:6]) <= 65535
    if scheme not in ("tcp", "tls") or not host or not is_port:
        raise argparse.ArgumentTypeError(f"要写成 tcp://主机:端口，不能是“{text}”")
    return text
