"""Where a build works: beside the output, one build at a time, and gone afterwards."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from ..environment import EnvironmentFault, reason, way_out
from .exchange import mounted_at_or_below, recover
from .lock import locked

# Whoever serves the very folder, not its name (a container that mounts it), puts this file in it.
IN_PLACE: Final = ".in-place"
_STAGE: Final = ".stage-"
_LOCK: Final = ".lock"
_OF_THE_DISK: Final = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EFBIG}


@contextmanager
def stage(output: Path, waiting: Callable[[], None] = lambda: None) -> Iterator[Path]:
    """An empty folder on the output's own disk; gone afterwards, whatever happens.

    It stands beside the output, so that the whole can be exchanged at once; in it where
    the output cannot be moved (a mount point, a parent that is not ours to write, a file
    IN_PLACE that says so). Until it is given up no other build works on the same output;
    `waiting` is called once where another one has to end first. What a killed build left
    is swept before.

    Raises EnvironmentFault where the disk refuses.
    """
    began = False
    try:
        output = output.resolve()
        home = _home(output)
        with locked(home / f".{output.name}{_LOCK}", waiting):
            recover(output)
            _sweep(home, output)
            place = Path(tempfile.mkdtemp(prefix=f".{output.name}{_STAGE}", dir=home))
            began = True
            try:
                yield place
            finally:
                remove(place)
    except OSError as error:
        if began and error.errno not in _OF_THE_DISK:
            raise
        raise EnvironmentFault(
            f"输出文件夹 {output} 写不进去：{reason(error)}；原有的文件没有改动。",
            way_out(error),
        ) from error


def is_inside(staged: Path, output: Path) -> bool:
    """Whether the stage stands in the output itself."""
    return staged.parent == output.resolve()


def is_ours(name: str, output: Path) -> bool:
    """Whether a name in the output is that of a stage or a lock."""
    return name.startswith((f".{output.name}{_STAGE}", f".{output.name}{_LOCK}"))


def _home(output: Path) -> Path:
    """Where the stage stands. Raises OSError where the output is no folder or not to be written."""
    if os.path.lexists(output):
        if not output.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "", str(output))
        if not os.access(output, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, "", str(output))
        writable = os.access(output.parent, os.W_OK | os.X_OK)
        fixed = (output / IN_PLACE).exists() or mounted_at_or_below(output)
        return output.parent if writable and not fixed else output
    output.parent.mkdir(parents=True, exist_ok=True)
    return output.parent


def _sweep(home: Path, output: Path) -> None:
    """Remove what killed builds of this output left behind."""
    for place in home.glob(f".{output.name}{_STAGE}*"):
        remove(place)


def remove(folder: Path) -> None:
    """Remove a folder of ours with all that is in it, its write-protected folders too."""
    with suppress(OSError):
        shutil.rmtree(folder)
        return
    for base, _, _ in os.walk(folder):
        with suppress(OSError):
            os.chmod(base, 0o700)
    shutil.rmtree(folder, ignore_errors=True)
