"""Projects written as lines of running text: 项目名称：…, 预算金额：…, 绩效目标：….

Each run of such lines, from a project's name to the next, is read as a form of one column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ..document.outline import split_number
from ..lexicon.folding import bare
from ..model.tables import Cell, Grid
from ..sources.word_source import WordDocument
from ..sources.word_text import WordParagraph
from .labels import without_aside
from .vocabulary import FIELD_LABELS, SAME_LABELS

_LINE: Final = re.compile(r"(?P<label>[^：:]{2,16})[：:]\s{0,4}(?P<value>\S.*)", re.DOTALL)
_LEAST_LINES: Final = 2
_NAMES: Final = frozenset(bare(name) for name in FIELD_LABELS["名称"])
_LABELS: Final = frozenset(
    bare(name) for names in (*FIELD_LABELS.values(), *SAME_LABELS) for name in names
) | {"绩效指标", "主要绩效指标", "项目概况", "立项依据", "实施内容"}


def with_labelled_lines(document: WordDocument) -> WordDocument:
    """The document, with a table of one column for each project that its lines tell of."""
    return replace(document, blocks=tuple(_blocks(document)))


def _blocks(document: WordDocument) -> Iterator[WordParagraph | Grid]:
    run: list[tuple[WordParagraph, str]] = []
    for block in document.blocks:
        text = _labelled(block)
        if text and (run or _label_of(text) in _NAMES) and not _begins_again(run, text):
            assert isinstance(block, WordParagraph)
            run.append((block, text))
            continue
        if run and isinstance(block, WordParagraph) and not block.text.strip():
            continue  # a blank line between the lines of a project says nothing
        yield from _finished(run)
        run = []
        if text and _label_of(text) in _NAMES:
            assert isinstance(block, WordParagraph)
            run.append((block, text))
        else:
            yield block
    yield from _finished(run)


def _labelled(block: WordParagraph | Grid) -> str:
    """A line that begins with the label of a field, without its number; '' for any other."""
    if isinstance(block, Grid) or block.in_contents:
        return ""
    _, title = split_number(block.text.strip())
    match = _LINE.fullmatch(title)
    return title if match and bare(without_aside(match["label"])) in _LABELS else ""


def _label_of(text: str) -> str:
    match = _LINE.fullmatch(text)
    return bare(match["label"]) if match else ""


def _begins_again(run: list[tuple[WordParagraph, str]], text: str) -> bool:
    """Whether a line names the next project."""
    return bool(run) and _label_of(text) in _NAMES


def _finished(run: list[tuple[WordParagraph, str]]) -> Iterator[WordParagraph | Grid]:
    if len(run) < _LEAST_LINES:
        yield from (paragraph for paragraph, _ in run)
        return
    id = f"l{run[0][0].span.line}"
    cells = (
        Cell(f"{id}-{n}-0", n, 0, tuple(text.split("\n")), span=paragraph.span)
        for n, (paragraph, text) in enumerate(run)
    )
    yield Grid(id, "", (), tuple(cells))
