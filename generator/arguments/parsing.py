"""argparse, speaking Chinese."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

USAGE = 2
"""The exit code of a wrong call."""

# What argparse says, by its own texts; a value that it quotes goes over as it is.
_SAID = (
    (r"the following arguments are required: (.+)", r"缺少 \1"),
    (r"unrecognized arguments: (.+)", r"不认识的参数 \1"),
    (r"argument (\S+): expected one argument", r"\1 后面要有一个值"),
    (r"argument (\S+): invalid choice: '?(.*?)'? \(choose from (.+)\)", r"\1 没有“\2”，可选：\3"),
    (r"argument (\S+): ignored explicit argument '?(.*?)'?", r"\1 后面不带值，而不是“\2”"),
    (r"argument (\S+): (.+)", r"\1 \2"),
)


class Parser(argparse.ArgumentParser):
    """A parser whose help and errors are Chinese; options are written out, never shortened."""

    def __init__(self, prog: str, description: str) -> None:
        super().__init__(
            prog=prog,
            description=description,
            formatter_class=_formatter,
            add_help=False,
            allow_abbrev=False,
        )
        self.add_argument("-h", "--help", action="help", help="显示这份说明")
        self._positionals.title = "参数"
        self._optionals.title = "选项"

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        sys.stderr.write(f"用法不对：{in_chinese(message)}。\n运行 {self.prog} --help 看说明。\n")
        raise SystemExit(USAGE)

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", "用法：")

    def format_usage(self) -> str:
        return super().format_usage().replace("usage: ", "用法：")


def _formatter(prog: str) -> argparse.HelpFormatter:
    """argparse's own, told the width: to find it out itself it loads shutil and archives."""
    try:
        width = os.get_terminal_size().columns
    except OSError:  # no terminal
        width = 80
    return argparse.HelpFormatter(prog, width=width - 2)


def in_chinese(message: str) -> str:
    """What argparse says of a wrong call."""
    for english, chinese in _SAID:
        match = re.fullmatch(english, message, re.DOTALL)
        if match is not None:
            return match.expand(chinese).replace("', '", "、").replace("'", "")
    return message


def whole_number(least: int, most: int, example: str) -> Callable[[str], int]:
    """A type of option: a number within bounds; what it is not is said with an example."""

    def read(text: str) -> int:
        value = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"要写 {example}，而不是“{text}”")
        return value

    return read
