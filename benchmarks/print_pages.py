"""The pages that PDFs are made from, of a whole content folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from generator import department
from generator.department.examining import examine
from generator.preparing import Settings, prepare

TEMPLATES: Final = (Path(__file__).resolve().parents[1] / "templates",)


def print_pages(content: Path) -> Iterator[tuple[str, bytes]]:
    """The key and the print page of each disclosure, none of which may be blocked."""
    output = content.with_name("site")
    for job in prepare(Settings(content, output, TEMPLATES), output).jobs:
        rendering = department.begin(job, examine(job))
        if rendering is None:
            raise ValueError(f"{job.key} 有错误，不能印")
        yield job.key, rendering.print_page()
