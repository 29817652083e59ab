"""What the portal keeps of a disclosure, as a file beside its data.

A department's job writes the record, the portal's job reads it. It also stays in the
published site: where a later build keeps the pages of a disclosure that is blocked,
its record lets the lists, the search and the page over the years keep it too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .. import plan
from ..model.evaluation import Kind
from ..outputs.json_text import json_file
from ..outputs.search.texts import Findable
from . import Summary, Withdrawn
from .plain import plain, typed

RECORD: Final = "record.json"
_NEEDED: Final = (plan.PROJECTS_CSV, plan.INDICATORS_CSV)


@dataclass(frozen=True, slots=True)
class Record:
    """A disclosure as the portal knows it: its summary, and what can be found of it (nothing
    of a draft)."""

    summary: Summary
    texts: tuple[Findable, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """What a build itself knows of a disclosure that the portal is to list.

    `path` is where its record stands in the site, `record` the record's digest, `summary` that
    of the summary in it, `data` those of the tables beside it. `is_news` where it was
    published on a day.
    """

    year: int
    id: str
    kind: Kind
    is_draft: bool
    is_news: bool
    path: str
    record: str
    summary: str
    data: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The department's name in addresses, the same for every version."""
        return self.id.partition("/")[0]


def address(summary: Summary) -> str:
    """Where its record stands in the site."""
    return plan.data_file(summary.year, summary.id, RECORD)


def dump(record: Record) -> bytes:
    """As JSON, without what has its default."""
    return (json.dumps(plain(record), ensure_ascii=False) + "\n").encode("utf-8")


def parse(data: bytes) -> Record:
    """What `dump` wrote. Raises ValueError where it is anything else."""
    try:
        record = typed(Record, json.loads(data))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    assert isinstance(record, Record)
    return record


def summary(data: bytes) -> Summary:
    """The summary alone of what `dump` wrote, not what can be found of it."""
    read = typed(Summary, json.loads(data)["summary"])
    assert isinstance(read, Summary)
    return read


def dump_withdrawn(withdrawn: tuple[Withdrawn, ...]) -> bytes:
    """What was taken down, for the builds to come."""
    return json_file(plain(withdrawn))


def read_withdrawn(site: Path) -> tuple[Withdrawn, ...]:
    """What an earlier build knew of what was taken down; nothing where it cannot be read."""
    try:
        found = typed(tuple[Withdrawn, ...], json.loads((site / plan.WITHDRAWN).read_bytes()))
    except (OSError, ValueError, RecursionError):
        return ()
    assert isinstance(found, tuple)
    return found


def listed(summary: Summary, digests: dict[str, str]) -> Listed | None:
    """What a build keeps of a summary, by the digests of the files that its job made.

    None for a text that was replaced: the portal lists it nowhere.
    """
    if summary.is_replaced:
        return None
    where = (summary.year, summary.id)
    data = tuple(digests[plan.data_file(*where, name)] for name in _NEEDED)
    path = address(summary)
    is_news = not summary.is_draft and summary.published_on is not None
    shown = hashlib.sha256(json.dumps(plain(summary)).encode()).hexdigest()
    return Listed(
        *where, summary.kind, summary.is_draft, is_news, path, digests[path], shown, data
    )  # fmt: skip


def brought_over(
    output: Path, folders: Sequence[str], written: Collection[str]
) -> Iterator[Listed]:
    """What stands published in these folders and is not written anew.

    The portal's job reads it where it stands. A disclosure whose record another version
    of gongkai wrote may be left out.
    """
    for place in sorted({p for folder in folders for p in (output / folder).rglob(RECORD)}):
        try:
            found = parse(place.read_bytes()).summary
        except (OSError, ValueError):
            continue
        if address(found) in written or output / address(found) != place:
            continue
        paths = [plan.data_file(found.year, found.id, n) for n in _NEEDED] + [address(found)]
        if all((output / path).is_file() for path in paths):
            data = {p: hashlib.sha256((output / p).read_bytes()).hexdigest() for p in paths}
            if (kept := listed(found, data)) is not None:
                yield kept
