"""What the command line takes, told without loading what the commands need.

One module a command: its name, a line of help and its options. The module of the same
name in `commands` has the `run` that takes them. Not even `typing` is loaded here: help and
a wrong call are answered in the time of a bare interpreter or two.
"""

from __future__ import annotations

from . import build, bundle, check, convert, form, importing, new, schema, serve, verify, word
from .parsing import Parser

COMMANDS = (new, importing, convert, check, build, serve, word, verify, bundle, form, schema)


def make_parser(version: str) -> Parser:
    """The parser of the whole command line; `command` names the module that runs it."""
    top = Parser("gongkai", "部门预算绩效公开：把文本文件生成网站和 PDF。")
    top.add_argument("--version", action="version", version=version, help="显示版本")
    subparsers = top.add_subparsers(
        title="命令", metavar="命令", required=True, parser_class=Parser
    )
    for command in COMMANDS:
        about = getattr(command, "DESCRIPTION", f"{command.HELP}。")
        parser = subparsers.add_parser(command.NAME, help=command.HELP, description=about)
        command.add_options(parser)
        parser.set_defaults(command=command.__name__.rpartition(".")[2])
    return top
