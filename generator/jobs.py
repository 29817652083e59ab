"""The shape of all work: a job with what it reads, a result with what came of it.

The same shape serves one process, a pool of them, `check`, `build` and the
preview. A job holds paths and settings only; a result holds no page, only the
record of what was written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .checks.checklist import Item
from .checks.comparison import Comparison
from .config import Site
from .contents import Found
from .diagnostics import Diagnostic
from .forms import Family
from .summaries import Summary


@dataclass(frozen=True, slots=True)
class Context:
    """What all jobs of one build share. `stage` is the folder that outputs go to.

    `found` are all the disclosures of the content, so that one may look at another:
    at last year's, at the one that it evaluates (`loader.others`). Where no PDFs are
    made, those `pdfs` that stand in `published` may stay.
    """

    content: Path
    templates: tuple[Path, ...]
    families: dict[str, Family]
    site: Site
    stage: Path
    with_pdf: bool = True
    strict: bool = False
    found: tuple[Found, ...] = ()
    published: Path | None = None
    pdfs: frozenset[str] = frozenset()

    def find(self, base: str) -> Found | None:
        """The files of the disclosure of that name: 2024/scjg."""
        return next((f for f in self.found if f.base == base), None)


@dataclass(frozen=True, slots=True)
class Job:
    """One department's disclosure of one year."""

    found: Found
    context: Context

    @property
    def key(self) -> str:
        return self.found.base


@dataclass(frozen=True, slots=True)
class Written:
    """A file in the stage: its path in the site, digest and size in bytes."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a job. `blocked` says that nothing of it may be published.

        `folder` is where its files stand in the site (2024/scjg), empty where that
        cannot be told; `former_folders` hold the pages that lead to it (原地址).
    `items` are the checklist of what the rules demand.
    """

    key: str
    folder: str = ""
    summary: Summary | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    items: tuple[Item, ...] = ()
    files: tuple[Written, ...] = ()
    inputs: dict[str, str] = field(default_factory=dict)
    blocked: bool = False
    former_folders: tuple[str, ...] = ()

    @property
    def folders(self) -> tuple[str, ...]:
        """Everywhere that it puts files; none where that cannot be told."""
        return (*((self.folder,) if self.folder else ()), *self.former_folders)


def write_files(stage: Path, files: Iterator[tuple[str, bytes]]) -> tuple[Written, ...]:
    """Write planned files into the stage, one at a time, and say what was written."""
    written = []
    for path, data in files:
        place = stage / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        written.append(Written(path, hashlib.sha256(data).hexdigest(), len(data)))
    return tuple(written)
