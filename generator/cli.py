"""The command line: which command, and what its failures mean to the caller."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import NoReturn

from . import __version__
from .commands import build, check, convert, importing, schema, serve
from .commands.common import ENVIRONMENT, USAGE, Usage
from .environment import EnvironmentFault

COMMANDS = (importing, convert, check, build, serve, schema)


class _Parser(argparse.ArgumentParser):
    """argparse, speaking Chinese."""

    def __init__(self, prog: str, description: str) -> None:
        super().__init__(prog=prog, description=description, add_help=False)
        self.add_argument("-h", "--help", action="help", help="显示这份说明")
        self._positionals.title = "参数"
        self._optionals.title = "选项"

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        sys.stderr.write(f"用法不对：{_in_chinese(message)}\n运行 {self.prog} --help 看说明。\n")
        raise SystemExit(USAGE)

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", "用法：")

    def format_usage(self) -> str:
        return super().format_usage().replace("usage: ", "用法：")


def _in_chinese(message: str) -> str:
    for english, chinese in (
        ("the following arguments are required:", "缺少"),
        ("unrecognized arguments:", "不认识的参数"),
        ("expected one argument", "后面要有一个值"),
        ("invalid choice:", "没有这个选择："),
        ("argument ", "参数 "),
        ("choose from", "可选"),
    ):
        message = message.replace(english, chinese)
    return message


def parser() -> argparse.ArgumentParser:
    top = _Parser("gongkai", "部门预算绩效公开：把文本文件生成网站和 PDF。")
    top.add_argument("--version", action="version", version=f"gongkai {__version__}")
    subparsers = top.add_subparsers(
        title="命令", metavar="命令", required=True, parser_class=_Parser
    )
    for command in COMMANDS:
        command.register(subparsers)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command. Exit code 0 done, 1 problems in the content, 2 usage, 3 environment."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    args = parser().parse_args(arguments)
    try:
        return int(args.run(args))
    except Usage as fault:
        sys.stderr.write(f"用法不对：{fault}\n")
        return USAGE
    except EnvironmentFault as fault:
        sys.stderr.write(f"环境问题：{fault.message}\n改法：{fault.hint}\n")
        return ENVIRONMENT
    except KeyboardInterrupt:
        sys.stderr.write("\n已中断，没有发布。\n")
        return ENVIRONMENT
    except OSError as fault:
        sys.stderr.write(f"环境问题：{fault.strerror or fault}（{fault.filename or ''}）\n")
        return ENVIRONMENT
