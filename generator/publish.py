"""From the stage to the site: all files or none, and never a file that is not ours.

The record of what was written is `manifest.json`. Files are put in place one by
one, each by an atomic replace, the former ones kept aside until all are there;
on any fault they are put back. What an earlier build wrote and this one did not
is removed, unless somebody changed it since.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from . import __version__
from .environment import EnvironmentFault
from .jobs import Written

MANIFEST: Final = "manifest.json"
SUMS: Final = "SHA256SUMS"
JOURNAL: Final = ".publishing.json"
_STAGE_PREFIX: Final = ".stage-"
_STALE_SECONDS: Final = 24 * 3600


class ForeignFile(Exception):
    """A file stands where one of ours should go, and no record says that we wrote it."""

    def __init__(self, paths: list[str]) -> None:
        super().__init__("; ".join(paths))
        self.paths = paths


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication changed."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int


@contextmanager
def stage(output: Path) -> Iterator[Path]:
    """An empty folder on the output's own disk; gone afterwards, whatever happens."""
    try:
        output.mkdir(parents=True, exist_ok=True)
        _remove_stale(output)
        place = Path(tempfile.mkdtemp(prefix=_STAGE_PREFIX, dir=output))
    except OSError as error:
        raise EnvironmentFault(
            f"输出文件夹 {output} 写不进去：{error.strerror or error}。",
            "检查路径、权限和磁盘空间，或用 --output 换一个文件夹。",
        ) from error
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _remove_stale(output: Path) -> None:
    """Remove what a killed build left behind a day ago or more."""
    for place in output.glob(f"{_STAGE_PREFIX}*"):
        if time.time() - place.stat().st_mtime > _STALE_SECONDS:
            shutil.rmtree(place, ignore_errors=True)


def publish(
    staged: Path, output: Path, files: Iterable[Written], keep: Iterable[str] = ()
) -> Published:
    """Put the staged files into the output. `keep` are folders whose earlier files stay.

    Raises ForeignFile, before anything is touched, where a file that we did not
    write is in the way; EnvironmentFault where the disk refuses.
    """
    earlier = _recorded(output)
    now = {f.path: f.sha256 for f in files}
    kept_folders = tuple(f"{folder}/" for folder in keep)
    kept = {p: s for p, s in earlier.items() if p not in now and p.startswith(kept_folders)}
    now_and_kept = dict(sorted((now | kept).items()))
    for name, data in _records(now_and_kept):
        (staged / name).write_bytes(data)
    changed = [p for p in now if _digest(output / p) != now[p]]
    foreign = [p for p in changed if p not in earlier and (output / p).exists()]
    if foreign:
        raise ForeignFile(foreign)
    stale = [p for p in earlier if p not in now_and_kept and _digest(output / p) == earlier[p]]
    (output / JOURNAL).write_text(json.dumps(now_and_kept), "utf-8")
    _swap(staged, output, [*changed, SUMS, MANIFEST], stale)
    (output / JOURNAL).unlink()
    for path in stale:
        _remove_empty(output, (output / path).parent)
    return Published(tuple(changed), tuple(stale), len(now) - len(changed))


def _recorded(output: Path) -> dict[str, str]:
    """What earlier builds wrote here: the manifest, and the journal of one that was cut short."""
    found: dict[str, str] = {}
    for name, key in ((JOURNAL, None), (MANIFEST, "files")):
        try:
            record = json.loads((output / name).read_text("utf-8"))
            files = record[key] if key else record
            found |= {str(p): str(s) for p, s in files.items() if _is_inside(str(p))}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue
    return found


def _is_inside(path: str) -> bool:
    return not path.startswith("/") and ".." not in path.split("/") and "\\" not in path


def _records(files: dict[str, str]) -> Iterator[tuple[str, bytes]]:
    manifest = {"generator": f"gongkai {__version__}", "files": files}
    yield MANIFEST, (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
    yield SUMS, "".join(f"{digest}  {path}\n" for path, digest in files.items()).encode("utf-8")


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _swap(staged: Path, output: Path, changed: list[str], stale: list[str]) -> None:
    """Replace and remove; on a fault put everything back as it was."""
    aside = staged / ".aside"
    moved: list[str] = []
    placed: list[str] = []
    try:
        for path in [*changed, *stale]:
            if (output / path).exists():
                _move(output / path, aside / path)
                moved.append(path)
            if path in stale:
                continue
            _move(staged / path, output / path)
            placed.append(path)
    except OSError as error:
        for path in placed:
            (output / path).unlink(missing_ok=True)
        for path in moved:
            _move(aside / path, output / path)
        raise EnvironmentFault(
            f"发布时写不进 {output}：{error.strerror or error}；已恢复原样。",
            "检查磁盘空间和权限，关闭正在打开这些文件的程序，再来一次。",
        ) from error


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    os.replace(source, target)


def _remove_empty(output: Path, folder: Path) -> None:
    while folder != output and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
