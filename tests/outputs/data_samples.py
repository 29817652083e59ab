"""The data folders of disclosures, for the tests."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from generator import department, plan, preparing
from generator.build import Settings
from generator.cli import main
from generator.department.examining import examine
from generator.model.disclosure import Disclosure
from tests.conftest import ROOT

TEMPLATES = ROOT / "templates"


@dataclass(frozen=True)
class Taken:
    """A disclosure and the folder with its data."""

    disclosure: Disclosure
    data: Path


def take(content: Path, stage: Path, key: str) -> Taken:
    """Run one department's job without its PDF."""
    settings = Settings(content, stage, (TEMPLATES,), with_pdf=False)
    job = next(job for job in preparing.prepare(settings, stage).jobs if job.key == key)
    disclosure = examine(job).disclosure
    assert disclosure is not None
    assert not department.run(job).blocked
    folder = (stage / plan.data_file(disclosure.year, disclosure.id, "-")).parent
    return Taken(disclosure, folder)


def take_real(file: Path, folder: Path) -> Taken:
    """A real disclosure, by way of the importer."""
    id, _, year = file.stem.partition("-")
    assert main(["import", str(file), "--into", str(folder / year / id)]) == 0
    return take(folder, folder / "stage", f"{year}/{id}")


@cache
def sample_keys() -> tuple[str, ...]:
    """Every disclosure of the sample county."""
    settings = Settings(ROOT / "content", Path(), (TEMPLATES,))
    return tuple(found.base for found in preparing.prepare(settings, Path()).found)
