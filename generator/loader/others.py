"""The other disclosures of the content, for one that looks at another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ..contents import Found
from ..model.disclosure import Disclosure


@dataclass(frozen=True, slots=True)
class Other:
    """A disclosure as read; not `is_sound` where it has faults of its own."""

    disclosure: Disclosure | None
    is_sound: bool


@dataclass(frozen=True, slots=True)
class Others:
    """Which there are, and how one of them is read."""

    found: tuple[Found, ...]
    read: Callable[[Found], Other]

    def find(self, base: str) -> Found | None:
        """The files of the disclosure of that name: 2024/scjg."""
        return next((f for f in self.found if f.base == base), None)


NO_OTHERS: Final = Others((), lambda _: Other(None, False))
