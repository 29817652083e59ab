"""A Word file edited as its readers do, by python-docx and a little raw XML."""

from __future__ import annotations

import copy
import io
from typing import Any

import docx
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph


class WordEdits:
    """A Word file in the hands of somebody who changes it."""

    def __init__(self, data: bytes) -> None:
        self.document = docx.Document(io.BytesIO(data))

    @property
    def data(self) -> bytes:
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()

    def paragraph(self, beginning: str) -> Paragraph:
        return next(p for p in self.document.paragraphs if p.text.startswith(beginning))

    def holding(self, text: str) -> Paragraph:
        """The last paragraph that says this among other things; the contents come first."""
        return [p for p in self.document.paragraphs if text in p.text][-1]

    def cell(self, text: str, table: int | None = None) -> _Cell:
        tables = self.document.tables if table is None else [self.document.tables[table]]
        found: _Cell = next(c for t in tables for r in t.rows for c in r.cells if c.text == text)
        return found

    def row(self, text: str) -> tuple[Table, _Row]:
        """The row in which a cell with this text stands."""
        return next(
            (t, r) for t in self.document.tables for r in t.rows for c in r.cells if c.text == text
        )

    def retype(self, place: _Cell | Paragraph, text: str) -> None:
        """Type over the text, as in Word: its lines are paragraphs of their own in a cell."""
        first, *rest = text.split("\n")
        paragraphs = place.paragraphs if isinstance(place, _Cell) else [place]
        _say(paragraphs[0], first)
        for extra in paragraphs[1:]:
            _remove(extra._p)
        at = paragraphs[0]._p
        for line in rest:
            new = _without_names(copy.deepcopy(at))
            at.addnext(new)
            _say(Paragraph(new, paragraphs[0]._parent), line)
            at = new

    def forget(self, place: _Cell | Paragraph) -> None:
        """Lose the names, as where a whole cell is selected and typed over."""
        element = place._tc if isinstance(place, _Cell) else place._p
        _without_names(element)

    def add_paragraph(self, after: str, text: str) -> None:
        at = self.paragraph(after)
        new = _without_names(copy.deepcopy(at._p))
        at._p.addnext(new)
        _say(Paragraph(new, at._parent), text)

    def remove_paragraph(self, beginning: str) -> None:
        _remove(self.paragraph(beginning)._p)

    def move_paragraph(self, beginning: str, after: str) -> None:
        self.paragraph(after)._p.addnext(self.paragraph(beginning)._p)

    def add_row(self, after: str, texts: list[str | None]) -> None:
        """A row below another; None leaves a cell as the merging has it."""
        table, row = self.row(after)
        new = _without_names(copy.deepcopy(row._tr))
        row._tr.addnext(new)
        for cell, text in zip(new.tc_lst, texts, strict=True):
            if text is not None:
                self.retype(_Cell(cell, table), text)

    def remove(self, place: Paragraph | Table) -> None:
        _remove(place._p if isinstance(place, Paragraph) else place._tbl)

    def unmerge(self, text: str, column: int) -> _Cell:
        """The cell of a row that was the rest of one above it, as a cell of its own: so Word
        does where the first row of merged cells is deleted."""
        table, row = self.row(text)
        element: Any = row._tr.tc_lst[column]
        assert element.tcPr.vMerge_val == "continue"
        element.tcPr.vMerge_val = "restart"
        return _Cell(element, table)

    def remove_row(self, text: str) -> None:
        _remove(self.row(text)[1]._tr)

    def move_row(self, text: str, after: str) -> None:
        self.row(after)[1]._tr.addnext(self.row(text)[1]._tr)


def _say(paragraph: Paragraph, text: str) -> None:
    if paragraph.runs:
        paragraph.runs[0].text = text
        for run in paragraph.runs[1:]:
            run.text = ""
    else:
        paragraph.add_run(text)


def _without_names(element: Any) -> Any:
    for inner in list(element.iter()):
        if str(inner.tag).endswith(("}bookmarkStart", "}bookmarkEnd")):
            _remove(inner)
    return element


def _remove(element: Any) -> None:
    element.getparent().remove(element)
