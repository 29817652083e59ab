"""The package of a Word file: a ZIP with XML parts, opened with care.

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
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from lxml import etree

from ..diagnostics import Rule, RuleBook
from ..files import BINARY_LIMIT

ENTRY_LIMIT: Final = 4_000
UNPACKED_LIMIT: Final = 256 * 1024 * 1024
PART_LIMIT: Final = 64 * 1024 * 1024
NODE_LIMIT: Final = 2_000_000
DEPTH_LIMIT: Final = 120

_CHUNK: Final = 1 << 16
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORDS: Final = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_PREFIXES: Final = {
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "urn:schemas-microsoft-com:vml": "v",
}
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


@dataclass(frozen=True)
class Package:
    """The parts of a Word file by name, in lower case, with `/`."""

    archive: zipfile.ZipFile
    names: dict[str, zipfile.ZipInfo]
    main: str

    def xml(self, name: str) -> etree._Element | None:
        """The root of an XML part; None where there is no such part."""
        info = self.names.get(name.lower())
        return parse_xml(_unpack(self.archive, info)) if info else None

    def related(self, kind: str) -> list[str]:
        """The parts that the document refers to as `kind` (styles, numbering, header …)."""
        relations = _relations(self.archive, self.names, self.main)
        return [target for k, target in relations if k == kind]


def open_package(data: bytes) -> Package:
    """Open the bytes of a .docx; raises Refusal for anything else."""
    if len(data) > BINARY_LIMIT:
        raise _too_large()
    if not data.startswith(b"PK"):
        raise _not_a_package(data)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = archive.infolist()
    except _BROKEN as error:
        raise _broken() from error
    if len(infos) > ENTRY_LIMIT or sum(i.file_size for i in infos) > UNPACKED_LIMIT:
        raise _too_large()
    names: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        name = info.filename.replace("\\", "/").lstrip("/").lower()
        if names.setdefault(name, info) is not info:
            raise _broken()
    if "xl/workbook.xml" in names:
        raise Refusal(
            RuleBook.UNREADABLE, "这是 Excel 工作簿，不是 Word 文件。", "选用 Word 的 .docx 文件。"
        )
    mains = [t for k, t in _relations(archive, names, "") if k == "officedocument"]
    main = next((m for m in (*mains, "word/document.xml") if m in names), "")
    if not main:
        raise Refusal(
            RuleBook.UNREADABLE,
            "这是一个压缩包，里面没有 Word 的正文。",
            "用 Word 或 WPS 打开原文件，另存为“Word 文档（.docx）”。",
        )
    return Package(archive, names, main)


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    if info.flag_bits & 1:
        raise _encrypted()
    try:
        with archive.open(info) as part:
            data = part.read(PART_LIMIT + 1)
    except _BROKEN as error:
        raise _broken() from error
    if len(data) > PART_LIMIT:
        raise _too_large()
    return data


def parse_xml(data: bytes) -> etree._Element:
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
    nodes = depth = 0
    try:
        for begin in range(0, len(data), _CHUNK):
            parser.feed(data[begin : begin + _CHUNK])
            for event, _ in parser.read_events():
                depth += 1 if event == "start" else -1
                nodes += event == "start"
                if nodes > NODE_LIMIT or depth > DEPTH_LIMIT:
                    raise _too_large()
        root = parser.close()
    except (etree.LxmlError, SyntaxError, ValueError, LookupError) as error:
        raise _broken() from error
    if root is None or root.getroottree().docinfo.doctype:
        raise _broken()
    return root


def _relations(
    archive: zipfile.ZipFile, names: dict[str, zipfile.ZipInfo], part: str
) -> list[tuple[str, str]]:
    """(kind, target) of a part's relationships inside the package; in lower case."""
    folder, name = posixpath.split(part)
    info = names.get(posixpath.join(folder, "_rels", f"{name}.rels"))
    if info is None:
        return []
    found = []
    for relation in parse_xml(_unpack(archive, info)):
        kind = (relation.get("Type") or "").rsplit("/", 1)[-1].lower()
        target = (relation.get("Target") or "").replace("\\", "/").lower()
        if relation.get("TargetMode") != "External":
            found.append((kind, posixpath.normpath(posixpath.join(f"/{folder}", target))[1:]))
    return found


@lru_cache(maxsize=2_000)
def _known(tag: str) -> str:
    namespace, _, local = tag.rpartition("}")
    if namespace[1:] in _WORDS:
        return local
    return f"{_PREFIXES.get(namespace[1:], '')}:{local}"


def name_of(element: etree._Element) -> str:
    """`p`, `tbl` for Word's own elements; `mc:…`, `m:…`, `v:…`, `:…` for the rest."""
    return _known(element.tag) if isinstance(element.tag, str) else "?"


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of that name."""
    if element is None:
        return None
    return next((e for e in element if name_of(e) == name), None)


def value(element: etree._Element | None, name: str = "val") -> str | None:
    """An attribute of an element, whatever its prefix."""
    if element is None:
        return None
    return next(
        (str(v) for k, v in element.attrib.items() if str(k).rpartition("}")[2] == name), None
    )


def number(text: str | None, default: int) -> int:
    """A small whole number; the default for anything else."""
    if text and len(text) < 9 and text.lstrip("-").isascii() and text.lstrip("-").isdigit():
        return int(text)
    return default


def is_on(element: etree._Element | None) -> bool:
    """Whether a switch such as <w:b/> is there and not turned off."""
    return element is not None and value(element) not in ("0", "false", "off", "none")


def _too_large() -> Refusal:
    return Refusal(
        RuleBook.TOO_LARGE,
        "文件太大，或者展开后大得不正常，没有读取。",
        "检查文件来源；图片太多的，删去图片另存一份再导入。",
    )


def _broken() -> Refusal:
    return Refusal(
        RuleBook.UNREADABLE,
        "文件已损坏，不是完好的 Word 文件。",
        "用 Word 或 WPS 打开，另存为“Word 文档（.docx）”后再导入。",
    )


def _encrypted() -> Refusal:
    return Refusal(
        RuleBook.UNREADABLE,
        "文件设了打开密码，读不出来。",
        "用 Word 打开，去掉密码后另存一份再导入。",
    )


def _not_a_package(data: bytes) -> Refusal:
    """Say what the file is, as far as its beginning tells."""
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return _encrypted()
        what = "这是旧格式（.doc 或 .wps）的文件。"
    elif not data:
        return Refusal(RuleBook.EMPTY_FILE, "文件是空的。", "检查文件是否复制完整。")
    elif data.startswith(b"%PDF"):
        what = "这是 PDF，不是 Word 文件。"
    elif data.lstrip().startswith(b"{\\rtf"):
        what = "这是 RTF 文件。"
    else:
        what = "这不是 Word 文件（.docx）。"
    return Refusal(
        RuleBook.UNREADABLE, what, "用 Word 或 WPS 打开，另存为“Word 文档（.docx）”后再导入。"
    )
