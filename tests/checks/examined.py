"""One disclosure of a content folder, examined: every comparison, those that agree too."""

from __future__ import annotations

from pathlib import Path

from generator import preparing
from generator.department.examining import Examined, examine
from generator.jobs import Job
from tests.conftest import TEMPLATES


def examined(content: Path) -> Examined:
    """The only disclosure of a content folder."""
    prepared = preparing.prepare(preparing.Settings(content, Path(), (TEMPLATES,)), Path())
    (found,) = prepared.found
    return examine(Job(found, prepared.context))
