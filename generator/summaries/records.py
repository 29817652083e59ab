"""What the portal keeps of a disclosure, as a file beside its data.

A department's job writes the record, the portal's job reads it. It also stays in the
published site: where a later build keeps the pages of a disclosure that is blocked,
its record lets the lists, the search and the page over the years keep it too. What can
be found of it stands in files of the search.
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
from ..outputs import archive
from ..outputs.json_text import json_file
from ..outputs.search.files import TextFile, keys_file
from ..outputs.sheet_rows import Rows
from . import Summary, Withdrawn, labelled
from .plain import plain, typed

RECORD: Final = "record.json"
TABLES: Final = (plan.PROJECTS_CSV, plan.INDICATORS_CSV)


@dataclass(frozen=True, slots=True)
class Record:
    """A disclosure as the portal knows it: its summary, the files of what can be found of it
    (none of a draft), and where the rows of its tables (`TABLES`) stand in its workbook."""

    summary: Summary
    texts: tuple[TextFile, ...] = ()
    rows: tuple[Rows, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """What a build itself knows of a disclosure that the portal is to list.

    `path` is where its record stands in the site, `summary` the digest of the summary in it,
    `data` those of the tables beside it. `texts` are the files of what can be found of it,
    `keys` the digest of that by which it is found. `is_news` where it was published on a day.
    """

    year: int
    id: str
    department: str
    kind: Kind
    is_draft: bool
    is_news: bool
    path: str
    summary: str
    data: tuple[str, ...] = ()
    texts: tuple[TextFile, ...] = ()
    keys: str = ""

    @property
    def name(self) -> str:
        """The department's name in addresses, the same for every version."""
        return self.id.partition("/")[0]

    @property
    def label(self) -> str:
        """The department, with what it is unless that is its budget."""
        return labelled(self.department, self.kind)


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


def listed(record: Record, digests: dict[str, str]) -> Listed | None:
    """What a build keeps of a record, by the digests of the files that its job made.

    None for a text that was replaced: the portal lists it nowhere.
    """
    summary = record.summary
    if summary.is_replaced:
        return None
    where = (summary.year, summary.id)
    data = tuple(digests[plan.data_file(*where, name)] for name in TABLES)
    is_news = not summary.is_draft and summary.published_on is not None
    return Listed(
        *where, summary.department, summary.kind, summary.is_draft, is_news, address(summary),
        hashlib.sha256(json.dumps(plain(summary)).encode()).hexdigest(), data, record.texts,
        digests.get(keys_file(*where), ""),
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
            record = parse(place.read_bytes())
        except (OSError, ValueError):
            continue
        found = record.summary
        if address(found) in written or output / address(found) != place:
            continue
        paths = [plan.data_file(found.year, found.id, n) for n in TABLES]
        if record.texts:
            paths.append(keys_file(found.year, found.id))
        if all((output / path).is_file() for path in paths) and _holds(record, output):
            data = {p: hashlib.sha256((output / p).read_bytes()).hexdigest() for p in paths}
            if (kept := listed(record, data)) is not None:
                yield kept


def _holds(record: Record, output: Path) -> bool:
    """Whether the workbook has the rows of all tables where the record says."""
    summary = record.summary
    book = output / plan.data_file(summary.year, summary.id, plan.DISCLOSURE_XLSX)
    whole = len(record.rows) == len(TABLES)
    return whole and all(archive.holds(rows.segment(book)) for rows in record.rows)
