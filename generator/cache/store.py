"""The file that remembers: a line for each job, each with its own checksum."""

from __future__ import annotations

import filecmp
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Final

from ..environment import reason
from ..jobs import Result
from ..summaries.plain import plain, typed
from .digests import Digests, Known

_HEAD: Final = "gongkai cache 2"
_CHECKSUM: Final = 16
_JOB: Final = "job "
_DIGESTS: Final = "digests of files"
_VERSIONS: Final = "versions"


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of a job, with digests of what all such jobs shared when it ran.

    `rendered_with` is empty where nothing was rendered.
    """

    examined_with: str
    rendered_with: str
    result: Result


class Cache:
    """What is kept of the last build into an output.

    A line that is damaged, or that another version wrote, is as if it were not there.
    """

    def __init__(self, output: Path) -> None:
        output = output.resolve()
        self.place = output.with_name(f".{output.name}.cache")
        self._lines = dict(_read(self.place))
        self.digests = Digests(self._value(dict[str, Known], _DIGESTS) or {})
        self.versions = self._value(dict[str, str], _VERSIONS) or {}

    def get(self, key: str) -> Kept | None:
        """What is kept of a job."""
        kept = self._value(Kept, f"{_JOB}{key}")
        assert kept is None or isinstance(kept, Kept)
        return kept

    @property
    def keys(self) -> list[str]:
        """The jobs of which something is kept."""
        return [name.removeprefix(_JOB) for name in self._lines if name.startswith(_JOB)]

    def save(self, stage: Path, kept: Iterable[tuple[str, Kept]], versions: dict[str, str]) -> str:
        """Keep these jobs and no others; why that cannot be, where the disk refuses: it costs
        time, and nothing else.

        The file is written in the stage and then put in place, whole or not at all.
        """
        staged = stage / self.place.name
        told = ((f"{_JOB}{key}", one) for key, one in kept)
        last = ((_DIGESTS, self.digests.known), (_VERSIONS, versions))
        try:
            with staged.open("wb") as file:  # line by line: those of a county take much
                file.write(f"{_HEAD}\n".encode())
                for name, value in chain[tuple[str, object]](told, last):
                    line = f"{_line(name, value)}\n"
                    file.write(line.encode("utf-8", "surrogateescape"))
            if not _is_same(staged, self.place):
                os.replace(staged, self.place)
        except OSError as error:
            return f"{self.place} 写不进去（{reason(error)}），下次全部重做"
        return ""

    def _value(self, kind: Any, name: str) -> Any:
        line = self._lines.get(name)
        if line is None:
            return None
        try:
            return typed(kind, json.loads(line))
        except (ValueError, TypeError, RecursionError):
            return None


def _is_same(new: Path, place: Path) -> bool:
    """Whether a file has the bytes of the new one; one that cannot be read is written anew."""
    try:
        return filecmp.cmp(new, place, shallow=False)
    except OSError:
        return False


def _read(place: Path) -> Iterator[tuple[str, str]]:
    """The lines by their names, as far as they are whole."""
    with suppress(OSError), place.open("rb") as lines:
        if next(lines, b"") != f"{_HEAD}\n".encode():
            return
        for line in lines:
            whole = line.removesuffix(b"\n").decode("utf-8", "surrogateescape")
            checksum, _, said = whole.partition(" ")
            if checksum == _checksum(said):
                with suppress(ValueError):
                    name, end = json.JSONDecoder().raw_decode(said)
                    yield name, said[end:]


def _line(name: str, value: object) -> str:
    said = f"{json.dumps(name)}{json.dumps(plain(value), separators=(',', ':'))}"
    return f"{_checksum(said)} {said}"


def _checksum(said: str) -> str:
    return hashlib.sha256(said.encode("utf-8", "surrogateescape")).hexdigest()[:_CHECKSUM]
