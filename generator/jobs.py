"""The shape of all work: a job with what it reads, a result with what came of it.

The same shape serves one process, a pool of them, `check`, `build` and the
preview. A job holds paths and settings only; a result holds no page, only the
record of what was written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .config import Site
from .contents import DisclosureFiles
from .diagnostics import Diagnostic
from .forms import Family
from .model.comparison import Comparison
from .model.demands import Item
from .summaries import Summary
from .summaries.records import Listed


@dataclass(frozen=True, slots=True)
class Context:
    """What all jobs of one build share. `stage` is the folder that outputs go to; `output` is
    the published site, where those files stand that are not made anew.

    `found` are all the disclosures of the content, so that one may look at another:
    at last year's, at the one that it evaluates (`loader.others`). `pdf_parts` is a digest
    of what PDFs are made with. Where none are made, those `pdfs` that stand in the output
    may stay.
    """

    content: Path
    templates: tuple[Path, ...]
    families: dict[str, Family]
    site: Site
    stage: Path
    with_pdf: bool = True
    strict: bool = False
    found: tuple[DisclosureFiles, ...] = ()
    output: Path = Path()
    pdf_parts: str = ""
    pdfs: frozenset[str] = frozenset()

    def place(self, path: str) -> Path:
        """Where a file of the site stands: in the stage if it was made anew."""
        staged = self.stage / path
        return staged if staged.is_file() else self.output / path


@dataclass(frozen=True, slots=True)
class Job:
    """One department's disclosure of one year; `former_pdf` is the one made of it before."""

    found: DisclosureFiles
    context: Context
    former_pdf: Made | None = None

    @property
    def key(self) -> str:
        return self.found.base


@dataclass(frozen=True, slots=True)
class Written:
    """A file of the site: its path, digest and size in bytes.

    It stands in the stage, or is in the output already.
    """

    path: str
    sha256: str
    size: int


Planned = tuple[str, bytes] | Written
"""A file that a job makes: its path and bytes, or one that is in the output already."""


@dataclass(frozen=True, slots=True)
class Made:
    """A file that is dear to make, with the digest of all that it was made from."""

    inputs: str
    file: Written


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a job. `blocked` says that nothing of it may be published.

    `folder` is where its files stand in the site (2024/scjg), empty where that
    cannot be told; `former_folders` hold the pages that lead to it (原地址).
    A check alone tells the `summary`, the `comparisons` that disagree, and `items`, the
    checklist of what the rules demand. `listed` is what the portal needs to find of it,
    `links` where its pages lead outside of its own; those within them were followed by
    the job (`links_are_sound`). `pieces` are those of its files that the next build can make
    singly: the one may stay whose own inputs are the same.

    `inputs` are the files of the content that it read, with their digests; `asked` is
    what it asked about other disclosures, with digests of the answers. Not `is_certain`
    where something could not be read, which may be otherwise the next time.
    """

    key: str
    folder: str = ""
    summary: Summary | None = None
    listed: Listed | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    items: tuple[Item, ...] = ()
    files: tuple[Written, ...] = ()
    links: tuple[str, ...] = ()
    links_are_sound: bool = True
    pdf: Made | None = None
    pieces: tuple[Made, ...] = ()
    inputs: dict[str, str] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)
    is_certain: bool = True
    blocked: bool = False
    is_draft: bool = False
    former_folders: tuple[str, ...] = ()

    @property
    def folders(self) -> tuple[str, ...]:
        """Everywhere that it puts files; none where that cannot be told."""
        return (*((self.folder,) if self.folder else ()), *self.former_folders)


def write_files(stage: Path, files: Iterator[Planned]) -> tuple[Written, ...]:
    """Write planned files into the stage, one at a time, and say what was written.

    A file that is in the stage or the output already is not written again.
    """
    written, folders = [], set[Path]()
    for file in files:
        if isinstance(file, Written):
            written.append(file)
            continue
        path, data = file
        place = stage / path
        if place.parent not in folders:
            place.parent.mkdir(parents=True, exist_ok=True)
            folders.add(place.parent)
        place.write_bytes(data)
        written.append(Written(path, hashlib.sha256(data).hexdigest(), len(data)))
    return tuple(written)


def write_chunks(stage: Path, path: str, chunks: Iterable[bytes]) -> Written:
    """Write a file into the stage that is too large to be held in memory."""
    place = stage / path
    place.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with place.open("wb") as file:
        for chunk in chunks:
            file.write(chunk)
            digest.update(chunk)
            size += len(chunk)
    return Written(path, digest.hexdigest(), size)
