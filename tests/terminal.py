"""A command as somebody runs it at a terminal, with the answers that they type."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path


def at_terminal(
    command: Sequence[str],
    answers: Sequence[str],
    folder: Path,
    more: Mapping[str, str] | None = None,
    until: str = "",
) -> tuple[int, str]:
    """Exit code and all that the terminal shows; `more` is added to the environment.

    A command that goes on by itself is interrupted once it has shown `until`.
    """
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder,
        env={**os.environ, **(more or {})}, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    os.write(ours, "".join(f"{answer}\n" for answer in answers).encode("utf-8"))
    shown, is_over = b"", False
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # the terminal is gone: so is the command
            break
        if not piece:
            break
        shown += piece
        if until and not is_over and until.encode("utf-8") in shown:
            is_over = True
            process.send_signal(signal.SIGINT)
    os.close(ours)
    return process.wait(), shown.decode("utf-8").replace("\r\n", "\n")
