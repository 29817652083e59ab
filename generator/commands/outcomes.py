"""How a command can end, and what that is to the caller."""

from __future__ import annotations

from typing import Final

DONE: Final = 0
PROBLEMS: Final = 1
USAGE: Final = 2
ENVIRONMENT: Final = 3
# Ended by Ctrl-C or by the system, as shells count: 128 and the number of the signal.
INTERRUPTED: Final = 128 + 2
TERMINATED: Final = 128 + 15


class Usage(Exception):
    """The command was called wrongly: exit code 2."""
