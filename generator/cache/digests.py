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
    """A file's digest with what told it apart then; times in nanoseconds.

    `noted` is when the system last noted a change of the file, which nobody sets back as
    `cp -p`, archives and editors set back the time that it was `changed`. It is 0 for what
    is published: there every build gives the files that did not change another name.
    """

    sha256: str
    size: int
    changed: int
    noted: int
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
        """The digest of a file that others write; empty where it cannot be read."""
        return self._of(place, is_ours=False)

    def of_published(self, place: Path) -> str:
        """The digest of a file of the site; empty where it cannot be read."""
        return self._of(place, is_ours=True)

    def _of(self, place: Path, is_ours: bool) -> str:
        name = str(place)
        try:
            status = os.stat(place)
            known = self._now.get(name) or self._before.get(name)
            if known is None or not _is_same(known, status, is_ours):
                taken = time.time_ns()
                data = hashlib.sha256(place.read_bytes()).hexdigest()
                known = _known(data, status, taken, is_ours)
        except OSError:
            return ""
        self._now[name] = known
        return known.sha256

    def tell(self, place: Path, sha256: str) -> None:
        """Take the digest of a file of the site for granted: it was just put in place, and by
        whom is known."""
        try:
            status = os.stat(place)
        except OSError:
            return
        known = self._now.get(str(place))
        if known is None or known.sha256 != sha256 or not _is_same(known, status, True):
            self._now[str(place)] = _known(sha256, status, time.time_ns(), True)


def _known(sha256: str, status: os.stat_result, taken: int, is_ours: bool) -> Known:
    noted = 0 if is_ours else status.st_ctime_ns
    return Known(sha256, status.st_size, status.st_mtime_ns, noted, status.st_ino, taken)


def _is_same(known: Known, status: os.stat_result, is_ours: bool) -> bool:
    noted = 0 if is_ours else status.st_ctime_ns
    return (known.size, known.changed, known.noted, known.number) == (
        status.st_size, status.st_mtime_ns, noted, status.st_ino,
    ) and max(known.changed, known.noted) + _TICK < known.taken  # fmt: skip
