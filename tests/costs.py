"""What a command costs: processor time and memory of a process that runs it and nothing else.

Each command runs in a fork of a process that has loaded the program already, so that only
what it does itself counts. Forking is for a process of its own: `Measure` starts one.
"""

from __future__ import annotations

import io
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, NamedTuple, NoReturn

from tests.conftest import ROOT

# Processor seconds after which a command is ended, and megabytes that it may map at most.
PATIENCE: Final = 60
MAPPED: Final = 4_000


class Cost(NamedTuple):
    """How a command ended (an exit code, or minus the signal), its processor time in seconds,
    its memory in MB above a process that ends at once, and what it said."""

    code: int
    seconds: float
    megabytes: float
    said: str


def load() -> None:
    """Import what commands need, so that each costs a fork alone."""
    import generator.commands.build
    import generator.commands.check
    import generator.commands.importing
    import generator.importing  # noqa: F401


def cost(command: Sequence[str], patience: int = PATIENCE, mapped: int = MAPPED) -> Cost:
    """Run a command of gongkai in a fork of this process."""
    with tempfile.TemporaryFile() as said:
        descriptor = said.fileno()
        code, used = _waited(os.fork() or _run(command, descriptor, patience, mapped))
        _, idle = _waited(os.fork() or os._exit(0))
        said.seek(0)
        text = said.read().decode("utf-8", "replace")
    megabytes = max(0, used.ru_maxrss - idle.ru_maxrss) / 1024
    return Cost(code, used.ru_utime + used.ru_stime, megabytes, text)


def _waited(child: int) -> tuple[int, resource.struct_rusage]:
    _, status, used = os.wait4(child, 0)
    return os.waitstatus_to_exitcode(status), used


def _run(command: Sequence[str], said: int, patience: int, mapped: int) -> NoReturn:
    from generator.cli import main

    os.dup2(said, 1)
    os.dup2(said, 2)
    sys.stdout = io.TextIOWrapper(io.FileIO(1, "w"), "utf-8")
    sys.stderr = io.TextIOWrapper(io.FileIO(2, "w"), "utf-8", write_through=True)
    resource.setrlimit(resource.RLIMIT_CPU, (patience, patience + 2))
    resource.setrlimit(resource.RLIMIT_AS, (_address_space() + mapped * 2**20,) * 2)
    code = 99
    try:
        code = main(command)
        sys.stdout.flush()
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        os._exit(code)


def _address_space() -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(x for x in lines if x.startswith("VmSize")).split()[1]) * 1024


class Measure:
    """Measures commands, one after another, by a process that does nothing else."""

    def __init__(self, process: subprocess.Popen[str], out: IO[str], back: IO[str]) -> None:
        self._process, self._out, self._back = process, out, back

    def __call__(self, *command: str) -> Cost:
        print(json.dumps(command), file=self._out, flush=True)
        answer = self._back.readline()
        assert answer, f"no answer: {self._process.poll()}"
        return Cost(*json.loads(answer))


@contextmanager
def measuring() -> Iterator[Measure]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.costs"], cwd=ROOT, text=True, encoding="utf-8",
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        yield Measure(process, process.stdin, process.stdout)
        process.stdin.close()


def main() -> None:
    """Commands come in as JSON, one a line; so do their costs go out."""
    load()
    for line in sys.stdin:
        print(json.dumps(cost(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
