"""Whether a site, in a folder or in a ZIP, is still what was published: file by file."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, Protocol

from ..limits import SITE_BYTES_LIMIT, SITE_ENTRY_LIMIT
from .record import BUNDLE_MAKER, MAKER, MANIFEST, SUMS, Record, parse_record
from .stage import IN_PLACE
from .tree import inventory

_MAKERS: Final = (MAKER, BUNDLE_MAKER)
_PASSED_OVER: Final = frozenset({".gitignore", IN_PLACE})
_CHUNK: Final = 1024 * 1024


class NotASite(Exception):
    """What was named is no site of ours, or cannot be read at all; the message is Chinese."""


class Files(Protocol):
    """Files to look at, by their paths in the site."""

    names: frozenset[str]

    def open(self, name: str) -> IO[bytes]:
        """A file to read. Raises OSError where it cannot be read."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What differs from the record; `fingerprint` is the digest of the record itself."""

    record: Record
    fingerprint: str
    changed: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return not (self.changed or self.added or self.removed)


@contextmanager
def opened(place: Path) -> Iterator[Files]:
    """The files of a folder or of a ZIP. Raises NotASite where it is neither."""
    if place.is_dir():
        yield _Folder(place)
    elif zipfile.is_zipfile(place):
        try:
            archive = zipfile.ZipFile(place)
        except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise NotASite(f"{place} 不是完好的 ZIP 文件。") from error
        with archive:
            yield _Zip(archive)
    else:
        raise NotASite(f"{place} 不是文件夹，也不是 ZIP 文件。")


def verify(files: Files) -> Verdict:
    """Hash every file that the record names. Raises NotASite where there is no record."""
    data = _manifest(files)
    record = _record(data)
    listed = record.files
    removed = sorted(path for path in listed if path not in files.names)
    changed = [p for p in sorted(listed) if p in files.names and _digest(files, p) not in listed[p]]
    if SUMS not in files.names:
        removed.append(SUMS)
    elif _sums(files) != {path: min(digests) for path, digests in listed.items()}:
        changed.append(SUMS)
    added = files.names - listed.keys() - {MANIFEST, SUMS} - _PASSED_OVER
    fingerprint = hashlib.sha256(data).hexdigest()
    return Verdict(record, fingerprint, tuple(changed), tuple(sorted(added)), tuple(removed))


def against(record: Record, rebuilt: Mapping[str, str]) -> Verdict:
    """What a rebuild from the content differs in from the record."""
    listed = record.files
    return Verdict(
        record,
        "",
        tuple(sorted(p for p in rebuilt if p in listed and rebuilt[p] not in listed[p])),
        tuple(sorted(rebuilt.keys() - listed.keys())),
        tuple(sorted(listed.keys() - rebuilt.keys())),
    )


def _manifest(files: Files) -> bytes:
    if MANIFEST not in files.names:
        raise NotASite(f"里面没有 {MANIFEST}，不是 gongkai 生成的网站。")
    try:
        with files.open(MANIFEST) as file:
            return file.read(_CHUNK * 256)
    except (OSError, *_BROKEN) as error:
        raise NotASite(f"{MANIFEST} 读不出。") from error


def _record(data: bytes) -> Record:
    for maker in _MAKERS:
        try:
            return parse_record(data, maker)
        except ValueError:
            continue
    raise NotASite(f"{MANIFEST} 不是 gongkai 写的清单，或者被改坏了。")


def _digest(files: Files, name: str) -> str:
    """The SHA-256 of a file; empty where it cannot be read whole."""
    found = hashlib.sha256()
    try:
        with files.open(name) as file:
            while chunk := file.read(_CHUNK):
                found.update(chunk)
    except (OSError, *_BROKEN):
        return ""
    return found.hexdigest()


def _sums(files: Files) -> dict[str, str]:
    try:
        with files.open(SUMS) as file:
            lines = file.read(_CHUNK * 256).decode("utf-8").splitlines()
    except (OSError, UnicodeDecodeError, *_BROKEN):
        return {}
    pairs = (line.partition("  ") for line in lines)
    return {path: digest for digest, _, path in pairs}


class _Folder:
    """A folder: a link in it stands for nothing."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._found = inventory(root)
        self.names = frozenset(self._found.files)

    def open(self, name: str) -> IO[bytes]:
        if not self._found.regular(name):
            raise IsADirectoryError(name)
        return (self._root / name).open("rb")


# What zipfile raises of an archive that is damaged, encrypted or packed in an unknown way.
_BROKEN: Final = (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError)


class _Zip:
    """A ZIP, or the one folder of it that holds the record; what stands beside that is there too.

    An entry whose name is there twice, or leads out of the archive, is nobody's.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if len(entries) > SITE_ENTRY_LIMIT or sum(e.file_size for e in entries) > SITE_BYTES_LIMIT:
            raise NotASite("ZIP 文件太大：解开后超过 16 GB 或 50 万个文件。")
        roots = [e.filename.removesuffix(MANIFEST) for e in entries
                 if e.filename.rpartition("/")[2] == MANIFEST]  # fmt: skip
        self._root = min(roots, key=len, default="")
        self._archive = archive
        self._entries: dict[str, zipfile.ZipInfo] = {}
        twice = set()
        for entry in entries:
            name = self._named(entry.filename)
            twice |= {name} & self._entries.keys()
            self._entries[name] = entry
        self._broken = twice
        self.names = frozenset(self._entries)

    def _named(self, name: str) -> str:
        return name.removeprefix(self._root) if name.startswith(self._root) else f"../{name}"

    def open(self, name: str) -> IO[bytes]:
        if name in self._broken:
            raise OSError(name)
        return self._archive.open(self._entries[name])
