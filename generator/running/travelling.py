"""What travels to a worker on another machine and back.

A worker has an installed gongkai and no disk in common with us. Content and templates
travel to it once as bytes; of each job the files that it wrote come back as bytes.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..cache import made_with
from ..environment import EnvironmentFault, reason
from ..files import files_below, is_leftover
from ..jobs import Context, Result, Written, write_files
from ..limits import BINARY_LIMIT, MEGABYTE
from .local import Here

if TYPE_CHECKING:
    from distributed import Worker

_FOLDER: Final = "gongkai"


@dataclass(frozen=True, slots=True)
class Packed:
    """A folder: the bytes of its files by their paths. A path that ends in / is a folder.

    `links` are links that nothing can be read through, with where they lead then; `sizes`
    are those of files that are too large to be read, so that their bytes need not travel.
    """

    digest: str
    files: dict[str, bytes]
    links: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Luggage:
    """What all jobs of a build share; `build` tells it from other builds on the same workers.

    `parts` are those of the machine that builds (`own_parts`).
    """

    build: str
    context: Context
    content: Packed
    templates: tuple[Packed, ...]
    parts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Brought:
    """What comes back of a job: its result, the files that it wrote, and who did it."""

    result: Result
    files: dict[str, bytes]
    worker: str


def pack(root: Path) -> Packed:
    """Take a folder of templates with all that may be read in it, by whatever name.

    Raises EnvironmentFault where something of it cannot be read.
    """
    files, left = dict[str, bytes](), list[str]()
    for place in files_below(root):
        path = place.relative_to(root).as_posix()
        data = _bytes(place)
        if data is not None:
            files[path] = data
        elif not is_leftover(place.name):
            left.append(path)
    _require_whole(root, left)
    return Packed(_digest(files), files)


def pack_content(root: Path) -> Packed:
    """Take a content folder with all that `Folder` may find in it: not what editors left.

    What is a fault in the content, a link that leads outside of it, a file that is too
    large, is the same fault on the worker. Raises EnvironmentFault for what cannot be read
    and so cannot be shown to a worker either.
    """
    packed, left = Packed("", {}), list[str]()
    for place in _below(root):
        path = place.relative_to(root).as_posix()
        if place.is_dir() and not place.is_symlink():
            packed.files[f"{path}/"] = b""
        elif link := _dead_link(root, place):
            packed.links[path] = link
        elif (size := _size(place)) > BINARY_LIMIT:
            packed.sizes[path] = size
        elif (data := _bytes(place)) is not None:
            packed.files[path] = data
        else:
            left.append(path)
    _require_whole(root, left)
    return replace(packed, digest=_digest(packed.files))


def _require_whole(root: Path, left: Sequence[str]) -> None:
    if left:
        raise EnvironmentFault(
            f"{root} 里有 {len(left)} 个文件带不到别的机器上：{'、'.join(left[:5])}。",
            "读不出的改好权限，断了的链接换成文件本身，"
            f"超过 {BINARY_LIMIT // MEGABYTE} MB 的移走；或者不用 --scheduler，在本机做。",
        )


def _below(root: Path) -> Iterator[Path]:
    """All files and folders of the content in a fixed order, but for editors' leftovers."""
    for base, folders, names in os.walk(root):
        folders[:] = sorted(f for f in folders if not is_leftover(f))
        names = sorted(n for n in names if not is_leftover(n))
        yield from (Path(base) / name for name in (*folders, *names))


def _dead_link(root: Path, place: Path) -> str:
    """Where a link that cannot be read through leads, as far as its reader tells: to itself,
    outside of the folder, or to no file within; empty for anything else."""
    if not place.is_symlink():
        return ""
    try:
        target, root = place.resolve(), root.resolve()
    except (OSError, RuntimeError):  # links that lead to one another
        return place.name
    if not target.is_relative_to(root):
        return os.sep
    return "" if target.is_file() else os.path.relpath(target, place.parent.resolve())


def _size(place: Path) -> int:
    try:
        return place.stat().st_size if place.is_file() else 0
    except OSError:
        return 0


def _bytes(place: Path) -> bytes | None:
    """The bytes of a file; None where it is none, or not to be read."""
    try:
        if place.is_file() and place.stat().st_size <= BINARY_LIMIT:
            return place.read_bytes()
    except OSError:
        pass
    return None


