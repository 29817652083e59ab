"""The command line: which command, and what its failures mean to the caller.

A command's modules are loaded once it is known that it will run: help, the version and a
wrong call need none of them.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from . import __version__
from .arguments import make_parser

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command. Exit code 0 done, 1 problems in the content, 2 usage, 3 environment."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    return _run(make_parser(f"gongkai {__version__}").parse_args(arguments))


def _run(args: Namespace) -> int:
    from .commands.outcomes import ENVIRONMENT, USAGE, Usage
    from .environment import EnvironmentFault, reason

    try:
        from importlib import import_module

        command = import_module(f".commands.{args.command}", __package__)
        return int(command.run(args))
    except Usage as fault:
        sys.stderr.write(f"用法不对：{fault}\n")
        return USAGE
    except EnvironmentFault as fault:
        sys.stderr.write(f"环境问题：{fault.message}\n改法：{fault.hint}\n")
        return ENVIRONMENT
    except KeyboardInterrupt:
        sys.stderr.write("\n已中断。网站是完整的：没有换成新的，就还是原来的。\n")
        return ENVIRONMENT
    except OSError as fault:
        sys.stderr.write(f"环境问题：{reason(fault)}（{fault.filename or ''}）\n")
        return ENVIRONMENT
