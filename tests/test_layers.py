"""The house (docs/架构.md): a room imports only from rooms below, and nothing runs in a circle."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "generator"

# The house from the top to the bottom; what stands in one line is one floor.
ROOMS = (
    # What a person starts.
    ("__main__",),
    ("cli",),
    ("commands",),
    ("preview",),
    ("build",),
    ("steps",),
    ("preparing",),
    # The two kinds of jobs, what becomes of their files, what is said of their findings.
    ("portal", "department"),
    ("publishing",),
    ("running",),
    ("cache",),
    ("reports",),
    ("directory",),
    ("jobs",),
    ("summaries",),
    # What came back of an output.
    ("updating",),
    # A planned file in, bytes out.
    ("outputs",),
    ("plan",),
    # Into and out of the files that people keep; what came after what.
    ("starting",),
    ("writing", "importing"),
    ("versions",),
    # What is held against what.
    ("checks",),
    ("evidence",),
    # Numbered, filled in, laid out in grids.
    ("document",),
    # From text files to the model.
    ("editing",),
    ("loader",),
    ("contents",),
    ("keys",),
    ("config",),
    ("forms",),
    ("sources",),
    ("model",),
    ("lexicon",),
    # What everything stands on.
    ("arguments",),
    ("files",),
    ("diagnostics",),
    ("failures",),
    ("signs",),
    ("environment",),
    ("limits",),
    ("__init__",),
)
HEIGHT = {name: len(ROOMS) - n for n, room in enumerate(ROOMS) for name in room}


def modules() -> dict[str, Path]:
    """Every module of the package by its dotted name below it."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)
        found[name] = path
    return found


MODULES = modules()


def imports(name: str) -> Iterator[str]:
    """What a module imports of the package, anywhere in it: in functions, for types alone."""
    path = MODULES[name]
    own = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    own = [] if name == "__init__" else own
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            base = _base(node, own)
            if base is not None:
                yield from (_module([*base, alias.name]) for alias in node.names)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                head, *rest = alias.name.split(".")
                if head == PACKAGE.name:
                    yield _module(rest)


def _base(node: ast.ImportFrom, own: list[str]) -> list[str] | None:
    named = node.module.split(".") if node.module else []
    if node.level:
        return [*own[: len(own) - node.level + 1], *named]
    return named[1:] if named and named[0] == PACKAGE.name else None


def _module(parts: list[str]) -> str:
    """The longest beginning that is a module: what follows is a name in it."""
    for end in range(len(parts), 0, -1):
        if ".".join(parts[:end]) in MODULES:
            return ".".join(parts[:end])
    return "__init__"


GRAPH = {name: {i for i in imports(name) if i != name} for name in MODULES}


def room(name: str) -> str:
    return name.split(".")[0]


@pytest.mark.parametrize("name", MODULES)
def test_every_module_stands_in_a_room_of_the_house(name: str) -> None:
    assert room(name) in HEIGHT


@pytest.mark.parametrize("name", MODULES)
def test_a_room_imports_only_from_rooms_below(name: str) -> None:
    upward = {
        i for i in GRAPH[name] if room(i) != room(name) and HEIGHT[room(i)] >= HEIGHT[room(name)]
    }
    assert upward == set()


def test_the_page_on_the_architecture_draws_the_same_house() -> None:
    """Every room stands in its table, and no room stands below one that imports it."""
    page = (PACKAGE.parent / "docs" / "架构.md").read_text("utf-8")
    table = re.findall(r"^\| ((?:`[\w/.]+` ?)+) \|", page, re.MULTILINE)
    drawn = [name.removesuffix("/").removesuffix(".py") for row in table
             for name in re.findall(r"`([\w/.]+)`", row)]  # fmt: skip
    told = set(drawn) | {"__main__", "__init__"}
    assert told == set(HEIGHT)
    places = {name: n for n, row in enumerate(table) for name in drawn if f"`{name}" in row}
    for name in MODULES:
        for imported in GRAPH[name]:
            above, below = room(name), room(imported)
            if above in places and below in places and above != below:
                assert places[above] <= places[below], f"{above} imports {below}"


def test_nothing_imports_in_a_circle() -> None:
    try:
        TopologicalSorter(GRAPH).prepare()
    except CycleError as circle:
        pytest.fail(" → ".join(circle.args[1]))


def test_the_reader_of_imports_sees_them_all() -> None:
    """Relative and whole, of names and of modules, below TYPE_CHECKING and in functions."""
    assert "diagnostics" in GRAPH["files"]
    assert {"checks", "plan", "versions.lineage"} <= GRAPH["department.examining"]
    assert "commands.outcomes" in GRAPH["cli"]
    assert "model.amounts" in GRAPH["model.targets"]
    assert "__init__" in GRAPH["publishing.record"]
