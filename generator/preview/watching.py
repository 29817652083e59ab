"""What was saved: snapshots of the sources, and the thread that compares them."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ..files import is_leftover

# Seconds between two looks at the sources: so many at least and at most, and so many times
# what a look takes, so that a large county costs no more than a small one.
_SHORTEST: Final = 0.06
_LONGEST: Final = 1.0
_TIMES: Final = 12
# So long nothing may change before it counts as saved: programs save several files in a row.
_QUIET: Final = 0.04

Snapshot = dict[str, tuple[int, int, int]]


def snapshot(folders: Sequence[Path]) -> Snapshot:
    """Every source file with its time, size and number on the disk; editors' leftovers do not
    count."""
    return dict(_files(folders))


def _files(folders: Sequence[Path]) -> Iterator[tuple[str, tuple[int, int, int]]]:
    for folder in folders:
        for base, names, files in os.walk(folder):
            names[:] = [n for n in names if not is_leftover(n)]
            for name in files:
                if not is_leftover(name):
                    path = os.path.join(base, name)
                    try:
                        status = os.stat(path)
                    except OSError:
                        continue
                    yield path, (status.st_mtime_ns, status.st_size, status.st_ino)


def changed(before: Snapshot, after: Snapshot) -> frozenset[str]:
    """The files that are otherwise, new or gone."""
    return frozenset(path for path, _ in before.items() ^ after.items())


@dataclass
class Watch:
    """Tells what was saved once it is quiet again; several files saved at once are told once."""

    folders: Sequence[Path]
    told: Callable[[frozenset[str]], None]
    seen: Snapshot
    stopped: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Look until stopped."""
        pause = _SHORTEST
        while not self.stopped.wait(pause):
            begun = time.monotonic()
            now = snapshot(self.folders)
            pause = min(_LONGEST, max(_SHORTEST, _TIMES * (time.monotonic() - begun)))
            if now == self.seen:
                continue
            while not self.stopped.wait(_QUIET):
                later = snapshot(self.folders)
                if later == now:
                    break
                now = later
            saved, self.seen = changed(self.seen, now), now
            if saved:
                self.told(saved)
