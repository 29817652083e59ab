"""What a job asks about the disclosures of a content folder, so that it can be asked again.

A disclosure may look at others: at the one it evaluates, at last year's, at its former
versions. It sees them through a listing, which remembers each question with a digest of
the answer. Where all answers are still the same, so is what the job made of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from .disclosure_files import DisclosureFiles

_EVERY: Final = "*"
_ONE: Final = "="
_VERSIONS: Final = "~"


@dataclass
class Listing:
    """The disclosures that there are; `asked` are the questions with their answers' digests."""

    found: tuple[DisclosureFiles, ...] = ()
    asked: dict[str, str] = field(default_factory=dict)
    _by_base: dict[str, DisclosureFiles] = field(default_factory=dict, repr=False)
    _by_name: dict[str, list[DisclosureFiles]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        for one in self.found:
            self._by_base.setdefault(one.base, one)
            self._by_name.setdefault(f"{one.year}/{one.name}", []).append(one)

    def find(self, base: str) -> DisclosureFiles | None:
        """The files of the disclosure of that name: 2024/scjg."""
        return next(iter(self._ask(_ONE + base)), None)

    def versions(self, of: DisclosureFiles) -> tuple[DisclosureFiles, ...]:
        """All versions of the text that one is a version of, itself among them."""
        return self._ask(f"{_VERSIONS}{of.year}/{of.name}")

    def every(self) -> tuple[DisclosureFiles, ...]:
        return self._ask(_EVERY)

    def still(self, asked: dict[str, str]) -> bool:
        """Whether the answers to these questions are what they were."""
        return all(_digest(self._answer(question)) == was for question, was in asked.items())

    def _ask(self, question: str) -> tuple[DisclosureFiles, ...]:
        answer = self._answer(question)
        self.asked[question] = _digest(answer)
        return answer

    def _answer(self, question: str) -> tuple[DisclosureFiles, ...]:
        kind, name = question[:1], question[1:]
        if kind == _EVERY:
            return self.found
        if kind == _VERSIONS:
            return tuple(self._by_name.get(name, ()))
        one = self._by_base.get(name)
        return (one,) if one is not None else ()


def _digest(answer: Iterable[DisclosureFiles]) -> str:
    said = "\n".join("\t".join((f.base, f.shape, *f.files)) for f in answer)
    return hashlib.sha256(said.encode("utf-8", "surrogateescape")).hexdigest()[:32]
