"""What code and templates refer to stands in the repository."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.conftest import ROOT

DOMAIN: Final = ROOT / "docs" / "领域.md"
SUFFIXES: Final = {".py", ".j2", ".js", ".css", ".yaml"}
_PARAGRAPHS: Final = re.compile(r"^(?:## )?(\d+(?:\.\d+)?) ", re.MULTILINE)
_REFERENCE: Final = re.compile(r"docs/领域\.md((?:,?\s*\d+(?:\.\d+)?(?:–\d+(?:\.\d+)?)?)+)")
_DOCUMENT: Final = re.compile(r"docs/[\w.-]+\.md")


def sources() -> Iterator[tuple[str, str]]:
    """Every text of ours by its path, but for what npm brought."""
    for folder in ("generator", "templates", "tests"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in SUFFIXES and "node_modules" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8", errors="replace")


def numbers(path: Path) -> list[str]:
    return _PARAGRAPHS.findall(path.read_text("utf-8"))


def test_the_paragraphs_of_the_domain_run_on_and_none_comes_twice() -> None:
    known = numbers(DOMAIN)
    assert len(set(known)) == len(known)
    for chapter in [n for n in known if "." not in n]:
        own = [int(n.partition(".")[2]) for n in known if n.startswith(f"{chapter}.")]
        assert own == list(range(1, len(own) + 1)), chapter


def test_every_paragraph_that_is_referred_to_is_there() -> None:
    known = set(numbers(DOMAIN))
    named = [
        (path, number)
        for path, text in sources()
        for reference in _REFERENCE.findall(text)
        for number in re.findall(r"\d+(?:\.\d+)?", reference)
    ]
    assert len(named) > 20
    assert not [(path, number) for path, number in named if number not in known]


def test_every_document_that_is_referred_to_is_there() -> None:
    missing = {
        (path, name)
        for path, text in sources()
        for name in _DOCUMENT.findall(text)
        if not (ROOT / name).is_file()
    }
    assert not missing
