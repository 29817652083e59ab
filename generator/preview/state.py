"""What the preview knows, and what it says on a page: its own findings first, then the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from ..diagnostics import LEVEL_ORDER, Level, counts
from .events import Done, Event, Fault, Finding, Gone, Progress, Told
from .workshop import LINKS, SITE

SHOWN: Final = 40


@dataclass(frozen=True, slots=True)
class Others:
    """How many findings the disclosures have that a page does not speak of."""

    disclosures: int
    levels: dict[Level, int]


@dataclass
class State:
    """What was told of every disclosure, how far the work is, and what was saved last."""

    told: dict[str, Told] = field(default_factory=dict)
    saved: frozenset[str] = frozenset()
    fault: str = ""
    progress: Progress = field(default_factory=lambda: Progress(0, 0))
    is_done: bool = False

    def take(self, event: Event) -> None:
        match event:
            case Told():
                self.told[event.key] = event
            case Gone():
                self.told.pop(event.key, None)
            case Progress():
                self.progress, self.is_done = event, False
            case Done():
                self.is_done = True
            case Fault():
                self.fault = event.text

    def of_page(self, page: str) -> Told | None:
        """The disclosure that a page of the site belongs to."""
        owners = [t for t in self.told.values() if t.folder and page.startswith(f"{t.folder}/")]
        return max(owners, key=lambda t: len(t.folder), default=None)

    def spoken_of(self, page: str) -> set[str]:
        """The keys whose findings stand in full on a page: of the page itself, of the file
        that was just saved, and of what all share."""
        own = self.of_page(page)
        saved = {t.key for t in self.told.values() if self.saved & set(t.files)}
        return {SITE, LINKS, *saved, *((own.key,) if own else ())}

    def findings(self, page: str) -> list[Finding]:
        """What a page says in full: the file just saved first, errors before warnings."""
        keys = self.spoken_of(page)
        found = [f for key, told in self.told.items() if key in keys for f in told.findings]

        def place(finding: Finding) -> tuple[object, ...]:
            d = finding.diagnostic
            return (d.span.path not in self.saved, LEVEL_ORDER[d.level], d.span, d.rule)

        return sorted(dict.fromkeys(found), key=place)

    def others(self, page: str) -> Others:
        """What a page folds into one line."""
        keys = self.spoken_of(page)
        apart = [t for key, t in self.told.items() if key not in keys and t.findings]
        return Others(len(apart), counts(f.diagnostic for t in apart for f in t.findings))

    def blocked(self, page: str) -> Iterator[Told]:
        """Of what the page speaks in full, that which cannot be shown as it reads now."""
        keys = self.spoken_of(page)
        return (t for key, t in self.told.items() if key in keys and t.blocked)
