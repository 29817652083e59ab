"""Reading files of one folder, and nothing outside of it.

Every file that is read is remembered with its digest, so that a job can say
what it was made from.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

from .diagnostics import Problems, RuleBook, Span
from .limits import (
    BINARY_LIMIT,
    FILE_COUNT_LIMIT,
    LINE_LENGTH_LIMIT,
    LINE_LIMIT,
    MEGABYTE,
    TEXT_LIMIT,
)
from .signs import CleanedLines, Tally, clean, directions, has_odd_signs, name_of_sign

# Of the desktop, of Word and WPS, of Vim (.a.swp, a~, 4913) and of Emacs (#a#, .#a, a~).
_LEFTOVERS: Final = re.compile(
    r"^(?:\.|~\$|~wr[ld]\d)|^(?:thumbs\.db|desktop\.ini|4913|#.*#)$|~$|\.sw[a-p]$",
    re.IGNORECASE,
)
_REPOSITORIES: Final = (".git", ".hg", ".svn")
_LINE_END: Final = re.compile(r"\r\n|\n|\r")
_CONTROL: Final = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_REASONS: Final = {
    errno.ENOENT: "文件不存在（链接断了）",
    errno.ELOOP: "链接互相指着",
    errno.EACCES: "没有读取权限",
    errno.EISDIR: "不是普通文件",
}


@dataclass(frozen=True, slots=True)
class SourceText:
    """A decoded text file: its lines without their ends."""

    path: str
    lines: Sequence[str]


def is_leftover(name: str) -> bool:
    """Whether an editor or the desktop left this file behind (`~$x.docx`, `.x`, `Thumbs.db`)."""
    return bool(_LEFTOVERS.search(name))


def files_below(root: Path) -> Iterator[Path]:
    """Every file below a folder of ours (templates), hidden ones too, in a fixed order.

    Links to folders are followed, as the reader of templates follows them, but for those
    that lead back to where they stand.
    """
    yield from _files_below(root, frozenset())


def _files_below(folder: Path, way: frozenset[str]) -> Iterator[Path]:
    real = os.path.realpath(folder)
    if real in way:
        return
    for entry in sorted(os.scandir(folder), key=lambda e: e.name):
        if not entry.is_dir():
            yield Path(entry.path)
        elif entry.name not in _REPOSITORIES:
            yield from _files_below(Path(entry.path), way | {real})


@dataclass
class Folder:
    """A folder whose files may be read; paths are relative to it, in NFC, with `/`.

    `inputs` are those that were read, with their digests, `unread` those that could not be.
    """

    root: Path
    inputs: dict[str, str] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    _actual: dict[str, Path] = field(default_factory=dict, repr=False)

    def walk(self) -> Iterator[str]:
        """Every file below the folder, in a fixed order, but for editors' leftovers.

        One more than FILE_COUNT_LIMIT at most.
        """
        yield from sorted(islice(self._below(), FILE_COUNT_LIMIT + 1))

    def _below(self) -> Iterator[str]:
        folders = [self.root] if self.root.is_dir() else []
        while folders:
            for entry in sorted(os.scandir(folders.pop()), key=lambda e: e.name):
                if is_leftover(entry.name):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append(Path(entry.path))
                    continue
                relative = Path(entry.path).relative_to(self.root).as_posix()
                name = unicodedata.normalize("NFC", relative)
                self._actual[name] = Path(entry.path)
                yield name

    def locate(self, path: str) -> Path | None:
        """The file on disk, or None where the path leaves the folder (by `..` or a link)."""
        place = self._actual.get(path, self.root / path)
        try:
            resolved = place.resolve()
        except (OSError, RuntimeError):  # links that lead to one another
            return place
        return resolved if resolved.is_relative_to(self.root.resolve()) else None

    def exists(self, path: str) -> bool:
        """Whether anything of that name is there, be it a link that leads nowhere."""
        return os.path.lexists(self._actual.get(path, self.root / path))

    def read(self, path: str, problems: Problems, limit: int = BINARY_LIMIT) -> bytes | None:
        """The bytes of a file; None, with a diagnostic, where it cannot be had."""
        data = self._read(path, problems, limit)
        if data is None:
            self.unread.add(path)
        else:
            self.inputs[path] = hashlib.sha256(data).hexdigest()
        return data

    def _read(self, path: str, problems: Problems, limit: int) -> bytes | None:
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
                    f"文件超过 {limit // MEGABYTE} MB，没有读取。",
                    "分成几个文件，或检查是否放错了文件。",
                )
                return None
            if not place.is_file():  # a folder, or a pipe that would never end
                raise IsADirectoryError(errno.EISDIR, "")
            return place.read_bytes()
        except OSError as error:
            problems.add(
                RuleBook.UNREADABLE,
                span,
                f"文件读不出：{_REASONS.get(error.errno or 0, error.strerror)}。",
                "检查文件是否存在、是否被别的程序占用、有没有读取权限。",
            )
            return None

    def text(self, path: str, problems: Problems) -> SourceText | None:
        """A text file in UTF-8 (with or without BOM) or GB18030, with any line ends."""
        data = self.read(path, problems, TEXT_LIMIT)
        if data is None:
            return None
        return read_text(path, data, problems)


def read_text(path: str, data: bytes, problems: Problems) -> SourceText | None:
    """The lines of a text; None, with a diagnostic, where it is none or too long."""
    text = decode(data)
    if text is None:
        problems.add(
            RuleBook.UNREADABLE,
            Span(path),
            "不是可读的文本：既不是 UTF-8，也不是 GB18030 编码。",
            "用记事本打开，另存为“UTF-8”编码；Word、Excel 文件不能只改文件名。",
        )
        return None
    if _is_too_long(text, path, problems):
        return None
    lines = _LINE_END.split(text)
    if not has_odd_signs(text):
        problems.lines[path] = lines
        source = SourceText(path, lines)
    else:
        source = _cleaned(path, lines, problems)
    for number, line in enumerate(lines if _CONTROL.search(text) else (), 1):
        report_control(line, Span(path, number), problems)
    return source


def _is_too_long(text: str, path: str, problems: Problems) -> bool:
    """Report a text of too many lines, or with a line that no page could print."""
    lines = text.count("\n") + text.count("\r")
    if lines > 2 * LINE_LIMIT or len(parts := _LINE_END.split(text)) > LINE_LIMIT:
        message = f"文件超过 {LINE_LIMIT} 行，没有读取。"
        problems.add(RuleBook.TOO_LARGE, Span(path), message, "分成几个文件，或删去空行。")
        return True
    for number, line in enumerate(parts, 1):
        if len(line) > LINE_LENGTH_LIMIT:
            problems.add(
                RuleBook.TOO_LARGE,
                Span(path, number),
                f"这一行有 {len(line)} 个字，超过 {LINE_LENGTH_LIMIT} 个，文件没有读取。",
                "分成几段、几行，或检查是否粘贴错了内容。",
                text=line[:100],
            )
            return True
    return False


def _cleaned(path: str, lines: Sequence[str], problems: Problems) -> SourceText:
    """The lines as one reads them; what was cleaned is said, and turned directions are errors."""
    problems.lines[path] = lines
    cleaned = {n: clean(line) for n, line in enumerate(lines, 1) if has_odd_signs(line)}
    tally = Tally()
    for number, line in cleaned.items():
        tally.note(line, f"第 {number} 行")
        report_direction(lines[number - 1], Span(path, number), problems)
    problems.lines[path] = CleanedLines(lines, {n: line.places for n, line in cleaned.items()})
    report_cleaned(tally, path, problems)
    read = (cleaned[n].text if n in cleaned else line for n, line in enumerate(lines, 1))
    return SourceText(path, list(read))


def report_direction(line: str, span: Span, problems: Problems) -> None:
    """Report the first sign of a line that turns the direction of what follows."""
    for place in islice(directions(line), 1):
        problems.add(
            RuleBook.DIRECTION,
            Span(span.path, span.line, place + 1),
            f"{name_of_sign(line[place])} 会改变文字的方向，看到的和实际写的可能不是一回事。",
            "删去这个看不见的字符，或者把这一行重新敲一遍。",
        )


def report_cleaned(tally: Tally, path: str, problems: Problems) -> None:
    """Say once of a file what was cleaned of it."""
    if tally:
        problems.add(
            RuleBook.CLEANED,
            Span(path),
            tally.message,
            "不影响使用；在原文里改成普通的字，以后就不再提示。",
            text="",
        )


def report_control(text: str, span: Span, problems: Problems) -> None:
    """Report the first control character of a line (or cell) that begins at `span`."""
    if match := _CONTROL.search(text):
        problems.add(
            RuleBook.CONTROL,
            Span(span.path, span.line, span.column + match.start()),
            f"有看不见的控制字符（U+{ord(match[0]):04X}）。",
            "多半是从 Word 或网页粘来的：删去它，要换行的另起一行。",
        )


def decode(data: bytes) -> str | None:
    """Decode UTF-8 or GB18030; None where it is neither (or holds a NUL, as UTF-16 does)."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None
