"""Digests of files, remembered by a file's time, size and place on the disk, as git does it."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

# A file that was changed this shortly before its digest was taken may have been changed
# again within one tick of its disk's clock (two seconds on FAT), so it is read again.
_TICK: Final = 2 * 10**9


@dataclass(frozen=True, slots=True)
class Known:
    """A file's digest with what told it apart then; times in nanoseconds."""

    sha256: str
    size: int
    changed: int
    number: int
    taken: int


class Digests:
    """SHA-256 of files; what is known from before is not read again."""

    def __init__(self, known: Mapping[str, Known]) -> None:
        self._before = known
        self._now: dict[str, Known] = {}

    @property
    def known(self) -> dict[str, Known]:
        """Those that were asked for, or told."""
        return dict(sorted(self._now.items()))

    def of(self, place: Path) -> str:
        """The digest of a file; empty where it cannot be read."""
        name = str(place)
        try:
            status = os.stat(place)
            known = self._now.get(name) or self._before.get(name)
            if known is None or not _is_same(known, status):
                taken = time.time_ns()
                data = hashlib.sha256(place.read_bytes()).hexdigest()
                known = _known(data, status, taken)
        except OSError:
            return ""
        self._now[name] = known
        return known.sha256

    def tell(self, place: Path, sha256: str) -> None:
        """Take a digest for granted: the file was just put in place, and by whom is known."""
        try:
            status = os.stat(place)
        except OSError:
            return
        known = self._now.get(str(place))
        if known is None or known.sha256 != sha256 or not _is_same(known, status):
            self._now[str(place)] = _known(sha256, status, time.time_ns())


def _known(sha256: str, status: os.stat_result, taken: int) -> Known:
    return Known(sha256, status.st_size, status.st_mtime_ns, status.st_ino, taken)


def _is_same(known: Known, status: os.stat_result) -> bool:
    return (known.size, known.changed, known.number) == (
        status.st_size, status.st_mtime_ns, status.st_ino,
    ) and known.changed + _TICK < known.taken  # fmt: skip
