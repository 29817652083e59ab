"""What a file is, told by its bytes and not by its name, and the way out where it is not read."""

from __future__ import annotations

import io
import re
import zipfile
from enum import Enum
from typing import Final

from ..diagnostics import RuleBook
from .package import Refusal, Wanted, broken, encrypted, has_too_many_entries, spaced

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOOKED_AT: Final = 4096
_BEFORE_PDF: Final = 1024  # readers of PDF pass over so many bytes of anything else


class FileKind(Enum):
    """A kind of file, by the name that messages call it."""

    WORD = "Word 文件（.docx）"
    WORKBOOK = "Excel 工作簿（.xlsx）"
    MACRO_WORKBOOK = "带宏的 Excel 工作簿（.xlsm）"
    BINARY_WORKBOOK = "二进制的 Excel 工作簿（.xlsb）"
    OLD_WORD = "旧格式（.doc 或 .wps）的文件"
    OLD_WORKBOOK = "旧格式（.xls 或 .et）的工作簿"
    OLD_BROKEN = "旧格式（.doc、.xls、.wps 或 .et）的文件，而且已损坏"
    SLIDES = "演示文稿"
    PROTECTED = "设了打开密码的文件"
    TEXT_DOCUMENT = "OpenDocument 文本（.odt）"
    SPREADSHEET = "OpenDocument 表格（.ods）"
    OFD = "OFD 文件"
    PDF = "PDF"
    RICH_TEXT = "RTF 文件"
    WEB_PAGE = "网页（HTML）"
    WEB_ARCHIVE = "单个文件的网页（MHTML）"
    OLD_XML = "Excel 2003 的 XML 表格"
    PICTURE = "图片"
    TEXT = "纯文本"
    ARCHIVE = "压缩包"
    EMPTY = "空的"
    UNKNOWN = "认不出的文件"


_OLE_STREAMS: Final = (
    ("EncryptedPackage", FileKind.PROTECTED),
    ("WordDocument", FileKind.OLD_WORD),
    ("Workbook", FileKind.OLD_WORKBOOK),
    ("Book\0", FileKind.OLD_WORKBOOK),
    ("PowerPoint Document", FileKind.SLIDES),
)
_STARTS: Final = (
    (b"%PDF", FileKind.PDF),
    (b"{\\rtf", FileKind.RICH_TEXT),
    (b"\x89PNG", FileKind.PICTURE),
    (b"\xff\xd8\xff", FileKind.PICTURE),
    (b"GIF8", FileKind.PICTURE),
    (b"II*\0", FileKind.PICTURE),
    (b"MM\0*", FileKind.PICTURE),
    (b"Rar!", FileKind.ARCHIVE),
    (b"7z\xbc\xaf", FileKind.ARCHIVE),
)
_HTML: Final = re.compile(rb"<(?:!doctype\s+html|html|table|body|meta\b|head\b)", re.IGNORECASE)
_MIME: Final = re.compile(rb"^(?:mime-version|from|content-type)\s*:", re.IGNORECASE | re.MULTILINE)


def kind_of_file(data: bytes) -> FileKind:
    """What the bytes are, as far as they tell."""
    start = data[:_LOOKED_AT]
    if not start:
        return FileKind.EMPTY
    if start.startswith(_OLE):
        return next(
            (kind for name, kind in _OLE_STREAMS if name.encode("utf-16-le") in data),
            FileKind.OLD_BROKEN,
        )
    if start.startswith(b"PK"):
        return _kind_of_archive(data)
    bare = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    for sign, kind in _STARTS:
        if bare.startswith(sign):
            return kind
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        return FileKind.OLD_XML
    plain = start.replace(b"\0", b"")  # UTF-16
    if _MIME.match(plain.lstrip()) and b"multipart" in plain.lower():
        return FileKind.WEB_ARCHIVE
    if _HTML.search(plain):
        return FileKind.WEB_PAGE
    if b"%PDF-" in start[:_BEFORE_PDF]:
        return FileKind.PDF
    return FileKind.TEXT if _is_text(start) else FileKind.UNKNOWN


