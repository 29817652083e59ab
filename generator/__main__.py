"""The command `gongkai`, and `python -m generator`: Ctrl-C is heeded from the first moment on."""

from __future__ import annotations

import os
import signal
import sys


def main() -> int:
    """Run the command line. Until a command runs there is nothing to clean up: leave at once."""
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _leave)
    from .cli import main as run

    return run()


def _leave(number: int, frame: object) -> None:
    os.write(2, "\n已中断，什么都没有改动。\n".encode())
    os._exit(3)


if __name__ == "__main__":
    sys.exit(main())
