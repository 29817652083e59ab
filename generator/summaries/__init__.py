"""What the portal knows of a disclosure: enough for its lists, so that no page is read again."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from ..document.glossary import Meaning
from ..model.amounts import Amount
from ..model.disclosure import Status
from ..model.evaluation import Execution, Kind
from ..model.targets import Target
from ..model.totals import Total


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
        return labelled(self.department, self.kind)

    @property
    def indicator_count(self) -> int:
        return sum(p.indicators for p in self.projects)


def labelled(department: str, kind: Kind) -> str:
    """The department, with what a disclosure of it is unless that is its budget."""
    return department if kind is Kind.BUDGET else f"{department}{kind}"


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What was published at `address` (2024/scjg) and was taken down on a day, with consent.

    `pages` are where a page says so: every address that stood there. The rest is what the
    catalogue and the feed still tell of a disclosure, blank where nobody knows it any more.
    """

    address: str
    on: datetime.date
    reason: str
    basis: str
    pages: tuple[str, ...]
    title: str = ""
    department: str = ""
    index_number: str = ""
    written_on: datetime.date | None = None
    approved_on: datetime.date | None = None
    published_on: datetime.date | None = None
    published_at: datetime.time | None = None

    @property
    def year(self) -> int:
        return int(self.address[:4])

    @property
    def is_disclosure(self) -> bool:
        """Whether it is a whole disclosure, not a project or a file of one."""
        return self.address.count("/") == 1
