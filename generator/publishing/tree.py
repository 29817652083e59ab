"""The new site as a folder of its own: what changed is new, everything else is linked.

A link is a second name for the same file, so what did not change keeps its times and
its owner, and costs nothing. What others put into the output is carried over too.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Collection, Container, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple


class Entry(NamedTuple):
    """What tells a file on the disk: a whole status of each file of a county takes much."""

    mode: int
    device: int
    number: int


@dataclass
class Inventory:
    """What stands in a folder, links not followed: every file by its path.

    `folders` are all folders, those above first; `bare` those with nothing in them.
    """

    files: dict[str, Entry] = field(default_factory=dict)
    folders: list[str] = field(default_factory=list)
    bare: set[str] = field(default_factory=set)

    def regular(self, path: str) -> bool:
        """Whether a plain file stands there, and none of the folders above is a link."""
        return path in self.files and stat.S_ISREG(self.files[path].mode)


def inventory(folder: Path, but: Container[str] = ()) -> Inventory:
    """Everything below a folder, but for these entries at its top."""
    found = Inventory()
    waiting = [""] if folder.is_dir() else []
    while waiting:
        base = waiting.pop()
        entries = [e for e in os.scandir(folder / base) if base or e.name not in but]
        if base and not entries:
            found.bare.add(base)
        for entry in entries:
            path = f"{base}/{entry.name}" if base else entry.name
            if entry.is_dir(follow_symlinks=False):
                found.folders.append(path)
                waiting.append(path)
            else:
                status = entry.stat(follow_symlinks=False)
                found.files[path] = Entry(status.st_mode, status.st_dev, status.st_ino)
    return found


def grow(
    tree: Path,
    output: Path,
    staged: Path,
    made: Iterable[str],
    linked: Collection[str],
    there: Inventory,
) -> None:
    """Fill `tree`: files `made` come from the stage, those `linked` from the output.

    Folders and made files take the rights and owners that the former ones had. Raises
    OSError where something got lost on the way.
    """
    tree.mkdir()
    _be_like(f"{output}", f"{tree}")
    wanted = {*linked, *there.bare}
    needed = {parent for path in wanted for parent in above(path)} | there.bare
    for folder in there.folders:
        if folder in needed:
            (tree / folder).mkdir(parents=True, exist_ok=True)
    for path in made:
        place = tree / path
        place.parent.mkdir(parents=True, exist_ok=True)
        os.rename(staged / path, place)
        if there.regular(path):
            _be_like(f"{output}/{path}", f"{place}")
    for path in linked:  # its folder is there: what it needs was made above
        _link(f"{output}/{path}", f"{tree}/{path}")
    for folder in there.folders:
        if os.path.isdir(f"{tree}/{folder}"):
            _be_like(f"{output}/{folder}", f"{tree}/{folder}")


def rescue(former: Path, output: Path, there: Inventory, replaced: Container[str]) -> None:
    """Bring over what others wrote into the former folder while the new one grew.

    `replaced` are files of ours that may go with the former folder.
    """
    for path, entry in inventory(former).files.items():
        known = there.files.get(path)
        if path in replaced or (known is not None and known[1:] == entry[1:]):
            continue
        with suppress(OSError):  # a folder of ours may have taken its name
            (output / path).parent.mkdir(parents=True, exist_ok=True)
            os.replace(former / path, output / path)


def above(path: str) -> Iterator[str]:
    """The folders above a path, the nearest first."""
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def _link(source: str, place: str) -> None:
    """A second name for a file, where the disk can give one, else a copy with its times."""
    try:
        os.link(source, place, follow_symlinks=False)
    except FileNotFoundError:
        raise
    except (OSError, NotImplementedError):  # Windows cannot name a link itself
        shutil.copy2(source, place, follow_symlinks=False)
        _be_like(source, place)


def _be_like(former: str, new: str) -> None:
    """The rights, the owner and the labels (SELinux, ACLs) of what stood there before.

    An owner that is not ours to give, and labels that the disk does not know, are let go.
    """
    try:
        wanted = os.lstat(former)
    except FileNotFoundError:
        return
    given = os.lstat(new)
    with suppress(OSError, AttributeError):
        if (wanted.st_uid, wanted.st_gid) != (given.st_uid, given.st_gid):
            os.chown(new, wanted.st_uid, wanted.st_gid, follow_symlinks=False)
            given = os.lstat(new)  # a new owner may take rights away
    if not stat.S_ISLNK(given.st_mode) and wanted.st_mode != given.st_mode:
        os.chmod(new, stat.S_IMODE(wanted.st_mode))
    if hasattr(os, "listxattr"):
        with suppress(OSError):
            for name in os.listxattr(former, follow_symlinks=False):
                value = os.getxattr(former, name, follow_symlinks=False)
                os.setxattr(new, name, value, follow_symlinks=False)
