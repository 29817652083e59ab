"""Postings: rising numbers as short texts that a script's string need not escape.

Either the steps between the numbers, or a bit for each number there is, whichever is
shorter. Steps of one disclosure's numbers stay as they are but for the first where the
disclosure has its place among others, so that postings are joined without being read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

# What a number is written with: printable ASCII that a script's string need not escape.
_SYMBOLS: Final = "".join(chr(n) for n in range(35, 127) if chr(n) != "\\")
_VALUES: Final = {symbol: n for n, symbol in enumerate(_SYMBOLS)}
_BASE: Final = 45
_BITS: Final = 6
_SET: Final = "!"
_REMEMBERED: Final = 1 << 12


def encode(numbers: Sequence[int], count: int) -> str:
    """Rising numbers below `count`."""
    return shorter(steps(numbers), count)


def shorter(said: str, count: int) -> str:
    """The steps of numbers below `count`, or a bit for each number, if that is shorter."""
    return said if len(said) <= count // _BITS + 1 else _as_bits(numbers_of(said), count)


def steps(numbers: Sequence[int]) -> str:
    """The steps between the numbers."""
    return "".join(symbols(n - before - 1) for before, n in pairwise((-1, *numbers)))


def joined(said: str, last: int, more: str, start: int) -> str:
    """Steps, the last number of which is `last` (-1 for none), and `more` whose numbers are
    counted from `start`."""
    value = _VALUES[more[0]]
    if value < _BASE:
        return said + symbols(start + value - last - 1) + more[1:]
    first, length = _leading(more)
    return said + symbols(start + first - last - 1) + more[length:]


def number_of(said: str) -> int:
    """What `symbols` wrote."""
    return _leading(said)[0]


def numbers_of(said: str) -> list[int]:
    """The numbers of which `steps` wrote the steps."""
    numbers, at, number = [], 0, -1
    while at < len(said):
        step, length = _leading(said[at : at + 8])
        at += length
        number += step + 1
        numbers.append(number)
    return numbers


@lru_cache(_REMEMBERED)
def symbols(step: int) -> str:
    """A step in base 45, the lowest digit first; a symbol above 44 says that more follow."""
    written = ""
    while step >= _BASE:
        step, digit = divmod(step, _BASE)
        written += _SYMBOLS[digit + _BASE]
    return written + _SYMBOLS[step]


def _leading(said: str) -> tuple[int, int]:
    """The first step, and how many symbols it takes."""
    step, weight = 0, 1
    for length, symbol in enumerate(said, 1):
        value = _VALUES[symbol]
        if value < _BASE:
            return step + value * weight, length
        step += (value - _BASE) * weight
        weight *= _BASE
    raise ValueError(f"{said!r} is no step")


def _as_bits(numbers: Iterable[int], count: int) -> str:
    bits = [0] * (-(-count // _BITS))
    for number in numbers:
        bits[number // _BITS] |= 1 << number % _BITS
    return _SET + "".join(_SYMBOLS[b] for b in bits)
