"""A build that is killed leaves the former site or the new one, never a mixture."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.publishing.killing import Site, beside, kills


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path, 2)


def test_kills_leave_whole_sites_and_no_litter(site: Site) -> None:
    """A few; `python -m tests.publishing.killing 50` kills as many as one likes."""
    for _, state, found in kills(site, 2, random.Random(11)):
        assert state != "mixed"
        assert found == ["site"]


def test_two_builds_at_once_leave_one_whole_site(site: Site) -> None:
    """The second says that it waits, and the site is that of the one that ended last."""
    for number in range(2):
        both = [site.start(n) for n in ((0, 1), (1, 0))[number]]
        assert [process.wait() for process in both] == [0, 0]
        assert site.state() != "mixed"
        assert beside(site) == ["site"]
