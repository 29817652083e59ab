"""What goes into each ZIP: the folder, a fragment, the line of the catalogue, checksums."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from ... import plan
from ..former import Former, PublishedText
from ..record import BUNDLE_MAKER, records
from .catalogue import catalogue_entries, entries_json
from .fragment import fragment, style_rules
from .pages import Bounds, detached, site_url

FRAGMENT: Final = "fragment.html"
ENTRY: Final = "catalogue.json"
READ_ME: Final = "README.txt"
WHOLE: Final = "site"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_ASSETS: Final = "assets/"


@dataclass(frozen=True)
class Bundles:
    """The bundles of a site that stands as it was published."""

    former: Former
    root: Path
    templates: Sequence[Path]

    @cached_property
    def url(self) -> str:
        """Where the site stands on the web; empty where its pages do not say."""
        return site_url(self._read(plan.HOME), plan.HOME)

    @cached_property
    def entries(self) -> dict[str, dict[str, str]]:
        return catalogue_entries(self._read(plan.CATALOGUE))

    def all(self) -> Iterator[tuple[str, Iterator[tuple[str, bytes]]]]:
        """Each ZIP's name, without its ending, with its files."""
        for text in self.former.public:
            if text.folder.count("/") == 1:
                yield _name(text.folder), self._of_a_disclosure(text)
        yield WHOLE, self._of_the_site()

    def _of_a_disclosure(self, text: PublishedText) -> Iterator[tuple[str, bytes]]:
        """Its folder with its former versions, and what its pages are shown with."""
        folder = f"{text.folder}/"
        names = [p for p in self.former.record.files if p.startswith((folder, _ASSETS))]
        entry = {k: v for k, v in self.entries.items() if k == text.folder}
        yield from self._files(names, text.page, entry, text.title)

    def _of_the_site(self) -> Iterator[tuple[str, bytes]]:
        """Everything but drafts."""
        drafts = tuple(f"{t.folder}/" for t in self.former.texts.values() if not t.is_public)
        names = [p for p in self.former.record.files if not p.startswith(drafts)]
        yield from self._files(names, plan.CATALOGUE, self.entries, "全站")

    def _files(
        self, names: Sequence[str], page: str, entries: dict[str, dict[str, str]], title: str
    ) -> Iterator[tuple[str, bytes]]:
        bounds = Bounds(frozenset(names), self.url)
        for name in names:
            data = self._read(name)
            yield name, detached(data, name, bounds) if name.endswith(".html") else data
        yield FRAGMENT, fragment(self._read(page), page, bounds, style_rules(self.templates))
        yield ENTRY, entries_json(entries, self.url)
        yield READ_ME, _read_me(title, page, names)

    def _read(self, name: str) -> bytes:
        return (self.root / name).read_bytes()


def write_bundle(place: Path, name: str, files: Iterator[tuple[str, bytes]]) -> None:
    """Write a ZIP with everything in a folder of its name, and its checksums.

    The same files make the same bytes: no time, no owner, one order.
    """
    digests: dict[str, str] = {}
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in sorted(files):
            digests[path] = hashlib.sha256(data).hexdigest()
            _add(archive, f"{name}/{path}", data)
        for path, data in records(digests, {}, {}, BUNDLE_MAKER):
            _add(archive, f"{name}/{path}", data)


def _add(archive: zipfile.ZipFile, path: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(path, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o100644 << 16
    archive.writestr(entry, data)


def _name(folder: str) -> str:
    year, id = folder.split("/")
    return f"{id}-{year}"


def _read_me(title: str, page: str, names: Sequence[str]) -> bytes:
    """What is what, as Windows opens it: with a BOM and its line ends."""
    pdfs = [name for name in names if name.endswith(".pdf") and "/files/" not in name]
    lines = [
        title,
        "",
        f"打开 {page}：在电脑、U 盘上直接看，不用联网。",
        f"{FRAGMENT}：粘贴到内容管理系统的源代码里；样式写在各个元素上，没有脚本。",
        f"{ENTRY}：信息公开目录里的记录，照着填写标题、索引号、日期等。",
        *(f"{name}：PDF 全文。" for name in pdfs),
        "各份公开的 data 文件夹：CSV、XLSX、JSON 数据；files 文件夹：附件。",
        "SHA256SUMS、manifest.json：每个文件的摘要，用 gongkai verify 核对这个 ZIP。",
    ]
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode("utf-8")