def _digest(files: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for path, data in sorted(files.items()):
        digest.update(f"{len(data)} {path}\n".encode("utf-8", "surrogateescape"))
        digest.update(data)
    return digest.hexdigest()[:32]


@cache
def own_parts(with_pdf: bool) -> dict[str, str]:
    """What the files of a site depend on here, by its name in messages."""
    pdf = {"排版组件或字体": made_with.pdf_parts()} if with_pdf else {}
    return {
        "Python": platform.python_version(),
        "gongkai 或它用的库": made_with.code(),
        "distributed": version("distributed"),
        **pdf,
    }


def require_same(parts: dict[str, str], found: dict[str, dict[str, str] | Exception]) -> None:
    """Raise EnvironmentFault where a worker would make other files than this machine.

    `found` are the parts of each worker by its address, or why they could not be told.
    """
    unlike = {worker: _differences(parts, told) for worker, told in found.items()}
    told = [f"{worker}（{said}）" for worker, said in sorted(unlike.items()) if said]
    if told:
        raise EnvironmentFault(
            f"这些进程与本机不一样，做出的文件可能不同：{'；'.join(told)}。",
            "各台机器装同一个版本的 Python、字体和 gongkai（见 docs/集群.md），重新启动这些进程。",
        )


def _differences(parts: dict[str, str], told: dict[str, str] | Exception) -> str:
    if isinstance(told, Exception):
        return "没有装 gongkai" if isinstance(told, ImportError) else f"问不出版本：{told}"
    return "、".join(name for name in parts if parts[name] != told.get(name))


_alone = threading.Lock()


def work(
    luggage: Luggage, step: Callable[[Context, Any], Result], item: Any, published: dict[str, bytes]
) -> Brought:
    """Run a step on a worker. `published` are the files of the output that it may look at.

    A worker may have several threads; laying out is none of their business at once.
    """
    from distributed import get_worker

    worker = get_worker()
    with _alone:
        require_same(luggage.parts, {worker.address: own_parts(luggage.context.with_pdf)})
        try:
            context = _unpacked(luggage, Path(worker.local_directory))
            looked_at = write_files(context.output, iter(published.items()))
            [(_, result)] = Here(context).run(step, [item])
            files = dict(_taken(context.stage, result.files))
            dict(_taken(context.output, looked_at))
        except OSError as error:
            raise EnvironmentFault(
                f"工作进程 {worker.address} 的文件夹 {worker.local_directory} "
                f"写不进去或读不出：{reason(error)}。",
                "检查那台机器的磁盘空间和权限，或用 dask worker --local-directory 换一个文件夹。",
            ) from error
    return Brought(result, files, worker.address)


def _taken(folder: Path, files: Iterable[Written]) -> Iterator[tuple[str, bytes]]:
    """The files as far as they stand in this folder, which they leave."""
    for file in files:
        place = folder / file.path
        if place.is_file():
            yield file.path, place.read_bytes()
            place.unlink()


def _unpacked(luggage: Luggage, home: Path) -> Context:
    """The context with folders of this worker.

    Templates are named by their digest: what was compiled of them serves the next build.
    """
    own = _home(home, luggage.build)
    templates = [(home / _FOLDER / f"templates-{t.digest}", t) for t in luggage.templates]
    for place, packed in ((own / "content", luggage.content), *templates):
        if not place.is_dir():
            _unpack(place, packed)
    return replace(
        luggage.context, content=own / "content", templates=tuple(place for place, _ in templates),
        stage=own / "stage", output=own / "output",
    )  # fmt: skip


def _unpack(place: Path, packed: Packed) -> None:
    """Write a folder, which has its name once it is whole."""
    unfinished = place.with_name(f"{place.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    for path, data in packed.files.items():
        (unfinished / path).parent.mkdir(parents=True, exist_ok=True)
        if path.endswith("/"):
            (unfinished / path).mkdir(exist_ok=True)
        else:
            (unfinished / path).write_bytes(data)
    for path, target in packed.links.items():
        (unfinished / path).symlink_to(target)
    for path, size in packed.sizes.items():
        with (unfinished / path).open("wb") as file:
            file.truncate(size)
    unfinished.rename(place)


def forget(build: str, dask_worker: Worker) -> None:
    """Remove from a worker what it was sent for a build, but for the templates.

    Dask hands the worker over under this name to what a client runs outside of jobs.
    """
    shutil.rmtree(_home(Path(dask_worker.local_directory), build), ignore_errors=True)


def _home(home: Path, build: str) -> Path:
    return home / _FOLDER / f"build-{build}"
