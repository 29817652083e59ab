"""What the portal keeps of a disclosure, as a file beside its data.

A department's job writes the record, the portal's job reads it. It also stays in the
published site: where a later build keeps the pages of a disclosure that is blocked,
its record lets the lists, the search and the page over the years keep it too.
"""

from __future__ import annotations

import datetime
import json
import shutil
import types
from collections.abc import Collection, Iterator, Sequence
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from .. import plan
from ..outputs.search.texts import Findable
from . import Summary, Withdrawn

RECORD: Final = "record.json"
_NEEDED: Final = (plan.PROJECTS_CSV, plan.INDICATORS_CSV)


@dataclass(frozen=True, slots=True)
class Record:
    """A disclosure as the portal knows it: its summary, and what can be found of it (nothing
    of a draft)."""

    summary: Summary
    texts: tuple[Findable, ...] = ()


def address(summary: Summary) -> str:
    """Where its record stands in the site."""
    return plan.data_file(summary.year, summary.id, RECORD)


def dump(record: Record) -> bytes:
    """As JSON: objects by the names of their fields, without those that have their default."""
    return (json.dumps(_plain(record), ensure_ascii=False) + "\n").encode("utf-8")


def parse(data: bytes) -> Record:
    """What `dump` wrote. Raises ValueError where it is anything else."""
    try:
        record = _typed(Record, json.loads(data))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    assert isinstance(record, Record)
    return record


def dump_withdrawn(withdrawn: tuple[Withdrawn, ...]) -> bytes:
    """What was taken down, for the builds to come."""
    return (json.dumps(_plain(withdrawn), ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def read_withdrawn(site: Path) -> tuple[Withdrawn, ...]:
    """What an earlier build knew of what was taken down; nothing where it cannot be read."""
    try:
        found = _typed(tuple[Withdrawn, ...], json.loads((site / plan.WITHDRAWN).read_bytes()))
    except (OSError, ValueError, RecursionError):
        return ()
    assert isinstance(found, tuple)
    return found


def read(site: Path, summary: Summary) -> Record:
    """The record of a disclosure in the stage."""
    return parse((site / address(summary)).read_bytes())


def bring_over(
    output: Path, stage: Path, folders: Sequence[str], written: Collection[str]
) -> Iterator[Summary]:
    """What stands published in these folders and is not written anew.

    The portal's job finds in the stage what it reads of them, and they are not published
    again. A disclosure whose record another version of gongkai wrote may be left out.
    """
    for place in sorted({p for folder in folders for p in (output / folder).rglob(RECORD)}):
        try:
            summary = parse(place.read_bytes()).summary
        except (OSError, ValueError):
            continue
        if address(summary) in written or output / address(summary) != place:
            continue
        needed = [plan.data_file(summary.year, summary.id, name) for name in _NEEDED]
        if all((output / path).is_file() for path in needed):
            for path in (*needed, address(summary)):
                (stage / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(output / path, stage / path)
            yield summary


def _plain(value: object) -> object:
    """Frozen data as JSON; where something was typed (`span`) is not part of it."""
    if isinstance(value, StrEnum):
        return value.value
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, Decimal | datetime.date | datetime.time):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    assert is_dataclass(value), value
    assert not isinstance(value, type), value
    held = ((f, getattr(value, f.name)) for f in _fields(type(value)))
    return {f.name: _plain(one) for f, one in held if one != f.default}


def _typed(kind: Any, data: object) -> object:
    """JSON as a value of the type that a field is declared with."""
    if is_dataclass(kind):
        return _instance(kind, data)
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind), data)
    if get_origin(kind) in (Union, types.UnionType):
        (some,) = (one for one in get_args(kind) if one is not types.NoneType)
        return None if data is None else _typed(some, data)
    if kind in (bool, int, str):
        if type(data) is not kind:
            raise ValueError(f"{data!r} is no {kind.__name__}")
        return data
    if not isinstance(data, str):
        raise ValueError(f"{data!r} is no text")
    if kind is Decimal:
        return _decimal(data)
    if kind in (datetime.date, datetime.time):
        return kind.fromisoformat(data)
    return kind(data)  # an enumeration


def _instance(kind: Any, data: object) -> object:
    if not isinstance(data, dict):
        raise ValueError(f"{data!r} is no {kind.__name__}")
    known = {f.name: f for f in _fields(kind)}
    required = {name for name, f in known.items() if f.default is MISSING}
    if not required <= data.keys() <= known.keys():
        raise ValueError(f"{sorted(data)} are not the fields of {kind.__name__}")
    hints = _hints(kind)
    return kind(**{name: _typed(hints[name], value) for name, value in data.items()})


def _tuple(kinds: tuple[Any, ...], data: object) -> tuple[object, ...]:
    if not isinstance(data, list):
        raise ValueError(f"{data!r} is no list")
    if kinds[1:] == (...,):
        return tuple(_typed(kinds[0], item) for item in data)
    return tuple(_typed(kind, item) for kind, item in zip(kinds, data, strict=True))


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(f"{text!r} is no number") from error
    if not number.is_finite():
        raise ValueError(f"{text!r} is no number")
    return number


@cache
def _fields(kind: Any) -> tuple[Field[Any], ...]:
    return tuple(f for f in fields(kind) if f.compare)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
