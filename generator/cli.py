"""The command line: which command, and what its failures mean to the caller.

A command's modules are loaded once it is known that it will run: help, the version and a
wrong call need none of them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress

from . import __version__
from .arguments import make_parser

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Exit code 0 done, 1 problems in the content, 2 usage, 3 environment, 130 Ctrl-C, 143 ended
    by the system.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    return _run(make_parser(f"gongkai {__version__}").parse_args(arguments))


def _run(args: Namespace) -> int:
    from . import failures
    from .commands.outcomes import ENVIRONMENT, INTERRUPTED, TERMINATED, USAGE, Usage

    try:
        from importlib import import_module

        command = import_module(f".commands.{args.command}", __package__)
        with failures.heeding_signals():
            code = int(command.run(args))
            sys.stdout.flush()  # a full disk or a closed pipe shows now, not at the very end
        return code
    except Usage as fault:
        sys.stderr.write(f"用法不对：{fault}\n")
        return USAGE
    except failures.Terminated:
        sys.stderr.write(f"\n{failures.TERMINATED}\n")
        return TERMINATED
    except KeyboardInterrupt:
        sys.stderr.write(f"\n{failures.INTERRUPTED}\n")
        return INTERRUPTED
    except BrokenPipeError:  # `gongkai check | head`: the reader has seen enough
        _close_output()
        return ENVIRONMENT
    except Exception as error:
        failure = failures.told(error)
        sys.stderr.write(
            f"{failures.details(error)}环境问题：{failure.message}\n改法：{failure.hint}\n"
        )
        _close_output()
        return ENVIRONMENT


def _close_output() -> None:
    """Let what is still to be written go nowhere, since its reader or its disk is gone."""
    try:
        sys.stdout.flush()
    except OSError:
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
