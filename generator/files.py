"""Reading files of one folder, and nothing outside of it.

Every file that is read is remembered with its digest, so that a job can say
what it was made from.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from .diagnostics import Problems, RuleBook, Span

TEXT_LIMIT: Final = 8 * 1024 * 1024
BINARY_LIMIT: Final = 64 * 1024 * 1024
FILE_COUNT_LIMIT: Final = 20_000

_LEFTOVERS: Final = re.compile(r"^(\.|~\$)|^(thumbs\.db|desktop\.ini)$|~$", re.IGNORECASE)
_LINE_END: Final = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class SourceText:
    """A decoded text file: its lines without their ends."""

    path: str
    lines: Sequence[str]


def is_leftover(name: str) -> bool:
    """Whether an editor or the desktop left this file behind (`~$x.docx`, `.x`, `Thumbs.db`)."""
    return bool(_LEFTOVERS.search(name))


@dataclass
class Folder:
    """A folder whose files may be read; paths are relative to it, in NFC, with `/`."""

    root: Path
    inputs: dict[str, str] = field(default_factory=dict)
    _actual: dict[str, Path] = field(default_factory=dict, repr=False)

    def walk(self) -> Iterator[str]:
        """Every file below the folder, in a fixed order, but for editors' leftovers."""
        yield from sorted(self._below(self.root))

    def _below(self, folder: Path) -> Iterator[str]:
        try:
            entries = sorted(os.scandir(folder), key=lambda e: e.name)
        except NotADirectoryError:
            return
        for entry in entries:
            if is_leftover(entry.name):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from self._below(Path(entry.path))
            elif entry.is_symlink() or entry.is_file():
                relative = Path(entry.path).relative_to(self.root).as_posix()
                name = unicodedata.normalize("NFC", relative)
                self._actual[name] = Path(entry.path)
                yield name

    def locate(self, path: str) -> Path | None:
        """The file on disk, or None where the path leaves the folder (by `..` or a link)."""
        place = self._actual.get(path, self.root / path)
        root = self.root.resolve()
        resolved = place.resolve()
        return resolved if resolved.is_relative_to(root) else None

    def exists(self, path: str) -> bool:
        place = self.locate(path)
        return place is not None and place.is_file()

    def read(self, path: str, problems: Problems, limit: int = BINARY_LIMIT) -> bytes | None:
        """The bytes of a file; None, with a diagnostic, where it cannot be had."""
        span = Span(path)
        place = self.locate(path)
        if place is None:
            problems.add(
                RuleBook.OUTSIDE,
                span,
                "这个文件指向内容文件夹之外，没有读取。",
                "把文件本身放进内容文件夹，不要用链接。",
            )
            return None
        try:
            if place.stat().st_size > limit:
                problems.add(
                    RuleBook.TOO_LARGE,
                    span,
                    f"文件超过 {limit // 1024 // 1024} MB，没有读取。",
                    "分成几个文件，或检查是否放错了文件。",
                )
                return None
            data = place.read_bytes()
        except OSError as error:
            problems.add(
                RuleBook.UNREADABLE,
                span,
                f"文件读不出：{error.strerror or error}。",
                "检查文件是否存在、是否被别的程序占用、有没有读取权限。",
            )
            return None
        self.inputs[path] = hashlib.sha256(data).hexdigest()
        return data

    def text(self, path: str, problems: Problems) -> SourceText | None:
        """A text file in UTF-8 (with or without BOM) or GB18030, with any line ends."""
        data = self.read(path, problems, TEXT_LIMIT)
        if data is None:
            return None
        text = decode(data)
        if text is None:
            problems.add(
                RuleBook.UNREADABLE,
                Span(path),
                "不是可读的文本：既不是 UTF-8，也不是 GB18030 编码。",
                "用记事本打开，另存为“UTF-8”编码。",
            )
            return None
        source = SourceText(path, _LINE_END.split(text))
        problems.lines[path] = source.lines
        return source


def decode(data: bytes) -> str | None:
    """Decode UTF-8 or GB18030; None where it is neither (or holds a NUL, as UTF-16 does)."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None
