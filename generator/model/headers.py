"""Heads of tables in several rows: which cell an empty one goes on from."""

from __future__ import annotations

from collections.abc import Sequence

Place = tuple[int, int]


def owners(head: Sequence[Sequence[str]]) -> dict[Place, Place]:
    """For each (row, column) of a head the cell that it is part of.

    An empty cell lengthens the one above it, or the one at its left where there
    is none above or that one is itself part of another further left.
    """
    owner: dict[Place, Place] = {}
    for r, row in enumerate(head):
        for c, text in enumerate(row):
            owner[r, c] = (r, c)
            if text:
                continue
            if r and owner[r - 1, c][1] == c:
                owner[r, c] = owner[r - 1, c]
            elif c:
                owner[r, c] = owner[r, c - 1]
    return owner


def paths(head: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """For each column the heads above it, the topmost first, empty ones left out."""
    owner = owners(head)
    width = len(head[0]) if head else 0
    found = []
    for c in range(width):
        places = dict.fromkeys(owner[r, c] for r in range(len(head)))
        found.append(tuple(head[r][n] for r, n in places if head[r][n]))
    return tuple(found)
