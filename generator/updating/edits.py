"""Edits of text files in place: all that is not edited stays as it was, to the byte."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ..files import decode

_LINE_END: Final = re.compile(r"\r\n|\n|\r")
_BOM: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Edit:
    """What stands from `start` up to `end` in a file, as (line, column) from 0, becomes `text`."""

    path: str
    start: tuple[int, int]
    end: tuple[int, int]
    text: str


class Overlapping(Exception):
    """Two edits of one place."""


def edited_files(files: dict[str, bytes], edits: Iterable[Edit]) -> dict[str, bytes]:
    """The files with their edits, in the encoding and with the line ends that they have.

    Raises Overlapping where two edits meet, UnicodeEncodeError never: a file that is not in
    UTF-8 is in GB18030, which has every sign.
    """
    by_path: dict[str, list[Edit]] = {}
    for edit in edits:
        by_path.setdefault(edit.path, []).append(edit)
    for own in by_path.values():
        own.sort(key=lambda edit: (edit.start, edit.end))  # of one place in the order given
    return {path: _edited(files[path], own) for path, own in by_path.items()}


def lines_of(data: bytes) -> list[str]:
    """The lines of a text file as they stand in it."""
    return _LINE_END.split(decode(data) or "")


def _edited(data: bytes, edits: Sequence[Edit]) -> bytes:
    text = decode(data) or ""
    begins = [0, *(match.end() for match in _LINE_END.finditer(text))]
    ending = match[0] if (match := _LINE_END.search(text)) else "\n"
    pieces, at = [], 0
    for edit in edits:
        start, end = (_offset(place, begins, len(text)) for place in (edit.start, edit.end))
        if start < at:
            raise Overlapping(edit.path)
        new = edit.text.replace("\n", ending)
        if edit.start[0] >= len(begins) and text[-1:] not in ("\n", "\r"):
            new = ending + new.removesuffix(ending)  # a new last line of a file without an end
        pieces += [text[at:start], new]
        at = end
    made = "".join([*pieces, text[at:]])
    if data.startswith(_BOM):
        return _BOM + made.encode("utf-8")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return made.encode("gb18030")
    return made.encode("utf-8")


def _offset(place: tuple[int, int], begins: Sequence[int], size: int) -> int:
    line, column = place
    return begins[line] + column if line < len(begins) else size
