"""Figures as Markdown, and the marked sections of docs/性能.md that hold them."""

from __future__ import annotations

import re
from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

_SECTION: Final = re.compile(r"(?ms)^<!-- 测得：(?P<name>\w+) -->\n(?P<body>.*?)^<!-- 完 -->$")


def table(head: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown."""
    lines = (f"| {' | '.join(map(_cell, cells))} |\n" for cells in (head, *rows))
    first = next(lines)
    return first + "|" + "---|" * len(head) + "\n" + "".join(lines)


def _cell(value: object) -> str:
    return str(value).replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")


def sections(page: str) -> list[str]:
    """The names of the marked sections of a page, in their order."""
    return [found["name"] for found in _SECTION.finditer(page)]


def replaced(page: str, name: str, body: str) -> str:
    """The page with another body in the section of that name; all else as it was.

    Raises KeyError where the page has no such section, or more than one.
    """
    if sections(page).count(name) != 1:
        raise KeyError(name)

    def renew(found: re.Match[str]) -> str:
        if found["name"] != name:
            return found[0]
        return f"<!-- 测得：{name} -->\n\n{body.strip()}\n\n<!-- 完 -->"

    return _SECTION.sub(renew, page)


def add_table_option(parser: ArgumentParser) -> None:
    """The option by which `python -m benchmarks` gets the figures of a benchmark."""
    parser.add_argument("--table", type=Path, help="另把结果作为 Markdown 写进这个文件")


def tell(text: str, place: Path | None) -> None:
    """Print the figures, and write them where they are asked for."""
    print(f"\n{text}", flush=True)
    if place:
        place.write_text(text, "utf-8")
