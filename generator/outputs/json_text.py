"""JSON as people read it, a value a line, without the writer of the library.

That one goes in Python from value to value, one generator in another, as soon as lines
are asked for: it took six hundredths of a build.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final

# A string as JSON writes it, in C where that is there.
_quoted: Final[Callable[[str], str]] = json.encoder.encode_basestring


def json_file(value: object) -> bytes:
    """The text as a file."""
    return f"{json_text(value)}\n".encode()


def json_text(value: object) -> str:
    """What `json.dumps(value, ensure_ascii=False, indent=1)` gives, for what has no floats."""
    parts: list[str] = []
    _write(value, "\n", parts.append)
    return "".join(parts)


def _write(value: object, line: str, put: Callable[[str], None]) -> None:
    if isinstance(value, str):
        put(_quoted(value))
    elif isinstance(value, dict):
        _write_object(value, line, put)
    elif isinstance(value, list | tuple):
        _write_array(value, line, put)
    else:
        put(json.dumps(value))


def _write_object(value: dict[str, object], line: str, put: Callable[[str], None]) -> None:
    if not value:
        put("{}")
        return
    inner, start = line + " ", "{"
    for key, item in value.items():
        if isinstance(item, str):  # most are
            put(f"{start}{inner}{_quoted(key)}: {_quoted(item)}")
        else:
            put(f"{start}{inner}{_quoted(key)}: ")
            _write(item, inner, put)
        start = ","
    put(line + "}")


def _write_array(
    value: list[object] | tuple[object, ...], line: str, put: Callable[[str], None]
) -> None:
    if not value:
        put("[]")
        return
    inner, start = line + " ", "["
    for item in value:
        if isinstance(item, str):
            put(f"{start}{inner}{_quoted(item)}")
        else:
            put(f"{start}{inner}")
            _write(item, inner, put)
        start = ","
    put(line + "]")
