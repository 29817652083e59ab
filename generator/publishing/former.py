"""The site as it stands: which disclosures are published there, and what belongs to each."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from .. import plan
from ..model.disclosure import Status
from .record import Record, digest, read_record

_TEXT: Final = re.compile(rf"(\d{{4}}/[^/]+(?:/v\d+)?)/{re.escape(f'data/{plan.DISCLOSURE_JSON}')}")
# A picture in a text is called by its digest.
_PICTURE: Final = re.compile(r"files/[0-9a-f]{16}\.(?:png|jpg)")
_OF_A_YEAR: Final = re.compile(r"\d{4}/[^/]+/")
_LEADS: Final = re.compile(rb'http-equiv="refresh" content="0; url=([^"]+)"')
_PARTS_OF_A_YEAR: Final = ("data", plan.PROJECTS)

Place = Callable[[str], Path]


@dataclass(frozen=True)
class PublishedText:
    """One text of a disclosure as it stands published, in a folder of the site.

    `files` are those of this version alone. `site` is the folder of the site, None where
    nothing of it can be read.
    """

    folder: str
    files: tuple[str, ...]
    site: Path | None

    @property
    def data(self) -> Mapping[str, object]:
        """Its `disclosure.json`, empty where that was lost. It is read where it is wanted, and
        not held: most texts of a build are what they were, and those of a county take much."""
        return read_text(self.site.joinpath, self.folder) if self.site is not None else {}

    @cached_property
    def _said(self) -> tuple[bool, str]:
        data = self.data
        return data.get("状态") != Status.DRAFT.value, str(data.get("标题") or self.folder)

    @property
    def is_public(self) -> bool:
        """Whether the public was given it; one that nobody can tell of counts as public."""
        return self._said[0]

    @property
    def title(self) -> str:
        return self._said[1]

    @property
    def page(self) -> str:
        return f"{self.folder}/{plan.HOME}"

    def label(self, path: str) -> str:
        """What a reader calls one of its files."""
        rest = path.removeprefix(f"{self.folder}/")
        for project in self._listed("项目"):
            if rest == f"{project.get('地址')}/{plan.HOME}":
                return f"项目“{project.get('名称')}”的网页"
        for attachment in self._listed("附件"):
            if path == attachment.get("地址"):
                return f"附件“{attachment.get('标题')}”"
        if _PICTURE.fullmatch(rest):
            return "正文里的图"
        if rest.endswith(".pdf") and "/" not in rest:
            return "PDF 全文"
        return "网页" if rest.endswith(".html") else "数据文件" if "/" in rest else "文件"

    def _listed(self, key: str) -> list[dict[str, object]]:
        value = self.data.get(key)
        return [x for x in value if isinstance(x, dict)] if isinstance(value, list) else []


@dataclass(frozen=True)
class Former:
    """What the output held before a build; nothing of it is taken for public without a root."""

    root: Path | None = None
    record: Record = field(default_factory=Record)

    @cached_property
    def texts(self) -> dict[str, PublishedText]:
        """Every text by its folder, drafts too."""
        folders = [m[1] for path in self.record.files if (m := _TEXT.fullmatch(path))]
        owned: dict[str, list[str]] = {folder: [] for folder in folders}
        for path in sorted(self.record.files):
            parents = path.split("/")
            for depth in (3, 2):
                if (folder := "/".join(parents[:depth])) in owned and len(parents) > depth:
                    owned[folder].append(path)
                    break
        return {f: PublishedText(f, tuple(paths), self.root) for f, paths in owned.items()}

    @property
    def public(self) -> list[PublishedText]:
        return [text for text in self.texts.values() if text.is_public]

    @cached_property
    def pointers(self) -> dict[str, str]:
        """Pages at old addresses, with the folder that each leads to; empty for one that
        tells of a withdrawal."""
        owned = {path for text in self.texts.values() for path in text.files}
        found = {}
        for path in self.record.files:
            part = path.split("/")[1] if _OF_A_YEAR.match(path) else ""
            if part and part not in _PARTS_OF_A_YEAR and path not in owned:
                target = self._leads_to(path)
                found[path] = "/".join(target.split("/")[:2])
        return found

    @cached_property
    def pdfs(self) -> frozenset[str]:
        """The PDFs that stand there as they were published."""
        root, files = self.root, self.record.files
        if root is None:
            return frozenset()
        pdfs = (p for text in self.texts.values() for p in text.files if p.endswith(".pdf"))
        return frozenset(p for p in pdfs if digest(root / p) in files[p])

    def source(self, folder: str) -> str:
        """The content that a folder was made from, without the ending that tells its shape."""
        return self.record.sources.get(folder) or usual_source(folder)

    def _leads_to(self, path: str) -> str:
        try:
            match = _LEADS.search((self.root / path).read_bytes()) if self.root else None
        except OSError:
            match = None
        if match is None:
            return ""
        return posixpath.normpath(posixpath.join(posixpath.dirname(path), match[1].decode()))


def usual_source(folder: str) -> str:
    """What a disclosure's file is called where its name is its 标识: 2024/scjg, 2024/scjg.v1."""
    return folder.replace("/v", ".v") if folder.count("/") == 2 else folder


def read_text(place: Place, folder: str) -> Mapping[str, object]:
    """The data of a text; `place` tells where a file of its site stands. Empty where they
    cannot be read."""
    try:
        data = json.loads(place(f"{folder}/data/{plan.DISCLOSURE_JSON}").read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def read_former(output: Path) -> Former:
    """What stands in an output folder."""
    return Former(output, read_record(output))
