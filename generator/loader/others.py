"""The other disclosures of the content, for one that looks at another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ..contents import DisclosureFiles, Listing
from ..model.disclosure import Disclosure


@dataclass(frozen=True, slots=True)
class Other:
    """A disclosure as read; not `is_sound` where it has faults of its own."""

    disclosure: Disclosure | None
    is_sound: bool


@dataclass(frozen=True, slots=True)
class Others:
    """Which there are, and how one of them is read."""

    listing: Listing
    read: Callable[[DisclosureFiles], Other]


NO_OTHERS: Final = Others(Listing(), lambda _: Other(None, False))
