"""What a screen reader finds in a PDF is what the model says."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator

import pytest
from pypdf.generic import Destination

from generator import plan
from generator.document.layout import Document, Laid
from generator.document.outline import Entry
from generator.model.disclosure import Project
from generator.model.tables import Cell, CellRole, Grid
from generator.model.texts import Note, Text
from generator.outputs.pages import size
from tests.outputs.pdf_reader import Pdf, Tag
from tests.outputs.pdf_samples import REAL, Made

URL = "https://www.shilixian.example/yjsgk/"
SAMPLES = ("2025/scjg", "2024/jyj", "2025/ggfw", "2025/zjj", "long", *REAL)


@pytest.fixture(scope="module", params=SAMPLES)
def made(request: pytest.FixtureRequest, pdf_of: Callable[[str], Made]) -> Made:
    return pdf_of(request.param)


@pytest.fixture(scope="module")
def pdf(made: Made) -> Pdf:
    return Pdf(made.pdf)


def plain(text: str) -> str:
    """Text without the spaces that lines and pages begin and end with."""
    return re.sub(r"\s+", "", text)


def grids(document: Document) -> Iterator[Grid]:
    for laid in document.walk():
        yield from laid.grids


def test_every_cell_is_headed_as_the_model_says(made: Made, pdf: Pdf) -> None:
    tables = pdf.root.all("Table")
    expected = list(grids(made.document))
    assert len(tables) == len(expected)
    for table, grid in zip(tables, expected, strict=True):
        cells = table.all("TH", "TD")
        assert [c.id for c in cells] == [c.id for c in grid.cells]
        for tag, cell in zip(cells, grid.cells, strict=True):
            assert told(tag) == said(cell), cell.id


def told(tag: Tag) -> dict[str, object]:
    return {
        "role": tag.role,
        "text": plain(tag.whole_text),
        "headers": [str(h) for h in tag.attribute("Headers", [])],
        "scope": tag.attribute("Scope", ""),
        "span": (tag.attribute("RowSpan", 1), tag.attribute("ColSpan", 1)),
    }


def said(cell: Cell) -> dict[str, object]:
    scopes = {CellRole.COLUMN_HEAD: "/Column", CellRole.ROW_HEAD: "/Row", CellRole.VALUE: ""}
    return {
        "role": "TH" if cell.is_head else "TD",
        "text": plain(cell.text),
        "headers": list(cell.headers),
        "scope": scopes[cell.role],
        "span": (cell.rowspan, cell.colspan),
    }


def test_every_header_named_is_a_head_of_the_same_table(pdf: Pdf) -> None:
    for table in pdf.root.all("Table"):
        heads = {tag.id for tag in table.all("TH")}
        for tag in table.all("TH", "TD"):
            assert {str(h) for h in tag.attribute("Headers", [])} <= heads


def test_the_id_tree_finds_every_cell_and_note(pdf: Pdf) -> None:
    names = pdf.catalog["/StructTreeRoot"]["/IDTree"]["/Names"]
    found = {str(names[n]): names[n + 1].get_object() for n in range(0, len(names), 2)}
    assert list(found) == sorted(found)
    named = pdf.root.all("TH", "TD", "Note")
    assert {tag.id: tag.source for tag in named} == found


def test_it_is_read_in_the_order_of_the_model(made: Made, pdf: Pdf) -> None:
    roles = ("H1", "H2", "H3", "H4", "H5", "H6", "P", "TH", "TD", "Caption")
    of_tables = {c for table in pdf.root.all("Table") for c in table.all("Caption")}
    tags = [tag for tag in pdf.root.all(*roles) if tag not in of_tables]
    read = [(t.role, plain(t.whole_text)) for t in tags]
    start = [text for _, text in read].index("目录") + 1
    expected = [e for part in made.document.parts for e in transcript(part, 2)]
    expected += attached(made)
    assert read[start:] == expected


def attached(made: Made) -> Iterator[tuple[str, str]]:
    """What a reader should hear of the attachments, the last thing of all."""
    disclosure = made.disclosure
    page = plan.disclosure_page(disclosure.year, disclosure.id)
    for number, file in enumerate(disclosure.attachments, 1):
        if number == 1:
            yield "P", f"下列附件与本文本一并公开，可以在本文本的网页上取得：{URL}{page}"
        yield "P", plain(f"{number}.{file.title}（{file.kind}，{size(file.size)}）")


def transcript(laid: Laid, level: int) -> Iterator[tuple[str, str]]:
    """What a reader should hear of a part, in order."""
    if laid.entry.title:
        yield f"H{level}", plain(laid.entry.label)
    for number, block in enumerate(laid.blocks):
        if isinstance(block, Grid):
            if not isinstance(laid.entry.of, Project):  # a form's tables stand under its heading
                yield "P", plain(block.title)
            if block.note:
                yield "P", plain(block.note)
            if block.unit:
                yield "P", plain(f"单位：{block.unit}")
            for cell in block.cells:
                yield "TH" if cell.is_head else "TD", plain(cell.text)
        elif isinstance(block, Text):
            number_of = "" if laid.entry.title or number else laid.entry.number
            yield "P", plain(number_of + with_notes(block))
        else:
            yield "Caption", plain(block.title)
    for child in laid.children:
        yield from transcript(child, level + 1 if laid.entry.title else level)


def with_notes(text: Text) -> str:
    """A paragraph with its footnotes where they are cited, as the tags have them."""
    return "".join(
        f"{piece.number}{piece.number}{piece.content.plain}"
        if isinstance(piece, Note)
        else Text((piece,)).plain
        for piece in text.pieces
    )


def test_headings_leave_out_no_level(pdf: Pdf) -> None:
    levels = [int(tag.role[1]) for tag in pdf.root.walk() if re.fullmatch(r"H\d", tag.role)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_the_contents_have_one_link_an_entry_with_its_page(made: Made, pdf: Pdf) -> None:
    listed = [e for e in made.document.outline.walk() if e.is_listed]
    items = pdf.root.all("TOCI")
    labels = pdf.reader.page_labels
    places = pdf.reader.named_destinations
    assert len(items) == len(listed)
    for item, entry in zip(items, listed, strict=True):
        reference, *below = item.kids
        assert reference.role == "Reference"
        assert [tag.role for tag in below] == ["TOC"] * bool(entry.listed)
        assert len([kid for toc in below for kid in toc.kids]) == len(list(entry.listed))
        (link,) = reference.kids
        (annotation,) = link.links
        assert annotation["/Dest"] == entry.id
        page = pdf.reader.get_destination_page_number(places[entry.id])
        assert page is not None
        assert annotation["/Contents"] == f"{entry.label}，第{labels[page]}页"
        assert plain(link.whole_text) == plain(f"{entry.label}{labels[page]}")
    annotations = [a for p in pdf.reader.pages for a in p.get("/Annots", [])]
    assert len(annotations) == sum(len(link.links) for link in pdf.root.all("Link"))


def test_the_bookmarks_are_the_outline_with_every_table_in_prose(made: Made, pdf: Pdf) -> None:
    places = pdf.reader.named_destinations

    def expected(entry: Entry, level: int) -> Iterator[Bookmark]:
        if entry.title:
            page = pdf.reader.get_destination_page_number(places[entry.id])
            yield level, plain(entry.label), page
        for child in entry.children:
            yield from expected(child, level + 1 if entry.title else level)

    told = [mark for top in made.document.outline.parts for mark in expected(top, 1)]
    assert list(bookmarks(pdf, pdf.reader.outline))[1:] == told


Bookmark = tuple[int, str, int | None]
"""A level from 1, a label, a page."""


def bookmarks(pdf: Pdf, items: Iterable[object], level: int = 1) -> Iterator[Bookmark]:
    for item in items:
        if isinstance(item, Destination):
            page = pdf.reader.get_destination_page_number(item)
            yield level, plain(str(item.title)), page
        elif isinstance(item, list):
            yield from bookmarks(pdf, item, level + 1)


def test_page_numbers_and_dots_are_no_content(pdf: Pdf) -> None:
    labels = pdf.reader.page_labels
    for number, (label, artifacts) in enumerate(zip(labels, pdf.artifacts, strict=True)):
        footers = [text for _, subtype, text in artifacts if subtype == "/Footer"]
        assert footers == ([f"— {label} —"] if label.isdigit() else []), number
    assert "··" not in pdf.root.whole_text
    assert all(tag.whole_text != "草案" for tag in pdf.root.walk())


def test_what_a_page_repeats_belongs_to_the_page(pdf: Pdf) -> None:
    for artifacts in pdf.artifacts:
        for type_, subtype, text in artifacts:
            if text and not set(text) <= {"·"}:
                assert type_ == "/Pagination", (subtype, text)


def test_pages_that_continue_a_table_say_so(made: Made, pdf: Pdf) -> None:
    begun: dict[int, str] = {}
    for section in pdf.root.all("Sect"):
        heading = next((k for k in section.kids if k.role.startswith("H")), None)
        tables = [kid for kid in section.kids if kid.role == "Table"]
        if not tables or heading is None:
            continue
        title = heading.whole_text
        if tables[0].attribute("Summary") in [kid.whole_text for kid in section.kids]:
            for table in tables:  # each has a title of its own
                begun |= continued([table], table.attribute("Summary"))
        else:
            begun |= continued(tables, title)
    for number, artifacts in enumerate(pdf.artifacts):
        head = "".join(text for _, subtype, text in artifacts if subtype == "/Header")
        title = begun.get(number, "")
        assert plain(head).startswith(plain(f"续表{title}")) == (number in begun), number


def continued(tables: list[Tag], title: str) -> dict[int, str]:
    """The pages but the first that tables standing together take."""
    pages = {page for table in tables for tag in table.walk() for page in tag.pages}
    return dict.fromkeys(sorted(pages)[1:], title)


def test_each_table_tells_what_it_is_about(made: Made, pdf: Pdf) -> None:
    captions = [grid.title for grid in grids(made.document)]
    assert [t.attribute("Summary") for t in pdf.root.all("Table")] == captions


def test_a_form_prints_the_title_that_it_has_beside_its_indicators(made: Made, pdf: Pdf) -> None:
    titled = [grid for grid in grids(made.document) if grid.prints_caption]
    tables = pdf.root.all("Table")
    captions = [tag.whole_text for table in tables for tag in table.all("Caption")]
    assert captions == [grid.caption.rpartition("：")[2] for grid in titled]
