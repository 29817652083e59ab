"""Frozen data as JSON, and back to what it was.

Objects go by the names of their fields, without those that have their default; where
something was typed (a field that takes no part in equality) is not part of them.
"""

from __future__ import annotations

import datetime
import types
from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

Reader = Callable[[object], Any]


def plain(value: object) -> object:
    """What `json.dumps` can write."""
    if isinstance(value, StrEnum):
        return value.value
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, Decimal | datetime.date | datetime.time):
        return str(value)
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    assert is_dataclass(value), value
    assert not isinstance(value, type), value
    held = ((f, getattr(value, f.name)) for f in _fields(type(value)))
    return {f.name: plain(one) for f, one in held if not _has_default(f, one)}


def typed(kind: Any, data: object) -> Any:
    """JSON as a value of a type. Raises ValueError where it is anything else."""
    return _reader(kind)(data)


@cache
def _reader(kind: Any) -> Reader:
    """What reads values of a type; made once, since a site's records hold many of each."""
    if is_dataclass(kind):
        return _of_fields(kind)
    origin, inner = get_origin(kind), get_args(kind)
    if origin is tuple:
        return _of_tuple(inner)
    if origin is dict:
        return _of_dict(_reader(inner[1]))
    if origin in (Union, types.UnionType):
        (some,) = (_reader(one) for one in inner if one is not types.NoneType)
        return lambda data: None if data is None else some(data)
    if kind in (bool, int, str):
        return _of_scalar(kind)
    if kind is Decimal:
        return lambda data: _decimal(_text(data))
    if kind in (datetime.date, datetime.time):
        return lambda data: kind.fromisoformat(_text(data))
    return lambda data: kind(_text(data))  # an enumeration


def _of_fields(kind: Any) -> Reader:
    hints = get_type_hints(kind)
    known = {f.name: f for f in _fields(kind)}
    required = {n for n, f in known.items() if f.default is f.default_factory is MISSING}
    lazy: dict[str, Reader] = {}

    def read(data: object) -> Any:
        if not isinstance(data, dict):
            raise ValueError(f"{data!r} is no {kind.__name__}")
        if not required <= data.keys() <= known.keys():
            raise ValueError(f"{sorted(data)} are not the fields of {kind.__name__}")
        if not lazy:  # once, and not before a type that holds itself is known
            lazy.update({name: _reader(hints[name]) for name in known})
        return kind(**{name: lazy[name](value) for name, value in data.items()})

    return read


def _of_tuple(kinds: tuple[Any, ...]) -> Reader:
    readers = [_reader(one) for one in kinds if one is not ...]
    only = readers[0] if kinds[1:] == (...,) else None

    def read(data: object) -> tuple[Any, ...]:
        if not isinstance(data, list):
            raise ValueError(f"{data!r} is no list")
        if only is not None:
            return tuple(only(item) for item in data)
        return tuple(one(item) for one, item in zip(readers, data, strict=True))

    return read


def _of_dict(value: Reader) -> Reader:
    def read(data: object) -> dict[str, Any]:
        if not isinstance(data, dict):
            raise ValueError(f"{data!r} is no object")
        return {key: value(item) for key, item in data.items()}

    return read


def _of_scalar(kind: type) -> Reader:
    def read(data: object) -> Any:
        if type(data) is not kind:
            raise ValueError(f"{data!r} is no {kind.__name__}")
        return data

    return read


def _text(data: object) -> str:
    if not isinstance(data, str):
        raise ValueError(f"{data!r} is no text")
    return data


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(f"{text!r} is no number") from error
    if not number.is_finite():
        raise ValueError(f"{text!r} is no number")
    return number


def _has_default(field: Field[Any], value: object) -> bool:
    if field.default_factory is not MISSING:
        return bool(value == field.default_factory())
    return bool(value == field.default)


@cache
def _fields(kind: Any) -> tuple[Field[Any], ...]:
    return tuple(f for f in fields(kind) if f.compare)
