"""The package as it is installed, away from the repository."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from generator import __version__
from tests.conftest import ROOT, Once

# Without it: a new process in which WeasyPrint cannot be had, as on Windows without Pango.
WITHOUT_PANGO = "import sys; sys.modules['weasyprint'] = None; from generator.cli import main; "


def test_the_version_is_the_same_wherever_it_is_written() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == __version__
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert f"\n## {__version__} (" in changelog


@pytest.fixture(scope="session")
def installed(once: Once) -> Path:
    """A folder that holds the wheel's files alone, made as pip makes it."""

    def make(folder: Path) -> None:
        command = [sys.executable, "-m", "pip", "wheel", "-q", "--disable-pip-version-check"]
        command += ["--no-index", "--no-deps", "--no-build-isolation", "-w", str(folder), str(ROOT)]
        subprocess.run(command, check=True)
        (wheel,) = folder.glob("gongkai-*.whl")
        with zipfile.ZipFile(wheel) as files:
            files.extractall(folder / "files")

    return once("wheel", make) / "files"


def run(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """gongkai from the wheel, in a folder where there is nothing else, without Pango."""
    code = f"{WITHOUT_PANGO}sys.exit(main({list(arguments)!r}))"
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_wheel_makes_a_site_in_an_empty_folder_without_pango(
    installed: Path, tmp_path: Path
) -> None:
    new = ("new", "--department", "某县某局", "--form", "河北", "--into", "content/2025/a")
    for arguments in (new, ("check",), ("build", "--no-pdf", "--jobs", "1")):
        done = run(installed, tmp_path, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "site/2025/a/index.html").is_file()
    assert list((tmp_path / "site/assets").glob("*.css"))
    told = run(installed, tmp_path, "build", "--jobs", "1")
    assert told.returncode == 3
    assert "--no-pdf" in told.stdout + told.stderr


def test_the_wheel_holds_every_template(installed: Path) -> None:
    def files(folder: Path) -> set[str]:
        return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}

    assert files(installed / "generator/_templates") == files(ROOT / "templates")
