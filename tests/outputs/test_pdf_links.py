"""In the PDF too a figure in prose leads to the cell that it comes from."""

from __future__ import annotations

from collections.abc import Callable

from generator.document.provenance import mentions
from tests.outputs.pdf_reader import Pdf
from tests.outputs.pdf_samples import Made


def test_every_figure_leads_to_the_page_of_its_cell(pdf_of: Callable[[str], Made]) -> None:
    made = pdf_of("2025/scjg")
    reader = Pdf(made.pdf).reader
    targets = {m.figure.target for m in mentions(made.document)}
    cells = {c.id: c.text for c in made.document.cells if c.id in targets}
    assert len(cells) > 3
    linked = {
        str(annotation.get_object()["/Dest"])
        for page in reader.pages
        for annotation in page.get("/Annots", ())
        if "/Dest" in annotation.get_object()
    }
    assert targets <= linked
    for id, text in cells.items():
        number = reader.get_destination_page_number(reader.named_destinations[id])
        assert number is not None
        printed = "".join(reader.pages[number].extract_text().split())
        assert "".join(text.split()) in printed
