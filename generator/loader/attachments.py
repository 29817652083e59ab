"""附件: files that are published as they are (a scanned approval, an older PDF)."""

from __future__ import annotations

import hashlib
from collections.abc import Container
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from ..diagnostics import Problems, RuleBook, Span
from ..files import Folder
from ..keys import ATTACHMENT_KEYS, ATTACHMENTS
from ..model.disclosure import Attachment
from ..model.words import Words
from ..sources.keys import Keys, did_you_mean
from ..sources.picture_file import SUFFIXES
from .addresses import ADDRESS

KINDS: Final = {
    ".pdf": "PDF 文件", ".ofd": "OFD 文件", ".docx": "Word 文件", ".doc": "Word 文件",
    ".wps": "WPS 文件", ".xlsx": "Excel 文件", ".xls": "Excel 文件", ".et": "WPS 表格",
    ".jpg": "图片", ".jpeg": "图片", ".png": "图片", ".tif": "图片", ".zip": "压缩包",
}  # fmt: skip


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
        if data is None:
            return None
        digest = hashlib.sha256(data).hexdigest()
        return Attachment(title, path, f"{address}{suffix}", KINDS[suffix], len(data), digest)

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
