"""What the workshop is told, and what it tells of its work."""

from __future__ import annotations

from dataclasses import dataclass

from ..diagnostics import Diagnostic
from .changes import Change


@dataclass(frozen=True, slots=True)
class Viewed:
    """The pages that are open, by their addresses in the site, the latest first."""

    pages: tuple[str, ...]


Message = Change | Viewed


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding with the anchors of the cells and paragraphs that it speaks of."""

    diagnostic: Diagnostic
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What is wrong with a disclosure, or with what all share (`key` is then no disclosure's).

    `folder` is where its pages stand in the site, `files` are its own, `inputs` a digest of
    all that it is made from. `blocked`: nothing of it is shown but what stood before.
    """

    key: str
    findings: tuple[Finding, ...]
    folder: str = ""
    files: tuple[str, ...] = ()
    inputs: str = ""
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Gone:
    """A disclosure that is no longer in the content."""

    key: str


@dataclass(frozen=True, slots=True)
class Made:
    """A file of the preview is made; whether it is otherwise than before."""

    address: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the disclosures are as their texts say now."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Done:
    """Everything is as the sources say now."""


@dataclass(frozen=True, slots=True)
class Pause:
    """There is nothing to do here until something is done elsewhere."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What kept the work from going on; empty where it goes on again."""

    text: str


Event = Told | Gone | Made | Progress | Done | Pause | Fault
