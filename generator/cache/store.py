"""The file that remembers: a line for each job, each with its own checksum."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
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
        found: dict[str, object] = {f"{_JOB}{key}": one for key, one in kept}
        found |= {_DIGESTS: self.digests.known, _VERSIONS: versions}
        lines = [_HEAD, *(_line(name, value) for name, value in found.items())]
        data = "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape")
        try:
            if not _holds(self.place, data):
                (stage / self.place.name).write_bytes(data)
                os.replace(stage / self.place.name, self.place)
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


def _holds(place: Path, data: bytes) -> bool:
    """Whether a file has these bytes; one that cannot be read is written anew."""
    try:
        return place.read_bytes() == data
    except OSError:
        return False


def _read(place: Path) -> Iterator[tuple[str, str]]:
    """The lines by their names, as far as they are whole."""
    try:
        first, *lines = place.read_bytes().decode("utf-8", "surrogateescape").split("\n")
    except OSError:
        return
    if first != _HEAD:
        return
    for line in lines:
        checksum, _, said = line.partition(" ")
        if checksum == _checksum(said):
            with suppress(ValueError):
                name, end = json.JSONDecoder().raw_decode(said)
                yield name, said[end:]


def _line(name: str, value: object) -> str:
    said = f"{json.dumps(name)}{json.dumps(plain(value), separators=(',', ':'))}"
    return f"{_checksum(said)} {said}"


def _checksum(said: str) -> str:
    return hashlib.sha256(said.encode("utf-8", "surrogateescape")).hexdigest()[:_CHECKSUM]
