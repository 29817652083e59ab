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
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Final

from .. import __version__
from ..environment import EnvironmentFault
from ..jobs import Written

MAKER: Final = "gongkai"
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
            "检查路径、权限和磁盘空间，或换一个输出文件夹。",
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
    staged: Path,
    output: Path,
    files: Iterable[Written],
    keep: Iterable[str] = (),
    made_with: Mapping[str, str] = MappingProxyType({}),
    maker: str = MAKER,
) -> Published:
    """Put the staged files into the output. `keep` are folders whose earlier files stay.

    `made_with` are the versions of tools and fonts, by name, for the manifest. `maker`
    says whose the record is: what another maker wrote into the folder is not ours.

    Raises ForeignFile, before anything is touched, where a file that we did not
    write is in the way; EnvironmentFault where the disk refuses.
    """
    earlier = _recorded(output, maker)
    now = {f.path: f.sha256 for f in files}
    kept_folders = tuple(f"{folder}/" for folder in keep)
    kept = {
        path: _digest(output / path)
        for path, digests in earlier.items()
        if path not in now and path.startswith(kept_folders) and _digest(output / path) in digests
    }
    now_and_kept = dict(sorted((now | kept).items()))
    changed = [p for p in now if _digest(output / p) != now[p]]
    records = (SUMS, MANIFEST)
    ours = {*earlier, *(records if earlier else ())}
    foreign = [p for p in (*changed, *records) if _is_foreign(output, p, ours)]
    if foreign:
        raise ForeignFile(foreign)
    stale = [p for p in earlier if p not in now_and_kept and _digest(output / p) in earlier[p]]
    try:
        for name, data in _records(now_and_kept, made_with, maker):
            (staged / name).write_bytes(data)
        _write_journal(staged, earlier, now_and_kept, maker)
        _swap(staged, output, [*changed, *records], stale)
    except OSError as error:
        raise EnvironmentFault(
            f"发布时写不进 {output}：{error.strerror or error}；已恢复原样。",
            "检查磁盘空间和权限，关闭正在打开这些文件的程序，再来一次。",
        ) from error
    return Published(tuple(changed), tuple(stale), len(now) - len(changed))


def _is_foreign(output: Path, path: str, ours: Container[str]) -> bool:
    """Whether something that we did not write stands at a path, or in the way to it."""
    place = output / path
    for parent in place.relative_to(output).parents:
        if os.path.lexists(output / parent) and not (output / parent).is_dir():
            return True
    if not os.path.lexists(place):
        return False
    return path not in ours or place.is_symlink() or not place.is_file()


def _recorded(output: Path, maker: str) -> dict[str, set[str]]:
    """What earlier builds wrote here: the manifest, and the journal of one that was cut short.

    A file may have any of several digests: an interrupted build put some of its
    files in place and others not yet.
    """
    found: dict[str, set[str]] = {}
    for name in (MANIFEST, JOURNAL):
        try:
            record = json.loads((output / name).read_text("utf-8"))
            if record["generator"].rpartition(" ")[0] != maker:
                continue
            for files in (record["files"], record.get("earlier", {})):
                for path, digests in files.items():
                    if _is_inside(path):
                        listed = [digests] if isinstance(digests, str) else digests
                        found.setdefault(path, set()).update(map(str, listed))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue
    return found


def _write_journal(
    staged: Path, earlier: dict[str, set[str]], now: dict[str, str], maker: str
) -> None:
    """Say what is about to be written, so that a build after a cut knows its files."""
    record = {
        "generator": f"{maker} {__version__}",
        "files": now,
        "earlier": {path: sorted(digests) for path, digests in earlier.items()},
    }
    (staged / JOURNAL).write_text(json.dumps(record), "utf-8")


def _is_inside(path: str) -> bool:
    return not path.startswith("/") and ".." not in path.split("/") and "\\" not in path


def _records(
    files: dict[str, str], made_with: Mapping[str, str], maker: str
) -> Iterator[tuple[str, bytes]]:
    manifest: dict[str, object] = {"generator": f"{maker} {__version__}"}
    manifest |= {"made_with": dict(made_with)} if made_with else {}
    manifest["files"] = files
    yield MANIFEST, (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
    yield SUMS, "".join(f"{digest}  {path}\n" for path, digest in files.items()).encode("utf-8")


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _swap(staged: Path, output: Path, changed: list[str], stale: list[str]) -> None:
    """Replace and remove; on any fault put everything back as it was."""
    aside = staged / ".aside"
    undo: list[Callable[[], object]] = []
    try:
        for path in [JOURNAL, *changed, *stale]:
            place, kept = output / path, aside / path
            _make_folders(output, place.parent, undo)
            if place.exists():
                kept.parent.mkdir(parents=True, exist_ok=True)
                _keep(place, kept)
                undo.append(partial(os.replace, kept, place))
            else:
                undo.append(partial(place.unlink, missing_ok=True))
            if path in stale:
                place.unlink()
            else:
                os.replace(staged / path, place)
    except BaseException:  # a full disk, or somebody at the keyboard
        for step in reversed(undo):
            step()
        raise
    (output / JOURNAL).unlink()
    for path in stale:
        _remove_empty(output, (output / path).parent)


def _make_folders(output: Path, folder: Path, undo: list[Callable[[], object]]) -> None:
    if folder != output and not folder.is_dir():
        _make_folders(output, folder.parent, undo)
        folder.mkdir()
        undo.append(folder.rmdir)


def _keep(place: Path, kept: Path) -> None:
    """A second name for a file, where the disk can give one, else a copy."""
    try:
        os.link(place, kept)
    except OSError:
        shutil.copy2(place, kept)


def _remove_empty(output: Path, folder: Path) -> None:
    """Remove the folders that lost their last file; one that will not go may stay."""
    with suppress(OSError):
        while folder != output and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent
