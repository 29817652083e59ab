"""A link is the way from one address of the site to another."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from generator.plan import link

PARTS = st.sampled_from(("a", "b", "甲", "2024", "x y"))
ADDRESSES = st.lists(PARTS, min_size=1, max_size=5).map("/".join)


@given(ADDRESSES, ADDRESSES)
def test_a_link_followed_from_its_page_comes_to_its_target(page: str, target: str) -> None:
    way = unquote(link(page, target))
    assert posixpath.normpath(posixpath.join(posixpath.dirname(page), way)) == target
    assert way == posixpath.relpath(target, posixpath.dirname(page) or ".") or way.endswith(
        posixpath.basename(target)
    )
