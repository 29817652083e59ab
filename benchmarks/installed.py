"""What is installed beside gongkai to measure it against: scripts/bench.sh puts it there."""

from __future__ import annotations

import json
from importlib.metadata import distributions
from pathlib import Path
from typing import Final

PEERS: Final = Path(__file__).resolve().parent / "peers"
NOT_INSTALLED: Final = "没有装上"
FAILED: Final = "没有成功"
PYTHON: Final = PEERS / ".venv/bin/python"
ELEVENTY: Final = PEERS / "node_modules/@11ty/eleventy"


def packages() -> Path | None:
    """Where the Python packages among them are; None without any."""
    return next((PEERS / ".venv/lib").glob("python3.*/site-packages"), None)


def version(package: str) -> str | None:
    """The version of a Python package among them; None where it is not installed."""
    place = packages()
    if place is None:
        return None
    found = next(iter(distributions(name=package, path=[str(place)])), None)
    return found.version if found else None


def program(pattern: str) -> Path | None:
    """A program that a Python package carries, by a pattern of its place in the packages."""
    place = packages()
    return next(iter(sorted(place.glob(pattern))), None) if place else None


def eleventy_version() -> str | None:
    """The version of Eleventy; None where it is not installed."""
    file = ELEVENTY / "package.json"
    return str(json.loads(file.read_text("utf-8"))["version"]) if file.is_file() else None
