"""The record of what was written: `manifest.json`, and SHA256SUMS for other tools."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from .. import __version__
from ..outputs.json_text import json_file

MAKER: Final = "gongkai"
BUNDLE_MAKER: Final = "gongkai bundle"
"""Whose the record in a ZIP of `gongkai bundle` is."""

MANIFEST: Final = "manifest.json"
SUMS: Final = "SHA256SUMS"
RECORDS: Final = (SUMS, MANIFEST)


@dataclass(frozen=True, slots=True)
class Record:
    """What a build wrote: digests by path; a file may have any of several.

    That is so where a build was cut short that put in place one folder after another.
    `sources` name the content of folders whose own names do not tell it (2024/scjg is made
    from 2024/scjg), `made_with` are the versions of tools and fonts.
    """

    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    made_with: Mapping[str, str] = field(default_factory=dict)
    maker: str = MAKER

    def __bool__(self) -> bool:
        return bool(self.files)


def read_record(folder: Path, maker: str = MAKER) -> Record:
    """What earlier builds of this maker wrote into a folder; nothing where that cannot be read."""
    try:
        return parse_record((folder / MANIFEST).read_bytes(), maker)
    except (OSError, ValueError):
        return Record()


def parse_record(data: bytes, maker: str = MAKER) -> Record:
    """The record in a manifest. Raises ValueError where it is none, or another maker's."""
    try:
        record = json.loads(data)
        if record["generator"].rpartition(" ")[0] != maker:
            raise ValueError("another maker's")
        files: dict[str, tuple[str, ...]] = {}
        for listed in (record["files"], record.get("earlier", {})):
            for path, digest in listed.items():
                if is_inside(path):
                    files[path] = (*files.get(path, ()), str(digest))
        return Record(files, _texts(record.get("sources")), _texts(record.get("made_with")), maker)
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("not a record") from error


def _texts(data: object) -> dict[str, str]:
    pairs = data.items() if isinstance(data, dict) else ()
    return {str(key): str(value) for key, value in pairs}


def is_inside(path: str) -> bool:
    """Whether a path of a record stays in its folder."""
    return not path.startswith("/") and ".." not in path.split("/") and "\\" not in path


def records(
    files: Mapping[str, str],
    made_with: Mapping[str, str],
    sources: Mapping[str, str],
    maker: str,
) -> Iterator[tuple[str, bytes]]:
    """Both files for these digests."""
    manifest: dict[str, object] = {"generator": f"{maker} {__version__}"}
    manifest |= {"made_with": dict(made_with)} if made_with else {}
    manifest |= {"sources": dict(sorted(sources.items()))} if sources else {}
    manifest["files"] = dict(sorted(files.items()))
    yield MANIFEST, json_file(manifest)
    yield SUMS, "".join(f"{files[path]}  {path}\n" for path in sorted(files)).encode("utf-8")


def between(now: Mapping[str, str], earlier: Record, maker: str) -> bytes:
    """A manifest for as long as the files of two builds stand side by side."""
    former = {path: min(digests) for path, digests in earlier.files.items()}
    manifest = {"generator": f"{maker} {__version__}", "files": dict(now), "earlier": former}
    return json_file(manifest)


def digest(path: Path) -> str:
    """The SHA-256 of a file; empty where there is none to read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
