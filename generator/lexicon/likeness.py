"""How alike two names are."""

from __future__ import annotations

from typing import Final

_LONGEST: Final = 80


def distance_at_most(a: str, b: str, most: int) -> bool:
    """Whether two texts are at most so many letters apart (Levenshtein)."""
    if abs(len(a) - len(b)) > most:
        return False
    row = list(range(len(b) + 1))
    for i, ca in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, cb in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (ca != cb))
        if min(row) > most:
            return False
    return row[-1] <= most


def common_part(a: str, b: str) -> str:
    """The longest text that both hold."""
    a, b = a[:_LONGEST], b[:_LONGEST]
    best = ""
    for start in range(len(a)):
        while start + len(best) < len(a) and a[start : start + len(best) + 1] in b:
            best = a[start : start + len(best) + 1]
    return best
