"""The command `gongkai`, and `python -m generator`: Ctrl-C is heeded from the first moment on."""

from __future__ import annotations

import os
import signal
import sys

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_ENDED_BY_SIGNAL = 128  # and the number of the signal, as shells tell it


def main() -> int:
    """Run the command line. Until a command runs there is nothing to clean up: leave at once.

    Once it has run there is nothing to interrupt: a signal that comes while the interpreter
    takes itself apart would kill it without a word, although all is done.
    """
    heeded = [n for n in _SIGNALS if signal.getsignal(n) is not signal.SIG_IGN]
    for number in heeded:
        signal.signal(number, _leave)
    from .cli import main as run

    try:
        return run()
    finally:
        for number in heeded:
            signal.signal(number, signal.SIG_IGN)


def _leave(number: int, frame: object) -> None:
    os.write(2, "\n已中断。网站是完整的：没有换成新的，就还是原来的。\n".encode())
    os._exit(_ENDED_BY_SIGNAL + number)


if __name__ == "__main__":
    sys.exit(main())
