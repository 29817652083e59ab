"""The shape of all work: a job with what it reads, a result with what came of it.

The same shape serves one process, a pool of them, `check`, `build` and the
preview. A job holds paths and settings only; a result holds no page, only the
record of what was written.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .checks.checklist import Item
from .checks.comparison import Comparison
from .config import Site
from .contents import Found
from .diagnostics import Diagnostic
from .document.glossary import Meaning
from .forms import Family
from .model.amounts import Amount
from .model.disclosure import Status
from .model.evaluation import Execution, Kind
from .model.targets import Target
from .model.totals import Total


@dataclass(frozen=True, slots=True)
class Context:
    """What all jobs of one build share. `stage` is the folder that outputs go to.

    `found` are all the disclosures of the content, so that one may look at another:
    at last year's, at the one that it evaluates (`loader.others`).
    """

    content: Path
    templates: tuple[Path, ...]
    families: dict[str, Family]
    site: Site
    stage: Path
    with_pdf: bool = True
    strict: bool = False
    found: tuple[Found, ...] = ()

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
class ProjectSummary:
    """A project as lists show it; the amount is in the form's unit (万元), the targets by the
    names of their indicators."""

    name: str
    address: str
    code: str
    part: str
    budget: Amount
    targets: tuple[tuple[str, Target], ...] = ()

    @property
    def indicators(self) -> int:
        return len(self.targets)


@dataclass(frozen=True, slots=True)
class Summary:
    """What the portal knows of a disclosure. `total` is what its projects come to, and what
    that counts. `terms` are those that it explains. A 绩效自评 names where that which it
    evaluates stands (2024/scjg) and how much of the budgets was spent. `is_replaced`: a
    correction took its place."""

    year: int
    id: str
    department: str
    title: str
    status: Status
    approved_on: datetime.date | None
    published_on: datetime.date | None
    projects: tuple[ProjectSummary, ...]
    total: Total
    has_pdf: bool
    kind: Kind = Kind.BUDGET
    evaluates: str = ""
    execution: Execution | None = None
    published_at: datetime.time | None = None
    written_on: datetime.date | None = None
    corrected_on: datetime.date | None = None
    index_number: str = ""
    terms: tuple[Meaning, ...] = ()
    is_replaced: bool = False

    @property
    def name(self) -> str:
        """The department's name in addresses, the same for every version."""
        return self.id.partition("/")[0]

    @property
    def is_draft(self) -> bool:
        return self.status is Status.DRAFT

    @property
    def label(self) -> str:
        """The department, with what it is unless that is its budget."""
        return self.department if self.kind is Kind.BUDGET else f"{self.department}{self.kind}"

    @property
    def indicator_count(self) -> int:
        return sum(p.indicators for p in self.projects)


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
