"""What a command costs: processor time of all its processes, the clock, memory."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

# What takes longer by the clock than this is measured once.
CHEAP: Final = 3.0
TIMES: Final = 3
# A small process that starts the command: what a process once held counts for its children too.
_START: Final = """
import json, resource, subprocess, sys, time
began = time.monotonic()
done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
clock = time.monotonic() - began
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([done.returncode, done.stdout.decode('utf-8', 'replace')[-4000:],
                  used.ru_utime + used.ru_stime, clock, used.ru_maxrss / 1024]))
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Processor seconds of a command and its processes, seconds by the clock, the memory of
    its largest process in MB; the end of what it printed."""

    seconds: float
    clock: float
    memory: float
    said: str = ""

    def __str__(self) -> str:
        return f"{self.seconds:.2f}（{self.clock:.1f}）"


def run(
    command: Sequence[str | Path], folder: Path, environment: Mapping[str, str] | None = None
) -> Cost:
    """Run a command in a folder to its end, which has to be a good one.

    Raises RuntimeError with what it printed where it is not.
    """
    wrapped = [sys.executable, "-I", "-S", "-c", _START, *map(str, command)]
    done = subprocess.run(
        wrapped, cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    status, said, seconds, clock, memory = json.loads(done.stdout)
    if status != 0:
        raise RuntimeError(f"{command[0]} 没有成功（{status}）：\n{said}")
    return Cost(seconds, clock, memory, said)


def median(measure: Callable[[], Cost]) -> Cost:
    """The median of three, each number by itself; what is not cheap is measured once."""
    found = [measure()]
    while len(found) < TIMES and found[0].clock < CHEAP:
        found.append(measure())
    return Cost(
        statistics.median(c.seconds for c in found),
        statistics.median(c.clock for c in found),
        statistics.median(c.memory for c in found),
        found[-1].said,
    )
