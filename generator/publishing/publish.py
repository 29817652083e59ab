"""From the stage to the site: the whole or nothing, and never a file that is not ours.

The new site grows as a folder of its own (`tree`) and changes places with the one
that is served (`exchange`). What an earlier build wrote and this one did not is left
behind, unless somebody changed it since.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Final

from ..environment import EnvironmentFault, reason, way_out
from ..jobs import Written
from .exchange import flush, flush_names, put_in_place, put_in_place_one_by_one
from .record import MAKER, MANIFEST, RECORDS, Record, between, digest, read_record, records
from .stage import is_inside, is_ours
from .tree import Inventory, above, grow, inventory, rescue

_TREE: Final = ".tree"
Digest = Callable[[Path], str]


class ForeignFile(Exception):
    """A file stands where one of ours should go, and no record says that we wrote it."""

    def __init__(self, paths: list[str]) -> None:
        super().__init__("; ".join(paths))
        self.paths = paths


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication changed; `weakness` says where it could not be done at once, and
    where it is not remembered."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    weakness: str = ""


def publish(
    staged: Path,
    output: Path,
    files: Iterable[Written],
    keep: Iterable[str] = (),
    made_with: Mapping[str, str] = MappingProxyType({}),
    sources: Mapping[str, str] = MappingProxyType({}),
    maker: str = MAKER,
    digest: Digest = digest,
) -> Published:
    """Put the staged files into the output. `keep` are folders whose earlier files stay.

    `made_with` are the versions of tools and fonts, by name, and `sources` name the content
    of folders whose own names do not tell it, for the manifest. `maker` says whose the record
    is: what another maker wrote into the folder is not ours. `digest` tells the SHA-256 of
    a file that is there; files whose bytes the output has already need not be staged.


    Raises ForeignFile, before anything is touched, where a file that we did not
    write is in the way; EnvironmentFault where the disk refuses.
    """
    output = output.resolve()
    now = {f.path: f.sha256 for f in files}
    try:
        return _publish(staged, output, now, tuple(keep), made_with, sources, maker, digest)
    except OSError as error:
        lost = f"（{error.filename}）" if isinstance(error, FileNotFoundError) else ""
        raise EnvironmentFault(
            f"没有发布到 {output}：{reason(error)}{lost}；原有的文件没有改动。",
            way_out(error),
        ) from error


def _publish(
    staged: Path,
    output: Path,
    now: Mapping[str, str],
    keep: tuple[str, ...],
    made_with: Mapping[str, str],
    sources: Mapping[str, str],
    maker: str,
    digest: Digest,
) -> Published:
    earlier, there = read_record(output, maker), _standing(output)
    standing = {p: digest(output / p) for p in {*earlier.files, *now} if there.regular(p)}
    folders = tuple(f"{folder}/" for folder in keep)
    kept = {
        path: standing[path]
        for path, digests in earlier.files.items()
        if path not in now and path.startswith(folders) and standing.get(path) in digests
    }
    changed = tuple(p for p in now if standing.get(p) != now[p])
    stale = tuple(
        path
        for path, digests in earlier.files.items()
        if path not in now and path not in kept and standing.get(path) in digests
    )
    foreign = _in_the_way(there, (*changed, *RECORDS), earlier, frozenset(stale))
    if foreign:
        raise ForeignFile(foreign)
    kept_sources = {f: s for f, s in earlier.sources.items() if f"{f}/".startswith(folders)}
    recorded = tuple(records({**now, **kept}, made_with, {**kept_sources, **sources}, maker))
    weakness = ""
    if changed or stale or not _recorded_already(output, recorded):
        for name, data in recorded:
            (staged / name).write_bytes(data)
        del recorded
        meanwhile = partial(between, now, earlier, maker)
        weakness = _exchange(staged, output, there, changed, stale, meanwhile)
    return Published(changed, stale, len(now) - len(changed), weakness)


def _standing(output: Path) -> Inventory:
    ours = (
        {e.name for e in os.scandir(output) if is_ours(e.name, output)} if output.exists() else ()
    )
    return inventory(output, ours)


def _in_the_way(
    there: Inventory, paths: Iterable[str], earlier: Record, going: frozenset[str]
) -> list[str]:
    """What we did not write and stands at one of these paths, above one, or below one.

    Files of ours that are `going` are in nobody's way.
    """
    ours = {*earlier.files, *(RECORDS if earlier else ())}
    staying = {folder for path in there.files if path not in going for folder in above(path)}
    staying |= there.bare | {folder for path in there.bare for folder in above(path)}
    found = []
    for path in paths:
        is_ours = path in ours and there.regular(path)
        if path in staying or (path in there.files and not is_ours):
            found.append(path)
        found += [f for f in above(path) if f in there.files and f not in going]
    return list(dict.fromkeys(found))


def _recorded_already(output: Path, recorded: Iterable[tuple[str, bytes]]) -> bool:
    try:
        return all((output / name).read_bytes() == data for name, data in recorded)
    except OSError:
        return False


def _exchange(
    staged: Path,
    output: Path,
    there: Inventory,
    changed: tuple[str, ...],
    stale: tuple[str, ...],
    meanwhile: Callable[[], bytes],
) -> str:
    """Grow the new site and let it change places with the one that stands."""
    tree = staged / _TREE
    made = (*changed, *RECORDS)
    replaced = {*made, *stale}
    linked = [path for path in there.files if path not in replaced]
    leave: frozenset[str] = frozenset()
    if is_inside(staged, output):
        leave = _left_alone(output, {*made, *stale}, there)
        linked = [path for path in linked if path.partition("/")[0] not in leave]
    grow(tree, output, staged, made, linked, there)
    flush(tree)
    if is_inside(staged, output):
        with _recorded_between(staged, output, meanwhile()):
            weakness = put_in_place_one_by_one(tree, output, leave)
    else:
        weakness = put_in_place(tree, output)
    flush_names(output.parent)
    if tree.exists():
        rescue(tree, output, there, replaced)
    return weakness


def _left_alone(output: Path, changed: set[str], there: Inventory) -> frozenset[str]:
    """Entries at the top of the output in which nothing changes; the stage is one of them."""
    moving = {path.partition("/")[0] for path in changed}
    return frozenset(e.name for e in os.scandir(output) if e.name not in moving)


@contextmanager
def _recorded_between(staged: Path, output: Path, meanwhile: bytes) -> Iterator[None]:
    """Let the record own the files of both builds until all are in place."""
    place, former = staged / "between", staged / "former"
    place.write_bytes(meanwhile)
    if (output / MANIFEST).exists():
        shutil.copy2(output / MANIFEST, former)
    os.replace(place, output / MANIFEST)
    try:
        yield
    except BaseException:
        if former.exists():
            os.replace(former, output / MANIFEST)
        else:
            (output / MANIFEST).unlink()
        raise
