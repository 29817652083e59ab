"""Two folders change places: at once where the system can, else by the shortest way there is.

Linux swaps two names in one call (renameat2), so does macOS (renamex_np). Where the
system or the file system cannot, the former folder steps aside under a name that
`recover` finds, should the machine stop in between.
"""

from __future__ import annotations

import ctypes
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import Final

FORMER_SUFFIX: Final = ".former"
_HERE: Final = -100  # AT_FDCWD: a path is taken from the working folder
_OCTAL: Final = re.compile(rb"\\([0-7]{3})")
_SWAP: Final = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS
TWO_STEPS: Final = (
    "这里的系统或文件系统不能一次换好整个文件夹：换新时有一瞬间打不开网站；"
    "正好在那一瞬间断电的，再生成一次就恢复"
)
ONE_BY_ONE: Final = (
    "输出文件夹不能整个互换（它是挂载点，里面有 .in-place，或者它所在的文件夹不能写）："
    "一级文件夹是一个一个换的，"
    "换到一半断电会新旧混杂，再生成一次就齐全"
)


def put_in_place(tree: Path, output: Path) -> str:
    """Let a folder stand at `output`; what stood there stands at `tree` afterwards.

    Returns what was weaker than a swap at once, empty where nothing was. Raises OSError,
    with everything as it was, where the file system refuses.
    """
    if not output.exists():
        os.rename(tree, output)
        return ""
    return "" if _swapped(tree, output) else _in_two_steps(tree, output)


def put_in_place_one_by_one(tree: Path, output: Path, leave: frozenset[str]) -> str:
    """The same for each entry of `output` by itself, but for those to `leave` as they are.

    New ones come before others change, and others change before any goes.
    """
    new, old = ({e.name for e in os.scandir(folder)} - leave for folder in (tree, output))
    undo: list[Callable[[], object]] = []
    try:
        for name in sorted(new - old):
            os.rename(tree / name, output / name)
            undo.append(partial(os.rename, output / name, tree / name))
        for name in sorted(new & old, key=lambda n: ((output / n).is_file(), n)):
            put_in_place(tree / name, output / name)
            undo.append(partial(put_in_place, tree / name, output / name))
        for name in sorted(old - new):
            os.rename(output / name, tree / name)
            undo.append(partial(os.rename, tree / name, output / name))
    except BaseException:  # a refusal, or somebody at the keyboard
        for step in reversed(undo):
            step()
        raise
    return ONE_BY_ONE


def recover(output: Path) -> None:
    """Put a folder back that a machine which stopped between two steps left aside."""
    former = _aside(output)
    if os.path.lexists(former) and not os.path.lexists(output):
        os.rename(former, output)


def _in_two_steps(tree: Path, output: Path) -> str:
    former = _aside(output)
    os.rename(output, former)
    try:
        os.rename(tree, output)
    except BaseException:
        os.rename(former, output)
        raise
    os.rename(former, tree)
    return TWO_STEPS


def _aside(output: Path) -> Path:
    return output.with_name(f".{output.name}{FORMER_SUFFIX}")


def _swapped(one: Path, other: Path) -> bool:
    """Swap two names at once; False where that cannot be done here."""
    call = _system_call()
    return call is not None and call(os.fsencode(one), os.fsencode(other)) == 0


@cache
def _system_call() -> Callable[[bytes, bytes], int] | None:
    if os.name == "nt":
        return None
    library = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "linux" and hasattr(library, "renameat2"):
        rename = library.renameat2
        rename.argtypes = (ctypes.c_int, ctypes.c_char_p) * 2 + (ctypes.c_uint,)
        return lambda one, other: int(rename(_HERE, one, _HERE, other, _SWAP))
    if sys.platform == "darwin" and hasattr(library, "renamex_np"):
        swap = library.renamex_np
        swap.argtypes = (ctypes.c_char_p, ctypes.c_char_p, ctypes.c_uint)
        return lambda one, other: int(swap(one, other, _SWAP))
    return None


def mounted_at_or_below(folder: Path) -> bool:
    """Whether another file system stands at a folder or in it, so that it cannot be moved."""
    if os.path.ismount(folder):
        return True
    return any(place == folder or folder in place.parents for place in _mount_points())


def _mount_points() -> Iterator[Path]:
    """What Linux says is mounted, a part of the same disk too; nothing elsewhere."""
    with suppress(OSError):
        for line in Path("/proc/self/mountinfo").read_bytes().splitlines():
            place = _OCTAL.sub(lambda match: bytes([int(match[1], 8)]), line.split(b" ")[4])
            yield Path(os.fsdecode(place))


def flush(folder: Path) -> None:
    """Have what was written below a folder on the disk before it is put in place."""
    if hasattr(os, "sync"):
        if not _synced(folder):
            os.sync()
        return
    for place in folder.rglob("*"):  # Windows knows only single files
        if place.is_file():
            with suppress(OSError), place.open("rb+") as file:
                os.fsync(file.fileno())


def _synced(folder: Path) -> bool:
    """Sync the one file system that a folder stands on (Linux)."""
    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "syncfs"):
        return False
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        return int(library.syncfs(descriptor)) == 0
    finally:
        os.close(descriptor)


def flush_names(folder: Path) -> None:
    """Have the names in a folder on the disk, where the platform lets a folder be opened."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
