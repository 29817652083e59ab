"""附件: files that are published as they are (a scanned approval, an older PDF)."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from ..diagnostics import Problems, RuleBook, Span
from ..files import Folder
from ..keys import ATTACHMENT_KEYS, ATTACHMENTS
from ..model.disclosure import Attachment
from ..model.words import Words
from ..sources.file_kinds import FileKind, kind_of_file
from ..sources.keys import Keys, did_you_mean
from ..sources.package import spaced
from ..sources.picture_file import SUFFIXES
from .addresses import ADDRESS


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of attachment: what readers are told that it is, and what its bytes may be.

    `signs` are what a file begins with, where the kinds alone do not tell its format.
    """

    label: str
    kinds: tuple[FileKind, ...]
    signs: tuple[bytes, ...] = (b"",)

    def is_kind_of(self, data: bytes) -> bool:
        """Whether a browser, or the program of its ending, can open it."""
        return data.startswith(self.signs) and kind_of_file(data) in self.kinds


# WPS writes either format under its own endings, and what is named .doc is often RTF. An old
# file whose parts have names unknown to us may be sound. A ZIP may hold anything.
_OLD_TEXTS: Final = (FileKind.OLD_WORD, FileKind.OLD_BROKEN, FileKind.RICH_TEXT)
_OLD_SHEETS: Final = (FileKind.OLD_WORKBOOK, FileKind.OLD_BROKEN)
_JPEG: Final = Kind("图片", (FileKind.PICTURE,), (b"\xff\xd8\xff",))
KINDS: Final[Mapping[str, Kind]] = {
    ".pdf": Kind("PDF 文件", (FileKind.PDF,)),
    ".ofd": Kind("OFD 文件", (FileKind.OFD,)),
    ".docx": Kind("Word 文件", (FileKind.WORD,)),
    ".doc": Kind("Word 文件", _OLD_TEXTS),
    ".wps": Kind("WPS 文件", (*_OLD_TEXTS, FileKind.WORD)),
    ".xlsx": Kind("Excel 文件", (FileKind.WORKBOOK,)),
    ".xls": Kind("Excel 文件", _OLD_SHEETS),
    ".et": Kind("WPS 表格", (*_OLD_SHEETS, FileKind.WORKBOOK)),
    ".jpg": _JPEG,
    ".jpeg": _JPEG,
    ".png": Kind("图片", (FileKind.PICTURE,), (b"\x89PNG",)),
    ".tif": Kind("图片", (FileKind.PICTURE,), (b"II*\0", b"MM\0*")),
    ".zip": Kind("压缩包", tuple(FileKind), (b"PK",)),
}


@dataclass(frozen=True)
class AttachmentReader:
    """Reads the list of attachments; the files stand in the disclosure's folder 附件."""

    folder: Folder
    base: str
    files: tuple[str, ...]
    problems: Problems

    def read(self, keys: Keys, shown: Container[str]) -> tuple[Attachment, ...]:
        """The attachments that are listed; those that are neither nor `shown` as pictures in
        the text are faults."""
        items = [
            Keys(item, self.problems, ATTACHMENT_KEYS, ATTACHMENTS)
            for item in keys.mappings(ATTACHMENTS)
        ]
        found = [attachment for item in items if (attachment := self.one(item))]
        self.report_twins(found)
        listed = {f"{self.base}/{ATTACHMENTS}/{item.text('文件').text}" for item in items}
        for path in self.files:
            if self.is_attachment(path) and path not in listed and path not in shown:
                name = PurePosixPath(path)
                picture = (
                    f"；是正文里的图，在正文里写：![图上有什么]({ATTACHMENTS}/{name.name})"
                    if name.suffix.lower() in SUFFIXES
                    else ""
                )
                self.problems.add(
                    RuleBook.UNUSED_FILE,
                    Span(path),
                    "“附件”里没有列出这个文件。",
                    f"在“附件”下面加：- 标题: …，下一行 文件: {name.name}{picture}",
                    text="",
                )
        return tuple(found)

    def is_attachment(self, path: str) -> bool:
        return path.startswith(f"{self.base}/{ATTACHMENTS}/")

    def one(self, keys: Keys) -> Attachment | None:
        keys.require("标题", "写上附件在网页上的名称；没有名称，列不出来。")
        keys.require("文件", "写上“附件”文件夹里的文件名，例如 批复.pdf；没有文件，列不出来。")
        title, name, typed = keys.text("标题"), keys.text("文件"), keys.text("地址")
        if not title or not name:
            return None
        path = f"{self.base}/{ATTACHMENTS}/{name.text}"
        if path not in self.files:
            here = [PurePosixPath(f).name for f in self.files if self.is_attachment(f)]
            hint = did_you_mean(name.text, here) if here else (
                f"附件放在文件夹 {self.base}/{ATTACHMENTS}/ 里。"
            )  # fmt: skip
            self.problems.add(RuleBook.MISSING_FILE, name.span, f"没有找到附件：{name.text}", hint)
            return None
        suffix = PurePosixPath(name.text).suffix.lower()
        if suffix not in KINDS:
            self.problems.add(
                RuleBook.WRONG_KIND,
                name.span,
                f"附件不能是“{suffix or '没有扩展名'}”类型的文件。",
                "可以是：" + "、".join(KINDS) + "。",
            )
            return None
        address = typed.text or PurePosixPath(name.text).stem
        if not ADDRESS.fullmatch(address):
            self.problems.add(
                RuleBook.BAD_ADDRESS,
                typed.span if typed else name.span,
                f"“{address}”不能用作网址。",
                "加一行“地址: pifu”，用英文字母、数字和连字符。",
            )
            return None
        data = self.folder.read(path, self.problems)
        if data is None or not self.is_what_it_is_named(data, name, suffix):
            return None
        digest = hashlib.sha256(data).hexdigest()
        return Attachment(title, path, f"{address}{suffix}", KINDS[suffix].label, len(data), digest)

    def is_what_it_is_named(self, data: bytes, name: Words, suffix: str) -> bool:
        """Whether a file is what its ending promises; reported where it is not."""
        if KINDS[suffix].is_kind_of(data):
            return True
        kind = kind_of_file(data)
        if kind is FileKind.EMPTY:
            rule, what = RuleBook.EMPTY_FILE, "是空的"
        else:
            said = "认不出的东西" if kind is FileKind.UNKNOWN else spaced(kind.value)
            said = "另一种图片" if KINDS[suffix].kinds == (kind,) else said
            rule, what = RuleBook.WRONG_KIND, f"不是 {suffix} 文件，而是{said}"
        self.problems.add(
            rule,
            name.span,
            f"附件 {name.text} {what}，公开后打不开。",
            "换成完整的原件；格式不同的，用原来的程序打开后另存，不能只改扩展名。",
        )
        return False

    def report_twins(self, found: list[Attachment]) -> None:
        seen: dict[str, Words] = {}
        for attachment in found:
            name = attachment.address.casefold()
            if name in seen:
                self.problems.add(
                    RuleBook.BAD_ADDRESS,
                    attachment.title.span,
                    f"两个附件的网址都是“{attachment.address}”。",
                    "给其中一个写上不同的“地址”。",
                )
            seen[name] = attachment.title
