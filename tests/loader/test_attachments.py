"""Attachments are what their names promise, or it is said what they are."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from generator.build import Settings, check
from generator.loader.attachments import KINDS
from tests.conftest import TEMPLATES
from tests.test_build import DRAFT, quiet


def package(*names: str) -> bytes:
    """A ZIP with these parts, whatever the clock says the same bytes."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), "甲")
    return data.getvalue()


def old(stream: str) -> bytes:
    """The beginning of a file in Microsoft's old container, with a stream of this name."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le")


WORD, SHEETS, OLD_WORD, OLD_SHEETS = (
    package("word/document.xml"), package("xl/workbook.xml"), old("WordDocument"), old("Workbook"),
)  # fmt: skip
PNG, JPEG, TIFF = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0JFIF", b"MM\0*\0\0"
SOUND = {
    ".pdf": (b"%PDF-1.4", b"\xef\xbb\xbf\n%PDF-1.7", b"a printer's own line\n%PDF-1.4"),
    ".ofd": (package("OFD.xml"),), ".docx": (WORD,), ".doc": (OLD_WORD, b"{\\rtf1", old("Other")),
    ".wps": (OLD_WORD, WORD), ".xlsx": (SHEETS,), ".xls": (OLD_SHEETS,),
    ".et": (OLD_SHEETS, SHEETS), ".jpg": (JPEG,), ".jpeg": (JPEG,), ".png": (PNG,),
    ".tif": (TIFF, b"II*\0"), ".zip": (package("a.txt"), WORD),
}  # fmt: skip
HTML = b"<!doctype html><script>alert(1)</script>"


@pytest.mark.parametrize("suffix", KINDS)
def test_a_sound_file_of_each_ending_is_taken_and_no_other(suffix: str) -> None:
    kind = KINDS[suffix]
    assert all(kind.is_kind_of(data) for data in SOUND[suffix])
    others = {data for found in SOUND.values() for data in found} - set(SOUND[suffix])
    also = {".zip": (SHEETS, package("OFD.xml")), ".docx": (), ".wps": (b"{\\rtf1", old("Other")),
            ".xls": (old("Other"),), ".et": (old("Other"),)}  # fmt: skip
    same = {".jpg": ".jpeg", ".jpeg": ".jpg"}.get(suffix, suffix)
    lying = others - set(SOUND[same]) - set(also.get(suffix, ()))
    assert not any(kind.is_kind_of(data) for data in (*lying, HTML, b"", b"\0\1\2" * 9))


def test_what_lies_is_named_where_it_is_listed_with_what_it_is(tmp_path: Path) -> None:
    files = {
        "a.pdf": PNG, "b.pdf": HTML, "c.png": JPEG, "d.docx": old("EncryptedPackage"),
        "e.xlsx": OLD_SHEETS, "f.pdf": b"", "g.jpg": b"\0\1\2" * 9, "h.pdf": b"%PDF-1.4",
    }  # fmt: skip
    folder = tmp_path / "content/2025/a"
    (folder / "附件").mkdir(parents=True)
    for name, data in files.items():
        (folder / "附件" / name).write_bytes(data)
    listed = "".join(f"  - 标题: {name}\n    文件: {name}\n" for name in files)
    (folder / "部门.yaml").write_text(f"{DRAFT}附件:\n{listed}", "utf-8")
    report = check(Settings(tmp_path / "content", Path(), (TEMPLATES,)), quiet)
    found = [d for d in report.diagnostics if "附件" in d.message]
    assert [d.message.removeprefix("附件 ") for d in found] == [
        "a.pdf 不是 .pdf 文件，而是图片，公开后打不开。",
        "b.pdf 不是 .pdf 文件，而是网页（HTML），公开后打不开。",
        "c.png 不是 .png 文件，而是另一种图片，公开后打不开。",
        "d.docx 不是 .docx 文件，而是设了打开密码的文件，公开后打不开。",
        "e.xlsx 不是 .xlsx 文件，而是旧格式（.xls 或 .et）的工作簿，公开后打不开。",
        "f.pdf 是空的，公开后打不开。",
        "g.jpg 不是 .jpg 文件，而是认不出的东西，公开后打不开。",
    ]
    assert {d.span.path for d in found} == {"2025/a/部门.yaml"}
    assert all(d.text.strip() == f"文件: {name}" for d, name in zip(found, files, strict=False))
