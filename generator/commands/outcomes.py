"""How a command can end, and what that is to the caller."""

from __future__ import annotations

from typing import Final

DONE: Final = 0
PROBLEMS: Final = 1
USAGE: Final = 2
ENVIRONMENT: Final = 3


class Usage(Exception):
    """The command was called wrongly: exit code 2."""
