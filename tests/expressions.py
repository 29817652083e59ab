"""Every regular expression of the product, and how its time grows on input made to hurt it.

Expressions are found twice: as objects, in all modules once they are imported, and in the
source, where they are written into a call. The input is made of the expression's own parts:
what stands before a repetition, then the repeated part over and over, then something that
makes the match fail.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path
from random import Random
from re import _constants as constants  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Final

import generator

PACKAGE: Final = Path(generator.__file__).parent
# A repetition up to so many times costs a fixed number of steps at each place.
BOUNDED: Final = 260
SIZES: Final = (1_000, 4_000, 16_000)
# Four times the text takes four times as long; sixteen times where it grows with the square.
STEEP: Final = 8.0
# Below this nothing can be measured; a square would be far above it at the second size.
MEASURABLE_SECONDS: Final = 0.001
# A square of the largest size takes far longer.
SLOW_SECONDS: Final = 0.05
PATIENCE_SECONDS: Final = 1.0

_SCANNING: Final = {"search", "sub", "subn", "split", "findall", "finditer"}
_METHODS: Final = {*_SCANNING, "match", "fullmatch"}
_POOL: Final = "1a元个 　、，。（(《“%％\t-—:：；/年\n|{}~甲"
_COMMON: Final = (
    "1",
    "1个",
    "1万元、",
    "1.",
    "a",
    "甲",
    " ",
    "　",
    "（",
    "《",
    "1年",
    "，",
    "一",
    "\n",
)


@dataclass(frozen=True)
class Expression:
    """A pattern, where it stands, and whether it looks for itself all over a text."""

    place: str
    pattern: str
    flags: int
    scans: bool

    @property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self.flags)


@dataclass(frozen=True)
class Growth:
    """The worst input found for an expression and its time in seconds for each size."""

    expression: Expression
    attack: str
    seconds: tuple[float, ...]

    @property
    def is_steep(self) -> bool:
        """Whether four times the text took far more than four times as long, twice over."""
        if len(self.seconds) < len(SIZES):  # patience ran out
            return True
        first, second, third = self.seconds
        is_slow = third > SLOW_SECONDS
        return is_slow and second / first > STEEP and third / second > STEEP

    @property
    def power(self) -> float | None:
        """By which power of the text the time grew from the second size to the third.

        None where no text took a measurable time, infinity where patience ran out.
        """
        if not self.attack:
            return None
        if len(self.seconds) < len(SIZES):
            return float("inf")
        return log(self.seconds[2] / self.seconds[1]) / log(SIZES[2] / SIZES[1])


# --- which there are -------------------------------------------------------------------


@cache
def expressions() -> tuple[Expression, ...]:
    """All of them, each once, in the order of their places."""
    found: dict[tuple[str, int], Expression] = {}
    for expression in (*_objects(), *_written()):
        known = found.get((expression.pattern, expression.flags))
        if known is None or (expression.scans and not known.scans):
            found[expression.pattern, expression.flags] = expression
    return tuple(sorted(found.values(), key=lambda e: e.place))


def _sources() -> Iterator[tuple[str, Path]]:
    for name, module in _modules():
        yield name, Path(module.__file__)


def _modules() -> Iterator[tuple[str, Any]]:
    for info in pkgutil.walk_packages([str(PACKAGE)], "generator."):
        if not info.name.endswith("__main__"):
            yield info.name, importlib.import_module(info.name)


def _objects() -> Iterator[Expression]:
    uses = _uses()
    for name, module in _modules():
        for key, value in vars(module).items():
            for pattern in _patterns_in(value):
                if isinstance(pattern.pattern, str):
                    known = uses.get((name, key) if key.startswith("_") else ("", key))
                    methods = _METHODS if known is None else known
                    yield Expression(
                        f"{name}.{key}", pattern.pattern, pattern.flags, bool(methods & _SCANNING)
                    )


def _patterns_in(value: object, depth: int = 3) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, dict):
        for pair in value.items():
            yield from _patterns_in(pair, depth - 1)
    elif depth and isinstance(value, tuple | list | set | frozenset):
        for item in value:
            yield from _patterns_in(item, depth - 1)
    elif depth and isinstance(value, type) and value.__module__.startswith("generator"):
        for item in vars(value).values():
            yield from _patterns_in(item, depth - 1)
    elif depth and hasattr(value, "__dataclass_fields__"):
        for item in value.__dataclass_fields__:
            yield from _patterns_in(getattr(value, item, None), depth - 1)


def _uses() -> dict[tuple[str, str], set[str]]:
    """The methods called on each name; all of them for a name that is passed on.

    A name that begins with _ is its module's own, any other may be used anywhere.
    """
    uses: dict[tuple[str, str], set[str]] = {}
    for module, path in _sources():
        tree = ast.parse(path.read_text("utf-8"))
        taken = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in (*_METHODS, "pattern"):
                name, methods = _name(node.value), {node.attr} & _METHODS
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                name, methods = node.id, set() if id(node) in taken else _METHODS
            else:
                continue
            key = (module, name) if name.startswith("_") else ("", name)
            uses.setdefault(key, set()).update(methods)
    return uses


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")


def _written() -> Iterator[Expression]:
    """What is written into a call such as re.search(...), evaluated where its module stands."""
    for name, module in _modules():
        tree = ast.parse(Path(module.__file__).read_text("utf-8"))
        for call in calls(tree):
            pattern = _evaluated(call.args[0], module)
            if isinstance(pattern, str):
                method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
                if method != "compile":  # those are found as objects
                    flags = _evaluated(call.args[-1], module)
                    yield Expression(
                        f"{name}:{call.lineno}",
                        pattern,
                        int(flags) if isinstance(flags, re.RegexFlag) else 0,
                        method in _SCANNING,
                    )


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """The calls of the module re that take a pattern."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr in {*_METHODS, "compile"}
        ):
            yield node


