"""A ZIP of XML parts, as Word files and workbooks are, opened with care.

Every bound is checked before what it bounds is used, so that no file, however
made, takes the memory or the time of the machine.
"""

from __future__ import annotations

import io
import lzma
import posixpath
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from ..diagnostics import Rule, RuleBook
from ..limits import (
    BINARY_LIMIT,
    ENTRY_LIMIT,
    NODES_A_BYTE,
    NODES_AT_MOST,
    NODES_IN_ANY_CASE,
    PART_LIMIT,
    UNPACKED_LIMIT,
    XML_DEPTH_LIMIT,
)

_CHUNK: Final = 1 << 16
_ENTRY: Final = b"PK\x01\x02"
_ARCHIVES_WITHIN: Final = 5
_BROKEN: Final = (
    zipfile.BadZipFile, EOFError, OSError, ValueError, KeyError, IndexError, RuntimeError,
    NotImplementedError, OverflowError, struct.error, zlib.error, lzma.LZMAError,
)  # fmt: skip


class Refusal(Exception):
    """A file that is not read; the rule, the message and the hint say why."""

    def __init__(self, rule: Rule, message: str, hint: str, text: str = "") -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.hint = hint
        self.text = text


@dataclass(frozen=True, slots=True)
class Wanted:
    """What kind of file is asked for, and how to make one, in the words of messages."""

    name: str
    way_out: str

    @property
    def spaced(self) -> str:
        return spaced(self.name)


@dataclass
class Package:
    """The parts of a package by name, in lower case, with `/`.

    `nodes` and `unpacked` count what was read of it so far, of all its parts together.
    """

    archive: zipfile.ZipFile
    names: dict[str, zipfile.ZipInfo]
    wanted: Wanted
    node_limit: int
    nodes: int = 0
    unpacked: int = 0
    parsed: dict[str, etree._Element] = field(default_factory=dict)

    def read(self, name: str) -> bytes | None:
        """The bytes of a part; None where there is no such part. Raises Refusal."""
        info = self.names.get(name.lower())
        if info is None:
            return None
        if info.flag_bits & 1:
            raise encrypted(self.wanted)
        try:
            with self.archive.open(info) as part:
                data = part.read(PART_LIMIT + 1)
        except _BROKEN as error:
            raise broken(self.wanted) from error
        self.unpacked += len(data)
        if len(data) > PART_LIMIT or self.unpacked > UNPACKED_LIMIT:
            raise too_large()
        return data

    def xml(self, name: str) -> etree._Element | None:
        """The root of an XML part, parsed once; None where there is no such part."""
        key = name.lower()
        if key not in self.parsed:
            data = self.read(key)
            if data is None:
                return None
            self.parsed[key] = self._parse(data)
        return self.parsed[key]

    def _parse(self, data: bytes) -> etree._Element:
        """The root of an XML text: no entity, no network, bounded size and depth."""
        parser = etree.XMLPullParser(
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        depth = 0
        try:
            for begin in range(0, len(data), _CHUNK):
                parser.feed(data[begin : begin + _CHUNK])
                for event, _ in parser.read_events():
                    depth += 1 if event == "start" else -1
                    if depth > XML_DEPTH_LIMIT:
                        raise too_large()
                    if event == "start":
                        self.count_node()
            root = parser.close()
        except (etree.LxmlError, SyntaxError, ValueError, LookupError) as error:
            raise broken(self.wanted) from error
        if root is None or root.getroottree().docinfo.doctype:
            raise broken(self.wanted)
        return root

    def count_node(self) -> None:
        """One node more; raises Refusal where that is one too many."""
        self.nodes += 1
        if self.nodes > self.node_limit:
            raise too_large()

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """The relationships of a part inside the package, by id: (kind, target) in lower case.

        Strict and transitional files name the same kinds.
        """
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: dict[str, tuple[str, str]] = {}
        for relation in root if root is not None else ():
            kind = (relation.get("Type") or "").rsplit("/", 1)[-1].lower()
            target = (relation.get("Target") or "").replace("\\", "/").lower()
            if relation.get("TargetMode") != "External":
                path = posixpath.normpath(posixpath.join(f"/{folder}", target))[1:]
                found[relation.get("Id") or f"#{len(found)}"] = (kind, path)
        return found

    def related(self, part: str, kind: str) -> list[str]:
        """The parts that a part refers to as `kind` (styles, numbering, header …), each once."""
        targets = (target for k, target in self.relations(part).values() if k == kind)
        return list(dict.fromkeys(targets))

    def main(self, usual: str) -> str:
        """The part that the package begins with, else `usual`; '' where it has neither."""
        mains = self.related("", "officedocument")
        return next((m for m in (*mains, usual) if m in self.names), "")


def open_package(data: bytes, wanted: Wanted) -> Package:
    """Open the bytes of a ZIP; raises Refusal where it is broken or too large."""
    if len(data) > BINARY_LIMIT or has_too_many_entries(data):
        raise too_large()
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = archive.infolist()
    except _BROKEN as error:
        raise broken(wanted) from error
    if len(infos) > ENTRY_LIMIT or sum(i.file_size for i in infos) > UNPACKED_LIMIT:
        raise too_large()
    names: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        name = info.filename.replace("\\", "/").lstrip("/").lower()
        if names.setdefault(name, info) is not info:
            raise broken(wanted)
    nodes = min(NODES_IN_ANY_CASE + NODES_A_BYTE * len(data), NODES_AT_MOST)
    return Package(archive, names, wanted, nodes)


def has_too_many_entries(data: bytes) -> bool:
    """Whether an archive may list more entries than anybody should read the names of.

    Python reads the whole directory before it can be asked. Each entry begins with a sign,
    which archives within this one bring too: they are allowed for.
    """
    return data.count(_ENTRY) > _ARCHIVES_WITHIN * ENTRY_LIMIT


def spaced(name: str) -> str:
    """A name as it stands behind a Chinese character: a Latin one with a blank before it."""
    return f" {name}" if name[:1].isascii() else name


def too_large() -> Refusal:
    return Refusal(
        RuleBook.TOO_LARGE,
        "文件太大，或者展开后大得不正常，没有读取。",
        "检查文件来源；图片太多的，删去图片另存一份再导入。",
    )


def broken(wanted: Wanted) -> Refusal:
    return Refusal(RuleBook.UNREADABLE, f"文件已损坏，不是完好的{wanted.spaced}。", wanted.way_out)


def encrypted(wanted: Wanted) -> Refusal:
    return Refusal(
        RuleBook.UNREADABLE,
        "文件设了打开密码，读不出来。",
        f"打开它，去掉密码后另存一份；{wanted.way_out}",
    )
