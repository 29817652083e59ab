"""The pieces of a schema: a line, a text, a choice, a list, keys with values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

Node = dict[str, object]

# What an editor may take a typed text for: 36.00 is a number to it, nothing is null.
_TYPES: Final = ["string", "number", "boolean", "null"]


def text(meaning: str) -> Node:
    """A text, of one line or many: whatever was typed."""
    return {"type": _TYPES, "description": meaning}


def choice(meaning: str, names: Iterable[str]) -> Node:
    return {"enum": list(names), "description": meaning}


def matching(meaning: str, pattern: re.Pattern[str], mend: str) -> Node:
    """A line of a certain shape, or nothing. Digits may be full-width, as the reader takes them."""
    shape = pattern.pattern.replace(r"\d", "[0-9０-９]")
    return text(meaning) | {"pattern": f"^(?:{shape})?$", "patternErrorMessage": mend}


def keyed(meaning: str, keys: Mapping[str, Node], required: Iterable[str] = ()) -> Node:
    """Keys with values; any other key is a fault."""
    node: Node = {
        "type": "object",
        "description": meaning,
        "properties": dict(keys),
        "additionalProperties": False,
    }
    wanted = list(required)
    return node | {"required": wanted} if wanted else node


def or_nothing(keys: Node) -> Node:
    """Keys with values, where the author may have typed none yet."""
    return keys | {"type": ["object", "null"]}


def listed(meaning: str, item: Node) -> Node:
    """A list, or nothing yet."""
    return {"type": ["array", "null"], "description": meaning, "items": item}


def one_list_or_each(meaning: str, item: Node, names: Iterable[str]) -> Node:
    """A list for all, or a list for each of some names."""
    lists = {name: listed(meaning, item) for name in names}
    return {"description": meaning, "anyOf": [listed(meaning, item), keyed(meaning, lists)]}