def _evaluated(node: ast.expr, module: Any) -> object:
    try:
        return eval(compile(ast.Expression(node), "", "eval"), dict(vars(module)))
    except Exception:  # it needs names of its function
        return None


def unread() -> list[str]:
    """Places of patterns put together inside a function, out of what it was given."""
    places = []
    for name, module in _modules():
        tree = ast.parse(Path(module.__file__).read_text("utf-8"))
        for call in calls(tree):
            if not isinstance(_evaluated(call.args[0], module), str | bytes):
                places.append(f"{name}: {ast.unparse(call.args[0])}")
    return places


# --- what hurts them -------------------------------------------------------------------


def attacks(expression: Expression) -> tuple[Callable[[int], str], ...]:
    """Makers of growing text for an expression."""
    tree = parser.parse(expression.pattern, expression.flags)
    random = Random(7)
    seen: dict[tuple[str, str, str], None] = {}
    pumps: list[tuple[str, str]] = []
    for _ in range(3):
        pumps += list(_pumps(list(tree), "", random))
        whole = _sample(list(tree), random)
        pumps.append(("", whole))
        pumps += [("", whole[:end]) for end in {len(whole) // 2, len(whole) - 1} if end > 0]
    letters = sorted(_letters(list(tree)))[:10]
    pumps += [("", letter) for letter in letters]
    pumps += [("", a + b) for a in letters[:6] for b in letters[:6] if a != b]
    pumps += [("", common) for common in _COMMON]
    for before, pump in pumps:
        for end in ("", "\x00"):
            if pump:
                seen[before, pump, end] = None
    return tuple(_maker(*key) for key in seen)


def _maker(before: str, pump: str, end: str) -> Callable[[int], str]:
    def make(size: int) -> str:
        return before + (pump * (size // len(pump) + 1))[:size] + end

    make.__doc__ = f"{before!r} + {pump!r} × n + {end!r}"
    return make


def _pumps(nodes: list[Any], before: str, random: Random) -> Iterator[tuple[str, str]]:
    for code, value in nodes:
        match code:
            case constants.MAX_REPEAT | constants.MIN_REPEAT | constants.POSSESSIVE_REPEAT:
                _, high, inner = value
                if high > BOUNDED:
                    yield before, _sample(list(inner), random)
                yield from _pumps(list(inner), before, random)
            case constants.SUBPATTERN:
                yield from _pumps(list(value[-1]), before, random)
            case constants.ATOMIC_GROUP:
                yield from _pumps(list(value), before, random)
            case constants.BRANCH:
                for branch in value[1]:
                    yield from _pumps(list(branch), before, random)
            case constants.ASSERT | constants.ASSERT_NOT:
                yield from _pumps(list(value[1]), before, random)
        before += _sample([(code, value)], random)


def _sample(nodes: list[Any], random: Random) -> str:
    """A text that the nodes match, but for what looks around."""
    parts = []
    for code, value in nodes:
        match code:
            case constants.LITERAL:
                parts.append(chr(value))
            case constants.NOT_LITERAL:
                parts.append(random.choice([c for c in _POOL if ord(c) != value]))
            case constants.ANY:
                parts.append(random.choice("1元，"))
            case constants.IN:
                parts.append(_member(value, random))
            case constants.BRANCH:
                parts.append(_sample(list(random.choice(value[1])), random))
            case constants.SUBPATTERN:
                parts.append(_sample(list(value[-1]), random))
            case constants.ATOMIC_GROUP:
                parts.append(_sample(list(value), random))
            case constants.MAX_REPEAT | constants.MIN_REPEAT | constants.POSSESSIVE_REPEAT:
                low, high, inner = value
                for _ in range(max(low, min(1, high))):
                    parts.append(_sample(list(inner), random))
    return "".join(parts)


def _member(items: list[Any], random: Random) -> str:
    alone = _class(items)
    literals = [chr(v) for c, v in items if c is constants.LITERAL]
    ranges = [chr(v[0]) for c, v in items if c is constants.RANGE]
    fitting = [c for c in (*_POOL, *literals, *ranges, "\x01") if alone(c)]
    return random.choice(fitting) if fitting else "甲"


def _class(items: list[Any]) -> Callable[[str], bool]:
    negated = bool(items) and items[0][0] is constants.NEGATE

    def holds(character: str) -> bool:
        inside = False
        for code, value in items:
            if code is constants.LITERAL:
                inside |= ord(character) == value
            elif code is constants.RANGE:
                inside |= value[0] <= ord(character) <= value[1]
            elif code is constants.CATEGORY:
                inside |= bool(re.match(_CATEGORIES[value], character))
        return inside != negated

    return holds


_CATEGORIES: Final = {
    constants.CATEGORY_DIGIT: r"\d", constants.CATEGORY_NOT_DIGIT: r"\D",
    constants.CATEGORY_SPACE: r"\s", constants.CATEGORY_NOT_SPACE: r"\S",
    constants.CATEGORY_WORD: r"\w", constants.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip


def _letters(nodes: list[Any]) -> set[str]:
    found = set()
    for code, value in nodes:
        if code is constants.LITERAL:
            found.add(chr(value))
        elif code is constants.IN:
            found.add(_member(value, Random(1)))
        elif code is constants.BRANCH:
            found |= {letter for branch in value[1] for letter in _letters(list(branch))}
        elif code is constants.SUBPATTERN:
            found |= _letters(list(value[-1]))
        elif code in (constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT):
            found |= _letters(list(value[2]))
    return found


# --- how long they take ----------------------------------------------------------------


class _OutOfPatience(Exception):
    """An expression takes longer than anybody would wait."""


def measured(expression: Expression) -> Growth:
    """The steepest growth among all attacks; the first that is steep ends the search."""
    worst = Growth(expression, "", (1.0, 1.0, 1.0))
    for make in attacks(expression):
        second = _times(expression, make, SIZES[1:2])
        if second and second[0] < MEASURABLE_SECONDS:
            continue
        growth = Growth(expression, make.__doc__ or "", _times(expression, make, SIZES))
        if growth.is_steep:
            return growth
        if growth.seconds[2] / growth.seconds[1] > worst.seconds[2] / worst.seconds[1]:
            worst = growth
    return worst


def _times(
    expression: Expression, make: Callable[[int], str], sizes: tuple[int, ...]
) -> tuple[float, ...]:
    """Processor time for each size, the best of a few; shorter where patience ran out."""
    run = _runner(expression)
    times: list[float] = []
    before = signal.signal(signal.SIGVTALRM, _give_up)
    try:
        for size in sizes:
            text = make(size)
            best = float("inf")
            for _ in range(3):
                signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE_SECONDS)
                begin = time.process_time()
                run(text)
                best = min(best, time.process_time() - begin)
                if best > 0.05:
                    break
            times.append(max(best, 1e-7))
    except _OutOfPatience:
        pass
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return tuple(times)


def _runner(expression: Expression) -> Callable[[str], object]:
    compiled = expression.compiled
    if expression.scans:
        return lambda text: sum(1 for _ in compiled.finditer(text))
    return lambda text: (compiled.match(text), compiled.fullmatch(text))


def _give_up(*_: object) -> None:
    raise _OutOfPatience
