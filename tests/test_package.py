"""The package as it is installed."""

from __future__ import annotations

import tomllib

from generator import __version__
from tests.conftest import ROOT


def test_the_version_is_the_same_wherever_it_is_written() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == __version__
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert f"\n## {__version__} (" in changelog
