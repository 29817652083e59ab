"""The Word file says what the PDF says, in Word's own means, and can be read back."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import docx
import pytest
from docx.document import Document
from lxml import etree

from generator.diagnostics import Problems
from generator.model.amounts import Amount
from generator.model.disclosure import Disclosure
from generator.model.tables import Grid
from generator.outputs.word import Line, Role, Table, word_file
from generator.outputs.word.elements import WORDS
from generator.outputs.word.findings import comments_on
from generator.outputs.word.flow import mark_of
from generator.sources.word_source import WordDocument, read_word
from tests.conftest import ROOT
from tests.importing.cell_texts import expanded
from tests.outputs.pdf_reader import Pdf, Tag
from tests.outputs.pdf_samples import REAL, Made
from tests.outputs.word_samples import (
    ROOTS,
    Written,
    imported_again,
    printed,
    written,
    written_real,
)

Of = Callable[[str], Written]
W = f"{{{WORDS}}}"
SAMPLES = ("2025/ggfw", "2025/jyj", "2025/zjj", "2025/fgj", "2024/scjg")


@pytest.fixture(scope="module")
def of(request: pytest.FixtureRequest) -> Of:
    """A disclosure with its Word file: of the sample county, or a real one by its file."""

    @cache
    def made(name: str) -> Written:
        if name.endswith(".docx"):
            return written_real(request.getfixturevalue("real_file")(name))
        return written(ROOT / "content", name)

    return made


def opened(data: bytes) -> Document:
    return docx.Document(io.BytesIO(data))


def part(data: bytes, name: str) -> etree._Element:
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(f"word/{name}"))


def plain(text: str) -> str:
    """A text without its blanks, and without the marks of its footnotes."""
    return re.sub(r"\[\^\d+\]", "", "".join(text.split()))


def said(document: WordDocument) -> Counter[str]:
    """Every paragraph and cell that says something, without its blanks."""
    texts: list[str] = []
    for block in document.blocks:
        texts += [c.text for c in block.cells] if isinstance(block, Grid) else [block.text]
    texts += [note.text for note in document.footnotes.values()]
    return Counter(plain(text) for text in texts if text.strip())


def blocks(data: bytes) -> WordDocument:
    document = read_word("a.docx", data, Problems())
    assert document is not None
    return document


def without_notes(tag: Tag) -> str:
    """What a paragraph says itself."""
    own = (i for i in tag.items if isinstance(i, str) or i.role not in ("Reference", "Note"))
    return "".join(item if isinstance(item, str) else item.whole_text for item in own)


@pytest.mark.parametrize("name", [*REAL, "2025/ggfw"])
def test_whatever_the_pdf_prints_is_in_the_word_file(
    name: str, of: Of, pdf_of: Callable[[str], Made]
) -> None:
    root = Pdf(pdf_of(name).pdf).root
    # A term of the glossary is a link of its own in a paragraph of the PDF.
    tags = root.all("P", "H1", "H2", "H3", "H4", "H5", "H6", "TD", "TH")
    notes = [note.whole_text[1:] for note in root.all("Note")]
    pdf = Counter([plain(t) for t in (*map(without_notes, tags), *notes)])
    word = said(blocks(of(name).data))
    whole = "".join(word)
    lost = [text for text in pdf if text and text not in word and text not in whole]
    assert lost == []


@pytest.mark.parametrize("name", [*REAL, *SAMPLES])
def test_a_plain_import_prints_the_same(name: str, of: Of) -> None:
    made = of(name)
    _, again = imported_again(made)
    # Attached files and what is kept secret are no text that could be read back.
    kept = [piece for piece in made.flow.body if isinstance(piece, Line)]
    ends = [line.label for line in kept if line.label in ("附件", "不公开事项")]
    shown = printed(made.flow)
    assert printed(again) == shown[: shown.index(ends[0]) if ends else None]


@pytest.mark.parametrize("name", REAL)
def test_a_plain_import_of_a_real_one_gives_the_same_model(name: str, of: Of) -> None:
    made = of(name)
    again, _ = imported_again(made)
    assert as_printed(again) == as_printed(made.disclosure)


def as_printed(disclosure: Disclosure) -> Disclosure:
    """With amounts as a table whose head names the unit prints them: 100 for 100万元."""

    def bare(amount: Amount) -> Amount:
        return replace(amount, wording=amount.shown("万元"), unit="")

    projects = tuple(replace(p, budget=bare(p.budget)) for p in disclosure.projects)
    return replace(disclosure, projects=projects)


def test_the_same_content_gives_the_same_bytes(of: Of) -> None:
    made = of("2025/ggfw")
    assert word_file(ROOTS, made.disclosure, made.flow, pictures=made.pictures) == made.data
    archive = zipfile.ZipFile(io.BytesIO(made.data))
    assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert archive.namelist() == sorted(archive.namelist())


def test_headings_are_headings_and_the_contents_are_a_field(of: Of) -> None:
    made = of("2025/ggfw")
    document = opened(made.data)
    headed = [p.text for p in document.paragraphs if p.style and p.style.name.startswith("Heading")]
    wanted = [p.label for p in made.flow.body if isinstance(p, Line) and p.role is Role.HEADING]
    assert headed == wanted
    fields = [e.text for e in part(made.data, "document.xml").iter(f"{W}instrText")]
    assert any(re.match(r' TOC \\o "1-\d" \\h \\z ', text or "") for text in fields)
    assert sum(" PAGEREF " in (text or "") for text in fields) >= len(wanted)


def test_the_numbers_of_tables_count_on(of: Of) -> None:
    root = part(of("julu-2024.docx").data, "document.xml")
    counted = [e.text or "" for e in root.iter(f"{W}instrText") if "SEQ" in (e.text or "")]
    assert len(counted) == 10
    assert counted[0].strip().endswith("\\r 1")
    assert not any("\\r" in text for text in counted[1:])


def test_cells_are_merged_as_in_the_form_and_heads_repeat(of: Of) -> None:
    made = of("julu-2024.docx")
    tables = [p.grid for p in made.flow.body if isinstance(p, Table)]
    read = [b for b in blocks(made.data).blocks if isinstance(b, Grid)]
    assert [expanded(grid) for grid in read] == [expanded(grid) for grid in tables]
    rows = part(made.data, "document.xml").iter(f"{W}tr")
    repeated = sum(row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows)
    assert repeated == sum(grid.head_rows for grid in tables)


def test_paper_and_margins_are_those_of_the_standard(of: Of) -> None:
    root = part(of("julu-2024.docx").data, "document.xml")
    *_, section = root.iter(f"{W}sectPr")
    paper, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    assert millimetres(paper, "w", "h") == [210, 297]
    assert millimetres(margins, "top", "right", "bottom", "left") == [37, 26, 35, 28]


def millimetres(element: etree._Element | None, *names: str) -> list[int]:
    """Attributes in twentieths of a point, as millimetres."""
    assert element is not None
    return [round(int(element.get(f"{W}{name}") or 0) / 20 / 72 * 25.4) for name in names]


def test_wide_tables_stand_across_with_what_leads_to_them(of: Of) -> None:
    made = of("2025/ggfw")
    turned = [s for s in part(made.data, "document.xml").iter(f"{W}pgSz") if s.get(f"{W}orient")]
    wide = [p for p in made.flow.body if isinstance(p, Table) and p.grid.is_wide]
    assert len(turned) == len(wide) == 1


@pytest.mark.parametrize("name", ["2025/ggfw", "gaoxin-2020.docx"])
def test_every_place_has_a_name_of_its_own(name: str, of: Of) -> None:
    root = part(of(name).data, "document.xml")
    names = [e.get(f"{W}name") or "" for e in root.iter(f"{W}bookmarkStart")]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"\w{1,40}", name) for name in names)
    cells = sum(len(p.grid.cells) for p in of(name).flow.body if isinstance(p, Table))
    assert sum(name.startswith("gk_") for name in names) > cells


def test_a_long_anchor_still_gives_a_short_name() -> None:
    assert len(mark_of("bg-" + "x" * 100, "", "甲")) <= 40
    assert mark_of("a" * 90, "", "甲") != mark_of("a" * 91, "", "甲")


def test_findings_are_comments_on_what_they_speak_of(of: Of) -> None:
    made = of("julu-2024.docx")
    found = made.examined.diagnostics
    comments = comments_on(made.flow, found)
    data = word_file(ROOTS, made.disclosure, made.flow, comments, made.pictures)
    document = opened(data)
    texts = [comment.text for comment in document.comments]
    assert len(texts) == len(found) > 0
    for diagnostic in found:
        assert any(f"{diagnostic.rule}：{diagnostic.message}" in text for text in texts)
    marks = [m for p in made.flow.pieces if isinstance(p, Table) for m in p.marks.values()]
    assert set(comments) & set(marks)
    assert said(blocks(data)) == said(blocks(made.data))


def test_a_finding_without_a_place_in_print_says_where_it_is_meant(
    of: Of,
) -> None:
    made = of("julu-2024.docx")
    diagnostic = made.examined.diagnostics[0]
    elsewhere = replace(diagnostic, span=replace(diagnostic.span, path="2024/别处.yaml", line=7))
    ((mark, texts),) = comments_on(made.flow, [elsewhere]).items()
    assert mark == made.flow.cover[0].mark
    assert "（2024/别处.yaml 第 7 行）" in texts[0]


def test_comments_are_named_after_their_makers_and_hold_no_time(
    of: Of,
) -> None:
    made = of("2025/ggfw")
    said_there = {made.flow.cover[0].mark: ["甲\n乙"]}
    data = word_file(ROOTS, made.disclosure, made.flow, said_there, made.pictures)
    (comment,) = part(data, "comments.xml")
    assert comment.get(f"{W}date") is None
    assert [p.text for p in next(iter(opened(data).comments)).paragraphs] == ["甲", "乙"]


def test_the_samples_are_written_whatever_their_form(of: Of) -> None:
    for path in sorted((ROOT / "content" / "2025").iterdir()):
        made = of(f"2025/{path.name.partition('.')[0]}")
        words = said(blocks(made.data))
        assert all(plain(text) in words for text in printed(made.flow) if text.strip())
