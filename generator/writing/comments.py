"""The authors' comment lines: they stand in no model, so rewriting a file loses them."""

from __future__ import annotations

from collections.abc import Iterator

from ..contents import DisclosureFiles
from ..diagnostics import Problems, Span
from ..files import Folder, SourceText
from ..model.words import Words
from ..sources.nodes import Mapping, Node, Scalar, Sequence
from ..sources.yaml_source import read_yaml


def comment_lines(folder: Folder, found: DisclosureFiles) -> Iterator[Words]:
    """The comment lines of a disclosure's YAML, front matter included."""
    for path in found.files:
        if path.endswith(".yaml"):
            source = folder.text(path, Problems())
            if source is not None:
                yield from _in_yaml(source, 0, len(source.lines))
        elif found.shape == "md":
            source = folder.text(path, Problems())
            if source is not None:
                ends = (n for n, line in enumerate(source.lines) if n and line.rstrip() == "---")
                yield from _in_yaml(source, 1, next(ends, len(source.lines)))


def _in_yaml(source: SourceText, first: int, last: int) -> Iterator[Words]:
    """Lines that begin with `#` and are not part of a `|` block."""
    mapping = read_yaml(source, Problems(), first, last)
    texts = set(_text_lines(mapping)) if mapping else set()
    for number in range(first, last):
        line = source.lines[number]
        if line.lstrip(" ").startswith("#") and number + 1 not in texts:
            yield Words(line, Span(source.path, number + 1, line.index("#") + 1))


def _text_lines(node: Node) -> Iterator[int]:
    """The numbers of the lines that hold a text's line."""
    match node:
        case Mapping():
            for entry in node:
                yield from _text_lines(entry.value)
        case Sequence(items=items):
            for item in items:
                yield from _text_lines(item)
        case Scalar(lines=lines):
            yield from (words.span.line for words in lines)
