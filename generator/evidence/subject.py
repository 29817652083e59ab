"""One disclosure as a subject of checks, with what all of them share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ..document.layout import Document
from ..forms import Family
from ..model.disclosure import Disclosure
from .evidence import Evidence


@dataclass(frozen=True)
class Subject:
    """What the checks look at; `evidence` is what they share, made when first asked for.

    `earlier` is the same department's disclosure of the year before, where there is one.
    """

    disclosure: Disclosure
    family: Family
    document: Document
    earlier: Disclosure | None = None

    @cached_property
    def evidence(self) -> Evidence:
        return Evidence(self.disclosure, self.family, self.document)