def _kind_of_archive(data: bytes) -> FileKind:
    if has_too_many_entries(data):
        return FileKind.ARCHIVE
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.replace("\\", "/").lstrip("/").lower() for name in archive.namelist()}
            if "mimetype" in names:
                with archive.open("mimetype") as entry:
                    said = entry.read(100)
                if b"opendocument.spreadsheet" in said:
                    return FileKind.SPREADSHEET
                if b"opendocument.text" in said:
                    return FileKind.TEXT_DOCUMENT
    except (zipfile.BadZipFile, OSError, ValueError, KeyError, RuntimeError, EOFError,
            NotImplementedError):  # fmt: skip
        return FileKind.ARCHIVE
    if "xl/vbaproject.bin" in names:
        return FileKind.MACRO_WORKBOOK
    for part, kind in (
        ("xl/workbook.bin", FileKind.BINARY_WORKBOOK),
        ("xl/", FileKind.WORKBOOK),
        ("word/", FileKind.WORD),
        ("ppt/", FileKind.SLIDES),
        ("ofd.xml", FileKind.OFD),
    ):
        if any(name.startswith(part) for name in names):
            return kind
    return FileKind.ARCHIVE


def _is_text(start: bytes) -> bool:
    for encoding in ("utf-8", "gb18030"):
        try:
            text = start[: -4 or None].decode(encoding, "strict" if len(start) < 8 else "ignore")
        except UnicodeDecodeError:
            continue
        if "\0" not in text and not re.search(r"[\x01-\x08\x0e-\x1f]", text):
            return True
    return start[:2] in (b"\xff\xfe", b"\xfe\xff")


_SAVE_AS: Final = {
    FileKind.PDF: "PDF 不能导入：找到它的 Word 或 Excel 原文件再导入。",
    FileKind.OFD: "OFD 不能导入：找到它的 Word 或 Excel 原文件再导入。",
    FileKind.PICTURE: "图片不能导入：找到它的 Word 或 Excel 原文件再导入。",
    FileKind.SLIDES: "演示文稿不能导入：把表格复制到 Word 或 Excel 里，另存后再导入。",
    FileKind.OLD_BROKEN: "用 Office 或 WPS 打开看看；打得开的，另存为 .docx 或 .xlsx 后再导入。",
    FileKind.WEB_PAGE: "扩展名是 .xls 也一样：用 Excel 或 WPS 打开，"
    "另存为“Excel 工作簿（.xlsx）”。",
    FileKind.WEB_ARCHIVE: "用 Excel、Word 或 WPS 打开，另存为 .xlsx 或 .docx。",
    FileKind.OLD_XML: "用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”。",
    FileKind.TEXT: "用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”；"
    "已经是 YAML 或 Markdown 的，直接放进 content 文件夹。",
    FileKind.ARCHIVE: "先解开压缩包，导入里面的 Word 或 Excel 文件。",
}
_SHEETS: Final = frozenset(
    {FileKind.WORKBOOK, FileKind.MACRO_WORKBOOK, FileKind.BINARY_WORKBOOK,
     FileKind.OLD_WORKBOOK, FileKind.SPREADSHEET}
)  # fmt: skip
_TEXTS: Final = frozenset({FileKind.WORD, FileKind.OLD_WORD, FileKind.TEXT_DOCUMENT,
                           FileKind.RICH_TEXT})  # fmt: skip


def refusal_of(data: bytes, wanted: Wanted) -> Refusal:
    """Why a file is not what is wanted: what it is, and its own way out."""
    kind = kind_of_file(data)
    if kind is FileKind.EMPTY:
        return Refusal(RuleBook.EMPTY_FILE, "文件是空的。", "检查文件是否复制完整。")
    if kind is FileKind.PROTECTED:
        return encrypted(wanted)
    if kind in (FileKind.WORD, FileKind.WORKBOOK) and kind.value.startswith(wanted.name[:4]):
        return broken(wanted)
    if data.startswith(b"PK") and not zipfile.is_zipfile(io.BytesIO(data)):
        return broken(wanted)
    way_out = _SAVE_AS.get(kind)
    if way_out is None and kind in _SHEETS:
        way_out = "用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”。"
    elif way_out is None and kind in _TEXTS:
        way_out = "用 Word 或 WPS 打开，另存为“Word 文档（.docx）”后再导入。"
    return Refusal(
        RuleBook.UNREADABLE,
        f"这不是{wanted.spaced}。" if kind is FileKind.UNKNOWN
        else f"这是{spaced(kind.value)}，不是{wanted.spaced}。",
        way_out or wanted.way_out,
    )  # fmt: skip
